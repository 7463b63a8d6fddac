//! What changed, and when: as much as change tracking needs, and no more than a limit.

use std::collections::{HashMap, VecDeque};

use super::{EntityId, Row, Table};

/// A change of one row.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// The store's version after it.
    pub(crate) version: u64,
    pub(crate) id: EntityId,
    /// Its location and its key, if it was deleted.
    pub(crate) gone: Option<(String, Row)>,
}

/// The latest changes, oldest first.
#[derive(Clone, Debug)]
pub(super) struct Log {
    changes: VecDeque<Change>,
    limit: usize,
    /// The version of the last change that is no longer here.
    forgotten: u64,
}

impl Log {
    pub(super) fn new(limit: usize) -> Self {
        Self { changes: VecDeque::new(), limit, forgotten: 0 }
    }

    pub(super) fn note(&mut self, change: Change) {
        self.changes.push_back(change);
        while self.changes.len() > self.limit {
            self.forgotten = self.changes.pop_front().map_or(self.forgotten, |change| change.version);
        }
    }

    /// The last change of each row of a table since a version, in order; `None` if some are forgotten.
    pub(super) fn since(&self, table: &Table, version: u64) -> Option<Vec<Change>> {
        if version < self.forgotten {
            return None;
        }
        let start = self.changes.partition_point(|change| change.version <= version);
        let mut last = HashMap::new();
        let of_table = |change: &&Change| change.id.table().location == table.location;
        for change in self.changes.range(start..).filter(of_table) {
            last.insert(&change.id, change);
        }
        let mut changes: Vec<Change> = last.into_values().cloned().collect();
        changes.sort_by_key(|change| change.version);
        Some(changes)
    }
}
