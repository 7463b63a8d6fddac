//! What the derives' expansions call. Not for use by hand: it changes together with the derives.

use core::fmt::{self, Formatter};
use core::hash::{Hash, Hasher};
use core::mem::discriminant;

use serde_core::de::{DeserializeOwned, DeserializeSeed};
use serde_json::Value;

pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use crate::object::{compare, copy, debug, decode, encode};
use crate::{Decode, Expansion, FieldValue, Info, Navigation, Navigations, Numbers, Object, OpenEnum, Projection, Property};

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

/// The name by which a projection selects a property. A navigation property is none: it is expanded.
pub const fn selected<T, V, O>(property: Property<T, V, O>) -> &'static str {
    property.name()
}

/// How a projection expands a navigation property: by a projection of what that leads to.
pub const fn expanded<T, U, P: Projection<Of = U>>(navigation: Navigation<T, U>) -> Expansion {
    Expansion { name: navigation.name(), select: P::SELECT, expand: P::EXPAND }
}

/// The same of a navigation property that leads to many.
pub const fn expanded_many<T, U, P: Projection<Of = U>>(navigation: Navigations<T, U>) -> Expansion {
    Expansion { name: navigation.name(), select: P::SELECT, expand: P::EXPAND }
}

/// A value whose type is not known before it is read: `@odata.type` may stand anywhere in it.
pub struct Typed {
    value: Value,
    /// The name without `#` and what stands before it.
    type_name: Option<String>,
}

impl Typed {
    /// Reads any value.
    pub fn new<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let name = ["@odata.type", "@type"].iter().find_map(|name| value.get(name)?.as_str());
        let type_name = name.map(|name| name.rsplit('#').next().unwrap_or(name).to_owned());
        Ok(Self { value, type_name })
    }

    /// Whether the value says that it is a `T`, or one of the versions that `T` stands for.
    pub fn is<T: Object + Default>(&self) -> bool {
        self.type_name.as_deref().is_some_and(|name| Info::of::<T>().stands_for(name))
    }

    /// The value as a `T`.
    pub fn read<T: DeserializeOwned, E: serde_core::de::Error>(self) -> Result<T, E> {
        T::deserialize(self.value).map_err(E::custom)
    }
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
