//! What an error says was there instead.

use core::fmt;

use serde_json::Value;

use crate::Scalar;

/// How much of a string an error repeats, in characters.
const EXCERPT: usize = 64;

/// A value that does not fit, for the text of an error.
pub(super) enum Found<'a> {
    Null,
    Scalar(Scalar<'a>),
    Array,
    Object,
}

impl<'a> Found<'a> {
    pub(super) fn of(value: &'a Value) -> Self {
        match value {
            Value::Null => Found::Null,
            Value::Bool(value) => Found::Scalar(Scalar::Boolean(*value)),
            Value::Number(number) => Found::Scalar(match (number.as_i64(), number.as_f64()) {
                (Some(integer), _) => Scalar::Integer(integer),
                (None, Some(double)) => Scalar::Double(double),
                (None, None) => Scalar::Text("a number"),
            }),
            Value::String(text) => Found::Scalar(Scalar::Text(text)),
            Value::Array(_) => Found::Array,
            Value::Object(_) => Found::Object,
        }
    }
}

impl fmt::Display for Found<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Found::Null => formatter.write_str("null"),
            Found::Array => formatter.write_str("an array"),
            Found::Object => formatter.write_str("an object"),
            Found::Scalar(Scalar::Text(text)) => excerpt(text, formatter),
            Found::Scalar(scalar @ Scalar::Boolean(_)) => write!(formatter, "the Boolean {scalar:?}"),
            Found::Scalar(scalar) => write!(formatter, "the number {scalar:?}"),
        }
    }
}

fn excerpt(text: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => write!(formatter, "a string that begins with {:?}", &text[..end]),
        None => write!(formatter, "the string {text:?}"),
    }
}
