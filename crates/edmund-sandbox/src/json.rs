//! JSON text with members in the order they are given: control information has to come first.

use serde::Serialize;
use serde_json::Value;

/// Writes one JSON object member by member.
pub(crate) struct ObjectWriter {
    out: Vec<u8>,
}

impl ObjectWriter {
    pub(crate) fn new() -> Self {
        ObjectWriter { out: vec![b'{'] }
    }

    pub(crate) fn member(&mut self, name: &str, value: &Value) {
        self.name(name);
        self.json(value);
    }

    /// A member whose value is JSON text already.
    pub(crate) fn raw(&mut self, name: &str, json: &str) {
        self.name(name);
        self.out.extend_from_slice(json.as_bytes());
    }

    fn name(&mut self, name: &str) {
        if self.out.len() > 1 {
            self.out.push(b',');
        }
        self.json(name);
        self.out.push(b':');
    }

    fn json(&mut self, value: impl Serialize) {
        // Neither texts nor values fail to be written, and a buffer takes everything.
        let _ = serde_json::to_writer(&mut self.out, &value);
    }

    pub(crate) fn finish(mut self) -> String {
        self.out.push(b'}');
        // All of it came from JSON writers and `str`s.
        String::from_utf8(self.out).unwrap_or_default()
    }
}
