//! Members of enumeration types.

use serde_json::Value;

use crate::Enum;

use super::Variety;

/// What one property of an enumeration type can hold.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    members: Vec<String>,
    flags: bool,
}

impl Choice {
    /// The members that a client may send. For an example, those that say nothing (`none`, `unknown`) are left out where others exist.
    pub(super) fn of(item: &Enum, variety: Variety) -> Choice {
        let all: Vec<&str> =
            item.members.iter().map(|member| member.name.as_str()).filter(|name| *name != "unknownFutureValue").collect();
        let telling: Vec<&str> = all.iter().copied().filter(|name| !is_empty_word(name)).collect();
        let chosen = if variety == Variety::Canonical && !telling.is_empty() { telling } else { all };
        Choice { members: chosen.into_iter().map(str::to_owned).collect(), flags: item.is_flags }
    }

    /// Whether there is nothing to choose from: the schema declares no member.
    pub(super) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// How many different values there are at least.
    pub(super) fn len(&self) -> usize {
        self.members.len()
    }

    /// The member at a position, counted round; of flags sometimes two, joined by a comma as OData JSON has them.
    pub(super) fn value(&self, position: u64) -> Value {
        let count = self.members.len() as u64;
        if count == 0 {
            return Value::Null;
        }
        let first = &self.members[(position % count) as usize];
        let second = &self.members[((position / count) % count) as usize];
        // `none` stands alone: it is the empty set.
        let pair = self.flags && (position >> 40) % 3 == 1 && first != second && !is_empty_word(first) && !is_empty_word(second);
        Value::from(if pair { format!("{first},{second}") } else { first.clone() })
    }
}

fn is_empty_word(name: &str) -> bool {
    ["none", "unknown", "undefined", "notset", "unspecified"].iter().any(|word| name.eq_ignore_ascii_case(word))
}
