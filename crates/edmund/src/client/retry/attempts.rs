//! The attempts of one call as a state machine: what happened goes in, what to do next comes out.

use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};

use super::{Quota, Retry};
use crate::error::GivenUp;
use crate::transport::{Sent, TransportErrorKind};

/// What a retry costs of the quota.
const COST: u32 = 5;

/// What a retry costs after silence, which holds a connection for long.
const COST_OF_SILENCE: u32 = 10;

/// Whether a call may be sent again after it may have been carried out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// As its method and its conditions say.
    #[default]
    ByMethod,
    /// The caller knows that carrying it out twice does no harm.
    Harmless,
}

/// Whether carrying out a request twice can do no more than carrying it out once (RFC 9110, 9.2.2). A `PATCH` for one version of an entity
/// is refused the second time, so that it cannot either.
pub(crate) fn is_repeatable(method: &Method, headers: &HeaderMap, repeat: Repeat) -> bool {
    let conditional = headers.get(http::header::IF_MATCH).is_some_and(|tag| tag.as_bytes() != b"*");
    match *method {
        _ if repeat == Repeat::Harmless => true,
        Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE | Method::PUT | Method::DELETE => true,
        Method::PATCH => conditional,
        _ => false,
    }
}

/// After how many breaks of a call the next attempt does not wait. The first is most often only an old connection that the service had closed. An
/// answer that had begun comes from a service that is well, so that the second break is chance as well.
fn at_once(kind: TransportErrorKind) -> u32 {
    if kind == TransportErrorKind::BodyAborted { 2 } else { 1 }
}

/// Whose answer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Of the service itself.
    Service,
    /// Of a host that the service led to, which knows nothing of tokens and workloads.
    Foreign,
}

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Event {
    /// An answer with a status of success.
    Succeeded,
    /// Another answer.
    Refused { status: StatusCode, retry_after: Option<Duration>, by: Whose },
    /// No complete answer.
    Broken { kind: TransportErrorKind, sent: Sent },
    /// A rule of ours, or the lack of a token, forbade the request.
    Withheld,
}

impl Event {
    /// The service asks not this request alone for patience, but everyone who asks for the like.
    pub(crate) fn is_throttle(&self) -> bool {
        match self {
            Self::Refused { status, retry_after, by: Whose::Service } => {
                *status == StatusCode::TOO_MANY_REQUESTS || (*status == StatusCode::SERVICE_UNAVAILABLE && retry_after.is_some())
            }
            _ => false,
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Refused { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    fn cost(&self) -> u32 {
        match self {
            Self::Refused { retry_after: Some(_), .. } => 0,
            Self::Broken { kind: TransportErrorKind::Timeout, .. } => COST_OF_SILENCE,
            _ => COST,
        }
    }
}

/// What to do after an attempt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Action {
    /// The answer is what the caller gets.
    Deliver,
    /// Send the call again after this wait.
    Repeat(Duration),
    /// Send the call again with another token.
    RenewToken,
    /// The failure is what the caller gets: nothing else could come of another attempt, or it could do harm.
    Fail,
    /// The failure is what the caller gets, although another attempt could have helped.
    GiveUp(GivenUp),
}

/// The attempts of one call.
#[derive(Debug)]
pub(crate) struct Attempts<'a> {
    retry: &'a Retry,
    quota: &'a Quota,
    repeatable: bool,
    /// Whether another token can be had.
    renewable: bool,
    /// Attempts so far.
    number: u32,
    /// How many of them had no complete answer.
    breaks: u32,
    /// What its retries took from the quota.
    paid: u32,
}

impl<'a> Attempts<'a> {
    /// No attempt yet. `repeatable` is what [`is_repeatable`] says of the call.
    pub(crate) fn new(retry: &'a Retry, quota: &'a Quota, repeatable: bool) -> Self {
        Self { retry, quota, repeatable, renewable: false, number: 0, breaks: 0, paid: 0 }
    }

    /// The same for a call with a token that another can take the place of, once.
    pub(crate) fn with_token(self) -> Self {
        Self { renewable: true, ..self }
    }

    /// How many attempts there have been.
    pub(crate) fn number(&self) -> u32 {
        self.number
    }

    /// What to do after one more attempt, which ended `elapsed` after the first one began. `random` is in `0.0..1.0`.
    pub(crate) fn on(&mut self, event: Event, elapsed: Duration, random: f64) -> Action {
        self.number = self.number.saturating_add(1);
        if matches!(event, Event::Broken { .. }) {
            self.breaks = self.breaks.saturating_add(1);
        }
        match event {
            Event::Succeeded => {
                self.quota.give(self.paid.max(1));
                Action::Deliver
            }
            Event::Refused { status: StatusCode::UNAUTHORIZED, by: Whose::Service, .. } if self.renewable => {
                self.renewable = false;
                // It is no failure of the service, so that it counts as no attempt.
                self.number -= 1;
                Action::RenewToken
            }
            _ if !self.could_help(&event) => Action::Fail,
            _ => match self.wait(&event, elapsed, random) {
                Ok(wait) => Action::Repeat(wait),
                Err(reason) => Action::GiveUp(reason),
            },
        }
    }

    fn wait(&mut self, event: &Event, elapsed: Duration, random: f64) -> Result<Duration, GivenUp> {
        if self.number >= self.retry.max_attempts {
            return Err(GivenUp::Attempts);
        }
        let wait = self.delay(event, random).ok_or(GivenUp::Patience)?;
        if self.retry.budget.checked_sub(elapsed).is_none_or(|remaining| wait > remaining) {
            return Err(GivenUp::Budget);
        }
        let cost = event.cost();
        if !self.quota.take(cost) {
            return Err(GivenUp::Quota);
        }
        self.paid = self.paid.saturating_add(cost);
        Ok(wait)
    }

    /// Whether sending the call again could help and does no harm.
    fn could_help(&self, event: &Event) -> bool {
        match event {
            Event::Succeeded | Event::Withheld => false,
            Event::Refused { status, .. } => match status.as_u16() {
                429 | 503 => true,
                408 | 500 | 502 | 504 | 509 => self.repeatable,
                _ => false,
            },
            Event::Broken { sent: Sent::NotSent, .. } => true,
            Event::Broken { .. } => self.repeatable,
        }
    }

    fn delay(&self, event: &Event, random: f64) -> Option<Duration> {
        match (event.retry_after(), event) {
            (Some(told), _) => self.retry.obey(told, random),
            (None, Event::Broken { kind, .. }) => Some(match self.breaks.saturating_sub(at_once(*kind)) {
                0 => Duration::ZERO,
                number => self.retry.own_delay(self.retry.connection_delay, number, random),
            }),
            (None, _) => Some(self.retry.own_delay(self.retry.answer_delay, self.number, random)),
        }
    }
}
