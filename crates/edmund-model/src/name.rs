//! Names as the wire has them.

use std::fmt;

use serde::{Serialize, Serializer};

/// A name with its namespace: `microsoft.graph.security` + `alert`.
///
/// The namespace is always the real one, never an alias.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QualifiedName {
    /// The namespace, dots included.
    pub namespace: String,
    /// The simple name.
    pub name: String,
}

impl QualifiedName {
    /// From its two parts.
    pub fn new(namespace: impl Into<String>, name: impl Into<String>) -> Self {
        QualifiedName { namespace: namespace.into(), name: name.into() }
    }

    /// Splits at the last dot: namespaces may share their text with a type (`microsoft.graph.security`).
    pub fn parse(text: &str) -> Option<Self> {
        let (namespace, name) = text.rsplit_once('.')?;
        (!namespace.is_empty() && !name.is_empty()).then(|| QualifiedName::new(namespace, name))
    }
}

impl fmt::Display for QualifiedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.namespace, self.name)
    }
}

impl Serialize for QualifiedName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Whether a text is a simple identifier of OData: a letter or underscore, then letters, digits and underscores, at most 128 characters.
///
/// Source: OData CSDL 4.01, section 15.2 (SimpleIdentifier).
pub fn is_identifier(text: &str) -> bool {
    let mut characters = text.chars();
    let starts = characters.next().is_some_and(|first| first == '_' || unicode_ident::is_xid_start(first));
    starts && text.chars().count() <= 128 && characters.all(|c| unicode_ident::is_xid_continue(c) || is_format(c))
}

// CSDL also allows format characters (class Cf), which identifiers of programming languages do not; those that occur in words stand here.
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// The candidate that a mistyped name most likely means, if one is near enough to say so.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    let limit = (length / 3).clamp(1, 4);
    let lower = name.to_lowercase();
    // A distance is at least the difference of the lengths, and of the letters in whatever order: most candidates need not be compared.
    let letters = counted(&lower);
    let near =
        |candidate: &&str| candidate.chars().count().abs_diff(length) <= limit && apart(letters, counted(candidate)) <= limit;
    candidates
        .into_iter()
        .filter(near)
        .map(|candidate| (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, candidate)| (*distance, *candidate))
        .map(|(_, candidate)| candidate)
}

/// How often each letter occurs, in lower case; some letters share a place, which only makes texts look more alike.
fn counted(text: &str) -> [u8; 64] {
    let mut counts = [0_u8; 64];
    for letter in text.chars().flat_map(char::to_lowercase) {
        let count = &mut counts[letter as usize % 64];
        *count = count.saturating_add(1);
    }
    counts
}

/// How many letters one text has that another has not: no fewer steps lead from one to the other.
fn apart(one: [u8; 64], two: [u8; 64]) -> usize {
    let beyond = |one: [u8; 64], two: [u8; 64]| one.iter().zip(two).map(|(one, two)| usize::from(one.saturating_sub(two))).sum();
    usize::max(beyond(one, two), beyond(two, one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qualified_names_split_at_the_last_dot() {
        assert_eq!(
            QualifiedName::parse("microsoft.graph.security.alert"),
            Some(QualifiedName::new("microsoft.graph.security", "alert"))
        );
        assert_eq!(QualifiedName::parse("alert"), None);
        assert_eq!(QualifiedName::parse(".alert"), None);
    }

    #[test]
    fn identifiers_follow_csdl() {
        for good in ["a", "_a", "straße", "a\u{200d}b", "v10_0", "a\u{2054}\u{ff3f}", "ক্ষ"] {
            assert!(is_identifier(good), "{good}");
        }
        for bad in ["", "1st", "a b", "a-b", "a\"", &"x".repeat(129)] {
            assert!(!is_identifier(bad), "{bad}");
        }
    }

    #[test]
    fn nearest_finds_slips_and_not_strangers() {
        assert_eq!(nearest("isMfaCapabel", ["isMfaCapable", "isMfaRegistered"]), Some("isMfaCapable"));
        assert_eq!(nearest("color", ["isMfaCapable"]), None);
        assert_eq!(nearest("color", ["Colour", "collar"]), Some("Colour"));
        assert_eq!(nearest("stra\u{df}e", ["strasse", "stra\u{df}"]), Some("stra\u{df}"));
        assert_eq!(nearest("listen", ["silent"]), None, "the same letters in another order");
    }
}
