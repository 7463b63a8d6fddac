//! Sections and boilerplate.

use edmund_model::{Finding, Origin, Severity};

use super::{Context, whole};
use crate::page::{Page, PageKind, Text};

pub(super) fn check(context: &mut Context<'_>, page: &Page) {
    missing(context, page);
    notes(context, page);
    headers(context, page);
    header_names(context, page);
}

/// GD040: a page of an operation has permissions, request and response; a page of a type has properties.
fn missing(context: &mut Context<'_>, page: &Page) {
    let has = |names: &[&str]| {
        page.headings.iter().any(|heading| names.iter().any(|name| heading.text.plain.to_lowercase().starts_with(name)))
    };
    let mut absent: Vec<&str> = Vec::new();
    match page.kind {
        PageKind::Operation => {
            let wanted: &[(&[&str], &str)] = &[
                (&["permission", "prerequisite"], "Permissions"),
                (&["http request"], "HTTP request"),
                (&["response"], "Response"),
            ];
            absent.extend(wanted.iter().filter(|(names, _)| !has(names)).map(|(_, title)| *title));
        }
        PageKind::Resource if !has(&["propert"]) => absent.push("Properties"),
        _ => {}
    }
    for title in absent {
        context.report(
            Finding::warning("GD040", whole(page), format!("section `{title}` is missing"))
                .with_help(format!("add a section `## {title}`")),
        );
    }
}

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
