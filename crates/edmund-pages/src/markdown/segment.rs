//! Cuts a page where an unclosed fence or comment would swallow the rest of it.
//!
//! In CommonMark a fence that lost its end runs on: a later line "```http" does not close it, because a closing fence has no info string,
//! and the next real closing fence ends both. One such slip hides half a page. Here the page is cut in front of the first heading that was
//! swallowed, and each piece is parsed by itself.

use std::ops::Range;

use super::line_end;

/// Cutting stops after this many pieces: each may look at the whole rest of the page, and no page has that many slips.
const MAX_PIECES: usize = 64;

/// The pieces of a text, and the openers that lost their ends.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Segments {
    /// The pieces; together they are the whole text.
    pub(crate) pieces: Vec<Range<usize>>,
    /// Byte ranges of the opening lines of fences that swallow something, each with the first line that it swallows.
    pub(crate) fences: Vec<(Range<usize>, Range<usize>)>,
    /// Byte ranges of the openings of comments that have no end.
    pub(crate) comments: Vec<Range<usize>>,
}

enum State {
    Text,
    Fence { open: Range<usize>, mark: u8, length: usize, cut: Option<usize> },
    Comment { open: Range<usize>, cut: Option<usize> },
}

/// Finds the pieces of `text[start..]`.
pub(crate) fn segments(text: &str, start: usize) -> Segments {
    let mut found = Segments::default();
    let mut piece = start;
    let mut at = start;
    let mut state = State::Text;
    while found.pieces.len() < MAX_PIECES {
        if at >= text.len() {
            let Some(cut) = finish(text, &mut found, state) else { break };
            found.pieces.push(piece..cut);
            (piece, at, state) = (cut, cut, State::Text);
            continue;
        }
        let end = line_end(text, at..text.len());
        let line = at..end;
        match step(text, line, &mut state) {
            None => at = end,
            Some(cut) => {
                if let State::Fence { open, .. } = &state {
                    found.fences.push((open.clone(), swallowed(text, cut)));
                }
                found.pieces.push(piece..cut);
                (piece, at, state) = (cut, cut, State::Text);
            }
        }
    }
    found.pieces.push(piece..text.len());
    found
}

/// At the end of the text: reports what is open, and gives the place to cut if something was swallowed.
fn finish(text: &str, found: &mut Segments, state: State) -> Option<usize> {
    match state {
        State::Text => None,
        State::Fence { open, cut, .. } => {
            let cut = cut?;
            found.fences.push((open, swallowed(text, cut)));
            Some(cut)
        }
        State::Comment { open, cut } => {
            found.comments.push(open);
            cut
        }
    }
}

/// Takes one line; gives the place to cut when it proves that the open fence lost its end.
fn step(text: &str, line: Range<usize>, state: &mut State) -> Option<usize> {
    let raw = text[line.clone()].trim_start();
    // Nearly all lines of running text begin with a letter or a pipe, those of code with something else than a mark.
    let may_matter = match (&state, raw.bytes().next()) {
        (State::Text, first) => matches!(first, Some(b'`' | b'~' | b'<')),
        (State::Fence { .. }, first) => matches!(first, Some(b'`' | b'~' | b'<' | b'#')),
        (State::Comment { .. }, _) => true,
    };
    if !may_matter {
        return None;
    }
    let content = raw.trim_end();
    match state {
        State::Text => {
            if let Some((mark, length)) = fence_run(content) {
                let info = &content[length..];
                if mark == b'~' || !info.contains('`') {
                    *state = State::Fence { open: content_range(text, line), mark, length, cut: None };
                }
            } else if let Some(offset) = open_comment(content) {
                let range = content_range(text, line);
                *state = State::Comment { open: range.start + offset..range.start + offset + 4, cut: None };
            }
        }
        State::Fence { mark, length, cut, open } => {
            if let Some((other, run)) = fence_run(content).filter(|(other, run)| other == mark && run >= length) {
                debug_assert_eq!(other, *mark);
                if content[run..].trim().is_empty() {
                    *state = State::Text;
                } else {
                    return Some(cut.unwrap_or(line.start));
                }
            } else if cut.is_none() && is_heading(content) && line.start > open.end {
                *cut = Some(line.start);
            } else if cut.is_some() && is_annotation(text, line, content) {
                // Code may have lines that look like headings, but no annotation of an example below them.
                return *cut;
            }
        }
        State::Comment { cut, .. } => {
            if content.contains("-->") {
                *state = State::Text;
            } else if cut.is_none() && is_heading(content) {
                *cut = Some(line.start);
            }
        }
    }
    None
}

/// The line at a cut.
fn swallowed(text: &str, cut: usize) -> Range<usize> {
    content_range(text, cut..line_end(text, cut..text.len()))
}

fn content_range(text: &str, line: Range<usize>) -> Range<usize> {
    let raw = &text[line.clone()];
    let start = line.start + (raw.len() - raw.trim_start().len());
    start..start + raw.trim().len()
}

/// The fence character and how often it is repeated, if the line starts with a fence.
fn fence_run(content: &str) -> Option<(u8, usize)> {
    let mark = content.bytes().next().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let length = content.bytes().take_while(|byte| *byte == mark).count();
    (length >= 3).then_some((mark, length))
}

/// Where a comment opens that the same line does not close; comments open at the start of a line.
fn open_comment(content: &str) -> Option<usize> {
    let last = content.rfind("<!--")?;
    (content.starts_with("<!--") && !content[last..].contains("-->")).then_some(last)
}

/// Whether a comment opens here that holds an annotation.
fn is_annotation(text: &str, line: Range<usize>, content: &str) -> bool {
    content.starts_with("<!--") && {
        let next = line_end(text, line.end..text.len());
        text[line.start..next].contains("\"blockType\"")
    }
}

fn is_heading(content: &str) -> bool {
    let hashes = content.bytes().take_while(|byte| *byte == b'#').count();
    (2..=6).contains(&hashes) && content.as_bytes().get(hashes) == Some(&b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        segments(text, 0).pieces.into_iter().map(|piece| &text[piece]).collect()
    }

    #[test]
    fn closed_fences_and_comments_stay_whole() {
        let text = "```http\n## no heading\n```\n<!-- {\n} -->\n````\n```http\n````\n";
        assert_eq!(pieces(text), [text]);
        assert!(segments(text, 0).fences.is_empty());
    }

    #[test]
    fn a_lost_fence_end_is_cut_at_the_heading() {
        let text = "```http\nGET /a\n\n### Response\n```http\nHTTP/1.1 200 OK\n```\nend\n";
        assert_eq!(pieces(text), ["```http\nGET /a\n\n", "### Response\n```http\nHTTP/1.1 200 OK\n```\nend\n"]);
        assert_eq!(segments(text, 0).fences.first(), Some(&(0..7, 16..28)));
    }

    #[test]
    fn an_annotation_tells_that_a_heading_is_none_of_the_code() {
        let head = "```http\nPOST /a\n```\n{}\n\n```\n";
        let tail = "### Response\n<!-- {\n  \"blockType\": \"response\"\n} -->\n```\nHTTP/1.1 204\n```\n";
        let text = format!("{head}{tail}");
        assert_eq!(pieces(&text), [head, tail]);
        assert_eq!(pieces("```\n## a comment of the script\n<!-- markup -->\n```\n").len(), 1);
    }

    #[test]
    fn an_unclosed_comment_is_reported() {
        assert_eq!(segments("a\n<!--\n{\n}\n", 0).comments.first(), Some(&(2..6)));
    }
}
