//! What sentences say.

use edmund_model::Origin;

use super::cells::slice;
use crate::page::{BodySection, Include, Link, Located, Page, ResponseSection, Text};
use crate::type_cell;

/// The first word of a title, with its place.
pub(super) fn first_word(title: &Located<String>) -> Located<String> {
    let word = title.value.split_whitespace().next().unwrap_or("");
    let start = title.origin.start as usize;
    Located::new(word.to_owned(), Origin::new(title.origin.file, start, start + word.len()))
}

pub(super) fn deprecation_in_title(page: &mut Page) {
    if let Some(title) = page.title.as_ref().filter(|title| title.value.to_lowercase().contains("(deprecated)")) {
        page.deprecated = Some(Located::new(String::new(), title.origin));
    }
}

/// What may stand in any section: includes, notes, deprecation.
pub(super) fn common(page: &mut Page, source: &str, text: &Text, quoted: bool) {
    for link in &text.links {
        let before = source.get(text.origin.start as usize..link.origin.start as usize).unwrap_or("");
        if before.trim_end().to_ascii_uppercase().ends_with("[!INCLUDE") {
            if link.target.value.to_lowercase().contains("deprecate") && page.deprecated.is_none() {
                page.deprecated = Some(Located::new(String::new(), link.origin));
            }
            page.includes.push(Include { link: link.clone(), requests: Vec::new() });
        }
    }
    if quoted && page.deprecated.is_none() && is_caution(&text.plain.to_lowercase()) {
        let reason = text.prose().replace("[!CAUTION]", "").trim().to_owned();
        page.deprecated = Some(Located::new(reason, text.origin));
    }
    if text.plain.contains("esponse object shown here") {
        page.notes.push((text.clone(), quoted));
    }
}

fn is_caution(lower: &str) -> bool {
    lower.contains("[!caution]") && lower.contains("deprecat")
}

/// The value of a line `Namespace: x`.
pub(super) fn namespace(page: &mut Page, source: &str, text: &Text) {
    let Some(rest) = text.plain.strip_prefix("Namespace:").filter(|_| page.namespace.is_none()) else { return };
    let value = rest.split_whitespace().next().unwrap_or("").to_owned();
    let raw = slice(source, text.origin);
    let at = raw.find(&value).filter(|_| !value.is_empty()).unwrap_or(raw.len());
    let start = text.origin.start as usize + at;
    page.namespace = Some(Located::new(value.clone(), Origin::new(text.origin.file, start, start + value.len())));
}

/// What stands behind the line: without an empty line below, it is the first of the lead.
fn behind_namespace(page: &Page, source: &str, text: Text) -> Option<Text> {
    let namespace = page.namespace.as_ref()?;
    let behind = |words: &str| Some(words.split_once(namespace.value.as_str())?.1.trim().to_owned());
    let (plain, marked) = (behind(&text.plain)?, text.marked.as_deref().and_then(behind));
    let (start, end) = (namespace.origin.end as usize, text.origin.end as usize);
    let origin = crate::markdown::trimmed(source, text.origin.file, start.min(end), end);
    (!plain.is_empty() && !namespace.value.is_empty()).then_some(Text { origin, plain, marked, ..text })
}

/// A paragraph between title and first section.
pub(super) fn lead(page: &mut Page, source: &str, text: Text) {
    if page.namespace.is_none() && text.plain.starts_with("Namespace:") {
        namespace(page, source, &text);
        if let Some(text) = behind_namespace(page, source, text) {
            lead(page, source, text);
        }
        return;
    }
    if text.plain.starts_with("[!INCLUDE") {
        return;
    }
    if page.resource.inherits.is_none() {
        page.resource.inherits = inherits(source, &text);
    }
    let lower = text.plain.to_lowercase();
    page.resource.is_abstract |=
        lower.contains("abstract type") || lower.contains("this is an abstract") || lower.contains("an abstract base");
    if !lower.starts_with("[!") {
        page.lead.push(text);
    }
}

/// "Inherits from [x](x.md)" and its relatives.
fn inherits(source: &str, text: &Text) -> Option<Link> {
    let phrases = ["inherits from", "derived from", "derives from", "subclass of", "subtype of"];
    text.links
        .iter()
        .find(|link| {
            let before = source.get(text.origin.start as usize..link.origin.start as usize).unwrap_or("").to_lowercase();
            let before = before.trim_end_matches(['*', ' ', '`']);
            let before = before.strip_suffix(" the").or_else(|| before.strip_suffix(" a")).unwrap_or(before).trim_end();
            phrases.iter().any(|phrase| before.ends_with(phrase))
        })
        .cloned()
}

/// The words that titles of operations begin with.
const VERBS: [&str; 7] = ["add", "create", "delete", "get", "list", "remove", "update"];

/// The type's name in the title of a resource page.
pub(super) fn resource_name(page: &mut Page) {
    let Some(title) = &page.title else { return };
    let lower = title.value.to_lowercase();
    let lower = lower.trim_end_matches("(deprecated)").trim_end();
    let is_resource = [" resource type", " resource", " complex type", " entity type", " facet", " resource type properties"]
        .iter()
        .any(|ending| lower.ends_with(ending));
    let word = first_word(title);
    let first = lower.split(' ').next().unwrap_or("");
    let single = first.len() == word.value.len();
    // `Get a site resource` is about what is done with one.
    let is_operation = VERBS.contains(&first) && lower.split(' ').nth(1).is_some_and(|second| second != "resource");
    if is_resource && single && !is_operation && page.templates.is_empty() {
        page.resource.name = Some(word);
    }
}

pub(super) fn says_no_body(text: &str) -> bool {
    let text = text.to_lowercase().replace("don't", "do not").replace("don\u{2019}t", "do not");
    text.contains("do not supply a request body")
        || text == "none"
        || text == "none."
        || text.contains("do not provide a request body")
        || text.contains("no request body should be supplied")
        || text.contains("not require any request body")
}

/// A paragraph of the `Response` section.
pub(super) fn response(response: &mut ResponseSection, text: Text) {
    let mut last = None;
    for code in &text.codes {
        if let Some(status) = status(&code.value) {
            last = Some(code.origin.end);
            response.statuses.push(Located::new(status, code.origin));
        }
    }
    let lower = text.plain.to_lowercase();
    let success = response.statuses.first().is_some_and(|status| status.value.0 < 300);
    if let Some(after) = last.filter(|_| success && response.ty.is_none()) {
        let first_success = text.codes.iter().find(|code| status(&code.value).is_some_and(|found| found.0 < 300));
        let after = first_success.map_or(after, |code| code.origin.end);
        response.ty = text.links.iter().find(|link| link.origin.start >= after && names_type(link)).cloned();
        response.collection = lower.contains("collection");
        if response.ty.is_none() {
            response.primitive = primitive(&text);
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

/// The type that the prose of a request body says it is of; a type that is only mentioned, or one of several, is none to hold a body against.
pub(crate) fn body_type(body: &BodySection) -> Option<&Link> {
    let asks = |text: &&Text| {
        let lower = text.plain.to_lowercase();
        (lower.contains("representation") || lower.contains("object")) && !lower.contains("parameter")
    };
    let mut links = body.prose.iter().filter(asks).flat_map(|text| &text.links).filter(|link| is_type_link(link));
    let first = links.next()?;
    links.all(|other| other.text.eq_ignore_ascii_case(&first.text)).then_some(first)
}

/// A link that leads to a type, not to a concept, an operation or an included file.
pub(crate) fn is_type_link(link: &Link) -> bool {
    let target = link.target.value.split('#').next().unwrap_or("");
    let elsewhere = ["/api/", "://", "includes/"].iter().any(|part| target.contains(part)) || target.starts_with('/');
    target.ends_with(".md") && !elsewhere
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

/// A built-in type named behind the status: "and a String in the response body"; the content of a stream has no type to name.
fn primitive(text: &Text) -> Option<Located<String>> {
    let at = text.plain.find("response code")?;
    if text.plain[at..].contains("the content in the response body") {
        return Some(Located::new("Stream".to_owned(), text.origin));
    }
    let mut words = text.plain[at..].split(|c: char| !c.is_alphanumeric());
    let found = words.find(|word| {
        word.starts_with(char::is_uppercase) && type_cell::primitive(word).is_some_and(|primitive| primitive.name() == *word)
    })?;
    Some(Located::new(found.to_owned(), text.origin))
}
