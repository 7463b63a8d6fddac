//! Bringing a value up to date with one that holds only what has changed.

use crate::object::copy::copy_slot;
use crate::object::extra::is_delta;
use crate::object::nulls::{Null, is_absent};
use crate::{Extra, Object};

/// Takes over what `change`, a value of the same type, holds: properties with a value, and properties that came as null. What it left out
/// stays. Complex values and collections are taken over as a whole.
pub(crate) fn merge(target: &mut dyn Object, change: &dyn Object) {
    let info = change.info();
    let extra = Extra::of(change);
    let nulls = extra.and_then(Extra::nulls);
    for index in 0..info.fields().len() {
        let slot = change.slot_ref(index);
        let null = nulls.map_or(Null::None, |nulls| nulls.of(index, &slot));
        match null {
            Null::Member => {
                target.slot(index).clear();
            }
            _ if is_absent(&slot) => continue,
            _ => copy_slot(target.slot(index), slot),
        }
        if let Some(known) = Extra::of_mut(target) {
            known.forget_nulls(index);
            match null {
                Null::None => {}
                Null::Member => known.set_null(index),
                Null::Items(items) => known.set_null_items(index, items.clone()),
            }
        }
    }
    if let (Some(extra), Some(known)) = (extra, Extra::of_mut(target)) {
        for (name, value) in extra.iter().filter(|(name, _)| !is_delta(name)) {
            known.insert(name, value.clone());
        }
    }
}
