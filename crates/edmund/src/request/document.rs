//! Answers that are one JSON document.

use serde_core::de::{DeserializeOwned, DeserializeSeed};
use serde_json::{Map, Value};

use crate::client::Reply;
use crate::error::{DecodeFailure, Error, ServiceError};

/// A larger document is not taken for an error object: none is as large, and reading it for that alone would cost as much as its own reading.
const MAX_ERROR: usize = 64 << 10;

/// The body without the byte order mark that some services send.
pub(in crate::request) fn text(reply: &Reply) -> &[u8] {
    reply.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&reply.body)
}

/// Reads the whole body as a `T`; an error object is an error with any status.
pub(in crate::request) fn read<T: DeserializeOwned>(reply: &Reply) -> Result<T, Error> {
    read_seed(reply, std::marker::PhantomData)
}

/// As [`read`], for what a seed makes.
pub(in crate::request) fn read_seed<'de, S: DeserializeSeed<'de>>(reply: &'de Reply, seed: S) -> Result<S::Value, Error> {
    check(reply)?;
    let mut json = serde_json::Deserializer::from_slice(text(reply));
    let value = seed.deserialize(&mut json).map_err(|error| DecodeFailure::json(reply, String::new(), &error))?;
    json.end().map_err(|error| DecodeFailure::json(reply, String::new(), &error))?;
    Ok(value)
}

/// Refuses an empty body and one that is an error object.
pub(in crate::request) fn check(reply: &Reply) -> Result<(), Error> {
    if text(reply).iter().all(u8::is_ascii_whitespace) {
        return Err(DecodeFailure::new(reply, "expected a JSON document, found an empty body").into());
    }
    match in_band_error(text(reply)) {
        Some(error) => Err(ServiceError::from_object(reply, &error).into()),
        None => Ok(()),
    }
}

/// The error object of a document that consists of one. A type may have a property called `error`, so that other members beside
/// annotations, or a value without code and message, mean that this is none.
pub(in crate::request) fn in_band_error(json: &[u8]) -> Option<Map<String, Value>> {
    let rest = json.trim_ascii_start().strip_prefix(b"{")?.trim_ascii_start();
    if !rest.starts_with(b"\"error\"") && !rest.starts_with(b"\"@") {
        return None;
    }
    // Annotations may come first, but most documents that begin with one are no errors: look before reading them.
    if json.len() > MAX_ERROR || !contains(json, b"\"error\"") {
        return None;
    }
    let document: Map<String, Value> = serde_json::from_slice(json).ok()?;
    let only_error = document.keys().all(|name| name == "error" || name.starts_with('@'));
    match document.get("error") {
        Some(Value::Object(error)) if only_error && is_error(error) => Some(error.clone()),
        _ => None,
    }
}

/// Code and message are what every OData error has (OData JSON 4.01, section 21.1).
pub(in crate::request) fn is_error(object: &Map<String, Value>) -> bool {
    object.contains_key("code") && object.contains_key("message")
}

/// Whether `needle` occurs in `haystack`.
pub(in crate::request) fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(haystack, needle).is_some()
}
