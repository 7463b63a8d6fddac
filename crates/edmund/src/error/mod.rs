//! What can go wrong with a request, each as a value that says what to do next.

mod batch;
mod decode;
mod given_up;
mod hint;
mod policy;
mod service;
mod upload;

use std::time::Duration;

pub use self::batch::BatchFailure;
pub use self::decode::DecodeFailure;
pub use self::given_up::GivenUp;
pub use self::hint::Hints;
pub use self::policy::PolicyViolation;
pub use self::service::{ErrorDetail, ServiceError, ThrottleInfo};
pub use self::upload::UploadFailure;
use crate::client::ConfigurationError;
use crate::credential::CredentialError;
use crate::transport::TransportError;

/// Why a request has no result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No complete response came.
    #[error("{request}: {error}")]
    Transport {
        /// Method and path template.
        request: String,
        /// What happened, and how far the request came.
        #[source]
        error: TransportError,
        /// The request changes something, and the service may have done it all the same.
        maybe_applied: bool,
    },
    /// The service answered with an error.
    #[error(transparent)]
    Service(Box<ServiceError>),
    /// The answer is not what the model says it is, or not complete.
    #[error(transparent)]
    Decode(Box<DecodeFailure>),
    /// No access token could be had; nothing was sent.
    #[error(transparent)]
    Credential(#[from] CredentialError),
    /// A rule of the client forbids the request or the next step of it.
    #[error("{request}: {violation}")]
    Policy {
        /// Method and path template.
        request: String,
        /// Which rule.
        #[source]
        violation: PolicyViolation,
    },
    /// The body of the request cannot be written as JSON; nothing was sent.
    #[error("{request}: the body cannot be written as JSON: {error}")]
    Encode {
        /// Method and path template.
        request: String,
        /// What serde says.
        #[source]
        error: serde_json::Error,
    },
    /// A next link leads back to a page that was already read: following it would never end.
    #[error("{request}: page {page} links back to a page that was already read")]
    PagingLoop {
        /// Method and path template.
        request: String,
        /// The page with the link, counted from 1.
        page: u64,
    },
    /// The service no longer knows what has changed since the delta token: everything has to be read again.
    #[error("{request}: the service no longer knows what has changed; everything has to be read again ({error})")]
    ResyncRequired {
        /// Method and path template.
        request: String,
        /// Where the service says to begin, if it does: give it to [`Delta::since`](crate::request::Delta::since).
        restart: Option<Box<crate::request::DeltaToken>>,
        /// What the service said.
        #[source]
        error: Box<ServiceError>,
    },
    /// A batch brought no answer to the request.
    #[error("{request}: {failure}")]
    Batch {
        /// Method and path template.
        request: String,
        /// Why not.
        failure: BatchFailure,
    },
    /// The operation goes on at the service, and there was no patience left for it.
    #[error("{request}: not finished after {waited:.1?}{}", state.as_ref().map(|state| format!(" ({state})")).unwrap_or_default())]
    Unfinished {
        /// Method and path template of the request that began it.
        request: String,
        /// The service's word for how far it is.
        state: Option<String>,
        /// How long it was waited for.
        waited: Duration,
    },
    /// An upload cannot go on.
    #[error("{request}: {failure}")]
    Upload {
        /// What was asked last.
        request: String,
        /// Why not.
        #[source]
        failure: UploadFailure,
    },
    /// A collection has more items than were allowed to be held in memory.
    #[error("{request}: more than {limit} items; read them with stream(), or allow more with max_items()")]
    TooManyItems {
        /// Method and path template.
        request: String,
        /// How many are allowed.
        limit: usize,
    },
    /// The client itself cannot be built.
    #[error(transparent)]
    Configuration(#[from] ConfigurationError),
    /// Nothing was sent: the service has asked another request of the same kind for more patience than this one may have.
    #[error("{request}: not sent, because the service asks for {retry_after:.1?} of patience with requests of this kind")]
    Throttled {
        /// Method and path template.
        request: String,
        /// How much of the wait is left.
        retry_after: Duration,
    },
    /// Several attempts have failed, the last one in a way that another could have helped, and the retry policy allows no more.
    #[error("gave up after {attempts} attempt{plural} in {elapsed:.1?}, {reason}: {last}", plural = if *attempts == 1 { "" } else { "s" })]
    Exhausted {
        /// How often the request was sent.
        attempts: u32,
        /// From the first attempt to the last failure.
        elapsed: Duration,
        /// What forbids another attempt.
        reason: GivenUp,
        /// The last failure.
        #[source]
        last: Box<Error>,
    },
}

impl Error {
    /// What the service said, also when that was after several attempts.
    pub fn service(&self) -> Option<&ServiceError> {
        match self {
            Self::Service(error) | Self::ResyncRequired { error, .. } => Some(error),
            Self::Exhausted { last, .. } => last.service(),
            Self::Batch { failure: BatchFailure::Lost { error, .. }, .. } => error.service(),
            _ => None,
        }
    }

    /// The request may have changed something although it failed: look before sending it again.
    pub fn maybe_applied(&self) -> bool {
        match self {
            Self::Transport { maybe_applied, .. } => *maybe_applied,
            Self::Service(error) => error.maybe_applied,
            Self::Decode(error) => error.maybe_applied,
            Self::Exhausted { last, .. } => last.maybe_applied(),
            Self::Batch {
                failure: BatchFailure::Missing { maybe_applied } | BatchFailure::Lost { maybe_applied, .. }, ..
            } => *maybe_applied,
            _ => false,
        }
    }

    /// How long the service asked to wait before the next request.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Throttled { retry_after, .. } => Some(*retry_after),
            _ => self.service().and_then(|error| error.retry_after),
        }
    }
}

impl From<ServiceError> for Error {
    fn from(error: ServiceError) -> Self {
        Self::Service(Box::new(error))
    }
}

impl From<DecodeFailure> for Error {
    fn from(error: DecodeFailure) -> Self {
        Self::Decode(Box::new(error))
    }
}
