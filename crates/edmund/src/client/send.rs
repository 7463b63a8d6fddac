//! One logical call: attempts, redirects, and the origin rule on every hop.

use std::pin::Pin;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{
    ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, IF_MATCH, LOCATION, USER_AGENT,
};
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri};
use http_body::Body as _;
use tokio::time::Instant;

use super::link::resolve;
use super::retry::{Attempt, Outcome};
use super::retry_after::retry_after;
use super::statistics::add;
use super::{Client, Origin, RetryEvent, random};
use crate::Numbers;
use crate::credential::{CredentialError, TokenRequest};
use crate::error::{Error, PolicyViolation, ServiceError};
use crate::transport::{Body, Sent, TransportError, TransportErrorKind};

/// How many redirects one attempt follows.
const MAX_REDIRECTS: u32 = 5;

const ODATA_VERSION: HeaderName = HeaderName::from_static("odata-version");

const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");

/// A request as the caller means it, before attempts and redirects.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) url: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
    /// Method and path template: what errors call the request.
    pub(crate) request: String,
}

/// A complete answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Where the answer came from, after redirects.
    pub(crate) url: Uri,
    /// Method and path template.
    pub(crate) request: String,
    /// The request changes nothing.
    pub(crate) safe: bool,
    pub(crate) retry_after: Option<Duration>,
}

/// Takes the body of a successful answer piece by piece, so that it need not be held as a whole.
pub(crate) trait Intake: Send {
    /// A body begins. What came before belongs to an attempt that failed.
    fn begin(&mut self);

    /// The next piece of the body.
    fn take(&mut self, piece: &[u8]);
}

/// Why an attempt has no answer.
enum Failure {
    Transport(TransportError),
    Credential(CredentialError),
    Policy(PolicyViolation),
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl From<PolicyViolation> for Failure {
    fn from(violation: PolicyViolation) -> Self {
        Self::Policy(violation)
    }
}

impl Client {
    /// Sends a call until it has an answer with a status of success, or the retry policy gives up.
    pub(crate) async fn execute(&self, call: &Call) -> Result<Reply, Error> {
        self.execute_into(call, None).await
    }

    /// As [`execute`](Self::execute); the body of the answer goes to `intake`, if there is one, and the reply has none. What the intake was
    /// given is complete only when this succeeds.
    pub(crate) async fn execute_into<'i>(&self, call: &Call, mut intake: Option<&mut (dyn Intake + 'i)>) -> Result<Reply, Error> {
        let headers = self.complete_headers(call);
        let started = Instant::now();
        let mut maybe_applied = false;
        let mut number = 0_u32;
        loop {
            number = number.saturating_add(1);
            let (error, outcome) = match self.attempt(call, &headers, intake.as_deref_mut()).await {
                Ok(reply) if reply.status.is_success() => return Ok(reply),
                Ok(reply) => {
                    let outcome = Outcome::Answer { status: reply.status, retry_after: reply.retry_after };
                    (ServiceError::from_reply(&reply).into(), outcome)
                }
                Err(Failure::Transport(error)) => {
                    let outcome = Outcome::Broken { kind: error.kind, sent: error.sent };
                    let maybe_applied = error.sent != Sent::NotSent && !call.method.is_safe();
                    (Error::Transport { request: call.request.clone(), error, maybe_applied }, outcome)
                }
                Err(Failure::Credential(error)) => return Err(error.into()),
                Err(Failure::Policy(violation)) => return Err(Error::Policy { request: call.request.clone(), violation }),
            };
            self.count(&outcome);
            let elapsed = started.elapsed();
            let conditional = headers.get(IF_MATCH).is_some_and(|tag| tag.as_bytes() != b"*");
            let attempt = Attempt { number, method: &call.method, conditional, outcome, elapsed };
            maybe_applied |= error.maybe_applied();
            let Some(delay) = self.inner.retry.decide(&attempt, random::fraction()) else {
                let error = uncertain(error, maybe_applied);
                let exhausted = number > 1 && attempt.may_be_repeated();
                return Err(if exhausted {
                    Error::Exhausted { attempts: number, elapsed, last: Box::new(error) }
                } else {
                    error
                });
            };
            self.wait(&RetryEvent { attempt: number, delay, error: &error }).await;
        }
    }

    async fn wait(&self, event: &RetryEvent<'_>) {
        add(&self.inner.counters.retries, 1);
        if let Some(observer) = &self.inner.on_retry {
            observer(event);
        }
        tokio::time::sleep(event.delay).await;
    }

    fn count(&self, outcome: &Outcome) {
        match outcome {
            Outcome::Answer { status: StatusCode::TOO_MANY_REQUESTS, .. } => add(&self.inner.counters.throttled, 1),
            Outcome::Broken { .. } => add(&self.inner.counters.broken, 1),
            Outcome::Answer { .. } => {}
        }
    }

    /// The caller's headers, the client's, and those that every request has. The name of the request stays the same over all attempts.
    fn complete_headers(&self, call: &Call) -> HeaderMap {
        let mut headers = call.headers.clone();
        for name in self.inner.headers.keys() {
            if !headers.contains_key(name) {
                for value in self.inner.headers.get_all(name) {
                    headers.append(name, value.clone());
                }
            }
        }
        let mut set = |name: HeaderName, value: &'static str| {
            headers.entry(name).or_insert(HeaderValue::from_static(value));
        };
        set(USER_AGENT, concat!("edmund/", env!("CARGO_PKG_VERSION")));
        let (accept, content_type) = match self.inner.numbers {
            Numbers::AsNumbers => ("application/json;odata.metadata=minimal", "application/json"),
            Numbers::AsText => {
                ("application/json;odata.metadata=minimal;IEEE754Compatible=true", "application/json;IEEE754Compatible=true")
            }
        };
        set(ACCEPT, accept);
        set(HeaderName::from_static("odata-maxversion"), "4.01");
        if call.body.is_some() {
            set(ODATA_VERSION, "4.0");
            set(CONTENT_TYPE, content_type);
        }
        if let Ok(id) = HeaderValue::from_str(&random::uuid()) {
            headers.entry(CLIENT_REQUEST_ID).or_insert(id);
        }
        headers
    }

    async fn attempt<'i>(
        &self,
        call: &Call,
        headers: &HeaderMap,
        intake: Option<&mut (dyn Intake + 'i)>,
    ) -> Result<Reply, Failure> {
        add(&self.inner.counters.requests, 1);
        match tokio::time::timeout(self.inner.attempt_timeout, self.hops(call, headers, intake)).await {
            Ok(result) => result,
            Err(elapsed) => Err(TransportError::new(TransportErrorKind::Timeout, Sent::Maybe).with_source(elapsed).into()),
        }
    }

    /// Sends the request and follows redirects. What goes along is decided anew for every hop, from its URL alone.
    async fn hops<'i>(&self, call: &Call, headers: &HeaderMap, intake: Option<&mut (dyn Intake + 'i)>) -> Result<Reply, Failure> {
        let mut hop = Hop { method: call.method.clone(), url: call.url.clone(), body: call.body.clone() };
        for _ in 0..=MAX_REDIRECTS {
            let request = self.request(&hop, headers).await?;
            let response = self.inner.transport.send(request).await?;
            if let Some(location) = redirect(&response) {
                hop = self.follow(hop, response.status(), &location)?;
                continue;
            }
            let (parts, body) = response.into_parts();
            let has_body =
                hop.method != Method::HEAD && !matches!(parts.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
            let declared = if has_body { content_length(&parts.headers) } else { None };
            let body = match intake.filter(|_| parts.status.is_success()) {
                Some(intake) => self.hand_on(body, declared, intake).await.map(|()| Bytes::new())?,
                None => self.collect(body, declared).await?,
            };
            return Ok(Reply {
                status: parts.status,
                retry_after: retry_after(&parts.headers, SystemTime::now()),
                headers: parts.headers,
                body,
                url: hop.url,
                request: call.request.clone(),
                safe: call.method.is_safe(),
            });
        }
        Err(PolicyViolation::TooManyRedirects { limit: MAX_REDIRECTS }.into())
    }

    async fn request(&self, hop: &Hop, headers: &HeaderMap) -> Result<Request<Body>, Failure> {
        let mut request = Request::new(hop.body.clone().map(Body::from).unwrap_or_default());
        *request.method_mut() = hop.method.clone();
        *request.uri_mut() = hop.url.clone();
        if self.owns(&hop.url) {
            *request.headers_mut() = headers.clone();
            if hop.body.is_none() {
                // A redirect may have taken the body away; then nothing is left to describe.
                request.headers_mut().remove(CONTENT_TYPE);
                request.headers_mut().remove(ODATA_VERSION);
            }
            if let Some(credential) = &self.inner.credential {
                let token = credential.token(&TokenRequest::default()).await.map_err(Failure::Credential)?;
                let mut value = HeaderValue::from_str(&format!("Bearer {}", token.secret.reveal())).map_err(|_| {
                    Failure::Credential(CredentialError::new("the token holds characters that no header may hold"))
                })?;
                value.set_sensitive(true);
                request.headers_mut().insert(AUTHORIZATION, value);
            }
        } else {
            for name in [ACCEPT, USER_AGENT] {
                if let Some(value) = headers.get(&name) {
                    request.headers_mut().insert(name, value.clone());
                }
            }
        }
        Ok(request)
    }

    /// The next hop. A request with a body, or one that changes something, stays with the service.
    fn follow(&self, hop: Hop, status: StatusCode, location: &str) -> Result<Hop, PolicyViolation> {
        let invalid = |reason: String| PolicyViolation::InvalidUrl { what: "the target of a redirect", reason };
        let url = resolve(&hop.url, location).map_err(invalid)?;
        let origin = Origin::of(&url).map_err(|reason| invalid(reason.to_owned()))?;
        let mut next = Hop { url, ..hop };
        if status == StatusCode::SEE_OTHER && next.method != Method::HEAD {
            next.method = Method::GET;
            next.body = None;
        }
        if origin == self.inner.origin {
            return Ok(next);
        }
        let named = origin.to_string();
        if !next.method.is_safe() {
            return Err(PolicyViolation::ForeignRedirect { origin: named });
        }
        if !self.inner.origin.is_private() && origin.is_private() {
            return Err(PolicyViolation::PrivateAddress { origin: named });
        }
        if !origin.is_secure() && !origin.is_loopback() && !self.inner.allow_insecure_http {
            return Err(PolicyViolation::InsecureUrl { origin: named });
        }
        Ok(next)
    }

    /// The whole body.
    async fn collect(&self, body: Body, declared: Option<u64>) -> Result<Bytes, Failure> {
        let mut whole = Whole(Vec::new());
        // What the header announces is set aside at once, up to what is allowed.
        whole.0.reserve(usize::try_from(declared.unwrap_or(0)).unwrap_or(usize::MAX).min(self.inner.max_body));
        self.hand_on(body, declared, &mut whole).await?;
        Ok(whole.0.into())
    }

    /// Hands the body to `intake`. It must be as long as its header says and no longer than the client allows.
    async fn hand_on(&self, mut body: Body, declared: Option<u64>, intake: &mut dyn Intake) -> Result<(), Failure> {
        let limit = self.inner.max_body;
        let too_large = || Failure::Policy(PolicyViolation::BodyTooLarge { limit });
        if declared.is_some_and(|declared| declared > limit as u64) {
            return Err(too_large());
        }
        let mut length = 0;
        intake.begin();
        while let Some(frame) = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            if let Ok(data) = frame?.into_data() {
                if data.len() > limit - length {
                    return Err(too_large());
                }
                length += data.len();
                intake.take(&data);
            }
        }
        add(&self.inner.counters.bytes_received, length as u64);
        match declared {
            Some(declared) if declared != length as u64 => {
                Err(TransportError::new(TransportErrorKind::BodyAborted, Sent::Sent).into())
            }
            _ => Ok(()),
        }
    }
}

/// A body as a whole.
struct Whole(Vec<u8>);

impl Intake for Whole {
    fn begin(&mut self) {
        self.0.clear();
    }

    fn take(&mut self, piece: &[u8]) {
        self.0.extend_from_slice(piece);
    }
}

/// One request on the wire.
struct Hop {
    method: Method,
    url: Uri,
    body: Option<Bytes>,
}

/// An earlier attempt may have done what the last one is told it cannot do (again).
fn uncertain(mut error: Error, maybe_applied: bool) -> Error {
    if let Error::Service(service) = &mut error {
        service.maybe_applied |= maybe_applied;
    }
    error
}

fn redirect(response: &Response<Body>) -> Option<String> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = response.headers().get(LOCATION)?;
    Some(String::from_utf8_lossy(location.as_bytes()).into_owned())
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    if headers.contains_key(http::header::CONTENT_ENCODING) {
        return None;
    }
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
