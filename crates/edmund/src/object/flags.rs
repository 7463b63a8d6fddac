//! Enumerations whose values are sets of members.

use core::fmt;

use serde_core::de::{Deserialize, DeserializeSeed, Deserializer};
use serde_core::ser::{Serialize, Serializer};

use crate::object::primitive::integer;
use crate::query::Literal;
use crate::{Decode, FieldValue, OpenEnum, Primitive, Scalar, kind};

/// A set of members of an enumeration type with flags, in the order in which they were written or added.
///
/// Members are names, not bits: some schemas mark enumerations as flags whose values are not powers of two, and a member that the schema
/// does not know has a name only.
#[derive(Clone)]
pub struct Flags<E>(Vec<E>);

impl<E: OpenEnum> Flags<E> {
    /// The empty set.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Whether `member` is in the set.
    pub fn contains(&self, member: &E) -> bool {
        self.0.contains(member)
    }

    /// Adds a member; false if it was in the set.
    pub fn insert(&mut self, member: E) -> bool {
        let new = !self.contains(&member);
        if new {
            self.0.push(member);
        }
        new
    }

    /// Removes a member; false if it was not in the set.
    pub fn remove(&mut self, member: &E) -> bool {
        let before = self.0.len();
        self.0.retain(|other| other != member);
        self.0.len() != before
    }

    /// The members.
    pub fn iter(&self) -> core::slice::Iter<'_, E> {
        self.0.iter()
    }

    /// The number of members.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The set that a string of names separated by commas stands for (OData JSON Format 4.01, section 7.1).
    pub fn from_names(names: &str) -> Self {
        names.split(',').map(str::trim).filter(|name| !name.is_empty()).map(E::from_name).collect()
    }

    /// The members whose bits are set in `value`. What no member accounts for is kept as a number.
    pub fn from_value(value: i64) -> Self {
        let members: Vec<(&str, i64)> = E::MEMBERS.iter().collect();
        if members.iter().any(|member| member.1 == value) {
            return Self(vec![E::from_value(value)]);
        }
        // The largest first, so that a member that stands for several bits is preferred to those for each.
        let mut order: Vec<usize> = (0..members.len()).collect();
        order.sort_by_key(|index| core::cmp::Reverse(members[*index].1));
        let mut left = value;
        order.retain(|index| {
            let bits = members[*index].1;
            let set = bits != 0 && left & bits == bits;
            left &= if set { !bits } else { -1 };
            set
        });
        order.sort_unstable();
        let mut flags: Self = order.into_iter().map(|index| E::new(index, Box::default())).collect();
        if left != 0 {
            flags.insert(E::from_value(left));
        }
        flags
    }
}

impl<E: OpenEnum> Default for Flags<E> {
    fn default() -> Self {
        Self::new()
    }
}

/// Sets are equal whatever the order of their members.
impl<E: OpenEnum> PartialEq for Flags<E> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|member| other.contains(member))
    }
}

impl<E: OpenEnum> fmt::Debug for Flags<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(&self.0).finish()
    }
}

impl<E: OpenEnum> fmt::Display for Flags<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, member) in self.iter().enumerate() {
            let separator = if index == 0 { "" } else { "," };
            write!(formatter, "{separator}{}", member.name())?;
        }
        Ok(())
    }
}

impl<E: OpenEnum> FromIterator<E> for Flags<E> {
    fn from_iter<I: IntoIterator<Item = E>>(members: I) -> Self {
        let mut flags = Self::new();
        flags.extend(members);
        flags
    }
}

impl<E: OpenEnum> Extend<E> for Flags<E> {
    fn extend<I: IntoIterator<Item = E>>(&mut self, members: I) {
        for member in members {
            self.insert(member);
        }
    }
}

impl<E: OpenEnum> From<E> for Flags<E> {
    fn from(member: E) -> Self {
        Self(vec![member])
    }
}

impl<E: OpenEnum> IntoIterator for Flags<E> {
    type Item = E;
    type IntoIter = std::vec::IntoIter<E>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, E: OpenEnum> IntoIterator for &'a Flags<E> {
    type Item = &'a E;
    type IntoIter = core::slice::Iter<'a, E>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<E: OpenEnum> Primitive for Flags<E> {
    const EXPECTED: &'static str = "names of members";

    fn read(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(names) => Some(match names.parse() {
                Ok(value) => Self::from_value(value),
                Err(_) => Self::from_names(names),
            }),
            _ => integer(scalar).map(Self::from_value),
        }
    }

    fn write(&self) -> Scalar<'_> {
        // The empty set has no name; `0` is what the wire calls it when no member does.
        if self.is_empty() { Scalar::Text("0") } else { Scalar::Display(self) }
    }

    fn to_literal(&self) -> Literal {
        let members = if self.is_empty() { "0".to_owned() } else { self.to_string() };
        Literal::Enum { ty: E::TYPE.to_owned(), members }
    }

    fn absent() -> Self {
        Self::new()
    }
}

impl<E: OpenEnum> FieldValue for Flags<E> {
    type Kind = kind::Scalar;
}

impl<E: OpenEnum> Serialize for Flags<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write().serialize(serializer)
    }
}

impl<'de, E: OpenEnum> Deserialize<'de> for Flags<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Decode::new().deserialize(deserializer)
    }
}
