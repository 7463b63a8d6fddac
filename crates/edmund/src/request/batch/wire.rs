//! The documents of a batch: what is sent, and what comes back.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::client::Call;
use crate::edm::base64;

/// One request of a batch.
pub(super) struct Entry<'a> {
    pub(super) id: String,
    pub(super) call: &'a Call,
    /// Its path, as the service wants it in a batch.
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) after: Option<String>,
}

/// The document that asks for all of these.
pub(super) fn write(entries: &[Entry<'_>]) -> Result<Vec<u8>, serde_json::Error> {
    let mut text = b"{\"requests\":[".to_vec();
    for (number, entry) in entries.iter().enumerate() {
        if number > 0 {
            text.push(b',');
        }
        write_entry(entry, &mut text)?;
    }
    text.extend_from_slice(b"]}");
    Ok(text)
}

fn write_entry(entry: &Entry<'_>, text: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    let mut members = Map::new();
    members.insert("id".to_owned(), entry.id.clone().into());
    members.insert("method".to_owned(), entry.call.method.as_str().into());
    members.insert("url".to_owned(), entry.url.clone().into());
    if !entry.headers.is_empty() {
        members.insert("headers".to_owned(), Value::Object(headers_as_json(&entry.headers)));
    }
    if let Some(after) = &entry.after {
        members.insert("dependsOn".to_owned(), Value::Array(vec![after.clone().into()]));
    }
    let mut head = serde_json::to_vec(&members)?;
    if let Some(body) = &entry.call.body {
        head.pop();
        head.extend_from_slice(b",\"body\":");
        // What is JSON stands as it is, and bytes as base64url (OData JSON Format 4.01, section 19.1).
        if is_json(&entry.headers) {
            head.extend_from_slice(body)
        } else {
            serde_json::to_writer(&mut head, &base64::url(body))?
        }
        head.push(b'}');
    }
    text.append(&mut head);
    Ok(())
}

fn headers_as_json(headers: &HeaderMap) -> Map<String, Value> {
    let mut members = Map::new();
    for name in headers.keys() {
        let values: Vec<_> = headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
        members.insert(name.as_str().to_owned(), values.join(", ").into());
    }
    members
}

/// One answer inside the answer to a batch.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// The answers by the identifiers of their requests, in lower case: services compare them so. The first answer counts; parts that say nothing
/// usable count as absent.
pub(super) fn read(body: &[u8]) -> Result<BTreeMap<String, Part>, serde_json::Error> {
    let members: BTreeMap<String, Box<RawValue>> = serde_json::from_slice(body)?;
    let Some(responses) = members.get("responses") else {
        return Err(<serde_json::Error as serde_core::de::Error>::missing_field("responses"));
    };
    let responses: Vec<BTreeMap<String, Box<RawValue>>> = serde_json::from_str(responses.get())?;
    let mut parts = BTreeMap::new();
    for response in &responses {
        if let Some((id, part)) = read_part(response) {
            parts.entry(id).or_insert(part);
        }
    }
    Ok(parts)
}

fn read_part(members: &BTreeMap<String, Box<RawValue>>) -> Option<(String, Part)> {
    let value = |name| members.get(name).and_then(|member| serde_json::from_str::<Value>(member.get()).ok());
    let id = plain(&value("id")?)?.to_ascii_lowercase();
    let status = StatusCode::from_u16(plain(&value("status")?)?.parse().ok()?).ok()?;
    let headers = match value("headers") {
        Some(Value::Object(headers)) => headers_from_json(&headers),
        _ => HeaderMap::new(),
    };
    let body = members.get("body").map_or_else(Bytes::new, |body| content(body, &headers));
    Some((id, Part { status, headers, body }))
}

/// Services write identifiers and statuses as numbers or as text.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Header fields that HTTP does not allow are left out.
fn headers_from_json(members: &Map<String, Value>) -> HeaderMap {
    let fields = members.iter().filter_map(|(name, value)| {
        let name = name.parse::<HeaderName>().ok()?;
        Some((name, plain(value)?.parse::<HeaderValue>().ok()?))
    });
    fields.collect()
}

/// JSON as it stands, text without its quotes, and the bytes behind base64.
fn content(body: &RawValue, headers: &HeaderMap) -> Bytes {
    let raw = body.get();
    if raw == "null" {
        return Bytes::new();
    }
    let media_type = media_type(headers);
    let text = match serde_json::from_str::<String>(raw) {
        Ok(text) if !media_type.contains("json") => text,
        _ => return Bytes::copy_from_slice(raw.as_bytes()),
    };
    let is_text = media_type.is_empty() || media_type.starts_with("text/") || media_type.contains("xml");
    match base64::decode(&text).filter(|_| !is_text) {
        Some((bytes, _)) => bytes.into(),
        None => text.into(),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let media_type = media_type(headers);
    media_type.is_empty() || media_type.contains("json")
}

fn media_type(headers: &HeaderMap) -> String {
    let value =
        headers.get(http::header::CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase());
    value.unwrap_or_default()
}
