//! Booleans of an example: of two and more, not all are the same.

use serde_json::Value;

use super::field::{Field, Kind, Place};

/// Turns Booleans of an example round, from the last one on, until both values occur or no Boolean is left to turn.
pub(super) fn mix(fields: &mut [Field], place: Place) {
    let count = count(fields);
    // Who is capable has registered: turning one may turn another, so each has two chances, those that require others first.
    for turned in (0..count).rev().cycle().take(2 * count) {
        let shown = fields.iter().map(|field| occurring(&field.value(place, fields)));
        if shown.fold((false, false), either) == (true, true) {
            return;
        }
        turn(fields, turned);
    }
}

fn is_boolean(field: &Field) -> bool {
    matches!(field.kind, Kind::Boolean { .. })
}

fn count(fields: &[Field]) -> usize {
    let of_field = |field: &Field| match &field.kind {
        Kind::Boolean { .. } => 1,
        Kind::Struct(plan) => count(plan.fields()),
        _ => 0,
    };
    fields.iter().map(of_field).sum()
}

/// Whether `true` occurs, and whether `false`.
fn occurring(value: &Value) -> (bool, bool) {
    match value {
        Value::Bool(value) => (*value, !*value),
        Value::Array(items) => items.iter().map(occurring).fold((false, false), either),
        Value::Object(members) => members.values().map(occurring).fold((false, false), either),
        _ => (false, false),
    }
}

fn either(one: (bool, bool), other: (bool, bool)) -> (bool, bool) {
    (one.0 || other.0, one.1 || other.1)
}

/// Turns the Boolean at a position round: those of the value itself come before those inside. Gives how many positions are left to go when there
/// are too few; nothing once it is done.
fn turn(fields: &mut [Field], position: usize) -> Option<usize> {
    let mut left = position;
    for field in fields.iter_mut().filter(|field| is_boolean(field)) {
        if left == 0 {
            field.turn();
            return None;
        }
        left -= 1;
    }
    for field in fields {
        if let Kind::Struct(inner) = &mut field.kind {
            left = turn(inner.fields_mut(), left)?;
        }
    }
    Some(left)
}
