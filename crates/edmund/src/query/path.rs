//! Names in a row.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A name in a tree: of the program where a property is typed, of its own where it was read.
pub type Name = Cow<'static, str>;

/// One or more names separated by `/`.
#[derive(Clone)]
pub struct Path {
    names: Names,
}

/// Most paths are one name, for which nothing is allocated.
#[derive(Clone)]
enum Names {
    One([Name; 1]),
    Many(Vec<Name>),
}

impl Path {
    /// The path of a single name.
    ///
    /// The name is trusted to be an identifier, a qualified name, `$it` or `$count`; to check text, use [`parse_filter`](super::parse_filter).
    pub fn new(name: impl Into<Name>) -> Self {
        Self { names: Names::One([name.into()]) }
    }

    /// This path with one more name at its end.
    #[must_use]
    pub fn join(self, name: impl Into<Name>) -> Self {
        let names = match self.names {
            Names::One([first]) => vec![first, name.into()],
            Names::Many(mut names) => {
                names.push(name.into());
                names
            }
        };
        Self { names: Names::Many(names) }
    }

    /// The names, at least one.
    pub fn segments(&self) -> &[Name] {
        match &self.names {
            Names::One(name) => name,
            Names::Many(names) => names,
        }
    }

    /// The first name: a property, or a lambda variable.
    pub fn root(&self) -> &str {
        self.segments().first().map_or("", |name| name)
    }
}

impl PartialEq for Path {
    fn eq(&self, other: &Self) -> bool {
        self.segments() == other.segments()
    }
}

impl Eq for Path {}

impl Hash for Path {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.segments().hash(state);
    }
}

impl fmt::Debug for Path {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Path({self})")
    }
}
