//! Compiled expressions and their evaluation, with the three-valued logic of OData URL Conventions 4.01, section 5.1.1.

use std::cell::Cell;
use std::cmp::Ordering;

use edmund::query::{Binary, Quantifier};
use edmund_model::{Model, StructId};
use serde_json::{Map, Value};

use super::function::Function;
use super::{Datum, Kind};
use crate::store::actual_type;
use crate::temporal::{self, Instant};

/// A compiled expression. Null stands for unknown.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Constant(Datum<'static>),
    Path(Path),
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    Negate(Box<Node>),
    Compare(Binary, Box<Node>, Box<Node>),
    Arithmetic(Binary, Box<Node>, Box<Node>),
    Has(Box<Node>, Box<Node>),
    In(Box<Node>, Vec<Node>),
    Call(Function, Vec<Node>),
    /// `cast(path,type)` and `isof(path,type)` on structures.
    IsOf(Path, StructId),
    Lambda {
        quantifier: Quantifier,
        collection: Path,
        condition: Option<Box<Node>>,
    },
}

/// A path from a row or a lambda variable.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    /// Which lambda variable, counted from the outermost; `None` for the row.
    pub(crate) variable: Option<usize>,
    pub(crate) steps: Vec<Step>,
    /// The type of what it leads to.
    pub(crate) kind: Kind,
    /// Whether the number of items is wanted.
    pub(crate) count: bool,
}

/// One step of a path.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Member(String),
    /// A cast from a type to one derived from it.
    Cast(StructId, StructId),
}

/// What an expression is evaluated over.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) model: &'a Model,
    pub(crate) row: &'a Map<String, Value>,
    /// The present time.
    pub(crate) now: Instant,
    /// How many items lambdas may still look at; at zero everything is unknown, and the request is refused.
    pub(crate) fuel: &'a Cell<u64>,
}

impl Node {
    /// Whether a row passes a filter: only true does, null does not.
    pub(crate) fn passes(&self, scope: Scope<'_>) -> bool {
        matches!(self.eval(scope, &mut Vec::new()), Datum::Boolean(true))
    }

    /// The value for a row.
    pub(crate) fn value<'a>(&'a self, scope: Scope<'a>) -> Datum<'a> {
        self.eval(scope, &mut Vec::new())
    }

    fn eval<'a>(&'a self, scope: Scope<'a>, variables: &mut Vec<&'a Value>) -> Datum<'a> {
        match self {
            Node::Constant(value) => value.clone(),
            Node::Path(path) => path.eval(scope, variables),
            Node::And(nodes) => fold(nodes, false, scope, variables),
            Node::Or(nodes) => fold(nodes, true, scope, variables),
            Node::Not(node) => match node.eval(scope, variables) {
                Datum::Boolean(value) => Datum::Boolean(!value),
                _ => Datum::Null,
            },
            Node::Negate(node) => negate(node.eval(scope, variables)),
            Node::Compare(operator, left, right) => {
                Datum::Boolean(compare(*operator, &left.eval(scope, variables), &right.eval(scope, variables)))
            }
            Node::Arithmetic(operator, left, right) => {
                arithmetic(*operator, &left.eval(scope, variables), &right.eval(scope, variables))
            }
            Node::Has(left, right) => match (left.eval(scope, variables), right.eval(scope, variables)) {
                (Datum::Member(left), Datum::Member(right)) => Datum::Boolean(left & right == right),
                _ => Datum::Null,
            },
            Node::In(left, items) => {
                let left = left.eval(scope, variables);
                Datum::Boolean(items.iter().any(|item| match item.eval(scope, variables) {
                    Datum::List(items) => items.iter().any(|item| left.equals(item)),
                    item => left.equals(&item),
                }))
            }
            Node::Call(function, arguments) => {
                let values: Vec<Datum<'a>> = arguments.iter().map(|argument| argument.eval(scope, variables)).collect();
                function.call(&values, scope.now)
            }
            Node::IsOf(path, ty) => {
                let declared = if let Kind::Struct(id) = path.kind { id } else { *ty };
                let members =
                    if path.is_row() { Some(scope.row) } else { path.find(scope, variables).and_then(Value::as_object) };
                Datum::Boolean(members.is_some_and(|members| scope.model.is_a(actual_type(scope.model, declared, members), *ty)))
            }
            Node::Lambda { quantifier, collection, condition } => {
                let items = collection.find(scope, variables).and_then(Value::as_array).map(Vec::as_slice).unwrap_or(&[]);
                lambda(*quantifier, items, condition.as_deref(), scope, variables)
            }
        }
    }
}

impl Path {
    /// Whether the path is the row itself.
    fn is_row(&self) -> bool {
        self.variable.is_none() && self.steps.is_empty()
    }

    /// The JSON value the path leads to.
    fn find<'a>(&self, scope: Scope<'a>, variables: &[&'a Value]) -> Option<&'a Value> {
        let mut steps = self.steps.iter();
        let mut value: Option<&'a Value> = self.variable.and_then(|variable| variables.get(variable)).copied();
        for step in &mut steps {
            match (step, value) {
                (Step::Member(name), None) if self.variable.is_none() => value = Some(scope.row.get(name)?),
                (Step::Member(name), Some(inner)) => value = Some(inner.get(name)?),
                (Step::Cast(from, to), inner) => {
                    let members = inner.map_or(Some(scope.row), Value::as_object)?;
                    if !scope.model.is_a(actual_type(scope.model, *from, members), *to) {
                        return None;
                    }
                }
                (Step::Member(_), None) => return None,
            }
        }
        value
    }

    fn eval<'a>(&self, scope: Scope<'a>, variables: &[&'a Value]) -> Datum<'a> {
        let found = self.find(scope, variables);
        match found {
            _ if self.count => Datum::Int(found.and_then(Value::as_array).map_or(0, |items| items.len() as i64)),
            Some(json) => Datum::read(scope.model, &self.kind, json),
            None => Datum::Null,
        }
    }
}

/// `and` is false as soon as one operand is, `or` is true; else null wins.
fn fold<'a>(nodes: &'a [Node], decisive: bool, scope: Scope<'a>, variables: &mut Vec<&'a Value>) -> Datum<'a> {
    let mut unknown = false;
    for node in nodes {
        match node.eval(scope, variables) {
            Datum::Boolean(value) if value == decisive => return Datum::Boolean(decisive),
            Datum::Boolean(_) => {}
            _ => unknown = true,
        }
    }
    if unknown { Datum::Null } else { Datum::Boolean(!decisive) }
}

fn lambda<'a>(
    quantifier: Quantifier,
    items: &'a [Value],
    condition: Option<&'a Node>,
    scope: Scope<'a>,
    variables: &mut Vec<&'a Value>,
) -> Datum<'a> {
    let Some(condition) = condition else { return Datum::Boolean(!items.is_empty()) };
    let decisive = quantifier == Quantifier::Any;
    for item in items {
        let Some(rest) = scope.fuel.get().checked_sub(1) else { return Datum::Null };
        scope.fuel.set(rest);
        variables.push(item);
        let holds = matches!(condition.eval(scope, variables), Datum::Boolean(true));
        variables.pop();
        if holds == decisive {
            return Datum::Boolean(decisive);
        }
    }
    Datum::Boolean(!decisive)
}

/// Null equals only null; with `gt`, `ge`, `lt`, `le` nothing holds of null.
fn compare(operator: Binary, left: &Datum<'_>, right: &Datum<'_>) -> bool {
    let order = || left.compare(right);
    match operator {
        Binary::Eq => left.equals(right),
        Binary::Ne => !left.equals(right),
        Binary::Gt => order() == Some(Ordering::Greater),
        Binary::Ge => matches!(order(), Some(Ordering::Greater | Ordering::Equal)),
        Binary::Lt => order() == Some(Ordering::Less),
        Binary::Le => matches!(order(), Some(Ordering::Less | Ordering::Equal)),
        _ => false,
    }
}

fn negate(value: Datum<'_>) -> Datum<'_> {
    match value {
        Datum::Int(value) => value.checked_neg().map_or(Datum::Float(-(value as f64)), Datum::Int),
        Datum::Float(value) => Datum::Float(-value),
        Datum::Duration(value) => Datum::Duration(-value),
        _ => Datum::Null,
    }
}

/// Integers stay integers (with `div` rounding to zero) until they would overflow; what has no result is null.
fn arithmetic(operator: Binary, left: &Datum<'_>, right: &Datum<'_>) -> Datum<'static> {
    match (left, right) {
        (Datum::Int(left), Datum::Int(right)) if operator != Binary::DivBy => integers(operator, *left, *right),
        (Datum::Int(_) | Datum::Float(_), Datum::Int(_) | Datum::Float(_)) => {
            let (Some(left), Some(right)) = (left.float(), right.float()) else { return Datum::Null };
            Datum::Float(floats(operator, left, right))
        }
        _ => times(operator, left, right).unwrap_or(Datum::Null),
    }
}

fn integers(operator: Binary, left: i64, right: i64) -> Datum<'static> {
    if right == 0 && matches!(operator, Binary::Div | Binary::Mod) {
        return Datum::Null;
    }
    let exact = match operator {
        Binary::Add => left.checked_add(right),
        Binary::Sub => left.checked_sub(right),
        Binary::Mul => left.checked_mul(right),
        Binary::Div => left.checked_div(right),
        _ => left.checked_rem(right),
    };
    exact.map_or_else(|| Datum::Float(floats(operator, left as f64, right as f64)), Datum::Int)
}

fn floats(operator: Binary, left: f64, right: f64) -> f64 {
    match operator {
        Binary::Add => left + right,
        Binary::Sub => left - right,
        Binary::Mul => left * right,
        Binary::Div | Binary::DivBy => left / right,
        _ => left % right,
    }
}

/// Points in time and durations (OData URL Conventions 4.01, section 5.1.1.2).
fn times(operator: Binary, left: &Datum<'_>, right: &Datum<'_>) -> Option<Datum<'static>> {
    let sign = match operator {
        Binary::Add => 1,
        Binary::Sub => -1,
        _ => return None,
    };
    Some(match (left, right) {
        (Datum::Instant(left), Datum::Duration(right)) => {
            Datum::Instant(Instant { picos: left.picos.checked_add(sign * right)?, offset: left.offset })
        }
        (Datum::Instant(left), Datum::Instant(right)) if sign < 0 => Datum::Duration(left.picos.checked_sub(right.picos)?),
        (Datum::Date(left), Datum::Duration(right)) => {
            Datum::Date(left.checked_add(i64::try_from(sign * right / temporal::DAY).ok()?)?)
        }
        (Datum::Date(left), Datum::Date(right)) if sign < 0 => Datum::Duration(i128::from(left - right) * temporal::DAY),
        (Datum::Duration(left), Datum::Duration(right)) => Datum::Duration(left.checked_add(sign * right)?),
        _ => return None,
    })
}
