//! Where bearer tokens come from.

mod cache;
mod challenge;
mod environment;
mod oauth;
mod secret;

use std::time::SystemTime;

pub use self::cache::TokenCache;
pub(crate) use self::challenge::demanded_claims;
pub use self::environment::EnvironmentCredential;
#[cfg(feature = "certificate")]
pub use self::oauth::ClientCertificate;
pub use self::oauth::{Authority, ClientSecret, DeviceCode, DevicePrompt, FederatedToken};
pub use self::secret::Secret;
use crate::transport::BoxFuture;

/// What a token is asked for.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct TokenRequest {
    /// The scopes the token must have; empty means the credential's own.
    pub scopes: Vec<String>,
    /// Scheme, host and port of the service, such as `https://graph.microsoft.com`.
    pub resource: String,
    /// Claims the service demanded with its last refusal (continuous access evaluation).
    pub claims: Option<String>,
    /// The service has refused this token: another one is needed.
    pub refused: Option<Secret>,
}

/// A bearer token.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AccessToken {
    /// What is sent.
    pub secret: Secret,
    /// When it ends, if that is known.
    pub expires_on: Option<SystemTime>,
}

impl AccessToken {
    /// A token of unknown lifetime.
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self { secret: secret.into(), expires_on: None }
    }

    /// The same token with its end.
    #[must_use]
    pub fn expires_on(mut self, end: SystemTime) -> Self {
        self.expires_on = Some(end);
        self
    }
}

/// Why no token could be had.
#[derive(Debug, thiserror::Error)]
#[error("no access token: {message}")]
pub struct CredentialError {
    /// What went wrong. Must not hold the secret.
    pub message: String,
    code: Option<String>,
    #[source]
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl CredentialError {
    /// An error without a cause of its own.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: None, source: None }
    }

    /// The code by which an authority refused, such as `invalid_client`.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The same error with the code by which an authority refused.
    #[must_use]
    pub fn with_code(mut self, code: &str) -> Self {
        self.code = Some(code.to_owned()).filter(|code| !code.is_empty());
        self
    }

    /// The same error with what caused it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

/// A source of bearer tokens.
///
/// It is asked before every attempt that goes to the client's own origin, because a long export outlives a token. Tokens with a known end are
/// kept by the client ([`TokenCache`]).
pub trait TokenCredential: Send + Sync + 'static {
    /// A token that is valid now.
    ///
    /// # Errors
    /// No token can be had; the request is not sent.
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>>;
}

impl<T: TokenCredential + ?Sized> TokenCredential for Box<T> {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        (**self).token(request)
    }
}

impl<T: TokenCredential + ?Sized> TokenCredential for std::sync::Arc<T> {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        (**self).token(request)
    }
}

/// A token that is already there, for example from a command-line tool.
#[derive(Clone, Debug)]
pub struct StaticToken(Secret);

impl StaticToken {
    /// Sends this token with every request to the client's own origin.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self(token.into())
    }
}

impl TokenCredential for StaticToken {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async { Ok(AccessToken::new(self.0.clone())) })
    }
}
