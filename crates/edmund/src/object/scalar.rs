//! One primitive value on its way between JSON and a field.

use core::fmt::{Debug, Display};

use serde_core::{Serialize, Serializer};

/// A primitive value in the form in which JSON or a URL has it.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Scalar<'a> {
    /// `true` or `false`.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// An integer above `i64::MAX`.
    Unsigned(u64),
    /// A single-precision number, kept apart so that it is written with its own shortest digits.
    Single(f32),
    /// A double-precision number.
    Double(f64),
    /// A number as it was written; only for fields that ask for it.
    Number(&'a str),
    /// A string.
    Text(&'a str),
    /// A value that is written as a string.
    Display(&'a dyn Display),
}

impl Debug for Scalar<'_> {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Scalar::Boolean(value) => Debug::fmt(value, formatter),
            Scalar::Integer(value) => Debug::fmt(value, formatter),
            Scalar::Unsigned(value) => Debug::fmt(value, formatter),
            Scalar::Single(value) => Debug::fmt(value, formatter),
            Scalar::Double(value) => Debug::fmt(value, formatter),
            Scalar::Number(value) => formatter.write_str(value),
            Scalar::Text(value) => Debug::fmt(value, formatter),
            Scalar::Display(value) => Display::fmt(value, formatter),
        }
    }
}

impl Serialize for Scalar<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Scalar::Boolean(value) => serializer.serialize_bool(value),
            Scalar::Integer(value) => serializer.serialize_i64(value),
            Scalar::Unsigned(value) => serializer.serialize_u64(value),
            Scalar::Single(value) if value.is_finite() => serializer.serialize_f32(value),
            Scalar::Single(value) => serializer.serialize_str(not_finite(value.into())),
            Scalar::Double(value) if value.is_finite() => serializer.serialize_f64(value),
            Scalar::Double(value) => serializer.serialize_str(not_finite(value)),
            Scalar::Number(text) => serialize_number(text, serializer),
            Scalar::Text(text) => serializer.serialize_str(text),
            Scalar::Display(text) => serializer.collect_str(text),
        }
    }
}

/// How JSON writes a number that is none (OData JSON Format 4.01, section 7.1).
pub(crate) fn not_finite(value: f64) -> &'static str {
    if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "INF"
    } else {
        "-INF"
    }
}

/// Writes a decimal number with the digits it has.
///
/// A number that a binary one prints in the same way is written as such, which every format can do. For the others serde_json has a
/// way of its own, which other formats see as a map with one member.
fn serialize_number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Ok(integer) = text.parse::<i64>()
        && integer.to_string() == text
    {
        return serializer.serialize_i64(integer);
    }
    if let Ok(double) = text.parse::<f64>()
        && double.to_string() == text
    {
        return serializer.serialize_f64(double);
    }
    match serde_json::value::RawValue::from_string(text.to_owned()) {
        Ok(raw) => raw.serialize(serializer),
        Err(_) => serializer.serialize_str(text),
    }
}
