//! Values of any field type, to and from JSON by themselves: arguments, return values, navigation properties.

use core::marker::PhantomData;

use serde_core::de::{DeserializeSeed, Deserializer};
use serde_core::ser::{Serialize, Serializer};
use serde_json::Value;

use crate::object::decode::fill_slot;
use crate::object::encode::{Encode, EncodeSlot};
use crate::{DecodeError, FieldValue, Numbers, Object, SlotRef};

/// A value as JSON, such as an argument that a URL cannot hold as a literal.
///
/// # Errors
/// The value cannot be written as JSON.
pub fn encode_value<T: FieldValue>(value: &T) -> Result<Value, DecodeError> {
    encode_value_as(value, Numbers::AsNumbers)
}

/// As [`encode_value`], with wide numbers as asked.
pub(crate) fn encode_value_as<T: FieldValue>(value: &T, numbers: Numbers) -> Result<Value, DecodeError> {
    Ok(serde_json::to_value(EncodeSlot { slot: T::required_slot_ref(value), numbers })?)
}

/// The value of a field as JSON; null if it has none.
pub(crate) fn encode_slot(slot: SlotRef<'_>, numbers: Numbers) -> Result<Value, DecodeError> {
    Ok(serde_json::to_value(EncodeSlot { slot, numbers })?)
}

/// The JSON text of an object, with wide numbers as asked.
pub(crate) fn encode_object(object: &dyn Object, numbers: Numbers) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Encode { object, numbers })
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
        EncodeSlot { slot: T::required_slot_ref(self.0), numbers: Numbers::AsNumbers }.serialize(serializer)
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
