//! What the section `Response` says.

use edmund_model::{Origin, Primitive};

use super::cells::slice;
use super::prose::is_type_link;
use crate::page::{Link, Located, ResponseSection, Text};
use crate::type_cell;

/// A paragraph of the `Response` section.
pub(super) fn paragraph(response: &mut ResponseSection, source: &str, text: Text) {
    let mut last = None;
    for code in &text.codes {
        if let Some(status) = status(&code.value) {
            last = Some(code.origin.end);
            response.statuses.push(Located::new(status, code.origin));
        }
    }
    if response.statuses.is_empty()
        && let Some(status) = plain_status(source, &text)
    {
        last = Some(status.origin.end);
        response.statuses.push(status);
    }
    let lower = text.plain.to_lowercase();
    let success = response.statuses.first().is_some_and(|status| status.value.0 < 300);
    if let Some(after) = last.filter(|_| success && response.ty.is_none()) {
        let first_success = text.codes.iter().find(|code| status(&code.value).is_some_and(|found| found.0 < 300));
        let after = first_success.map_or(after, |code| code.origin.end);
        response.ty = text.links.iter().find(|link| link.origin.start >= after && names_type(link)).cloned();
        response.collection = lower.contains("collection");
        if response.ty.is_none() {
            let status = response.statuses.iter().map(|status| status.value.0).find(|status| *status < 300);
            let behind = behind(&lower, status);
            response.primitive = primitive(&behind).map(|name| Located::new(name.to_owned(), text.origin));
            response.nothing = response.primitive.is_none() && says_nothing(&behind);
        }
    }
    // Some texts say what is returned, and the status in another sentence or not at all.
    let answers = lower.contains("successful") || lower.contains("method");
    let returns = answers && lower.contains("return") && response.statuses.is_empty();
    if response.ty.is_none() && returns {
        response.ty = text.links.iter().find(|link| names_type(link)).cloned();
        response.collection = response.ty.is_some() && lower.contains("collection");
    }
    // A redirect leads to content: the downloads of reports and files.
    let found = response.statuses.iter().find(|status| status.value.0 == 302).map(|status| status.origin);
    if let Some(origin) = found.filter(|_| response.ty.is_none() && response.primitive.is_none()) {
        response.primitive = Some(Located::new("Stream".to_owned(), origin));
    }
    response.prose.push(text);
}

/// The published page of a type is as good a target as the page's file.
fn names_type(link: &Link) -> bool {
    is_type_link(link) || link.target.value.starts_with("/graph/api/resources/")
}

/// `201 Created` as number and phrase.
fn status(code: &str) -> Option<(u16, String)> {
    let code = code.trim().trim_start_matches("HTTP/1.1 ").trim_start_matches("HTTP ").trim_end_matches([',', '.']);
    let (digits, reason) = code.split_at_checked(3)?;
    let number: u16 = digits.parse().ok()?;
    let fits = (100..600).contains(&number) && (reason.is_empty() || reason.starts_with([' ', ',', '-']));
    fits.then(|| (number, reason.trim_start_matches([',', '-']).trim().to_owned()))
}

/// A status outside of code: "a 204 No Content response code", "**200 OK**".
fn plain_status(source: &str, text: &Text) -> Option<Located<(u16, String)>> {
    let raw = slice(source, text.origin);
    let mut words = raw.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    while let Some(word) = words.next() {
        let number = word.parse::<u16>().ok().filter(|number| word.len() == 3 && (200..400).contains(number));
        let next = words.peek().map_or(String::new(), |next| next.to_ascii_lowercase());
        let is_status = matches!(next.as_str(), "ok" | "created" | "accepted" | "no" | "found" | "response" | "status");
        if let Some(number) = number.filter(|_| is_status) {
            let start = text.origin.start as usize + (word.as_ptr() as usize - raw.as_ptr() as usize);
            return Some(Located::new((number, String::new()), Origin::new(text.origin.file, start, start + word.len())));
        }
    }
    None
}

/// What stands behind the words about the status, of a text in lower case.
fn behind(lower: &str, status: Option<u16>) -> String {
    let lower = lower.replace('\u{2019}', "'").replace("doesn't", "does not");
    let by_words = || ["response code", "status code"].iter().find_map(|words| Some(lower.split_once(words)?.1));
    let by_number = || {
        let rest = lower.split_once(&status?.to_string())?.1;
        let reason = |c: char| c.is_whitespace() || c == ',';
        let rest = rest.trim_start_matches(reason);
        let reasons = ["ok", "created", "accepted", "no content", "found"];
        Some(reasons.iter().find_map(|reason| rest.strip_prefix(reason)).unwrap_or(rest))
    };
    by_words().or_else(by_number).unwrap_or_default().to_owned()
}

/// Whether the text of a success ends with the status, or says that there is no more.
fn says_nothing(behind: &str) -> bool {
    let empty = ["not return anything", "no response body", "empty response", "empty body", "nothing in the response body"];
    behind.trim_matches(['.', ' ', ':']).is_empty() || empty.iter().any(|words| behind.contains(words))
}

/// Content that is not JSON.
const STREAMS: &[&str] = &[
    "the content in the response body",
    "binary data",
    "binary content",
    "binary stream",
    "image of",
    "contents of the",
    "content of the",
    "the xml",
];

/// A built-in type named behind the status: "and a String in the response body"; the content of a stream has no type to name.
fn primitive(behind: &str) -> Option<&'static str> {
    let behind = behind.split(". ").next().unwrap_or_default();
    if STREAMS.iter().any(|words| behind.contains(words)) {
        return Some(Primitive::Stream.name());
    }
    if ["a count of", "the count of", "the number of"].iter().any(|words| behind.contains(words)) {
        return Some(Primitive::Int64.name());
    }
    // Words that also mean something else in a sentence.
    let is_name = |word: &&str| {
        !matches!(
            *word,
            "date"
                | "duration"
                | "single"
                | "double"
                | "binary"
                | "byte"
                | "any"
                | "object"
                | "json"
                | "url"
                | "uri"
                | "text"
                | "number"
                | "timestamp"
                | "email"
        )
    };
    let mut words = behind.split(|c: char| !c.is_alphanumeric()).filter(is_name);
    words.find_map(type_cell::primitive).map(|primitive| primitive.name())
}
