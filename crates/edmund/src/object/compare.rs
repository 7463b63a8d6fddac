//! Comparing two objects of one type, field by field.

use crate::{Object, ObjectList, ObjectSlot, SlotRef};

/// Whether all fields are equal, including what the schema does not declare.
pub(super) fn equal(left: &dyn Object, right: &dyn Object) -> bool {
    // One more than the fields: the undeclared rest.
    (0..=left.info().fields.len()).all(|index| equal_slots(left.slot_ref(index), right.slot_ref(index)))
}

fn equal_slots(left: SlotRef<'_>, right: SlotRef<'_>) -> bool {
    match (left, right) {
        (SlotRef::End(_), SlotRef::End(_)) => true,
        (SlotRef::Boolean(left), SlotRef::Boolean(right)) => left == right,
        (SlotRef::Int32(left), SlotRef::Int32(right)) => left == right,
        (SlotRef::Int64(left), SlotRef::Int64(right)) => left == right,
        (SlotRef::Double(left), SlotRef::Double(right)) => left == right,
        (SlotRef::String(left), SlotRef::String(right)) => left == right,
        (SlotRef::Strings(left), SlotRef::Strings(right)) => left == right,
        (SlotRef::Scalar(left), SlotRef::Scalar(right)) => left.equals(right),
        (SlotRef::Scalars(left), SlotRef::Scalars(right)) => left.equals(right),
        (SlotRef::Object(left), SlotRef::Object(right)) => equal_objects(left, right),
        (SlotRef::Objects(left), SlotRef::Objects(right)) => equal_lists(left, right),
        (SlotRef::Untyped(left), SlotRef::Untyped(right)) => left.get() == right.get(),
        (SlotRef::Raw(left), SlotRef::Raw(right)) => left == right,
        (SlotRef::Extra(left), SlotRef::Extra(right)) => left == right,
        _ => false,
    }
}

fn equal_objects(left: &dyn ObjectSlot, right: &dyn ObjectSlot) -> bool {
    match (left.get(), right.get()) {
        (Some(left), Some(right)) => equal(left, right),
        (None, None) => true,
        _ => false,
    }
}

fn equal_lists(left: &dyn ObjectList, right: &dyn ObjectList) -> bool {
    let item = |index| match (left.get(index), right.get(index)) {
        (Some(left), Some(right)) => equal(left, right),
        _ => false,
    };
    left.count() == right.count() && (0..left.count().unwrap_or(0)).all(item)
}
