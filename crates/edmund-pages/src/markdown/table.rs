//! Pipe tables, cell by cell, with the cells that are really there.
//!
//! The Markdown parser pads short rows and drops what is too much; a page's reader has to see both, so lines are split here again.

use std::ops::Range;

use edmund_model::{FileId, Origin};

use super::{line_end, trimmed};
use crate::page::Text;

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    /// The header cells.
    pub(crate) header: Row,
    /// The rows below the line of dashes.
    pub(crate) rows: Vec<Row>,
}

impl Table {
    /// The column whose heading is one of these, in any case.
    pub(crate) fn column(&self, names: &[&str]) -> Option<usize> {
        self.header.cells.iter().position(|cell| names.iter().any(|name| cell.text.plain.eq_ignore_ascii_case(name)))
    }
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// The line.
    pub(crate) origin: Origin,
    /// Its cells, as many as there are.
    pub(crate) cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cell {
    /// Everything between the pipes, blanks included.
    pub(crate) whole: Origin,
    /// The content.
    pub(crate) text: Text,
}

/// Splits the lines of a table into rows of empty-text cells; the caller fills in the texts.
pub(crate) fn split(text: &str, file: FileId, range: Range<usize>) -> Option<Table> {
    let mut rows = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let end = line_end(text, at..range.end);
        let line = content(text, at..end);
        if !line.is_empty() {
            rows.push(row(text, file, line));
        }
        at = end;
    }
    if rows.len() < 2 {
        return None;
    }
    let header = rows.remove(0);
    rows.remove(0);
    Some(Table { header, rows })
}

/// The line without line end, indentation and block quote marks.
fn content(text: &str, line: Range<usize>) -> Range<usize> {
    let mut start = line.start;
    let end = line.start + text[line.clone()].trim_end().len();
    while start < end && matches!(text.as_bytes()[start], b' ' | b'\t' | b'>') {
        start += 1;
    }
    start..end.max(start)
}

fn row(text: &str, file: FileId, line: Range<usize>) -> Row {
    let raw = text[line.clone()].as_bytes();
    // Most tables have three columns.
    let mut cells = Vec::with_capacity(3);
    let mut start = usize::from(raw.first() == Some(&b'|'));
    for index in memchr::memchr_iter(b'|', raw).skip(start) {
        // A pipe behind an odd number of back-slashes is text.
        let slashes = raw[start..index].iter().rev().take_while(|byte| **byte == b'\\').count();
        if slashes % 2 == 0 {
            cells.push(cell(text, file, line.start + start, line.start + index));
            start = index + 1;
        }
    }
    if start < raw.len() {
        cells.push(cell(text, file, line.start + start, line.end));
    }
    Row { origin: Origin::new(file, line.start, line.end), cells }
}

fn cell(text: &str, file: FileId, start: usize, end: usize) -> Cell {
    let origin = trimmed(text, file, start, end);
    let plain = String::with_capacity((origin.end - origin.start) as usize);
    Cell { whole: Origin::new(file, start, end), text: Text { origin, plain, ..Text::default() } }
}
