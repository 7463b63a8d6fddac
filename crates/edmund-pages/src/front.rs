//! The front matter: `key: value` lines between two lines of `---`.
//!
//! A parser for YAML is not needed: published pages have flat keys only. What it cannot read is reported.

use edmund_model::{FileId, Finding, Origin};

use crate::page::{FrontMatter, Located};

/// Reads the front matter of a text; gives it with the byte at which the body starts.
pub(crate) fn read(text: &str, file: FileId, findings: &mut Vec<Finding>) -> (FrontMatter, usize) {
    let first = text.find('\n').map_or(text.len(), |length| length + 1);
    if text[..first].trim_end() != "---" {
        return (FrontMatter { origin: Origin::new(file, 0, 0), ..FrontMatter::default() }, 0);
    }
    let mut front = FrontMatter { present: true, ..FrontMatter::default() };
    let mut at = first;
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |length| at + length + 1);
        let line = &text[at..end];
        if line.trim_end() == "---" {
            front.origin = Origin::new(file, 0, at + 3);
            return (front, end);
        }
        if line.starts_with("# ") {
            break;
        }
        entry(line, at, file, &mut front, findings);
        at = end;
    }
    let opening = Origin::new(file, 0, 3);
    findings.push(
        Finding::error("GD020", opening, "front matter is not closed")
            .with_label("opened here")
            .with_help("put a line `---` behind the last `key: value` line"),
    );
    front.origin = Origin::new(file, 0, at);
    (front, at)
}

fn entry(line: &str, at: usize, file: FileId, front: &mut FrontMatter, findings: &mut Vec<Finding>) {
    let content = line.trim_end();
    if content.trim().is_empty() || content.trim_start().starts_with('#') {
        return;
    }
    let Some((key, rest)) = content.split_once(':').filter(|(key, _)| is_key(key.trim_end())) else {
        // Indented lines continue a value or belong to a list: known keys never have them.
        if !content.starts_with([' ', '\t', '-']) {
            let origin = Origin::new(file, at, at + content.len());
            findings.push(
                Finding::error("GD020", origin, "front matter line is not `key: value`")
                    .with_help("write `key: \"value\"` on one line"),
            );
        }
        return;
    };
    let lead = rest.len() - rest.trim_start().len();
    let start = at + key.len() + 1 + lead;
    let raw = rest.trim();
    let origin = Origin::new(file, start, start + raw.len());
    let value = unquoted(raw);
    if value.len() == raw.len() && (raw.contains(": ") || raw.ends_with(':')) {
        findings.push(
            Finding::error("GD020", origin, "front matter value contains `: ` and is not quoted")
                .with_note("in YAML an unquoted `: ` starts a nested mapping, so the block cannot be read")
                .with_fix("quote the value", origin, format!("\"{}\"", raw.replace('\\', "\\\\").replace('"', "\\\""))),
        );
    }
    front.entries.push((
        Located::new(key.trim().to_owned(), Origin::new(file, at, at + key.len())),
        Located::new(value.to_owned(), origin),
    ));
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

fn unquoted(raw: &str) -> &str {
    ['"', '\''].into_iter().find_map(|quote| raw.strip_prefix(quote)?.strip_suffix(quote)).unwrap_or(raw)
}
