//! A batch on its way through the client.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Method};

use super::answer::{self, Lost, Outcome};
use super::build::BatchPaths;
use super::schedule::{Schedule, Step};
use super::wire::{self, Entry};
use crate::address::Address;
use crate::client::{Call, Client, Link, Repeat, Reply, random};
use crate::error::{DecodeFailure, Error, ServiceError};
use crate::request::{Draft, document};
use crate::transport::BoxFuture;

/// The requests of a batch, and the client that carries them.
#[derive(Clone, Copy)]
pub(super) struct Journey<'a> {
    pub(super) client: &'a Client,
    pub(super) calls: &'a [&'a Call],
    pub(super) paths: BatchPaths,
}

/// A parcel that came back: its items, and the answers that were there.
type Arrival = (Vec<usize>, Result<BTreeMap<usize, Reply>, Error>);

impl<'a> Journey<'a> {
    /// Sends everything, so many batches at once, and says what became of each request.
    pub(super) async fn travel(self, mut schedule: Schedule<'a>, parallel: usize) -> Vec<Outcome> {
        let clock = self.client.clock();
        let mut outcomes: Vec<Outcome> = self.calls.iter().map(|_| Outcome::default()).collect();
        let mut under_way: Vec<BoxFuture<'a, Arrival>> = Vec::new();
        let mut held_until = Duration::ZERO;
        let mut lost: Option<Arc<Error>> = None;
        loop {
            while lost.is_none() && under_way.len() < parallel && held_until <= clock.elapsed() {
                match schedule.next(clock.elapsed()) {
                    Step::Send(parcel) => under_way.push(self.send(parcel, &schedule)),
                    Step::Wait(wait) => held_until = clock.elapsed().saturating_add(wait),
                    Step::Finish => break,
                }
            }
            if under_way.is_empty() {
                let wait = held_until.saturating_sub(clock.elapsed());
                if lost.is_some() || wait.is_zero() {
                    break;
                }
                clock.sleep(wait).await;
                continue;
            }
            match any(&mut under_way).await {
                (parcel, Ok(replies)) => {
                    schedule.arrive(&parcel, &answer::answered(&replies), clock.elapsed(), random::fraction);
                    for (index, reply) in replies {
                        outcomes[index].reply = Some(reply);
                    }
                }
                (parcel, Err(error)) => {
                    let error = Arc::new(error);
                    self.lose(&parcel, &error, &mut outcomes);
                    lost.get_or_insert(error);
                }
            }
        }
        for (outcome, end) in outcomes.iter_mut().zip(schedule.ends()) {
            outcome.end = end;
            // After a batch that failed as a whole no other is sent: it would most likely fail in the same way.
            if let (None, None, Some(error)) = (end, &outcome.lost, &lost) {
                outcome.lost = Some(Lost { error: Arc::clone(error), maybe_applied: false });
            }
        }
        outcomes
    }

    /// The requests of a batch that failed as a whole.
    fn lose(&self, parcel: &[usize], error: &Arc<Error>, outcomes: &mut [Outcome]) {
        for index in parcel {
            let maybe_applied = error.maybe_applied() && !self.calls[*index].method.is_safe();
            outcomes[*index].lost = Some(Lost { error: Arc::clone(error), maybe_applied });
        }
    }

    /// Sends one batch.
    fn send(self, parcel: Vec<usize>, schedule: &Schedule<'_>) -> BoxFuture<'a, Arrival> {
        let call = self.envelope(&parcel, schedule);
        Box::pin(async move {
            let replies = match call {
                Ok(call) => self.exchange(&parcel, &call).await,
                Err(error) => Err(error),
            };
            (parcel, replies)
        })
    }

    /// The request that carries the others.
    fn envelope(&self, parcel: &[usize], schedule: &Schedule<'_>) -> Result<Call, Error> {
        let entry = |index: &usize| self.entry(*index, schedule.parent_within(*index, parcel));
        let entries: Vec<Entry<'_>> = parcel.iter().map(entry).collect();
        let mut draft = Draft::new(Address::root(self.client).batch());
        draft.prefer("odata.continue-on-error");
        draft.header_unless_set(ACCEPT, "application/json");
        if schedule.is_repeatable(parcel) {
            draft.repeat_freely();
        }
        draft.call_with_json(Method::POST, wire::write(&entries))
    }

    fn entry(&self, index: usize, parent: Option<usize>) -> Entry<'a> {
        let call = self.calls[index];
        let mut headers = self.client.own_headers(call);
        if call.body.is_some() {
            headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
        }
        // The answer to the batch is compressed, if anything is.
        headers.remove(HeaderName::from_static("accept-encoding"));
        Entry { id: id(index), call, url: self.path(call), headers, after: parent.map(id) }
    }

    fn path(&self, call: &Call) -> String {
        let whole = call.url.path_and_query().map_or("/", |path| path.as_str());
        let below = whole.strip_prefix(self.client.root()).unwrap_or(whole);
        match self.paths {
            BatchPaths::FromRoot => below.to_owned(),
            BatchPaths::FromHost => whole.to_owned(),
            BatchPaths::Relative => below.strip_prefix('/').unwrap_or(below).to_owned(),
        }
    }

    /// Sends the envelope: the answers that came.
    async fn exchange(&self, parcel: &[usize], call: &Call) -> Result<BTreeMap<usize, Reply>, Error> {
        let envelope = self.client.execute(call).await?;
        if let Some(error) = document::in_band_error(document::text(&envelope)) {
            return Err(ServiceError::from_object(&envelope, &error).into());
        }
        let parts = wire::read(document::text(&envelope));
        let mut parts = parts.map_err(|error| DecodeFailure::json(&envelope, String::new(), &error))?;
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

    /// A service that answers with the place of a report rather than with the report itself says so inside the batch as well.
    async fn redirected(&self, call: &Call, reply: Reply) -> Reply {
        let location = reply.headers.get(http::header::LOCATION).and_then(|location| location.to_str().ok());
        let is_led_on = reply.status.is_redirection() && call.method == Method::GET;
        let Some(location) = location.filter(|_| is_led_on) else { return reply };
        let Ok(url) = crate::client::resolve(&reply.url, location) else { return reply };
        let next = Call { url, link: Link::Redirect, repeat: Repeat::ByMethod, ..call.clone() };
        self.client.execute(&next).await.unwrap_or(reply)
    }
}

/// Numbers have no upper and lower case: identifiers are compared without it.
fn id(index: usize) -> String {
    (index + 1).to_string()
}

/// The first of these to be ready; the others stay.
async fn any<T>(futures: &mut Vec<BoxFuture<'_, T>>) -> T {
    std::future::poll_fn(|context: &mut Context<'_>| {
        for index in 0..futures.len() {
            if let Poll::Ready(output) = Pin::new(&mut futures[index]).poll(context) {
                drop(futures.swap_remove(index));
                return Poll::Ready(output);
            }
        }
        Poll::Pending
    })
    .await
}
