//! Permission tables, of both generations.

use edmund_model::{Origin, PermissionScheme};

use super::cells::{has_word, slice};
use crate::markdown::{Row, Table};
use crate::page::{Located, PermissionRow, PermissionTable};

pub(super) fn read(table: &Table, origin: Origin, text: &str) -> PermissionTable {
    let regular = has_word(&table.header, 0, "permission type") || table.header.cells.len() == 2;
    let rows = table.rows.iter().filter_map(|row| permission_row(row, text)).collect();
    PermissionTable { origin, reversed: reversed(table, text), rows, regular, requests: Vec::new(), topic: String::new() }
}

/// The words `from most to least privileged` of the header.
fn reversed(table: &Table, text: &str) -> Option<Origin> {
    let words = "from most to least privileged";
    table.header.cells.iter().find_map(|cell| {
        let at = slice(text, cell.whole).to_ascii_lowercase().find(words)?;
        let start = cell.whole.start as usize + at;
        Some(Origin::new(cell.whole.file, start, start + words.len()))
    })
}

fn permission_row(row: &Row, text: &str) -> Option<PermissionRow> {
    let (label, cells) = row.cells.split_first()?;
    let first = cells.first()?;
    // Newer pages have two columns, least privileged and higher privileged: read as one list.
    let last = cells.iter().rfind(|cell| !cell.text.plain.is_empty()).unwrap_or(first);
    let whole = Origin { end: last.text.origin.end.max(first.text.origin.end), ..first.text.origin };
    let words = first.text.plain.trim().trim_end_matches('.').to_lowercase();
    let label = Located::new(label.text.plain.clone(), label.text.origin);
    Some(PermissionRow {
        scheme: scheme(&label.value),
        label,
        cell: Located::new(slice(text, first.text.origin).to_owned(), first.text.origin),
        scopes: scopes(text, whole),
        unsupported: matches!(
            words.as_str(),
            "not supported" | "none" | "not applicable" | "n/a" | "not available" | "no permissions required"
        ),
        undocumented: words == "not documented",
    })
}

fn scheme(label: &str) -> Option<PermissionScheme> {
    let label = label.to_lowercase();
    if label.starts_with("application") {
        Some(PermissionScheme::Application)
    } else if label.starts_with("delegated (personal") {
        Some(PermissionScheme::DelegatedPersonal)
    } else if label.starts_with("delegated") {
        Some(PermissionScheme::DelegatedWork)
    } else {
        None
    }
}

/// Words of the form `Resource.Operation.Constraint`.
fn scopes(text: &str, cell: Origin) -> Vec<Located<String>> {
    let raw = slice(text, cell);
    let mut found = Vec::new();
    let mut at = 0;
    for word in raw.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))) {
        let start = word.as_ptr() as usize - raw.as_ptr() as usize;
        debug_assert!(start >= at);
        at = start;
        let word = word.trim_end_matches('.');
        let parts: Vec<_> = word.split('.').collect();
        let is_scope = parts.len() > 1
            && parts.iter().all(|part| !part.is_empty())
            && parts[0].starts_with(|c: char| c.is_ascii_alphabetic())
            && !matches!(parts[parts.len() - 1], "md" | "com" | "g" | "e");
        if is_scope {
            let start = cell.start as usize + start;
            found.push(Located::new(word.to_owned(), Origin::new(cell.file, start, start + word.len())));
        }
    }
    found
}
