//! Changes for a changelog.

use std::fmt::Write;

use super::count;
use crate::diff::{Change, Class};

/// A Markdown changelog: a section for each class, in it one for each namespace, and in it a list by type, operation or container.
///
/// What comes from schemas is escaped: no name or message can open a link, an image, HTML, a heading or a code fence.
pub fn markdown(changes: &[Change]) -> String {
    let mut page = String::from("# Changes\n");
    if changes.is_empty() {
        page.push_str("\nNothing changed.\n");
    }
    for class in Class::ALL.into_iter().filter(|class| count(changes, *class) > 0) {
        // Writing to a string cannot fail.
        let _ = write!(page, "\n## {}\n", title(class));
        section(&mut page, changes.iter().filter(|change| change.class == class));
    }
    page
}

fn title(class: Class) -> &'static str {
    match class {
        Class::Breaking => "Breaking changes",
        Class::Compatible => "Compatible changes",
        Class::Documentation => "Documentation",
    }
}

fn section<'a>(page: &mut String, changes: impl Iterator<Item = &'a Change>) {
    let (mut namespace, mut owner) = (None, None);
    for change in changes {
        if namespace != Some(&change.owner.namespace) {
            namespace = Some(&change.owner.namespace);
            owner = None;
            let name =
                if change.owner.namespace.is_empty() { "Documented requests".to_owned() } else { code(&change.owner.namespace) };
            let _ = write!(page, "\n### {name}\n\n");
        }
        if owner != Some(&change.owner.name) {
            owner = Some(&change.owner.name);
            if !change.owner.name.is_empty() {
                let _ = writeln!(page, "- {}", code(&change.owner.name));
            }
        }
        let indent = if change.owner.name.is_empty() { "" } else { "  " };
        let _ = writeln!(page, "{indent}- {}: {}", code(&change.path), escape(&change.message));
    }
}

/// A code span: with more backticks around it than are in it, on one line.
fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let blank = if longest > 0 { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

/// Plain text; only the code spans of our own messages, pairs of single backticks, stay what they are.
fn escape(text: &str) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    let balanced = pieces.len() % 2 == 1;
    let piece = |(index, piece): (usize, &&str)| {
        if balanced && index % 2 == 1 { code(piece) } else { plain(piece) }
    };
    pieces.iter().enumerate().map(piece).collect::<Vec<_>>().join(if balanced { "" } else { "\\`" })
}

fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '&' => plain.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' => {
                plain.push('\\');
                plain.push(c);
            }
            c if c.is_control() => plain.push(' '),
            c => plain.push(c),
        }
    }
    plain
}
