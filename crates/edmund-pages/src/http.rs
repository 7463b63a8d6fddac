//! HTTP messages as pages show them.

use edmund_model::{FileId, Finding, Origin};

use crate::json;
use crate::markdown::trimmed;
use crate::message::{Annotation, Header, Message, MessageBody, StartLine};
use crate::page::Located;

struct Line<'a> {
    text: &'a str,
    start: usize,
}

impl Line<'_> {
    fn origin(&self, file: FileId) -> Origin {
        let lead = self.text.len() - self.text.trim_start().len();
        Origin::new(file, self.start + lead, self.start + lead + self.text.trim().len())
    }
}

/// Reads the inside of a fence as a message. What is wrong with the message's form goes to `findings`.
pub(crate) fn parse(text: &str, body: Origin, annotation: Option<Annotation>, findings: &mut Vec<Finding>) -> Message {
    let (start, end) = (body.start as usize, (body.end as usize).min(text.len()));
    let lines = lines(text, start.min(end), end);
    let mut lines = lines.into_iter().skip_while(|line| line.text.trim().is_empty()).peekable();
    let mut message = Message {
        origin: body,
        start: StartLine::None,
        line: Origin::new(body.file, start, start),
        headers: Vec::new(),
        body: None,
        annotation,
        example: false,
        role: None,
    };
    if let Some(first) = lines.peek() {
        message.line = first.origin(body.file);
        message.start = start_line(first, body.file, findings);
    }
    if message.start == StartLine::None {
        message.body = body_at(text, start, end, body.file);
        return message;
    }
    lines.next();
    let mut body_start = end;
    while let Some(line) = lines.next() {
        let content = line.text.trim();
        if content.is_empty() && message.headers.is_empty() && lines.peek().is_some_and(|next| is_known_header(next, body.file)) {
            findings.push(blank_before_headers(&line, body.file));
            continue;
        }
        if content.is_empty() {
            body_start = lines.peek().map_or(end, |next| next.start);
            break;
        }
        match header(&line, body.file) {
            Some(header) => message.headers.push(header),
            None if message.is_request() && is_request_line(content) => {}
            None if content.starts_with(['{', '[']) => {
                let origin = line.origin(body.file);
                let place = Origin::new(body.file, line.start, line.start);
                findings.push(
                    Finding::error("GD132", Origin { end: origin.start + 1, ..origin }, "no blank line between headers and body")
                        .with_note("a blank line ends the headers of an HTTP message (RFC 9112, section 2.1)")
                        .with_fix("put a blank line before the body", place, "\n"),
                );
                body_start = line.start;
                break;
            }
            None if message.headers.is_empty() && is_continuation(content) => {
                findings.push(
                    Finding::error("GD132", line.origin(body.file), "the URL is wrapped over several lines")
                        .with_other(message.line, "the request line starts here")
                        .with_help("put the whole URL on the request line"),
                );
            }
            None => {
                body_start = line.start;
                break;
            }
        }
    }
    message.body = body_at(text, body_start, end, body.file);
    message
}

fn blank_before_headers(line: &Line<'_>, file: FileId) -> Finding {
    let end = line.start + line.text.len();
    Finding::warning("GD132", Origin::new(file, end, end), "blank line before the headers")
        .with_note(
            "headers follow the first line of an HTTP message; what follows a blank line is its body (RFC 9112, section 2.1)",
        )
        .with_fix("remove the blank line", Origin::new(file, line.start, end), "")
}

/// Headers that examples have: only one of these shows that a line behind a blank one belongs to the head.
const KNOWN_HEADERS: &[&str] = &[
    "accept",
    "accept-language",
    "authorization",
    "consistencylevel",
    "content-length",
    "content-type",
    "if-match",
    "if-none-match",
    "location",
    "prefer",
    "workbook-session-id",
];

fn is_known_header(line: &Line<'_>, file: FileId) -> bool {
    header(line, file).is_some_and(|header| KNOWN_HEADERS.contains(&header.name.value.to_ascii_lowercase().as_str()))
}

fn lines(text: &str, start: usize, end: usize) -> Vec<Line<'_>> {
    let mut found = Vec::new();
    let mut at = start;
    while at < end {
        let next = text[at..end].find('\n').map_or(end, |length| at + length + 1);
        found.push(Line { text: &text[at..next], start: at });
        at = next;
    }
    found
}

fn start_line(line: &Line<'_>, file: FileId, findings: &mut Vec<Finding>) -> StartLine {
    let content = line.text.trim();
    let origin = line.origin(file);
    if content.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("HTTP")) && !content.contains("://") {
        return status_line(content, origin, findings);
    }
    if !is_request_line(content) {
        return StartLine::None;
    }
    let length = content.find(char::is_whitespace).unwrap_or(content.len());
    let start = origin.start as usize;
    let method = Located::new(content[..length].to_owned(), Origin::new(file, start, start + length));
    let rest = content[length..].trim_start();
    let url = rest.strip_suffix(" HTTP/1.1").unwrap_or(rest).trim_end();
    let offset = start + content.len() - rest.len();
    StartLine::Request { method, url: Located::new(url.to_owned(), Origin::new(file, offset, offset + url.len())) }
}

/// Whether a text starts as a request or a response does.
pub(crate) fn is_message(text: &str) -> bool {
    let first = text.lines().next().unwrap_or("").trim();
    first.starts_with("HTTP/") || is_request_line(first)
}

fn is_request_line(content: &str) -> bool {
    let Some((method, url)) = content.split_once([' ', '\t']) else { return false };
    let known = ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS"];
    let url = url.trim_start();
    known.iter().any(|known| known.eq_ignore_ascii_case(method))
        && (url.starts_with(['/', '{', '<']) || url.contains("://") || method.bytes().all(|byte| byte.is_ascii_uppercase()))
}

fn is_continuation(content: &str) -> bool {
    content.starts_with(['?', '&', '/', '$'])
}

fn status_line(content: &str, origin: Origin, findings: &mut Vec<Finding>) -> StartLine {
    let digits = content.bytes().position(|byte| byte == b' ').map(|blank| blank + 1).and_then(|from| {
        let code = content.get(from..)?.trim_start();
        let at = content.len() - code.len();
        let code = code.get(..3).filter(|code| code.bytes().all(|byte| byte.is_ascii_digit()))?;
        Some((at, code.parse::<u16>().ok()?))
    });
    let Some((at, status)) = digits else {
        findings.push(malformed(origin, None));
        return StartLine::None;
    };
    let version = content[..at].trim_end();
    let reason = content[at + 3..].trim();
    let fine = matches!(version, "HTTP/1.1" | "HTTP/1.0" | "HTTP/2" | "HTTP/2.0");
    if !fine {
        let wanted = format!("HTTP/1.1 {status} {reason}");
        findings.push(malformed(origin, Some(wanted.trim_end().to_owned())));
    }
    let start = origin.start as usize;
    let reason_start = start + content.len() - content[at + 3..].trim_start().len();
    StartLine::Response {
        status: Located::new(status, Origin::new(origin.file, start + at, start + at + 3)),
        reason: Located::new(reason.to_owned(), Origin::new(origin.file, reason_start, reason_start + reason.len())),
    }
}

fn malformed(origin: Origin, wanted: Option<String>) -> Finding {
    let finding = Finding::error("GD127", origin, "status line is not `HTTP/1.1 <code> <reason>`");
    match wanted {
        Some(wanted) => finding.with_fix(format!("write `{wanted}`"), origin, wanted),
        None => finding.with_help("write for example `HTTP/1.1 200 OK`"),
    }
}

fn header(line: &Line<'_>, file: FileId) -> Option<Header> {
    let content = line.text.trim();
    let (name, value) = content.split_once(':')?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if name.is_empty() || !name.bytes().all(fits) || value.starts_with("//") {
        return None;
    }
    let start = line.origin(file).start as usize;
    let value_start = start + content.len() - value.trim_start().len();
    let value = value.trim();
    Some(Header {
        name: Located::new(name.to_owned(), Origin::new(file, start, start + name.len())),
        value: Located::new(value.to_owned(), Origin::new(file, value_start, value_start + value.len())),
    })
}

fn body_at(text: &str, start: usize, end: usize, file: FileId) -> Option<MessageBody> {
    let origin = trimmed(text, file, start.min(end), end);
    let content = &text[origin.start as usize..origin.end as usize];
    if content.is_empty() {
        return None;
    }
    let newlines = content.bytes().filter(|byte| *byte == b'\n').count();
    let returns = content.matches("\r\n").count();
    let length_lf = content.len() - returns;
    Some(MessageBody { origin, json: None, length_lf, length_crlf: length_lf + newlines })
}

/// Reads a body as JSON when it looks like JSON, and reports what is not strict about it.
pub(crate) fn read_json(text: &str, body: &mut MessageBody, findings: &mut Vec<Finding>) {
    let (start, end) = (body.origin.start as usize, body.origin.end as usize);
    if !text[start..end].starts_with(['{', '[']) {
        return;
    }
    let (value, issues) = json::parse(text, start, end, body.origin.file);
    let (soft, hard): (Vec<_>, Vec<_>) = issues.into_iter().partition(|issue| issue.kind.is_recoverable());
    // One mistake, one finding: the first of a kind stands for the rest of the body.
    let mut seen = Vec::new();
    for issue in soft {
        if !seen.contains(&issue.kind) && issue.kind != json::IssueKind::Ellipsis {
            seen.push(issue.kind);
            findings.push(issue_finding(Finding::warning("GD131", issue.origin, "the body is not strict JSON"), &issue));
        }
    }
    // `{contents of the file}` and `[binary data]` stand for bytes that are no JSON.
    if !hard.is_empty() && !text[start..end].contains(['"', '\'', ':', '\u{201c}']) {
        return;
    }
    if let Some(issue) = hard.first() {
        findings.push(issue_finding(Finding::error("GD131", issue.origin, "the body is not JSON"), issue));
    } else {
        body.json = value;
    }
}

fn issue_finding(finding: Finding, issue: &json::Issue) -> Finding {
    let finding = finding.with_label(issue.kind.describe());
    match issue.replacement {
        Some("") => finding.with_fix("remove it", issue.origin, ""),
        Some(text) => finding.with_fix(format!("insert `{text}`"), issue.origin, text),
        None => finding,
    }
}
