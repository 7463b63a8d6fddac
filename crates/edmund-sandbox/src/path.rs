//! Splitting a path into segments (OData URL Conventions 4.01, section 2: split first, decode then).

use edmund::query;

use crate::Refusal;

/// Segments beyond this are refused, so that no path can make the service work without end.
const MAX_SEGMENTS: usize = 64;

/// One decoded path segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    /// The whole decoded text: what a key written as a segment is.
    pub(crate) text: String,
    /// Whether it begins with a `$` that was not percent-encoded: then it is a system segment and never a key.
    pub(crate) is_system: bool,
    /// Length of the name in front of the parenthesis.
    name: usize,
}

impl Segment {
    fn decode(raw: &str) -> Result<Segment, Refusal> {
        let text = query::decode(raw).map_err(|error| {
            Refusal::bad_request(format!("the path segment `{raw}` {error}; percent-encode the UTF-8 bytes of the text"))
        })?;
        let name = if text.ends_with(')') { text.find('(').unwrap_or(text.len()) } else { text.len() };
        Ok(Segment { is_system: raw.starts_with('$'), text, name })
    }

    /// The segment of a plain name.
    pub(crate) fn named(name: &str) -> Segment {
        Segment { text: name.to_owned(), is_system: false, name: name.len() }
    }

    /// The text before the parenthesis, or all of it.
    pub(crate) fn name(&self) -> &str {
        &self.text[..self.name]
    }

    /// What stands in the parentheses, if there are any.
    pub(crate) fn arguments(&self) -> Option<&str> {
        self.text[self.name..].strip_prefix('(').and_then(|rest| rest.strip_suffix(')'))
    }
}

/// The decoded segments of an absolute path; slashes at both ends do not count.
pub(crate) fn segments(path: &str) -> Result<Vec<Segment>, Refusal> {
    let trimmed = path.trim_matches('/');
    if trimmed.is_empty() {
        return Ok(Vec::new());
    }
    if trimmed.split('/').count() > MAX_SEGMENTS {
        return Err(Refusal::bad_request(format!("the path has more than {MAX_SEGMENTS} segments")));
    }
    trimmed.split('/').map(Segment::decode).collect()
}

/// Splits at a separator outside of quotes, parentheses, brackets and braces.
pub(crate) fn split_outside(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    let mut quote = None;
    let mut escaped = false;
    for (index, c) in text.char_indices() {
        match (quote, c) {
            (Some('"'), _) if escaped => escaped = false,
            (Some('"'), '\\') => escaped = true,
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            (None, _) if c == separator && depth == 0 => {
                parts.push(&text[start..index]);
                start = index + c.len_utf8();
            }
            (None, _) => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_split_before_they_are_decoded() {
        let parts = segments("/a('x%2Fy')/b(1)/c%28d/%24count").unwrap();
        let seen: Vec<_> = parts.iter().map(|segment| (segment.name(), segment.arguments())).collect();
        assert_eq!(seen, [("a", Some("'x/y'")), ("b", Some("1")), ("c(d", None), ("$count", None)]);
        assert!(!parts[3].is_system);
        assert!(segments("/%ff").is_err());
        assert!(segments(&"/a".repeat(65)).is_err());
    }

    #[test]
    fn splitting_respects_quotes_and_nesting() {
        assert_eq!(split_outside("a='x,''y',b=[1,2],c=f(1,2)", ','), ["a='x,''y'", "b=[1,2]", "c=f(1,2)"]);
        assert_eq!(split_outside(r#"p={"a":"\",}"},q=1"#, ','), [r#"p={"a":"\",}"}"#, "q=1"]);
    }
}
