//! Which declared members came as null.

use crate::SlotRef;

/// What an object's fields cannot say: a field that is `None` was absent, or null; the items of a collection are those that are not null.
///
/// Kept beside the [`Extra`](crate::Extra) members, so that decoding and encoding again loses nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Nulls {
    /// One bit for each of the first 64 fields.
    first: u64,
    more: Option<Box<More>>,
}

#[derive(Clone, Debug, Default)]
struct More {
    /// The bits of the other fields.
    fields: Vec<u64>,
    items: Vec<(usize, NullItems)>,
}

/// Where a collection had null items.
#[derive(Clone, Debug, Default)]
pub(super) struct NullItems {
    /// The positions of the nulls in the whole collection, ascending.
    positions: Vec<usize>,
    /// How many items the whole collection had.
    count: usize,
}

/// What is known of nulls in one member.
pub(super) enum Null<'n> {
    /// Nothing.
    None,
    /// The member itself is null.
    Member,
    /// Items of the collection are null.
    Items(&'n NullItems),
}

const BITS: usize = u64::BITS as usize;

impl Nulls {
    /// Notes that the field at `index` came as null.
    pub(super) fn set(&mut self, index: usize) {
        let Some(position) = index.checked_sub(BITS) else {
            self.first |= 1 << index;
            return;
        };
        let words = &mut self.more.get_or_insert_default().fields;
        let word = position / BITS;
        if words.len() <= word {
            words.resize(word + 1, 0);
        }
        words[word] |= 1 << (position % BITS);
    }

    /// Forgets what is known of the field at `index`.
    pub(super) fn forget(&mut self, index: usize) {
        let Some(position) = index.checked_sub(BITS) else {
            self.first &= !(1 << index);
            self.forget_items(index);
            return;
        };
        if let Some(word) = self.more.as_mut().and_then(|more| more.fields.get_mut(position / BITS)) {
            *word &= !(1 << (position % BITS));
        }
        self.forget_items(index);
    }

    fn forget_items(&mut self, index: usize) {
        if let Some(more) = &mut self.more {
            more.items.retain(|(field, _)| *field != index);
        }
    }

    /// Whether the field at `index` came as null.
    pub(super) fn contains(&self, index: usize) -> bool {
        let (word, bit) = match index.checked_sub(BITS) {
            None => (self.first, index),
            Some(position) => {
                let words = self.more.as_ref().map_or(&[][..], |more| &more.fields);
                (words.get(position / BITS).copied().unwrap_or(0), position % BITS)
            }
        };
        word & (1 << bit) != 0
    }

    /// What is known of the field at `index`, which now holds what `slot` says.
    pub(super) fn of(&self, index: usize, slot: &SlotRef<'_>) -> Null<'_> {
        let len = match slot {
            SlotRef::Strings(items) => items.as_ref().map(Vec::len),
            SlotRef::Scalars(items) => items.count(),
            SlotRef::Objects(items) => items.count(),
            _ if self.contains(index) && is_absent(slot) => return Null::Member,
            _ => return Null::None,
        };
        match len {
            None if self.contains(index) => Null::Member,
            None => Null::None,
            Some(len) => self.items(index, len).map_or(Null::None, Null::Items),
        }
    }

    /// Notes where the collection at `index` had null items.
    pub(super) fn set_items(&mut self, index: usize, items: NullItems) {
        self.more.get_or_insert_default().items.push((index, items));
    }

    /// Where the collection at `index`, which now has `len` items, has null items; `None` when it is no longer the one that came.
    fn items(&self, index: usize, len: usize) -> Option<&NullItems> {
        let items = &self.more.as_ref()?.items;
        let (_, found) = items.iter().rfind(|(field, _)| *field == index)?;
        (found.count - found.positions.len() == len).then_some(found)
    }
}

/// Whether the field has no value.
pub(crate) fn is_absent(slot: &SlotRef<'_>) -> bool {
    match slot {
        SlotRef::Boolean(value) => value.is_none(),
        SlotRef::Int32(value) => value.is_none(),
        SlotRef::Int64(value) => value.is_none(),
        SlotRef::Double(value) => value.is_none(),
        SlotRef::String(value) => value.is_none(),
        SlotRef::Strings(items) => items.is_none(),
        SlotRef::Raw(value) => value.is_none(),
        SlotRef::Scalar(field) => field.get().is_none(),
        SlotRef::Scalars(field) => field.count().is_none(),
        SlotRef::Object(field) => field.get().is_none(),
        SlotRef::Objects(field) => field.count().is_none(),
        SlotRef::Untyped(field) => field.get().is_none(),
        SlotRef::Extra(_) | SlotRef::End(_) => false,
    }
}

impl NullItems {
    /// Notes that the item at `position` is null.
    pub(super) fn null_at(&mut self, position: usize) {
        self.positions.push(position);
    }

    /// Says how many items there were in all.
    pub(super) fn of(mut self, count: usize) -> Option<Self> {
        self.count = count;
        (!self.positions.is_empty()).then_some(self)
    }

    /// The items of the whole collection in order: for each the index of its value, or `None` for a null.
    pub(super) fn places(&self) -> impl Iterator<Item = Option<usize>> {
        let mut nulls = self.positions.iter().copied().peekable();
        let mut values = 0;
        (0..self.count).map(move |position| {
            if nulls.next_if_eq(&position).is_some() {
                return None;
            }
            values += 1;
            Some(values - 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_of_any_field_are_kept() {
        let mut nulls = Nulls::default();
        for index in [0, 63, 64, 127, 128, 1000] {
            assert!(!nulls.contains(index));
            nulls.set(index);
            assert!(nulls.contains(index));
        }
        let kept: Vec<usize> = (0..1100).filter(|index| nulls.contains(*index)).collect();
        assert_eq!(kept, [0, 63, 64, 127, 128, 1000]);
    }

    #[test]
    fn null_items_are_between_the_values() {
        let mut items = NullItems::default();
        items.null_at(0);
        items.null_at(2);
        let items = items.of(4).expect("two nulls");
        assert_eq!(items.places().collect::<Vec<_>>(), [None, Some(0), None, Some(1)]);
        let mut nulls = Nulls::default();
        nulls.set_items(70, items);
        assert!(nulls.items(70, 2).is_some());
        assert!(nulls.items(70, 3).is_none(), "the collection was changed since");
        assert!(nulls.items(71, 2).is_none());
    }
}
