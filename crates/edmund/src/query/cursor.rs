//! A place in a text, and the words, names and strings that can stand there.

use super::scan;

/// Why a text is not an expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at byte {position}: expected {expected}, found {found}")]
pub struct ParseError {
    /// Bytes before the place of the error, in the decoded text.
    pub position: usize,
    /// What could have stood there.
    pub expected: &'static str,
    /// What stands there, shortened; `end of text` at the end.
    pub found: String,
}

/// A text, how far it is read, and how deep.
pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) position: usize,
    /// Levels of nesting that are open.
    pub(super) depth: usize,
    /// Operators that stand behind another without nesting in the text.
    pub(super) chained: usize,
    /// Parentheses with options that are open.
    pub(super) nested: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, position: 0, depth: 0, chained: 0, nested: 0 }
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.position..]
    }

    pub(super) fn error(&self, expected: &'static str) -> ParseError {
        let rest = self.rest();
        let found = if rest.is_empty() {
            "end of text".to_owned()
        } else {
            let end = rest.char_indices().nth(16).map_or(rest.len(), |(index, _)| index);
            format!("`{}`", &rest[..end])
        };
        ParseError { position: self.position, expected, found }
    }

    /// Skips blanks; says whether there were any.
    pub(super) fn spaces(&mut self) -> bool {
        let blanks = self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
        self.position += blanks;
        blanks > 0
    }

    pub(super) fn eat(&mut self, ch: char) -> bool {
        let found = self.rest().starts_with(ch);
        if found {
            self.position += ch.len_utf8();
        }
        found
    }

    pub(super) fn expect(&mut self, ch: char, expected: &'static str) -> Result<(), ParseError> {
        if self.eat(ch) { Ok(()) } else { Err(self.error(expected)) }
    }

    pub(super) fn end(&mut self, expected: &'static str) -> Result<(), ParseError> {
        self.spaces();
        if self.rest().is_empty() { Ok(()) } else { Err(self.error(expected)) }
    }

    /// A blank and then `word`, as a whole word; consumes nothing otherwise.
    pub(super) fn word(&mut self, word: &str) -> bool {
        let start = self.position;
        if self.spaces() && self.starts_with_word(word) {
            self.position += word.len();
            return true;
        }
        self.position = start;
        false
    }

    /// Letter case does not matter to a service (OData URL Conventions 4.01, 5.1.1); what we print is in lower case.
    pub(super) fn starts_with_word(&self, word: &str) -> bool {
        let Some((start, after)) = self.rest().split_at_checked(word.len()) else { return false };
        let ended = !after.starts_with(|ch: char| scan::is_identifier_continue(ch) || matches!(ch, '.' | '/' | '\''));
        ended && start.eq_ignore_ascii_case(word)
    }

    /// The text between single quotes; two of them stand for one.
    pub(super) fn quoted(&mut self) -> Result<String, ParseError> {
        self.expect('\'', "`'`")?;
        let mut text = String::new();
        loop {
            let Some(length) = self.rest().find('\'') else {
                self.position = self.text.len();
                return Err(self.error("`'` at the end of the string"));
            };
            text.push_str(&self.rest()[..length]);
            self.position += length + 1;
            if !self.eat('\'') {
                return Ok(text);
            }
            text.push('\'');
        }
    }

    /// A qualified or simple name, or one that begins with `$` like `$it`.
    pub(super) fn name(&mut self, expected: &'static str) -> Result<&'a str, ParseError> {
        let rest = self.rest();
        let dollar = usize::from(rest.starts_with('$'));
        let length = scan::qualified_name(&rest[dollar..]);
        if length == 0 {
            return Err(self.error(expected));
        }
        self.position += dollar + length;
        Ok(&rest[..dollar + length])
    }
}
