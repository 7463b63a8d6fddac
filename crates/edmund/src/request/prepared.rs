//! A request that is complete: what to send, and how to read what comes back.

use std::fmt;

use super::Draft;
use super::operation::{self, Replies};
use crate::client::{Call, Client, Reply};
use crate::error::Error;

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
}

type Read<R> = Box<dyn FnOnce(&Replies) -> Result<R, Error> + Send>;

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
