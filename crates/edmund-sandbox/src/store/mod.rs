//! What the service holds: rows made from the seed on reading, and on top of them what requests changed.

mod contents;
mod log;
mod references;
mod sizes;
mod state;

pub(crate) use contents::Content;
pub(crate) use log::Change;
pub(crate) use sizes::{Sizes, names};
pub(crate) use state::{Cursor, Store, actual_type};

use std::sync::Arc;

use edmund_model::StructId;
use serde_json::{Map, Value};

/// The members of an entity or complex value.
pub(crate) type Row = Map<String, Value>;

/// A place where entities live: an entity set, a contained navigation property of one entity, or a navigation property whose targets
/// the schema puts nowhere else.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Table {
    /// The URL relative to the service root: `users`, `users('1')/messages`.
    pub(crate) location: Arc<str>,
    /// The declared type of its entities.
    pub(crate) ty: StructId,
    /// How many rows it starts with.
    pub(crate) size: usize,
}

/// Names one entity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum EntityId {
    /// The row of a table at an index; rows that requests added follow the ones made from the seed.
    Row(Table, usize),
    /// The one entity at a location: a singleton or the target of a single-valued navigation property.
    Single(Table),
}

impl EntityId {
    /// The table or location it lives in.
    pub(crate) fn table(&self) -> &Table {
        match self {
            EntityId::Row(table, _) | EntityId::Single(table) => table,
        }
    }
}

/// A collection as a request sees it: rows of its own, and references to entities that live elsewhere.
#[derive(Clone, Debug)]
pub(crate) struct Collection {
    /// Rows of its own; none when `target` says where they live.
    pub(crate) own: Table,
    /// Whether references may be added and removed: not for entity sets and contained entities.
    pub(crate) by_reference: bool,
    /// Where its entities live, when the schema binds the navigation property to a set.
    pub(crate) target: Option<Table>,
}
