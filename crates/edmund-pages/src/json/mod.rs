//! JSON with positions, read leniently: what people write into pages is close to JSON, not always JSON.

mod read;

use edmund_model::Origin;

pub(crate) use read::{Issue, IssueKind, parse};

/// A JSON value and its place. The origin of a string includes its quotes.
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
    /// Name-value pairs, in order.
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
