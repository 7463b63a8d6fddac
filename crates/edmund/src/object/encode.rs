//! Encoding: one pass over the table of fields; what is absent is left out.

use serde_core::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use crate::object::extra::Entry;
use crate::object::nulls::{Null, NullItems};
use crate::{Object, ObjectList, Scalar, ScalarList, SlotRef};

/// How Int64 and Decimal values are written (OData JSON Format 4.01, section 3.2). Reading takes both forms, whatever was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbers {
    /// As numbers.
    #[default]
    AsNumbers,
    /// As strings, for receivers whose numbers are doubles: `IEEE754Compatible=true`.
    AsText,
}

/// An object that serde can write.
#[derive(Clone, Copy)]
pub(super) struct Encode<'a> {
    pub(super) object: &'a dyn Object,
    pub(super) numbers: Numbers,
}

impl Serialize for Encode<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { object, numbers } = *self;
        let info = object.info();
        let (extra, nulls) = match object.slot_ref(info.fields.len()) {
            SlotRef::Extra(extra) => (extra.entries(), extra.nulls()),
            _ => (&[][..], None),
        };
        let mut map = serializer.serialize_map(None)?;
        // Control information goes first: a streaming reader needs the type before the members (OData JSON Format 4.01, section 4.5).
        write_extra(&mut map, extra, |name| name.starts_with('@'))?;
        for (index, name) in info.fields.iter().enumerate() {
            let slot = object.slot_ref(index);
            match nulls.map(|nulls| nulls.of(index, &slot)) {
                None | Some(Null::None) => write_member(&mut map, name, slot, numbers)?,
                Some(Null::Member) => map.serialize_entry(name, &())?,
                Some(Null::Items(items)) => map.serialize_entry(name, &Sparse { slot, items, numbers })?,
            }
        }
        write_extra(&mut map, extra, |name| !name.starts_with('@'))?;
        map.end()
    }
}

fn write_extra<M: SerializeMap>(map: &mut M, extra: &[Entry], choose: fn(&str) -> bool) -> Result<(), M::Error> {
    for (name, value) in extra.iter().filter(|entry| choose(&entry.0)) {
        map.serialize_entry(&**name, value)?;
    }
    Ok(())
}

fn write_member<M: SerializeMap>(map: &mut M, name: &str, slot: SlotRef<'_>, numbers: Numbers) -> Result<(), M::Error> {
    match slot {
        SlotRef::Boolean(Some(value)) => map.serialize_entry(name, value),
        SlotRef::Int32(Some(value)) => map.serialize_entry(name, value),
        SlotRef::Int64(Some(value)) if numbers == Numbers::AsNumbers => map.serialize_entry(name, value),
        SlotRef::Int64(Some(value)) => map.serialize_entry(name, &Scalar::Display(value)),
        SlotRef::Double(Some(value)) => map.serialize_entry(name, &Scalar::Double(*value)),
        SlotRef::String(Some(value)) => map.serialize_entry(name, value.as_str()),
        SlotRef::Strings(Some(items)) => map.serialize_entry(name, items.as_slice()),
        SlotRef::Raw(Some(value)) => map.serialize_entry(name, &**value),
        SlotRef::Scalar(field) => match field.get() {
            Some(scalar) if numbers == Numbers::AsText && field.wide() => map.serialize_entry(name, &Wide(scalar)),
            Some(scalar) => map.serialize_entry(name, &scalar),
            None => Ok(()),
        },
        SlotRef::Scalars(field) if field.count().is_some() => map.serialize_entry(name, &Scalars { field, numbers }),
        SlotRef::Object(field) => match field.get() {
            Some(object) => map.serialize_entry(name, &Encode { object, numbers }),
            None => Ok(()),
        },
        SlotRef::Objects(field) if field.count().is_some() => map.serialize_entry(name, &Objects { field, numbers }),
        SlotRef::Untyped(field) => match field.get() {
            Some(value) => map.serialize_entry(name, &*value),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

/// One field's value by itself; nothing is written as null.
pub(super) struct EncodeSlot<'a> {
    pub(super) slot: SlotRef<'a>,
    pub(super) numbers: Numbers,
}

impl Serialize for EncodeSlot<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let numbers = self.numbers;
        match &self.slot {
            SlotRef::Boolean(value) => value.serialize(serializer),
            SlotRef::Int32(value) => value.serialize(serializer),
            SlotRef::Int64(value) => match (value, numbers) {
                (Some(value), Numbers::AsText) => Scalar::Display(value).serialize(serializer),
                _ => value.serialize(serializer),
            },
            SlotRef::Double(value) => value.map(Scalar::Double).serialize(serializer),
            SlotRef::String(value) => value.serialize(serializer),
            SlotRef::Strings(items) => items.serialize(serializer),
            SlotRef::Raw(value) => value.serialize(serializer),
            SlotRef::Scalar(field) if numbers == Numbers::AsText && field.wide() => field.get().map(Wide).serialize(serializer),
            SlotRef::Scalar(field) => field.get().serialize(serializer),
            SlotRef::Scalars(field) => field.count().map(|_| Scalars { field: *field, numbers }).serialize(serializer),
            SlotRef::Object(field) => field.get().map(|object| Encode { object, numbers }).serialize(serializer),
            SlotRef::Objects(field) => field.count().map(|_| Objects { field: *field, numbers }).serialize(serializer),
            SlotRef::Untyped(field) => field.get().as_deref().serialize(serializer),
            SlotRef::Extra(_) | SlotRef::End(_) => Value::Null.serialize(serializer),
        }
    }
}

/// A collection with null items between its values.
struct Sparse<'a> {
    slot: SlotRef<'a>,
    items: &'a NullItems,
    numbers: Numbers,
}

impl Serialize for Sparse<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let numbers = self.numbers;
        let mut items = serializer.serialize_seq(None)?;
        for place in self.items.places() {
            match (place, &self.slot) {
                (Some(index), SlotRef::Strings(Some(values))) => items.serialize_element(&values.get(index))?,
                (Some(index), SlotRef::Scalars(values)) if numbers == Numbers::AsText && values.wide() => {
                    items.serialize_element(&values.get(index).map(Wide))?;
                }
                (Some(index), SlotRef::Scalars(values)) => items.serialize_element(&values.get(index))?,
                (Some(index), SlotRef::Objects(values)) => {
                    items.serialize_element(&values.get(index).map(|object| Encode { object, numbers }))?;
                }
                _ => items.serialize_element(&())?,
            }
        }
        items.end()
    }
}

/// A wide number as a string.
struct Wide<'a>(Scalar<'a>);

impl Serialize for Wide<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Scalar::Integer(value) => serializer.collect_str(&value),
            Scalar::Number(text) => serializer.serialize_str(text),
            other => other.serialize(serializer),
        }
    }
}

struct Scalars<'a> {
    field: &'a dyn ScalarList,
    numbers: Numbers,
}

impl Serialize for Scalars<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let count = self.field.count().unwrap_or(0);
        let wide = self.numbers == Numbers::AsText && self.field.wide();
        let mut items = serializer.serialize_seq(Some(count))?;
        for item in (0..count).filter_map(|index| self.field.get(index)) {
            if wide {
                items.serialize_element(&Wide(item))?;
            } else {
                items.serialize_element(&item)?;
            }
        }
        items.end()
    }
}

struct Objects<'a> {
    field: &'a dyn ObjectList,
    numbers: Numbers,
}

impl Serialize for Objects<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let count = self.field.count().unwrap_or(0);
        let mut items = serializer.serialize_seq(Some(count))?;
        for object in (0..count).filter_map(|index| self.field.get(index)) {
            items.serialize_element(&Encode { object, numbers: self.numbers })?;
        }
        items.end()
    }
}
