//! A whole answer inside another: the media type `application/http` (RFC 9112, section 10.2).

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

/// An answer that was the body of another.
#[derive(Debug, PartialEq)]
pub(super) struct Embedded {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Embedded {
    /// Reads it; lines may end with or without a carriage return, and header fields that HTTP does not allow are left out.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let status_line = line(&mut rest)?;
        let mut words = status_line.split_ascii_whitespace();
        words.next().filter(|version| version.starts_with("HTTP/"))?;
        let status = words.next()?.parse().ok()?;
        let mut headers = HeaderMap::new();
        while let Some(field) = line(&mut rest).filter(|field| !field.is_empty()) {
            if let Some((name, value)) = field.split_once(':')
                && let (Ok(name), Ok(value)) = (name.trim().parse::<HeaderName>(), value.trim().parse::<HeaderValue>())
            {
                headers.append(name, value);
            }
        }
        Some(Self { status, headers, body: rest.to_vec() })
    }
}

/// The next line, without its end.
fn line<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    let (line, after) = rest.split_at(end);
    *rest = after.strip_prefix(b"\n").unwrap_or(after);
    if line.is_empty() && after.is_empty() {
        return None;
    }
    std::str::from_utf8(line.strip_suffix(b"\r").unwrap_or(line)).ok()
}
