//! The client: one service, one credential, one policy.

mod arriving;
mod authorization;
mod builder;
mod call;
mod headers;
mod hop;
mod link;
mod origin;
pub(crate) mod random;
mod retry;
mod send;
mod statistics;
mod trace;
mod trust;
mod unpacking;
mod workload;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, Uri};

pub use self::builder::{ClientBuilder, ConfigurationError};
pub(crate) use self::call::{Call, Intake, Reply};
pub(crate) use self::link::{next_page, resolve};
pub(crate) use self::origin::Origin;
#[cfg(feature = "hyper")]
pub(crate) use self::origin::is_private;
pub use self::retry::Retry;
pub(crate) use self::retry::{Action, Attempts, Event, Quota, Repeat, Whose, is_repeatable, retry_after};
pub use self::statistics::{RetryEvent, Statistics};
#[cfg(test)]
pub(crate) use self::trust::Insecure;
pub(crate) use self::trust::{Link, Trust};
pub use self::workload::{Limits, LimitsError};
use crate::Numbers;
use crate::clock::Clock;
use crate::credential::{TokenCache, TokenCredential, TokenRequest};
use crate::error::Hints;
use crate::transport::Transport;

/// A connection to one service. Cloning is cheap, and clones share connections, credential and statistics.
///
/// ```
/// # fn main() -> Result<(), edmund::Error> {
/// let client = edmund::Client::builder()
///     .base_url("https://graph.microsoft.com/v1.0")
///     .credential(edmund::StaticToken::new("a token"))
///     .build()?;
/// # drop(client);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

/// What all clones of a client share.
struct Inner {
    /// Scheme, authority and `root`, without a final `/`.
    base_url: String,
    /// The path that every request begins with; empty or `/v1.0`, without a final `/`.
    root: String,
    trust: Arc<Trust>,
    transport: Box<dyn Transport>,
    credential: Option<TokenCache<Box<dyn TokenCredential>>>,
    /// What tokens are asked for.
    token_request: TokenRequest,
    headers: HeaderMap,
    retry: Retry,
    quota: retry::Quota,
    hints: Hints,
    workloads: workload::Workloads,
    clock: Arc<dyn Clock>,
    key_style: KeyStyle,
    numbers: Numbers,
    max_body: usize,
    attempt_timeout: Duration,
    on_retry: Option<OnRetry>,
    counters: statistics::Counters,
}

type OnRetry = Box<dyn Fn(&RetryEvent<'_>) + Send + Sync>;

/// How a single key stands in a path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyStyle {
    /// `users/ada`, as Microsoft Graph writes it.
    #[default]
    Segment,
    /// `users('ada')`, which every OData service understands.
    Parentheses,
}

impl Client {
    /// Begins the description of a client; the base URL is required.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// The URL that every request begins with, without a final `/`.
    pub fn base_url(&self) -> &str {
        &self.inner.base_url
    }

    /// What this client and its clones have been through so far.
    pub fn statistics(&self) -> Statistics {
        self.inner.counters.read()
    }

    pub(crate) fn numbers(&self) -> Numbers {
        self.inner.numbers
    }

    pub(crate) fn key_style(&self) -> KeyStyle {
        self.inner.key_style
    }

    /// The time that this client lives in.
    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.inner.clock
    }

    /// The path that every request begins with.
    pub(crate) fn root(&self) -> &str {
        &self.inner.root
    }

    /// The attempts of a call that travels inside another, by the policy of this client.
    pub(crate) fn new_attempts(&self, repeatable: bool) -> Attempts<'_> {
        Attempts::new(&self.inner.retry, &self.inner.quota, repeatable)
    }

    /// Where this client may go.
    pub(crate) fn trust(&self) -> Arc<Trust> {
        Arc::clone(&self.inner.trust)
    }

    /// Whether the token and the caller's headers may go to `url`.
    pub(crate) fn owns(&self, url: &Uri) -> bool {
        Origin::of(url).is_ok_and(|origin| self.inner.trust.owns(&origin))
    }
}

impl AsRef<Client> for Client {
    fn as_ref(&self) -> &Client {
        self
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Client")
            .field("base_url", &self.base_url())
            .field("statistics", &self.statistics())
            .finish_non_exhaustive()
    }
}
