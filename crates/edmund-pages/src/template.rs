//! Request templates: the lines of an `HTTP request` fence, and the paths of example URLs.

use edmund_model::{FileId, Method, Origin};

use crate::page::Located;

/// What one path segment is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SegmentKind {
    /// A plain name, such as `users`.
    Name,
    /// A name with a namespace: a cast, or a bound operation.
    Qualified,
    /// A placeholder in a key's position: `{id}`, `{id | name}`, `<id>`.
    Key,
    /// A call with arguments: names and values as written.
    Call {
        /// The function, possibly with its namespace.
        name: String,
        /// Its arguments.
        arguments: Vec<(String, String)>,
    },
    /// `$ref`, `$value`, `$count`, `$batch` and the like.
    System,
    /// Anything: an ellipsis, or a drive path with colons.
    Free,
}

/// A path segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// As written.
    pub text: String,
    /// What it is.
    pub kind: SegmentKind,
    /// Where it stands, with the slash before it.
    pub origin: Origin,
}

/// Why a line is no usable template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateProblem {
    /// It is not `METHOD /path`.
    NotARequest,
    /// There is no blank behind the method.
    NoBlank,
    /// It is the text of a generator that failed.
    GeneratorText,
    /// Parentheses, braces or quotes do not match.
    Unbalanced,
}

/// One line of an `HTTP request` fence.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// The whole line.
    pub line: Origin,
    /// The method; `None` when the line has none.
    pub method: Option<Located<Method>>,
    /// The path as written, without query.
    pub path: Located<String>,
    /// The query as written, without `?`.
    pub query: Option<Located<String>>,
    /// What stands before the path: scheme, host and version, or only the version.
    pub prefix: Option<Origin>,
    /// The segments of the path.
    pub segments: Vec<Segment>,
    /// What makes it unusable.
    pub problem: Option<TemplateProblem>,
}

impl Template {
    /// The path with one leading slash and `{placeholders}`, from its segments.
    pub fn canonical_path(&self) -> String {
        self.segments.iter().fold(String::new(), |mut path, segment| {
            path.push('/');
            match segment.kind {
                SegmentKind::Key if segment.text.starts_with('<') => {
                    path.push('{');
                    path.push_str(segment.text.trim_matches(['<', '>']));
                    path.push('}');
                }
                _ => path.push_str(&segment.text),
            }
            path
        })
    }

    /// Whether it is the same request as another, whatever placeholders are called and names are cased.
    pub fn is_same(&self, other: &Template) -> bool {
        let method = |template: &Template| template.method.as_ref().map(|method| method.value);
        let same = |(one, two): (&Segment, &Segment)| match (&one.kind, &two.kind) {
            (SegmentKind::Key, SegmentKind::Key) => true,
            (SegmentKind::Call { name, .. }, SegmentKind::Call { name: other, .. }) => name.eq_ignore_ascii_case(other),
            _ => one.text.eq_ignore_ascii_case(&two.text),
        };
        method(self) == method(other)
            && self.segments.len() == other.segments.len()
            && self.segments.iter().zip(&other.segments).all(same)
    }

    /// The last segment when it is `$ref`, `$value` or the like.
    pub fn suffix(&self) -> Option<&Segment> {
        self.segments.last().filter(|segment| segment.kind == SegmentKind::System)
    }
}

/// Reads one line; `at` is its first byte in the file.
pub(crate) fn parse(line: &str, at: usize, file: FileId) -> Template {
    let content = line.trim();
    let at = at + (line.len() - line.trim_start().len());
    let whole = Origin::new(file, at, at + content.len());
    let word_end = content.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(content.len());
    let method = Method::parse(&content[..word_end]);
    let rest = &content[word_end..];
    let mut problem = match method {
        None => Some(TemplateProblem::NotARequest),
        Some(_) if rest.starts_with('/') => Some(TemplateProblem::NoBlank),
        Some(_) if !rest.starts_with([' ', '\t']) => Some(TemplateProblem::NotARequest),
        Some(_) => None,
    };
    let method = method.map(|method| Located::new(method, Origin::new(file, at, at + word_end)));
    let target = rest.trim();
    let start = at + word_end + (rest.len() - rest.trim_start().len());
    if target.contains("**") || target.contains(" not found") {
        problem = problem.or(Some(TemplateProblem::GeneratorText));
    } else if method.is_some() && !looks_like_path(target) {
        problem = problem.or(Some(TemplateProblem::NotARequest));
    }
    let target = target.strip_suffix(" HTTP/1.1").map_or(target, str::trim_end);
    let mut template = url(target, start, file);
    if problem.is_none() && !balanced(target) {
        problem = Some(TemplateProblem::Unbalanced);
    }
    template.line = whole;
    template.method = method.filter(|_| problem != Some(TemplateProblem::NotARequest));
    template.problem = problem;
    template
}

/// Reads a URL or path; `start` is its first byte in the file.
pub(crate) fn url(target: &str, start: usize, file: FileId) -> Template {
    // `~` is a way to write the service root.
    let skip = if target.starts_with("~/") { 1 } else { prefix_length(target) };
    let prefix = (skip > 0).then(|| Origin::new(file, start, start + skip));
    let tail = &target[skip..];
    let cut = query_start(tail);
    let path = tail[..cut].trim_end();
    let query = (cut < tail.len())
        .then(|| Located::new(tail[cut + 1..].to_owned(), Origin::new(file, start + skip + cut + 1, start + target.len())));
    let origin = Origin::new(file, start + skip, start + skip + path.len());
    let segments = segments(path, start + skip, file);
    let line = Origin::new(file, start, start + target.len());
    Template { line, method: None, path: Located::new(path.to_owned(), origin), query, prefix, segments, problem: None }
}

fn looks_like_path(target: &str) -> bool {
    let first = target.chars().next();
    // Options of an expanded property are separated by semicolons.
    let path = target.split('?').next().unwrap_or(target);
    !target.is_empty()
        && first.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '{' | '<' | '$' | '_' | '.' | '~'))
        && !path.contains(" = ")
        && !path.contains(';')
}

/// The bytes of scheme and host with a version, or of a version alone.
fn prefix_length(target: &str) -> usize {
    let lower = target.to_ascii_lowercase();
    let host = if lower.starts_with("https://") || lower.starts_with("http://") {
        let start = target.find("://").map_or(0, |offset| offset + 3);
        target[start..].find('/').map_or(target.len(), |length| start + length)
    } else {
        0
    };
    let version = ["/v1.0", "/beta", "/{version}"]
        .into_iter()
        .find(|version| lower[host..].strip_prefix(version).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?'])));
    host + version.map_or(0, str::len)
}

/// The `?` that starts the query: not one inside quotes or braces.
fn query_start(text: &str) -> usize {
    let mut quoted = false;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'\'' => quoted = !quoted,
            b'?' if !quoted => return index,
            _ => {}
        }
    }
    text.find('?').unwrap_or(text.len())
}

fn balanced(target: &str) -> bool {
    let count = |c: char| target.matches(c).count();
    count('(') == count(')') && count('{') == count('}')
}

fn segments(path: &str, start: usize, file: FileId) -> Vec<Segment> {
    let nested = balanced(path);
    let mut found = Vec::new();
    let mut from = 0;
    let mut depth = 0_usize;
    for (index, byte) in path.bytes().enumerate().chain([(path.len(), b'/')]) {
        match byte {
            b'(' | b'{' if nested => depth += 1,
            b')' | b'}' if nested => depth = depth.saturating_sub(1),
            b'/' if depth == 0 || index == path.len() => {
                push(&mut found, &path[from..index], start + from, file);
                from = index + 1;
            }
            _ => {}
        }
    }
    found
}

fn push(found: &mut Vec<Segment>, text: &str, start: usize, file: FileId) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    let slash = start.saturating_sub(1);
    let origin = Origin::new(file, slash, start + text.len());
    // `users('id')` and `users({id})` address by key as `users/{id}` does.
    if let Some((name, key)) = text.strip_suffix(')').and_then(|text| text.split_once('('))
        && !name.is_empty()
        && !key.is_empty()
        && !key.contains('=')
        && (key.starts_with(['\'', '{']) || key.bytes().all(|byte| byte.is_ascii_digit()))
    {
        found.push(Segment { text: name.to_owned(), kind: kind(name), origin });
        found.push(Segment { text: key.to_owned(), kind: SegmentKind::Key, origin });
        return;
    }
    found.push(Segment { text: text.to_owned(), kind: kind(text), origin });
}

fn kind(text: &str) -> SegmentKind {
    if text.starts_with('$') {
        return SegmentKind::System;
    }
    // A colon in an argument is a part of a time or a range of cells, not of a drive path.
    let name = text.split('(').next().unwrap_or(text);
    if text.starts_with("...") || name.contains(':') || text == "\u{2026}" {
        return SegmentKind::Free;
    }
    if is_placeholder(text) {
        return SegmentKind::Key;
    }
    // `/books/(isbn='{isbn}')`: a key by name, with a slash too many.
    if text.starts_with('(') && text.contains('=') {
        return SegmentKind::Key;
    }
    if let Some((name, arguments)) = text.split_once('(') {
        let arguments = arguments.strip_suffix(')').unwrap_or(arguments);
        return SegmentKind::Call { name: name.to_owned(), arguments: pairs(arguments) };
    }
    // An alternate key without parentheses: `roleTemplateId={roleTemplateId}`.
    if text.contains('=') {
        return SegmentKind::Key;
    }
    if text.contains('.') && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_')) {
        return SegmentKind::Qualified;
    }
    SegmentKind::Name
}

fn is_placeholder(text: &str) -> bool {
    (text.starts_with('{') && text.ends_with('}'))
        || (text.starts_with('<') && text.ends_with('>'))
        || text.strip_prefix("&lt;").is_some()
        || is_guid(text)
}

/// Whether a text has the shape of a GUID.
pub(crate) fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// `a=b,c=d`, commas inside quotes left alone.
fn pairs(arguments: &str) -> Vec<(String, String)> {
    let mut parts = Vec::new();
    let (mut from, mut quoted, mut depth) = (0, false, 0_usize);
    for (index, byte) in arguments.bytes().enumerate().chain([(arguments.len(), b',')]) {
        match byte {
            b'\'' => quoted = !quoted,
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b',' if (!quoted && depth == 0) || index == arguments.len() => {
                parts.push(arguments[from..index].trim());
                from = index + 1;
            }
            _ => {}
        }
    }
    let pairs = parts.into_iter().filter_map(|part| part.split_once('='));
    pairs.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(line: &str, expected: Expect) {
        let template = parse(line, 0, FileId(0));
        let mut out = format!("{:?} {:?}", template.method.map(|method| method.value), template.problem);
        for segment in &template.segments {
            out.push_str(&format!("\n{} {:?} {}..{}", segment.text, segment.kind, segment.origin.start, segment.origin.end));
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn a_path_with_everything() {
        check(
            "GET https://graph.microsoft.com/beta/users/{id | userPrincipalName}/microsoft.graph.f(a='{a}',b=1)/$ref?$top=1",
            expect![[r#"
                Some(Get) None
                users Name 36..42
                {id | userPrincipalName} Key 42..67
                microsoft.graph.f(a='{a}',b=1) Call { name: "microsoft.graph.f", arguments: [("a", "'{a}'"), ("b", "1")] } 67..98
                $ref System 98..103"#]],
        );
        check(
            "GET /me/drive/root:/{item-path}:/content",
            expect![[r#"
            Some(Get) None
            me Name 4..7
            drive Name 7..13
            root: Free 13..19
            {item-path}: Free 19..32
            content Name 32..40"#]],
        );
        check(
            "GET /users('x')/calendars",
            expect![[r#"
            Some(Get) None
            users Name 4..15
            'x' Key 4..15
            calendars Name 15..25"#]],
        );
    }

    #[test]
    fn lines_that_are_no_requests() {
        check(
            "DELETE/identity/{id}",
            expect![[r#"
            Some(Delete) Some(NoBlank)
            identity Name 6..15
            {id} Key 15..20"#]],
        );
        check("or", expect!["None Some(NotARequest)"]);
        check(
            "GET ** Collection URI for x not found",
            expect![[r#"
            Some(Get) Some(GeneratorText)
            ** Collection URI for x not found Name 3..37"#]],
        );
        check(
            "GET /range(address='<address>'/entireRow",
            expect![[r#"
            Some(Get) Some(Unbalanced)
            range(address='<address>' Call { name: "range", arguments: [("address", "'<address>'")] } 4..30
            entireRow Name 30..40"#]],
        );
    }
}
