//! Answers that are not what they should be.

use std::fmt;

use crate::client::Reply;

/// An answer that could not be decoded: not JSON, cut off, or not the type that the model declares.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DecodeFailure {
    /// Method and path template of the request.
    pub request: String,
    /// The status of the response.
    pub status: http::StatusCode,
    /// Where in the document, by member names and indices: `value/17`. Empty for the document itself.
    pub path: String,
    /// What was expected, and what was found.
    pub message: String,
    /// Bytes of the body before the place of the error, where it is known.
    pub position: Option<usize>,
    /// Bytes in the whole body.
    pub length: usize,
    /// What the response says it is.
    pub content_type: Option<String>,
    /// The request changes something, and the service has most likely done it.
    pub maybe_applied: bool,
}

impl DecodeFailure {
    /// A failure that concerns the answer as a whole.
    pub(crate) fn new(reply: &Reply, message: impl Into<String>) -> Self {
        let content_type = reply.headers.get(http::header::CONTENT_TYPE);
        Self {
            request: reply.request.clone(),
            status: reply.status,
            path: String::new(),
            message: message.into(),
            position: None,
            length: reply.body.len(),
            content_type: content_type.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()),
            maybe_applied: !reply.safe,
        }
    }

    /// A failure at a place that serde_json knows.
    pub(crate) fn json(reply: &Reply, path: String, error: &serde_json::Error) -> Self {
        let position = Self::byte_position(&reply.body, error);
        Self { path, position, ..Self::new(reply, Self::message_of(error)) }
    }

    /// What serde_json says, without the place.
    pub(crate) fn message_of(error: &serde_json::Error) -> String {
        let text = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        text.strip_suffix(&place).unwrap_or(&text).to_owned()
    }

    /// Where in `text` an error is. serde_json counts lines from 1 and columns in bytes; line 0 means that it does not know.
    pub(crate) fn byte_position(text: &[u8], error: &serde_json::Error) -> Option<usize> {
        let before = error.line().checked_sub(1)?;
        let start = match before {
            0 => 0,
            before => memchr::memchr_iter(b'\n', text).nth(before - 1).map(|index| index + 1)?,
        };
        Some((start + error.column().saturating_sub(1)).min(text.len()))
    }
}

impl fmt::Display for DecodeFailure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: cannot read the answer (status {}", self.request, self.status.as_u16())?;
        if let Some(content_type) = self.content_type.as_deref().filter(|text| !text.contains("json")) {
            write!(out, ", {content_type}")?;
        }
        write!(out, ", {} bytes)", self.length)?;
        if !self.path.is_empty() {
            write!(out, " at {}", self.path)?;
        }
        if let Some(position) = self.position {
            write!(out, ", byte {position}")?;
        }
        write!(out, ": {}", self.message)
    }
}

impl std::error::Error for DecodeFailure {}
