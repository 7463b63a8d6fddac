//! Queries in example requests and in request templates, read by the parser that prints them for programs.

use edmund::query::{Options, OptionsError};
use edmund_model::{Finding, Origin, nearest};

use super::Context;
use crate::message::StartLine;
use crate::page::{Located, Page};
use crate::template;

/// The system query options of OData Protocol 4.01, section 11.2, and those of its next and delta links.
const NAMES: [&str; 14] = [
    "$apply",
    "$compute",
    "$count",
    "$deltatoken",
    "$expand",
    "$filter",
    "$format",
    "$index",
    "$orderby",
    "$search",
    "$select",
    "$skip",
    "$skiptoken",
    "$top",
];

/// GD136: the query of a request follows the grammar (OData URL Conventions 4.01, section 5.1; ABNF `queryOptions`).
pub(super) fn check(context: &mut Context<'_>, page: &Page) {
    let templates = page.templates.iter().filter(|template| template.problem.is_none());
    let templates: Vec<_> = templates.filter_map(|template| template.query.clone()).collect();
    for query in &templates {
        options(context, query);
    }
    for message in page.messages.iter().filter(|message| message.example) {
        let StartLine::Request { url, .. } = &message.start else { continue };
        let opaque = message.annotation.as_ref().is_some_and(|annotation| annotation.flag("opaqueUrl"));
        if let Some(query) = template::url(&url.value, url.origin.start as usize, url.origin.file).query.filter(|_| !opaque) {
            options(context, &query);
        }
    }
}

fn options(context: &mut Context<'_>, query: &Located<String>) {
    let mut seen: Vec<String> = Vec::new();
    let mut at = query.origin.start as usize;
    for pair in query.value.split('&') {
        let place = Origin::new(query.origin.file, at, at + pair.trim_end().len());
        at += pair.len() + 1;
        // What stands for something else is no query yet.
        if !is_literal(pair) {
            continue;
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if let Err(error) = Options::parse(pair.trim_end()) {
            let start = place.start as usize + name.len() + 1;
            context.report(finding(&error, value.trim_end(), place, start));
        }
        let name = name.trim().to_ascii_lowercase();
        if name.starts_with('$') && seen.contains(&name) {
            let error = OptionsError::Duplicate { name };
            context.report(finding(&error, value, place, place.start as usize));
        } else {
            seen.push(name);
        }
    }
}

/// Whether a query option is one that could be sent: without placeholders and ellipses, and with a value.
fn is_literal(pair: &str) -> bool {
    let is_placeholder = pair.contains(['{', '<', '[', '|', '\u{2026}']) || pair.contains("...") || pair.contains("&lt;");
    let has_value = pair.split_once('=').is_some_and(|(_, value)| !value.trim().is_empty());
    !is_placeholder && has_value
}

/// `start` is the first byte of the option's value in the file.
fn finding(error: &OptionsError, value: &str, place: Origin, start: usize) -> Finding {
    match error {
        OptionsError::Syntax { name, error } => {
            let at = start + encoded_offset(value, error.position);
            let end = (start + value.len()).max(at);
            let origin = Origin::new(place.file, at.min(end), (at + 1).min(end).max(at));
            Finding::warning("GD136", origin, format!("query option `{name}` cannot be read: expected {}", error.expected))
                .with_label(format!("found {}", error.found))
                .with_help("write the option as the service would take it (OData URL Conventions 4.01, section 5.1)")
        }
        OptionsError::Unknown { name } => {
            let finding = Finding::warning("GD136", place, format!("`{name}` is no query option of the protocol"));
            match nearest(name, NAMES) {
                Some(near) => finding.with_help(format!("did you mean `{near}`?")),
                None => finding.with_help("options of a service's own have no `$`"),
            }
        }
        OptionsError::Duplicate { name } => {
            Finding::warning("GD136", place, format!("query option `{name}` stands more than once"))
                .with_help("a request may have each system query option once")
        }
        other => Finding::warning("GD136", place, format!("query cannot be decoded: {other}"))
            .with_help("encode characters beyond ASCII as UTF-8, each byte as `%` and two hexadecimal digits"),
    }
}

/// Where in a percent-encoded text the byte stands that has an offset in the decoded text.
fn encoded_offset(encoded: &str, decoded: usize) -> usize {
    let bytes = encoded.as_bytes();
    let mut at = 0;
    for _ in 0..decoded {
        let is_escape =
            bytes.get(at) == Some(&b'%') && bytes.get(at + 1..at + 3).is_some_and(|it| it.iter().all(u8::is_ascii_hexdigit));
        at += if is_escape { 3 } else { 1 };
    }
    at.min(encoded.len())
}
