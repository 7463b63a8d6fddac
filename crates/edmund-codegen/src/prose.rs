//! Documentation of the schema as Rust doc comments.
//!
//! The text is Markdown or plain, and nobody vouches for it. What could become a doc test, HTML, a link to nowhere or the end of a
//! comment is escaped; code spans and links to web pages stay.

/// Characters of a line before it is wrapped.
const WIDTH: usize = 110;

/// The lines of a text, safe to stand in a doc comment, without a blank line at either end.
pub(crate) fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.split(is_line_break) {
        let words = atoms(line);
        if !words.is_empty() {
            wrap(&words, &mut lines);
        } else if lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(String::new());
        }
    }
    if lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// A text on one line without control characters, for a `//` comment or a note.
pub(crate) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || is_dropped(c)).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A name as a code span.
pub(crate) fn code(name: impl ToString) -> String {
    format!("`{}`", one_line(&name.to_string()).replace('`', "'"))
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Control characters, and those that make text read in another order than it is written.
fn is_dropped(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn wrap(atoms: &[String], lines: &mut Vec<String>) {
    let mut line = String::new();
    for atom in atoms {
        if line.is_empty() {
            line = escape_start(atom);
        } else if line.chars().count() + 1 + atom.chars().count() > WIDTH && !starts_block(atom) {
            lines.push(std::mem::replace(&mut line, atom.clone()));
        } else {
            line.push(' ');
            line.push_str(atom);
        }
    }
    lines.push(line);
}

/// Whether a word at the start of a line means something else than a word: a list, a heading, a rule, a quotation, a table.
fn starts_block(atom: &str) -> bool {
    let digits = atom.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < atom.len() && digits.starts_with(['.', ')']);
    numbered || atom.starts_with(['-', '+', '*', '#', '>', '=', '|', '~', '_'])
}

/// Headings, quotations, tables and fences lose their meaning; lists keep it.
fn escape_start(atom: &str) -> String {
    let list = matches!(atom, "-" | "*" | "+");
    if !list && atom.starts_with(['#', '>', '=', '|', '~', '-', '+']) { format!("\\{atom}") } else { atom.to_owned() }
}

/// The words of a line, escaped. Code spans and links are one word, so that no line ends inside them.
fn atoms(line: &str) -> Vec<String> {
    let line: String = line.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_dropped(*c)).collect();
    let mut atoms = vec![String::new()];
    let mut rest = line.as_str();
    while let Some(first) = rest.chars().next() {
        if first == ' ' {
            atoms.push(String::new());
            rest = &rest[1..];
            continue;
        }
        let (text, used) = piece(rest);
        if let Some(last) = atoms.last_mut() {
            last.push_str(&text);
        }
        rest = &rest[used..];
    }
    atoms.retain(|atom| !atom.is_empty());
    atoms
}

/// The next piece of a line that has no blank in front: what to write, and how many bytes of the input it stands for.
fn piece(rest: &str) -> (String, usize) {
    let fence = rest.len() - rest.trim_start_matches('`').len();
    if fence > 1 {
        return ("\\`".repeat(fence), fence);
    }
    code_span(rest).or_else(|| link(rest)).or_else(|| bare_url(rest)).unwrap_or_else(|| character(rest))
}

fn character(rest: &str) -> (String, usize) {
    let first = rest.chars().next().unwrap_or(' ');
    let escaped = match first {
        '\\' | '`' | '[' | ']' | '<' => format!("\\{first}"),
        '~' if rest.starts_with("~~") => "\\~".to_owned(),
        other => other.to_string(),
    };
    (escaped, first.len_utf8())
}

/// A code span between two single backticks. Runs of backticks are text: they could open a code block.
fn code_span(rest: &str) -> Option<(String, usize)> {
    let inner = rest.strip_prefix('`')?;
    let end = inner.find('`')?;
    let code = &inner[..end];
    let single = end > 0 && !code.trim().is_empty() && !inner[end + 1..].starts_with('`');
    let words: Vec<_> = code.split_whitespace().collect();
    single.then(|| (format!("`{}`", words.join(" ")), end + 2))
}

/// `[text](target)`. A link to a web page stays; of any other the text stays, since its target is not here.
fn link(rest: &str) -> Option<(String, usize)> {
    let inner = rest.strip_prefix('[')?;
    let middle = inner.find("](")?;
    let text = &inner[..middle];
    let target = &inner[middle + 2..];
    let end = target.find(')')?;
    let target = &target[..end];
    if text.trim().is_empty() || text.contains(['[', ']', '<', '`', '\\']) || target.contains(['(', '<', '>', '[', ']', '\\']) {
        return None;
    }
    let used = 1 + middle + 2 + end + 1;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_page = (target.starts_with("https://") || target.starts_with("http://")) && !target.contains([' ', '`', '"']);
    Some((if is_page { format!("[{text}]({target})") } else { text }, used))
}

/// A web address in the text becomes a link.
fn bare_url(rest: &str) -> Option<(String, usize)> {
    if !rest.starts_with("https://") && !rest.starts_with("http://") {
        return None;
    }
    let end = rest.find([' ', '<', '>', '"', '\'', '`', ')', ']', '}', '|', '\\']).unwrap_or(rest.len());
    let url = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
    (url.len() > "https://".len()).then(|| (format!("<{url}>"), url.len()))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expected: Expect) {
        expected.assert_eq(&lines(text).iter().map(|line| format!("/// {line}\n")).collect::<String>());
    }

    #[test]
    fn plain_text_stays_readable() {
        check(
            "  The user's `userPrincipalName`, snake_case and 5 * 3.\n\n\n See https://example.com/a_b?c=d. And [pages](https://example.com/x).\n",
            expect![[r#"
                /// The user's `userPrincipalName`, snake_case and 5 * 3.
                /// 
                /// See <https://example.com/a_b?c=d>. And [pages](https://example.com/x).
            "#]],
        );
    }

    #[test]
    fn nothing_becomes_code_html_or_a_link() {
        check(
            "```rust\nstd::process::exit(1)\n```\n\n    indented()\n-      nested()\n~~~\n<script>alert(1)</script> [Missing] [x][y] [z]: w\n# Title\n===\n> quote | `open\n*/ \u{202e}txet\u{0}\r end",
            expect![[r#"
                /// \`\`\`rust
                /// std::process::exit(1)
                /// \`\`\`
                /// 
                /// indented()
                /// - nested()
                /// \~\~~
                /// \<script>alert(1)\</script> \[Missing\] \[x\]\[y\] \[z\]: w
                /// \# Title
                /// \===
                /// \> quote | \`open
                /// */ txet
                /// end
            "#]],
        );
    }

    #[test]
    fn links_to_other_pages_keep_their_text() {
        check(
            "Of a [user](../resources/user.md#x), [a `b`](c), [](d), [e](javascript:f('g')) or [h](https://i\"j)",
            expect![[r#"
                /// Of a user, \[a `b`\](c), \[\](d), \[e\](javascript:f('g')) or h
            "#]],
        );
    }

    #[test]
    fn long_lines_wrap_where_no_block_starts() {
        check(
            "One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seven- - 1. eighteen `a code span that does not break` nineteen",
            expect![[r#"
                /// One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seven- - 1.
                /// eighteen `a code span that does not break` nineteen
            "#]],
        );
    }
}
