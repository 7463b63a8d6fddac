//! The reader.

use super::{Kind, Member, Value};
use crate::{FileId, Origin};

/// Objects and arrays may be inside each other this deep; beyond, the text is refused, so that recursion over a value is safe.
pub const MAX_DEPTH: usize = 128;

/// What is not JSON about a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueKind {
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
    /// A word that is no value, or a number that is none.
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
    pub fn is_recoverable(self) -> bool {
        use IssueKind::{BareWord, TooDeep, Trailing, Truncated, Unexpected};
        !matches!(self, BareWord | Truncated | Trailing | TooDeep | Unexpected)
    }

    /// In words, for messages.
    pub fn describe(self) -> &'static str {
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
pub struct Issue {
    /// What.
    pub kind: IssueKind,
    /// Where.
    pub origin: Origin,
    /// The text to put there instead, where that repairs it.
    pub replacement: Option<&'static str>,
}

/// Reads the bytes `start..end` of a file's text, whose first and last are at the borders of characters.
///
/// Never fails: what could not be read is in the issues. Of those that leave the meaning open only the first is there, and the value
/// ends at it.
pub fn parse(text: &str, start: usize, end: usize, file: FileId) -> (Option<Value>, Vec<Issue>) {
    let end = text.floor_char_boundary(end.min(text.len()));
    let start = text.ceil_char_boundary(start.min(end));
    let mut reader = Reader { text: &text[..end], at: start, file, issues: Vec::new(), broken: false };
    reader.blanks();
    let value = reader.value(0);
    reader.blanks();
    if value.is_some() && reader.at < end {
        reader.issue(IssueKind::Trailing, reader.at, end, None);
    }
    (value, reader.issues)
}

struct Reader<'a> {
    text: &'a str,
    /// The next byte; always at the border of a character.
    at: usize,
    file: FileId,
    issues: Vec<Issue>,
    /// Set once nothing more can be made of the text.
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
        let start = start.min(self.text.len());
        let end = self.text.ceil_char_boundary(end.clamp(start, self.text.len()));
        self.issues.push(Issue { kind, origin: Origin::new(self.file, start, end), replacement });
    }

    /// An issue at the character that comes next.
    fn issue_here(&mut self, kind: IssueKind) {
        self.issue(kind, self.at, self.at + 1, None);
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn origin(&self, start: usize) -> Origin {
        Origin::new(self.file, start, self.at)
    }

    /// Goes on as long as bytes are of a kind.
    fn skip(&mut self, is_kind: impl Fn(u8) -> bool) -> usize {
        let length = self.text.as_bytes()[self.at..].iter().take_while(|byte| is_kind(**byte)).count();
        self.at += length;
        length
    }

    /// Skips white space, and comments with an issue.
    fn blanks(&mut self) {
        loop {
            self.skip(|byte| byte.is_ascii_whitespace());
            if self.peek().is_none_or(|byte| byte.is_ascii() && byte != b'/') {
                return;
            }
            let start = self.at;
            let rest = self.rest();
            let length = if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + "*/".len())
            } else {
                // Blanks beyond ASCII come along when people copy text.
                match rest.chars().next().filter(|c| !c.is_ascii() && (c.is_whitespace() || *c == '\u{feff}')) {
                    Some(blank) => {
                        self.at += blank.len_utf8();
                        continue;
                    }
                    None => return,
                }
            };
            self.at += length;
            self.issue(IssueKind::Comment, start, self.at, Some(""));
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        let start = self.at;
        if depth > MAX_DEPTH {
            self.issue_here(IssueKind::TooDeep);
            return None;
        }
        let kind = match self.peek() {
            None => {
                self.issue_here(IssueKind::Truncated);
                return None;
            }
            Some(b'{') => Kind::Object(self.object(depth)),
            Some(b'[') => Kind::Array(self.array(depth)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'.') if self.ellipsis() => Kind::Null,
            Some(_) if self.closing_quotes().is_some() => Kind::String(self.string()),
            Some(_) => self.word()?,
        };
        Some(Value { origin: self.origin(start), kind })
    }

    fn ellipsis(&mut self) -> bool {
        if !self.rest().starts_with("...") {
            return false;
        }
        let start = self.at;
        self.skip(|byte| byte == b'.');
        self.issue(IssueKind::Ellipsis, start, self.at, None);
        true
    }

    fn number(&mut self) -> Kind {
        let start = self.at;
        self.skip(|byte| matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9'));
        let text = self.text[start..self.at].to_owned();
        if !is_number(&text) {
            self.issue(IssueKind::BareWord, start, self.at, None);
        }
        Kind::Number(text)
    }

    fn word(&mut self) -> Option<Kind> {
        let start = self.at;
        let rest = self.rest();
        self.at += rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').unwrap_or(rest.len());
        match &self.text[start..self.at] {
            "true" => Some(Kind::Bool(true)),
            "false" => Some(Kind::Bool(false)),
            "null" => Some(Kind::Null),
            "" => {
                self.issue_here(IssueKind::Unexpected);
                None
            }
            word => {
                let kind = Kind::String(word.to_owned());
                self.issue(IssueKind::BareWord, start, self.at, None);
                Some(kind)
            }
        }
    }

    /// What may close the string that begins here.
    fn closing_quotes(&self) -> Option<&'static [char]> {
        match self.rest().chars().next()? {
            '"' => Some(&['"']),
            '\'' => Some(&['\'']),
            '\u{201c}' | '\u{201d}' => Some(&['\u{201d}', '\u{201c}', '"']),
            _ => None,
        }
    }

    fn string(&mut self) -> String {
        let start = self.at;
        let Some(closing) = self.closing_quotes() else { return String::new() };
        let right = self.peek() == Some(b'"');
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
        let mut text = String::new();
        let mut newline = None;
        loop {
            let rest = self.rest();
            let plain = if right {
                rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | b'\n'))
            } else {
                rest.find(|c: char| c == '\\' || c == '\n' || closing.contains(&c))
            };
            let plain = plain.unwrap_or(rest.len());
            text.push_str(&rest[..plain]);
            let stop = rest[plain..].chars().next();
            self.at += plain + stop.map_or(0, char::len_utf8);
            match stop {
                None => {
                    self.issue(IssueKind::Truncated, start, self.at, None);
                    break;
                }
                Some('\\') => self.escape(&mut text),
                Some('\n') => {
                    newline.get_or_insert(self.at - 1);
                    text.push('\n');
                }
                Some(_) => break,
            }
        }
        if !right {
            self.issue(IssueKind::WrongQuotes, start, self.at, None);
        }
        if let Some(place) = newline.filter(|_| !self.broken) {
            self.issue(IssueKind::RawNewline, place, place + 1, None);
        }
        text
    }

    /// What stands behind a backslash.
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
            'u' => match self.unicode() {
                Some(character) => text.push(character),
                None => self.issue(IssueKind::BadEscape, start, self.at, None),
            },
            _ => {
                self.issue(IssueKind::BadEscape, start, self.at, None);
                text.push(character);
            }
        }
    }

    /// Four hexadecimal digits at an offset.
    fn unit(&self, offset: usize) -> Option<u32> {
        let digits = self.rest().get(offset..offset + 4)?;
        digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
    }

    /// A character as one unit of UTF-16, or as two; half a character becomes U+FFFD.
    fn unicode(&mut self) -> Option<char> {
        let high = self.unit(0)?;
        self.at += 4;
        let low = if self.rest().starts_with("\\u") { self.unit(2) } else { None };
        if let (0xd800..0xdc00, Some(low @ 0xdc00..0xe000)) = (high, low) {
            self.at += 6;
            return char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00));
        }
        Some(char::from_u32(high).unwrap_or('\u{fffd}'))
    }

    fn array(&mut self, depth: usize) -> Vec<Value> {
        let mut items = Vec::new();
        self.list(b']', |reader| items.extend(reader.value(depth + 1)));
        items
    }

    fn object(&mut self, depth: usize) -> Vec<Member> {
        let mut members = Vec::new();
        self.list(b'}', |reader| members.extend(reader.object_member(depth)));
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
                Some(b']' | b'}') => return self.issue_here(IssueKind::Unexpected),
                Some(_) => {}
            }
            if !first && comma.is_none() && !self.rest().starts_with("...") {
                self.issue(IssueKind::MissingComma, self.at, self.at, Some(","));
            }
            let before = self.at;
            item(self);
            if self.at == before && !self.broken {
                return self.issue_here(IssueKind::Unexpected);
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
        let key = if self.closing_quotes().is_some() { self.string() } else { self.unquoted_key()? };
        let key_origin = self.origin(start);
        self.blanks();
        if self.peek() != Some(b':') {
            let kind = if self.peek().is_none() { IssueKind::Truncated } else { IssueKind::Unexpected };
            self.issue_here(kind);
            return None;
        }
        self.at += 1;
        self.blanks();
        let value = self.value(depth + 1)?;
        Some(Member { key, key_origin, value })
    }

    fn unquoted_key(&mut self) -> Option<String> {
        let start = self.at;
        let rest = self.rest();
        let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '.' | '$');
        let length = rest.find(|c| !is_key(c)).unwrap_or(rest.len());
        if length == 0 || !rest[length..].trim_start().starts_with(':') {
            self.issue_here(IssueKind::Unexpected);
            return None;
        }
        let key = rest[..length].to_owned();
        self.at += length;
        self.issue(IssueKind::UnquotedKey, start, self.at, None);
        Some(key)
    }
}

/// Whether a text is a number of JSON (RFC 8259, section 6).
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(left, right)| (left, Some(right)));
    let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(left, right)| (left, Some(right)));
    let exponent = exponent.map(|text| text.strip_prefix(['-', '+']).unwrap_or(text));
    digits(whole) && (whole.len() == 1 || !whole.starts_with('0')) && fraction.is_none_or(digits) && exponent.is_none_or(digits)
}
