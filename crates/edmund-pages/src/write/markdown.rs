//! Markdown that no schema text can break.

use std::fmt::Write as _;

/// Where a page lies; links are relative to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Folder {
    /// Pages of requests.
    Api,
    /// Pages of types.
    Resources,
}

impl Folder {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Folder::Api => "api",
            Folder::Resources => "resources",
        }
    }

    /// A link from this folder to a file of another.
    pub(super) fn link(self, text: &str, folder: Folder, stem: &str) -> String {
        let way = if self == folder { String::new() } else { format!("../{}/", folder.name()) };
        format!("[{}]({way}{stem}.md)", inline(text))
    }
}

/// One line without control characters: what a name or a title may look like.
pub(super) fn plain(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Schema text inside a table cell or a line of Markdown. Code spans stay; everything else that Markdown or HTML would interpret is escaped.
pub(super) fn inline(text: &str) -> String {
    // Inside a table a pipe ends the cell even in code (GFM, section 4.10).
    escaped(text, "\\|")
}

/// The same outside tables, inside a paragraph.
pub(super) fn running(text: &str) -> String {
    escaped(text, "|")
}

/// `pipe` is what stands for a pipe inside code.
fn escaped(text: &str, pipe: &str) -> String {
    let text = plain(text);
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('`').peekable();
    let mut in_code = false;
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        if in_code && !last && is_code(part) {
            let _ = write!(out, "`{}`", part.replace('|', pipe));
            in_code = false;
            continue;
        }
        if in_code {
            out.push_str("\\`");
        }
        escape(part, &mut out);
        in_code = true;
    }
    out
}

/// Text that is one code span wherever it stands.
pub(super) fn code(text: &str) -> String {
    let text = plain(text);
    if is_code(&text) { format!("`{}`", text.replace('|', "\\|")) } else { inline(&text) }
}

// Tools that look for comments without reading Markdown would find one in a code span too.
fn is_code(text: &str) -> bool {
    !text.is_empty() && !text.contains(['`', '\\']) && !text.contains("<!--") && text.trim() == text
}

fn escape(text: &str, out: &mut String) {
    let mut previous = ' ';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        match character {
            '<' => out.push_str("&lt;"),
            '&' if next == '#' || next.is_alphanumeric() => out.push_str("&amp;"),
            '\\' | '*' | '[' | ']' | '|' | '~' => out.extend(['\\', character]),
            // Only at the edge of a word can an underscore begin or end emphasis (CommonMark, section 6.2).
            '_' if !(previous.is_alphanumeric() && next.is_alphanumeric()) => out.push_str("\\_"),
            _ => out.push(character),
        }
        previous = character;
    }
}

/// Schema text as a paragraph of its own: nothing at its start makes it a heading, list, quote or rule.
pub(super) fn paragraph(text: &str) -> String {
    let text = running(text);
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if text.starts_with(['#', '>', '-', '+', '=', ':']) {
        return format!("\\{text}");
    }
    if (1..10).contains(&digits) && text[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &text[..digits], &text[digits..]);
    }
    text
}

/// A value in front matter; quotes inside cannot be escaped there, so they become apostrophes.
pub(super) fn front_value(text: &str) -> String {
    plain(text).replace('"', "'").replace('\\', "/")
}

/// A page that is being written, section by section.
#[derive(Debug, Default)]
pub(super) struct Document {
    text: String,
}

/// What stands above the first section.
pub(super) struct Head<'a> {
    pub(super) title: &'a str,
    pub(super) description: &'a str,
    pub(super) author: &'a str,
    pub(super) localization_priority: &'a str,
    pub(super) product: &'a str,
    pub(super) doc_type: &'a str,
    pub(super) namespace: &'a str,
}

impl Document {
    pub(super) fn new(head: &Head<'_>) -> Document {
        let title = front_value(head.title);
        let mut text = String::from("---\n");
        for (key, value) in [
            ("title", title.as_str()),
            ("description", head.description),
            ("author", head.author),
            ("ms.localizationpriority", head.localization_priority),
            ("ms.prod", head.product),
        ] {
            let _ = writeln!(text, "{key}: \"{}\"", front_value(value));
        }
        let _ =
            write!(text, "doc_type: {}\n---\n\n# {}\n\nNamespace: {}\n", head.doc_type, inline(&title), inline(head.namespace));
        Document { text }
    }

    /// A heading of the second level.
    pub(super) fn section(&mut self, heading: &str) -> &mut Self {
        self.line(&format!("## {heading}"))
    }

    /// A heading of the third level.
    pub(super) fn subsection(&mut self, heading: &str) -> &mut Self {
        self.line(&format!("### {heading}"))
    }

    /// A paragraph that is Markdown already.
    pub(super) fn line(&mut self, markdown: &str) -> &mut Self {
        let _ = write!(self.text, "\n{markdown}\n");
        self
    }

    /// A table; cells are Markdown already.
    pub(super) fn table<const N: usize>(&mut self, header: [&str; N], rows: &[[String; N]]) -> &mut Self {
        let _ = write!(self.text, "\n|{}|\n|{}\n", header.join("|"), ":---|".repeat(N));
        for row in rows {
            let _ = writeln!(self.text, "|{}|", row.join("|"));
        }
        self
    }

    /// A fence with its annotation: members are a name and a JSON value.
    pub(super) fn fence(&mut self, annotation: &[(&str, serde_json::Value)], language: &str, content: &str) -> &mut Self {
        // `-->` in a string would end the comment.
        let members: Vec<String> = annotation
            .iter()
            .map(|(name, value)| format!("  \"{name}\": {}", value.to_string().replace('>', "\\u003e")))
            .collect();
        let content = content.trim_end_matches('\n');
        let _ = write!(self.text, "\n<!-- {{\n{}\n}}\n-->\n``` {language}\n{content}\n```\n", members.join(",\n"));
        self
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schema_text_stays_text() {
        for (text, expected) in [
            ("plain words", "plain words"),
            ("one `code` span", "one `code` span"),
            ("lost ` tick", "lost \\` tick"),
            ("`a | b` or c | d", "`a \\| b` or c \\| d"),
            ("two\nlines\tand <!-- a comment -->", "two lines and &lt;!-- a comment -->"),
            ("[link](x.md) *bold* snake_case _em_", "\\[link\\](x.md) \\*bold\\* snake_case \\_em\\_"),
            ("AT&T &lt; R & D", "AT&amp;T &amp;lt; R & D"),
        ] {
            assert_eq!(inline(text), expected, "{text}");
        }
        assert_eq!(paragraph("# not a heading"), "\\# not a heading");
        assert_eq!(paragraph("`a | b` or c | d"), "`a | b` or c \\| d");
        assert_eq!(paragraph("1. not a list"), "1\\. not a list");
        assert_eq!(front_value("a \"b\"\n: c"), "a 'b' : c");
    }
}
