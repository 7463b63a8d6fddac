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
    let starts = characters.next().is_some_and(|first| first == '_' || first.is_alphabetic());
    starts && text.chars().count() <= 128 && characters.all(|c| c == '_' || c.is_alphanumeric() || is_joiner_or_mark(c))
}

// CSDL also allows combining marks and format characters (Mn, Mc, Pc, Cf); `char` knows no classes, so the ranges that occur stand here.
fn is_joiner_or_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{200c}' | '\u{200d}' | '\u{203f}' | '\u{2040}' | '\u{20d0}'..='\u{20dc}')
}

/// The candidate that a mistyped name most likely means, if one is near enough to say so.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (name.chars().count() / 3).clamp(1, 4);
    let lower = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, candidate)| (*distance, *candidate))
        .map(|(_, candidate)| candidate)
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
        for good in ["a", "_a", "straße", "a\u{200d}b", "v10_0"] {
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
    }
}
