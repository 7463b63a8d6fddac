//! Collections as requests see them: rows of their own, and references to entities that live elsewhere.

use super::state::{Cursor, Store};
use super::{Collection, EntityId, Table};
use crate::hash;

/// Where references start in the space of cursors, so that new rows do not move them.
const REFERENCES: Cursor = 1 << 48;
/// References that a bound navigation property starts with, at most.
const FIRST_REFERENCES: u64 = 3;

impl Store {
    /// The first entity of a collection at or behind a cursor.
    pub(crate) fn next(&mut self, collection: &Collection, from: Cursor) -> Option<(Cursor, EntityId)> {
        let own = collection.target.is_none().then_some(&collection.own).filter(|_| from < REFERENCES);
        if let Some(index) = own.and_then(|own| self.next_row(own, from as usize)) {
            return Some((index as Cursor, EntityId::Row(collection.own.clone(), index)));
        }
        if !collection.by_reference {
            return None;
        }
        let references = self.references(collection);
        let first = from.saturating_sub(REFERENCES) as usize;
        let found = (first..references.len()).find(|index| self.exists(&references[*index]))?;
        Some((REFERENCES + found as Cursor, references[found].clone()))
    }

    /// The entity of a collection that has a key.
    pub(crate) fn find_in(&mut self, collection: &Collection, predicate: &str) -> Option<EntityId> {
        if collection.target.is_none() {
            let own = self.find(&collection.own, predicate);
            if own.as_ref().is_some_and(|id| self.is_in(collection, id)) {
                return own;
            }
        }
        if !collection.by_reference {
            return None;
        }
        let references = self.references(collection);
        let suffix = format!("({predicate})");
        references.into_iter().find(|id| self.exists(id) && self.location(id).ends_with(&suffix))
    }

    /// Whether a collection holds or refers to an entity.
    pub(crate) fn is_in(&mut self, collection: &Collection, id: &EntityId) -> bool {
        match id {
            EntityId::Row(table, index) if collection.target.is_none() && *table == collection.own => {
                !self.tables.get(&table.location).is_some_and(|changes| changes.unlinked.contains(index))
            }
            _ => collection.by_reference && self.references(collection).contains(id),
        }
    }

    /// Adds a reference; nothing happens when it is there.
    pub(crate) fn link(&mut self, collection: &Collection, id: EntityId) {
        if self.is_in(collection, &id) {
            return;
        }
        self.version += 1;
        match &id {
            EntityId::Row(table, index) if collection.target.is_none() && *table == collection.own => {
                self.changes(table).unlinked.remove(index);
                self.note(&id, None);
            }
            _ => {
                let mut references = self.references(collection);
                references.push(id);
                self.references.insert(collection.own.location.clone(), references);
            }
        }
    }

    /// Removes a reference, not the entity; false when it was not there.
    pub(crate) fn unlink(&mut self, collection: &Collection, id: &EntityId) -> bool {
        if !self.is_in(collection, id) {
            return false;
        }
        self.version += 1;
        match id {
            EntityId::Row(table, index) if collection.target.is_none() && *table == collection.own => {
                self.changes(table).unlinked.insert(*index);
                let (location, key) = (self.location(id), self.key_row(id).unwrap_or_default());
                self.note(id, Some((location, key)));
            }
            _ => {
                let mut references = self.references(collection);
                references.retain(|other| other != id);
                self.references.insert(collection.own.location.clone(), references);
            }
        }
        true
    }

    /// What a single-valued navigation property leads to.
    pub(crate) fn single(&mut self, own: &Table, target: Option<&Table>) -> Option<EntityId> {
        let id = match (self.references.get(&own.location), target) {
            (Some(references), _) => references.first().cloned(),
            (None, Some(_)) if self.is_inside_added(&own.location) => None,
            (None, Some(target)) => self.pick(&own.location, target, 0),
            (None, None) => Some(EntityId::Single(own.clone())),
        };
        id.filter(|id| self.exists(id))
    }

    /// Makes a single-valued navigation property refer to an entity, or to none.
    pub(crate) fn set_single(&mut self, own: &Table, id: Option<EntityId>) {
        self.version += 1;
        self.references.insert(own.location.clone(), id.into_iter().collect());
    }

    fn references(&mut self, collection: &Collection) -> Vec<EntityId> {
        if let Some(references) = self.references.get(&collection.own.location) {
            return references.clone();
        }
        let Some(target) = collection.target.as_ref().filter(|_| !self.is_inside_added(&collection.own.location)) else {
            return Vec::new();
        };
        let wanted = hash::text(self.seed, &collection.own.location) % (FIRST_REFERENCES + 1);
        let mut references = Vec::new();
        for number in 0..wanted {
            let id = self.pick(&collection.own.location, target, number);
            references.extend(id.filter(|id| !references.contains(id)));
        }
        references
    }

    /// One of the rows that the target started with.
    fn pick(&self, location: &str, target: &Table, number: u64) -> Option<EntityId> {
        let size = target.size as u64;
        let chance = hash::mix(hash::text(self.seed ^ number, location));
        (size > 0).then(|| EntityId::Row(target.clone(), (chance % size) as usize))
    }
}
