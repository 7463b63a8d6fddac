//! A first, cheap look at the text, before the XML parser may see it.
//!
//! The parser reports the end of the text and DTDs without a position, and its time grows with the square of what stands on one element.
//! This pass finds those places, and texts that are nested so deeply that recursion over them would be unsafe.

/// Elements may be nested this deep. Real schemas stay below 30; the limit keeps recursion over a document safe on small stacks.
pub(crate) const MAX_DEPTH: usize = 128;

/// An element may have this many attributes, namespace declarations included.
pub(crate) const MAX_ATTRIBUTES: usize = 128;

/// What the first look saw. All numbers are byte offsets.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Outline {
    /// `<!DOCTYPE`.
    pub(crate) doctype: Option<usize>,
    /// The first `<!ENTITY` inside the DTD.
    pub(crate) entity: Option<usize>,
    /// The first element below [`MAX_DEPTH`].
    pub(crate) too_deep: Option<usize>,
    /// The first element with more than [`MAX_ATTRIBUTES`] attributes.
    pub(crate) too_many_attributes: Option<usize>,
    /// A tag, comment or the like that the text ends in the middle of.
    pub(crate) unterminated: Option<usize>,
    /// The elements that are open at the end, outermost first.
    pub(crate) open: Vec<usize>,
}

/// Looks the text over; stops at the first thing that makes reading on pointless.
pub(crate) fn outline(text: &str) -> Outline {
    let mut outline = Outline::default();
    let mut at = 0;
    while let Some(start) = text[at..].find('<').map(|found| at + found) {
        match markup(text, start, &mut outline) {
            Some(next) => at = next,
            None => break,
        }
    }
    outline
}

/// Takes one piece of markup in and returns where it ends; `None` ends the look.
fn markup(text: &str, start: usize, outline: &mut Outline) -> Option<usize> {
    let rest = &text[start..];
    let end = if rest.starts_with("<!--") {
        delimited(text, start + 4, "-->")
    } else if rest.starts_with("<![CDATA[") {
        delimited(text, start, "]]>")
    } else if rest.starts_with("<?") {
        delimited(text, start, "?>")
    } else if rest.starts_with("<!DOCTYPE") {
        outline.doctype = Some(start);
        outline.entity = rest.find("<!ENTITY").map(|found| start + found);
        return None;
    } else if rest.starts_with("</") {
        outline.open.pop();
        delimited(text, start, ">")
    } else {
        return tag(text, start, outline);
    };
    if end.is_none() {
        outline.unterminated = Some(start);
    }
    end
}

fn delimited(text: &str, from: usize, end: &str) -> Option<usize> {
    text.get(from..)?.find(end).map(|found| from + found + end.len())
}

/// A start tag: ends at the first `>` outside quotes.
fn tag(text: &str, start: usize, outline: &mut Outline) -> Option<usize> {
    let Some((end, attributes)) = tag_end(text, start) else {
        outline.unterminated = Some(start);
        return None;
    };
    if attributes > MAX_ATTRIBUTES {
        outline.too_many_attributes = Some(start);
        return None;
    }
    if outline.open.len() >= MAX_DEPTH {
        outline.too_deep = Some(start);
        return None;
    }
    if !text[..end].ends_with("/>") {
        outline.open.push(start);
    }
    Some(end)
}

/// Where the start tag that begins at `start` ends, and how many quoted values it has.
pub(crate) fn tag_end(text: &str, start: usize) -> Option<(usize, usize)> {
    let mut quote = None;
    let mut values = 0;
    for (offset, byte) in text.as_bytes()[start..].iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some((start + offset + 1, values)),
            (None, b'"' | b'\'') => {
                quote = Some(*byte);
                values += 1;
            }
            (Some(open), byte) if open == *byte => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_elements_and_the_unfinished_tag_are_found() {
        let text = "<a><b x='>'/><!-- <c> --><d><![CDATA[<e>]]></d><f g=\"";
        assert_eq!(outline(text), Outline { unterminated: Some(47), open: vec![0], ..Outline::default() });
    }

    #[test]
    fn hostile_texts_are_cut_short() {
        assert_eq!(outline(&"<a>".repeat(100_000)).too_deep, Some(3 * MAX_DEPTH));
        let wide = format!("<a{}/>", " b=''".repeat(100_000));
        assert_eq!(outline(&wide).too_many_attributes, Some(0));
        let entity = outline("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>");
        assert_eq!((entity.doctype, entity.entity), (Some(0), Some(13)));
    }
}
