//! Credentials that the environment of the process names.

use std::fmt;

use super::{AccessToken, Authority, ClientSecret, CredentialError, FederatedToken, StaticToken, TokenCredential, TokenRequest};
use crate::transport::BoxFuture;

/// What the environment variables of the process name, the first of these that is complete:
///
/// 1. `EDMUND_TOKEN`: a token;
/// 2. `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` and `AZURE_CLIENT_SECRET`: a [`ClientSecret`] at Microsoft Entra;
/// 3. `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` and `AZURE_FEDERATED_TOKEN_FILE`: a [`FederatedToken`] there, as in Kubernetes;
/// 4. with the feature `certificate`, `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` and `AZURE_CLIENT_CERTIFICATE_PATH`: a `ClientCertificate` there.
///
/// `AZURE_AUTHORITY_HOST` names another cloud than the public one. Empty variables count as missing.
pub struct EnvironmentCredential {
    credential: Box<dyn TokenCredential>,
    found: &'static str,
}

impl EnvironmentCredential {
    /// What this process is given.
    ///
    /// # Errors
    /// No credential is complete; the error names what is missing.
    pub fn new() -> Result<Self, CredentialError> {
        Self::from_variables(|name| std::env::var(name).ok())
    }

    /// The same with another source of variables.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Self, CredentialError> {
        let variable = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        if let Some(token) = variable("EDMUND_TOKEN") {
            return Ok(Self { credential: Box::new(StaticToken::new(token)), found: "EDMUND_TOKEN" });
        }
        let (tenant, client) = (variable("AZURE_TENANT_ID"), variable("AZURE_CLIENT_ID"));
        let (secret, file) = (variable("AZURE_CLIENT_SECRET"), variable("AZURE_FEDERATED_TOKEN_FILE"));
        let authority = |tenant: &str| match variable("AZURE_AUTHORITY_HOST") {
            Some(host) => Authority::entra_at(&host, tenant),
            None => Authority::entra(tenant),
        };
        match (&tenant, &client, secret, file) {
            (Some(tenant), Some(client), Some(secret), _) => Ok(Self {
                credential: Box::new(ClientSecret::new(authority(tenant), client, secret)),
                found: "AZURE_CLIENT_SECRET",
            }),
            (Some(tenant), Some(client), None, Some(file)) => Ok(Self {
                credential: Box::new(FederatedToken::new(authority(tenant), client, file)),
                found: "AZURE_FEDERATED_TOKEN_FILE",
            }),
            #[cfg(feature = "certificate")]
            (Some(tenant), Some(client), None, None) if variable("AZURE_CLIENT_CERTIFICATE_PATH").is_some() => {
                let path = variable("AZURE_CLIENT_CERTIFICATE_PATH").unwrap_or_default();
                Self::certificate(authority(tenant), client, &path)
            }
            (_, _, secret, file) => {
                let mut missing = Vec::new();
                missing.extend(tenant.is_none().then_some("AZURE_TENANT_ID"));
                missing.extend(client.is_none().then_some("AZURE_CLIENT_ID"));
                missing
                    .extend((secret.is_none() && file.is_none()).then_some("AZURE_CLIENT_SECRET or AZURE_FEDERATED_TOKEN_FILE"));
                Err(CredentialError::new(format!(
                    "the environment names none: set EDMUND_TOKEN, or what is missing beside it: {}",
                    missing.join(", ")
                )))
            }
        }
    }
}

#[cfg(feature = "certificate")]
impl EnvironmentCredential {
    fn certificate(authority: Authority, client: &str, path: &str) -> Result<Self, CredentialError> {
        let unreadable = |error| CredentialError::new(format!("the certificate in {path} cannot be read")).with_source(error);
        let pem = zeroize::Zeroizing::new(std::fs::read(path).map_err(unreadable)?);
        let credential = Box::new(super::ClientCertificate::new(authority, client, &pem)?);
        Ok(Self { credential, found: "AZURE_CLIENT_CERTIFICATE_PATH" })
    }
}

impl TokenCredential for EnvironmentCredential {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        self.credential.token(request)
    }
}

impl fmt::Debug for EnvironmentCredential {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "EnvironmentCredential({})", self.found)
    }
}
