//! Permission tables, of both generations.

use std::ops::Range;

use edmund_model::{Origin, PermissionScheme};

use super::Reader;
use super::cells::{has_word, joined, slice};
use crate::markdown::{Cell, Row, Table};
use crate::page::{Located, PermissionRow, PermissionTable};

/// Whether the header is that of a permission table: by its first column, or because the others are kinds of permission.
pub(super) fn is_one(header: &Row) -> bool {
    header.cells.len() >= 2 && (has_word(header, 0, "permission") || is_matrix(header))
}

/// `Supported resource` and the kinds of permission as columns: a row is what the table of a resource would say.
fn is_matrix(header: &Row) -> bool {
    let kinds = header.cells.iter().skip(1).filter(|cell| scheme(&cell.text.plain).is_some());
    kinds.count() >= 2
}

/// Columns behind the first that are each about a case of its own, such as `Permissions acting on self`.
fn is_by_case(header: &Row) -> bool {
    let is_case = |cell: &Cell| cell.text.plain.to_lowercase().contains("acting on");
    header.cells.len() > 2 && header.cells.iter().skip(1).all(is_case)
}

impl Reader<'_> {
    /// A permission table, under the heading that it stands below.
    pub(super) fn permissions(&mut self, table: Table, origin: Origin) {
        let table = joined(table, &mut self.findings);
        let (requests, heading) = (self.announced(), self.topic());
        let found = read(&table, origin, self.text).into_iter().map(|table| {
            let topic = format!("{heading} {}", table.topic).trim().to_owned();
            PermissionTable { requests: requests.clone(), topic, ..table }
        });
        self.page.permissions.extend(found);
    }
}

/// Reads a table: one, or one for each of the resources or cases that it has, whose names are then the topic.
fn read(table: &Table, origin: Origin, text: &str) -> Vec<PermissionTable> {
    let header = &table.header;
    let regular = has_word(header, 0, "permission type") || header.cells.len() == 2;
    let one = |topic: &str, regular: bool, rows: Vec<PermissionRow>| PermissionTable {
        origin,
        reversed: reversed(table, text),
        rows,
        regular,
        requests: Vec::new(),
        topic: topic.to_owned(),
    };
    if is_matrix(header) {
        let rows = table.rows.iter().filter_map(|row| row.cells.split_first());
        let turned = |cells: &[Cell]| {
            let pairs = header.cells.iter().skip(1).zip(cells);
            pairs.filter_map(|(label, cell)| permission_row(label, std::slice::from_ref(cell), text)).collect()
        };
        return rows.map(|(name, cells)| one(&name.text.plain, true, turned(cells))).collect();
    }
    let rows = |columns: Range<usize>| {
        let row = |row: &Row| {
            let end = columns.end.min(row.cells.len());
            permission_row(row.cells.first()?, row.cells.get(columns.start..end)?, text)
        };
        table.rows.iter().filter_map(row).collect()
    };
    if is_by_case(header) {
        let cases = header.cells.iter().enumerate().skip(1);
        return cases.map(|(column, name)| one(&name.text.plain, true, rows(column..column + 1))).collect();
    }
    vec![one("", regular, rows(1..header.cells.len()))]
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

/// A kind of permission, and the cells about it.
fn permission_row(label: &Cell, cells: &[Cell], text: &str) -> Option<PermissionRow> {
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
