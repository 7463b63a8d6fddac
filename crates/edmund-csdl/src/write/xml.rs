//! XML text, indented.

/// Text under construction.
pub(super) struct Xml {
    text: String,
    depth: usize,
}

impl Xml {
    /// Starts at a depth of indentation.
    pub(super) fn new(depth: usize) -> Self {
        Xml { text: String::new(), depth }
    }

    /// A line as it is.
    pub(super) fn raw(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Starts an element; gives back where its content begins.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> usize {
        self.tag(name, attributes);
        self.text.push_str(">\n");
        self.depth += 1;
        self.text.len()
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.text.push_str(" />\n");
    }

    /// An element that holds text.
    pub(super) fn leaf(&mut self, name: &str, text: &str) {
        self.tag(name, &[]);
        self.text.push('>');
        escape(text, false, &mut self.text);
        self.text.extend(["</", name, ">\n"]);
    }

    /// Ends an element.
    pub(super) fn close(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.indent();
        self.text.extend(["</", name, ">\n"]);
    }

    /// Ends an element whose content began at `mark`; one that stayed empty becomes a single tag.
    pub(super) fn close_or_shorten(&mut self, name: &str, mark: usize) {
        if self.text.len() > mark {
            self.close(name);
        } else {
            self.depth = self.depth.saturating_sub(1);
            self.text.truncate(mark.saturating_sub(">\n".len()));
            self.text.push_str(" />\n");
        }
    }

    /// Appends what was written apart.
    pub(super) fn append(&mut self, other: Xml) {
        self.text.push_str(&other.text);
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.text.extend(["<", name]);
        for (name, value) in attributes {
            self.text.extend([" ", name, "=\""]);
            escape(value, true, &mut self.text);
            self.text.push('"');
        }
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n("  ", self.depth));
    }
}

/// Escapes a value so that reading gives it back: whitespace other than blanks would be normalised in attributes, a carriage return
/// everywhere. Characters that XML cannot hold become U+FFFD.
fn escape(value: &str, in_attribute: bool, text: &mut String) {
    for c in value.chars() {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' if in_attribute => text.push_str("&quot;"),
            '\t' if in_attribute => text.push_str("&#x9;"),
            '\n' if in_attribute => text.push_str("&#xA;"),
            '\r' => text.push_str("&#xD;"),
            '\t' | '\n' => text.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => text.push('\u{fffd}'),
            _ => text.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_survive_reading() {
        let value = "a<b> & \"c\"\t\n\r\u{1}é";
        let mut xml = Xml::new(0);
        xml.open("r", &[("v", value)]);
        xml.leaf("t", value);
        xml.empty("e", &[]);
        xml.close("r");
        let text = xml.finish();
        let document = roxmltree::Document::parse(&text).expect("what is written is well-formed");
        let expected = value.replace('\u{1}', "\u{fffd}");
        assert_eq!(document.root_element().attribute("v"), Some(expected.as_str()));
        assert_eq!(
            document.descendants().find(|node| node.has_tag_name("t")).and_then(|node| node.text()),
            Some(expected.as_str())
        );
    }
}
