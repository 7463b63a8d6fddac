//! HTTP messages by themselves: status, headers, body.

use edmund_model::{Finding, Origin};

use super::Context;
use crate::message::{Example, Message, StartLine};
use crate::page::Page;

pub(super) fn check(context: &mut Context<'_>, page: &Page) {
    for message in page.messages.iter().filter(|message| message.example) {
        reason(context, message);
        body(context, message);
        length(context, message);
        content_type(context, message);
    }
    for example in &page.examples {
        documented(context, page, example);
    }
}

/// Reason phrases of RFC 9110, section 15.
const REASONS: &[(u16, &str)] = &[
    (200, "OK"),
    (201, "Created"),
    (202, "Accepted"),
    (204, "No Content"),
    (206, "Partial Content"),
    (207, "Multi-Status"),
    (301, "Moved Permanently"),
    (302, "Found"),
    (303, "See Other"),
    (304, "Not Modified"),
    (307, "Temporary Redirect"),
    (308, "Permanent Redirect"),
    (400, "Bad Request"),
    (401, "Unauthorized"),
    (403, "Forbidden"),
    (404, "Not Found"),
    (405, "Method Not Allowed"),
    (406, "Not Acceptable"),
    (409, "Conflict"),
    (410, "Gone"),
    (411, "Length Required"),
    (412, "Precondition Failed"),
    (415, "Unsupported Media Type"),
    (416, "Range Not Satisfiable"),
    (422, "Unprocessable Content"),
    (423, "Locked"),
    (428, "Precondition Required"),
    (429, "Too Many Requests"),
    (500, "Internal Server Error"),
    (501, "Not Implemented"),
    (502, "Bad Gateway"),
    (503, "Service Unavailable"),
    (504, "Gateway Timeout"),
    (507, "Insufficient Storage"),
];

/// GD126: the reason phrase is the one of the code.
fn reason(context: &mut Context<'_>, message: &Message) {
    let StartLine::Response { status, reason } = &message.start else { return };
    let Some((_, usual)) = REASONS.iter().find(|(code, _)| *code == status.value) else { return };
    let found = reason.value.trim_end_matches('.');
    // The phrase belongs to another code; shades of one phrase ("Ok", "Not found") are left alone.
    let other = REASONS.iter().find(|(code, phrase)| *code != status.value && phrase.eq_ignore_ascii_case(found));
    if let Some((code, _)) = other {
        context.report(
            Finding::warning(
                "GD126",
                reason.origin,
                format!("`{}` is the phrase of status {code}, not {}", reason.value, status.value),
            )
            .with_fix(format!("write `{usual}`"), reason.origin, *usual),
        );
    }
}

/// GD128, GD129: `204` and `GET` have no body.
fn body(context: &mut Context<'_>, message: &Message) {
    let Some(body) = &message.body else { return };
    match &message.start {
        StartLine::Response { status, .. } if status.value == 204 => context.report(
            Finding::warning("GD128", body.origin, "`204 No Content` with a body")
                .with_other(status.origin, "this status has no body")
                .with_help("remove the body, or use the status that the service sends with it"),
        ),
        StartLine::Request { method, .. } if method.value == "GET" => context.report(
            Finding::warning("GD129", body.origin, "`GET` request with a body")
                .with_other(method.origin, "a body has no meaning with this method")
                .with_help("remove the body"),
        ),
        _ => {}
    }
}

/// GD130: Content-Length is the number of bytes of the body, with lines ended by LF or by CRLF.
fn length(context: &mut Context<'_>, message: &Message) {
    let Some(header) = message.header("Content-Length") else { return };
    let origin = header.value.origin;
    let Ok(found) = header.value.value.parse::<usize>() else {
        context.report(
            Finding::warning("GD130", origin, format!("`{}` is not a number of bytes", header.value.value))
                .with_help("remove the header"),
        );
        return;
    };
    let Some(body) = &message.body else {
        if found > 0 && message.is_request() {
            context.report(Finding::warning("GD130", origin, "Content-Length without a body").with_help("remove the header"));
        }
        return;
    };
    // Placeholders such as `<bytes 0-25 of the file>` stand for bytes that are not shown.
    if body.json.is_none() || found == body.length_lf || found == body.length_crlf {
        return;
    }
    let message = format!("Content-Length is {found}, the body has {} bytes ({} with CRLF)", body.length_lf, body.length_crlf);
    context.report(
        Finding::warning("GD130", origin, message)
            .with_fix(format!("write {}", body.length_lf), origin, body.length_lf.to_string())
            .with_help("write the true number, or remove the header"),
    );
}

/// GD133: a JSON body is announced as `application/json`.
fn content_type(context: &mut Context<'_>, message: &Message) {
    let Some(body) = message.body.as_ref().filter(|body| body.json.is_some()) else { return };
    if message.start == StartLine::None {
        return;
    }
    match message.header("Content-Type") {
        Some(header) if header.value.value.to_lowercase().contains("json") || header.value.value.starts_with("multipart") => {}
        Some(header) => context.report(
            Finding::warning("GD133", header.value.origin, format!("JSON body with Content-Type `{}`", header.value.value))
                .with_other(body.origin, "this is JSON")
                .with_fix("write `application/json`", header.value.origin, "application/json"),
        ),
        None => {
            let place = Origin { start: message.line.end, ..message.line };
            context.report(
                Finding::warning("GD133", message.line, "JSON body without Content-Type")
                    .with_other(body.origin, "this is JSON")
                    .with_fix("add the header", place, "\nContent-Type: application/json"),
            );
        }
    }
}

/// GD125: the status of an example is one that the text names.
fn documented(context: &mut Context<'_>, page: &Page, example: &Example) {
    let Some(response) = page.response.as_ref() else { return };
    // Where only errors are named, nothing is said about success.
    if response.statuses.iter().all(|found| found.value.0 >= 400) {
        return;
    }
    let names = |status: u16| response.statuses.iter().any(|found| found.value.0 == status);
    let Some(status) = example.response.and_then(|index| page.messages[index].status()) else { return };
    // Behind a redirect is what it leads to.
    let redirected = status.value == 200 && names(302);
    if status.value >= 400 || names(status.value) || redirected {
        return;
    }
    let named: Vec<_> = response.statuses.iter().map(|found| found.value.0.to_string()).collect();
    context.report(
        Finding::warning("GD125", status.origin, format!("status {} is not in the section `Response`", status.value))
            .with_other(response.statuses[0].origin, format!("the text names {}", named.join(", ")))
            .with_help("name the status in the text, or correct the example"),
    );
}
