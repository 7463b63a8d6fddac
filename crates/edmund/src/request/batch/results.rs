//! What became of the requests of a batch.

use std::fmt;

use super::super::operation::Replies;
use super::super::prepared::{Prepared, Read};
use crate::error::{BatchFailure, Error};

/// One request of a batch: [`BatchResults::take`] gives its result.
#[must_use = "without it the result cannot be had"]
pub struct Handle<R> {
    /// The batch that it belongs to.
    pub(super) batch: u64,
    pub(super) index: usize,
    /// How its answer is read; or why it could not be sent.
    pub(super) read: Result<Read<R>, Error>,
    pub(super) request: String,
}

impl<R> Handle<R> {
    pub(super) fn new(batch: u64, index: usize, prepared: Result<Prepared<R>, Error>) -> Self {
        let request = prepared.as_ref().map(|prepared| prepared.call.request.clone()).unwrap_or_default();
        Self { batch, index, read: prepared.map(|prepared| prepared.read), request }
    }
}

impl<R> fmt::Debug for Handle<R> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Handle({})", self.request)
    }
}

/// The results of a batch, in whatever order they are asked for.
#[derive(Debug)]
#[must_use = "requests of a batch fail one by one: take their results"]
pub struct BatchResults {
    pub(super) batch: u64,
    pub(super) replies: Vec<Option<Result<Replies, Error>>>,
}

impl BatchResults {
    /// The result of one request.
    ///
    /// # Errors
    /// As awaiting the request by itself. [`Error::Batch`]: the batch brought no answer to it, or the handle is of another batch.
    pub fn take<R>(&mut self, handle: Handle<R>) -> Result<R, Error> {
        let Handle { batch, index, read, request } = handle;
        let replies = if batch == self.batch { self.replies.get_mut(index).and_then(Option::take) } else { None };
        let read = read?;
        match replies {
            Some(replies) => read(&replies?),
            None => Err(Error::Batch { request, failure: BatchFailure::OtherBatch }),
        }
    }
}
