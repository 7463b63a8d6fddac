//! Changes to an entity.

use std::fmt;
use std::marker::PhantomData;

use serde_json::{Map, Value};

use crate::property::Property;
use crate::property::operators::Changeable;
use crate::{FieldValue, Fixed, Numbers, Object, SlotRef, encode_slot, encode_value, encode_value_as};

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
    /// The members that are written otherwise when wide numbers are asked for as text.
    wide: Map<String, Value>,
    problem: Option<String>,
    marker: PhantomData<fn() -> T>,
}

impl<T> Patch<T> {
    /// A patch that changes nothing yet.
    pub fn new() -> Self {
        Self { members: Map::new(), wide: Map::new(), problem: None, marker: PhantomData }
    }

    /// Sets a property. A value that cannot be written as JSON makes the request fail before anything is sent.
    #[must_use]
    pub fn set<V: FieldValue, O: Changeable>(mut self, property: Property<T, V, O>, value: impl Into<V>) -> Self {
        let (name, value) = (property.name(), value.into());
        match (encode_value(&value), encode_value_as(&value, Numbers::AsText)) {
            (Ok(plain), Ok(text)) => {
                self.wide.remove(name);
                if text != plain {
                    self.wide.insert(name.to_owned(), text);
                }
                self.members.insert(name.to_owned(), plain);
            }
            (Err(error), _) | (_, Err(error)) => self.problem = Some(format!("{name}: {error}")),
        }
        self
    }

    /// Takes a property's value away.
    #[must_use]
    pub fn null<V, O: Changeable>(mut self, property: Property<T, V, O>) -> Self {
        self.wide.remove(property.name());
        self.members.insert(property.name().to_owned(), Value::Null);
        self
    }

    /// Sets a member that the schema does not know, such as an annotation.
    #[must_use]
    pub fn set_raw(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        let name = name.into();
        self.wide.remove(&name);
        self.members.insert(name, value.into());
        self
    }

    /// Whether the patch changes nothing.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    pub(super) fn into_json(mut self, numbers: Numbers) -> Result<Vec<u8>, serde_json::Error> {
        use serde_core::ser::Error as _;

        match self.problem {
            Some(problem) => Err(serde_json::Error::custom(problem)),
            None => {
                if numbers == Numbers::AsText {
                    self.members.extend(self.wide);
                }
                serde_json::to_vec(&self.members)
            }
        }
    }
}

impl<T: Object> Patch<T> {
    /// What changed from one value to another: each declared property that differs is set to what it is after, or to null if it has no value
    /// any more. Key properties, navigation properties, annotations and undeclared members are left out, and so is what the service computes. If
    /// a property differs that keeps the value it was created with, the request fails before anything is sent.
    ///
    /// ```
    /// # use edmund::request::Patch;
    /// # #[derive(edmund::Entity)]
    /// # #[odata(name = "example.user", key(id))]
    /// # pub struct User { pub id: Option<String>, pub department: Option<String>, pub mobile_phone: Option<String> }
    /// let before: User = serde_json::from_str(r#"{"id":"1","department":"Sales","mobilePhone":"1"}"#)?;
    /// let mut after = before.clone();
    /// after.department = Some("Ops".to_owned());
    /// after.mobile_phone = None;
    /// assert_eq!(Patch::between(&before, &after).to_string(), r#"{"department":"Ops","mobilePhone":null}"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn between(before: &T, after: &T) -> Self {
        let mut patch = Self::new();
        let info = after.info();
        for (index, name) in info.fields().iter().enumerate() {
            let (old, new) = (before.slot_ref(index), after.slot_ref(index));
            let is_own = info.fixed(index) == Some(Fixed::Computed);
            if info.key().contains(name) || is_own || matches!(new, SlotRef::Raw(_)) {
                continue;
            }
            let write = |slot: SlotRef<'_>, numbers| encode_slot(slot, numbers).map_err(|error| format!("{name}: {error}"));
            match (write(old, Numbers::AsNumbers), write(new, Numbers::AsNumbers), write(after.slot_ref(index), Numbers::AsText))
            {
                (Ok(old), Ok(new), Ok(_)) if old != new && info.fixed(index) == Some(Fixed::Immutable) => {
                    patch.problem = Some(format!("{name}: the property keeps the value it was created with"));
                }
                (Ok(old), Ok(new), Ok(text)) if old != new => {
                    if text != new {
                        patch.wide.insert((*name).to_owned(), text);
                    }
                    patch.members.insert((*name).to_owned(), new);
                }
                (Ok(_), Ok(_), Ok(_)) => {}
                (Err(error), ..) | (_, Err(error), _) | (.., Err(error)) => patch.problem = Some(error),
            }
        }
        patch
    }
}

impl<T> Default for Patch<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Clone for Patch<T> {
    fn clone(&self) -> Self {
        Self { members: self.members.clone(), wide: self.wide.clone(), problem: self.problem.clone(), marker: PhantomData }
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
