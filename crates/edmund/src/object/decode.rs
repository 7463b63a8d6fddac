//! Decoding: one visitor fills every type in place, through its table of fields.

use core::fmt;

use serde_core::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::object::found::Found;
use crate::object::intake::Outcome;
use crate::object::nulls::NullItems;
use crate::object::path::{MAX_DEPTH, Path};
use crate::object::required::Seen;
use crate::{Extra, Info, Object, Scalar, Slot};

/// The name by which serde_json hands over a number as it was written. Other formats do not know it and give the number itself.
const RAW_NUMBER: &str = "$serde_json::private::RawValue";

/// Decodes a value whose outermost object is `object`, which has all of its fields absent.
pub(super) fn fill<'de, D: Deserializer<'de>>(object: &mut dyn Object, deserializer: D) -> Result<(), D::Error> {
    let path = Path::Root(object.info().name);
    fill_required(Slot::Whole(object), &path, deserializer)
}

/// Decodes one value into `slot`; `name` stands for it in errors.
pub(super) fn fill_slot<'de, D: Deserializer<'de>>(slot: Slot<'_>, name: &'static str, deserializer: D) -> Result<(), D::Error> {
    if let Slot::Object(field) = slot {
        return fill(field.begin(), deserializer);
    }
    fill_required(slot, &Path::Root(name), deserializer)
}

fn fill_required<'de, D: Deserializer<'de>>(mut slot: Slot<'_>, path: &Path<'_>, deserializer: D) -> Result<(), D::Error> {
    match (ValueSeed { slot: &mut slot, path }).deserialize(deserializer)? {
        Outcome::Null => Err(mismatch(path, slot.expected(), Found::Null)),
        Outcome::Taken | Outcome::Cleared | Outcome::Sparse(_) => Ok(()),
    }
}

/// Decodes a value of any JSON shape into a slot. Two pointers, because serde hands it on several times for each value.
struct ValueSeed<'s, 't> {
    slot: &'s mut Slot<'t>,
    path: &'s Path<'s>,
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_, '_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        match self.slot {
            Slot::Raw(field) => {
                **field = Some(Box::new(Value::deserialize(deserializer)?));
                Ok(Outcome::Taken)
            }
            Slot::Untyped(field) => match Value::deserialize(deserializer)? {
                Value::Null => Ok(self.slot.clear()),
                value => match field.set(value) {
                    Ok(()) => Ok(Outcome::Taken),
                    Err(value) => Err(self.mismatch(Found::of(&value))),
                },
            },
            Slot::Exact(_) | Slot::ExactItem(_) => deserializer.deserialize_newtype_struct(RAW_NUMBER, self),
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl ValueSeed<'_, '_> {
    #[inline]
    fn take<E: Error>(self, scalar: Scalar<'_>) -> Result<Outcome, E> {
        if self.slot.take(scalar) { Ok(Outcome::Taken) } else { Err(self.mismatch(Found::Scalar(scalar))) }
    }

    #[cold]
    fn mismatch<E: Error>(&self, found: Found<'_>) -> E {
        mismatch(self.path, self.slot.expected(), found)
    }

    /// What serde_json hands over for [`RAW_NUMBER`]: a map with one member, the text of the value.
    fn take_raw<'de, A: MapAccess<'de>>(self, mut map: A) -> Result<Outcome, A::Error> {
        if map.next_key::<String>()?.as_deref() != Some(RAW_NUMBER) {
            return Err(self.mismatch(Found::Object));
        }
        let text: String = map.next_value()?;
        match text.as_bytes().first() {
            Some(b'-' | b'0'..=b'9') => self.take(Scalar::Number(&text)),
            _ => serde_json::from_str::<Value>(&text).map_err(A::Error::custom).and_then(|value| self.take_value(&value)),
        }
    }

    fn take_value<E: Error>(self, value: &Value) -> Result<Outcome, E> {
        match value {
            Value::Null => Ok(self.slot.clear()),
            Value::Bool(value) => self.take(Scalar::Boolean(*value)),
            Value::String(text) => self.take(Scalar::Text(text)),
            _ => Err(self.mismatch(Found::of(value))),
        }
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_, '_> {
    type Value = Outcome;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.slot.expected())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Outcome, E> {
        if let Slot::Boolean(field) = self.slot {
            **field = Some(value);
            return Ok(Outcome::Taken);
        }
        self.take(Scalar::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Outcome, E> {
        self.take(Scalar::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Outcome, E> {
        self.take(i64::try_from(value).map_or(Scalar::Unsigned(value), Scalar::Integer))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Outcome, E> {
        self.take(Scalar::Double(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Outcome, E> {
        // Most values are plain text: it takes no way round.
        match self.slot {
            Slot::String(field) => **field = Some(value.to_owned()),
            Slot::StringItem(items) => items.push(value.to_owned()),
            _ => return self.take(Scalar::Text(value)),
        }
        Ok(Outcome::Taken)
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Outcome, E> {
        match self.slot {
            Slot::String(field) => **field = Some(value),
            Slot::StringItem(items) => items.push(value),
            _ => return self.take(Scalar::Text(&value)),
        }
        Ok(Outcome::Taken)
    }

    fn visit_unit<E: Error>(self) -> Result<Outcome, E> {
        Ok(self.slot.clear())
    }

    fn visit_none<E: Error>(self) -> Result<Outcome, E> {
        Ok(self.slot.clear())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Outcome, A::Error> {
        match self.slot {
            Slot::Strings(field) => fill_items(Slot::StringItem(field.insert(Vec::new())), self.path, items),
            Slot::Scalars(field) => {
                let exact = field.exact();
                field.begin();
                fill_items(if exact { Slot::ExactItem(*field) } else { Slot::ScalarItem(*field) }, self.path, items)
            }
            Slot::Objects(field) => {
                field.begin();
                fill_items(Slot::ObjectItem(*field), self.path, items)
            }
            _ => Err(self.mismatch(Found::Array)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Outcome, A::Error> {
        match self.slot {
            Slot::Whole(object) => fill_object(*object, self.path, members),
            Slot::Object(field) => fill_object(field.begin(), self.path, members),
            Slot::ObjectItem(items) => fill_object(items.push(), self.path, members),
            Slot::Exact(_) | Slot::ExactItem(_) => self.take_raw(members),
            _ => Err(self.mismatch(Found::Object)),
        }
    }
}

/// Decodes the items of a collection. A null item is left out, and noted: no item type of ours can say "no value".
fn fill_items<'de, A: SeqAccess<'de>>(mut slot: Slot<'_>, path: &Path<'_>, mut items: A) -> Result<Outcome, A::Error> {
    let mut index = 0;
    let mut nulls = NullItems::default();
    loop {
        let path = Path::Item(path, index);
        match items.next_element_seed(ValueSeed { slot: &mut slot, path: &path })? {
            Some(Outcome::Null) => nulls.null_at(index),
            Some(_) => {}
            None => return Ok(nulls.of(index).map_or(Outcome::Taken, |nulls| Outcome::Sparse(Box::new(nulls)))),
        }
        index += 1;
    }
}

/// Decodes the members of an object.
fn fill_object<'de, A: MapAccess<'de>>(object: &mut dyn Object, path: &Path<'_>, mut members: A) -> Result<Outcome, A::Error> {
    let info = object.info();
    let depth = path.depth() + 1;
    if depth > MAX_DEPTH {
        return Err(A::Error::custom(format_args!("objects are nested more than {MAX_DEPTH} deep in {}", info.simple_name())));
    }
    let mut seen = Seen::new(info);
    let mut expected = 0;
    let mut other = None;
    while let Some(index) = members.next_key_seed(KeySeed { info, expected, other: &mut other })? {
        let Some(name) = info.fields.get(index) else {
            match other.take() {
                Some(name) => {
                    let value = members.next_value()?;
                    remember(object, info, |extra| extra.push(name, value));
                }
                None => drop(members.next_value::<IgnoredAny>()?),
            }
            continue;
        };
        expected = index + 1;
        let path = Path::Member(path, name, depth);
        let mut slot = object.slot(index);
        match members.next_value_seed(ValueSeed { slot: &mut slot, path: &path })? {
            Outcome::Taken => seen.mark(index),
            Outcome::Null => return Err(mismatch(&path, slot.expected(), Found::Null)),
            Outcome::Cleared => {
                seen.mark(index);
                remember(object, info, |extra| extra.set_null(index));
            }
            Outcome::Sparse(nulls) => {
                seen.mark(index);
                remember(object, info, |extra| extra.set_null_items(index, *nulls));
            }
        }
    }
    match seen.missing() {
        Some(name) => Err(A::Error::custom(format_args!("{path}/{name}: required, but missing"))),
        None => Ok(Outcome::Taken),
    }
}

/// Tells the undeclared rest of an object, if the type keeps it, what its fields cannot say.
fn remember(object: &mut dyn Object, info: &'static Info, tell: impl FnOnce(&mut Extra)) {
    if let Some(index) = info.extra_index()
        && let Slot::Extra(extra) = object.slot(index)
    {
        tell(extra);
    }
}

/// Looks the name of a member up in the table: the index of its field, or `usize::MAX`. The name of a member without a field is put
/// beside, if the type keeps such members. (A result that holds either takes the compiler's code several times as long to hand on.)
struct KeySeed<'k> {
    info: &'static Info,
    expected: usize,
    other: &'k mut Option<Box<str>>,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = usize;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        if let Some(index) = self.info.index_near(name, self.expected) {
            return Ok(index);
        }
        if self.info.extra {
            *self.other = Some(name.into());
        }
        Ok(usize::MAX)
    }
}

/// An error that says what stands where, and what should.
fn mismatch<E: Error>(path: &Path<'_>, expected: &str, found: Found<'_>) -> E {
    E::custom(format_args!("{path}: expected {expected}, found {found}"))
}
