//! A copy of a collection that follows its changes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{Change, DeltaToken, EntityKey, LinkChange};
use crate::error::PolicyViolation;
use crate::object::merge;
use crate::{Entity, Extra};

/// A copy of a collection, kept up to date by [`Delta::sync`](crate::request::Delta::sync) or by [`apply`](Self::apply).
///
/// Changes may come several times and together with what they follow: the last one counts, and applying one again changes nothing.
pub struct DeltaStore<T> {
    entities: BTreeMap<EntityKey, T>,
    /// By entity and navigation property, what it leads to.
    links: BTreeMap<EntityKey, BTreeMap<String, BTreeSet<EntityKey>>>,
    token: Option<DeltaToken>,
    /// While everything is read again: what has not come again yet.
    missing: Option<BTreeSet<EntityKey>>,
}

/// What came of one round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Round {
    /// How many changes came.
    pub changes: u64,
    /// The service did not know any more what had changed, and everything was read again.
    pub resynchronised: bool,
}

impl<T: Entity> DeltaStore<T> {
    /// An empty store, whose first round is everything.
    pub fn new() -> Self {
        Self::default()
    }

    /// A store of what an earlier process saved. Relationships start empty.
    ///
    /// # Errors
    /// [`PolicyViolation::NoReference`]: an entity has no key.
    pub fn restore(entities: impl IntoIterator<Item = T>, token: Option<DeltaToken>) -> Result<Self, PolicyViolation> {
        let mut store = Self { token, ..Self::default() };
        for entity in entities {
            store.entities.insert(EntityKey::of(&entity).ok_or(PolicyViolation::NoReference)?, entity);
        }
        Ok(store)
    }

    /// Makes one change. What the service left out stays as it was; what it sent as null has no value any more.
    ///
    /// # Errors
    /// [`PolicyViolation::NoReference`]: the entity has no key.
    pub fn apply(&mut self, change: Change<T>) -> Result<(), PolicyViolation> {
        for link in change.links() {
            self.apply_link(link);
        }
        match change {
            Change::Upsert(mut entity) => {
                let key = EntityKey::of(&entity).ok_or(PolicyViolation::NoReference)?;
                let was_missing = self.missing.as_mut().is_some_and(|missing| missing.remove(&key));
                match self.entities.get_mut(&key) {
                    // What is read again is there as a whole: what it leaves out has no value any more.
                    Some(known) if !was_missing => merge(known, &entity),
                    _ => {
                        if let Some(extra) = Extra::of_mut(&mut entity) {
                            extra.remove_deltas();
                        }
                        self.entities.insert(key, entity);
                    }
                }
            }
            Change::Removed(removed) => {
                self.forget(&removed.key);
            }
            Change::Link(_) => {}
        }
        Ok(())
    }

    fn apply_link(&mut self, link: LinkChange) {
        let LinkChange { source, navigation, target, removed } = link;
        let targets = self.links.entry(source).or_default().entry(navigation).or_default();
        match removed {
            None => targets.insert(target),
            Some(_) => targets.remove(&target),
        };
    }

    fn forget(&mut self, key: &EntityKey) {
        self.entities.remove(key);
        self.links.remove(key);
        if let Some(missing) = &mut self.missing {
            missing.remove(key);
        }
    }

    /// Begins to read everything again, after [`Error::ResyncRequired`](crate::Error::ResyncRequired). The entities stay until
    /// [`finish`](Self::finish) takes out those that did not come again.
    pub fn begin_resync(&mut self) {
        self.token = None;
        self.missing = Some(self.entities.keys().cloned().collect());
        self.links.clear();
    }

    /// Ends a round, all changes of which were applied.
    pub fn finish(&mut self, token: DeltaToken) {
        for key in self.missing.take().unwrap_or_default() {
            self.forget(&key);
        }
        self.token = Some(token);
    }

    /// Where the next round begins; `None` before the first is finished, and while everything is read again.
    pub fn token(&self) -> Option<&DeltaToken> {
        self.token.as_ref()
    }

    /// The entity with this key.
    pub fn get(&self, key: &EntityKey) -> Option<&T> {
        self.entities.get(key)
    }

    /// The entities, sorted by key.
    pub fn iter(&self) -> impl Iterator<Item = (&EntityKey, &T)> {
        self.entities.iter()
    }

    /// What a navigation property of an entity leads to, as far as changes told, sorted by key.
    pub fn links(&self, source: &EntityKey, navigation: &str) -> impl Iterator<Item = &EntityKey> {
        self.links.get(source).and_then(|links| links.get(navigation)).into_iter().flatten()
    }

    /// How many entities there are.
    pub fn len(&self) -> usize {
        self.entities.len()
    }

    /// Whether there is no entity.
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }
}

impl<T> Default for DeltaStore<T> {
    fn default() -> Self {
        Self { entities: BTreeMap::new(), links: BTreeMap::new(), token: None, missing: None }
    }
}

impl<T> fmt::Debug for DeltaStore<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "DeltaStore({} entities)", self.entities.len())
    }
}
