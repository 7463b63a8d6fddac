//! The token of one call.

use http::HeaderValue;

use super::call::{Failure, Reply};
use crate::credential::{CredentialError, Secret, TokenCredential, TokenRequest, demanded_claims};

/// The token of a call, over all of its attempts.
#[derive(Default)]
pub(super) struct Authorization {
    /// What the next token is asked for.
    request: TokenRequest,
    /// The token that was sent last.
    sent: Option<Secret>,
}

impl Authorization {
    /// The header with a token that is asked for now: a call may outlive a token.
    pub(super) async fn header(&mut self, credential: &dyn TokenCredential) -> Result<HeaderValue, Failure> {
        let token = credential.token(&self.request).await.map_err(Failure::Credential)?;
        let mut value = HeaderValue::from_str(&format!("Bearer {}", token.secret.reveal()))
            .map_err(|_| Failure::Credential(CredentialError::new("the token holds characters that no header may hold")))?;
        value.set_sensitive(true);
        self.sent = Some(token.secret);
        Ok(value)
    }

    /// The token was refused: the next one must be another, with the claims that the service asks for.
    pub(super) fn renew(&mut self, reply: &Reply) {
        self.request.refused = self.sent.take();
        self.request.claims = demanded_claims(&reply.headers);
    }
}
