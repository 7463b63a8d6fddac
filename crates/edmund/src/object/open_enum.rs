//! Enumerations that keep members they do not know.

use core::fmt::Debug;
use core::mem::discriminant;

/// An enumeration type of the schema. A member that the schema does not know round-trips unchanged. Implemented by `#[derive(OpenEnum)]`.
pub trait OpenEnum: Clone + PartialEq + Debug + Sized + 'static {
    /// The members known to the schema.
    const MEMBERS: &'static Members;

    /// The qualified name of the type.
    const TYPE: &'static str = Self::MEMBERS.type_name;

    /// The member at a position of [`MEMBERS`](Self::MEMBERS); beyond the end, an unknown member of that name.
    fn new(index: usize, unknown: Box<str>) -> Self;

    /// The name on the wire of a member that the schema does not know; `None` for those that it knows.
    fn unknown(&self) -> Option<&str>;

    /// The position in [`MEMBERS`](Self::MEMBERS); the number of members for one that the schema does not know.
    ///
    /// Found by comparing with each member: most enumerations have few, and this way the type needs no code for it.
    fn index(&self) -> usize {
        let count = Self::MEMBERS.names.len();
        let this = discriminant(self);
        (0..count).find(|index| discriminant(&Self::new(*index, Box::default())) == this).unwrap_or(count)
    }

    /// The member's name on the wire.
    fn name(&self) -> &str {
        self.unknown().or_else(|| Self::MEMBERS.names.get(self.index()).copied()).unwrap_or_default()
    }

    /// The member's value; `None` for one that the schema does not know and that is not written as a number.
    fn value(&self) -> Option<i64> {
        match self.unknown() {
            Some(name) => name.parse().ok(),
            None => Self::MEMBERS.value(self.index()),
        }
    }

    /// The member of that name. A name that is a number stands for the member of that value
    /// (OData JSON Format 4.01, section 7.1: enumeration values without a name are written as numbers).
    fn from_name(name: &str) -> Self {
        let numeric = || name.parse().ok().and_then(|value| Self::MEMBERS.with_value(value));
        let known = Self::MEMBERS.names.iter().position(|known| *known == name).or_else(numeric);
        known.map_or_else(|| Self::new(usize::MAX, name.into()), |index| Self::new(index, Box::default()))
    }

    /// The first member of that value, or an unknown one whose name is the number.
    fn from_value(value: i64) -> Self {
        let known = Self::MEMBERS.with_value(value);
        known.map_or_else(|| Self::new(usize::MAX, value.to_string().into()), |index| Self::new(index, Box::default()))
    }
}

/// The members of an enumeration type, in the order of the schema.
///
/// The derive writes it as a literal; the fields are open only for that.
#[derive(Debug)]
pub struct Members {
    #[doc(hidden)]
    pub type_name: &'static str,
    #[doc(hidden)]
    pub names: &'static [&'static str],
    /// Empty when each member's value is its position.
    #[doc(hidden)]
    pub values: &'static [i64],
}

impl Members {
    /// The number of members.
    pub const fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none: some schemas declare such types.
    pub const fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The members' names on the wire and their values.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, i64)> {
        self.names.iter().enumerate().filter_map(|(index, name)| Some((*name, self.value(index)?)))
    }

    /// The value of the member at that position.
    pub fn value(&self, index: usize) -> Option<i64> {
        match self.values.get(index) {
            Some(value) => Some(*value),
            None => i64::try_from(index).ok().filter(|_| self.values.is_empty() && index < self.names.len()),
        }
    }

    /// The position of the first member with that value.
    fn with_value(&self, value: i64) -> Option<usize> {
        (0..self.names.len()).find(|index| self.value(*index) == Some(value))
    }
}
