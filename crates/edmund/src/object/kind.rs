//! The sorts of values: each picks the slots for the types of its sort.
//!
//! Named by [`FieldValue::Kind`], mostly in generated code. Those beside [`Scalar`] and [`Object`] exist so that the commonest types get a
//! slot without a trait object.

use serde_json::Value;

use crate::query::Literal;
use crate::{FieldValue, Primitive, Slot, SlotRef, Stream};

/// The behaviour of one sort of values.
pub trait Kind<T> {
    /// The slot of an optional value.
    fn slot(field: &mut Option<T>) -> Slot<'_>;

    /// The slot of an optional value, to be read.
    fn slot_ref(field: &Option<T>) -> SlotRef<'_>;

    /// The slot of a required value.
    fn required(field: &mut T) -> Slot<'_>;

    /// The slot of a required value, to be read.
    fn required_ref(field: &T) -> SlotRef<'_>;

    /// What a required value is before it is decoded.
    fn absent() -> T;

    /// The value as it stands in a URL, if it can.
    fn literal(value: &T) -> Option<Literal>;
}

/// A kind whose values may be the items of a collection.
#[diagnostic::on_unimplemented(message = "`{T}` cannot be the items of a collection", note = "collections hold no collections")]
pub trait ItemKind<T>: Kind<T> {
    /// The slot of an optional collection.
    fn list(field: &mut Option<Vec<T>>) -> Slot<'_>;

    /// The slot of an optional collection, to be read.
    fn list_ref(field: &Option<Vec<T>>) -> SlotRef<'_>;

    /// The slot of a required collection.
    fn required_list(field: &mut Vec<T>) -> Slot<'_>;

    /// The slot of a required collection, to be read.
    #[allow(clippy::ptr_arg, reason = "the slot is of the vector, not of its items")]
    fn required_list_ref(field: &Vec<T>) -> SlotRef<'_>;
}

/// The part of [`Kind`] in which every primitive type is alike.
macro_rules! scalar_rest {
    ($type:ty) => {
        #[inline]
        fn required(field: &mut $type) -> Slot<'_> {
            if <$type as Primitive>::EXACT { Slot::Exact(field) } else { Slot::Scalar(field) }
        }

        #[inline]
        fn required_ref(field: &$type) -> SlotRef<'_> {
            SlotRef::Scalar(field)
        }

        #[inline]
        fn absent() -> $type {
            Primitive::absent()
        }

        #[inline]
        fn literal(value: &$type) -> Option<Literal> {
            Some(Primitive::to_literal(value))
        }
    };
}

/// The slots of a collection, by the variants given.
macro_rules! list_slots {
    ($type:ty, $variant:ident, $required:ident) => {
        #[inline]
        fn list(field: &mut Option<Vec<$type>>) -> Slot<'_> {
            Slot::$variant(field)
        }

        #[inline]
        fn list_ref(field: &Option<Vec<$type>>) -> SlotRef<'_> {
            SlotRef::$variant(field)
        }

        #[inline]
        fn required_list(field: &mut Vec<$type>) -> Slot<'_> {
            Slot::$required(field)
        }

        #[inline]
        fn required_list_ref(field: &Vec<$type>) -> SlotRef<'_> {
            SlotRef::$required(field)
        }
    };
}

/// Any primitive or enumeration type without a kind of its own.
pub enum Scalar {}

impl<T: Primitive> Kind<T> for Scalar {
    #[inline]
    fn slot(field: &mut Option<T>) -> Slot<'_> {
        if T::EXACT { Slot::Exact(field) } else { Slot::Scalar(field) }
    }

    #[inline]
    fn slot_ref(field: &Option<T>) -> SlotRef<'_> {
        SlotRef::Scalar(field)
    }

    scalar_rest!(T);
}

impl<T: Primitive> ItemKind<T> for Scalar {
    list_slots!(T, Scalars, Scalars);
}

/// Declares a kind for one primitive type whose optional values have a slot of their own.
macro_rules! direct {
    ($($(#[$doc:meta])* $kind:ident($type:ty), list $list:ident;)*) => {$(
        $(#[$doc])*
        pub enum $kind {}

        impl Kind<$type> for $kind {
            #[inline]
            fn slot(field: &mut Option<$type>) -> Slot<'_> {
                Slot::$kind(field)
            }

            #[inline]
            fn slot_ref(field: &Option<$type>) -> SlotRef<'_> {
                SlotRef::$kind(field)
            }

            scalar_rest!($type);
        }

        impl ItemKind<$type> for $kind {
            list_slots!($type, $list, Scalars);
        }
    )*};
}

direct! {
    /// `bool`.
    Boolean(bool), list Scalars;
    /// `i32`.
    Int32(i32), list Scalars;
    /// `i64`.
    Int64(i64), list Scalars;
    /// `f64`.
    Double(f64), list Scalars;
    /// `String`.
    String(std::string::String), list Strings;
}

/// An entity or complex type.
pub enum Object {}

impl<T: crate::Object + Default + 'static> Kind<T> for Object {
    #[inline]
    fn slot(field: &mut Option<T>) -> Slot<'_> {
        Slot::Object(field)
    }

    #[inline]
    fn slot_ref(field: &Option<T>) -> SlotRef<'_> {
        SlotRef::Object(field)
    }

    #[inline]
    fn required(field: &mut T) -> Slot<'_> {
        Slot::Object(field)
    }

    #[inline]
    fn required_ref(field: &T) -> SlotRef<'_> {
        SlotRef::Object(field)
    }

    #[inline]
    fn absent() -> T {
        T::default()
    }

    #[inline]
    fn literal(_: &T) -> Option<Literal> {
        None
    }
}

impl<T: crate::Object + Default + 'static> ItemKind<T> for Object {
    list_slots!(T, Objects, Objects);
}

/// A value of any shape.
pub enum Untyped {}

impl<T: AnyValue> Kind<T> for Untyped {
    #[inline]
    fn slot(field: &mut Option<T>) -> Slot<'_> {
        Slot::Untyped(field)
    }

    #[inline]
    fn slot_ref(field: &Option<T>) -> SlotRef<'_> {
        SlotRef::Untyped(field)
    }

    #[inline]
    fn required(field: &mut T) -> Slot<'_> {
        Slot::Untyped(field)
    }

    #[inline]
    fn required_ref(field: &T) -> SlotRef<'_> {
        SlotRef::Untyped(field)
    }

    #[inline]
    fn absent() -> T {
        T::from(Value::Null)
    }

    fn literal(value: &T) -> Option<Literal> {
        match value.value() {
            Value::Null => Some(Literal::Null),
            Value::Bool(value) => Some(Literal::Boolean(*value)),
            Value::String(text) => Some(Literal::String(text.clone())),
            Value::Number(number) => Some(number.as_i64().map_or_else(|| Literal::Decimal(number.to_string()), Literal::Integer)),
            Value::Array(_) | Value::Object(_) => None,
        }
    }
}

impl<T: AnyValue> ItemKind<T> for Untyped {
    list_slots!(T, Untyped, Untyped);
}

impl FieldValue for Value {
    type Kind = Untyped;
}

/// A type that is a JSON value of any shape.
pub trait AnyValue: From<Value> + 'static {
    /// The value.
    fn value(&self) -> &Value;
}

impl AnyValue for Value {
    fn value(&self) -> &Value {
        self
    }
}

impl AnyValue for Stream {
    fn value(&self) -> &Value {
        self.inline()
    }
}

/// A collection of any of the others.
pub enum List {}

impl<T: FieldValue> Kind<Vec<T>> for List
where
    T::Kind: ItemKind<T>,
{
    #[inline]
    fn slot(field: &mut Option<Vec<T>>) -> Slot<'_> {
        T::Kind::list(field)
    }

    #[inline]
    fn slot_ref(field: &Option<Vec<T>>) -> SlotRef<'_> {
        T::Kind::list_ref(field)
    }

    #[inline]
    fn required(field: &mut Vec<T>) -> Slot<'_> {
        T::Kind::required_list(field)
    }

    #[inline]
    fn required_ref(field: &Vec<T>) -> SlotRef<'_> {
        T::Kind::required_list_ref(field)
    }

    #[inline]
    fn absent() -> Vec<T> {
        Vec::new()
    }

    #[inline]
    fn literal(_: &Vec<T>) -> Option<Literal> {
        None
    }
}

impl<T: FieldValue> FieldValue for Vec<T>
where
    T::Kind: ItemKind<T>,
{
    type Kind = List;
}
