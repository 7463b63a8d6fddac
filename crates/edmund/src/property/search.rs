//! What is searched for.

use std::fmt;

use super::Property;
use crate::query::Searched;

/// What is searched for (`$search`): phrases, and how they go together.
///
/// ```
/// use edmund::Search;
///
/// let search = Search::phrase("mountain bike").and(!Search::phrase("used \"as new\""));
/// assert_eq!(search.to_string(), r#""mountain bike" AND NOT "used \"as new\"""#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    tree: Searched,
}

impl Search {
    /// Items that contain a phrase. Quotes and backslashes in it are escaped.
    pub fn phrase(text: &str) -> Self {
        Self { tree: Searched::Phrase(text.to_owned()) }
    }

    /// Items that contain a word, without the quotes of a phrase: for services that only search so. What is not one word is a phrase.
    pub fn word(text: &str) -> Self {
        Self { tree: Searched::Word(text.to_owned()) }
    }

    /// Items of which a property contains a phrase, as Graph's directory searches: `"displayName:Ada"`.
    pub fn property<T, O>(property: Property<T, String, O>, text: &str) -> Self {
        Self { tree: Searched::Phrase(format!("{}:{text}", property.name())) }
    }

    /// Both are found.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { tree: self.tree.and(other.tree) }
    }

    /// At least one is found.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { tree: self.tree.or(other.tree) }
    }

    /// The search as data.
    pub fn into_searched(self) -> Searched {
        self.tree
    }
}

/// A search that is already data.
impl From<Searched> for Search {
    fn from(tree: Searched) -> Self {
        Self { tree }
    }
}

/// It is not found.
impl std::ops::Not for Search {
    type Output = Self;

    fn not(self) -> Self {
        Self { tree: Searched::Not(Box::new(self.tree)) }
    }
}

impl fmt::Display for Search {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tree.fmt(out)
    }
}
