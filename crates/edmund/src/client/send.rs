//! One logical call: its attempts, its way into its workload, and what the caller gets in the end.

use std::time::Duration;

use http::{HeaderMap, HeaderValue, StatusCode};

use super::authorization::Authorization;
use super::call::{Call, Failure, Intake, Reply};
use super::headers::RETRY_ATTEMPT;
use super::retry::{Action, Attempts, Event, Whose, is_repeatable};
use super::statistics::add;
use super::trust::Company;
use super::workload::{Ending, Gate};
use super::{Client, RetryEvent, random, trace};
use crate::clock::timeout;
use crate::error::{Error, ServiceError};
use crate::transport::{Sent, TransportError, TransportErrorKind};

impl Client {
    /// Sends a call until it has an answer with a status of success, or the retry policy gives up.
    pub(crate) async fn execute(&self, call: &Call) -> Result<Reply, Error> {
        self.execute_into(call, None).await
    }

    /// As [`execute`](Self::execute); the body of the answer goes to `intake`, if there is one, and the reply has none. What the intake was
    /// given is complete only when this succeeds.
    pub(crate) async fn execute_into<'i>(&self, call: &Call, intake: Option<&mut (dyn Intake + 'i)>) -> Result<Reply, Error> {
        trace::within(&trace::request(call), self.attempts(call, intake)).await
    }

    async fn attempts<'i>(&self, call: &Call, mut intake: Option<&mut (dyn Intake + 'i)>) -> Result<Reply, Error> {
        let inner = &*self.inner;
        let mut headers = self.complete_headers(call);
        let mut attempts = Attempts::new(&inner.retry, &inner.quota, is_repeatable(&call.method, &headers, call.repeat));
        if inner.credential.is_some() {
            attempts = attempts.with_token();
        }
        let mut authorization = Authorization::new(inner.token_request.clone());
        let gate = self.gate(call);
        let mut progress = Progress::default();
        loop {
            let elapsed = progress.started.map_or(Duration::ZERO, |started| inner.clock.elapsed().saturating_sub(started));
            let patience = inner.retry.max_retry_after.min(inner.retry.budget.saturating_sub(elapsed));
            let pass = match gate.enter(patience).await {
                Ok(pass) => pass,
                Err(retry_after) => return Err(Error::Throttled { request: call.request.clone(), retry_after }),
            };
            if let Some(credential) = &inner.credential
                && inner.trust.admit(call.link, &call.url) == Ok(Company::Everything)
            {
                authorization.prepare(credential).await?;
            }
            let started = *progress.started.get_or_insert_with(|| inner.clock.elapsed());
            let span = trace::attempt(call, attempts.number() + 1);
            let attempt = self.attempt(call, &headers, &authorization, intake.as_deref_mut());
            let attempt = trace::within(&span, attempt).await;
            trace::attempted(&span, &attempt);
            let event = self.event(&attempt);
            pass.end(ending(&event));
            self.count(&event);
            let elapsed = inner.clock.elapsed().saturating_sub(started);
            let action = attempts.on(event, elapsed, random::fraction());
            if event.is_throttle() && inner.retry.max_attempts > 1 {
                let wait = patience_asked(&event, action);
                trace::throttled(call, wait);
                gate.close(wait);
            }
            let error = match attempt {
                Ok(reply) if action == Action::Deliver => return Ok(reply),
                Ok(reply) if action == Action::RenewToken => {
                    if let Some(credential) = &inner.credential
                        && authorization.renew(&reply, credential).await?
                    {
                        trace::token_renewed();
                        continue;
                    }
                    self.refusal(&reply)
                }
                Ok(reply) => self.refusal(&reply),
                Err(Failure::Transport(error)) => {
                    let maybe_applied = error.sent != Sent::NotSent && !call.method.is_safe();
                    Error::Transport { request: call.request.clone(), error, maybe_applied }
                }
                Err(Failure::Credential(error)) => return Err(error.into()),
                Err(Failure::Policy(violation)) => return Err(Error::Policy { request: call.request.clone(), violation }),
            };
            progress.maybe_applied |= error.maybe_applied();
            match action {
                Action::Repeat(delay) => {
                    self.wait(&RetryEvent { request: &call.request, attempt: attempts.number(), delay, error: &error }).await;
                    headers.insert(RETRY_ATTEMPT, HeaderValue::from(attempts.number()));
                }
                Action::GiveUp(reason) if attempts.number() > 1 => {
                    let last = Box::new(uncertain(error, progress.maybe_applied));
                    return Err(Error::Exhausted { attempts: attempts.number(), elapsed, reason, last });
                }
                _ => return Err(uncertain(error, progress.maybe_applied)),
            }
        }
    }

    /// An attempt as the retry policy sees it. Refusals of our own are decided before it is asked.
    fn event(&self, attempt: &Result<Reply, Failure>) -> Event {
        match attempt {
            Ok(reply) if reply.status.is_success() => Event::Succeeded,
            Ok(reply) => {
                let by = if self.owns(&reply.url) { Whose::Service } else { Whose::Foreign };
                Event::Refused { status: reply.status, retry_after: reply.retry_after, by }
            }
            Err(Failure::Transport(error)) => Event::Broken { kind: error.kind, sent: error.sent },
            Err(Failure::Credential(_) | Failure::Policy(_)) => Event::Withheld,
        }
    }

    /// What a refusal says, and what helps.
    fn refusal(&self, reply: &Reply) -> Error {
        let mut error = ServiceError::from_reply(reply);
        error.hint = self.inner.hints.find(&error);
        error.into()
    }

    /// The way into the workload of a call.
    fn gate(&self, call: &Call) -> Gate<'_> {
        let (method, template) = call.request.split_once(' ').unwrap_or((call.method.as_str(), &call.request));
        let path = call.url.path().strip_prefix(self.inner.root.as_str()).unwrap_or(call.url.path());
        self.inner.workloads.gate(&*self.inner.clock, method, template, path)
    }

    async fn wait(&self, event: &RetryEvent<'_>) {
        add(&self.inner.counters.retries, 1);
        if let Some(observer) = &self.inner.on_retry {
            observer(event);
        }
        trace::retry(event.attempt, event.delay, event.error);
        self.inner.clock.sleep(event.delay).await;
    }

    fn count(&self, event: &Event) {
        match event {
            Event::Refused { status: StatusCode::TOO_MANY_REQUESTS, .. } => add(&self.inner.counters.throttled, 1),
            Event::Broken { .. } => add(&self.inner.counters.broken, 1),
            Event::Refused { .. } | Event::Succeeded | Event::Withheld => {}
        }
    }

    async fn attempt<'i>(
        &self,
        call: &Call,
        headers: &HeaderMap,
        authorization: &Authorization,
        intake: Option<&mut (dyn Intake + 'i)>,
    ) -> Result<Reply, Failure> {
        add(&self.inner.counters.requests, 1);
        let limited =
            timeout(&*self.inner.clock, self.inner.attempt_timeout, self.hops(call, headers, authorization, intake)).await;
        limited.unwrap_or_else(|| Err(TransportError::new(TransportErrorKind::Timeout, Sent::Maybe).into()))
    }
}

/// What is known after some attempts.
#[derive(Default)]
struct Progress {
    /// When the first attempt began, by the clock of the client.
    started: Option<Duration>,
    maybe_applied: bool,
}

/// An attempt as its workload sees it.
fn ending(event: &Event) -> Ending {
    match event {
        Event::Succeeded => Ending::Succeeded,
        event if event.is_throttle() => Ending::Throttled,
        _ => Ending::Other,
    }
}

/// How long the workload is left alone: as long as the service says, or else as long as we wait ourselves.
fn patience_asked(event: &Event, action: Action) -> Duration {
    match (event, action) {
        (Event::Refused { retry_after: Some(told), .. }, _) => *told,
        (_, Action::Repeat(wait)) => wait,
        _ => Duration::ZERO,
    }
}

/// An earlier attempt may have done what the last one is told it cannot do (again).
fn uncertain(mut error: Error, earlier: bool) -> Error {
    match &mut error {
        Error::Service(service) => service.maybe_applied |= earlier,
        Error::Transport { maybe_applied, .. } => *maybe_applied |= earlier,
        _ => {}
    }
    error
}
