//! The contents of streams that requests put there.

use std::collections::HashMap;

use bytes::Bytes;

/// Bytes that all contents together may hold.
const MAX_BYTES: usize = 256 << 20;

/// The content of a stream.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    pub(crate) media_type: String,
    pub(crate) bytes: Bytes,
}

/// Contents by the location of their stream; `None` where a request removed it.
#[derive(Clone, Debug, Default)]
pub(super) struct Contents {
    known: HashMap<String, Option<Content>>,
    bytes: usize,
}

impl Contents {
    pub(super) fn get(&self, location: &str) -> Option<&Option<Content>> {
        self.known.get(location)
    }

    /// Puts a content in place of another; `false` if there is no room for it.
    pub(super) fn set(&mut self, location: &str, content: Option<Content>) -> bool {
        let length = |content: Option<&Content>| content.map_or(0, |content| content.bytes.len());
        let old = length(self.known.get(location).and_then(Option::as_ref));
        let bytes = self.bytes - old + length(content.as_ref());
        if bytes > MAX_BYTES {
            return false;
        }
        self.bytes = bytes;
        self.known.insert(location.to_owned(), content);
        true
    }

    /// Forgets the streams of an entity.
    pub(super) fn remove(&mut self, entity: &str) {
        let inside = format!("{entity}/");
        self.known.retain(|location, content| {
            let goes = location.starts_with(&inside);
            self.bytes -= content.as_ref().filter(|_| goes).map_or(0, |content| content.bytes.len());
            !goes
        });
    }
}
