//! What sentences say.

use edmund_model::Origin;

use super::cells::slice;
use crate::page::{BodySection, Include, Link, Located, Page, Text};

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
            page.includes.push(Include { link: link.clone(), requests: Vec::new(), topic: String::new() });
        }
    }
    // A mark in the title says that there is a deprecation, a note says which.
    if quoted && page.deprecated.as_ref().is_none_or(|found| found.value.is_empty()) && is_caution(&text.plain.to_lowercase()) {
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
    let label = raw.find("Namespace:").map_or(0, |at| at + "Namespace:".len());
    let at = raw[label..].find(&value).filter(|_| !value.is_empty()).map_or(raw.len(), |at| label + at);
    let start = text.origin.start as usize + at;
    page.namespace = Some(Located::new(value.clone(), Origin::new(text.origin.file, start, start + value.len())));
}

/// What stands behind the line: without an empty line below, it is the first of the lead.
fn behind_namespace(page: &Page, source: &str, text: Text) -> Option<Text> {
    let namespace = page.namespace.as_ref()?;
    let behind = |words: &str| {
        let (_, line) = words.split_once("Namespace:")?;
        Some(line.split_once(namespace.value.as_str())?.1.trim().to_owned())
    };
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
    base(page, source, &text);
    let lower = text.plain.to_lowercase();
    page.resource.is_abstract |=
        lower.contains("abstract type") || lower.contains("this is an abstract") || lower.contains("an abstract base");
    if !lower.starts_with("[!") {
        page.lead.push(text);
    }
}

/// What a type inherits from, where the text says so: below the title, or above its properties.
pub(super) fn base(page: &mut Page, source: &str, text: &Text) {
    if page.resource.inherits.is_none() {
        page.resource.inherits = inherits(source, text);
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
    const WORDS: [&str; 5] = [
        "do not supply a request body",
        "do not supply a body",
        "do not provide a request body",
        "no request body should be supplied",
        "not require any request body",
    ];
    let text = text.to_lowercase().replace("don't", "do not").replace("don\u{2019}t", "do not");
    matches!(text.as_str(), "none" | "none.") || WORDS.iter().any(|words| text.contains(words))
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
