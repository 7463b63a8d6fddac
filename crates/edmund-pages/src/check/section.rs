//! Sections and boilerplate.

use edmund_model::{Finding, Origin, Severity};

use super::{Context, whole};
use crate::page::{Heading, Page, PageKind, Text};

pub(super) fn check(context: &mut Context<'_>, page: &Page) {
    missing(context, page);
    notes(context, page);
    headers(context, page);
    header_names(context, page);
}

/// GD040: a page of an operation has permissions, request and response; a page of a type has properties.
fn missing(context: &mut Context<'_>, page: &Page) {
    let wanted: &[(&[&str], &str)] = match page.kind {
        PageKind::Operation => {
            &[(&["permission", "prerequisite"], "Permissions"), (&["http request"], "HTTP request"), (&["response"], "Response")]
        }
        PageKind::Resource => &[(&["propert"], "Properties")],
        _ => &[],
    };
    for (names, title) in wanted {
        let finding = match place(page, names) {
            Place::Section => continue,
            Place::Below(heading, above) => {
                Finding::warning("GD040", heading.text.origin, format!("section `{title}` stands below `{}`", above.text.plain))
                    .with_other(above.text.origin, "the section above is about something else")
                    .with_help(format!("make it a section of its own: `## {title}`"))
            }
            Place::None => Finding::warning("GD040", whole(page), format!("section `{title}` is missing"))
                .with_help(format!("add a section `## {title}`")),
        };
        context.report(finding);
    }
}

/// Where a page has a section.
enum Place<'a> {
    /// At its place: of its own, or in a part of the page that is about one of several operations.
    Section,
    /// One level too deep: it belongs to another section.
    Below(&'a Heading, &'a Heading),
    None,
}

fn place<'a>(page: &'a Page, names: &[&str]) -> Place<'a> {
    let begins = |heading: &Heading, names: &[&str]| {
        let lower = heading.text.plain.to_lowercase();
        names.iter().any(|name| lower.starts_with(name))
    };
    let mut above: Option<&Heading> = None;
    let mut below = Place::None;
    for heading in &page.headings {
        let deep = above.filter(|_| heading.level > 2);
        if heading.level <= 2 {
            above = Some(heading);
        }
        match deep.filter(|above| begins(above, &SECTIONS)) {
            _ if !begins(heading, names) => {}
            None => return Place::Section,
            // An example has a request and a response of its own.
            Some(above) if begins(above, &["example"]) => {}
            Some(above) => below = Place::Below(heading, above),
        }
    }
    below
}

/// How the headings of the usual sections of an operation begin; other headings open a part about one of several operations.
const SECTIONS: [&str; 6] = ["request", "response", "http request", "optional", "query param", "example"];

/// GD034: the note on shortened examples is a block quote in today's words. Once a page is enough.
fn notes(context: &mut Context<'_>, page: &Page) {
    let stale = |(text, quoted): &&(Text, bool)| {
        let lower = text.plain.to_lowercase();
        lower.contains("may be truncated for brevity") || (!quoted && lower.starts_with("note:"))
    };
    let Some((note, quoted)) = page.notes.iter().find(stale) else { return };
    let finding = Finding::info("GD034", note.origin, "note on shortened examples has an old form")
        .with_note("today's form is a block quote: \"The response object shown here might be shortened for readability.\"");
    let only_note = note.plain.to_lowercase().starts_with("note:") && !quoted;
    context.report(if only_note {
        let text = "> **Note:** The response object shown here might be shortened for readability.\n";
        finding.with_fix("use today's form", note.origin, text)
    } else {
        finding.with_help("use today's form")
    });
}

/// GD150: header cells read `Bearer {token}. Required.`, with a blank between the sentences.
fn headers(context: &mut Context<'_>, page: &Page) {
    for row in &page.headers {
        let raw = context.text(row.value.origin);
        let Some(at) = raw.find(".Required").or_else(|| raw.find(".Optional")) else { continue };
        let start = row.value.origin.start as usize + at + 1;
        let end = row.value.origin.end as usize;
        let origin = Origin::new(row.value.origin.file, start, end);
        let word = raw[at + 1..].trim_end_matches('.').to_owned();
        context.report(Finding::info("GD150", origin, "blank and full stop are missing in a header cell").with_fix(
            format!("write ` {word}.`"),
            origin,
            format!(" {word}."),
        ));
    }
}

/// GD151: a header has one spelling on a page.
fn header_names(context: &mut Context<'_>, page: &Page) {
    let all: Vec<_> = page.messages.iter().filter(|message| message.example).flat_map(|message| &message.headers).collect();
    let mut done: Vec<String> = Vec::new();
    for header in &all {
        let lower = header.name.value.to_lowercase();
        if done.contains(&lower) {
            continue;
        }
        let other = all.iter().find(|other| other.name.value.to_lowercase() == lower && other.name.value != header.name.value);
        if let Some(other) = other {
            let usual = canonical(&lower);
            let mut finding =
                Finding::new("GD151", Severity::Info, header.name.origin, format!("header `{usual}` is spelt in two ways"))
                    .with_other(other.name.origin, format!("here it is `{}`", other.name.value))
                    .with_note("header names are not case-sensitive; one spelling is easier to search for");
            let wrong = if header.name.value == usual { other } else { header };
            finding = finding.with_fix(format!("write `{usual}`"), wrong.name.origin, usual);
            context.report(finding);
        }
        done.push(lower);
    }
}

/// `content-type` as `Content-Type`.
fn canonical(lower: &str) -> String {
    let words = lower.split('-').map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    });
    words.collect::<Vec<_>>().join("-")
}
