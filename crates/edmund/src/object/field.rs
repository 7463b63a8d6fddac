//! Which Rust types a field may have, and which slot each of them is.

use crate::object::kind::{self, Kind};
use crate::query::Literal;
use crate::{Object, Slot, SlotRef};

/// A type that a property, a parameter or a return value may have.
///
/// The implementation is one associated type, which picks the behaviour from [`kind`](crate::kind): generated types add no code of their own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type that a property can have",
    note = "a property has a primitive type of the runtime, or a type with one of its derives, or is a collection of such"
)]
pub trait FieldValue: Sized + 'static {
    /// What sort of value this is.
    type Kind: Kind<Self>;

    /// The value as it stands in a URL; `None` for collections, entities and complex values, which stand there as JSON behind a parameter
    /// alias (OData URL Conventions 4.01, section 5.3.2; see [`encode_value`](crate::encode_value)).
    fn to_literal(&self) -> Option<Literal> {
        Self::Kind::literal(self)
    }

    /// The slot of an optional field of this type.
    #[doc(hidden)]
    #[inline]
    fn slot(field: &mut Option<Self>) -> Slot<'_> {
        Self::Kind::slot(field)
    }

    /// The slot of an optional field of this type, to be read.
    #[doc(hidden)]
    #[inline]
    fn slot_ref(field: &Option<Self>) -> SlotRef<'_> {
        Self::Kind::slot_ref(field)
    }

    /// The slot of a required field of this type.
    #[doc(hidden)]
    #[inline]
    fn required_slot(field: &mut Self) -> Slot<'_> {
        Self::Kind::required(field)
    }

    /// The slot of a required field of this type, to be read.
    #[doc(hidden)]
    #[inline]
    fn required_slot_ref(field: &Self) -> SlotRef<'_> {
        Self::Kind::required_ref(field)
    }

    /// What a required field of this type holds before it is decoded.
    #[doc(hidden)]
    #[inline]
    fn absent() -> Self {
        Self::Kind::absent()
    }
}

/// Entities and complex values; boxed ones too, because a box of an object is one.
impl<T: Object + Default + 'static> FieldValue for T {
    type Kind = kind::Object;
}
