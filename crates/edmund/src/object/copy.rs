//! Copying an object, field by field.

use crate::{Object, ObjectList, ObjectSlot, Slot, SlotRef, UntypedSlot};

/// Copies all fields of `source` to `target`, which is of the same type and has all of its fields absent.
pub(super) fn copy(target: &mut dyn Object, source: &dyn Object) {
    // One more than the fields: the undeclared rest.
    for index in 0..=source.info().fields.len() {
        copy_slot(target.slot(index), source.slot_ref(index));
    }
}

pub(super) fn copy_slot(target: Slot<'_>, source: SlotRef<'_>) {
    match (target, source) {
        (Slot::Boolean(target), SlotRef::Boolean(source)) => *target = *source,
        (Slot::Int32(target), SlotRef::Int32(source)) => *target = *source,
        (Slot::Int64(target), SlotRef::Int64(source)) => *target = *source,
        (Slot::Double(target), SlotRef::Double(source)) => *target = *source,
        (Slot::String(target), SlotRef::String(source)) => target.clone_from(source),
        (Slot::Strings(target), SlotRef::Strings(source)) => target.clone_from(source),
        (Slot::Scalar(target) | Slot::Exact(target), SlotRef::Scalar(source)) => target.copy_from(source),
        (Slot::Scalars(target), SlotRef::Scalars(source)) => target.copy_from(source),
        (Slot::Object(target), SlotRef::Object(source)) => copy_object(target, source),
        (Slot::Objects(target), SlotRef::Objects(source)) => copy_list(target, source),
        (Slot::Untyped(target), SlotRef::Untyped(source)) => copy_untyped(target, source),
        (Slot::Raw(target), SlotRef::Raw(source)) => target.clone_from(source),
        (Slot::Extra(target), SlotRef::Extra(source)) => target.clone_from(source),
        // Tables of one type have the same slot at the same index; there is nothing else to copy.
        _ => {}
    }
}

fn copy_object(target: &mut dyn ObjectSlot, source: &dyn ObjectSlot) {
    if let Some(source) = source.get() {
        copy(target.begin(), source);
    }
}

fn copy_list(target: &mut dyn ObjectList, source: &dyn ObjectList) {
    let Some(count) = source.count() else { return };
    target.begin();
    for item in (0..count).filter_map(|index| source.get(index)) {
        copy(target.push(), item);
    }
}

fn copy_untyped(target: &mut dyn UntypedSlot, source: &dyn UntypedSlot) {
    // A collection gave an array, so a collection takes it.
    let _ = source.get().map(|value| target.set(value.into_owned()));
}
