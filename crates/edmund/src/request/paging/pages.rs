//! Collections page by page.

use std::collections::HashSet;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde_core::de::DeserializeOwned;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use super::page::Page;
use super::reading::{Identity, Reading};
use super::walk::Walk;
use crate::client::{Call, Client};
use crate::error::{Error, PolicyViolation};
use crate::transport::{BoxFuture, Sent, TransportError, TransportErrorKind};

/// The pages of a collection, one request each: [`try_next`](Self::try_next), or any combinator for [`Stream`].
///
/// Follows next links as the service wrote them, with the headers of the first request. A link to another origin, or back to a page already
/// read, is an error. After an error the stream ends. While the caller has a page, the next is fetched already, unless pages are large.
pub struct Pages<T> {
    state: State<T>,
    /// Method and path template.
    request: String,
    /// Items that may still be given.
    left: u64,
    read_ahead: usize,
    max_items: usize,
    seen: Option<Seen<T>>,
}

enum State<T> {
    /// The next page is still to be asked for.
    Ready(Box<Walk>),
    /// The next page is on its way.
    Waiting(Fetch<T>),
    /// The request cannot be sent.
    Failed(Error),
    Ended,
}

/// What came of asking for a page: the page, and the length of its text in bytes.
type Fetched<T> = (Box<Walk>, Result<(Page<T>, usize), Error>);

enum Fetch<T> {
    /// Goes on while the caller waits for it.
    Here(BoxFuture<'static, Fetched<T>>),
    /// Goes on by itself.
    Ahead(Task<Fetched<T>>),
}

impl<T: DeserializeOwned + Send + 'static> Pages<T> {
    /// The pages that begin with the answer to `first`; an error in its place is all the stream gives.
    pub(in crate::request) fn new(client: &Client, first: Result<Call, Error>, reading: &Reading<T>) -> Self {
        let request = first.as_ref().map(|first| first.request.clone()).unwrap_or_default();
        let walk = first.and_then(|first| Walk::begin(client, first, reading.from.as_deref()));
        Self::of_walk(walk, request, reading)
    }

    /// The pages of a walk that has begun; an error in its place is all the stream gives.
    pub(in crate::request) fn of_walk(walk: Result<Walk, Error>, request: String, reading: &Reading<T>) -> Self {
        let state = match walk {
            Ok(mut walk) => {
                if reading.anew {
                    walk.allow_beginning_anew();
                }
                if walk.goes_on() { State::Ready(Box::new(walk)) } else { State::Ended }
            }
            Err(error) => State::Failed(error),
        };
        let seen = reading.identity.map(|identity| Seen { identity, keys: HashSet::new() });
        Self { state, request, left: reading.limit, read_ahead: reading.read_ahead, max_items: reading.max_items, seen }
    }

    /// The next page; `None` after the last.
    ///
    /// # Errors
    /// Whatever kept the page from coming. The stream ends with it; it never ends without it unless it is complete.
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>, Error> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    pub(super) fn max_items(&self) -> usize {
        self.max_items
    }

    pub(super) fn request(&self) -> &str {
        &self.request
    }

    fn accept(&mut self, mut walk: Box<Walk>, fetched: Result<(Page<T>, usize), Error>) -> Result<Page<T>, Error> {
        let (mut page, length) = fetched?;
        if let Some(seen) = &mut self.seen {
            seen.retain_new(&mut page.value).map_err(|violation| Error::Policy { request: self.request.clone(), violation })?;
        }
        walk.count_fresh(page.value.len());
        let limit = usize::try_from(self.left).unwrap_or(usize::MAX);
        page = page.cut_to(limit);
        self.left -= page.value.len() as u64;
        if walk.goes_on() && self.left > 0 {
            self.state = match Handle::try_current() {
                Ok(runtime) if length <= self.read_ahead => State::Waiting(Fetch::Ahead(Task(runtime.spawn(fetch(walk))))),
                _ => State::Ready(walk),
            };
        }
        Ok(page)
    }
}

async fn fetch<T: DeserializeOwned + Send>(mut walk: Box<Walk>) -> Fetched<T> {
    let page = walk.read().await;
    (walk, page)
}

impl<T: DeserializeOwned + Send + 'static> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.left == 0 {
            self.state = State::Ended;
        }
        let mut fetch = match std::mem::replace(&mut self.state, State::Ended) {
            State::Ready(walk) => Fetch::Here(Box::pin(fetch(walk))),
            State::Waiting(fetch) => fetch,
            State::Failed(error) => return Poll::Ready(Some(Err(error))),
            State::Ended => return Poll::Ready(None),
        };
        match fetch.poll(context) {
            Poll::Ready(Some((walk, fetched))) => Poll::Ready(Some(self.accept(walk, fetched))),
            Poll::Ready(None) => {
                let error =
                    TransportError::new(TransportErrorKind::Other, Sent::Maybe).with_source("the runtime is shutting down");
                Poll::Ready(Some(Err(Error::Transport { request: self.request.clone(), error, maybe_applied: false })))
            }
            Poll::Pending => {
                self.state = State::Waiting(fetch);
                Poll::Pending
            }
        }
    }
}

// Nothing in it is ever pinned: what is waited for has a box of its own.
impl<T> Unpin for Pages<T> {}

impl<T> Fetch<T> {
    /// `None` when the runtime ends before the page is there.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Fetched<T>>> {
        match self {
            Self::Here(fetch) => fetch.as_mut().poll(context).map(Some),
            Self::Ahead(task) => match ready!(Pin::new(&mut task.0).poll(context)) {
                Ok(fetched) => Poll::Ready(Some(fetched)),
                Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
                Err(_) => Poll::Ready(None),
            },
        }
    }
}

/// A task that ends with whoever waits for it.
struct Task<T>(JoinHandle<T>);

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The keys of items that were given: 8 bytes each, as hashes. That two of a million keys share one of 2^64 has a chance of 1 in 37 million.
struct Seen<T> {
    identity: Identity<T>,
    keys: HashSet<u64>,
}

impl<T> Seen<T> {
    fn retain_new(&mut self, items: &mut Vec<T>) -> Result<(), PolicyViolation> {
        let mut has_keys = true;
        items.retain(|item| match (self.identity)(item) {
            Some(key) => self.keys.insert(key),
            None => {
                has_keys = false;
                false
            }
        });
        if has_keys { Ok(()) } else { Err(PolicyViolation::NoReference) }
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
