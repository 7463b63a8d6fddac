//! How far the reading of a collection came, to go on in another process.

use std::fmt;

use super::bookmark::Bookmark;
use crate::request::saved::saved_as;

/// How far the reading of a collection came. Save it with serde, and go on with [`List::resume`](crate::request::List::resume).
///
/// It holds the service's link to the next page and no secret of the client; a link may name what the request asked for, so keep it as
/// confidential as the data. It is bound to the base URL and to the request: its options, and the headers that shape the answer.
#[derive(Clone, PartialEq)]
pub struct Checkpoint(pub(super) Bookmark);

impl Checkpoint {
    /// Pages read before it.
    pub fn pages(&self) -> u64 {
        self.0.pages.and_then(|pages| u64::try_from(pages).ok()).unwrap_or(0)
    }

    /// Items read before it.
    pub fn items(&self) -> u64 {
        self.0.items.and_then(|items| u64::try_from(items).ok()).unwrap_or(0)
    }

    /// Whether the page before it was the last.
    pub fn is_complete(&self) -> bool {
        self.0.complete == Some(true)
    }
}

saved_as!(Checkpoint, Bookmark);

/// Without the link, which may hold personal data.
impl fmt::Debug for Checkpoint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = if self.is_complete() { ", complete" } else { "" };
        write!(out, "Checkpoint({} pages, {} items{end})", self.pages(), self.items())
    }
}
