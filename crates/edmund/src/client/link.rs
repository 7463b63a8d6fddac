//! URLs that a service sends: next links and redirects.

use http::Uri;

/// The URL that `reference` means within a document from `base` (RFC 3986, section 5.2).
///
/// The reference is taken as it stands: nothing is decoded or encoded again, because a service compares its own links byte by byte.
/// Only bytes that cannot be part of a request (blanks, control characters, everything beyond ASCII) are percent-encoded.
pub(crate) fn resolve(base: &Uri, reference: &str) -> Result<Uri, String> {
    let reference = transportable(reference.trim());
    let reference = reference.split_once('#').map_or(reference.as_str(), |(before, _)| before);
    let scheme = base.scheme_str().unwrap_or("https");
    let authority = base.authority().map_or("", |authority| authority.as_str());
    let absolute = if has_scheme(reference) {
        reference.to_owned()
    } else if reference.starts_with("//") {
        format!("{scheme}:{reference}")
    } else if reference.is_empty() {
        base.to_string()
    } else if reference.starts_with('?') {
        format!("{scheme}://{authority}{}{reference}", base.path())
    } else {
        let (path, query) = reference.split_at(reference.find('?').unwrap_or(reference.len()));
        let path = if path.starts_with('/') { remove_dots(path) } else { remove_dots(&merge(base.path(), path)) };
        format!("{scheme}://{authority}{path}{query}")
    };
    absolute.parse().map_err(|error: http::uri::InvalidUri| error.to_string())
}

/// The next page after the one at `request`: relative links are relative to the context URL (OData JSON 4.01, 4.5), but some services mean
/// the request URL. A next page has the path of the page before it, so that the reading with the same path wins.
pub(crate) fn next_page(request: &Uri, context: Option<&str>, link: &str) -> Result<Uri, String> {
    let by_request = resolve(request, link)?;
    let Some(context) = context.and_then(|context| resolve(request, context).ok()) else { return Ok(by_request) };
    if by_request.path() == request.path() || context.authority() != request.authority() || context.scheme() != request.scheme() {
        return Ok(by_request);
    }
    resolve(&context, link)
}

/// `scheme:` at the beginning. A path segment with a colon before any slash would be read so too, as RFC 3986 says.
fn has_scheme(reference: &str) -> bool {
    reference.find(':').is_some_and(|colon| {
        let scheme = &reference[..colon];
        scheme.starts_with(|ch: char| ch.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    })
}

fn transportable(text: &str) -> String {
    use std::fmt::Write as _;

    let mut encoded = String::with_capacity(text.len());
    for ch in text.chars() {
        if ch.is_ascii_graphic() {
            encoded.push(ch);
        } else {
            for byte in ch.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a string does not fail.
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

/// The reference in the place of the last segment of the base (RFC 3986, 5.2.3).
fn merge(base: &str, reference: &str) -> String {
    let directory = base.rfind('/').map_or("/", |slash| &base[..=slash]);
    format!("{directory}{reference}")
}

/// `.` and `..` resolved (RFC 3986, 5.2.4).
fn remove_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    for (index, segment) in segments.iter().enumerate() {
        let is_last = index + 1 == segments.len();
        match *segment {
            "." if is_last => kept.push(""),
            "." => {}
            ".." => {
                kept.pop();
                if is_last {
                    kept.push("");
                }
            }
            segment => kept.push(segment),
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn links_are_resolved_and_kept_verbatim() {
        let base: Uri = "https://host:8443/odata/v4/Users?$top=1".parse().unwrap();
        let shown: Vec<String> = [
            "https://other/x?$skiptoken=a%27b%2Fc",
            "Users?%24skiptoken=3",
            "/abs?x=1#fragment",
            "//other/x",
            "?$skiptoken=1",
            "../Groups/./x",
            "Users?$filter=name eq 'é'",
            "",
            "a:b",
            "https://",
        ]
        .iter()
        .map(|link| resolve(&base, link).map_or_else(|error| format!("ERROR {error}"), |url| url.to_string()))
        .collect();
        expect![[r#"
            https://other/x?$skiptoken=a%27b%2Fc
            https://host:8443/odata/v4/Users?%24skiptoken=3
            https://host:8443/abs?x=1
            https://other/x
            https://host:8443/odata/v4/Users?$skiptoken=1
            https://host:8443/odata/Groups/x
            https://host:8443/odata/v4/Users?$filter=name%20eq%20'%C3%A9'
            https://host:8443/odata/v4/Users?$top=1
            a:b
            ERROR empty string"#]]
        .assert_eq(&shown.join("\n"));
    }

    #[test]
    fn relative_next_links_follow_the_context_unless_the_path_says_otherwise() {
        let request: Uri = "https://host/v1/reports/users?$top=1".parse().unwrap();
        let next = |context, link| next_page(&request, context, link).unwrap().to_string();
        let shown = [
            next(None, "users?$skiptoken=1"),
            next(Some("$metadata#users"), "users?$skiptoken=1"),
            next(Some("https://host/v1/$metadata#users"), "users?$skiptoken=1"),
            next(Some("https://host/v1/$metadata#users"), "reports/users?$skiptoken=1"),
            next(Some("https://elsewhere/v1/$metadata#users"), "users?$skiptoken=1"),
        ];
        expect![[r#"
            https://host/v1/reports/users?$skiptoken=1
            https://host/v1/reports/users?$skiptoken=1
            https://host/v1/reports/users?$skiptoken=1
            https://host/v1/reports/users?$skiptoken=1
            https://host/v1/reports/users?$skiptoken=1"#]]
        .assert_eq(&shown.join("\n"));
    }
}
