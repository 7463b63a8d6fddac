//! From the Markdown parser's events to blocks.

use std::collections::HashMap;
use std::ops::Range;

use edmund_model::{FileId, Origin};
use memchr::memmem;
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::segment::segments;
use super::table::{self, Table};
use super::{Block, BlockKind, Markdown, trimmed};
use crate::page::{Link, Located, Text};

/// Parses a file's text from byte `start` on.
pub(crate) fn blocks(text: &str, file: FileId, start: usize) -> Markdown {
    let found = segments(text, start);
    // A block has some sixty bytes, with the blank line behind it.
    let mut markdown = Markdown { blocks: Vec::with_capacity((text.len() - start) / 64), ..Markdown::default() };
    let origin = |range: &Range<usize>| Origin::new(file, range.start, range.end);
    markdown.slips.fences = found.fences.iter().map(|(open, swallowed)| (origin(open), origin(swallowed))).collect();
    markdown.slips.comments = found.comments.iter().map(origin).collect();
    let definitions = if found.pieces.len() > 1 { definitions(&text[start..]) } else { HashMap::new() };
    for piece in found.pieces {
        let mut builder = Builder::new(text, file, piece.start, markdown);
        let lookup = |link: BrokenLink<'_>| {
            let target = definitions.get(&link.reference.to_lowercase())?;
            Some((CowStr::from(target.clone()), CowStr::from("")))
        };
        let parser = Parser::new_with_broken_link_callback(&text[piece], Options::ENABLE_TABLES, Some(lookup));
        for (event, range) in parser.into_offset_iter() {
            builder.event(event, range);
        }
        markdown = builder.finish();
    }
    markdown
}

/// Reference definitions `[label]: target`, for references whose definition stands in another piece.
fn definitions(text: &str) -> HashMap<String, String> {
    let lines = text.lines().filter_map(|line| {
        let (label, target) = line.trim().strip_prefix('[')?.split_once("]:")?;
        Some((label.to_lowercase(), target.split_whitespace().next()?.to_owned()))
    });
    lines.collect()
}

struct OpenLink {
    target: String,
    range: Range<usize>,
    text: String,
}

struct Builder<'a> {
    source: &'a str,
    file: FileId,
    base: usize,
    out: Markdown,
    quotes: usize,
    text: Option<(Text, usize)>,
    link: Option<OpenLink>,
    fence: Option<(String, Range<usize>, Option<Range<usize>>)>,
    table: Option<(Table, Range<usize>)>,
    html: bool,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str, file: FileId, base: usize, out: Markdown) -> Self {
        Builder { source, file, base, out, quotes: 0, text: None, link: None, fence: None, table: None, html: false }
    }

    fn finish(mut self) -> Markdown {
        self.end_text(self.source.len());
        self.out
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        let range = self.base + range.start..self.base + range.end;
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.plain(&text, range),
            Event::Code(code) => self.code(&code, range),
            Event::SoftBreak | Event::HardBreak => self.push(" ", &range),
            Event::Rule => self.block(range, BlockKind::Rule),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, range),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::Paragraph | Tag::Heading { .. } | Tag::Item => {
                self.end_text(range.start);
                let plain = String::with_capacity(range.len());
                self.text = Some((Text { plain, ..Text::default() }, range.start));
            }
            Tag::CodeBlock(kind) => {
                self.end_text(range.start);
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.trim().to_owned(),
                    CodeBlockKind::Indented => "\t".to_owned(),
                };
                self.fence = Some((info, range, None));
            }
            Tag::HtmlBlock => {
                self.end_text(range.start);
                self.html = true;
                self.comments(range);
            }
            Tag::Table(_) => {
                self.end_text(range.start);
                self.table = table::split(self.source, self.file, range.clone()).map(|table| (table, range));
            }
            Tag::Link { dest_url, .. } => {
                self.link = Some(OpenLink { target: dest_url.into_string(), range, text: String::new() });
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
            TagEnd::Paragraph | TagEnd::Item => self.end_text(range.end),
            TagEnd::Heading(level) => self.heading(level as u8, range),
            TagEnd::CodeBlock => self.end_fence(),
            TagEnd::HtmlBlock => self.html = false,
            TagEnd::Table => {
                if let Some((table, range)) = self.table.take() {
                    self.block(range, BlockKind::Table(fill(table, self.source)));
                }
            }
            TagEnd::Link => self.end_link(),
            _ => {}
        }
    }

    fn block(&mut self, range: Range<usize>, kind: BlockKind) {
        let origin = trimmed(self.source, self.file, range.start, range.end);
        self.out.blocks.push(Block { origin, quoted: self.quotes > 0, kind });
    }

    fn plain(&mut self, text: &str, range: Range<usize>) {
        if let Some((_, _, body)) = &mut self.fence {
            let start = body.as_ref().map_or(range.start, |body| body.start);
            *body = Some(start..range.end);
            return;
        }
        if self.html {
            return;
        }
        if text.len() == range.len() {
            memchr::memchr_iter(b'*', text.as_bytes()).for_each(|offset| self.asterisk(range.start + offset));
        }
        self.push(text, &range);
    }

    /// Notes an asterisk that is text; neighbours belong together.
    fn asterisk(&mut self, at: usize) {
        let place = Origin::new(self.file, at, at + 1);
        match self.out.slips.emphasis.last_mut() {
            Some(last) if last.end == place.start => last.end = place.end,
            _ => self.out.slips.emphasis.push(place),
        }
    }

    fn code(&mut self, code: &str, range: Range<usize>) {
        let origin = Origin::new(self.file, range.start, range.end);
        if let Some(link) = &mut self.link {
            link.text.push_str(code);
        }
        if let Some(text) = self.target(&range) {
            let marked = text.marked.get_or_insert_with(|| text.plain.clone());
            for part in ["`", code, "`"] {
                marked.push_str(part);
            }
            text.plain.push_str(code);
            text.codes.push(Located::new(code.to_owned(), origin));
        }
    }

    fn push(&mut self, plain: &str, range: &Range<usize>) {
        if let Some(link) = &mut self.link {
            link.text.push_str(plain);
        }
        if let Some(text) = self.target(range) {
            text.plain.push_str(plain);
            if let Some(marked) = &mut text.marked {
                marked.push_str(plain);
            }
        }
    }

    /// The text that a place belongs to: the cell of the open table, or the open paragraph.
    fn target(&mut self, range: &Range<usize>) -> Option<&mut Text> {
        if let Some((table, _)) = &mut self.table {
            let place = u32::try_from(range.start).ok()?;
            let rows = &mut table.rows;
            let row = if (table.header.origin.start..=table.header.origin.end).contains(&place) {
                &mut table.header
            } else {
                let index = rows.partition_point(|row| row.origin.end <= place);
                rows.get_mut(index)?
            };
            return row
                .cells
                .iter_mut()
                .find(|cell| (cell.whole.start..cell.whole.end).contains(&place))
                .map(|cell| &mut cell.text);
        }
        self.text.as_mut().map(|(text, _)| text)
    }

    fn end_link(&mut self) {
        let Some(link) = self.link.take() else { return };
        let raw = self.source.get(link.range.clone()).unwrap_or("");
        let whole = Origin::new(self.file, link.range.start, link.range.end);
        let inside =
            raw.as_bytes().windows(2).rposition(|pair| pair == b"](").map(|offset| offset + 2).filter(|_| raw.ends_with(')'));
        let target = match inside {
            Some(offset) => {
                let start = link.range.start + offset;
                let written = raw[offset..raw.len() - 1].trim_start_matches('<');
                let length = written.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(written.len());
                let start = start + (raw.len() - 1 - offset - written.len());
                Origin::new(self.file, start, start + length)
            }
            None => whole,
        };
        let range = link.range.clone();
        let link = Link { text: link.text, target: Located::new(link.target, target), origin: whole };
        self.out.links.push(link.clone());
        if let Some(text) = self.target(&range) {
            text.links.push(link);
        }
    }

    fn end_fence(&mut self) {
        let Some((info, range, body)) = self.fence.take() else { return };
        if info == "\t" {
            return;
        }
        let body = body.unwrap_or(range.end..range.end);
        let body = Origin::new(self.file, body.start, body.end);
        self.block(range, BlockKind::Fence { info, body });
    }

    fn heading(&mut self, level: u8, range: Range<usize>) {
        let Some((text, _)) = self.text.take() else { return };
        let tab = text.links.first().and_then(|link| link.target.value.strip_prefix("#tab/")).map(str::to_owned);
        let raw = self.source.get(range.clone()).unwrap_or("");
        let underlined = !raw.trim_start().starts_with('#');
        if let (Some(tab), false) = (tab, underlined) {
            return self.block(range, BlockKind::Tab(tab));
        }
        let start = range.start + if underlined { 0 } else { raw.len() - raw.trim_start().trim_start_matches('#').len() };
        let end = if underlined { raw.find('\n').map_or(range.end, |length| range.start + length) } else { range.end };
        let text = finished(text, trimmed(self.source, self.file, start.min(end), end));
        self.block(range, BlockKind::Heading { level, text, underlined });
    }

    fn end_text(&mut self, end: usize) {
        let Some((text, start)) = self.text.take() else { return };
        let origin = trimmed(self.source, self.file, start, end.max(start));
        let text = finished(text, origin);
        if !text.plain.is_empty() {
            self.block(start..end.max(start), BlockKind::Paragraph(text));
        }
    }

    fn html(&mut self, html: &str, range: Range<usize>) {
        if self.html {
            return;
        }
        if html.starts_with("<!--") {
            self.comments(range);
        } else if html.to_ascii_lowercase().starts_with("<br") {
            self.push(" ", &range);
        }
    }

    /// All comments in a range of HTML.
    fn comments(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while let Some(offset) = self.source.get(at..range.end).and_then(|html| memmem::find(html.as_bytes(), b"<!--")) {
            let start = at + offset;
            let inside = start + 4;
            let close = memmem::find(&self.source.as_bytes()[inside.min(range.end)..range.end], b"-->");
            let stop = close.map_or(range.end, |offset| inside + offset);
            at = close.map_or(range.end, |_| stop + 3);
            let inside = Origin::new(self.file, inside.min(stop), stop);
            self.block(start..at, BlockKind::Comment { inside });
        }
    }
}

/// Closes a text: its place, and no blanks around its words.
fn finished(mut text: Text, origin: Origin) -> Text {
    text.origin = origin;
    trim(&mut text.plain);
    text.marked.iter_mut().for_each(trim);
    text
}

/// Removes the blanks around a text, in place.
fn trim(text: &mut String) {
    text.truncate(text.trim_end().len());
    let lead = text.len() - text.trim_start().len();
    if lead > 0 {
        text.drain(..lead);
    }
}

/// Cells that the parser dropped get their raw text.
fn fill(mut table: Table, source: &str) -> Table {
    for cell in table.rows.iter_mut().chain([&mut table.header]).flat_map(|row| &mut row.cells) {
        let origin = cell.text.origin;
        let mut text = finished(std::mem::take(&mut cell.text), origin);
        if text.plain.is_empty() {
            let raw = source.get(origin.start as usize..origin.end as usize).unwrap_or("");
            text.plain = raw.replace("&nbsp;", " ").trim().to_owned();
            text.marked = None;
        }
        cell.text = text;
    }
    table
}
