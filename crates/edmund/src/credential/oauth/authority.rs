//! Who gives tokens, and how it is asked.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue, USER_AGENT};
use http::{Method, Request, Uri};
use http_body::Body as _;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::answer::Answer;
use crate::client::{Action, Attempts, Event, Origin, Quota, Retry, Whose, random, retry_after};
use crate::clock::{Clock, SystemClock, timeout};
use crate::credential::{CredentialError, TokenRequest};
use crate::query::encode_segment;
use crate::transport::{Body, Sent, Transport, TransportError, TransportErrorKind};

/// How long one request for a token may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// No answer with a token is larger.
const MAX_ANSWER: usize = 1 << 20;

/// What stays as it is in a form (RFC 3986, unreserved).
const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The token endpoint of an OAuth 2.0 authorization server.
///
/// Requests for tokens are sent again as those of [`Retry::interactive`] are; redirects are not followed.
#[derive(Clone)]
pub struct Authority {
    token_url: Result<Uri, String>,
    device_url: Result<Uri, String>,
    kind: Kind,
    scopes: Vec<String>,
    transport: Option<Arc<dyn Transport>>,
    clock: Arc<dyn Clock>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Microsoft Entra: the default scope of a resource is `{resource}/.default`, and tokens may be revoked while they last, which clients
    /// that can answer a challenge announce.
    Entra,
    OAuth,
}

impl Authority {
    /// Microsoft Entra's public cloud, for a tenant by its identifier or one of its domains.
    pub fn entra(tenant: &str) -> Self {
        Self::entra_at("https://login.microsoftonline.com", tenant)
    }

    /// Microsoft Entra in another cloud, such as `https://login.microsoftonline.us` or `https://login.chinacloudapi.cn`.
    pub fn entra_at(host: &str, tenant: &str) -> Self {
        let root = format!("{}/{}/oauth2/v2.0", host.trim_end_matches('/'), encode_segment(tenant));
        let mut authority = Self::oauth(&format!("{root}/token")).device_code_url(&format!("{root}/devicecode"));
        authority.kind = Kind::Entra;
        if tenant.bytes().all(|byte| byte == b'.') {
            authority.token_url = Err(format!("{tenant:?} is no tenant"));
        }
        authority
    }

    /// The token endpoint of any other service.
    pub fn oauth(token_url: &str) -> Self {
        Self {
            token_url: parse(token_url),
            device_url: Err("the authority has no URL for device codes: Authority::device_code_url".to_owned()),
            kind: Kind::OAuth,
            scopes: Vec::new(),
            transport: None,
            clock: Arc::new(SystemClock::new()),
        }
    }

    /// Where device codes are asked for (RFC 8628).
    #[must_use]
    pub fn device_code_url(mut self, url: &str) -> Self {
        self.device_url = parse(url);
        self
    }

    /// A scope that tokens are asked for. Without one, Microsoft Entra is asked for `.default` of the service, and others for none.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// How requests for tokens are sent; by default through hyper and rustls.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The time by which tokens expire; the machine's by default.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    pub(super) fn time(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Where tokens are asked for.
    #[cfg(feature = "certificate")]
    pub(super) fn token_url(&self) -> Result<String, CredentialError> {
        self.token_url.as_ref().map(Uri::to_string).map_err(CredentialError::new)
    }

    pub(super) fn now(&self) -> SystemTime {
        self.clock.now()
    }

    /// The scopes of a request, separated by blanks; `None` if there are none to ask for.
    pub(super) fn scopes(&self, request: &TokenRequest) -> Option<String> {
        if !request.scopes.is_empty() {
            return Some(request.scopes.join(" "));
        }
        if !self.scopes.is_empty() {
            return Some(self.scopes.join(" "));
        }
        (self.kind == Kind::Entra && !request.resource.is_empty()).then(|| format!("{}/.default", request.resource))
    }

    /// The claims to ask for: those that the service demands, and, of Entra, that the client can deal with such demands (`cp1`).
    pub(super) fn claims(&self, request: &TokenRequest) -> Option<String> {
        if self.kind == Kind::OAuth {
            return request.claims.clone();
        }
        let demanded = request.claims.as_deref().and_then(|claims| serde_json::from_str(claims).ok());
        let mut claims: serde_json::Map<String, serde_json::Value> = demanded.unwrap_or_default();
        let access = claims.entry("access_token").or_insert_with(|| serde_json::json!({}));
        if let Some(access) = access.as_object_mut() {
            access.insert("xms_cc".to_owned(), serde_json::json!({ "values": ["cp1"] }));
        }
        Some(serde_json::Value::Object(claims).to_string())
    }

    pub(super) async fn ask_for_token(&self, form: &[(&str, &str)]) -> Result<Answer, CredentialError> {
        self.post(&self.token_url, form).await
    }

    pub(super) async fn ask_for_device_code(&self, form: &[(&str, &str)]) -> Result<Answer, CredentialError> {
        self.post(&self.device_url, form).await
    }

    /// Sends a form until there is an answer that another attempt would not change: asking for a token twice does no harm.
    async fn post(&self, url: &Result<Uri, String>, form: &[(&str, &str)]) -> Result<Answer, CredentialError> {
        let url = url.as_ref().map_err(CredentialError::new)?;
        check(url)?;
        let transport = self.way()?;
        let body = encode(form);
        let (retry, quota) = (Retry::interactive(), Quota::new(None));
        let mut attempts = Attempts::new(&retry, &quota, true);
        let started = self.clock.elapsed();
        loop {
            let sent = timeout(&*self.clock, TIMEOUT, exchange(&*transport, request(url, body.clone()))).await;
            let sent = sent.unwrap_or_else(|| Err(TransportError::new(TransportErrorKind::Timeout, Sent::Maybe)));
            let event = match &sent {
                Ok((parts, _)) if parts.status.is_success() => Event::Succeeded,
                Ok((parts, _)) => Event::Refused {
                    status: parts.status,
                    retry_after: retry_after(&parts.headers, self.clock.now()),
                    by: Whose::Service,
                },
                Err(error) => Event::Broken { kind: error.kind, sent: error.sent },
            };
            match (attempts.on(event, self.clock.elapsed().saturating_sub(started), random::fraction()), sent) {
                (Action::Repeat(wait), _) => self.clock.sleep(wait).await,
                (_, Ok((parts, body))) => return Ok(Answer::new(parts.status, &body)),
                (_, Err(error)) => {
                    let message =
                        format!("the token endpoint {} cannot be reached", url.authority().map_or("", |host| host.as_str()));
                    return Err(CredentialError::new(message).with_source(error));
                }
            }
        }
    }

    fn way(&self) -> Result<Arc<dyn Transport>, CredentialError> {
        match &self.transport {
            Some(transport) => Ok(Arc::clone(transport)),
            None => default_transport(),
        }
    }
}

fn parse(url: &str) -> Result<Uri, String> {
    url.parse().map_err(|error: http::uri::InvalidUri| format!("the token endpoint {url:?} is not a URL: {error}"))
}

/// Secrets go over TLS, or stay on this machine.
fn check(url: &Uri) -> Result<(), CredentialError> {
    let origin =
        Origin::of(url).map_err(|reason| CredentialError::new(format!("the token endpoint cannot be used: {reason}")))?;
    if origin.is_secure() || origin.is_loopback() {
        return Ok(());
    }
    Err(CredentialError::new(format!("the token endpoint {origin} is not encrypted: use https")))
}

fn encode(form: &[(&str, &str)]) -> bytes::Bytes {
    let pairs: Vec<String> = form.iter().map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, FORM))).collect();
    pairs.join("&").into()
}

fn request(url: &Uri, body: bytes::Bytes) -> Request<Body> {
    let mut request = Request::new(Body::from(body));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = url.clone();
    let headers = request.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(USER_AGENT, HeaderValue::from_static(concat!("edmund/", env!("CARGO_PKG_VERSION"))));
    request
}

async fn exchange(transport: &dyn Transport, request: Request<Body>) -> Result<(http::response::Parts, Vec<u8>), TransportError> {
    let (parts, mut body) = transport.send(request).await?.into_parts();
    let mut bytes = Vec::new();
    while let Some(frame) = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        if let Ok(data) = frame?.into_data() {
            if bytes.len() + data.len() > MAX_ANSWER {
                return Err(TransportError::new(TransportErrorKind::Protocol, Sent::Sent));
            }
            bytes.extend_from_slice(&data);
        }
    }
    Ok((parts, bytes))
}

#[cfg(feature = "hyper")]
fn default_transport() -> Result<Arc<dyn Transport>, CredentialError> {
    Ok(Arc::new(crate::transport::HyperTransport::new()))
}

#[cfg(not(feature = "hyper"))]
fn default_transport() -> Result<Arc<dyn Transport>, CredentialError> {
    Err(CredentialError::new("no transport: call Authority::transport, or build edmund with its feature `hyper`"))
}

impl fmt::Debug for Authority {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.token_url.as_ref().map_or_else(Clone::clone, Uri::to_string);
        out.debug_struct("Authority").field("token_url", &url).field("scopes", &self.scopes).finish_non_exhaustive()
    }
}
