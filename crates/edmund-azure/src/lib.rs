//! Credentials of [azure_identity](https://docs.rs/azure_identity) and everything else that is an azure_core `TokenCredential`, for Edmund's
//! clients.
//!
//! ```
//! use std::sync::Arc;
//!
//! use azure_core::credentials::TokenCredential;
//! use edmund_azure::AzureCredential;
//!
//! # fn client(managed_identity: Arc<dyn TokenCredential>, transport: impl edmund::transport::Transport) -> Result<edmund::Client, edmund::Error> {
//! edmund::Client::builder()
//!     .base_url("https://graph.microsoft.com/v1.0")
//!     .credential(AzureCredential::new(managed_identity))
//! #   .transport(transport)
//!     .build()
//! # }
//! ```

#![forbid(unsafe_code)]

use std::sync::Arc;
use std::time::SystemTime;

use azure_core::credentials::TokenCredential;
use edmund::transport::BoxFuture;
use edmund::{AccessToken, CredentialError, TokenRequest};

/// A credential of azure_core in the place of one of ours.
///
/// Tokens are asked for the scopes of the request, or else for `.default` of the client's service. azure_core has no way to pass on the claims
/// that a service demands with a refusal: such a request fails with the service's own answer, unless the credential has another token by then.
#[derive(Clone, Debug)]
pub struct AzureCredential(Arc<dyn TokenCredential>);

impl AzureCredential {
    /// Asks this credential.
    pub fn new(credential: Arc<dyn TokenCredential>) -> Self {
        Self(credential)
    }

    async fn get(&self, request: &TokenRequest) -> Result<AccessToken, CredentialError> {
        let default = format!("{}/.default", request.resource);
        let scopes: Vec<&str> = match request.scopes.is_empty() {
            true => vec![&default],
            false => request.scopes.iter().map(String::as_str).collect(),
        };
        let token = self.0.get_token(&scopes, None).await;
        let token = token.map_err(|error| CredentialError::new("the Azure credential has none").with_source(error))?;
        Ok(AccessToken::new(token.token.secret()).expires_on(SystemTime::from(token.expires_on)))
    }
}

impl edmund::TokenCredential for AzureCredential {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(self.get(request))
    }
}
