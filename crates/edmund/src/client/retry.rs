//! Whether and when a request is sent again: decided without any input or output, so that every case can stand in a table.

use std::time::Duration;

use http::{Method, StatusCode};

use crate::transport::{Sent, TransportErrorKind};

/// How patient a client is.
///
/// A request is sent again after 429 and 503, after a failure before its first byte left, and, when sending it twice does no harm, after
/// 408, 500, 502, 504, 509 and every broken connection. What a service asks for in `Retry-After` is never shortened.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Retry {
    /// How often a request is sent at most; 1 never retries.
    pub max_attempts: u32,
    /// From the first attempt to the last, waits included.
    pub budget: Duration,
    /// A service that asks for more patience than this gets none: the error says how long it asked for.
    pub max_retry_after: Duration,
    /// The longest first wait after an answer without `Retry-After`; it doubles with every attempt.
    pub answer_delay: Duration,
    /// The longest wait after a connection broke again; it doubles with every attempt. After the first break there is no wait: most often
    /// it is only an old connection that the service had closed.
    pub connection_delay: Duration,
    /// No wait of our own choosing is longer.
    pub max_delay: Duration,
}

impl Retry {
    /// Sends every request once.
    pub fn none() -> Self {
        Self { max_attempts: 1, ..Self::default() }
    }

    /// For someone who waits: 4 attempts within a minute.
    pub fn interactive() -> Self {
        Self { max_attempts: 4, budget: Duration::from_secs(60), ..Self::default() }
    }

    /// For exports: 10 attempts within half an hour, as Microsoft's SDKs for Graph do.
    pub fn bulk() -> Self {
        Self { max_attempts: 10, budget: Duration::from_secs(1800), ..Self::default() }
    }
}

impl Default for Retry {
    /// 8 attempts within five minutes.
    fn default() -> Self {
        Self {
            max_attempts: 8,
            budget: Duration::from_secs(300),
            max_retry_after: Duration::from_secs(300),
            answer_delay: Duration::from_secs(1),
            connection_delay: Duration::from_millis(200),
            max_delay: Duration::from_secs(60),
        }
    }
}

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// An answer that is not a success.
    Answer { status: StatusCode, retry_after: Option<Duration> },
    /// No complete answer.
    Broken { kind: TransportErrorKind, sent: Sent },
}

/// One failed attempt.
#[derive(Clone, Debug)]
pub(crate) struct Attempt<'a> {
    /// Counted from 1.
    pub(crate) number: u32,
    /// The method of the request.
    pub(crate) method: &'a Method,
    /// The request has `If-Match` with an entity tag: a second one would be refused.
    pub(crate) conditional: bool,
    /// What came of it.
    pub(crate) outcome: Outcome,
    /// Since the first attempt began.
    pub(crate) elapsed: Duration,
}

impl Attempt<'_> {
    /// Sending the request again cannot do more than sending it once (RFC 9110, 9.2.2).
    fn repeatable(&self) -> bool {
        match *self.method {
            Method::GET | Method::HEAD | Method::OPTIONS | Method::PUT | Method::DELETE => true,
            Method::PATCH => self.conditional,
            _ => false,
        }
    }

    /// Sending the request again could help and does no harm.
    pub(crate) fn may_be_repeated(&self) -> bool {
        match self.outcome {
            Outcome::Answer { status, .. } => match status.as_u16() {
                429 | 503 => true,
                408 | 500 | 502 | 504 | 509 => self.repeatable(),
                _ => false,
            },
            Outcome::Broken { sent: Sent::NotSent, .. } => true,
            Outcome::Broken { .. } => self.repeatable(),
        }
    }
}

impl Retry {
    /// How long to wait before the next attempt; `None` to give up. `random` is in `0.0..1.0`.
    pub(crate) fn decide(&self, attempt: &Attempt<'_>, random: f64) -> Option<Duration> {
        if attempt.number >= self.max_attempts || !attempt.may_be_repeated() {
            return None;
        }
        let wait = match attempt.outcome {
            Outcome::Answer { retry_after: Some(told), .. } => self.obey(told, random)?,
            Outcome::Answer { .. } => self.own_delay(self.answer_delay, attempt.number, random),
            Outcome::Broken { .. } if attempt.number == 1 => Duration::ZERO,
            Outcome::Broken { .. } => self.own_delay(self.connection_delay, attempt.number.saturating_sub(1), random),
        };
        let remaining = self.budget.checked_sub(attempt.elapsed)?;
        (wait <= remaining).then_some(wait)
    }

    /// Never less than told; up to a tenth more, so that callers who were told the same do not come back together.
    fn obey(&self, told: Duration, random: f64) -> Option<Duration> {
        if told > self.max_retry_after {
            return None;
        }
        told.checked_add(fraction_of(told, random / 10.0))
    }

    /// Full jitter: anything up to `base * 2^n`, so that callers who failed together do not come back together.
    fn own_delay(&self, base: Duration, number: u32, random: f64) -> Duration {
        let doubled = base.saturating_mul(1_u32.checked_shl(number.saturating_sub(1)).unwrap_or(u32::MAX));
        fraction_of(doubled.min(self.max_delay), random)
    }
}

/// The largest durations are not exact as seconds in a double, and must not overflow.
fn fraction_of(duration: Duration, fraction: f64) -> Duration {
    Duration::try_from_secs_f64(duration.as_secs_f64() * fraction).unwrap_or(duration)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    const OUTCOMES: [&str; 17] = [
        "400", "401", "403", "404", "408", "409", "412", "429", "500", "501", "502", "503", "504", "507", "NotSent", "Maybe",
        "Sent",
    ];

    fn outcome(name: &str) -> Outcome {
        let broken = |sent| Outcome::Broken { kind: TransportErrorKind::Reset, sent };
        match name {
            "NotSent" => broken(Sent::NotSent),
            "Maybe" => broken(Sent::Maybe),
            "Sent" => broken(Sent::Sent),
            status => Outcome::Answer { status: status.parse().unwrap(), retry_after: None },
        }
    }

    #[test]
    fn what_is_sent_again() {
        let shown: Vec<String> = ["GET", "HEAD", "PUT", "DELETE", "PATCH", "PATCH If-Match", "POST", "POST If-Match"]
            .iter()
            .map(|request| {
                let (name, conditional) = request.split_once(' ').map_or((*request, false), |(name, _)| (name, true));
                let method: Method = name.parse().unwrap();
                let repeated = OUTCOMES.iter().filter(|name| {
                    let attempt =
                        Attempt { number: 1, method: &method, conditional, outcome: outcome(name), elapsed: Duration::ZERO };
                    Retry::default().decide(&attempt, 0.5).is_some()
                });
                format!("{request}: {}", repeated.copied().collect::<Vec<_>>().join(" "))
            })
            .collect();
        expect![[r#"
            GET: 408 429 500 502 503 504 NotSent Maybe Sent
            HEAD: 408 429 500 502 503 504 NotSent Maybe Sent
            PUT: 408 429 500 502 503 504 NotSent Maybe Sent
            DELETE: 408 429 500 502 503 504 NotSent Maybe Sent
            PATCH: 429 503 NotSent
            PATCH If-Match: 408 429 500 502 503 504 NotSent Maybe Sent
            POST: 429 503 NotSent
            POST If-Match: 429 503 NotSent"#]]
        .assert_eq(&shown.join("\n"));
    }

    fn check_waits(retry: &Retry, outcome: Outcome, random: f64, expected: Expect) {
        let mut waits = Vec::new();
        let mut elapsed = Duration::ZERO;
        for number in 1.. {
            match retry.decide(&Attempt { number, method: &Method::GET, conditional: false, outcome, elapsed }, random) {
                Some(wait) => {
                    elapsed += wait;
                    waits.push(format!("{wait:?}"));
                }
                None => break,
            }
        }
        expected.assert_eq(&waits.join(" "));
    }

    #[test]
    fn how_long_is_waited() {
        let told =
            |seconds| Outcome::Answer { status: StatusCode::TOO_MANY_REQUESTS, retry_after: Some(Duration::from_secs(seconds)) };
        let silent = Outcome::Answer { status: StatusCode::SERVICE_UNAVAILABLE, retry_after: None };
        check_waits(&Retry::default(), silent, 1.0, expect!["1s 2s 4s 8s 16s 32s 60s"]);
        check_waits(&Retry::default(), outcome("Maybe"), 1.0, expect!["0ns 200ms 400ms 800ms 1.6s 3.2s 6.4s"]);
        check_waits(&Retry::bulk(), told(100), 0.0, expect!["100s 100s 100s 100s 100s 100s 100s 100s 100s"]);
        check_waits(&Retry::bulk(), told(100), 1.0, expect!["110s 110s 110s 110s 110s 110s 110s 110s 110s"]);
        check_waits(&Retry::default(), told(0), 1.0, expect!["0ns 0ns 0ns 0ns 0ns 0ns 0ns"]);
        check_waits(&Retry::bulk(), told(301), 0.0, expect![""]);
        check_waits(&Retry::interactive(), told(61), 0.0, expect![""]);
        check_waits(&Retry::none(), told(0), 0.0, expect![""]);
        let eager = Retry { max_attempts: u32::MAX, budget: Duration::from_secs(600), ..Retry::default() };
        check_waits(&eager, silent, 1.0, expect!["1s 2s 4s 8s 16s 32s 60s 60s 60s 60s 60s 60s 60s 60s"]);
    }
}
