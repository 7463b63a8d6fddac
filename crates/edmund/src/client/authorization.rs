//! The token of one call.

use http::HeaderValue;

use super::call::{Failure, Reply};
use crate::credential::{AccessToken, CredentialError, Secret, TokenCredential, TokenRequest, demanded_claims};

/// The token of a call, over all of its attempts.
pub(super) struct Authorization {
    /// What the next token is asked for.
    request: TokenRequest,
    /// The token of the attempt.
    token: Option<AccessToken>,
    /// Whether the token has just taken the place of a refused one.
    is_renewed: bool,
}

impl Authorization {
    pub(super) fn new(request: TokenRequest) -> Self {
        Self { request, token: None, is_renewed: false }
    }

    /// Asks for the token of the next attempt: a call may outlive a token. It takes as long as it takes, because a person may have to sign in.
    pub(super) async fn prepare(&mut self, credential: &dyn TokenCredential) -> Result<(), CredentialError> {
        if !std::mem::take(&mut self.is_renewed) {
            self.token = Some(credential.token(&self.request).await?);
        }
        Ok(())
    }

    /// The header with the token of the attempt; `None` for a client without a credential.
    pub(super) fn header(&self) -> Result<Option<HeaderValue>, Failure> {
        let Some(token) = &self.token else { return Ok(None) };
        let mut value = HeaderValue::from_str(&format!("Bearer {}", token.secret.reveal()))
            .map_err(|_| Failure::Credential(CredentialError::new("the token holds characters that no header may hold")))?;
        value.set_sensitive(true);
        Ok(Some(value))
    }

    /// The token of the attempt.
    pub(super) fn sent(&self) -> Option<Secret> {
        self.token.as_ref().map(|token| token.secret.clone())
    }

    /// The token was refused: asks for another, with the claims that the service demands. Whether there is another.
    pub(super) async fn renew(&mut self, reply: &Reply, credential: &dyn TokenCredential) -> Result<bool, CredentialError> {
        self.request.refused = self.sent();
        self.request.claims = demanded_claims(&reply.headers);
        let token = credential.token(&self.request).await?;
        self.is_renewed = self.request.refused.as_ref().is_none_or(|refused| refused.reveal() != token.secret.reveal());
        self.token = Some(token);
        Ok(self.is_renewed)
    }
}
