//! Values of any field type, to and from JSON by themselves: arguments, return values, navigation properties.

use core::marker::PhantomData;

use serde_core::de::{DeserializeSeed, Deserializer};
use serde_core::ser::{Serialize, Serializer};
use serde_json::Value;

use crate::object::decode::fill_slot;
use crate::object::encode::EncodeSlot;
use crate::{DecodeError, FieldValue};

/// A value as JSON, such as an argument that a URL cannot hold as a literal.
///
/// # Errors
/// The value cannot be written as JSON.
pub fn encode_value<T: FieldValue>(value: &T) -> Result<Value, DecodeError> {
    Ok(serde_json::to_value(Json(value))?)
}

/// A value from JSON.
///
/// # Errors
/// The JSON is not a `T`; the text of the error names the place within the value.
pub fn decode_value<T: FieldValue>(value: &Value) -> Result<T, DecodeError> {
    Ok(Decode::new().deserialize(value)?)
}

/// Any field value as something that serde can write.
#[derive(Clone, Copy, Debug)]
pub struct Json<'a, T>(pub &'a T);

impl<T: FieldValue> Serialize for Json<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        EncodeSlot(T::required_slot_ref(self.0)).serialize(serializer)
    }
}

/// Any field value as something that serde can read.
#[derive(Debug)]
pub struct Decode<T>(PhantomData<fn() -> T>);

impl<T: FieldValue> Decode<T> {
    /// A seed for one value.
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: FieldValue> Default for Decode<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'de, T: FieldValue> DeserializeSeed<'de> for Decode<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        let mut value = T::absent();
        fill_slot(T::required_slot(&mut value), "value", deserializer)?;
        Ok(value)
    }
}
