//! JSON text, indented, members in the order they were added.

/// A JSON value under construction. Names may occur twice in an object: a schema may say a thing twice, and so may its text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    Null,
    Bool(bool),
    /// A number, as written.
    Number(String),
    String(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Json::String(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Json::String(text)
    }
}

/// Members under construction.
#[derive(Default)]
pub(super) struct Object(pub(super) Vec<(String, Json)>);

impl Object {
    /// Starts with the kind of the element.
    pub(super) fn kind(kind: &str) -> Self {
        Object(vec![("$Kind".to_owned(), kind.into())])
    }

    pub(super) fn push(&mut self, name: impl Into<String>, value: impl Into<Json>) {
        self.0.push((name.into(), value.into()));
    }

    /// Adds a text where there is one.
    pub(super) fn maybe(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.push(name, value);
        }
    }

    /// Adds a flag that is false unless it is written.
    pub(super) fn flag(&mut self, name: &str, value: bool) {
        if value {
            self.push(name, Json::Bool(true));
        }
    }

    /// Adds an object unless it is empty.
    pub(super) fn object(&mut self, name: &str, object: Object) {
        if !object.0.is_empty() {
            self.push(name, object);
        }
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Json::Object(object.0)
    }
}

/// A text as a number where JSON can write it so, else as a string.
pub(super) fn number(text: &str) -> Json {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte))
        && serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok();
    if is_number { Json::Number(text.to_owned()) } else { text.into() }
}

impl Json {
    /// The text of a document.
    pub(super) fn print(&self) -> String {
        let mut text = String::new();
        self.append(0, &mut text);
        text.push('\n');
        text
    }

    fn append(&self, depth: usize, text: &mut String) {
        match self {
            Json::Null => text.push_str("null"),
            Json::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
            Json::Number(number) => text.push_str(number),
            Json::String(value) => quote(value, text),
            Json::Array(items) => list(depth, ['[', ']'], items, text, |item, text| item.append(depth + 1, text)),
            Json::Object(members) => list(depth, ['{', '}'], members, text, |(name, value), text| {
                quote(name, text);
                text.push_str(": ");
                value.append(depth + 1, text);
            }),
        }
    }
}

fn list<T>(depth: usize, [open, close]: [char; 2], items: &[T], text: &mut String, mut item: impl FnMut(&T, &mut String)) {
    text.push(open);
    for (index, one) in items.iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.extend(std::iter::repeat_n("  ", depth + 1));
        item(one, text);
    }
    if !items.is_empty() {
        text.push('\n');
        text.extend(std::iter::repeat_n("  ", depth));
    }
    text.push(close);
}

fn quote(value: &str, text: &mut String) {
    text.push('"');
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\0'..='\u{1f}' | '\u{7f}' | '\u{2028}' | '\u{2029}' => text.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => text.push(c),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_survive_reading() {
        let value = "a\"b\\c\n\r\t\u{1}\u{2028}é😀";
        let text =
            Json::Array(vec![value.into(), number("-2E80"), number("007"), number("INF"), Json::Object(Vec::new())]).print();
        assert_eq!(text, "[\n  \"a\\\"b\\\\c\\n\\r\\t\\u0001\\u2028é😀\",\n  -2E80,\n  \"007\",\n  \"INF\",\n  {}\n]\n");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).expect("it is JSON")[0], value);
    }
}
