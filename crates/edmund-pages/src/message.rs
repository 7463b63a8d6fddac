//! Examples: HTTP messages and the annotations above them.

use edmund_model::Origin;

use crate::json;
use crate::page::Located;

/// A JSON annotation in an HTML comment.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// The comment.
    pub origin: Origin,
    /// `blockType`, or the `type` of a page annotation.
    pub block: String,
    /// The object.
    pub value: json::Value,
}

impl Annotation {
    /// A member's text.
    pub fn text(&self, key: &str) -> Option<Located<String>> {
        let value = self.value.get(key)?;
        value.as_str().map(|text| Located::new(text.to_owned(), value.origin))
    }

    /// A member's Boolean, which may be written as a string.
    pub fn flag(&self, key: &str) -> bool {
        match self.value.get(key).map(|value| &value.kind) {
            Some(json::Kind::Bool(flag)) => *flag,
            Some(json::Kind::String(text)) => text.eq_ignore_ascii_case("true"),
            _ => false,
        }
    }

    /// The type it declares, without a leading `#` and without `Collection(..)`; the origin covers the whole string with its quotes.
    pub fn odata_type(&self) -> Option<Located<String>> {
        let found = self.text("@odata.type").or_else(|| self.text("@type"))?;
        let name = collection_item(&found.value).unwrap_or(&found.value).trim_start_matches('#');
        (!name.is_empty()).then(|| Located::new(name.to_owned(), found.origin))
    }

    /// Whether it declares a collection, by flag or by the type's spelling.
    pub fn is_collection(&self) -> bool {
        self.flag("isCollection")
            || self.text("@odata.type").or_else(|| self.text("@type")).is_some_and(|ty| collection_item(&ty.value).is_some())
    }
}

/// The `T` of `Collection(T)`, in any case.
pub(crate) fn collection_item(text: &str) -> Option<&str> {
    let (head, rest) = text.split_at_checked("collection".len())?;
    let item = rest.trim_start().strip_prefix('(').filter(|_| head.eq_ignore_ascii_case("collection"))?;
    Some(item.trim_end_matches(')').trim())
}

/// A header line of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The name as written.
    pub name: Located<String>,
    /// The value as written.
    pub value: Located<String>,
}

/// The first line of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum StartLine {
    /// A request.
    Request {
        /// The method as written.
        method: Located<String>,
        /// The URL as written.
        url: Located<String>,
    },
    /// A response.
    Response {
        /// The status code.
        status: Located<u16>,
        /// The reason phrase.
        reason: Located<String>,
    },
    /// No start line: a fence that holds only a body.
    None,
}

/// The body of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageBody {
    /// Its text, without line ends before and behind it.
    pub origin: Origin,
    /// The text as JSON; `None` when it is something else or cannot be read.
    pub json: Option<json::Value>,
    /// Bytes if lines end in LF.
    pub length_lf: usize,
    /// Bytes if lines end in CRLF.
    pub length_crlf: usize,
}

/// An HTTP message in a code fence.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The text inside the fence.
    pub origin: Origin,
    /// The first line.
    pub start: StartLine,
    /// The first line's place.
    pub line: Origin,
    /// The headers.
    pub headers: Vec<Header>,
    /// The body.
    pub body: Option<MessageBody>,
    /// The annotation above the fence.
    pub annotation: Option<Annotation>,
    /// Whether it stands among the examples (by section or annotation) rather than in running text.
    pub example: bool,
    /// What it is where the first line does not say: by its annotation, the heading above or its place behind a request.
    pub role: Option<Role>,
}

/// The two sides of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What the client sends.
    Request,
    /// What the service answers.
    Response,
}

impl Message {
    /// Whether it is a request.
    pub fn is_request(&self) -> bool {
        self.role() == Some(Role::Request)
    }

    /// Which side of an exchange it is; `None` for a body of which nothing says whose it is.
    pub fn role(&self) -> Option<Role> {
        match self.start {
            StartLine::Request { .. } => Some(Role::Request),
            StartLine::Response { .. } => Some(Role::Response),
            StartLine::None => self.role,
        }
    }

    /// Status and place, of a response.
    pub fn status(&self) -> Option<&Located<u16>> {
        match &self.start {
            StartLine::Response { status, .. } => Some(status),
            _ => None,
        }
    }

    /// A header by name, in any case.
    pub fn header(&self, name: &str) -> Option<&Header> {
        self.headers.iter().find(|header| header.name.value.eq_ignore_ascii_case(name))
    }

    /// The `blockType` of its annotation.
    pub fn block(&self) -> Option<&str> {
        self.annotation.as_ref().map(|annotation| annotation.block.as_str())
    }
}

/// A request and the response shown for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// Index of the request in [`Page::messages`](crate::Page::messages).
    pub request: Option<usize>,
    /// Index of the response in [`Page::messages`](crate::Page::messages).
    pub response: Option<usize>,
}
