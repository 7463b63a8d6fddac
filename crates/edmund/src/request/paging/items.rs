//! Collections item by item.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde_core::de::DeserializeOwned;

use super::Pages;
use crate::error::Error;

/// The items of a collection over all of its pages: [`try_next`](Self::try_next), or any combinator for [`Stream`].
///
/// Holds one page, and the one after it where that is fetched ahead. Ends only after the last item of the last page, or with an error.
#[derive(Debug)]
pub struct Items<T> {
    pages: Pages<T>,
    page: std::vec::IntoIter<T>,
    total: Option<i64>,
}

impl<T: DeserializeOwned + Send + 'static> Items<T> {
    pub(in crate::request) fn new(pages: Pages<T>) -> Self {
        Self { pages, page: Vec::new().into_iter(), total: None }
    }

    /// The next item; `None` after the last.
    ///
    /// # Errors
    /// Whatever kept the next page from coming; the items before it have all been given.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    /// Every item that is left, in memory.
    ///
    /// # Errors
    /// As [`try_next`](Self::try_next); the items before the error are lost. [`Error::TooManyItems`]: there are more than a million, or than
    /// [`max_items`](crate::request::List::max_items) says.
    pub async fn try_collect(mut self) -> Result<Vec<T>, Error> {
        let limit = self.pages.max_items();
        let mut items = Vec::new();
        while let Some(item) = self.try_next().await? {
            if items.len() >= limit {
                return Err(Error::TooManyItems { request: self.pages.request().to_owned(), limit });
            }
            items.push(item);
        }
        Ok(items)
    }

    /// The number of all items, once the first page is there, if the request asked for it with `count`.
    pub fn total(&self) -> Option<i64> {
        self.total
    }
}

// Nothing in it is ever pinned: the request that is waited for has a box of its own.
impl<T> Unpin for Items<T> {}

impl<T: DeserializeOwned + Send + 'static> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => {
                    self.total = self.total.or(page.count);
                    self.page = page.value.into_iter();
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}
