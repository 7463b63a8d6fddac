//! Annotations and members that the schema does not declare.

use core::fmt;

use serde_json::Value;

use crate::object::nulls::{NullItems, Nulls};
use crate::{Object, Slot, SlotRef};

/// Annotations and undeclared members of an object, in the order in which they came. One pointer wide.
///
/// It also remembers which declared members came as null: their fields are `None`, as those of absent members are, and only what is
/// written again tells them apart ([`Object::is_null`](crate::Object::is_null)). Two values are equal whether or not they know of nulls.
#[derive(Clone, Default)]
pub struct Extra(Option<Box<Rest>>);

#[derive(Clone, Default)]
struct Rest {
    entries: Vec<Entry>,
    nulls: Nulls,
}

/// A member's name and value.
pub(super) type Entry = (Box<str>, Value);

impl Extra {
    /// The annotations and undeclared members of an object, if its type keeps them.
    pub(crate) fn of(object: &dyn Object) -> Option<&Self> {
        match object.slot_ref(object.info().extra_index()?) {
            SlotRef::Extra(extra) => Some(extra),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub(crate) fn of_mut(object: &mut dyn Object) -> Option<&mut Self> {
        match object.slot(object.info().extra_index()?) {
            Slot::Extra(extra) => Some(extra),
            _ => None,
        }
    }

    /// The value of the member called `name` on the wire, such as `@odata.type` or `mail@odata.type`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.entries().iter().rfind(|entry| &*entry.0 == name).map(|entry| &entry.1)
    }

    /// Sets a member; gives back the value it had.
    pub fn insert(&mut self, name: impl Into<Box<str>>, value: impl Into<Value>) -> Option<Value> {
        let (name, value) = (name.into(), value.into());
        let entries = &mut self.0.get_or_insert_default().entries;
        match entries.iter_mut().rfind(|entry| entry.0 == name) {
            Some(entry) => Some(core::mem::replace(&mut entry.1, value)),
            None => {
                entries.push((name, value));
                None
            }
        }
    }

    /// Removes a member; gives back the value it had. The order of the others stays.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let entries = &mut self.0.as_mut()?.entries;
        let mut value = None;
        for (_, removed) in entries.extract_if(.., |entry| &*entry.0 == name) {
            value = Some(removed);
        }
        value
    }

    /// Removes what a change tells of relationships (`members@delta`), which is no state of the entity.
    pub(crate) fn remove_deltas(&mut self) {
        if let Some(rest) = &mut self.0 {
            rest.entries.retain(|(name, _)| !is_delta(name));
        }
    }

    /// All members, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.entries().iter().map(|entry| (&*entry.0, &entry.1))
    }

    /// The number of members.
    pub fn len(&self) -> usize {
        self.entries().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries().is_empty()
    }

    /// The entity tag, for `If-Match`.
    pub fn etag(&self) -> Option<&str> {
        self.control("etag")
    }

    /// The entity's canonical URL.
    pub fn odata_id(&self) -> Option<&str> {
        self.control("id")
    }

    /// The qualified name of the value's type, without `#` and whatever stands before it.
    pub fn odata_type(&self) -> Option<&str> {
        self.control("type").map(|name| name.rsplit('#').next().unwrap_or(name))
    }

    /// Control information, with the prefix that OData 4.0 writes or without, as 4.01 may (JSON Format 4.01, section 4.6).
    fn control(&self, name: &str) -> Option<&str> {
        let matches = |key: &str| key.strip_prefix('@').is_some_and(|key| key.strip_prefix("odata.").unwrap_or(key) == name);
        self.iter().find(|(key, _)| matches(key)).and_then(|(_, value)| value.as_str())
    }

    #[inline]
    pub(super) fn entries(&self) -> &[Entry] {
        self.0.as_ref().map_or(&[], |rest| &rest.entries)
    }

    /// Adds what was decoded, without looking whether the name is there: that would take quadratic time on a hostile answer.
    /// When a name comes twice [`get`](Self::get) gives the last, as declared members do.
    pub(super) fn push(&mut self, name: Box<str>, value: Value) {
        self.0.get_or_insert_default().entries.push((name, value));
    }

    /// Which declared members came as null, if any did.
    #[inline]
    pub(super) fn nulls(&self) -> Option<&Nulls> {
        self.0.as_ref().map(|rest| &rest.nulls)
    }

    /// Notes that the declared member at `index` came as null.
    pub(super) fn set_null(&mut self, index: usize) {
        self.0.get_or_insert_default().nulls.set(index);
    }

    /// Forgets whether the declared member at `index`, or items of it, came as null.
    pub(super) fn forget_nulls(&mut self, index: usize) {
        if let Some(rest) = &mut self.0 {
            rest.nulls.forget(index);
        }
    }

    /// Notes where the collection at `index` had null items.
    pub(super) fn set_null_items(&mut self, index: usize, items: NullItems) {
        self.0.get_or_insert_default().nulls.set_items(index, items);
    }
}

/// Whether a member tells how a navigation property has changed.
pub(super) fn is_delta(name: &str) -> bool {
    name.ends_with("@delta") || name.ends_with("@odata.delta")
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.entries() == other.entries()
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.iter()).finish()
    }
}

impl<N: Into<Box<str>>, V: Into<Value>> FromIterator<(N, V)> for Extra {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(entries: I) -> Self {
        let mut extra = Self::default();
        for (name, value) in entries {
            extra.insert(name, value);
        }
        extra
    }
}
