//! Names in a row.

/// One or more names separated by `/`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    segments: Vec<String>,
}

impl Path {
    /// The path of a single name.
    ///
    /// The name is trusted to be an identifier, a qualified name, `$it` or `$count`; to check text, use [`parse_filter`](super::parse_filter).
    pub fn new(name: impl Into<String>) -> Self {
        Self { segments: vec![name.into()] }
    }

    /// This path with one more name at its end.
    #[must_use]
    pub fn join(mut self, name: impl Into<String>) -> Self {
        self.segments.push(name.into());
        self
    }

    /// The names, at least one.
    pub fn segments(&self) -> &[String] {
        &self.segments
    }

    /// The first name: a property, or a lambda variable.
    pub fn root(&self) -> &str {
        self.segments.first().map_or("", String::as_str)
    }
}
