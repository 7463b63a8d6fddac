//! Compiled transformations over rows.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use edmund::query::{Direction, Extreme};
use serde_json::{Map, Number, Value};

use super::{Aggregated, Measure, Method, Step, World};
use crate::query::{Datum, Node, compare_keys, finds};
use crate::store::Row;

/// Rows that transformations may come to.
const MAX_ROWS: usize = 200_000;

/// Runs a sequence over rows. Each step costs as much of what the request may still do as there are rows: `concat` multiplies them.
pub(crate) fn run(steps: &[Step], rows: Vec<Row>, world: &World<'_>) -> Vec<Row> {
    steps.iter().fold(rows, |rows, step| {
        let left = if rows.len() > MAX_ROWS { 0 } else { world.fuel.get().saturating_sub(rows.len() as u64) };
        world.fuel.set(left);
        if left == 0 { Vec::new() } else { step.run(rows, world) }
    })
}

impl Step {
    fn run(&self, mut rows: Vec<Row>, world: &World<'_>) -> Vec<Row> {
        match self {
            Self::Filter(node) => rows.retain(|row| node.passes(world.over(row))),
            Self::Search(searched) => rows.retain(|row| finds(searched, row)),
            Self::OrderBy(terms) => sort(&mut rows, terms, world),
            Self::Top(count) => rows.truncate(*count),
            Self::Skip(count) => drop(rows.drain(..rows.len().min(*count))),
            Self::Compute(computed) => {
                for row in &mut rows {
                    for (name, node) in computed {
                        let value = node.value(world.over(row)).to_json();
                        row.insert(name.clone(), value);
                    }
                }
            }
            Self::Aggregate(values) => {
                return vec![values.iter().map(|value| (value.name.clone(), value.of(&rows, world))).collect()];
            }
            Self::GroupBy { by, then } => return grouped(by, then, rows, world),
            Self::Concat(sequences) => {
                return sequences.iter().flat_map(|sequence| run(sequence, rows.clone(), world)).collect();
            }
            Self::Extreme { kind, amount, value } => return extreme(*kind, *amount, value, rows, world),
        }
        rows
    }
}

/// In order; rows that are alike stay as they were.
fn sort(rows: &mut Vec<Row>, terms: &[(Node, Direction)], world: &World<'_>) {
    let key = |row: &Row| terms.iter().map(|(node, _)| node.value(world.over(row)).into_owned()).collect::<Vec<_>>();
    let mut keyed: Vec<_> = std::mem::take(rows).into_iter().map(|row| (key(&row), row)).collect();
    keyed.sort_by(|(left, _), (right, _)| compare_keys(left, right, terms));
    rows.extend(keyed.into_iter().map(|(_, row)| row));
}

/// Groups in the order in which their first rows come.
fn grouped(by: &[Vec<String>], then: &[Step], rows: Vec<Row>, world: &World<'_>) -> Vec<Row> {
    let mut groups: Vec<(Row, Vec<Row>)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for row in rows {
        let mut key = Row::new();
        by.iter().for_each(|path| copy(&row, path, &mut key));
        let index = *known.entry(Value::Object(key.clone()).to_string()).or_insert_with(|| {
            groups.push((key, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, rows)) = groups.get_mut(index) {
            rows.push(row);
        }
    }
    let finish = |(key, rows): (Row, Vec<Row>)| {
        if then.is_empty() {
            return vec![key];
        }
        let mut given = run(then, rows, world);
        // What a group has in common stands in what is made of it, unless that has it already.
        for row in &mut given {
            for (name, value) in &key {
                row.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        given
    };
    groups.into_iter().flat_map(finish).collect()
}

/// Copies the value at a path from one row to another.
fn copy(from: &Map<String, Value>, path: &[String], to: &mut Map<String, Value>) {
    let Some((name, rest)) = path.split_first() else { return };
    let value = from.get(name).unwrap_or(&Value::Null);
    match (rest, value) {
        ([], value) => {
            to.insert(name.clone(), value.clone());
        }
        (rest, Value::Object(inner)) => {
            let entry = to.entry(name.clone()).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(into) = entry {
                copy(inner, rest, into);
            }
        }
        _ => {
            to.insert(name.clone(), Value::Null);
        }
    }
}

impl Aggregated {
    fn of(&self, rows: &[Row], world: &World<'_>) -> Value {
        let Measure::Of(method, node) = &self.measure else { return Value::from(rows.len()) };
        let values = rows.iter().map(|row| node.value(world.over(row))).filter(|value| !value.is_null());
        match method {
            Method::CountDistinct => Value::from(values.map(|value| format!("{value:?}")).collect::<HashSet<String>>().len()),
            Method::Min => values.min_by(compare_data).map_or(Value::Null, |value| value.to_json()),
            Method::Max => values.max_by(compare_data).map_or(Value::Null, |value| value.to_json()),
            Method::Sum => sum(values).0,
            Method::Average => {
                let (_, total, count) = sum(values);
                if count == 0 { Value::Null } else { float(total / count as f64) }
            }
        }
    }
}

fn compare_data(left: &Datum<'_>, right: &Datum<'_>) -> Ordering {
    left.compare(right).unwrap_or(Ordering::Equal)
}

/// The sum, whole where all values are; the same as a float; and how many there were.
fn sum<'v>(values: impl Iterator<Item = Datum<'v>>) -> (Value, f64, u64) {
    let (mut whole, mut total, mut count) = (Some(0_i64), 0.0, 0);
    for value in values {
        whole = match (whole, &value) {
            (Some(sum), Datum::Int(value)) => sum.checked_add(*value),
            _ => None,
        };
        total += value.float().unwrap_or(0.0);
        count += 1;
    }
    let sum = match whole {
        _ if count == 0 => Value::Null,
        Some(whole) => Value::from(whole),
        None => float(total),
    };
    (sum, total, count)
}

fn float(value: f64) -> Value {
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

/// The rows with the largest or smallest values, as many as it takes.
fn extreme(kind: Extreme, amount: f64, value: &Node, mut rows: Vec<Row>, world: &World<'_>) -> Vec<Row> {
    let is_bottom = matches!(kind, Extreme::BottomCount | Extreme::BottomPercent | Extreme::BottomSum);
    let direction = if is_bottom { Direction::Ascending } else { Direction::Descending };
    sort(&mut rows, &[(value.clone(), direction)], world);
    let number = |row: &Row| value.value(world.over(row)).float().unwrap_or(0.0);
    let wanted = match kind {
        Extreme::TopCount | Extreme::BottomCount => {
            rows.truncate(amount.max(0.0) as usize);
            return rows;
        }
        Extreme::TopPercent | Extreme::BottomPercent => rows.iter().map(number).sum::<f64>() * amount / 100.0,
        Extreme::TopSum | Extreme::BottomSum => amount,
    };
    let mut sum = 0.0;
    let taken = rows.iter().take_while(|row| {
        let goes_on = sum < wanted;
        sum += number(row);
        goes_on
    });
    let count = taken.count();
    rows.truncate(count);
    rows
}
