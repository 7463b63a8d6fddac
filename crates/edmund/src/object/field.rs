//! Which Rust types a field may have, and which slot each of them is.

use crate::object::kind::Kind;
use crate::query::Literal;
use crate::{Extra, Nav, Navs, Slot, SlotRef};

/// A type that a property, a parameter or a return value may have.
///
/// The implementation is one associated type, which picks the behaviour from [`kind`](crate::kind): generated types add no code of their own.
pub trait FieldValue: Sized + 'static {
    /// What sort of value this is.
    type Kind: Kind<Self>;

    /// The value as it stands in a URL; `None` for collections, entities and complex values, which stand there as JSON behind a parameter
    /// alias (OData URL Conventions 4.01, section 5.3.2; see [`encode_value`](crate::encode_value)).
    fn to_literal(&self) -> Option<Literal> {
        Self::Kind::literal(self)
    }
}

/// A type that a field of a model may have: an optional value, a required one, a navigation property, or the undeclared rest.
pub trait Field {
    /// The field, to be written.
    fn slot(&mut self) -> Slot<'_>;

    /// The field, to be read.
    fn slot_ref(&self) -> SlotRef<'_>;

    /// What the field holds before it is decoded.
    fn absent() -> Self;
}

impl<T: FieldValue> Field for Option<T> {
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        T::Kind::slot(self)
    }

    #[inline]
    fn slot_ref(&self) -> SlotRef<'_> {
        T::Kind::slot_ref(self)
    }

    #[inline]
    fn absent() -> Self {
        None
    }
}

impl<T: FieldValue> Field for T {
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        T::Kind::required(self)
    }

    #[inline]
    fn slot_ref(&self) -> SlotRef<'_> {
        T::Kind::required_ref(self)
    }

    #[inline]
    fn absent() -> Self {
        T::Kind::absent()
    }
}

impl<T> Field for Nav<T> {
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Raw(self.raw_mut())
    }

    #[inline]
    fn slot_ref(&self) -> SlotRef<'_> {
        SlotRef::Raw(self.raw_ref())
    }

    #[inline]
    fn absent() -> Self {
        Self::default()
    }
}

impl<T> Field for Navs<T> {
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Raw(self.raw_mut())
    }

    #[inline]
    fn slot_ref(&self) -> SlotRef<'_> {
        SlotRef::Raw(self.raw_ref())
    }

    #[inline]
    fn absent() -> Self {
        Self::default()
    }
}

impl Field for Extra {
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Extra(self)
    }

    #[inline]
    fn slot_ref(&self) -> SlotRef<'_> {
        SlotRef::Extra(self)
    }

    #[inline]
    fn absent() -> Self {
        Self::default()
    }
}
