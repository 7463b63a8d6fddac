//! What is said of an element: the description in its row, and that it is deprecated.

use edmund_model::{Deprecation, Docs, Enum};

use super::markdown::{Document, code, inline, running};
use super::sentence::{described, full_stop};
use crate::deprecation::{self, SUFFIX, Subject};
use crate::stock;

/// The first cell of a row: the name, and that what it names is deprecated.
pub(super) fn name(name: &str, docs: &Docs) -> String {
    let mark = if docs.deprecation.is_some() { SUFFIX } else { "" };
    inline(name) + mark
}

/// The description of a row.
pub(super) fn cell(docs: &Docs) -> String {
    cell_or(docs, stock::NOT_DOCUMENTED)
}

/// The description of a row, or other words where there is none.
pub(super) fn cell_or(docs: &Docs, otherwise: &str) -> String {
    with_deprecation(described(docs).map(|text| inline(&text)), docs, otherwise)
}

/// The description of a row about an enumeration, with the values that there are. A list in the description's own words stays, as long as it agrees
/// with the enumeration; one that does not loses its code marks, so that readers and tools take the true one.
pub(super) fn of_enumerated(docs: &Docs, item: &Enum) -> String {
    let text = described(docs);
    if text.as_deref().is_some_and(|text| lists_all(text, item)) {
        return cell(docs);
    }
    let unmarked = text.map(|text| if text.contains("alues") { text.replace('`', "") } else { text });
    let cell = with_deprecation(unmarked.map(|text| inline(&text)), docs, stock::NOT_DOCUMENTED);
    stock::values(item, code).map_or_else(|| cell.clone(), |values| format!("{cell} {values}"))
}

fn lists_all(text: &str, item: &Enum) -> bool {
    let listed: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    let names = || item.members.iter().map(|member| member.name.as_str());
    let complete = names().all(|name| listed.contains(&name));
    !listed.is_empty() && text.contains("alues") && complete && listed.iter().all(|value| names().any(|name| name == *value))
}

fn with_deprecation(text: Option<String>, docs: &Docs, otherwise: &str) -> String {
    let deprecated = docs.deprecation.as_ref().map(|found| full_stop(deprecation::sentence(Subject::Row, found, inline)));
    match (text.map(full_stop), deprecated) {
        (Some(text), Some(deprecated)) => format!("{text} {deprecated}"),
        (Some(text), None) | (None, Some(text)) => text,
        (None, None) => otherwise.to_owned(),
    }
}

/// The note that a page begins with when its subject is deprecated.
pub(super) fn caution(document: &mut Document, subject: Subject, found: Option<&Deprecation>) {
    if let Some(found) = found {
        document.line(&format!("> [!CAUTION]\n> {}", full_stop(deprecation::sentence(subject, found, running))));
    }
}
