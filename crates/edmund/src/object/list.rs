//! The slots that go through a trait object, implemented for every type that can stand in one.

use core::any::Any;
use std::borrow::Cow;

use serde_json::Value;

use crate::object::kind::AnyValue;
use crate::object::slot::{Object, ObjectList, ObjectSlot, ScalarList, ScalarSlot, UntypedSlot};
use crate::query::Literal;
use crate::{Primitive, Scalar};

impl<T: Primitive> ScalarSlot for Option<T> {
    fn expected(&self) -> &'static str {
        T::EXPECTED
    }

    fn wide(&self) -> bool {
        T::WIDE
    }

    fn set(&mut self, value: Scalar<'_>) -> bool {
        let read = T::read(value);
        let fits = read.is_some();
        if fits {
            *self = read;
        }
        fits
    }

    fn clear(&mut self) -> bool {
        *self = None;
        true
    }

    fn get(&self) -> Option<Scalar<'_>> {
        self.as_ref().map(T::write)
    }

    fn literal(&self) -> Option<Literal> {
        self.as_ref().map(T::to_literal)
    }

    fn copy_from(&mut self, other: &dyn ScalarSlot) {
        copy(self, other);
    }

    fn equals(&self, other: &dyn ScalarSlot) -> bool {
        equal(self, other)
    }
}

impl<T: Primitive> ScalarSlot for T {
    fn expected(&self) -> &'static str {
        T::EXPECTED
    }

    fn wide(&self) -> bool {
        T::WIDE
    }

    fn set(&mut self, value: Scalar<'_>) -> bool {
        T::read(value).map(|value| *self = value).is_some()
    }

    fn clear(&mut self) -> bool {
        false
    }

    fn get(&self) -> Option<Scalar<'_>> {
        Some(self.write())
    }

    fn literal(&self) -> Option<Literal> {
        Some(self.to_literal())
    }

    fn copy_from(&mut self, other: &dyn ScalarSlot) {
        copy(self, other);
    }

    fn equals(&self, other: &dyn ScalarSlot) -> bool {
        equal(self, other)
    }
}

impl<T: Primitive> ScalarList for Option<Vec<T>> {
    fn expected(&self) -> &'static str {
        T::EXPECTED
    }

    fn wide(&self) -> bool {
        T::WIDE
    }

    fn exact(&self) -> bool {
        T::EXACT
    }

    fn begin(&mut self) {
        *self = Some(Vec::new());
    }

    fn push(&mut self, value: Scalar<'_>) -> bool {
        ScalarList::push(self.get_or_insert_default(), value)
    }

    fn clear(&mut self) -> bool {
        *self = None;
        true
    }

    fn count(&self) -> Option<usize> {
        self.as_ref().map(Vec::len)
    }

    fn get(&self, index: usize) -> Option<Scalar<'_>> {
        ScalarList::get(self.as_ref()?, index)
    }

    fn copy_from(&mut self, other: &dyn ScalarList) {
        copy(self, other);
    }

    fn equals(&self, other: &dyn ScalarList) -> bool {
        equal(self, other)
    }
}

impl<T: Primitive> ScalarList for Vec<T> {
    fn expected(&self) -> &'static str {
        T::EXPECTED
    }

    fn wide(&self) -> bool {
        T::WIDE
    }

    fn exact(&self) -> bool {
        T::EXACT
    }

    fn begin(&mut self) {
        Vec::clear(self);
    }

    fn push(&mut self, value: Scalar<'_>) -> bool {
        T::read(value).map(|item| Vec::push(self, item)).is_some()
    }

    fn clear(&mut self) -> bool {
        false
    }

    fn count(&self) -> Option<usize> {
        Some(self.len())
    }

    fn get(&self, index: usize) -> Option<Scalar<'_>> {
        self.as_slice().get(index).map(T::write)
    }

    fn copy_from(&mut self, other: &dyn ScalarList) {
        copy(self, other);
    }

    fn equals(&self, other: &dyn ScalarList) -> bool {
        equal(self, other)
    }
}

impl<T: Object + Default> ObjectSlot for Option<T> {
    fn begin(&mut self) -> &mut dyn Object {
        self.insert(T::default())
    }

    fn clear(&mut self) -> bool {
        *self = None;
        true
    }

    fn get(&self) -> Option<&dyn Object> {
        self.as_ref().map(|object| object as &dyn Object)
    }
}

impl<T: Object + Default> ObjectSlot for T {
    fn begin(&mut self) -> &mut dyn Object {
        *self = T::default();
        self
    }

    fn clear(&mut self) -> bool {
        false
    }

    fn get(&self) -> Option<&dyn Object> {
        Some(self)
    }
}

impl<T: Object + Default> ObjectList for Option<Vec<T>> {
    fn begin(&mut self) {
        *self = Some(Vec::new());
    }

    fn push(&mut self) -> &mut dyn Object {
        ObjectList::push(self.get_or_insert_default())
    }

    fn clear(&mut self) -> bool {
        *self = None;
        true
    }

    fn count(&self) -> Option<usize> {
        self.as_ref().map(Vec::len)
    }

    fn get(&self, index: usize) -> Option<&dyn Object> {
        ObjectList::get(self.as_ref()?, index)
    }
}

impl<T: Object + Default> ObjectList for Vec<T> {
    fn begin(&mut self) {
        Vec::clear(self);
    }

    fn push(&mut self) -> &mut dyn Object {
        let last = self.len();
        // Makes the item where it stays; `push` would make it elsewhere first, and a wide type is thousands of bytes.
        self.resize_with(last + 1, T::default);
        &mut self[last]
    }

    fn clear(&mut self) -> bool {
        false
    }

    fn count(&self) -> Option<usize> {
        Some(self.len())
    }

    fn get(&self, index: usize) -> Option<&dyn Object> {
        self.as_slice().get(index).map(|object| object as &dyn Object)
    }
}

impl<T: AnyValue> UntypedSlot for Option<T> {
    fn expected(&self) -> &'static str {
        "any value"
    }

    fn set(&mut self, value: Value) -> Result<(), Value> {
        *self = Some(value.into());
        Ok(())
    }

    fn clear(&mut self) -> bool {
        *self = None;
        true
    }

    fn get(&self) -> Option<Cow<'_, Value>> {
        self.as_ref().map(|value| Cow::Borrowed(value.value()))
    }
}

impl<T: AnyValue> UntypedSlot for T {
    fn expected(&self) -> &'static str {
        "any value"
    }

    fn set(&mut self, value: Value) -> Result<(), Value> {
        *self = value.into();
        Ok(())
    }

    fn clear(&mut self) -> bool {
        // `null` is a value of this type like any other.
        *self = Value::Null.into();
        true
    }

    fn get(&self) -> Option<Cow<'_, Value>> {
        Some(Cow::Borrowed(self.value()))
    }
}

impl<T: AnyValue> UntypedSlot for Option<Vec<T>> {
    fn expected(&self) -> &'static str {
        "a collection"
    }

    fn set(&mut self, value: Value) -> Result<(), Value> {
        self.get_or_insert_default().set(value)
    }

    fn clear(&mut self) -> bool {
        *self = None;
        true
    }

    fn get(&self) -> Option<Cow<'_, Value>> {
        UntypedSlot::get(self.as_ref()?)
    }
}

impl<T: AnyValue> UntypedSlot for Vec<T> {
    fn expected(&self) -> &'static str {
        "a collection"
    }

    fn set(&mut self, value: Value) -> Result<(), Value> {
        match value {
            Value::Array(items) => {
                *self = items.into_iter().map(T::from).collect();
                Ok(())
            }
            other => Err(other),
        }
    }

    fn clear(&mut self) -> bool {
        false
    }

    fn get(&self) -> Option<Cow<'_, Value>> {
        // Schemas seldom have such collections, so the copy is worth having one way to read any untyped field.
        Some(Cow::Owned(self.iter().map(|item| item.value().clone()).collect()))
    }
}

/// Copies between fields of one type. Two tables of the same type have fields of the same types, so the types agree.
fn copy<T: Clone + 'static>(target: &mut T, source: &dyn Any) {
    if let Some(source) = source.downcast_ref::<T>() {
        target.clone_from(source);
    }
}

fn equal<T: PartialEq + 'static>(left: &T, right: &dyn Any) -> bool {
    right.downcast_ref::<T>() == Some(left)
}
