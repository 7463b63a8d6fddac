//! Where facts come from: files, byte ranges, lines and columns.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use crate::Finding;

/// Index of a file in [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct FileId(pub u32);

/// A byte range in one input file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Origin {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte; equal to `start` for a place between two bytes.
    pub end: u32,
}

impl Origin {
    /// The range `start..end` of `file`. Offsets beyond 4 GiB are clamped.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Origin { file, start: clamp(start), end: clamp(end.max(start)) }
    }
}

/// A place as people and editors name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters (not bytes), from 1.
    pub column: usize,
}

/// Gives the bytes of a file once more; `None` when they cannot be had.
type Again = Arc<dyn Fn() -> Option<Vec<u8>> + Send + Sync>;

/// One input file: its path as the user wrote it and its text.
#[derive(Clone, Default)]
pub struct SourceFile {
    /// The path, with `/` between segments.
    pub path: String,
    text: OnceLock<String>,
    line_starts: OnceLock<Vec<u32>>,
    again: Option<Again>,
    /// The fingerprint of the text that was released.
    released: Option<u64>,
}

impl fmt::Debug for SourceFile {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("SourceFile").field("path", &self.path).field("text", &self.text).finish_non_exhaustive()
    }
}

impl SourceFile {
    /// The text, without a byte order mark. One that was [released](Sources::release) is read again.
    ///
    /// A file that has changed or gone in the meantime has no text any more: what is known of the places in it is not true of what it has now.
    pub fn text(&self) -> &str {
        self.text.get_or_init(|| {
            let bytes = self.again.as_ref().and_then(|again| again());
            let text = bytes.map(|bytes| decode(&bytes).0);
            text.filter(|text| self.released == Some(fingerprint(text))).unwrap_or_default()
        })
    }

    /// Whether a text that was released cannot be had again: the file has changed or is gone.
    pub fn is_lost(&self) -> bool {
        self.text().is_empty() && self.released.is_some_and(|released| released != fingerprint(""))
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let ends = self.text().bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(ends.map(|(index, _)| index as u32 + 1)).collect()
        })
    }

    /// The 1-based position of a byte offset; an offset beyond the end is the end.
    pub fn position(&self, offset: usize) -> Position {
        let (text, starts) = (self.text(), self.line_starts());
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let line = starts.partition_point(|start| *start as usize <= offset);
        let start = starts.get(line.saturating_sub(1)).map_or(0, |start| *start as usize);
        Position { line: line.max(1), column: text[start..offset].chars().count() + 1 }
    }

    /// The byte offset of a 1-based line and column in characters, clamped to the line.
    pub fn offset(&self, position: Position) -> usize {
        let starts = self.line_starts();
        let line = position.line.clamp(1, starts.len());
        let start = starts[line - 1] as usize;
        let end = starts.get(line).map_or(self.text().len(), |next| *next as usize);
        let text = &self.text()[start..end];
        start + text.char_indices().nth(position.column.saturating_sub(1)).map_or(text.len(), |(index, _)| index)
    }
}

/// All input files of one run.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Takes a file in and gives it an id. A leading byte order mark is dropped.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let mut text = text.into();
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        self.files.push(SourceFile { path: path.into(), text: OnceLock::from(text), ..SourceFile::default() });
        FileId(self.files.len() as u32 - 1)
    }

    /// Takes a file in as it lies on disk: UTF-8 with or without byte order mark, or UTF-16 with one.
    ///
    /// Bytes that are no text in the file's encoding become U+FFFD, and a finding `invalid-encoding` says where the first of them is.
    pub fn add_bytes(&mut self, path: impl Into<String>, bytes: &[u8]) -> (FileId, Option<Finding>) {
        let (text, bad) = decode(bytes);
        let id = self.add(path, text);
        let finding = bad.map(|bad| {
            let origin = Origin::new(id, bad.offset, bad.offset + '\u{fffd}'.len_utf8());
            Finding::error("invalid-encoding", origin, bad.message)
                .with_label("the first byte that is no text")
                .with_help("save the file as UTF-8")
        });
        (id, finding)
    }

    /// Says how a file's bytes can be had again, so that its text can be [released](Sources::release).
    pub fn reread(&mut self, id: FileId, again: impl Fn() -> Option<Vec<u8>> + Send + Sync + 'static) {
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            file.again = Some(Arc::new(again));
        }
    }

    /// Forgets the text of a file that can be [read again](Sources::reread), until it is asked for. Of other files nothing is forgotten.
    pub fn release(&mut self, id: FileId) {
        if let Some(file) = self.files.get_mut(id.0 as usize).filter(|file| file.again.is_some()) {
            if let Some(text) = file.text.take() {
                file.released.get_or_insert_with(|| fingerprint(&text));
            }
            file.line_starts = OnceLock::new();
        }
    }

    /// The file of an id that [`Sources::add`] gave.
    ///
    /// # Panics
    /// When the id belongs to another `Sources`: ids and sources travel together.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All files with their ids, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(index as u32), file))
    }

    /// Path, and line and column of the origin's first byte.
    pub fn locate(&self, origin: Origin) -> (&str, Position) {
        let file = self.file(origin.file);
        (&file.path, file.position(origin.start as usize))
    }

    /// The text an origin covers.
    pub fn text(&self, origin: Origin) -> &str {
        let text = self.file(origin.file).text();
        let end = text.floor_char_boundary((origin.end as usize).min(text.len()));
        let start = text.floor_char_boundary((origin.start as usize).min(end));
        &text[start..end]
    }
}

/// The first place where bytes are no text: its offset in the decoded text, and what is there.
struct BadText {
    offset: usize,
    message: String,
}

fn fingerprint(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// The text of a file as it lies on disk, without a byte order mark, and the first place where it is none.
fn decode(bytes: &[u8]) -> (String, Option<BadText>) {
    match bytes {
        [0xff, 0xfe, rest @ ..] => decode_utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => decode_utf16(rest, u16::from_be_bytes),
        _ => decode_utf8(bytes),
    }
}

fn decode_utf8(bytes: &[u8]) -> (String, Option<BadText>) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        Err(error) => {
            let offset = error.valid_up_to();
            let byte = bytes.get(offset).copied().unwrap_or_default();
            let message = format!("the file is not UTF-8: byte 0x{byte:02X} at offset {offset} does not belong to a character");
            (String::from_utf8_lossy(bytes).into_owned(), Some(BadText { offset, message }))
        }
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (String, Option<BadText>) {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(pairs.len());
    let mut bad = None;
    for decoded in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        let offset = text.len();
        text.push(decoded.unwrap_or_else(|error| {
            let message = format!("the file is not UTF-16: the unit 0x{:04X} is half a character", error.unpaired_surrogate());
            bad.get_or_insert(BadText { offset, message });
            '\u{fffd}'
        }));
    }
    if !odd.is_empty() && bad.is_none() {
        bad = Some(BadText { offset: text.len(), message: "the file is not UTF-16: it ends with half a unit".to_owned() });
        text.push('\u{fffd}');
    }
    (text, bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_survive_any_offset() {
        let mut sources = Sources::default();
        let id = sources.add("a.xml", "\u{feff}é<x>\nzweite\n");
        let file = sources.file(id);
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
        assert_eq!(file.position(2), Position { line: 1, column: 2 });
        assert_eq!(file.position(1), Position { line: 1, column: 1 });
        assert_eq!(file.position(6), Position { line: 2, column: 1 });
        assert_eq!(file.position(999), Position { line: 3, column: 1 });
        assert_eq!(file.offset(Position { line: 2, column: 3 }), 8);
        assert_eq!(sources.text(Origin::new(id, 2, 5)), "<x>");
    }

    #[test]
    fn a_released_text_is_read_again_if_it_is_still_there() {
        let mut sources = Sources::default();
        let (kept, again) = (sources.add("kept.xml", "kept"), sources.add("again.md", "one\ntwo"));
        sources.reread(again, || Some(b"\xef\xbb\xbfone\ntwo".to_vec()));
        sources.release(kept);
        sources.release(again);
        assert_eq!(sources.text(Origin::new(kept, 0, 4)), "kept");
        assert_eq!(sources.text(Origin::new(again, 4, 7)), "two");
        assert_eq!(sources.locate(Origin::new(again, 99, 99)).1, Position { line: 2, column: 4 });
        for changed in [Some(b"one\nand two".to_vec()), None] {
            sources.release(again);
            sources.reread(again, move || changed.clone());
            assert_eq!((sources.text(Origin::new(again, 4, 7)), sources.file(again).position(4).line), ("", 1));
            assert!(sources.file(again).is_lost() && !sources.file(kept).is_lost());
        }
    }

    #[test]
    fn bytes_are_decoded_or_the_first_bad_one_is_found() {
        let mut sources = Sources::default();
        let mut add = |bytes: &[u8]| {
            let (id, finding) = sources.add_bytes("a", bytes);
            (sources.file(id).text().to_owned(), finding.map(|finding| (sources.locate(finding.origin).1, finding.message)))
        };
        assert_eq!(add(b"\xef\xbb\xbfa"), ("a".to_owned(), None));
        assert_eq!(add(b"\xff\xfea\0\xe9\0"), ("aé".to_owned(), None));
        assert_eq!(add(b"\xfe\xff\0a\xd8\x3d\xde\0"), ("a😀".to_owned(), None));
        let (text, finding) = add(b"a\nb\xe9c");
        assert_eq!(text, "a\nb\u{fffd}c");
        let message = "the file is not UTF-8: byte 0xE9 at offset 3 does not belong to a character";
        assert_eq!(finding, Some((Position { line: 2, column: 2 }, message.to_owned())));
        assert!(add(b"\xff\xfea\0\x3d\xd8").1.is_some_and(|(position, _)| position.column == 2));
        assert!(add(b"\xff\xfea\0b").1.is_some_and(|(position, _)| position.column == 2));
    }
}
