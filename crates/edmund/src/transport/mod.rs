//! How a request reaches a service: one trait over the types of the `http` crate, and the transport used by default.

mod body;
#[cfg(feature = "hyper")]
mod hyper;
#[cfg(feature = "hyper")]
mod resolver;

use std::fmt;
use std::future::Future;
use std::pin::Pin;

pub use self::body::Body;
#[cfg(feature = "hyper")]
pub use self::hyper::HyperTransport;

/// A future that can be named: what the asynchronous methods of object-safe traits return.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends one request and returns one response, without retries, redirects or credentials: those are the client's business.
///
/// Implement it to go through another HTTP library, a proxy, or no network at all in tests.
pub trait Transport: Send + Sync + 'static {
    /// Sends `request`, whose URI is absolute, and returns as soon as the headers of the response are there.
    ///
    /// # Errors
    /// Whatever kept the response from coming. [`TransportError::sent`] must not say less than happened: it decides whether a request
    /// that changes something is sent again.
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>>;
}

impl<T: Transport + ?Sized> Transport for std::sync::Arc<T> {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        (**self).send(request)
    }
}

/// An extension of requests that a foreign service has led to: their name must not be resolved to an address inside a private network
/// ([`TransportErrorKind::PrivateAddress`]), where the service itself could not look.
///
/// A [`Transport`] that resolves names elsewhere, as through a proxy, leaves the check to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicOnly;

/// How far a request came before its transport failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sent {
    /// No byte left: the service cannot have seen it.
    NotSent,
    /// Some bytes may have left.
    Maybe,
    /// All of it left, and the answer was lost.
    Sent,
}

/// What kept a response from coming.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The name was not resolved, or the connection was refused.
    Connect,
    /// The TLS handshake failed.
    Tls,
    /// Nothing came in time.
    Timeout,
    /// The connection broke before the headers of the response.
    Reset,
    /// What came is not HTTP.
    Protocol,
    /// The connection broke inside the body of the response.
    BodyAborted,
    /// The request may only go to public addresses ([`PublicOnly`]), and the name has none.
    PrivateAddress,
    /// Anything else.
    Other,
}

impl fmt::Display for TransportErrorKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Connect => "could not connect",
            Self::Tls => "TLS handshake failed",
            Self::Timeout => "no answer in time",
            Self::Reset => "connection closed before the answer",
            Self::Protocol => "the answer is not HTTP",
            Self::BodyAborted => "connection closed inside the answer",
            Self::PrivateAddress => "the name leads to a private address",
            Self::Other => "transport failed",
        })
    }
}

/// A request that got no complete response.
#[derive(Debug)]
pub struct TransportError {
    /// What happened.
    pub kind: TransportErrorKind,
    /// How far the request came.
    pub sent: Sent,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl TransportError {
    /// An error without a cause of its own.
    pub fn new(kind: TransportErrorKind, sent: Sent) -> Self {
        Self { kind, sent, source: None }
    }

    /// The same error with what caused it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(out)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
