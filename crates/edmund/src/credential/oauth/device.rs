//! A person who signs in on another device (RFC 8628).

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::Authority;
use super::answer::{Answer, Refusal};
use crate::credential::{AccessToken, CredentialError, Secret, TokenCredential, TokenRequest};
use crate::transport::BoxFuture;

/// How often is asked whether the person is done, where the authority does not say.
const INTERVAL: Duration = Duration::from_secs(5);

/// How long a code is good for, where the authority does not say.
const LIFE: Duration = Duration::from_secs(900);

/// A person who signs in with a browser on any device, told how by the program.
///
/// The first token waits for the person; further ones are had with the refresh token, as long as the authority gives one and takes it. That
/// one is kept in memory only.
pub struct DeviceCode {
    authority: Authority,
    client_id: String,
    prompt: Box<dyn Fn(&DevicePrompt) + Send + Sync>,
    refresh: Mutex<Option<Secret>>,
    /// One person is asked once.
    alone: tokio::sync::Mutex<()>,
}

/// What the person has to do.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DevicePrompt {
    /// The page to open.
    pub verification_uri: String,
    /// What to enter there.
    pub user_code: String,
    /// Both in a sentence, as the authority words it.
    pub message: String,
    /// How long the code is good for.
    pub expires_in: Duration,
}

/// Whether the person is done.
#[derive(Debug, PartialEq)]
enum Next {
    Wait(Duration),
    Fail(&'static str),
}

/// When to ask again.
#[derive(Debug)]
struct Polling {
    interval: Duration,
    /// How much longer the code is good for.
    left: Duration,
}

impl Polling {
    /// What a refusal means (RFC 8628, section 3.5).
    fn on(&mut self, code: &str) -> Next {
        match code {
            "authorization_pending" => {}
            "slow_down" => self.interval += Duration::from_secs(5),
            "access_denied" | "authorization_declined" => return Next::Fail("the person has declined"),
            "expired_token" | "code_expired" => return Next::Fail("the code has expired before the person signed in"),
            _ => return Next::Fail(""),
        }
        match self.left.checked_sub(self.interval) {
            Some(left) => {
                self.left = left;
                Next::Wait(self.interval)
            }
            None => Next::Fail("the code has expired before the person signed in"),
        }
    }
}

impl DeviceCode {
    /// A public client at an authority; `prompt` shows the person what to do.
    pub fn new(
        authority: Authority,
        client_id: impl Into<String>,
        prompt: impl Fn(&DevicePrompt) + Send + Sync + 'static,
    ) -> Self {
        let (prompt, refresh) = (Box::new(prompt), Mutex::default());
        Self { authority, client_id: client_id.into(), prompt, refresh, alone: tokio::sync::Mutex::default() }
    }

    async fn get(&self, request: &TokenRequest) -> Result<AccessToken, CredentialError> {
        let _alone = self.alone.lock().await;
        let refresh = self.refresh.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(refresh) = refresh {
            match self.renew(&refresh, request).await {
                // The person has to sign in again.
                Err(error) if matches!(error.code(), Some("invalid_grant" | "interaction_required")) => {}
                other => return other,
            }
        }
        self.ask(request).await
    }

    async fn renew(&self, refresh: &Secret, request: &TokenRequest) -> Result<AccessToken, CredentialError> {
        let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh.reveal())];
        self.exchange(&fields, &[refresh], request).await.map_err(|refusal| refusal.error)
    }

    /// Shows the person what to do, and asks until it is done.
    async fn ask(&self, request: &TokenRequest) -> Result<AccessToken, CredentialError> {
        let scopes = self.scopes(request);
        let answer = self.authority.ask_for_device_code(&[("client_id", &self.client_id), ("scope", &scopes)]).await?;
        let answer = answer.accepted(&[]).map_err(|refusal| refusal.error)?;
        let (code, prompt, mut polling) = read(&answer)?;
        (self.prompt)(&prompt);
        let mut wait = polling.interval;
        loop {
            self.authority.time().sleep(wait).await;
            let fields = [("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", code.reveal())];
            let refusal = match self.exchange(&fields, &[&code], request).await {
                Ok(token) => return Ok(token),
                Err(refusal) => refusal,
            };
            wait = match polling.on(&refusal.code) {
                Next::Wait(wait) => wait,
                Next::Fail("") => return Err(refusal.error),
                Next::Fail(reason) => return Err(CredentialError::new(reason).with_code(&refusal.code)),
            };
        }
    }

    /// Without `offline_access` there is no refresh token, and the person would have to sign in every hour.
    fn scopes(&self, request: &TokenRequest) -> String {
        let scopes = self.authority.scopes(request).unwrap_or_default();
        if scopes.split(' ').any(|scope| scope == "offline_access") { scopes } else { format!("{scopes} offline_access") }
    }

    async fn exchange(
        &self,
        fields: &[(&str, &str)],
        secrets: &[&Secret],
        request: &TokenRequest,
    ) -> Result<AccessToken, Refusal> {
        let (scopes, claims) = (self.scopes(request), self.authority.claims(request));
        let mut form = vec![("client_id", self.client_id.as_str()), ("scope", scopes.as_str())];
        form.extend_from_slice(fields);
        form.extend(claims.as_deref().map(|claims| ("claims", claims)));
        let failed = |error| Refusal { code: String::new(), error };
        let asked = self.authority.now();
        let answer = self.authority.ask_for_token(&form).await.map_err(failed)?.accepted(secrets)?;
        if let Some(refresh) = answer.text("refresh_token") {
            *self.refresh.lock().unwrap_or_else(PoisonError::into_inner) = Some(Secret::new(refresh));
        }
        answer.token(asked).map_err(failed)
    }
}

/// The code, what the person is told, and when to ask.
fn read(answer: &Answer) -> Result<(Secret, DevicePrompt, Polling), CredentialError> {
    let text = |names: &[&str]| names.iter().find_map(|name| answer.text(name)).map(str::to_owned);
    let missing = |name: &str| CredentialError::new(format!("the authority answers without a {name}"));
    let code = text(&["device_code"]).ok_or_else(|| missing("device_code"))?;
    let user_code = text(&["user_code"]).ok_or_else(|| missing("user_code"))?;
    let verification_uri = text(&["verification_uri", "verification_url"]).ok_or_else(|| missing("verification_uri"))?;
    let message =
        text(&["message"]).unwrap_or_else(|| format!("To sign in, open {verification_uri} and enter the code {user_code}."));
    let expires_in = answer.seconds("expires_in").unwrap_or(LIFE);
    // A service that says 0 must not be asked without a pause.
    let interval = answer.seconds("interval").unwrap_or(INTERVAL).max(Duration::from_secs(1));
    let polling = Polling { interval, left: expires_in };
    Ok((Secret::new(code), DevicePrompt { verification_uri, user_code, message, expires_in }, polling))
}

impl TokenCredential for DeviceCode {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(self.get(request))
    }
}

impl fmt::Debug for DeviceCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("DeviceCode")
            .field("authority", &self.authority)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_is_what_the_authority_asks_for_and_ends_with_the_code() {
        let seconds = Duration::from_secs;
        let mut polling = Polling { interval: seconds(5), left: seconds(21) };
        assert_eq!(polling.on("authorization_pending"), Next::Wait(seconds(5)));
        assert_eq!(polling.on("slow_down"), Next::Wait(seconds(10)));
        assert_eq!(polling.on("authorization_pending"), Next::Fail("the code has expired before the person signed in"));
        assert_eq!(polling.on("access_denied"), Next::Fail("the person has declined"));
        assert_eq!(polling.on("invalid_client"), Next::Fail(""));
    }
}
