//! Reading a page while it comes in: each item is decoded as soon as its last byte is there, and its text is let go.

use serde_core::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::frame::Frame;
use super::page::Page;
use crate::client::{Intake, Reply};
use crate::error::{DecodeFailure, Error, ServiceError};
use crate::request::document::in_band_error;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A page of which some bytes are there.
///
/// However the bytes are cut into pieces, the result is the same. Of the text it holds no more than one value and the piece that came last.
pub(crate) struct PageDecoder<T> {
    expect: Expect,
    /// The text that is not understood yet: the beginning of one value.
    pending: Vec<u8>,
    /// The pending text is looked at again when it is this long. It doubles, so that a long value is not read from its beginning for
    /// every piece of it.
    enough: usize,
    /// Bytes of the body before the pending text.
    consumed: usize,
    /// The body has more than blanks.
    started: bool,
    items: Option<Vec<T>>,
    frame: Frame,
    failure: Option<Failure>,
}

/// What comes next.
#[derive(Debug)]
enum Expect {
    /// The document.
    Start,
    /// The first member, or the end of the document.
    FirstMember,
    /// A member.
    Member,
    /// The colon after the name of a member.
    Colon(String),
    /// The value of a member.
    Value(String),
    /// The first item, or the end of the items.
    FirstItem,
    /// An item.
    Item,
    /// A comma, or the end of the document.
    AfterMember,
    /// Nothing.
    End,
}

/// Why a page cannot be read.
enum Failure {
    /// The service says so inside the page.
    Service(Map<String, Value>),
    /// It is not a page.
    Decode { path: String, message: String, position: Option<usize> },
}

/// Where reading is after one step.
enum Step {
    /// It goes on at this place.
    On(usize),
    /// It cannot go on: what is not read begins at this place.
    Stop(usize),
}

impl<T> PageDecoder<T> {
    pub(crate) fn new() -> Self {
        Self {
            expect: Expect::Start,
            pending: Vec::new(),
            enough: 0,
            consumed: 0,
            started: false,
            items: None,
            frame: Frame::default(),
            failure: None,
        }
    }

    /// Bytes of the body so far.
    pub(super) fn length(&self) -> usize {
        self.consumed + self.pending.len()
    }
}

impl<T: DeserializeOwned> PageDecoder<T> {
    /// Reads a page that is there as a whole.
    pub(crate) fn read(reply: &Reply) -> Result<Page<T>, Error> {
        let mut decoder = Self::new();
        decoder.push(&reply.body);
        decoder.finish(reply)
    }

    /// The page, now that its last byte has come. A document without `value`, an error object, and an error object that ends the items are
    /// errors.
    pub(crate) fn finish(mut self, reply: &Reply) -> Result<Page<T>, Error> {
        let pending = std::mem::take(&mut self.pending);
        let read = if self.failure.is_none() { self.advance(&pending, true) } else { 0 };
        if self.failure.is_none() && !matches!(self.expect, Expect::End) {
            let message = if self.started { "the document is cut off" } else { "expected a JSON document, found an empty body" };
            self.fail(message, self.started.then_some(read));
        }
        let length = self.consumed + pending.len();
        match self.failure {
            Some(Failure::Service(error)) => Err(ServiceError::from_object(reply, &error).into()),
            Some(Failure::Decode { path, message, position }) => {
                Err(DecodeFailure { path, position, length, ..DecodeFailure::new(reply, message) }.into())
            }
            None => Self::page(self.items, self.frame).map_err(|error| match error {
                Some(error) => ServiceError::from_object(reply, &error).into(),
                None => {
                    let message = "expected a collection, found an object without the member value";
                    DecodeFailure { length, ..DecodeFailure::new(reply, message) }.into()
                }
            }),
        }
    }

    fn page(items: Option<Vec<T>>, frame: Frame) -> Result<Page<T>, Option<Map<String, Value>>> {
        let Frame { count, next_link, delta_link, context, error } = frame;
        match (error, items) {
            (Some(Value::Object(error)), _) => Err(Some(error)),
            (_, Some(value)) => Ok(Page { value, count, next_link, delta_link, context, ..Page::default() }),
            (_, None) => Err(None),
        }
    }

    fn push(&mut self, piece: &[u8]) {
        if self.failure.is_some() {
            // Counted all the same: errors say how long the body is.
            self.consumed += piece.len();
            return;
        }
        if self.pending.is_empty() {
            let read = self.advance(piece, false);
            self.pending.extend_from_slice(&piece[read..]);
            self.consumed += read;
        } else {
            self.pending.extend_from_slice(piece);
            if self.pending.len() < self.enough {
                return;
            }
            let mut pending = std::mem::take(&mut self.pending);
            let read = self.advance(&pending, false);
            pending.drain(..read);
            self.consumed += read;
            self.pending = pending;
        }
        self.enough = self.pending.len() * 2;
    }

    /// Reads as far as the text goes; the place where what is not read begins. `last`: no more will come.
    fn advance(&mut self, text: &[u8], last: bool) -> usize {
        let mut at = 0;
        loop {
            at = after_blanks(text, at);
            let Some(&byte) = text.get(at) else { return at };
            let step = match std::mem::replace(&mut self.expect, Expect::End) {
                Expect::Start => self.start(text, at, last),
                Expect::FirstMember if byte == b'}' => self.go(at + 1, Expect::End),
                Expect::AfterMember if byte == b'}' => self.go(at + 1, Expect::End),
                Expect::AfterMember if byte == b',' => self.go(at + 1, Expect::Member),
                Expect::Colon(name) if byte == b':' => self.go(at + 1, Expect::Value(name)),
                Expect::FirstItem if byte == b']' => self.go(at + 1, Expect::AfterMember),
                expect @ (Expect::FirstMember | Expect::Member) => self.name(expect, text, at, last),
                Expect::Value(name) if name == "value" => self.begin_items(text, at),
                Expect::Value(name) => self.member(name, text, at, last),
                expect @ (Expect::FirstItem | Expect::Item) => self.read_items(expect, text, at, last),
                Expect::Colon(_) => self.fail("expected `:`", Some(at)),
                Expect::AfterMember => self.fail("expected `,` or `}`", Some(at)),
                Expect::End => self.fail("trailing characters", Some(at)),
            };
            match step {
                Step::On(next) => at = next,
                Step::Stop(next) => return next,
            }
        }
    }

    fn go(&mut self, at: usize, expect: Expect) -> Step {
        self.expect = expect;
        Step::On(at)
    }

    /// The text from `at` on is the beginning of what is expected.
    fn wait(&mut self, at: usize, expect: Expect) -> Step {
        self.expect = expect;
        Step::Stop(at)
    }

    fn fail(&mut self, message: &str, at: Option<usize>) -> Step {
        let position = at.map(|at| self.consumed + at);
        self.failure = Some(Failure::Decode { path: String::new(), message: message.to_owned(), position });
        Step::Stop(at.unwrap_or(0))
    }

    /// Notes what serde_json says of the value at `at`.
    fn fail_with(&mut self, text: &[u8], at: usize, error: &serde_json::Error) -> Step {
        let position = DecodeFailure::byte_position(&text[at..], error).map(|position| at + position);
        self.fail(&DecodeFailure::message_of(error), position)
    }

    fn start(&mut self, text: &[u8], at: usize, last: bool) -> Step {
        let rest = &text[at..];
        if !self.started && self.consumed + at == 0 {
            if rest.starts_with(BYTE_ORDER_MARK) {
                return self.go(BYTE_ORDER_MARK.len(), Expect::Start);
            }
            if BYTE_ORDER_MARK.starts_with(rest) && !last {
                return self.wait(at, Expect::Start);
            }
        }
        self.started = true;
        let found = match rest[0] {
            b'{' => return self.go(at + 1, Expect::FirstMember),
            b'[' => "an array",
            b'"' => "a string",
            b't' | b'f' => "a Boolean",
            b'n' => "null",
            b'-' | b'0'..=b'9' => "a number",
            _ => "text that is not JSON",
        };
        self.fail(&format!("expected an object with a collection in its member value, found {found}"), Some(at))
    }

    fn name(&mut self, expect: Expect, text: &[u8], at: usize, last: bool) -> Step {
        if text[at] != b'"' {
            return self.fail("expected the name of a member", Some(at));
        }
        match read::<String>(text, at, last) {
            Ok(Some((name, next))) => self.go(next, Expect::Colon(name)),
            Ok(None) => self.wait(at, expect),
            Err(error) => self.fail_with(text, at, &error),
        }
    }

    fn member(&mut self, name: String, text: &[u8], at: usize, last: bool) -> Step {
        let value = match read::<Box<RawValue>>(text, at, last) {
            Ok(Some((value, next))) => self.frame.take(&name, &value).map(|()| next),
            Ok(None) => return self.wait(at, Expect::Value(name)),
            Err(error) => Err(error),
        };
        match value {
            Ok(next) => self.go(next, Expect::AfterMember),
            Err(error) => self.fail_with(text, at, &error),
        }
    }

    fn begin_items(&mut self, text: &[u8], at: usize) -> Step {
        if self.items.is_some() {
            return self.fail("the member value stands twice", Some(at));
        }
        let found = match text[at] {
            b'[' => {
                self.items = Some(Vec::new());
                return self.go(at + 1, Expect::FirstItem);
            }
            b'{' => "an object",
            b'"' => "a string",
            b'n' => "null",
            _ => "a primitive value",
        };
        self.fail(&format!("expected the items of a collection, found {found}"), Some(at))
    }

    fn read_items(&mut self, mut expect: Expect, text: &[u8], mut at: usize, last: bool) -> Step {
        loop {
            let (item, end) = match read::<T>(text, at, last) {
                Ok(Some(read)) => read,
                Ok(None) => return self.wait(at, expect),
                Err(_) if !last && may_be_error(&text[at..]) => return self.wait(at, expect),
                Err(error) => return self.fail_item(text, at, &error),
            };
            match text[end] {
                b',' => {
                    self.items.get_or_insert_default().push(item);
                    expect = Expect::Item;
                    at = after_blanks(text, end + 1);
                }
                b']' => {
                    // A service that fails inside a page may end the items with an error object (OData Protocol 4.01, 11.4.1).
                    if let Some(error) = in_band_error(&text[at..end]) {
                        self.failure = Some(Failure::Service(error));
                        return Step::Stop(at);
                    }
                    self.items.get_or_insert_default().push(item);
                    return self.go(end + 1, Expect::AfterMember);
                }
                _ => return self.fail("expected `,` or `]`", Some(end)),
            }
        }
    }

    /// An item is not a `T`. It may be an error object all the same.
    fn fail_item(&mut self, text: &[u8], at: usize, error: &serde_json::Error) -> Step {
        let item = read::<Box<RawValue>>(text, at, true).ok().flatten();
        if let Some(error) = item.and_then(|(item, _)| in_band_error(item.get().as_bytes())) {
            self.failure = Some(Failure::Service(error));
            return Step::Stop(at);
        }
        let step = self.fail_with(text, at, error);
        if let Some(Failure::Decode { path, .. }) = &mut self.failure {
            *path = format!("value/{}", self.items.as_ref().map_or(0, Vec::len));
        }
        step
    }
}

impl<T: DeserializeOwned + Send> Intake for PageDecoder<T> {
    fn begin(&mut self) {
        *self = Self::new();
    }

    fn take(&mut self, piece: &[u8]) {
        self.push(piece);
    }
}

/// Reads the value at `at`; with it comes the place of what follows it after blanks. `None`: the text ends inside the value or right behind
/// it, where a number might go on.
fn read<V: DeserializeOwned>(text: &[u8], at: usize, last: bool) -> Result<Option<(V, usize)>, serde_json::Error> {
    let rest = &text[at..];
    let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<V>();
    match values.next() {
        Some(Ok(value)) => {
            let end = after_blanks(text, at + values.byte_offset());
            Ok((end < text.len()).then_some((value, end)))
        }
        // Some errors at the very end are not said to be for want of text, such as that of `-`.
        Some(Err(error)) if !last && (error.is_eof() || is_at_end(rest, &error)) => Ok(None),
        Some(Err(error)) => Err(error),
        None => Ok(None),
    }
}

fn is_at_end(text: &[u8], error: &serde_json::Error) -> bool {
    DecodeFailure::byte_position(text, error).is_some_and(|position| position + 1 >= text.len())
}

fn after_blanks(text: &[u8], at: usize) -> usize {
    let blanks = text[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')).count();
    at + blanks
}

/// Whether an item may be an error object of which the end is still to come.
fn may_be_error(text: &[u8]) -> bool {
    let Some(inside) = text.strip_prefix(b"{") else { return false };
    let name = inside.trim_ascii_start();
    name.starts_with(b"\"error\"") || b"\"error\"".starts_with(name)
}

#[cfg(test)]
mod tests;
