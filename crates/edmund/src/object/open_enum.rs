//! Enumerations that keep members they do not know.

use core::fmt::Debug;

/// An enumeration type of the schema. A member that the schema does not know round-trips unchanged. Implemented by `#[derive(OpenEnum)]`.
pub trait OpenEnum: Clone + PartialEq + Debug + Sized + 'static {
    /// The qualified name of the type.
    const TYPE: &'static str;

    /// The members known to the schema, in its order: name on the wire and value.
    const MEMBERS: &'static [(&'static str, i64)];

    /// The position in [`MEMBERS`](Self::MEMBERS).
    ///
    /// # Errors
    /// The name on the wire of a member that the schema does not know.
    fn index(&self) -> Result<usize, &str>;

    /// The member at a position of [`MEMBERS`](Self::MEMBERS), or the unknown one of that name.
    /// A position beyond the end gives an unknown member without a name.
    fn from_index(index: Result<usize, Box<str>>) -> Self;

    /// The member's name on the wire.
    fn name(&self) -> &str {
        match self.index() {
            Ok(index) => Self::MEMBERS.get(index).map_or("", |member| member.0),
            Err(name) => name,
        }
    }

    /// The member's value; `None` for one that the schema does not know and that is not written as a number.
    fn value(&self) -> Option<i64> {
        match self.index() {
            Ok(index) => Self::MEMBERS.get(index).map(|member| member.1),
            Err(name) => name.parse().ok(),
        }
    }

    /// The member of that name. A name that is a number stands for the member of that value
    /// (OData JSON Format 4.01, section 7.1: enumeration values without a name are written as numbers).
    fn from_name(name: &str) -> Self {
        if let Some(index) = Self::MEMBERS.iter().position(|member| member.0 == name) {
            return Self::from_index(Ok(index));
        }
        let numeric = name.parse().ok().and_then(|value: i64| Self::MEMBERS.iter().position(|member| member.1 == value));
        Self::from_index(numeric.ok_or_else(|| Box::from(name)))
    }

    /// The first member of that value, or an unknown one whose name is the number.
    fn from_value(value: i64) -> Self {
        let known = Self::MEMBERS.iter().position(|member| member.1 == value);
        Self::from_index(known.ok_or_else(|| value.to_string().into_boxed_str()))
    }
}
