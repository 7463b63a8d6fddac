//! Changes for a terminal.

use std::fmt::Write;

use super::{Files, count};
use crate::diff::{Change, Class};

/// One block a change, worst first, then a line of totals. Plain text without colours:
///
/// ```text
/// breaking[property-removed]: microsoft.graph.user/mail: the property is gone
///   --> old/graph.csdl.xml:12:9
/// 1 breaking, 0 compatible, 0 documentation
/// ```
///
/// Control characters in names are shown as escapes, so that no schema can steer the terminal.
pub fn text(changes: &[Change], files: Files<'_>) -> String {
    let mut text = String::new();
    for class in Class::ALL {
        for change in changes.iter().filter(|change| change.class == class) {
            block(&mut text, change, files);
        }
    }
    let totals: Vec<_> = Class::ALL.iter().map(|class| format!("{} {}", count(changes, *class), class.as_str())).collect();
    text + &totals.join(", ") + "\n"
}

fn block(text: &mut String, change: &Change, files: Files<'_>) {
    let line = format!("{}[{}]: {}: {}", change.class.as_str(), change.kind.id(), change.path, change.message);
    text.extend(line.chars().map(visible));
    text.push('\n');
    let places = [(change.old, files.old), (change.new, files.new)];
    for (origin, sources) in places.into_iter().filter_map(|(origin, sources)| Some((origin?, sources))) {
        let (path, position) = sources.locate(origin);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  --> {path}:{}:{}", position.line, position.column);
    }
}

fn visible(c: char) -> String {
    // Direction overrides reorder what follows them on a terminal.
    if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}') {
        c.escape_unicode().to_string()
    } else {
        c.to_string()
    }
}
