//! What goes into a client and what comes out.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, Uri};

use super::retry::Repeat;
use super::trust::Link;
use crate::credential::{CredentialError, Secret};
use crate::error::PolicyViolation;
use crate::transport::TransportError;

/// A request as the caller means it, before attempts and redirects.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) url: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
    /// Method and path template: what errors call the request.
    pub(crate) request: String,
    /// Where its URL comes from.
    pub(crate) link: Link,
    /// Whether it may be carried out twice.
    pub(crate) repeat: Repeat,
}

/// A complete answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Where the answer came from, after redirects.
    pub(crate) url: Uri,
    /// Method and path template.
    pub(crate) request: String,
    /// The request changes nothing.
    pub(crate) safe: bool,
    pub(crate) retry_after: Option<Duration>,
    /// The token that was sent, so that it can be kept out of what is shown of the answer.
    pub(crate) token: Option<Secret>,
}

impl Reply {
    /// Text of the answer as it may be shown.
    pub(crate) fn conceal(&self, text: &str) -> String {
        self.token.as_ref().map_or_else(|| text.to_owned(), |token| token.conceal_in(text))
    }
}

/// Takes the body of a successful answer piece by piece, so that it need not be held as a whole.
pub(crate) trait Intake: Send {
    /// A body begins. What came before belongs to an attempt that failed.
    fn begin(&mut self);

    /// The next piece of the body.
    fn take(&mut self, piece: &[u8]);
}

/// Why an attempt has no answer.
pub(super) enum Failure {
    Transport(TransportError),
    Credential(CredentialError),
    Policy(PolicyViolation),
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl From<PolicyViolation> for Failure {
    fn from(violation: PolicyViolation) -> Self {
        Self::Policy(violation)
    }
}
