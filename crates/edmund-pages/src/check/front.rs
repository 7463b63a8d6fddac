//! Front matter.

use edmund_model::{Finding, Origin};

use super::Context;
use crate::page::{Located, Page, PageKind};

/// Keys every page must have; the last two have a newer spelling each.
const REQUIRED: &[&[&str]] = &[
    &["title"],
    &["description"],
    &["author", "ms.author"],
    &["doc_type"],
    &["localization_priority", "ms.localizationpriority"],
    &["ms.prod", "ms.service", "ms.subservice"],
];

pub(super) fn check(context: &mut Context<'_>, page: &Page) {
    required(context, page);
    doc_type(context, page);
    title(context, page);
}

/// GD021: title, description, author, product, priority and page type are there and not empty.
/// Source: `requiredYamlHeaders` of the published documentation's checker.
fn required(context: &mut Context<'_>, page: &Page) {
    if !page.front.present {
        let origin = Origin::new(page.file, 0, 0);
        context.report(
            Finding::warning("GD021", origin, "page has no front matter")
                .with_help("start the page with `---`, the lines `title: \"...\"` and so on, and `---`"),
        );
        return;
    }
    for names in REQUIRED {
        let found: Vec<&Located<String>> = names.iter().filter_map(|name| page.front.get(name)).collect();
        if found.iter().any(|value| !value.value.trim().is_empty()) {
            continue;
        }
        let name = names[0];
        context.report(match found.first() {
            Some(value) => Finding::warning("GD021", value.origin, format!("front matter `{name}` is empty"))
                .with_help(format!("give `{name}` a value")),
            None => Finding::warning(
                "GD021",
                Origin { end: page.front.origin.start + 3, ..page.front.origin },
                format!("front matter has no `{name}`"),
            )
            .with_help(format!("add a line `{name}: \"...\"`")),
        });
    }
}

/// GD022: `doc_type` is one of the known page types and fits the folder.
fn doc_type(context: &mut Context<'_>, page: &Page) {
    const KNOWN: &[&str] = &["apiPageType", "resourcePageType", "enumPageType", "conceptualPageType"];
    let Some(found) = page.front.get("doc_type").filter(|value| !value.value.is_empty()) else { return };
    if !KNOWN.contains(&found.value.as_str()) {
        let finding = Finding::warning("GD022", found.origin, format!("unknown page type `{}`", found.value));
        context.report(match edmund_model::nearest(&found.value, KNOWN.iter().copied()) {
            Some(near) => finding.with_fix(format!("write `{near}`"), found.origin, near),
            None => finding.with_help("write `apiPageType`, `resourcePageType`, `enumPageType` or `conceptualPageType`"),
        });
        return;
    }
    let expected = match page.kind {
        PageKind::Operation if found.value != "apiPageType" && found.value != "conceptualPageType" => "apiPageType",
        PageKind::Resource if found.value == "apiPageType" => "resourcePageType",
        _ => return,
    };
    context.report(
        Finding::warning("GD022", found.origin, format!("page type `{}` does not fit what the page documents", found.value))
            .with_fix(format!("write `{expected}`"), found.origin, expected),
    );
}

/// GD023: the title of the front matter is the heading.
fn title(context: &mut Context<'_>, page: &Page) {
    let (Some(front), Some(heading)) = (page.front.get("title"), &page.title) else { return };
    if front.value.trim() == heading.value.trim() || front.value.is_empty() {
        return;
    }
    context.report(
        Finding::info("GD023", front.origin, "title differs from the heading")
            .with_label(format!("`{}`", front.value))
            .with_other(heading.origin, format!("`{}`", heading.value))
            .with_help("use the same words in both places"),
    );
}
