//! The lenient reader. It goes on after everything that people do get wrong, and says what it was.

use edmund_model::{FileId, Origin};

use super::{Kind, Member, Value};

/// Objects and arrays inside each other; beyond that the text is refused.
const MAX_DEPTH: usize = 128;

/// What is not JSON about a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IssueKind {
    /// A comma behind the last item.
    TrailingComma,
    /// A comma is missing between two items.
    MissingComma,
    /// `// ...` or `/* ... */`.
    Comment,
    /// A line end inside a string.
    RawNewline,
    /// A name without quotes.
    UnquotedKey,
    /// Quotes that are not `"`.
    WrongQuotes,
    /// `...` instead of a value or member.
    Ellipsis,
    /// A backslash that starts no escape.
    BadEscape,
    /// A word that is no value.
    BareWord,
    /// The text ends too early.
    Truncated,
    /// More text behind the value.
    Trailing,
    /// Nested too deeply.
    TooDeep,
    /// Something else.
    Unexpected,
}

impl IssueKind {
    /// Whether what is meant is clear all the same.
    pub(crate) fn is_recoverable(self) -> bool {
        !matches!(
            self,
            IssueKind::BareWord | IssueKind::Truncated | IssueKind::Trailing | IssueKind::TooDeep | IssueKind::Unexpected
        )
    }

    /// In words, for messages.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            IssueKind::TrailingComma => "a comma stands behind the last item",
            IssueKind::MissingComma => "a comma is missing before this item",
            IssueKind::Comment => "JSON has no comments",
            IssueKind::RawNewline => "a string runs over a line end",
            IssueKind::UnquotedKey => "this name has no quotes",
            IssueKind::WrongQuotes => "quotes must be `\"`",
            IssueKind::Ellipsis => "`...` stands where a value is expected",
            IssueKind::BadEscape => "this backslash starts no escape sequence",
            IssueKind::BareWord => "this word is not a JSON value",
            IssueKind::Truncated => "the text ends before the value does",
            IssueKind::Trailing => "something follows the end of the value",
            IssueKind::TooDeep => "the value is nested too deeply",
            IssueKind::Unexpected => "this is not JSON",
        }
    }
}

/// One thing that is not JSON.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Issue {
    /// What.
    pub(crate) kind: IssueKind,
    /// Where.
    pub(crate) origin: Origin,
    /// The text to put there instead, where that repairs it.
    pub(crate) replacement: Option<&'static str>,
}

/// Reads the bytes `start..end` of a file's text. Never fails; what could not be read is in the issues.
pub(crate) fn parse(text: &str, start: usize, end: usize, file: FileId) -> (Option<Value>, Vec<Issue>) {
    let mut reader =
        Reader { text: &text[..end], bytes: &text.as_bytes()[..end], at: start, file, issues: Vec::new(), broken: false };
    reader.blanks();
    let value = reader.value(0);
    reader.blanks();
    if value.is_some() && !reader.broken && reader.at < end {
        reader.issue(IssueKind::Trailing, reader.at, end, None);
    }
    (value, reader.issues)
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    file: FileId,
    issues: Vec<Issue>,
    /// Set once nothing more can be made of the text; only the first such place is reported.
    broken: bool,
}

impl Reader<'_> {
    fn issue(&mut self, kind: IssueKind, start: usize, end: usize, replacement: Option<&'static str>) {
        if !kind.is_recoverable() {
            if self.broken {
                return;
            }
            self.broken = true;
        }
        // Callers point at single bytes; places end with characters, inside the text.
        let (start, end) = (start.min(self.text.len()), end.min(self.text.len()));
        let end = self.text.ceil_char_boundary(end);
        self.issues.push(Issue { kind, origin: Origin::new(self.file, start, end), replacement });
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn origin(&self, start: usize) -> Origin {
        Origin::new(self.file, start, self.at)
    }

    /// Skips white space, and comments with an issue.
    fn blanks(&mut self) {
        loop {
            while let Some(character) = self.rest().chars().next().filter(|c| c.is_whitespace() || *c == '\u{feff}') {
                self.at += character.len_utf8();
            }
            let start = self.at;
            let length = if self.rest().starts_with("//") {
                self.rest().find('\n').unwrap_or(self.rest().len())
            } else if self.rest().starts_with("/*") {
                self.rest().find("*/").map_or(self.rest().len(), |end| end + 2)
            } else {
                return;
            };
            self.at += length;
            self.issue(IssueKind::Comment, start, self.at, Some(""));
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        let start = self.at;
        if depth > MAX_DEPTH {
            self.issue(IssueKind::TooDeep, start, start + 1, None);
            return None;
        }
        let kind = match self.peek() {
            None => {
                self.issue(IssueKind::Truncated, start, start, None);
                return None;
            }
            Some(b'{') => Kind::Object(self.object(depth)),
            Some(b'[') => Kind::Array(self.array(depth)),
            Some(_) if self.quote().is_some() => Kind::String(self.string()),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'.') if self.ellipsis() => Kind::Null,
            Some(_) => self.word()?,
        };
        Some(Value { origin: self.origin(start), kind })
    }

    fn ellipsis(&mut self) -> bool {
        let start = self.at;
        let length = self.rest().bytes().take_while(|byte| *byte == b'.').count();
        if length < 3 {
            return false;
        }
        self.at += length;
        self.issue(IssueKind::Ellipsis, start, self.at, None);
        true
    }

    fn number(&mut self) -> Kind {
        let start = self.at;
        while self.peek().is_some_and(|byte| matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')) {
            self.at += 1;
        }
        let text = self.text[start..self.at].to_owned();
        if serde_json::from_str::<serde_json::Number>(&text).is_err() {
            self.issue(IssueKind::BareWord, start, self.at, None);
        }
        Kind::Number(text)
    }

    fn word(&mut self) -> Option<Kind> {
        let start = self.at;
        let length = self.rest().find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').unwrap_or(self.rest().len());
        self.at += length;
        match &self.text[start..self.at] {
            "true" => Some(Kind::Bool(true)),
            "false" => Some(Kind::Bool(false)),
            "null" => Some(Kind::Null),
            "" => {
                let width = self.rest().chars().next().map_or(0, char::len_utf8);
                self.issue(IssueKind::Unexpected, start, start + width, None);
                None
            }
            word => {
                let kind = Kind::String(word.to_owned());
                self.issue(IssueKind::BareWord, start, self.at, None);
                Some(kind)
            }
        }
    }

    /// The closing quote that belongs to the opening one here.
    fn quote(&self) -> Option<(char, &'static [char])> {
        let open = self.rest().chars().next()?;
        let closers: &'static [char] = match open {
            '"' => &['"'],
            '\'' => &['\''],
            '\u{201c}' | '\u{201d}' => &['\u{201d}', '\u{201c}', '"'],
            _ => return None,
        };
        Some((open, closers))
    }

    fn string(&mut self) -> String {
        let start = self.at;
        let Some((open, closers)) = self.quote() else { return String::new() };
        self.at += open.len_utf8();
        let mut text = String::new();
        let mut newline = None;
        loop {
            let Some(character) = self.rest().chars().next() else {
                self.issue(IssueKind::Truncated, start, self.at, None);
                break;
            };
            self.at += character.len_utf8();
            match character {
                c if closers.contains(&c) => break,
                '\\' => self.escape(&mut text),
                '\n' => {
                    newline.get_or_insert(self.at - 1);
                    text.push('\n');
                }
                c => text.push(c),
            }
        }
        if open != '"' {
            self.issue(IssueKind::WrongQuotes, start, self.at, None);
        }
        if let Some(place) = newline.filter(|_| !self.broken) {
            self.issue(IssueKind::RawNewline, place, place + 1, None);
        }
        text
    }

    fn escape(&mut self, text: &mut String) {
        let start = self.at - 1;
        let Some(character) = self.rest().chars().next() else { return };
        self.at += character.len_utf8();
        match character {
            '"' | '\\' | '/' => text.push(character),
            'b' => text.push('\u{8}'),
            'f' => text.push('\u{c}'),
            'n' => text.push('\n'),
            'r' => text.push('\r'),
            't' => text.push('\t'),
            'u' if self.hex().is_some() => text.push(self.unicode()),
            _ => {
                self.issue(IssueKind::BadEscape, start, self.at, None);
                text.push(character);
            }
        }
    }

    fn hex(&self) -> Option<u32> {
        u32::from_str_radix(self.rest().get(..4)?, 16).ok()
    }

    fn unicode(&mut self) -> char {
        let high = self.hex().unwrap_or(0xfffd);
        self.at += 4;
        if (0xd800..0xdc00).contains(&high) && self.rest().starts_with("\\u") {
            let low = self.rest().get(2..6).and_then(|digits| u32::from_str_radix(digits, 16).ok());
            if let Some(low) = low.filter(|low| (0xdc00..0xe000).contains(low)) {
                self.at += 6;
                return char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)).unwrap_or('\u{fffd}');
            }
        }
        char::from_u32(high).unwrap_or('\u{fffd}')
    }

    fn array(&mut self, depth: usize) -> Vec<Value> {
        let mut items = Vec::new();
        self.list(b']', |reader| {
            let value = reader.value(depth + 1);
            items.extend(value);
        });
        items
    }

    fn object(&mut self, depth: usize) -> Vec<Member> {
        let mut members = Vec::new();
        self.list(b'}', |reader| {
            let member = reader.object_member(depth);
            members.extend(member);
        });
        members
    }

    /// Opening bracket, items with commas, closing bracket.
    fn list(&mut self, close: u8, mut item: impl FnMut(&mut Self)) {
        let start = self.at;
        let mut comma: Option<usize> = None;
        let mut first = true;
        self.at += 1;
        loop {
            self.blanks();
            match self.peek() {
                _ if self.broken => return,
                None => return self.issue(IssueKind::Truncated, start, self.at, None),
                Some(byte) if byte == close => {
                    if let Some(comma) = comma {
                        self.issue(IssueKind::TrailingComma, comma, comma + 1, Some(""));
                    }
                    self.at += 1;
                    return;
                }
                Some(b',') => {
                    if comma.is_some() || first {
                        self.issue(IssueKind::TrailingComma, self.at, self.at + 1, Some(""));
                    }
                    comma = Some(self.at);
                    self.at += 1;
                    continue;
                }
                Some(b']' | b'}') => return self.issue(IssueKind::Unexpected, self.at, self.at + 1, None),
                Some(_) => {}
            }
            if !first && comma.is_none() && !self.rest().starts_with("...") {
                self.issue(IssueKind::MissingComma, self.at, self.at, Some(","));
            }
            let before = self.at;
            item(self);
            if self.at == before && !self.broken {
                return self.issue(IssueKind::Unexpected, before, before + 1, None);
            }
            first = false;
            comma = None;
        }
    }

    fn object_member(&mut self, depth: usize) -> Option<Member> {
        let start = self.at;
        if self.ellipsis() {
            return None;
        }
        let key = if self.quote().is_some() { self.string() } else { self.unquoted_key()? };
        let key_origin = self.origin(start);
        self.blanks();
        if self.peek() != Some(b':') {
            self.issue(IssueKind::Unexpected, self.at, self.at + 1, None);
            return None;
        }
        self.at += 1;
        self.blanks();
        let value = self.value(depth + 1)?;
        Some(Member { key, key_origin, value })
    }

    fn unquoted_key(&mut self) -> Option<String> {
        let start = self.at;
        let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '.' | '$');
        let length = self.rest().find(|c| !is_key(c)).unwrap_or(self.rest().len());
        let key = self.rest()[..length].to_owned();
        if length == 0 || !self.rest()[length..].trim_start().starts_with(':') {
            let width = self.rest().chars().next().map_or(0, char::len_utf8);
            self.issue(IssueKind::Unexpected, start, start + width, None);
            return None;
        }
        self.at += length;
        self.issue(IssueKind::UnquotedKey, start, self.at, None);
        Some(key)
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
