//! A batch as the caller makes it.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use super::super::operation::{self, Replies};
use super::journey::Journey;
use super::results::{BatchResults, Handle};
use super::schedule::{Item, Schedule};
use crate::client::{Call, Client, is_repeatable};
use crate::error::{BatchFailure, Error};
use crate::request::{Prepared, Request};

/// As many as Microsoft Graph takes in one batch.
const SIZE: usize = 20;

/// How requests inside a batch name what they are for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum BatchPaths {
    /// `/users/ada`, from the root of the service on, as Microsoft Graph wants it.
    #[default]
    FromRoot,
    /// `/odata/v4/users/ada`, from the host on: what a leading slash means to services that keep to OData JSON 4.01, section 19.1. The same
    /// for services whose base URL has no path.
    FromHost,
    /// `users/ada`, relative to the URL of the batch, which every service that keeps to OData understands.
    Relative,
}

/// How requests that depend on each other travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Chains {
    /// Each chain has a batch for itself: Microsoft Graph wants a batch to be in sequence or in parallel as a whole.
    #[default]
    Apart,
    /// Chains share a batch with others.
    Together,
}

/// Several requests in one ([`Client::batch`]).
///
/// More than fit into one batch are sent in several. A request that the service refuses for now, or leaves out of its answer, goes again with
/// later ones, by the client's [`Retry`](crate::Retry) policy.
///
/// ```
/// # edmund::request_types!();
/// # #[derive(edmund::Entity)]
/// # #[odata(name = "example.user", key(id))]
/// # pub struct User { pub id: Option<String>, pub name: Option<String> }
/// async fn welcome(client: &edmund::Client, users: &Many<User>, new: &User) -> Result<(User, u64), edmund::Error> {
///     let mut batch = client.batch();
///     let created = batch.add(users.create(new));
///     let count = batch.add_after(&created, users.count());
///     let mut results = batch.send().await;
///     Ok((results.take(created)?, results.take(count)?))
/// }
/// ```
#[derive(Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct Batch {
    client: Client,
    number: u64,
    entries: Vec<Member>,
    size: usize,
    paths: BatchPaths,
    chains: Chains,
    parallel: usize,
}

/// One request of a batch.
struct Member {
    /// None for a request that cannot be sent: its handle knows why.
    call: Option<Call>,
    paged: bool,
    after: Option<usize>,
}

impl Batch {
    pub(crate) fn new(client: &Client) -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        Self {
            client: client.clone(),
            number: NUMBER.fetch_add(1, Ordering::Relaxed),
            entries: Vec::new(),
            size: SIZE,
            paths: BatchPaths::default(),
            chains: Chains::default(),
            parallel: 1,
        }
    }

    /// At most this many requests in one batch; 20 unless said otherwise, which is what Microsoft Graph takes.
    pub fn size(mut self, requests: usize) -> Self {
        self.size = requests.max(1);
        self
    }

    /// How the service wants paths inside a batch.
    pub fn paths(mut self, paths: BatchPaths) -> Self {
        self.paths = paths;
        self
    }

    /// How requests that depend on each other travel.
    pub fn chains(mut self, chains: Chains) -> Self {
        self.chains = chains;
        self
    }

    /// At most this many batches at once; one after another unless said otherwise. For services that bear it.
    pub fn parallel(mut self, batches: usize) -> Self {
        self.parallel = batches.max(1);
        self
    }

    /// How many requests there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no request yet.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds a request. A list gives its first page, whose [`checkpoint`](crate::request::Page::checkpoint) leads to the others.
    pub fn add<R: Request>(&mut self, request: R) -> Handle<R::Output> {
        self.push(request.prepare(), None)
    }

    /// Adds a request that is carried out after another one, and only if that one succeeds.
    pub fn add_after<P, R: Request>(&mut self, before: &Handle<P>, request: R) -> Handle<R::Output> {
        let known = before.batch == self.number && self.entries.get(before.index).is_some_and(|member| member.call.is_some());
        let prepared = request.prepare().and_then(|prepared| {
            let request = || prepared.call.request.clone();
            match known {
                true => Ok(prepared),
                false if before.batch == self.number => Err(Error::Batch { request: request(), failure: BatchFailure::Withheld }),
                false => Err(Error::Batch { request: request(), failure: BatchFailure::OtherBatch }),
            }
        });
        self.push(prepared, known.then_some(before.index))
    }

    fn push<R>(&mut self, prepared: Result<Prepared<R>, Error>, after: Option<usize>) -> Handle<R> {
        let prepared = prepared.and_then(|prepared| {
            // A checkpoint may lead to another origin that the client trusts: what is there is not below the batch.
            let base = self.client.base_url();
            if prepared.client.base_url() == base && prepared.call.url.to_string().starts_with(base) {
                return Ok(prepared);
            }
            Err(Error::Batch { request: prepared.call.request, failure: BatchFailure::OtherService })
        });
        let call = prepared.as_ref().ok().map(|prepared| prepared.call.clone());
        let paged = prepared.as_ref().is_ok_and(|prepared| prepared.paged);
        self.entries.push(Member { call, paged, after });
        Handle::new(self.number, self.entries.len() - 1, prepared)
    }

    /// Sends all requests. It does not fail as a whole: each result says what became of its request.
    pub async fn send(self) -> BatchResults {
        let Self { client, number, entries, size, paths, chains, parallel } = self;
        // Requests that cannot be sent take no part; the others keep their order.
        let sendable: Vec<usize> = (0..entries.len()).filter(|index| entries[*index].call.is_some()).collect();
        let calls: Vec<&Call> = entries.iter().filter_map(|member| member.call.as_ref()).collect();
        let items = sendable.iter().zip(&calls).map(|(index, call)| {
            let after = entries[*index].after.and_then(|parent| sendable.binary_search(&parent).ok());
            let repeatable = is_repeatable(&call.method, &call.headers, call.repeat);
            Item::new(after, repeatable, client.new_attempts(repeatable))
        });
        let schedule = Schedule::new(items.collect(), size, chains == Chains::Together);
        let outcomes = Journey { client: &client, calls: &calls, paths }.travel(schedule, parallel).await;
        let mut replies: Vec<Option<Result<Replies, Error>>> = entries.iter().map(|_| None).collect();
        for ((index, call), outcome) in sendable.into_iter().zip(calls).zip(outcomes) {
            let reply = outcome.into_reply(&client, call);
            replies[index] = Some(match reply {
                Ok(reply) if entries[index].paged => operation::following(&client, call.clone(), reply).await,
                reply => reply.map(Replies::of),
            });
        }
        BatchResults { batch: number, replies }
    }
}

impl Client {
    /// Begins a batch: several requests in one.
    pub fn batch(&self) -> Batch {
        Batch::new(self)
    }
}

impl fmt::Debug for Member {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.call.as_ref().map_or("(cannot be sent)", |call| &call.request))
    }
}
