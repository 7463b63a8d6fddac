//! `$apply`: transformations of rows, compiled once and then run (OData Extension for Data Aggregation 4.0).

mod plan;
mod run;

use std::cell::Cell;
use std::collections::BTreeMap;

use edmund::query::{Direction, Extreme, Searched};
use edmund_model::Model;

pub(crate) use self::plan::Plan;
pub(crate) use self::run::run;
use super::{Kind, Node, Scope};
use crate::store::Row;
use crate::temporal::Instant;

/// What expressions are evaluated in, beside their row.
#[derive(Clone, Copy)]
pub(crate) struct World<'w> {
    pub(crate) model: &'w Model,
    pub(crate) now: Instant,
    pub(crate) fuel: &'w Cell<u64>,
}

impl World<'_> {
    fn over<'a>(&'a self, row: &'a Row) -> Scope<'a> {
        Scope { model: self.model, row, now: self.now, fuel: self.fuel }
    }
}

/// Which members rows have.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    /// Those of the type that was asked for.
    pub(crate) entity: bool,
    /// Those that transformations made.
    pub(crate) names: BTreeMap<String, Kind>,
}

impl Shape {
    /// Of rows as they are read.
    pub(crate) fn of_entities() -> Self {
        Self { entity: true, names: BTreeMap::new() }
    }
}

/// A compiled transformation.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Filter(Node),
    Search(Searched),
    OrderBy(Vec<(Node, Direction)>),
    Top(usize),
    Skip(usize),
    Compute(Vec<(String, Node)>),
    Aggregate(Vec<Aggregated>),
    GroupBy { by: Vec<Vec<String>>, then: Vec<Step> },
    Concat(Vec<Vec<Step>>),
    Extreme { kind: Extreme, amount: f64, value: Node },
}

/// One value of many rows.
#[derive(Clone, Debug)]
pub(crate) struct Aggregated {
    name: String,
    measure: Measure,
}

#[derive(Clone, Debug)]
enum Measure {
    /// How many rows there are.
    Count,
    Of(Method, Node),
}

#[derive(Clone, Copy, Debug)]
enum Method {
    Sum,
    Min,
    Max,
    Average,
    CountDistinct,
}
