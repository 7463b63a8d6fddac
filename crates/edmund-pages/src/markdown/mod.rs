//! Markdown as a flat list of blocks, each with its place: all that pages need of it.

mod blocks;
mod segment;
mod table;

use std::ops::Range;

use edmund_model::{FileId, Origin};

use crate::page::{Link, Text};

pub(crate) use blocks::blocks;
pub(crate) use table::{Cell, Row, Table};

/// A block of a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Block {
    /// The whole block.
    pub(crate) origin: Origin,
    /// Whether it stands in a block quote.
    pub(crate) quoted: bool,
    /// What it is.
    pub(crate) kind: BlockKind,
}

/// The kinds of block that matter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum BlockKind {
    /// A heading of level 1 to 6; `underlined` tells `Title` over `---` from `## Title`.
    Heading { level: u8, text: Text, underlined: bool },
    /// `# [HTTP](#tab/http)`, with the name behind `#tab/`.
    Tab(String),
    /// A thematic break.
    Rule,
    /// A paragraph or list item.
    Paragraph(Text),
    /// An HTML comment, with its inside.
    Comment { inside: Origin },
    /// A code fence.
    Fence { info: String, body: Origin },
    /// A table.
    Table(Table),
}

/// What the Markdown layer itself has to report.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Slips {
    /// Opening lines of fences that swallow a heading or another fence, each with the line of that.
    pub(crate) fences: Vec<(Origin, Origin)>,
    /// Openings of comments without an end.
    pub(crate) comments: Vec<Origin>,
    /// `**` runs that do not open or close emphasis.
    pub(crate) emphasis: Vec<Origin>,
}

/// The blocks of a text, from byte `start` on.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Markdown {
    /// The blocks, in order.
    pub(crate) blocks: Vec<Block>,
    /// All links, in order.
    pub(crate) links: Vec<Link>,
    /// What is wrong at this level.
    pub(crate) slips: Slips,
}

/// Where the line that begins a range ends, with its line end.
fn line_end(text: &str, range: Range<usize>) -> usize {
    let rest = &text.as_bytes()[range.clone()];
    memchr::memchr(b'\n', rest).map_or(range.end, |length| range.start + length + 1)
}

/// Narrows a byte range to its text without blanks around it.
pub(crate) fn trimmed(text: &str, file: FileId, start: usize, end: usize) -> Origin {
    let raw = text.get(start..end).unwrap_or("");
    let rest = raw.trim_start();
    let start = start + raw.len() - rest.len();
    Origin::new(file, start, start + rest.trim_end().len())
}
