//! Names that are given once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use edmund_model::Origin;

use super::identifier::{Role, normal};

/// Identifiers of one scope, each given once.
///
/// The rule for a collision: the first keeps the name, the next get the smallest number from 2 that is free (`foo`, `foo_2`;
/// `Foo`, `Foo2`). Names of members and modules count as equal when they differ only in case: members also become constants, and
/// modules become files.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    taken: HashMap<String, Origin>,
    next: HashMap<String, u32>,
}

/// A name that a [`Scope`] gave.
#[derive(Debug)]
pub(crate) struct Given {
    /// The name.
    pub(crate) name: String,
    /// Who has the name that was asked for, when that was somebody else.
    pub(crate) first: Option<Origin>,
}

impl Scope {
    /// Gives `name`, numbered where it is taken.
    pub(crate) fn give(&mut self, name: String, role: Role, origin: Origin) -> Given {
        let key = fold(&name, role);
        let Some(first) = self.taken.get(&key).copied() else {
            self.taken.insert(key, origin);
            return Given { name, first: None };
        };
        let mut number = self.next.get(&key).copied().unwrap_or(2);
        loop {
            let candidate = numbered(&name, number, role);
            number += 1;
            if self.take(&candidate, role, origin) {
                self.next.insert(key, number);
                return Given { name: candidate, first: Some(first) };
            }
        }
    }

    /// Takes exactly this name, if it is free.
    pub(crate) fn take(&mut self, name: &str, role: Role, origin: Origin) -> bool {
        match self.taken.entry(fold(name, role)) {
            Entry::Occupied(_) => false,
            Entry::Vacant(entry) => {
                entry.insert(origin);
                true
            }
        }
    }

    /// Who has a name.
    pub(crate) fn holder(&self, name: &str, role: Role) -> Option<Origin> {
        self.taken.get(&fold(name, role)).copied()
    }
}

/// A name with a number behind it, in the role's case.
pub(crate) fn numbered(name: &str, number: u32, role: Role) -> String {
    let stem = name.trim_end_matches('_');
    let separator = match role {
        Role::Type | Role::Variant if !stem.ends_with(|c: char| c.is_ascii_digit()) => "",
        _ => "_",
    };
    format!("{stem}{separator}{number}")
}

fn fold(name: &str, role: Role) -> String {
    match role {
        // Files of modules meet on disks that ignore case; constants of fields are in upper case.
        Role::Field | Role::Navigation | Role::Module => normal(name.trim_end_matches('_').to_uppercase()),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_numbers_what_is_taken() {
        let mut scope = Scope::default();
        let mut give = |name: &str, role| scope.give(name.to_owned(), role, Origin::default()).name;
        assert_eq!(["foo", "foo", "foo_2", "foo_"].map(|name| give(name, Role::Field)), ["foo", "foo_2", "foo_2_2", "foo_3"]);
        assert_eq!(["Foo", "Foo", "V1", "V1"].map(|name| give(name, Role::Type)), ["Foo", "Foo2", "V1", "V1_2"]);
    }
}
