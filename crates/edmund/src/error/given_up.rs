//! Why there is no further attempt.

use std::fmt;

/// What forbids another attempt that could have helped. Each is a limit of [`Retry`](crate::Retry).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GivenUp {
    /// There have been `max_attempts`.
    Attempts,
    /// The next attempt would come after the `budget`.
    Budget,
    /// The service asks for more than `max_retry_after`.
    Patience,
    /// The `quota` of the client is used up: too many of its requests fail.
    Quota,
}

impl fmt::Display for GivenUp {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Attempts => "as many as allowed",
            Self::Budget => "the next would come after the time allowed",
            Self::Patience => "the service asks for more patience than allowed",
            Self::Quota => "too many requests of this client fail",
        })
    }
}
