//! Decoding: one visitor fills every type in place, through its table of fields.

use core::fmt;

use serde_core::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::object::found::Found;
use crate::object::path::{MAX_DEPTH, Path};
use crate::object::required::Seen;
use crate::{Extra, Info, Object, ObjectList, Scalar, ScalarList, Slot};

/// The name by which serde_json hands over a number as it was written. Other formats do not know it and give the number itself.
const RAW_NUMBER: &str = "$serde_json::private::RawValue";

/// Decodes a value whose outermost object is `object`, which has all of its fields absent.
pub(super) fn fill<'de, D: Deserializer<'de>>(object: &mut dyn Object, deserializer: D) -> Result<(), D::Error> {
    let path = Path::Root(object.info().simple_name());
    require(ValueSeed { target: Target::Whole(object), path: &path }.deserialize(deserializer)?, &path)
}

/// Decodes one value into `slot`; `name` stands for it in errors.
pub(super) fn fill_slot<'de, D: Deserializer<'de>>(slot: Slot<'_>, name: &'static str, deserializer: D) -> Result<(), D::Error> {
    if let Slot::Object(field) = slot {
        return fill(field.begin(), deserializer);
    }
    let path = Path::Root(name);
    require(ValueSeed { target: Target::Slot(slot), path: &path }.deserialize(deserializer)?, &path)
}

fn require<E: Error>(outcome: Outcome, path: &Path<'_>) -> Result<(), E> {
    match outcome {
        Outcome::Taken => Ok(()),
        Outcome::Null(expected) => Err(mismatch(path, expected, Found::Null)),
    }
}

/// Whether a target took the value.
enum Outcome {
    Taken,
    /// The value is null, and the target cannot be absent: it takes what is named here.
    Null(&'static str),
}

/// Where a value goes.
enum Target<'t> {
    Whole(&'t mut dyn Object),
    Slot(Slot<'t>),
    StringItem(&'t mut Vec<String>),
    ScalarItem(&'t mut dyn ScalarList),
    ObjectItem(&'t mut dyn ObjectList),
}

impl Target<'_> {
    fn expected(&self) -> &'static str {
        match self {
            Target::Whole(_) | Target::ObjectItem(_) | Target::Slot(Slot::Object(_)) => "an object",
            Target::StringItem(_) | Target::Slot(Slot::String(_)) => "a String",
            Target::ScalarItem(list) => list.expected(),
            Target::Slot(slot) => match slot {
                Slot::Boolean(_) => "a Boolean",
                Slot::Int32(_) => "an Int32",
                Slot::Int64(_) => "an Int64",
                Slot::Double(_) => "a Double",
                Slot::Scalar(scalar) => scalar.expected(),
                Slot::Untyped(untyped) => untyped.expected(),
                Slot::Strings(_) | Slot::Scalars(_) | Slot::Objects(_) => "a collection",
                _ => "any value",
            },
        }
    }

    /// Whether a number is to be handed over as written.
    fn exact(&self) -> bool {
        match self {
            Target::Slot(Slot::Scalar(slot)) => slot.exact(),
            Target::ScalarItem(list) => list.exact(),
            _ => false,
        }
    }

    /// Makes the target absent, if it can be.
    fn clear(mut self) -> Outcome {
        let cleared = match &mut self {
            Target::Slot(slot) => clear(slot),
            Target::Whole(_) | Target::StringItem(_) | Target::ScalarItem(_) | Target::ObjectItem(_) => false,
        };
        if cleared { Outcome::Taken } else { Outcome::Null(self.expected()) }
    }

    /// Takes a primitive value; false if it does not fit.
    fn take(&mut self, scalar: Scalar<'_>) -> bool {
        match (self, scalar) {
            (Target::Slot(slot), _) => take(slot, scalar),
            (Target::StringItem(items), Scalar::Text(text)) => {
                items.push(text.to_owned());
                true
            }
            (Target::ScalarItem(items), _) => items.push(scalar),
            _ => false,
        }
    }
}

fn clear(slot: &mut Slot<'_>) -> bool {
    match slot {
        Slot::Boolean(field) => **field = None,
        Slot::Int32(field) => **field = None,
        Slot::Int64(field) => **field = None,
        Slot::Double(field) => **field = None,
        Slot::String(field) => **field = None,
        Slot::Strings(field) => **field = None,
        Slot::Raw(field) => **field = None,
        Slot::Scalar(field) => return field.clear(),
        Slot::Scalars(field) => return field.clear(),
        Slot::Object(field) => return field.clear(),
        Slot::Objects(field) => return field.clear(),
        Slot::Untyped(field) => return field.clear(),
        Slot::Extra(field) => field.clear(),
        Slot::End => {}
    }
    true
}

fn take(slot: &mut Slot<'_>, scalar: Scalar<'_>) -> bool {
    match slot {
        Slot::Boolean(field) => put(field, scalar),
        Slot::Int32(field) => put(field, scalar),
        Slot::Int64(field) => put(field, scalar),
        Slot::Double(field) => put(field, scalar),
        Slot::String(field) => put(field, scalar),
        Slot::Scalar(field) => field.set(scalar),
        _ => false,
    }
}

fn put<T: crate::Primitive>(field: &mut Option<T>, scalar: Scalar<'_>) -> bool {
    let value = T::read(scalar);
    let fits = value.is_some();
    if fits {
        *field = value;
    }
    fits
}

/// Decodes a value of any JSON shape into a target.
struct ValueSeed<'t, 'p> {
    target: Target<'t>,
    path: &'p Path<'p>,
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_, '_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        match self.target {
            Target::Slot(Slot::Raw(field)) => {
                *field = Some(Box::new(Value::deserialize(deserializer)?));
                Ok(Outcome::Taken)
            }
            Target::Slot(Slot::Untyped(field)) => match Value::deserialize(deserializer)? {
                Value::Null => Ok(Target::Slot(Slot::Untyped(field)).clear()),
                value => match field.set(value) {
                    Ok(()) => Ok(Outcome::Taken),
                    Err(value) => Err(mismatch(self.path, field.expected(), Found::of(&value))),
                },
            },
            target if target.exact() => deserializer.deserialize_newtype_struct(RAW_NUMBER, Self { target, path: self.path }),
            target => deserializer.deserialize_any(Self { target, path: self.path }),
        }
    }
}

impl ValueSeed<'_, '_> {
    #[inline]
    fn take<E: Error>(mut self, scalar: Scalar<'_>) -> Result<Outcome, E> {
        if self.target.take(scalar) { Ok(Outcome::Taken) } else { Err(self.mismatch(Found::Scalar(scalar))) }
    }

    #[cold]
    fn mismatch<E: Error>(&self, found: Found<'_>) -> E {
        mismatch(self.path, self.target.expected(), found)
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
            Value::Null => Ok(self.target.clear()),
            Value::Bool(value) => self.take(Scalar::Boolean(*value)),
            Value::String(text) => self.take(Scalar::Text(text)),
            _ => Err(self.mismatch(Found::of(value))),
        }
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_, '_> {
    type Value = Outcome;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.target.expected())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Outcome, E> {
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
        self.take(Scalar::Text(value))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Outcome, E> {
        match self.target {
            Target::Slot(Slot::String(field)) => *field = Some(value),
            Target::StringItem(items) => items.push(value),
            target => return Self { target, path: self.path }.take(Scalar::Text(&value)),
        }
        Ok(Outcome::Taken)
    }

    fn visit_unit<E: Error>(self) -> Result<Outcome, E> {
        Ok(self.target.clear())
    }

    fn visit_none<E: Error>(self) -> Result<Outcome, E> {
        Ok(self.target.clear())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Outcome, A::Error> {
        match self.target {
            Target::Slot(Slot::Strings(field)) => fill_items(Items::Strings(field.insert(Vec::new())), self.path, items),
            Target::Slot(Slot::Scalars(field)) => {
                field.begin();
                fill_items(Items::Scalars(field), self.path, items)
            }
            Target::Slot(Slot::Objects(field)) => {
                field.begin();
                fill_items(Items::Objects(field), self.path, items)
            }
            target => Err(mismatch(self.path, target.expected(), Found::Array)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Outcome, A::Error> {
        match self.target {
            Target::Whole(object) => fill_object(object, self.path, members),
            Target::Slot(Slot::Object(field)) => fill_object(field.begin(), self.path, members),
            Target::ObjectItem(items) => fill_object(items.push(), self.path, members),
            target if target.exact() => Self { target, path: self.path }.take_raw(members),
            target => Err(mismatch(self.path, target.expected(), Found::Object)),
        }
    }
}

/// A collection that items are added to.
enum Items<'t> {
    Strings(&'t mut Vec<String>),
    Scalars(&'t mut dyn ScalarList),
    Objects(&'t mut dyn ObjectList),
}

impl Items<'_> {
    fn target(&mut self) -> Target<'_> {
        match self {
            Items::Strings(items) => Target::StringItem(items),
            Items::Scalars(items) => Target::ScalarItem(&mut **items),
            Items::Objects(items) => Target::ObjectItem(&mut **items),
        }
    }
}

/// Decodes the items of a collection. A null item is dropped: no item type of ours can say "no value".
fn fill_items<'de, A: SeqAccess<'de>>(mut list: Items<'_>, path: &Path<'_>, mut items: A) -> Result<Outcome, A::Error> {
    let mut index = 0;
    loop {
        let path = Path::Item(path, index);
        if items.next_element_seed(ValueSeed { target: list.target(), path: &path })?.is_none() {
            return Ok(Outcome::Taken);
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
    while let Some(key) = members.next_key_seed(KeySeed { info, expected })? {
        match key {
            Key::Field(index) => {
                expected = index + 1;
                let name = info.fields.get(index).copied().unwrap_or_default();
                let path = Path::Member(path, name, depth);
                let target = Target::Slot(object.slot(index));
                match members.next_value_seed(ValueSeed { target, path: &path })? {
                    Outcome::Taken => seen.mark(index),
                    Outcome::Null(expected) => return Err(mismatch(&path, expected, Found::Null)),
                }
            }
            Key::Other(name) => keep(object, info, name, members.next_value()?),
            Key::Ignored => {
                members.next_value::<IgnoredAny>()?;
            }
        }
    }
    match seen.missing() {
        Some(name) => Err(A::Error::custom(format_args!("{path}/{name}: required, but missing"))),
        None => Ok(Outcome::Taken),
    }
}

fn keep(object: &mut dyn Object, info: &'static Info, name: Box<str>, value: Value) {
    if let Some(index) = info.extra_index()
        && let Slot::Extra(extra) = object.slot(index)
    {
        Extra::push(extra, name, value);
    }
}

/// The name of a member, looked up in the table.
enum Key {
    Field(usize),
    Other(Box<str>),
    Ignored,
}

struct KeySeed {
    info: &'static Info,
    expected: usize,
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for KeySeed {
    type Value = Key;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
        Ok(match self.info.index_near(name, self.expected) {
            Some(index) => Key::Field(index),
            None if self.info.extra => Key::Other(name.into()),
            None => Key::Ignored,
        })
    }
}

/// An error that says what stands where, and what should.
fn mismatch<E: Error>(path: &Path<'_>, expected: &str, found: Found<'_>) -> E {
    E::custom(format_args!("{path}: expected {expected}, found {found}"))
}
