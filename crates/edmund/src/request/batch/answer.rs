//! The answers of a batch that came, and the answer of one request made from them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::SystemTime;

use super::schedule::{Answered, End};
use super::wire::Part;
use crate::client::{Call, Client, Reply, retry_after};
use crate::error::{BatchFailure, Error};

/// What is known of one request of a batch.
#[derive(Default)]
pub(super) struct Outcome {
    /// Its last answer.
    pub(super) reply: Option<Reply>,
    pub(super) end: Option<End>,
    /// The request that carried it has failed.
    pub(super) lost: Option<Lost>,
}

/// A batch that failed as a whole.
#[derive(Clone)]
pub(super) struct Lost {
    pub(super) error: Arc<Error>,
    /// The request may have been carried out.
    pub(super) maybe_applied: bool,
}

/// The answer to `call`, which came within `envelope`.
pub(super) fn reply(call: &Call, envelope: &Reply, part: Part, now: SystemTime) -> Reply {
    let mut headers = part.headers;
    // What names the exchange is said of the batch as a whole.
    for name in ["date", "request-id", "client-request-id", "x-ms-ags-diagnostic"] {
        if let (false, Some(value)) = (headers.contains_key(name), envelope.headers.get(name)) {
            headers.insert(name, value.clone());
        }
    }
    Reply {
        status: part.status,
        retry_after: retry_after(&headers, now),
        headers,
        body: part.body,
        url: call.url.clone(),
        request: call.request.clone(),
        safe: call.method.is_safe(),
        token: envelope.token.clone(),
    }
}

/// The answers as the schedule sees them.
pub(super) fn answered(replies: &BTreeMap<usize, Reply>) -> BTreeMap<usize, Answered> {
    let answered = |reply: &Reply| Answered { status: reply.status, retry_after: reply.retry_after };
    replies.iter().map(|(index, reply)| (*index, answered(reply))).collect()
}

impl Outcome {
    /// The answer, if it is one of success.
    pub(super) fn into_reply(self, client: &Client, call: &Call) -> Result<Reply, Error> {
        let request = call.request.clone();
        let missing = BatchFailure::Missing { maybe_applied: !call.method.is_safe() };
        if let Some(lost) = self.lost {
            let failure = BatchFailure::Lost { error: lost.error, maybe_applied: lost.maybe_applied };
            return Err(Error::Batch { request, failure });
        }
        match (self.end, self.reply) {
            (Some(End::Succeeded), Some(reply)) => Ok(reply),
            (Some(End::Answered), Some(reply)) => Err(client.refusal(&reply)),
            (Some(End::GaveUp { attempts, elapsed, reason }), reply) => {
                let last = reply.map_or(Error::Batch { request, failure: missing }, |reply| client.refusal(&reply));
                Err(Error::Exhausted { attempts, elapsed, reason, last: Box::new(last) })
            }
            (Some(End::Withheld), _) => Err(Error::Batch { request, failure: BatchFailure::Withheld }),
            (Some(End::TooLong), _) => Err(Error::Batch { request, failure: BatchFailure::ChainTooLong }),
            _ => Err(Error::Batch { request, failure: missing }),
        }
    }
}
