//! Keys in paths.

use crate::client::KeyStyle;
use crate::error::PolicyViolation;
use crate::query::{Literal, encode_query, encode_segment};
use crate::{Date, DateTimeOffset, Decimal, Duration, FieldValue, Guid, OpenEnum, Primitive, Property, TimeOfDay};

/// The key of one entity: a value, or several with their names.
#[derive(Clone, Debug, PartialEq)]
pub struct Key(Parts);

#[derive(Clone, Debug, PartialEq)]
enum Parts {
    Single(Literal),
    Named(Vec<(String, Literal)>),
}

impl Key {
    /// A key of several properties, or one that is not the entity's primary key: names and values.
    ///
    /// ```
    /// # use edmund::Key;
    /// # use edmund::query::Literal;
    /// let key = Key::named([("orderId", Literal::Integer(1)), ("line", Literal::Integer(2))]);
    /// # drop(key);
    /// ```
    pub fn named<N: Into<String>>(parts: impl IntoIterator<Item = (N, Literal)>) -> Self {
        Self(Parts::Named(parts.into_iter().map(|(name, value)| (name.into(), value)).collect()))
    }

    /// A key of one named property, which alternate keys are. [`and`](Self::and) adds the others of a composite key.
    ///
    /// ```
    /// # use edmund::{Key, Property};
    /// # struct Line;
    /// # impl Line {
    /// #     const ORDER: Property<Self, i64> = Property::new("orderId");
    /// #     const NUMBER: Property<Self, i32> = Property::new("line");
    /// # }
    /// let key = Key::of(Line::ORDER, 1).and(Line::NUMBER, 2);
    /// # drop(key);
    /// ```
    pub fn of<T, V: FieldValue, O>(property: Property<T, V, O>, value: impl Into<V>) -> Self {
        Self(Parts::Named(Vec::new())).and(property, value)
    }

    /// The key with one more named property.
    #[must_use]
    pub fn and<T, V: FieldValue, O>(self, property: Property<T, V, O>, value: impl Into<V>) -> Self {
        let mut parts = match self.0 {
            Parts::Named(parts) => parts,
            Parts::Single(_) => Vec::new(),
        };
        // What has no literal, such as a collection, cannot be in a key: as null it is refused by the service.
        parts.push((property.name().to_owned(), value.into().to_literal().unwrap_or(Literal::Null)));
        Self(Parts::Named(parts))
    }

    /// The key that an entity type's key properties and values make.
    pub(crate) fn of_values(values: Vec<(&'static str, Literal)>) -> Option<Self> {
        match values.len() {
            0 => None,
            1 => values.into_iter().next().map(|(_, value)| Self(Parts::Single(value))),
            _ => Some(Self::named(values)),
        }
    }

    /// The encoded path of the key, with its leading `/` or parenthesis.
    pub(super) fn path(&self, style: KeyStyle) -> Result<String, PolicyViolation> {
        match (&self.0, style) {
            (Parts::Single(value), KeyStyle::Segment) => {
                let text = bare(value);
                // An empty segment and these two are steps in the path; servers and proxies remove them, encoded or not.
                if matches!(text.as_str(), "" | "." | "..") {
                    return Err(PolicyViolation::InvalidKey { key: text });
                }
                Ok(format!("/{}", encode_segment(&text)))
            }
            (Parts::Single(value), KeyStyle::Parentheses) => Ok(format!("({})", encode_literal(value))),
            (Parts::Named(parts), _) if parts.is_empty() => Err(PolicyViolation::InvalidKey { key: String::new() }),
            (Parts::Named(parts), _) => {
                let parts: Vec<String> =
                    parts.iter().map(|(name, value)| format!("{}={}", encode_segment(name), encode_literal(value))).collect();
                Ok(format!("({})", parts.join(",")))
            }
        }
    }

    /// The same with placeholders for the values.
    pub(super) fn template(&self, style: KeyStyle) -> String {
        match (&self.0, style) {
            (Parts::Single(_), KeyStyle::Segment) => "/{key}".to_owned(),
            (Parts::Single(_), KeyStyle::Parentheses) => "({key})".to_owned(),
            (Parts::Named(parts), _) => {
                let parts: Vec<String> = parts.iter().map(|(name, _)| format!("{name}={{{name}}}")).collect();
                format!("({})", parts.join(","))
            }
        }
    }
}

/// The value without the quotes of its literal (OData URL Conventions 4.01, 4.3.6).
fn bare(value: &Literal) -> String {
    match value {
        Literal::String(text)
        | Literal::Duration(text)
        | Literal::Binary(text)
        | Literal::Geography(text)
        | Literal::Geometry(text) => text.clone(),
        Literal::Enum { members, .. } => members.clone(),
        other => other.to_string(),
    }
}

/// A literal inside parentheses. A `/` in a string would end the segment for servers that split before they decode.
pub(super) fn encode_literal(value: &Literal) -> String {
    encode_query(&value.to_string()).replace('/', "%2F")
}

impl From<Literal> for Key {
    fn from(value: Literal) -> Self {
        Self(Parts::Single(value))
    }
}

impl From<&str> for Key {
    fn from(value: &str) -> Self {
        Literal::String(value.to_owned()).into()
    }
}

impl From<&String> for Key {
    fn from(value: &String) -> Self {
        value.as_str().into()
    }
}

impl From<String> for Key {
    fn from(value: String) -> Self {
        Literal::String(value).into()
    }
}

macro_rules! from_primitives {
    ($($type:ty),*) => {$(
        impl From<$type> for Key {
            fn from(value: $type) -> Self {
                Primitive::to_literal(&value).into()
            }
        }
    )*};
}

from_primitives!(bool, u8, i8, i16, i32, i64, Guid, Date, TimeOfDay, DateTimeOffset, Duration, Decimal);

/// A member of an enumeration.
impl<E: OpenEnum> From<&E> for Key {
    fn from(value: &E) -> Self {
        Primitive::to_literal(value).into()
    }
}
