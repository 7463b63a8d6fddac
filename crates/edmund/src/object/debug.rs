//! Printing an object: the fields that are present, by their names on the wire.

use core::fmt::{self, Debug, Formatter};

use crate::{Object, ObjectList, ScalarList, SlotRef};

/// An object that prints like a struct.
pub(super) struct Print<'a>(pub(super) &'a dyn Object);

impl Debug for Print<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let info = self.0.info();
        let mut output = formatter.debug_struct(info.simple_name());
        for (index, name) in info.fields.iter().enumerate() {
            if let Some(value) = present(&self.0.slot_ref(index)) {
                output.field(name, &*value);
            }
        }
        if let SlotRef::Extra(extra) = self.0.slot_ref(info.fields.len())
            && !extra.is_empty()
        {
            output.field("extra", extra);
        }
        output.finish()
    }
}

/// What a field prints as; `None` if it is absent.
fn present<'a>(slot: &SlotRef<'a>) -> Option<Box<dyn Debug + 'a>> {
    Some(match *slot {
        SlotRef::Boolean(value) => Box::new(value.as_ref()?),
        SlotRef::Int32(value) => Box::new(value.as_ref()?),
        SlotRef::Int64(value) => Box::new(value.as_ref()?),
        SlotRef::Double(value) => Box::new(value.as_ref()?),
        SlotRef::String(value) => Box::new(value.as_ref()?),
        SlotRef::Strings(items) => Box::new(items.as_ref()?),
        SlotRef::Raw(value) => Box::new(value.as_ref()?),
        SlotRef::Scalar(field) => Box::new(field.get()?),
        SlotRef::Scalars(field) => Box::new(field.count().map(|_| Scalars(field))?),
        SlotRef::Object(field) => Box::new(Print(field.get()?)),
        SlotRef::Objects(field) => Box::new(field.count().map(|_| Objects(field))?),
        SlotRef::Untyped(field) => Box::new(field.get()?),
        SlotRef::Extra(_) | SlotRef::End(_) => return None,
    })
}

struct Scalars<'a>(&'a dyn ScalarList);

impl Debug for Scalars<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let items = (0..self.0.count().unwrap_or(0)).filter_map(|index| self.0.get(index));
        formatter.debug_list().entries(items).finish()
    }
}

struct Objects<'a>(&'a dyn ObjectList);

impl Debug for Objects<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let items = (0..self.0.count().unwrap_or(0)).filter_map(|index| self.0.get(index)).map(Print);
        formatter.debug_list().entries(items).finish()
    }
}
