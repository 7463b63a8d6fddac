//! Enumeration types and their members.

use std::collections::HashMap;

use super::ChangeKind;
use super::comparison::{Comparison, Origins, Place};
use super::pairs::Pairs;
use crate::{Enum, Member};

impl Comparison<'_> {
    /// What changed in an enumeration type.
    pub(super) fn enumeration(&mut self, place: &Place, old: &Enum, new: &Enum) {
        let origins = Origins::both(old.origin, new.origin);
        let kinds = (ChangeKind::FlagsAdded, ChangeKind::FlagsRemoved);
        self.record_flag((old.is_flags, new.is_flags), kinds, place, origins, "a set of flags");
        if old.underlying != new.underlying {
            let message =
                format!("the integer type changed from `Edm.{}` to `Edm.{}`", old.underlying.name(), new.underlying.name());
            self.record(ChangeKind::UnderlyingEnumType, place, origins, message);
        }
        self.enum_members(place, old, new);
        self.annotations(place, &old.annotations, &new.annotations, origins);
        self.docs(place, &old.docs, &new.docs, origins);
    }

    fn enum_members(&mut self, place: &Place, old: &Enum, new: &Enum) {
        let pairs = Pairs::new(&old.members, &new.members, |member| member.name.clone());
        for (old, new) in &pairs.recased {
            let message = format!("is now called `{}`", new.name);
            self.record(ChangeKind::MemberCasing, &place.member(&old.name), Origins::both(old.origin, new.origin), message);
        }
        for (old, new) in pairs.both() {
            self.enum_member(&place.member(&old.name), old, new);
        }
        let by_value: HashMap<i64, &Member> = pairs.added.iter().map(|member| (member.value, *member)).collect();
        for member in &pairs.removed {
            let renamed = by_value.get(&member.value);
            let hint = renamed.map(|new| format!("; `{}` is new and has the same value", new.name)).unwrap_or_default();
            let message = format!("the member is gone{hint}");
            self.record(ChangeKind::MemberRemoved, &place.member(&member.name), Origins::old(member.origin), message);
        }
        for member in &pairs.added {
            let message = format!("the member is new, with value {}", member.value);
            self.record(ChangeKind::MemberAdded, &place.member(&member.name), Origins::new(member.origin), message);
        }
    }

    fn enum_member(&mut self, place: &Place, old: &Member, new: &Member) {
        let origins = Origins::both(old.origin, new.origin);
        if old.value != new.value {
            let message = format!("the value changed from {} to {}", old.value, new.value);
            self.record(ChangeKind::MemberRenumbered, place, origins, message);
        }
        self.annotations(place, &old.annotations, &new.annotations, origins);
        self.docs(place, &old.docs, &new.docs, origins);
    }
}
