//! A request that is complete: what to send, and how to read what comes back.

use std::fmt;

use super::operation::{self, Replies};
use super::{Draft, Poller};
use crate::client::{Call, Client, Reply};
use crate::error::Error;
use crate::transport::BoxFuture;

/// A request that can be awaited, and that can also travel in other ways: inside a [`Batch`](super::Batch), or to be carried out by the
/// service in its own time ([`respond_async`](Self::respond_async)).
pub trait Request: Sized {
    /// What its answer is read as.
    type Output;

    /// What to send, and how to read the answer.
    ///
    /// # Errors
    /// The request cannot be written.
    #[doc(hidden)]
    fn prepare(self) -> Result<Prepared<Self::Output>, Error>;

    /// Sends the request and leaves the service its time (`Prefer: respond-async`): what comes back tells how far it is, and waits for the
    /// result. A service that answers at once is no error. Also for Graph's long-running operations, such as copying a file, which always
    /// answer with where to look.
    fn respond_async(self) -> BoxFuture<'static, Result<Poller<Self::Output>, Error>>
    where
        Self: Send + 'static,
        Self::Output: 'static,
    {
        Box::pin(async move { Poller::begin(self.prepare()?).await })
    }
}

pub(super) type Read<R> = Box<dyn FnOnce(&Replies) -> Result<R, Error> + Send>;

/// What to send, and how to read the answer.
#[doc(hidden)]
pub struct Prepared<R> {
    pub(super) client: Client,
    pub(super) call: Call,
    /// Whether the answer may come in pages, all of which belong to it.
    pub(super) paged: bool,
    pub(super) read: Read<R>,
}

impl<R> Prepared<R> {
    /// A request whose answer is one document.
    pub(super) fn new(draft: &Draft, call: Call, read: impl FnOnce(&Reply) -> Result<R, Error> + Send + 'static) -> Self {
        let read = |replies: &Replies| read(&replies.first);
        Self { client: draft.client().clone(), call, paged: false, read: Box::new(read) }
    }

    /// Sends the request and reads the answer.
    pub(super) async fn send(self) -> Result<R, Error> {
        let replies = operation::replies(&self.client, self.call, self.paged).await?;
        (self.read)(&replies)
    }
}

impl<R> fmt::Debug for Prepared<R> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Prepared({})", self.call.request)
    }
}
