//! Evaluation of `$filter`, `$orderby` and `$select` over rows: compiled once against the model, then run over each row.

mod compile;
mod datum;
mod function;
mod node;
mod search;

pub(crate) use compile::{Compiler, Needs};
pub(crate) use datum::{Datum, Kind};
pub(crate) use node::{Node, Scope};
pub(crate) use search::finds;
