//! Enumerations.

use super::Report;
use crate::{Enum, Member, Model};

/// The member that stands for all that were added later.
const SENTINEL: &str = "unknownFutureValue";

fn sentinel(item: &Enum) -> Option<&Member> {
    item.members.iter().find(|member| member.name == SENTINEL)
}

fn is_power_of_two(value: i64) -> bool {
    u64::try_from(value).is_ok_and(u64::is_power_of_two)
}

/// Enumerations have a member `unknownFutureValue`.
pub(super) fn unknown_future_value(model: &Model, report: &mut Report<'_>) {
    for item in model.enums.iter().filter(|item| sentinel(item).is_none()) {
        let message = format!("`{}` has no member `{SENTINEL}`", item.name);
        report.add(item.origin, "enumeration type", message, "add it behind the members known today");
    }
}

/// In flags, `unknownFutureValue` is a power of two.
pub(super) fn flags_unknown_future_value(model: &Model, report: &mut Report<'_>) {
    for item in model.enums.iter().filter(|item| item.is_flags) {
        if let Some(member) = sentinel(item).filter(|member| !is_power_of_two(member.value)) {
            let message = format!("`{SENTINEL}` of the flags `{}` is {}", item.name, member.value);
            report.add(member.origin, "enumeration member", message, "give it the next power of two");
        }
    }
}

/// Members of flags are powers of two, or zero. One finding a type: what is wrong is the numbering. Named combinations look the same
/// as a sequence, and the guidelines know none.
pub(super) fn flags_sequence(model: &Model, report: &mut Report<'_>) {
    for item in model.enums.iter().filter(|item| item.is_flags) {
        // A wrong sentinel has a rule of its own.
        let mut members = item.members.iter().filter(|member| member.name != SENTINEL);
        if let Some(member) = members.find(|member| member.value != 0 && !is_power_of_two(member.value)) {
            let message = format!("`{}` of the flags `{}` is {}, which is no power of two", member.name, item.name, member.value);
            report.add(member.origin, "enumeration member", message, "number the members 1, 2, 4, 8, or drop `IsFlags`");
        }
    }
}
