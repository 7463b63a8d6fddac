//! Requests that a batch brought no answer to.

use std::sync::Arc;

use super::Error;

/// Why a batch brought no answer to one of its requests.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BatchFailure {
    /// The service left it out of its answer, more than once if sending it again does no harm.
    #[error("the service left it out of its answer to the batch")]
    Missing {
        /// The request changes something, and the service may have done it all the same.
        maybe_applied: bool,
    },
    /// It was to come after another request, and that one has failed.
    #[error("not carried out, because the request before it failed")]
    Withheld,
    /// More requests depend on each other than fit into one batch.
    #[error("more requests depend on each other than fit into one batch: send them one after another")]
    ChainTooLong,
    /// The request that carries the batch has failed.
    #[error("the batch failed: {error}")]
    Lost {
        /// How.
        error: Arc<Error>,
        /// The request changes something, and the service may have done it all the same.
        maybe_applied: bool,
    },
    /// The request goes to another service than the batch.
    #[error("the request goes to another service than the batch")]
    OtherService,
    /// The handle is of another batch.
    #[error("the handle belongs to another batch")]
    OtherBatch,
}
