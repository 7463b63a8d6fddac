//! What a client has been through.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::error::Error;

/// Counts over the life of a client and all of its clones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statistics {
    /// Requests sent, retries included, redirects not.
    pub requests: u64,
    /// Requests sent again after a failure.
    pub retries: u64,
    /// Answers with status 429.
    pub throttled: u64,
    /// Attempts without a complete answer.
    pub broken: u64,
    /// Bytes of answers.
    pub bytes_received: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) requests: AtomicU64,
    pub(crate) retries: AtomicU64,
    pub(crate) throttled: AtomicU64,
    pub(crate) broken: AtomicU64,
    pub(crate) bytes_received: AtomicU64,
}

impl Counters {
    pub(crate) fn read(&self) -> Statistics {
        let load = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Statistics {
            requests: load(&self.requests),
            retries: load(&self.retries),
            throttled: load(&self.throttled),
            broken: load(&self.broken),
            bytes_received: load(&self.bytes_received),
        }
    }
}

pub(crate) fn add(counter: &AtomicU64, count: u64) {
    counter.fetch_add(count, Ordering::Relaxed);
}

/// A request is about to be sent again: what [`ClientBuilder::on_retry`](crate::ClientBuilder::on_retry) is called with.
#[derive(Debug)]
#[non_exhaustive]
pub struct RetryEvent<'a> {
    /// Method and path template of the request.
    pub request: &'a str,
    /// The attempt that failed, counted from 1.
    pub attempt: u32,
    /// How long the client waits now.
    pub delay: Duration,
    /// Why it failed.
    pub error: &'a Error,
}
