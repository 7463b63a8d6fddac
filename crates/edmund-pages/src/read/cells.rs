//! Rows of tables as fields and headers.

use edmund_model::{Edit, Finding, Fix, Origin, is_identifier};

use super::values;
use crate::markdown::{Row, Table};
use crate::page::{Field, HeaderRow, Located, Text};
use crate::type_cell::{self, TypeName, TypeSpelling};

/// Whether a heading cell contains a word, in any case.
pub(super) fn has_word(header: &Row, column: usize, word: &str) -> bool {
    header.cells.get(column).is_some_and(|cell| cell.text.plain.to_lowercase().contains(word))
}

/// Reports rows with a wrong number of cells, and joins rows that are the rest of a description broken over lines.
pub(super) fn joined(mut table: Table, findings: &mut Vec<Finding>) -> Table {
    let width = table.header.cells.len();
    let mut rows: Vec<Row> = Vec::new();
    for row in std::mem::take(&mut table.rows) {
        if row.cells.iter().all(|cell| cell.text.plain.is_empty()) {
            findings.push(empty_row(rows.last(), &row));
            continue;
        }
        if let Some(previous) = rows.last_mut().filter(|_| continues(&row, width)) {
            findings.push(broken_cell(previous, &row));
            append(previous, &row);
            continue;
        }
        if row.cells.len() != width && !is_blank_tail(&row, width) {
            findings.push(wrong_count(&row, width));
        }
        rows.push(row);
    }
    table.rows = rows;
    table
}

/// A row without a second cell whose first one is no name goes on with the description above.
fn continues(row: &Row, width: usize) -> bool {
    let Some(first) = row.cells.first() else { return true };
    let words = first.text.plain.as_str();
    let is_name = !words.is_empty() && !words.contains(' ') && words.len() < 80 && first.text.links.is_empty();
    let rest_empty = row.cells.iter().skip(1).all(|cell| cell.text.plain.is_empty());
    row.cells.len() < width && row.cells.len() <= 2 && rest_empty && !is_name && !is_bold_group(first)
}

fn is_bold_group(cell: &crate::markdown::Cell) -> bool {
    cell.text.origin.end - cell.text.origin.start > cell.text.plain.len() as u32 + 3 && cell.text.links.is_empty()
}

fn is_blank_tail(row: &Row, width: usize) -> bool {
    row.cells.len() > width && row.cells[width..].iter().all(|cell| cell.text.plain.is_empty())
}

fn broken_cell(previous: &Row, row: &Row) -> Finding {
    let between = Origin { start: previous.origin.end, end: row.origin.start, ..row.origin };
    let mut finding = Finding::warning("GD011", row.origin, "table cell is broken over several lines")
        .with_label("this line becomes a row of its own")
        .with_other(previous.origin, "it belongs to this row")
        .with_help("put the row on one line; use `<br>` for a visible break");
    // Joining needs the row above to be open at its end.
    let fix = Fix { title: "join the two lines".to_owned(), edits: vec![Edit { origin: between, replacement: " ".to_owned() }] };
    finding.fix = Some(fix);
    finding
}

fn append(previous: &mut Row, row: &Row) {
    let Some(last) = previous.cells.last_mut() else { return };
    for cell in &row.cells {
        if !cell.text.plain.is_empty() {
            if last.text.marked.is_some() || cell.text.marked.is_some() {
                last.text.marked = Some(format!("{} {}", last.text.prose(), cell.text.prose()).trim().to_owned());
            }
            last.text.plain = format!("{} {}", last.text.plain, cell.text.plain).trim().to_owned();
            last.text.codes.extend(cell.text.codes.iter().cloned());
            last.text.links.extend(cell.text.links.iter().cloned());
        }
    }
    last.text.origin.end = last.text.origin.end.max(row.origin.end);
    previous.origin.end = row.origin.end;
}

/// A row without a word says nothing; it is removed with the line end before it.
fn empty_row(previous: Option<&Row>, row: &Row) -> Finding {
    let finding = Finding::warning("GD010", row.origin, "table row is empty").with_help("remove the row");
    match previous {
        Some(previous) => finding.with_fix("remove the row", Origin { start: previous.origin.end, ..row.origin }, ""),
        None => finding,
    }
}

fn wrong_count(row: &Row, width: usize) -> Finding {
    let count = row.cells.len();
    Finding::warning("GD010", row.origin, format!("table row has {count} cells, the header has {width}"))
        .with_help("give every row as many cells as the header; write `\\|` for a pipe inside a cell")
}

/// The rows of a property, relationship or parameter table; none of a table about something else, such as the values of a property.
pub(super) fn fields(table: Table, text: &str) -> Vec<Field> {
    let ty = type_column(&table);
    let names = ["propert", "name", "parameter", "relationship", "field", "attribute", "header", "navigation", "column", "key"];
    let named = names.iter().any(|name| has_word(&table.header, 0, name)) && !has_word(&table.header, 0, "value");
    if ty.is_none_or(|column| column == 0) && !named {
        return Vec::new();
    }
    let description = table.column(&["description", "description and example", "comments", "notes"]);
    let description =
        description.or_else(|| (table.header.cells.len() > 2 && ty.is_some()).then_some(table.header.cells.len() - 1));
    table.rows.into_iter().filter_map(|row| field(row, ty, description, text)).collect()
}

/// The column of types. Some tables head it `Value`, between the names and the descriptions.
fn type_column(table: &Table) -> Option<usize> {
    let named = table.column(&["type", "return type", "data type", "property type", "parameter type"]);
    named.or_else(|| {
        let value = table.column(&["value"]).filter(|column| *column == 1 && table.header.cells.len() > 2)?;
        let mut cells = table.rows.iter().filter_map(|row| row.cells.get(value)).map(|cell| &cell.text);
        let names_type = |ty: &TypeSpelling| ty.link.is_some() || matches!(ty.name, TypeName::Primitive(_));
        let is_type = |cell: &Text| type_cell::read(cell, &cell.plain).is_some_and(|ty| names_type(&ty));
        (table.column(&["description"]).is_some() && cells.all(is_type)).then_some(value)
    })
}

fn field(mut row: Row, ty: Option<usize>, description: Option<usize>, text: &str) -> Option<Field> {
    let first = row.cells.first()?;
    let (name, deprecated) = name(&first.text);
    let cell = |column: Option<usize>| column.and_then(|column| row.cells.get(column));
    let spelling = cell(ty).and_then(|cell| type_cell::read(&cell.text, slice(text, cell.text.origin)));
    // Heading rows inside a table ("**Group**") and stray text have no type and no name.
    if name.value.is_empty() || (ty.is_some() && spelling.is_none() && !is_identifier(&name.value)) {
        return None;
    }
    let described = description.and_then(|column| row.cells.get_mut(column));
    let description_cell = described.as_ref().map(|cell| cell.whole);
    let description = described.map(|cell| std::mem::take(&mut cell.text)).unwrap_or_default();
    let is_named = spelling.as_ref().is_some_and(|ty| matches!(ty.name, TypeName::Named(_)));
    let values = values::listed(&description, text, is_named);
    Some(Field { name, ty: spelling, values, shown: Vec::new(), description, description_cell, deprecated, origin: row.origin })
}

/// The name without marks, and whether it is marked as deprecated.
fn name(cell: &Text) -> (Located<String>, bool) {
    let plain = cell.plain.trim();
    let (mut end, mut deprecated) = (plain.len(), false);
    if plain.contains('(') {
        let lower = plain.to_ascii_lowercase();
        deprecated = lower.contains("(deprecated)");
        end = lower.find(" (").or_else(|| lower.find("(deprecated)")).unwrap_or(end);
    }
    let name = plain.get(..end).unwrap_or(plain).trim().trim_matches(['*', '`', '"']);
    (Located::new(name.to_owned(), cell.origin), deprecated)
}

/// The header rows.
pub(super) fn headers(table: &Table) -> Vec<HeaderRow> {
    let row = |row: &Row| {
        let (name, _) = name(&row.cells.first()?.text);
        let value = row.cells.iter().skip(1).rfind(|cell| !cell.text.plain.is_empty())?;
        Some(HeaderRow { name, value: Located::new(value.text.plain.clone(), value.text.origin) })
    };
    table.rows.iter().filter_map(row).collect()
}

pub(super) fn slice(text: &str, origin: Origin) -> &str {
    text.get(origin.start as usize..origin.end as usize).unwrap_or("")
}
