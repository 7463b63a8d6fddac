//! An application that signs in as itself (RFC 6749, section 4.4).

use std::fmt;
use std::path::PathBuf;

use super::Authority;
use crate::credential::{AccessToken, CredentialError, Secret, TokenCredential, TokenRequest};
use crate::transport::BoxFuture;

/// What a client assertion is (RFC 7523, section 2.2).
pub(super) const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// An application with a secret.
///
/// ```
/// use edmund::{Authority, Client, ClientSecret, Secret};
///
/// # fn main() -> Result<(), edmund::Error> {
/// let credential = ClientSecret::new(Authority::entra("contoso.example"), "the application's id", Secret::new("its secret"));
/// let client = Client::builder().base_url("https://graph.microsoft.com/v1.0").credential(credential).build()?;
/// # drop(client);
/// # Ok(())
/// # }
/// ```
pub struct ClientSecret {
    authority: Authority,
    client_id: String,
    secret: Secret,
}

impl ClientSecret {
    /// The application `client_id` at an authority.
    pub fn new(authority: Authority, client_id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self { authority, client_id: client_id.into(), secret: secret.into() }
    }
}

impl TokenCredential for ClientSecret {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        let proof = [("client_secret", self.secret.reveal())];
        Box::pin(async move { sign_in(&self.authority, &self.client_id, &proof, &self.secret, request).await })
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("ClientSecret")
            .field("authority", &self.authority)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// An application that another service vouches for: workload identity federation. The assertion is read from its file for every token,
/// because whoever writes it there replaces it often.
pub struct FederatedToken {
    authority: Authority,
    client_id: String,
    file: PathBuf,
}

impl FederatedToken {
    /// The application `client_id` at an authority, with the assertion in `file`.
    pub fn new(authority: Authority, client_id: impl Into<String>, file: impl Into<PathBuf>) -> Self {
        Self { authority, client_id: client_id.into(), file: file.into() }
    }

    fn assertion(&self) -> Result<Secret, CredentialError> {
        let named = |problem: &str| format!("the assertion in {} {problem}", self.file.display());
        let text = std::fs::read_to_string(&self.file)
            .map_err(|error| CredentialError::new(named("cannot be read")).with_source(error))?;
        let text = Secret::new(text);
        match text.reveal().trim() {
            "" => Err(CredentialError::new(named("is empty"))),
            trimmed => Ok(Secret::new(trimmed)),
        }
    }
}

impl TokenCredential for FederatedToken {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            let assertion = self.assertion()?;
            let proof = [("client_assertion_type", ASSERTION), ("client_assertion", assertion.reveal())];
            sign_in(&self.authority, &self.client_id, &proof, &assertion, request).await
        })
    }
}

impl fmt::Debug for FederatedToken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("FederatedToken")
            .field("authority", &self.authority)
            .field("client_id", &self.client_id)
            .field("file", &self.file)
            .finish()
    }
}

/// Asks for a token with what proves who the application is.
pub(super) async fn sign_in(
    authority: &Authority,
    client_id: &str,
    proof: &[(&str, &str)],
    secret: &Secret,
    request: &TokenRequest,
) -> Result<AccessToken, CredentialError> {
    let (scopes, claims) = (authority.scopes(request), authority.claims(request));
    let mut form = vec![("grant_type", "client_credentials"), ("client_id", client_id)];
    form.extend_from_slice(proof);
    form.extend(scopes.as_deref().map(|scopes| ("scope", scopes)));
    form.extend(claims.as_deref().map(|claims| ("claims", claims)));
    let asked = authority.now();
    let answer = authority.ask_for_token(&form).await?;
    answer.accepted(&[secret]).map_err(|refusal| refusal.error)?.token(asked)
}
