//! Changes for programs.

use serde::Serialize;

use super::Files;
use crate::diff::{Change, ChangeKind, Class};
use crate::{Origin, Sources};

#[derive(Serialize)]
struct Line<'a> {
    class: Class,
    kind: ChangeKind,
    path: &'a str,
    message: &'a str,
    old: Option<Place<'a>>,
    new: Option<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
}

/// One object a line, in the order of the changes:
///
/// ```json
/// {"class":"breaking","kind":"property-removed","path":"ns.T/p","message":"...","old":{"file":"a.xml","line":3,"column":5},"new":null}
/// ```
pub fn json(changes: &[Change], files: Files<'_>) -> String {
    let line = |change: &Change| {
        let line = Line {
            class: change.class,
            kind: change.kind,
            path: &change.path,
            message: &change.message,
            old: place(change.old, files.old),
            new: place(change.new, files.new),
        };
        // A struct of text and numbers always serialises.
        serde_json::to_string(&line).unwrap_or_default() + "\n"
    };
    changes.iter().map(line).collect()
}

fn place(origin: Option<Origin>, sources: &Sources) -> Option<Place<'_>> {
    let (file, position) = sources.locate(origin?);
    Some(Place { file, line: position.line, column: position.column })
}
