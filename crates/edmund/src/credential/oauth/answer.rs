//! What a token endpoint answers (RFC 6749, sections 5.1 and 5.2).

use std::time::{Duration, SystemTime};

use http::StatusCode;
use serde_json::Value;

use crate::credential::{AccessToken, CredentialError, Secret};

/// No description is shown in more characters.
const MAX_DESCRIPTION: usize = 500;

/// An answer, whatever its status.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    document: Value,
}

/// A refusal.
pub(super) struct Refusal {
    pub(super) code: String,
    pub(super) error: CredentialError,
}

impl Answer {
    pub(super) fn new(status: StatusCode, body: &[u8]) -> Self {
        Self { status, document: serde_json::from_slice(body).unwrap_or_default() }
    }

    /// The answer, or the refusal in it without any of `secrets`.
    pub(super) fn accepted(self, secrets: &[&Secret]) -> Result<Self, Refusal> {
        if self.status.is_success() && self.document.get("error").is_none() {
            return Ok(self);
        }
        let shown = |name: &str| one_line(&conceal(self.text(name).unwrap_or_default(), secrets));
        let (code, description) = (shown("error"), shown("error_description"));
        let mut message = format!("the token endpoint answers {}", self.status.as_u16());
        for part in [&code, &description] {
            if !part.is_empty() {
                message = format!("{message}, {part}");
            }
        }
        Err(Refusal { error: CredentialError::new(message).with_code(&code), code })
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.document.get(name)?.as_str()
    }

    /// A number of seconds; some services write it as a string.
    pub(super) fn seconds(&self, name: &str) -> Option<Duration> {
        let value = self.document.get(name)?;
        let seconds = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())?;
        Some(Duration::from_secs(seconds))
    }

    /// The access token, valid from `now`.
    pub(super) fn token(&self, now: SystemTime) -> Result<AccessToken, CredentialError> {
        let Some(secret) = self.text("access_token").filter(|text| !text.is_empty()) else {
            return Err(CredentialError::new("the token endpoint answers without an access_token"));
        };
        let kind = self.text("token_type").unwrap_or("Bearer");
        if !kind.eq_ignore_ascii_case("bearer") {
            return Err(CredentialError::new(format!("the token endpoint gives tokens of type {kind:?}, not Bearer")));
        }
        let token = AccessToken::new(secret);
        let end = self.seconds("expires_in").and_then(|life| now.checked_add(life));
        Ok(match end {
            Some(end) => token.expires_on(end),
            None => token,
        })
    }
}

fn conceal(text: &str, secrets: &[&Secret]) -> String {
    secrets.iter().fold(text.to_owned(), |text, secret| secret.conceal_in(&text))
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(MAX_DESCRIPTION).collect()
}
