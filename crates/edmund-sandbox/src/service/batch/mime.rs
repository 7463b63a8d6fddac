//! Bodies of several parts (RFC 2046, section 5.1), as far as batches need them. Lines may end without a carriage return.

use bytes::Bytes;

/// A part: its headers and its body.
#[derive(Debug)]
pub(super) struct Entity {
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Bytes,
}

impl Entity {
    /// The value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// The boundary of a `multipart/mixed` media type.
pub(super) fn boundary(media_type: &str) -> Option<String> {
    let (name, parameters) = media_type.split_once(';')?;
    if !name.trim().eq_ignore_ascii_case("multipart/mixed") {
        return None;
    }
    let value = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"').to_owned())
    })?;
    (!value.is_empty()).then_some(value)
}

/// The parts of a body; `None` if its last boundary is missing.
pub(super) fn parts(body: &Bytes, boundary: &str) -> Option<Vec<Bytes>> {
    let delimiter = format!("--{boundary}");
    let mut parts = Vec::new();
    let mut start = None;
    let mut at = 0;
    while at < body.len() {
        let end = body[at..].iter().position(|byte| *byte == b'\n').map_or(body.len(), |offset| at + offset + 1);
        let line = body[at..end].trim_ascii_end();
        if let Some(rest) = line.strip_prefix(delimiter.as_bytes()).filter(|rest| rest.is_empty() || *rest == b"--") {
            if let Some(start) = start {
                parts.push(without_line_end(body.slice(start..at)));
            }
            if rest == b"--" {
                return Some(parts);
            }
            start = Some(end);
        }
        at = end;
    }
    None
}

/// The line end before a boundary belongs to the boundary.
fn without_line_end(part: Bytes) -> Bytes {
    let end = part.strip_suffix(b"\n").map_or(part.len(), |part| part.strip_suffix(b"\r").unwrap_or(part).len());
    part.slice(..end)
}

/// Headers, an empty line, and the body; `None` if a header is none.
pub(super) fn entity(text: &Bytes) -> Option<Entity> {
    let mut headers = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = text[at..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |offset| at + offset + 1);
        let line = text[at..end].trim_ascii();
        at = end;
        if line.is_empty() {
            break;
        }
        let (name, value) = std::str::from_utf8(line).ok()?.split_once(':')?;
        headers.push((name.trim().to_owned(), value.trim().to_owned()));
    }
    Some(Entity { headers, body: text.slice(at..) })
}
