//! The token of one call.

use http::HeaderValue;

use super::call::{Failure, Reply};
use crate::credential::{AccessToken, CredentialError, Secret, TokenCredential, TokenRequest, demanded_claims};

/// The token of a call, over all of its attempts.
pub(super) struct Authorization {
    /// What the next token is asked for.
    request: TokenRequest,
    /// The token that was sent last.
    sent: Option<Secret>,
    /// The token that took the place of a refused one.
    renewed: Option<AccessToken>,
}

impl Authorization {
    pub(super) fn new(request: TokenRequest) -> Self {
        Self { request, sent: None, renewed: None }
    }

    /// The token that was sent last.
    pub(super) fn sent(&self) -> Option<Secret> {
        self.sent.clone()
    }

    /// The header with a token that is asked for now: a call may outlive a token.
    pub(super) async fn header(&mut self, credential: &dyn TokenCredential) -> Result<HeaderValue, Failure> {
        let token = match self.renewed.take() {
            Some(token) => token,
            None => credential.token(&self.request).await.map_err(Failure::Credential)?,
        };
        let mut value = HeaderValue::from_str(&format!("Bearer {}", token.secret.reveal()))
            .map_err(|_| Failure::Credential(CredentialError::new("the token holds characters that no header may hold")))?;
        value.set_sensitive(true);
        self.sent = Some(token.secret);
        Ok(value)
    }

    /// The token was refused: asks for another, with the claims that the service demands. Whether there is another.
    pub(super) async fn renew(&mut self, reply: &Reply, credential: &dyn TokenCredential) -> Result<bool, CredentialError> {
        self.request.refused = self.sent.take();
        self.request.claims = demanded_claims(&reply.headers);
        let token = credential.token(&self.request).await?;
        let is_another = self.request.refused.as_ref().is_some_and(|refused| refused.reveal() != token.secret.reveal());
        self.renewed = Some(token);
        Ok(is_another)
    }
}
