//! What the derives' expansions call. Not for use by hand: it changes together with the derives.

use core::fmt::{self, Formatter};
use core::hash::{Hash, Hasher};
use core::mem::discriminant;

use serde_core::de::DeserializeSeed;

pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use crate::object::{compare, copy, debug, decode, encode};
use crate::{Decode, FieldValue, Numbers, Object, OpenEnum};

/// `Clone::clone` of a type with fields.
pub fn clone<T: Object + Default>(object: &T) -> T {
    let mut target = T::default();
    copy::copy(&mut target, object);
    target
}

/// `PartialEq::eq` of a type with fields.
pub fn eq(left: &dyn Object, right: &dyn Object) -> bool {
    compare::equal(left, right)
}

/// `Debug::fmt` of a type with fields.
pub fn fmt(object: &dyn Object, formatter: &mut Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(&debug::Print(object), formatter)
}

/// `Serialize::serialize` of a type with fields.
pub fn serialize<S: Serializer>(object: &dyn Object, serializer: S) -> Result<S::Ok, S::Error> {
    encode::Encode { object, numbers: Numbers::AsNumbers }.serialize(serializer)
}

/// `Deserialize::deserialize` of a type with fields.
pub fn deserialize<'de, T: Object + Default, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut object = T::default();
    decode::fill(&mut object, deserializer)?;
    Ok(object)
}

/// `Clone::clone` of an enumeration.
pub fn clone_enum<T: OpenEnum>(value: &T) -> T {
    match value.unknown() {
        Some(name) => T::new(usize::MAX, name.into()),
        None => T::new(value.index(), Box::default()),
    }
}

/// `PartialEq::eq` of an enumeration.
pub fn eq_enum<T: OpenEnum>(left: &T, right: &T) -> bool {
    discriminant(left) == discriminant(right) && left.unknown() == right.unknown()
}

/// `Hash::hash` of an enumeration.
pub fn hash_enum<T: OpenEnum, H: Hasher>(value: &T, state: &mut H) {
    discriminant(value).hash(state);
    value.unknown().hash(state);
}

/// `Debug::fmt` of an enumeration: the member's name on the wire.
pub fn fmt_enum<T: OpenEnum>(value: &T, formatter: &mut Formatter<'_>) -> fmt::Result {
    formatter.write_str(value.name())
}

/// `Display::fmt` of an enumeration.
pub fn display_enum<T: OpenEnum>(value: &T, formatter: &mut Formatter<'_>) -> fmt::Result {
    formatter.pad(value.name())
}

/// `Serialize::serialize` of an enumeration.
pub fn serialize_enum<T: OpenEnum, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.name().serialize(serializer)
}

/// `Deserialize::deserialize` of an enumeration.
pub fn deserialize_enum<'de, T: OpenEnum + FieldValue, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    Decode::new().deserialize(deserializer)
}
