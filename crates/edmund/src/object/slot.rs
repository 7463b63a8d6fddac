//! Field slots: one closed set of shapes that every field of every type has one of.

use core::any::Any;
use std::borrow::Cow;

use serde_json::Value;

use crate::object::nulls::is_absent;
use crate::query::Literal;
use crate::{Extra, Info, Property, Scalar};

/// A type with a table of fields. Implemented by the derives, never by hand.
///
/// The slots `0..info().fields().len()` are the declared fields, in that order; the slot after them is the [`Extra`] field, if there is one.
/// Any other index gives [`Slot::End`], whose reading side says what the runtime knows of the type. It stands there, and not in a method of
/// its own, because what costs compile time is the number of functions, and every type has these.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    note = "a model is a struct with `#[derive(Entity)]` or `#[derive(Complex)]`"
)]
pub trait Object {
    /// The field at `index`, to be written.
    fn slot(&mut self, index: usize) -> Slot<'_>;

    /// The field at `index`, to be read.
    fn slot_ref(&self, index: usize) -> SlotRef<'_>;

    /// Whether `property` has no value because it came as null; false if it was absent, as properties are that were not selected. Known for
    /// types that keep their [`Extra`] members.
    fn is_null<V, O>(&self, property: Property<Self, V, O>) -> bool
    where
        Self: Sized,
    {
        let info = self.info();
        let Some(index) = info.index_of(property.name()) else { return false };
        match info.extra_index().map(|extra| self.slot_ref(extra)) {
            Some(SlotRef::Extra(extra)) => {
                is_absent(&self.slot_ref(index)) && extra.nulls().is_some_and(|nulls| nulls.contains(index))
            }
            _ => false,
        }
    }

    /// What the runtime knows of this type.
    fn info(&self) -> &'static Info {
        match self.slot_ref(usize::MAX) {
            SlotRef::End(info) => info,
            _ => &Info::NONE,
        }
    }
}

/// A complex value inside itself stands behind a box.
impl<T: Object + ?Sized> Object for Box<T> {
    fn slot(&mut self, index: usize) -> Slot<'_> {
        (**self).slot(index)
    }

    fn slot_ref(&self, index: usize) -> SlotRef<'_> {
        (**self).slot_ref(index)
    }
}

/// A field to be written. The shapes that make up most of real schemas are direct; the others go through a trait object.
#[non_exhaustive]
pub enum Slot<'a> {
    /// There is no such field.
    End,
    /// An optional Boolean.
    Boolean(&'a mut Option<bool>),
    /// An optional Int32.
    Int32(&'a mut Option<i32>),
    /// An optional Int64.
    Int64(&'a mut Option<i64>),
    /// An optional Double.
    Double(&'a mut Option<f64>),
    /// An optional String.
    String(&'a mut Option<String>),
    /// An optional collection of strings.
    Strings(&'a mut Option<Vec<String>>),
    /// Any other primitive or enumeration value.
    Scalar(&'a mut dyn ScalarSlot),
    /// The same, of a type that takes numbers as written rather than as binary numbers.
    Exact(&'a mut dyn ScalarSlot),
    /// Any other collection of primitive or enumeration values.
    Scalars(&'a mut dyn ScalarList),
    /// An entity or complex value.
    Object(&'a mut dyn ObjectSlot),
    /// A collection of entities or complex values.
    Objects(&'a mut dyn ObjectList),
    /// A value of any shape, or a collection of such.
    Untyped(&'a mut dyn UntypedSlot),
    /// A navigation property: kept as it came until it is asked for.
    Raw(&'a mut Option<Box<Value>>),
    /// Annotations and undeclared members.
    Extra(&'a mut Extra),
    /// The next item of a collection of strings. This and what follows no type has among its fields: decoding makes them, so that every
    /// place where a value can go is one of these shapes.
    StringItem(&'a mut Vec<String>),
    /// The next item of a collection of primitive or enumeration values.
    ScalarItem(&'a mut dyn ScalarList),
    /// The same, of a type that takes numbers as written rather than as binary numbers.
    ExactItem(&'a mut dyn ScalarList),
    /// The next item of a collection of entities or complex values.
    ObjectItem(&'a mut dyn ObjectList),
    /// An entity or complex value that is in no field.
    Whole(&'a mut dyn Object),
}

/// A field to be read; the counterpart of [`Slot`].
#[non_exhaustive]
pub enum SlotRef<'a> {
    /// There is no such field; this is what the runtime knows of the type.
    End(&'static Info),
    /// An optional Boolean.
    Boolean(&'a Option<bool>),
    /// An optional Int32.
    Int32(&'a Option<i32>),
    /// An optional Int64.
    Int64(&'a Option<i64>),
    /// An optional Double.
    Double(&'a Option<f64>),
    /// An optional String.
    String(&'a Option<String>),
    /// An optional collection of strings.
    Strings(&'a Option<Vec<String>>),
    /// Any other primitive or enumeration value.
    Scalar(&'a dyn ScalarSlot),
    /// Any other collection of primitive or enumeration values.
    Scalars(&'a dyn ScalarList),
    /// An entity or complex value.
    Object(&'a dyn ObjectSlot),
    /// A collection of entities or complex values.
    Objects(&'a dyn ObjectList),
    /// A value of any shape, or a collection of such.
    Untyped(&'a dyn UntypedSlot),
    /// A navigation property, as it came.
    Raw(&'a Option<Box<Value>>),
    /// Annotations and undeclared members.
    Extra(&'a Extra),
}

/// A field that holds, or may hold, one primitive or enumeration value.
pub trait ScalarSlot: Any {
    /// What a value of this field is, with its article: `a Guid`.
    fn expected(&self) -> &'static str;

    /// Whether the value is of a type that may be written as a string instead of a number ([`Numbers`](crate::Numbers)).
    fn wide(&self) -> bool;

    /// Takes `value`; false, and no change, if it is not one of this field's type.
    fn set(&mut self, value: Scalar<'_>) -> bool;

    /// Makes the field absent; false if it cannot be.
    fn clear(&mut self) -> bool;

    /// The value, if there is one.
    fn get(&self) -> Option<Scalar<'_>>;

    /// The value as it stands in a URL, if there is one.
    fn literal(&self) -> Option<Literal>;

    /// Becomes a copy of `other`, which is a field of the same type.
    fn copy_from(&mut self, other: &dyn ScalarSlot);

    /// Whether `other` is a field of the same type with an equal value.
    fn equals(&self, other: &dyn ScalarSlot) -> bool;
}

/// A field that holds, or may hold, a collection of primitive or enumeration values.
pub trait ScalarList: Any {
    /// What an item is, with its article.
    fn expected(&self) -> &'static str;

    /// Whether items may be written as strings instead of numbers ([`Numbers`](crate::Numbers)).
    fn wide(&self) -> bool;

    /// Whether items take numbers as written rather than as binary numbers. True for decimals.
    fn exact(&self) -> bool;

    /// Makes the field an empty collection.
    fn begin(&mut self);

    /// Adds an item; false, and no change, if `value` is not one of the items' type.
    fn push(&mut self, value: Scalar<'_>) -> bool;

    /// Makes the field absent; false if it cannot be.
    fn clear(&mut self) -> bool;

    /// The number of items; `None` when the field is absent.
    fn count(&self) -> Option<usize>;

    /// The item at `index`.
    fn get(&self, index: usize) -> Option<Scalar<'_>>;

    /// Becomes a copy of `other`, which is a field of the same type.
    fn copy_from(&mut self, other: &dyn ScalarList);

    /// Whether `other` is a field of the same type with equal items.
    fn equals(&self, other: &dyn ScalarList) -> bool;
}

/// A field that holds, or may hold, one entity or complex value.
pub trait ObjectSlot {
    /// Makes the field present, with all of its own fields absent.
    fn begin(&mut self) -> &mut dyn Object;

    /// Makes the field absent; false if it cannot be.
    fn clear(&mut self) -> bool;

    /// The value, if there is one.
    fn get(&self) -> Option<&dyn Object>;
}

/// A field that holds, or may hold, a collection of entities or complex values.
pub trait ObjectList {
    /// Makes the field an empty collection.
    fn begin(&mut self);

    /// Adds an item with all of its fields absent.
    fn push(&mut self) -> &mut dyn Object;

    /// Makes the field absent; false if it cannot be.
    fn clear(&mut self) -> bool;

    /// The number of items; `None` when the field is absent.
    fn count(&self) -> Option<usize>;

    /// The item at `index`.
    fn get(&self, index: usize) -> Option<&dyn Object>;
}

/// A field that holds, or may hold, a JSON value of any shape or a collection of such values.
pub trait UntypedSlot {
    /// What the field takes, with its article.
    fn expected(&self) -> &'static str;

    /// Takes `value`; gives it back if the field cannot hold it.
    ///
    /// # Errors
    /// The value itself, when the field is a collection and the value is not an array.
    fn set(&mut self, value: Value) -> Result<(), Value>;

    /// Makes the field absent; false if it cannot be.
    fn clear(&mut self) -> bool;

    /// The value, or the collection as an array, if there is one.
    fn get(&self) -> Option<Cow<'_, Value>>;
}
