//! An application that signs in with a certificate: what proves it is signed here, and the key stays (RFC 7523).

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ring::rand::SystemRandom;
use ring::signature::{RSA_PSS_SHA256, RsaKeyPair};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::json;

use super::Authority;
use super::application::{ASSERTION, sign_in};
use crate::client::random;
use crate::credential::{AccessToken, CredentialError, Secret, TokenCredential, TokenRequest};
use crate::edm::base64::{self, URL};
use crate::transport::BoxFuture;

/// How long an assertion is good for: as long as it takes to ask for a token, with a clock that is a little wrong.
const LIFE: Duration = Duration::from_secs(600);

/// An application with a certificate and its RSA key.
pub struct ClientCertificate {
    authority: Authority,
    client_id: String,
    key: RsaKeyPair,
    /// SHA-256 of the certificate, as the header of an assertion has it.
    thumbprint: String,
}

impl ClientCertificate {
    /// The application `client_id` at an authority. `pem` holds a certificate and its key, in any order, as PKCS#8 (`PRIVATE KEY`) or PKCS#1
    /// (`RSA PRIVATE KEY`); further certificates are left alone.
    ///
    /// # Errors
    /// There is no certificate or no RSA key, or the key is encrypted, damaged or shorter than 2048 bits.
    pub fn new(authority: Authority, client_id: impl Into<String>, pem: &[u8]) -> Result<Self, CredentialError> {
        let certificate = CertificateDer::pem_slice_iter(pem).next();
        let certificate = certificate.ok_or_else(|| CredentialError::new("the PEM file holds no certificate"))?;
        let certificate = certificate.map_err(|_| CredentialError::new("the certificate in the PEM file is damaged"))?;
        let key = PrivateKeyDer::from_pem_slice(pem).map_err(|_| {
            CredentialError::new("the PEM file holds no private key that can be read: it has to be there, and not encrypted")
        })?;
        let key = match &key {
            PrivateKeyDer::Pkcs8(key) => RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()),
            PrivateKeyDer::Pkcs1(key) => RsaKeyPair::from_der(key.secret_pkcs1_der()),
            _ => return Err(CredentialError::new("the private key is not one of RSA")),
        };
        // What ring says names the rule and nothing of the key.
        let key = key.map_err(|error| CredentialError::new(format!("the private key cannot be used: {error}")))?;
        let digest = ring::digest::digest(&ring::digest::SHA256, &certificate);
        Ok(Self { authority, client_id: client_id.into(), key, thumbprint: encode(digest.as_ref()) })
    }

    /// A new assertion, good for ten minutes.
    fn assertion(&self) -> Result<Secret, CredentialError> {
        let seconds = |time: SystemTime| time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let now = self.authority.now();
        let end = now.checked_add(LIFE).unwrap_or(now);
        let header = json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": self.thumbprint });
        let claims = json!({
            "aud": self.authority.token_url()?,
            "iss": self.client_id,
            "sub": self.client_id,
            "jti": random::uuid(),
            "nbf": seconds(now),
            "exp": seconds(end),
        });
        let signed = format!("{}.{}", encode(header.to_string().as_bytes()), encode(claims.to_string().as_bytes()));
        let mut signature = vec![0; self.key.public().modulus_len()];
        self.key
            .sign(&RSA_PSS_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature)
            .map_err(|_| CredentialError::new("the assertion cannot be signed: the system gives no random numbers"))?;
        Ok(Secret::new(format!("{signed}.{}", encode(&signature))))
    }
}

fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = base64::encode(bytes, URL, &mut text);
    text
}

impl TokenCredential for ClientCertificate {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            let assertion = self.assertion()?;
            let proof = [("client_assertion_type", ASSERTION), ("client_assertion", assertion.reveal())];
            sign_in(&self.authority, &self.client_id, &proof, &assertion, request).await
        })
    }
}

impl fmt::Debug for ClientCertificate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("ClientCertificate")
            .field("authority", &self.authority)
            .field("client_id", &self.client_id)
            .field("thumbprint", &self.thumbprint)
            .finish_non_exhaustive()
    }
}
