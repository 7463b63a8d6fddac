//! How a caller wants the pages of a collection read.

use super::Checkpoint;

/// Pages of more text than this are not fetched ahead of the caller, unless the caller says otherwise.
const READ_AHEAD: usize = 4 << 20;

/// More items are not collected into memory unwittingly.
const MAX_ITEMS: usize = 1_000_000;

/// Tells items apart by their keys; none for an item without one.
pub(in crate::request) type Identity<T> = fn(&T) -> Option<u64>;

/// How a caller wants the pages of a collection read.
pub(in crate::request) struct Reading<T> {
    /// The most items in all.
    pub(in crate::request) limit: u64,
    /// The next page is fetched while the caller has the one before, if that has no more text than this; in bytes.
    pub(in crate::request) read_ahead: usize,
    /// The most items to be collected into memory.
    pub(in crate::request) max_items: usize,
    /// Leave out items that were there already.
    pub(in crate::request) identity: Option<Identity<T>>,
    /// Begin anew when the link to a page has expired.
    pub(in crate::request) anew: bool,
    /// Where to go on.
    pub(in crate::request) from: Option<Box<Checkpoint>>,
}

impl<T> Default for Reading<T> {
    fn default() -> Self {
        Self { limit: u64::MAX, read_ahead: READ_AHEAD, max_items: MAX_ITEMS, identity: None, anew: false, from: None }
    }
}

impl<T> Clone for Reading<T> {
    fn clone(&self) -> Self {
        Self { from: self.from.clone(), ..*self }
    }
}

impl<T> Reading<T> {
    /// The same for what items are read as another type; what depends on their keys is lost.
    pub(in crate::request) fn with_other_items<U>(self) -> Reading<U> {
        let Self { limit, read_ahead, max_items, from, .. } = self;
        Reading { limit, read_ahead, max_items, identity: None, anew: false, from }
    }
}
