//! Tokens that are kept while they last.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::{AccessToken, CredentialError, TokenCredential, TokenRequest};
use crate::clock::{Clock, SystemClock};
use crate::transport::BoxFuture;

/// A token is renewed this long before it ends, or in the last quarter of its life if that is shorter.
const EARLY: Duration = Duration::from_secs(300);

/// After a renewal ahead of time has failed, the next one is tried after this long.
const PAUSE: Duration = Duration::from_secs(30);

/// Keeps the tokens of another credential while they last. Every [`Client`](crate::Client) has one around its credential; make one yourself
/// to share tokens between clients.
///
/// However many callers need a token, one asks for it and the others wait. Tokens are renewed five minutes ahead of their end (or in the last
/// quarter of a short life) by one caller while the others go on with the old one; if that fails, so does he. A token that a service has
/// refused is not given again. Tokens without a known end are not kept.
pub struct TokenCache<C> {
    credential: C,
    clock: Arc<dyn Clock>,
    slots: Mutex<HashMap<Key, Arc<Slot>>>,
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    resource: String,
    scopes: Vec<String>,
}

#[derive(Default)]
struct Slot {
    kept: Mutex<Kept>,
    /// Held by who asks for another token.
    renewing: tokio::sync::Mutex<()>,
}

/// A token and what is known of its renewal; decides by the time it is told.
#[derive(Default)]
struct Kept {
    token: Option<AccessToken>,
    since: Option<SystemTime>,
    not_before: Option<SystemTime>,
    /// The credential gives tokens without an end.
    endless: bool,
}

/// What a kept token is good for.
enum Use {
    /// Use it.
    Fresh(AccessToken),
    /// Use it, but it is time for another.
    Aging(AccessToken),
    /// There is none that can be used.
    Missing,
}

impl<C: TokenCredential> TokenCache<C> {
    /// Keeps the tokens of `credential`.
    pub fn new(credential: C) -> Self {
        Self::with_clock(credential, Arc::new(SystemClock::new()))
    }

    /// The same by another clock.
    pub fn with_clock(credential: C, clock: Arc<dyn Clock>) -> Self {
        Self { credential, clock, slots: Mutex::default() }
    }

    fn slot(&self, request: &TokenRequest) -> Arc<Slot> {
        let key = Key { resource: request.resource.clone(), scopes: request.scopes.clone() };
        Arc::clone(lock(&self.slots).entry(key).or_default())
    }

    async fn get(&self, request: &TokenRequest) -> Result<AccessToken, CredentialError> {
        let slot = self.slot(request);
        let look = || lock(&slot.kept).look(self.clock.now(), request);
        match look() {
            Use::Fresh(token) => Ok(token),
            Use::Aging(token) => match slot.renewing.try_lock() {
                Ok(_alone) => Ok(self.renew(&slot, request).await.unwrap_or(token)),
                Err(_) => Ok(token),
            },
            Use::Missing if lock(&slot.kept).endless => self.credential.token(request).await,
            Use::Missing => {
                let _alone = slot.renewing.lock().await;
                match look() {
                    Use::Fresh(token) | Use::Aging(token) => Ok(token),
                    Use::Missing => self.renew(&slot, request).await,
                }
            }
        }
    }

    async fn renew(&self, slot: &Slot, request: &TokenRequest) -> Result<AccessToken, CredentialError> {
        // Whatever happens meanwhile, a failure and a caller who goes away included, the next one does not try at once.
        lock(&slot.kept).not_before = self.clock.now().checked_add(PAUSE);
        let token = self.credential.token(request).await?;
        lock(&slot.kept).keep(&token, self.clock.now());
        Ok(token)
    }
}

impl Kept {
    fn look(&self, now: SystemTime, request: &TokenRequest) -> Use {
        let Some(token) = self.token.clone() else { return Use::Missing };
        let is_refused = request.refused.as_ref().is_some_and(|refused| refused.reveal() == token.secret.reveal());
        let Some(left) = token.expires_on.and_then(|end| end.duration_since(now).ok()) else { return Use::Missing };
        if is_refused || left.is_zero() {
            return Use::Missing;
        }
        let life = self.since.map_or(Duration::ZERO, |since| left + now.duration_since(since).unwrap_or_default());
        let may_renew = self.not_before.is_none_or(|time| now >= time);
        if left <= EARLY.min(life / 4) && may_renew { Use::Aging(token) } else { Use::Fresh(token) }
    }

    fn keep(&mut self, token: &AccessToken, now: SystemTime) {
        self.endless = token.expires_on.is_none();
        self.token = token.expires_on.is_some().then(|| token.clone());
        self.since = Some(now);
        self.not_before = None;
    }
}

impl<C: TokenCredential> TokenCredential for TokenCache<C> {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(self.get(request))
    }
}

impl<C> std::fmt::Debug for TokenCache<C> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("TokenCache").finish_non_exhaustive()
    }
}

/// Nothing is left half done while one of these locks is held.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
