//! The description of a client.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use super::retry::Quota;
use super::statistics::Counters;
use super::trust::{Insecure, Trust};
use super::workload::Workloads;
use super::{Client, Inner, KeyStyle, Limits, OnRetry, Origin, Retry, RetryEvent};
use crate::Numbers;
use crate::clock::{Clock, SystemClock};
use crate::credential::{TokenCache, TokenCredential, TokenRequest};
use crate::error::{Error, Hints};
use crate::transport::Transport;

/// The largest JSON document that is read into memory: 64 MiB.
const MAX_BODY: usize = 64 << 20;

/// From the first byte of a request to the last of its answer.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(100);

/// Why a client cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigurationError {
    /// There is no base URL.
    #[error("no base URL: call ClientBuilder::base_url, for example with \"https://graph.microsoft.com/v1.0\"")]
    NoBaseUrl,
    /// The base URL cannot be one.
    #[error("the base URL {url:?} cannot be used: {reason}")]
    BaseUrl {
        /// As given.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A trusted origin cannot be one.
    #[error("the trusted origin {url:?} cannot be used: {reason}")]
    TrustedOrigin {
        /// As given.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// `http` to a host other than this machine.
    #[error("the URL {url:?} is not encrypted: use https, or allow it with ClientBuilder::allow_insecure_http")]
    InsecureBaseUrl {
        /// As given.
        url: String,
    },
    /// A header that HTTP does not allow.
    #[error("{name:?} with this value is not a valid header")]
    Header {
        /// The name as given; the value is not shown.
        name: String,
    },
    /// The runtime of the blocking front cannot be started.
    #[cfg(feature = "blocking")]
    #[error("cannot start the runtime of the blocking front: {reason}")]
    NoRuntime {
        /// What the system says.
        reason: String,
    },
    /// The blocking front was called inside an asynchronous runtime, which would stand still.
    #[cfg(feature = "blocking")]
    #[error("the blocking front was called inside an asynchronous runtime: await the request there")]
    BlockingWithinRuntime,
    /// The crate is built without a transport of its own.
    #[error("no transport: call ClientBuilder::transport, or build edmund with its feature `hyper`")]
    NoTransport,
}

/// The description of a client: [`Client::builder`].
#[must_use = "nothing happens before `build`"]
pub struct ClientBuilder {
    base_url: Option<String>,
    transport: Option<Box<dyn Transport>>,
    credential: Option<Box<dyn TokenCredential>>,
    headers: Result<HeaderMap, ConfigurationError>,
    retry: Retry,
    limits: Option<Limits>,
    hints: Hints,
    clock: Option<Arc<dyn Clock>>,
    scopes: Vec<String>,
    key_style: KeyStyle,
    numbers: Numbers,
    trusted: Vec<String>,
    insecure: Insecure,
    max_body: usize,
    attempt_timeout: Duration,
    on_retry: Option<OnRetry>,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            base_url: None,
            transport: None,
            credential: None,
            headers: Ok(HeaderMap::new()),
            retry: Retry::default(),
            limits: None,
            hints: Hints::new(),
            clock: None,
            scopes: Vec::new(),
            key_style: KeyStyle::default(),
            numbers: Numbers::default(),
            trusted: Vec::new(),
            insecure: Insecure::Refused,
            max_body: MAX_BODY,
            attempt_timeout: ATTEMPT_TIMEOUT,
            on_retry: None,
        }
    }
}

impl ClientBuilder {
    /// The root of the service, such as `https://graph.microsoft.com/v1.0`. Its scheme, host and port are the client's own origin: nothing
    /// else ever sees the token.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Where bearer tokens come from. Without one, requests go out without a token.
    pub fn credential(mut self, credential: impl TokenCredential) -> Self {
        self.credential = Some(Box::new(credential));
        self
    }

    /// A scope that tokens must have. Without one, the credential decides; those for Microsoft Entra ask for all that the application was
    /// granted (`.default`).
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// Another origin that belongs to the service, such as `https://files.example.com`: next links and redirects may lead there, and the
    /// token and the caller's headers go along.
    pub fn trusted_origin(mut self, url: impl Into<String>) -> Self {
        self.trusted.push(url.into());
        self
    }

    /// How requests are sent; by default through hyper and rustls.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// A header of every request to the client's own origin. A request's own header of the same name replaces it.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Ok(headers) = &mut self.headers {
            match (name.parse::<HeaderName>(), value.parse::<HeaderValue>()) {
                (Ok(name), Ok(value)) => {
                    headers.append(name, value);
                }
                _ => self.headers = Err(ConfigurationError::Header { name: name.to_owned() }),
            }
        }
        self
    }

    /// How patient the client is.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// What the service documents about how much it bears: the client keeps to it instead of being refused. Without it, requests go out
    /// as they come until the service asks for patience.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// What helps against errors of this service: errors say it ([`ServiceError::hint`](crate::ServiceError::hint)).
    pub fn hints(mut self, hints: Hints) -> Self {
        self.hints = hints;
        self
    }

    /// The time that the client lives in; tokio's by default.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Is called before every wait for another attempt.
    pub fn on_retry(mut self, observer: impl Fn(&RetryEvent<'_>) + Send + Sync + 'static) -> Self {
        self.on_retry = Some(Box::new(observer));
        self
    }

    /// How a single key stands in a path; composite keys always stand in parentheses.
    pub fn key_style(mut self, style: KeyStyle) -> Self {
        self.key_style = style;
        self
    }

    /// With [`Numbers::AsText`], asks for Int64 and Decimal values as strings and writes them so (`IEEE754Compatible=true`): for services and gateways in between
    /// whose numbers are doubles.
    pub fn numbers(mut self, numbers: Numbers) -> Self {
        self.numbers = numbers;
        self
    }

    /// Also allows `http` to other machines than this one: tokens and data can then be read on the way.
    pub fn allow_insecure_http(mut self) -> Self {
        self.insecure = Insecure::Allowed;
        self
    }

    /// The largest answer that is read into memory, in bytes; 64 MiB by default.
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// How long one attempt may take, from its first byte to the last of its answer; 100 seconds by default.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// The client.
    ///
    /// # Errors
    /// [`Error::Configuration`]: the base URL is missing or unusable, a header is invalid, or there is no transport.
    pub fn build(self) -> Result<Client, Error> {
        Ok(self.try_build()?)
    }

    fn try_build(self) -> Result<Client, ConfigurationError> {
        let text = self.base_url.ok_or(ConfigurationError::NoBaseUrl)?;
        let (url, origin) = parse_base(&text).map_err(|reason| ConfigurationError::BaseUrl { url: text.clone(), reason })?;
        check_security(&text, &origin, self.insecure)?;
        let trusted = self.trusted.iter().map(|text| parse_trusted(text, self.insecure)).collect::<Result<_, _>>()?;
        let clock = self.clock.unwrap_or_else(|| Arc::new(SystemClock::new()));
        let resource = origin.to_string();
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport()?,
        };
        let authority = url.authority().map_or("", |authority| authority.as_str());
        let service = format!("{}://{authority}", url.scheme_str().unwrap_or("https"));
        let root = url.path().trim_end_matches('/');
        Ok(Client {
            inner: Arc::new(Inner {
                base_url: format!("{service}{root}"),
                root: root.to_owned(),
                trust: Arc::new(Trust::new(origin, trusted, self.insecure)),
                transport,
                credential: self.credential.map(|credential| TokenCache::with_clock(credential, Arc::clone(&clock))),
                token_request: TokenRequest { scopes: self.scopes, resource, ..TokenRequest::default() },
                headers: self.headers?,
                quota: Quota::new(self.retry.quota),
                retry: self.retry,
                hints: self.hints,
                workloads: Workloads::new(self.limits),
                clock,
                key_style: self.key_style,
                numbers: self.numbers,
                max_body: self.max_body,
                attempt_timeout: self.attempt_timeout,
                on_retry: self.on_retry,
                counters: Counters::default(),
            }),
        })
    }
}

fn parse_trusted(text: &str, insecure: Insecure) -> Result<Origin, ConfigurationError> {
    let (_, origin) = parse_base(text).map_err(|reason| ConfigurationError::TrustedOrigin { url: text.to_owned(), reason })?;
    check_security(text, &origin, insecure)?;
    Ok(origin)
}

fn check_security(url: &str, origin: &Origin, insecure: Insecure) -> Result<(), ConfigurationError> {
    if origin.is_secure() || origin.is_loopback() || insecure == Insecure::Allowed {
        return Ok(());
    }
    Err(ConfigurationError::InsecureBaseUrl { url: url.to_owned() })
}

fn parse_base(text: &str) -> Result<(Uri, Origin), String> {
    let url: Uri = text.parse().map_err(|error: http::uri::InvalidUri| error.to_string())?;
    let origin = Origin::of(&url)?;
    if text.contains(['?', '#']) {
        return Err("it holds a query or a fragment".to_owned());
    }
    Ok((url, origin))
}

#[cfg(feature = "hyper")]
fn default_transport() -> Result<Box<dyn Transport>, ConfigurationError> {
    Ok(Box::new(crate::transport::HyperTransport::new()))
}

#[cfg(not(feature = "hyper"))]
fn default_transport() -> Result<Box<dyn Transport>, ConfigurationError> {
    Err(ConfigurationError::NoTransport)
}
