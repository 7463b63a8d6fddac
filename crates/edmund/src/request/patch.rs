//! Changes to an entity.

use std::fmt;
use std::marker::PhantomData;

use serde_json::{Map, Value};

use crate::property::Property;
use crate::{FieldValue, encode_value};

/// What to change of a `T`: each property is set, emptied, or not named and left alone.
///
/// ```
/// # use edmund::Property;
/// # use edmund::request::Patch;
/// # struct User;
/// # impl User {
/// #     const DEPARTMENT: Property<Self, String> = Property::new("department");
/// #     const MOBILE_PHONE: Property<Self, String> = Property::new("mobilePhone");
/// # }
/// let patch = Patch::new().set(User::DEPARTMENT, "Ops").null(User::MOBILE_PHONE);
/// assert_eq!(patch.to_string(), r#"{"department":"Ops","mobilePhone":null}"#);
/// ```
pub struct Patch<T> {
    members: Map<String, Value>,
    problem: Option<String>,
    marker: PhantomData<fn() -> T>,
}

impl<T> Patch<T> {
    /// A patch that changes nothing yet.
    pub fn new() -> Self {
        Self { members: Map::new(), problem: None, marker: PhantomData }
    }

    /// Sets a property. A value that cannot be written as JSON makes the request fail before anything is sent.
    #[must_use]
    pub fn set<V: FieldValue>(mut self, property: Property<T, V>, value: impl Into<V>) -> Self {
        match encode_value(&value.into()) {
            Ok(value) => {
                self.members.insert(property.name().to_owned(), value);
            }
            Err(error) => self.problem = Some(format!("{}: {error}", property.name())),
        }
        self
    }

    /// Takes a property's value away.
    #[must_use]
    pub fn null<V>(mut self, property: Property<T, V>) -> Self {
        self.members.insert(property.name().to_owned(), Value::Null);
        self
    }

    /// Sets a member that the schema does not know, such as an annotation.
    #[must_use]
    pub fn set_raw(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.members.insert(name.into(), value.into());
        self
    }

    /// Whether the patch changes nothing.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    pub(super) fn into_json(self) -> Result<Vec<u8>, serde_json::Error> {
        use serde_core::ser::Error as _;

        match self.problem {
            Some(problem) => Err(serde_json::Error::custom(problem)),
            None => serde_json::to_vec(&self.members),
        }
    }
}

impl<T> Default for Patch<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Clone for Patch<T> {
    fn clone(&self) -> Self {
        Self { members: self.members.clone(), problem: self.problem.clone(), marker: PhantomData }
    }
}

impl<T> fmt::Debug for Patch<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Patch({self})")
    }
}

/// The JSON that is sent.
impl<T> fmt::Display for Patch<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        Value::Object(self.members.clone()).fmt(out)
    }
}
