//! One page of a collection.

use std::fmt;

use serde_core::de::DeserializeOwned;

use super::bookmark::Bookmark;
use super::checkpoint::Checkpoint;
use super::decoder::PageDecoder;
use crate::client::Reply;
use crate::error::{Error, PolicyViolation};

/// One page of a collection, as the service sent it.
#[derive(Clone)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items. A page may be empty and still not be the last.
    pub value: Vec<T>,
    /// The number of all items, if it was asked for; services send it with the first page only.
    pub count: Option<i64>,
    /// Where the next page is, as the service wrote it; absent on the last page.
    pub next_link: Option<String>,
    /// Where the changes since now will be, as the service wrote it.
    pub delta_link: Option<String>,
    /// The context URL.
    pub context: Option<String>,
    pub(super) checkpoint: Option<Box<Checkpoint>>,
    /// Where the delta link leads, on the last page, or why it must not be followed.
    pub(in crate::request) delta: Option<Box<Result<Bookmark, PolicyViolation>>>,
}

impl<T> Page<T> {
    /// Where to go on when everything up to the end of this page has been dealt with: save it together with what was made of the page, and a
    /// later process reads the pages after it with [`List::resume`](crate::request::List::resume).
    ///
    /// `None` for a page that a [`limit`](crate::request::List::limit) cut, and after the reading has begun anew because a page link had
    /// expired: then only this process knows which items were there already.
    pub fn checkpoint(&self) -> Option<&Checkpoint> {
        self.checkpoint.as_deref()
    }
}

impl<T> Page<T> {
    /// The page with so many items at most. One that was cut has no checkpoint: it would leave out the others.
    pub(in crate::request) fn cut_to(mut self, items: usize) -> Self {
        if self.value.len() > items {
            self.value.truncate(items);
            self.checkpoint = None;
        }
        self
    }
}

/// A page with nothing in it and none behind it.
impl<T> Default for Page<T> {
    fn default() -> Self {
        Self { value: Vec::new(), count: None, next_link: None, delta_link: None, context: None, checkpoint: None, delta: None }
    }
}

impl<T: DeserializeOwned> Page<T> {
    /// Reads a page. A document without `value`, an error object, and an error object that ends the items are errors.
    pub(crate) fn read(reply: &Reply) -> Result<Self, Error> {
        PageDecoder::read(reply)
    }
}

impl<T: fmt::Debug> fmt::Debug for Page<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Page")
            .field("value", &self.value)
            .field("count", &self.count)
            .field("next_link", &self.next_link)
            .field("delta_link", &self.delta_link)
            .field("context", &self.context)
            .finish()
    }
}
