//! `Edm.Stream`.

use serde_json::Value;

use crate::{FieldValue, kind};

/// A media resource. As a property it is seldom part of the JSON: a service says where to read it in annotations such as
/// `photo@odata.mediaReadLink`, which stand in the object's [`Extra`](crate::Extra). What does stand in the JSON is kept as it came
/// (OData JSON Format 4.01, section 9: inline streams).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stream(Value);

impl Stream {
    /// The value that stood in the JSON.
    pub fn inline(&self) -> &Value {
        &self.0
    }
}

impl From<Value> for Stream {
    fn from(value: Value) -> Self {
        Self(value)
    }
}

impl From<Stream> for Value {
    fn from(stream: Stream) -> Self {
        stream.0
    }
}

impl AsRef<Value> for Stream {
    fn as_ref(&self) -> &Value {
        &self.0
    }
}

impl FieldValue for Stream {
    type Kind = kind::Untyped;
}
