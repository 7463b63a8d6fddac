//! The tree of `$search`.

/// What is searched for (OData URL Conventions 4.01, 5.1.8).
///
/// A tree is in normal form when `And` and `Or` have at least two operands, no operand is of its parent's kind, and a word could not be read
/// as anything else. What the parser returns is always in normal form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Searched {
    /// A word: no blanks, quotes, parentheses or semicolons, and not `AND`, `OR` or `NOT`.
    Word(String),
    /// Words in a row, or any other text.
    Phrase(String),
    /// It is not found.
    Not(Box<Searched>),
    /// All are found.
    And(Vec<Searched>),
    /// At least one is found.
    Or(Vec<Searched>),
}

impl Searched {
    /// Both are found. Chains stay flat.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::join(self, other, Self::And)
    }

    /// At least one is found. Chains stay flat.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self::join(self, other, Self::Or)
    }

    fn join(first: Self, second: Self, join: fn(Vec<Self>) -> Self) -> Self {
        Self::flat(vec![first, second], join)
    }

    /// A single operand stands for itself; the operands of an operand of the same kind are taken up.
    pub(super) fn flat(mut operands: Vec<Self>, join: fn(Vec<Self>) -> Self) -> Self {
        if operands.len() == 1
            && let Some(only) = operands.pop()
        {
            return only;
        }
        let kind = std::mem::discriminant(&join(Vec::new()));
        let flattened = operands.into_iter().flat_map(|operand| {
            let is_same = std::mem::discriminant(&operand) == kind;
            match operand {
                Self::And(inner) | Self::Or(inner) if is_same => inner,
                other => vec![other],
            }
        });
        join(flattened.collect())
    }

    /// Whether a text can stand as a word.
    pub(super) fn is_word(text: &str) -> bool {
        let keyword = matches!(text, "AND" | "OR" | "NOT");
        !text.is_empty()
            && !keyword
            && !text.starts_with('\'')
            && !text.contains(|ch: char| ch.is_whitespace() || "\"();&".contains(ch))
    }
}
