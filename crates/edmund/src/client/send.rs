//! One logical call: its attempts, its way into its workload, and what the caller gets in the end.

use std::time::Duration;

use http::{HeaderMap, HeaderValue, StatusCode};

use super::authorization::Authorization;
use super::call::{Call, Failure, Intake, Reply};
use super::headers::RETRY_ATTEMPT;
use super::retry::{Action, Attempts, Event, Whose, is_repeatable};
use super::statistics::add;
use super::trust::Company;
use super::workload::{Ending, Gate, Pass};
use super::{Client, RetryEvent, random, trace};
use crate::clock::timeout;
use crate::error::{Error, GivenUp, ServiceError};
use crate::transport::{Sent, TransportError, TransportErrorKind};

impl Client {
    /// Sends a call until it has an answer with a status of success, or the retry policy gives up.
    pub(crate) async fn execute(&self, call: &Call) -> Result<Reply, Error> {
        self.execute_into(call, None).await
    }

    /// As [`execute`](Self::execute); the body of the answer goes to `intake`, if there is one, and the reply has none. What the intake was
    /// given is complete only when this succeeds.
    pub(crate) async fn execute_into<'i>(&self, call: &Call, intake: Option<&mut (dyn Intake + 'i)>) -> Result<Reply, Error> {
        trace::within(&trace::request(call), Effort::new(self, call).run(intake)).await
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
    pub(crate) fn refusal(&self, reply: &Reply) -> Error {
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
        // A timer rounds up to its next tick.
        if !event.delay.is_zero() {
            self.inner.clock.sleep(event.delay).await;
        }
    }

    fn count(&self, event: &Event) {
        match event {
            Event::Refused { status: StatusCode::TOO_MANY_REQUESTS, .. } => add(&self.inner.counters.throttled, 1),
            Event::Broken { .. } => add(&self.inner.counters.broken, 1),
            Event::Refused { .. } | Event::Succeeded | Event::Withheld => {}
        }
    }
}

/// One call on its way to an answer.
struct Effort<'a> {
    client: &'a Client,
    call: &'a Call,
    headers: HeaderMap,
    authorization: Authorization,
    gate: Gate<'a>,
    attempts: Attempts<'a>,
    /// When the first attempt began, by the clock of the client.
    started: Option<Duration>,
    /// An attempt may have done what the call is for.
    maybe_applied: bool,
    /// Why the last attempt failed.
    last: Option<Error>,
}

impl<'a> Effort<'a> {
    fn new(client: &'a Client, call: &'a Call) -> Self {
        let inner = &*client.inner;
        let headers = client.complete_headers(call);
        let repeatable = is_repeatable(&call.method, &headers, call.repeat);
        let attempts = Attempts::new(&inner.retry, &inner.quota, repeatable);
        Self {
            client,
            call,
            headers,
            authorization: Authorization::new(inner.token_request.clone()),
            gate: client.gate(call),
            attempts: if inner.credential.is_some() { attempts.with_token() } else { attempts },
            started: None,
            maybe_applied: false,
            last: None,
        }
    }

    async fn run<'i>(mut self, mut intake: Option<&mut (dyn Intake + 'i)>) -> Result<Reply, Error> {
        loop {
            let pass = self.enter().await?;
            self.sign().await?;
            let attempt = self.attempt(intake.as_deref_mut()).await;
            let (event, action) = self.judge(&attempt, pass);
            if let Some(reply) = self.conclude(attempt, event, action).await? {
                return Ok(reply);
            }
        }
    }

    /// Waits until the workload takes the request.
    async fn enter(&mut self) -> Result<Pass<'a>, Error> {
        let retry = &self.client.inner.retry;
        let patience = retry.max_retry_after.min(retry.budget.saturating_sub(self.elapsed()));
        let refused = match self.gate.enter(patience).await {
            Ok(pass) => return Ok(pass),
            Err(retry_after) => retry_after,
        };
        Err(match self.last.take() {
            Some(last) => self.exhausted(GivenUp::Patience, last),
            None => Error::Throttled { request: self.call.request.clone(), retry_after: refused },
        })
    }

    /// Has a token for the attempt, where one may go along.
    async fn sign(&mut self) -> Result<(), Error> {
        let inner = &*self.client.inner;
        match &inner.credential {
            Some(credential) if inner.trust.admit(self.call.link, &self.call.url) == Ok(Company::Everything) => {
                Ok(self.authorization.prepare(credential).await?)
            }
            _ => Ok(()),
        }
    }

    async fn attempt<'i>(&mut self, intake: Option<&mut (dyn Intake + 'i)>) -> Result<Reply, Failure> {
        let (client, clock) = (self.client, &*self.client.inner.clock);
        self.started.get_or_insert_with(|| clock.elapsed());
        add(&client.inner.counters.requests, 1);
        let span = trace::attempt(self.call, self.attempts.number().saturating_add(1));
        let hops = client.hops(self.call, &self.headers, &self.authorization, intake);
        let attempt = trace::within(&span, timeout(clock, client.inner.attempt_timeout, hops)).await;
        let attempt = attempt.unwrap_or_else(|| Err(TransportError::new(TransportErrorKind::Timeout, Sent::Maybe).into()));
        trace::attempted(&span, &attempt);
        attempt
    }

    /// What comes of an attempt, for its workload and for the call.
    fn judge(&mut self, attempt: &Result<Reply, Failure>, pass: Pass<'_>) -> (Event, Action) {
        let event = self.client.event(attempt);
        pass.end(ending(&event));
        self.client.count(&event);
        let action = self.attempts.on(event, self.elapsed(), random::fraction());
        if event.is_throttle() && self.client.inner.retry.max_attempts > 1 {
            let wait = patience_asked(&event, action);
            trace::throttled(self.call, wait);
            self.gate.close(wait);
        }
        (event, action)
    }

    /// The answer; or nothing, when the call is to be sent again.
    async fn conclude(&mut self, attempt: Result<Reply, Failure>, event: Event, action: Action) -> Result<Option<Reply>, Error> {
        let reply = match attempt {
            Ok(reply) if event == Event::Succeeded => return Ok(Some(reply)),
            Ok(reply) => reply,
            Err(failure) => {
                let error = self.failure(failure);
                return self.go_on(error, action).await.map(|()| None);
            }
        };
        if let (Action::RenewToken, Some(credential)) = (action, &self.client.inner.credential)
            && self.authorization.renew(&reply, credential).await?
        {
            trace::token_renewed();
            return Ok(None);
        }
        let error = self.client.refusal(&reply);
        self.go_on(error, action).await.map(|()| None)
    }

    fn failure(&self, failure: Failure) -> Error {
        let request = self.call.request.clone();
        match failure {
            Failure::Transport(error) => {
                let maybe_applied = error.sent != Sent::NotSent && !self.call.method.is_safe();
                Error::Transport { request, error, maybe_applied }
            }
            Failure::Credential(error) => error.into(),
            Failure::Policy(violation) => Error::Policy { request, violation },
        }
    }

    /// Waits for the next attempt, or gives up.
    async fn go_on(&mut self, error: Error, action: Action) -> Result<(), Error> {
        self.maybe_applied |= error.maybe_applied();
        let number = self.attempts.number();
        match action {
            Action::Repeat(delay) => {
                self.client.wait(&RetryEvent { request: &self.call.request, attempt: number, delay, error: &error }).await;
                self.headers.insert(RETRY_ATTEMPT, HeaderValue::from(number));
                self.last = Some(error);
                Ok(())
            }
            Action::GiveUp(reason) if number > 1 => Err(self.exhausted(reason, error)),
            _ => Err(uncertain(error, self.maybe_applied)),
        }
    }

    fn exhausted(&self, reason: GivenUp, last: Error) -> Error {
        let last = Box::new(uncertain(last, self.maybe_applied));
        Error::Exhausted { attempts: self.attempts.number(), elapsed: self.elapsed(), reason, last }
    }

    /// Since the first attempt began.
    fn elapsed(&self) -> Duration {
        self.started.map_or(Duration::ZERO, |started| self.client.inner.clock.elapsed().saturating_sub(started))
    }
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
