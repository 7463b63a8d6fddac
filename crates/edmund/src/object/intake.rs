//! What decoding does with a slot.

use crate::object::nulls::NullItems;
use crate::{Scalar, Slot};

/// Whether a slot took the value.
pub(super) enum Outcome {
    Taken,
    /// The value is null, and the field now absent.
    Cleared,
    /// The value is null, and the field cannot be absent.
    Null,
    /// A collection was taken, without the items that are null.
    Sparse(Box<NullItems>),
}

impl Slot<'_> {
    /// What the slot takes, with its article.
    pub(super) fn expected(&self) -> &'static str {
        match self {
            Slot::Boolean(_) => "a Boolean",
            Slot::Int32(_) => "an Int32",
            Slot::Int64(_) => "an Int64",
            Slot::Double(_) => "a Double",
            Slot::String(_) | Slot::StringItem(_) => "a String",
            Slot::Scalar(scalar) | Slot::Exact(scalar) => scalar.expected(),
            Slot::ScalarItem(list) | Slot::ExactItem(list) => list.expected(),
            Slot::Object(_) | Slot::ObjectItem(_) | Slot::Whole(_) => "an object",
            Slot::Strings(_) | Slot::Scalars(_) | Slot::Objects(_) => "a collection",
            Slot::Untyped(untyped) => untyped.expected(),
            Slot::Raw(_) | Slot::Extra(_) | Slot::End => "any value",
        }
    }

    /// Makes the field absent, if it can be.
    pub(super) fn clear(&mut self) -> Outcome {
        let cleared = match self {
            Slot::Boolean(field) => clear(field),
            Slot::Int32(field) => clear(field),
            Slot::Int64(field) => clear(field),
            Slot::Double(field) => clear(field),
            Slot::String(field) => clear(field),
            Slot::Strings(field) => clear(field),
            Slot::Raw(field) => clear(field),
            Slot::Scalar(field) | Slot::Exact(field) => field.clear(),
            Slot::Scalars(field) => field.clear(),
            Slot::Object(field) => field.clear(),
            Slot::Objects(field) => field.clear(),
            Slot::Untyped(field) => field.clear(),
            Slot::StringItem(_) | Slot::ScalarItem(_) | Slot::ExactItem(_) | Slot::ObjectItem(_) | Slot::Whole(_) => false,
            Slot::Extra(_) | Slot::End => true,
        };
        if cleared { Outcome::Cleared } else { Outcome::Null }
    }

    /// Takes a primitive value; false if it does not fit.
    pub(super) fn take(&mut self, scalar: Scalar<'_>) -> bool {
        match self {
            Slot::Boolean(field) => put(field, scalar),
            Slot::Int32(field) => put(field, scalar),
            Slot::Int64(field) => put(field, scalar),
            Slot::Double(field) => put(field, scalar),
            Slot::String(field) => put(field, scalar),
            Slot::Scalar(field) | Slot::Exact(field) => field.set(scalar),
            Slot::ScalarItem(items) | Slot::ExactItem(items) => items.push(scalar),
            Slot::StringItem(items) => match scalar {
                Scalar::Text(text) => {
                    items.push(text.to_owned());
                    true
                }
                _ => false,
            },
            _ => false,
        }
    }
}

fn clear<T>(field: &mut Option<T>) -> bool {
    *field = None;
    true
}

fn put<T: crate::Primitive>(field: &mut Option<T>, scalar: Scalar<'_>) -> bool {
    let value = T::read(scalar);
    let fits = value.is_some();
    if fits {
        *field = value;
    }
    fits
}
