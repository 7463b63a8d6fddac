//! Evaluation of `$filter`, `$orderby` and `$select` over rows: compiled once against the model, then run over each row.

mod compile;
mod datum;
mod function;
mod node;
mod search;
mod transform;

pub(crate) use compile::{Compiler, Needs};
pub(crate) use datum::{Datum, Kind, compare_keys};
pub(crate) use node::{Node, Scope};
pub(crate) use search::finds;
pub(crate) use transform::{Plan, Shape, Step, World, run};
