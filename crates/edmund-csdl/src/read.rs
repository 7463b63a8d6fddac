//! From the text of a file to a [`Document`].

use edmund_model::{FileId, Finding, Origin, Position, SourceFile, Sources};
use roxmltree::{Error, ParsingOptions};

use crate::{Document, json, scan, tree};

/// Reads one CSDL document, in the XML form or, when the text begins with a brace, in the JSON form.
///
/// Never fails: what cannot be read is left out, and a finding says so. The XML profile is that of the OData specification:
/// no document type definition, hence no entities of one's own.
pub fn read(sources: &Sources, file: FileId) -> (Document, Vec<Finding>) {
    let source = sources.file(file);
    let empty = Document { file, ..Document::default() };
    if source.text().trim_start().starts_with(['{', '[']) {
        return json::document(source, file);
    }
    if let Some(finding) = refusal(source, file) {
        return (empty, vec![finding]);
    }
    let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
    match roxmltree::Document::parse_with_options(source.text(), options) {
        Ok(xml) => tree::document(&xml, file),
        Err(error) => (empty, vec![malformed(source, file, &error)]),
    }
}

/// What makes the text not worth parsing, or unsafe to parse.
fn refusal(source: &SourceFile, file: FileId) -> Option<Finding> {
    let text = source.text();
    if text.trim().is_empty() {
        return Some(
            Finding::error("empty-file", Origin::new(file, 0, 0), "the file is empty")
                .with_help("expected a CSDL document: an `edmx:Edmx` element with the service's schemas"),
        );
    }
    let outline = scan::outline(text);
    let tag = |start: usize| Origin::new(file, start, scan::tag_end(text, start).map_or(start + 1, |(end, _)| end));
    if let Some(start) = outline.entity {
        let origin = Origin::new(file, start, start + "<!ENTITY".len());
        return Some(
            Finding::error("xml-entity-declaration", origin, "the document declares XML entities, which are not read")
                .with_help("write the text of the entities where they are used, and remove the document type definition"),
        );
    }
    if let Some(start) = outline.doctype {
        let origin = Origin::new(file, start, start + "<!DOCTYPE".len());
        return Some(
            Finding::error("xml-doctype", origin, "the document has a document type definition, which is not read")
                .with_help("remove it: CSDL needs none"),
        );
    }
    if let Some(start) = outline.too_deep {
        let message = format!("elements are nested more than {} deep", scan::MAX_DEPTH);
        return Some(Finding::error("xml-too-deep", tag(start), message).with_help("no CSDL element needs such nesting"));
    }
    outline.too_many_attributes.map(|start| {
        let origin = Origin::new(file, start, start + 1);
        Finding::error("xml-malformed", origin, format!("an element has more than {} attributes", scan::MAX_ATTRIBUTES))
    })
}

/// The parser's error with a place of our own where it has none.
fn malformed(source: &SourceFile, file: FileId, error: &Error) -> Finding {
    let position = error.pos();
    let message = error.to_string();
    let message = message.strip_suffix(&format!(" at {position}")).unwrap_or(&message).to_owned();
    let outline = scan::outline(source.text());
    let end = source.text().len();
    let at = source.offset(Position { line: position.row as usize, column: position.col as usize });
    let is_cut = outline.unterminated.is_some_and(|start| at >= start)
        || matches!(error, Error::NoRootNode if outline.unterminated.is_some());
    if is_cut || matches!(error, Error::UnexpectedEndOfStream | Error::UnclosedRootNode) {
        let open = outline.unterminated.or_else(|| outline.open.last().copied());
        let finding = Finding::error("xml-malformed", Origin::new(file, end, end), "the document ends before it is complete")
            .with_label("ends here")
            .with_help("is the file cut off? fetch or save it again");
        return match open {
            Some(start) => finding.with_other(Origin::new(file, start, start + 1), "this is not closed"),
            None => finding,
        };
    }
    let finding = Finding::error("xml-malformed", Origin::new(file, at, (at + 1).min(end)), message);
    match error {
        Error::UnknownNamespace(prefix, _) => finding.with_help(format!("declare the prefix: xmlns:{prefix}=\"…\"")).with_note(
            "CSDL uses http://docs.oasis-open.org/odata/ns/edmx for edmx and http://docs.oasis-open.org/odata/ns/edm for schemas",
        ),
        Error::MalformedEntityReference(_) => finding.with_help("write `&amp;` for an ampersand"),
        _ => finding,
    }
}
