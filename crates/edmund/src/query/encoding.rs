//! Percent-encoding of path segments and query strings, and back.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Everything is encoded but letters, digits and what can neither end a value nor mean something else to any server.
///
/// `+` must be encoded, because many servers read it as a blank (OData Protocol 4.01, 13.3 item 10); `;` and `=` too.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b'/')
    .remove(b':')
    .remove(b'@')
    .remove(b'!');

/// In a segment also `/`, `(`, `)`, `'` and `$` are encoded: a key that holds them stays one segment and is never read as a call.
const SEGMENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'@').remove(b'!').remove(b':');

/// Encodes the value of a query option; a blank is `%20`.
pub fn encode_query(text: &str) -> String {
    utf8_percent_encode(text, QUERY).to_string()
}

/// Writes a text encoded as the name or value of a query option.
pub(super) fn write_encoded(out: &mut impl fmt::Write, text: &str) -> fmt::Result {
    utf8_percent_encode(text, QUERY).try_for_each(|part| out.write_str(part))
}

/// Encodes one path segment, for example a key.
pub fn encode_segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// What a percent-encoded text cannot be decoded for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("percent-encoded bytes are not UTF-8 (after {valid_up_to} bytes of decoded text)")]
pub struct DecodeError {
    /// Decoded bytes before the first that is not UTF-8.
    pub valid_up_to: usize,
}

/// Decodes a path segment.
///
/// # Errors
/// The decoded bytes are not UTF-8.
pub fn decode(text: &str) -> Result<String, DecodeError> {
    let bytes: Vec<u8> = percent_decode_str(text).collect();
    String::from_utf8(bytes).map_err(|error| DecodeError { valid_up_to: error.utf8_error().valid_up_to() })
}

/// Decodes a name or a value of a query string, where `+` stands for a blank.
///
/// # Errors
/// The decoded bytes are not UTF-8.
pub fn decode_query(text: &str) -> Result<String, DecodeError> {
    decode(&text.replace('+', " "))
}
