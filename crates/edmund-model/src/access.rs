//! What a client may do with a property.

use crate::{Annotation, Expression, annotation};

/// What clients may do with a value, from least to most (`Org.OData.Core.V1.Computed`, `.Immutable`, `.Permissions`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// It is not even shown.
    None,
    /// Only the service gives it a value.
    Read,
    /// It is given on creation and stays.
    Create,
    /// It may be given and changed.
    Write,
}

impl Access {
    /// What the annotations of a property say.
    pub fn of(annotations: &[Annotation]) -> Access {
        let permissions = annotation(annotations, "Org.OData.Core.V1.Permissions").and_then(|item| item.value.as_ref());
        let permitted = match permissions {
            Some(Expression::EnumMember(text)) if text.contains("Write") => Access::Write,
            Some(Expression::EnumMember(text)) if text.contains("Read") => Access::Read,
            Some(Expression::EnumMember(text)) if text.contains("None") => Access::None,
            _ => Access::Write,
        };
        let is_set = |term| {
            annotation(annotations, term)
                .is_some_and(|item| item.value.as_ref().is_none_or(|value| value.as_bool() == Some(true)))
        };
        let settable = if is_set("Org.OData.Core.V1.Computed") {
            Access::Read
        } else if is_set("Org.OData.Core.V1.Immutable") {
            Access::Create
        } else {
            Access::Write
        };
        permitted.min(settable)
    }

    pub(crate) fn text(self) -> &'static str {
        match self {
            Access::None => "inaccessible",
            Access::Read => "read-only",
            Access::Create => "writable on creation only",
            Access::Write => "writable",
        }
    }
}
