//! JSON that knows where it stands: every value and every name with its place, read from any text without failing.
//!
//! What people write is close to JSON, not always JSON. The reader goes on after a mistake whose meaning is clear, and says what it was;
//! whoever asked decides what is fatal.

mod read;
#[cfg(test)]
mod tests;

use crate::Origin;

pub use read::{Issue, IssueKind, MAX_DEPTH, parse};

/// A JSON value and its place. The place of a string includes its quotes.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// Where it stands.
    pub origin: Origin,
    /// What it is.
    pub kind: Kind,
}

/// The kinds of JSON values.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as written.
    Number(String),
    /// A string, escapes resolved.
    String(String),
    /// A list.
    Array(Vec<Value>),
    /// Name-value pairs, in order, equal names included.
    Object(Vec<Member>),
}

/// A name-value pair of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The name.
    pub key: String,
    /// The name's place, quotes included.
    pub key_origin: Origin,
    /// The value.
    pub value: Value,
}

impl Value {
    /// The first member of that name.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.member(key).map(|member| &member.value)
    }

    /// The first member of that name with its place.
    pub fn member(&self, key: &str) -> Option<&Member> {
        self.members().iter().find(|member| member.key == key)
    }

    /// The members of an object; empty for everything else.
    pub fn members(&self) -> &[Member] {
        match &self.kind {
            Kind::Object(members) => members,
            _ => &[],
        }
    }

    /// The items of an array.
    pub fn items(&self) -> Option<&[Value]> {
        match &self.kind {
            Kind::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The place of what it says: that of a string is between its quotes.
    pub fn content(&self) -> Origin {
        match self.kind {
            Kind::String(_) => unquoted(self.origin),
            _ => self.origin,
        }
    }

    /// The kind in words, for messages.
    pub fn describe(&self) -> &'static str {
        match self.kind {
            Kind::Null => "null",
            Kind::Bool(_) => "a Boolean",
            Kind::Number(_) => "a number",
            Kind::String(_) => "a string",
            Kind::Array(_) => "an array",
            Kind::Object(_) => "an object",
        }
    }
}

impl Member {
    /// The place of the name between its quotes.
    pub fn name_origin(&self) -> Origin {
        unquoted(self.key_origin)
    }

    /// The place of name and value together.
    pub fn whole(&self) -> Origin {
        Origin { end: self.value.origin.end.max(self.key_origin.end), ..self.key_origin }
    }
}

/// A place without its first and last byte, where there is something between them.
fn unquoted(origin: Origin) -> Origin {
    if origin.end.saturating_sub(origin.start) < 2 {
        return origin;
    }
    Origin { start: origin.start + 1, end: origin.end - 1, ..origin }
}
