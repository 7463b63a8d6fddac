//! Collections page by page and item by item.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde_core::de::DeserializeOwned;

use super::page::Page;
use super::walk::Walk;
use crate::client::{Call, Client, Reply};
use crate::error::Error;
use crate::transport::BoxFuture;

/// The pages of a collection, one request each: [`try_next`](Self::try_next), or any combinator for [`Stream`].
///
/// Follows next links as the service wrote them, with the headers of the first request. A link to another origin, or back to a page already
/// read, is an error. After an error the stream ends.
pub struct Pages<T> {
    state: State,
    marker: PhantomData<fn() -> T>,
}

enum State {
    /// The next page is still to be asked for.
    Ready(Box<Walk>),
    /// The next page is on its way.
    Waiting(BoxFuture<'static, (Box<Walk>, Result<Reply, Error>)>),
    /// The request cannot be sent.
    Failed(Error),
    Ended,
}

impl<T: DeserializeOwned> Pages<T> {
    /// The pages that begin with the answer to `first`; an error in its place is all the stream gives.
    pub(super) fn new(client: &Client, first: Result<Call, Error>) -> Self {
        let state = match first {
            Ok(first) => State::Ready(Box::new(Walk::new(client, first))),
            Err(error) => State::Failed(error),
        };
        Self { state, marker: PhantomData }
    }

    /// The next page; `None` after the last.
    ///
    /// # Errors
    /// Whatever kept the page from coming. The stream ends with it; it never ends without it unless it is complete.
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>, Error> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    fn accept(&mut self, mut walk: Box<Walk>, reply: Result<Reply, Error>) -> Result<Page<T>, Error> {
        let reply = reply?;
        let page = Page::read(&reply)?;
        if let Some(link) = &page.next_link {
            walk.turn(&reply, page.context.as_deref(), link)?;
            self.state = State::Ready(walk);
        }
        Ok(page)
    }
}

async fn fetch(walk: Box<Walk>) -> (Box<Walk>, Result<Reply, Error>) {
    let reply = walk.fetch().await;
    (walk, reply)
}

impl<T: DeserializeOwned> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut fetch = match std::mem::replace(&mut self.state, State::Ended) {
            State::Ready(walk) => Box::pin(fetch(walk)) as BoxFuture<'static, _>,
            State::Waiting(fetch) => fetch,
            State::Failed(error) => return Poll::Ready(Some(Err(error))),
            State::Ended => return Poll::Ready(None),
        };
        match fetch.as_mut().poll(context) {
            Poll::Ready((walk, reply)) => Poll::Ready(Some(self.accept(walk, reply))),
            Poll::Pending => {
                self.state = State::Waiting(fetch);
                Poll::Pending
            }
        }
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self.state {
            State::Ready(_) => "Pages(ready)",
            State::Waiting(_) => "Pages(waiting)",
            State::Failed(_) => "Pages(failed)",
            State::Ended => "Pages(ended)",
        })
    }
}

/// The items of a collection over all of its pages: [`try_next`](Self::try_next), or any combinator for [`Stream`].
///
/// Holds one page at a time. Ends only after the last item of the last page, or with an error.
#[derive(Debug)]
pub struct Items<T> {
    pages: Pages<T>,
    page: std::vec::IntoIter<T>,
    total: Option<i64>,
}

impl<T: DeserializeOwned> Items<T> {
    pub(super) fn new(pages: Pages<T>) -> Self {
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
    /// As [`try_next`](Self::try_next); the items before the error are lost.
    pub async fn try_collect(mut self) -> Result<Vec<T>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.try_next().await? {
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

impl<T: DeserializeOwned> Stream for Items<T> {
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
