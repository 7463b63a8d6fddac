//! A batch as the caller makes it, and its way through the client.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Method};

use super::super::operation::{self, Replies};
use super::answer::{self, Lost, Outcome};
use super::results::{BatchResults, Handle};
use super::schedule::{Item, Schedule, Step};
use super::wire::{self, Entry};
use crate::address::Address;
use crate::client::{Call, Client, Link, Repeat, Reply, is_repeatable, random};
use crate::error::{BatchFailure, DecodeFailure, Error, ServiceError};
use crate::request::{Draft, Prepared, Request, document};

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
            if prepared.client.base_url() == self.client.base_url() {
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
        let Self { client, number, entries, size, paths, chains } = self;
        // Requests that cannot be sent take no part; the others keep their order.
        let sendable: Vec<usize> = (0..entries.len()).filter(|index| entries[*index].call.is_some()).collect();
        let calls: Vec<&Call> = entries.iter().filter_map(|member| member.call.as_ref()).collect();
        let items = sendable.iter().zip(&calls).map(|(index, call)| {
            let after = entries[*index].after.and_then(|parent| sendable.binary_search(&parent).ok());
            let repeatable = is_repeatable(&call.method, &call.headers, call.repeat);
            Item::new(after, repeatable, client.new_attempts(repeatable))
        });
        let schedule = Schedule::new(items.collect(), size, chains == Chains::Together);
        let outcomes = Journey { client: &client, calls: &calls, paths, schedule }.travel().await;
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

/// A batch being sent.
struct Journey<'a> {
    client: &'a Client,
    calls: &'a [&'a Call],
    paths: BatchPaths,
    schedule: Schedule<'a>,
}

impl Journey<'_> {
    async fn travel(mut self) -> Vec<Outcome> {
        let mut outcomes: Vec<Outcome> = self.calls.iter().map(|_| Outcome::default()).collect();
        loop {
            match self.schedule.next(self.client.clock().elapsed()) {
                Step::Finish => break,
                Step::Wait(wait) => self.client.clock().sleep(wait).await,
                Step::Send(parcel) => match self.exchange(&parcel).await {
                    Ok(replies) => {
                        let answers = answer::answered(&replies);
                        self.schedule.arrive(&parcel, &answers, self.client.clock().elapsed(), random::fraction);
                        for (index, reply) in replies {
                            outcomes[index].reply = Some(reply);
                        }
                    }
                    Err(error) => {
                        self.lose(&parcel, error, &mut outcomes);
                        break;
                    }
                },
            }
        }
        for (outcome, end) in outcomes.iter_mut().zip(self.schedule.ends()) {
            outcome.end = end;
        }
        outcomes
    }

    /// What has no end yet is lost with a batch that fails as a whole: the others would most likely fail in the same way.
    fn lose(&self, parcel: &[usize], error: Error, outcomes: &mut [Outcome]) {
        let maybe_applied = error.maybe_applied();
        let error = Arc::new(error);
        for (index, end) in self.schedule.ends().enumerate().filter(|(_, end)| end.is_none()) {
            let in_doubt = maybe_applied && parcel.contains(&index) && !self.calls[index].method.is_safe();
            outcomes[index].lost = Some(Lost { error: Arc::clone(&error), maybe_applied: in_doubt });
            outcomes[index].end = end;
        }
    }

    /// Sends one batch: the answers that came.
    async fn exchange(&self, parcel: &[usize]) -> Result<BTreeMap<usize, Reply>, Error> {
        let entries: Vec<Entry<'_>> = parcel.iter().map(|index| self.entry(*index, parcel)).collect();
        let mut draft = Draft::new(Address::root(self.client).batch());
        draft.prefer("odata.continue-on-error");
        draft.header_unless_set(ACCEPT, "application/json");
        if self.schedule.is_repeatable(parcel) {
            draft.repeat_freely();
        }
        let call = draft.call_with_json(Method::POST, wire::write(&entries))?;
        let envelope = self.client.execute(&call).await?;
        if let Some(error) = document::in_band_error(document::text(&envelope)) {
            return Err(ServiceError::from_object(&envelope, &error).into());
        }
        let mut parts =
            wire::read(document::text(&envelope)).map_err(|error| DecodeFailure::json(&envelope, String::new(), &error))?;
        let now = self.client.clock().now();
        let mut replies = BTreeMap::new();
        for index in parcel {
            if let Some(part) = parts.remove(&id(*index)) {
                let reply = answer::reply(self.calls[*index], &envelope, part, now);
                replies.insert(*index, self.redirected(self.calls[*index], reply).await);
            }
        }
        Ok(replies)
    }

    fn entry<'c>(&'c self, index: usize, parcel: &[usize]) -> Entry<'c> {
        let call = self.calls[index];
        let mut headers = self.client.own_headers(call);
        if call.body.is_some() {
            headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
        }
        // The answer to the batch is compressed, if anything is.
        headers.remove(HeaderName::from_static("accept-encoding"));
        let after = self.schedule.parent_within(index, parcel).map(id);
        Entry { id: id(index), call, url: self.path(call), headers, after }
    }

    fn path(&self, call: &Call) -> String {
        let whole = call.url.path_and_query().map_or("/", |path| path.as_str());
        let root = self.client.root();
        let below = whole.strip_prefix(root).unwrap_or(whole);
        match self.paths {
            BatchPaths::FromRoot => below.to_owned(),
            BatchPaths::FromHost => whole.to_owned(),
            BatchPaths::Relative => below.strip_prefix('/').unwrap_or(below).to_owned(),
        }
    }

    /// A service that answers with the place of a report rather than with the report itself says so inside the batch as well.
    async fn redirected(&self, call: &Call, reply: Reply) -> Reply {
        let location = reply.headers.get(http::header::LOCATION).and_then(|location| location.to_str().ok());
        let Some(location) = location.filter(|_| reply.status.is_redirection() && call.method == Method::GET) else {
            return reply;
        };
        let Ok(url) = crate::client::resolve(&reply.url, location) else { return reply };
        let next = Call { url, link: Link::Redirect, repeat: Repeat::ByMethod, ..call.clone() };
        self.client.execute(&next).await.unwrap_or(reply)
    }
}

/// Numbers have no upper and lower case: identifiers are compared without it.
fn id(index: usize) -> String {
    (index + 1).to_string()
}

impl fmt::Debug for Member {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.call.as_ref().map_or("(cannot be sent)", |call| &call.request))
    }
}
