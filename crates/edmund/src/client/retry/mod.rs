//! Whether and when a request is sent again: decided without any input or output, so that every case can stand in a table.

mod attempts;
mod quota;
mod retry_after;
#[cfg(test)]
mod tests;

use std::time::Duration;

pub(crate) use self::attempts::{Action, Attempts, Event, Repeat, Whose, is_repeatable};
pub(crate) use self::quota::Quota;
pub(crate) use self::retry_after::retry_after;

/// How patient a client is.
///
/// A request is sent again after 429 and 503, after a failure before its first byte left, and, when sending it twice does no harm, after
/// 408, 500, 502, 504, 509 and every broken connection. What a service asks for in `Retry-After` is never shortened, and asked of one request
/// it holds for all requests to the same part of the service.
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
    /// The longest wait after a connection broke again; it doubles with every break. After the first break there is no wait: most often
    /// it is only an old connection that the service had closed. Nor is there after the second if it was inside an answer: what answers is
    /// well.
    pub connection_delay: Duration,
    /// No wait of our own choosing is longer.
    pub max_delay: Duration,
    /// What the client and its clones may spend on retries before requests succeed again: a retry costs 5, after silence 10, and a
    /// request that succeeds gives back what its retries cost, or 1. Waits that the service asks for cost nothing. `None` does not
    /// count. It keeps many callers of one client from making an outage worse together.
    pub quota: Option<u32>,
}

impl Retry {
    /// Sends every request once, and leaves it to the caller what to make of a refusal.
    pub fn none() -> Self {
        Self { max_attempts: 1, ..Self::default() }
    }

    /// For someone who waits: 4 attempts within a minute.
    pub fn interactive() -> Self {
        Self { max_attempts: 4, budget: Duration::from_secs(60), ..Self::default() }
    }

    /// For exports: 10 attempts within half an hour, as Microsoft's SDKs for Graph do, and no quota, because one patient reader is no crowd.
    pub fn bulk() -> Self {
        Self { max_attempts: 10, budget: Duration::from_secs(1800), quota: None, ..Self::default() }
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
            quota: Some(500),
        }
    }
}

/// The largest durations are not exact as seconds in a double, and must not overflow.
fn fraction_of(duration: Duration, fraction: f64) -> Duration {
    Duration::try_from_secs_f64(duration.as_secs_f64() * fraction).unwrap_or(duration)
}
