//! One logical call: attempts, redirects, and the origin rule on every hop.

use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, USER_AGENT};
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri};
use http_body::Body as _;

use super::link::resolve;
use super::retry::{Action, Attempts, Event, Repeat, is_repeatable, retry_after};
use super::statistics::add;
use super::workload::{Ending, Gate};
use super::{Client, Origin, RetryEvent, random};
use crate::Numbers;
use crate::clock::timeout;
use crate::credential::{CredentialError, Secret, TokenCredential, TokenRequest, demanded_claims};
use crate::error::{Error, PolicyViolation, ServiceError};
use crate::transport::{Body, Sent, TransportError, TransportErrorKind};

/// How many redirects one attempt follows.
const MAX_REDIRECTS: u32 = 5;

const ODATA_VERSION: HeaderName = HeaderName::from_static("odata-version");

/// Which retry a request is, as Graph's own clients say it.
const RETRY_ATTEMPT: HeaderName = HeaderName::from_static("retry-attempt");

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
    /// Whether it may be carried out twice.
    pub(crate) repeat: Repeat,
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
        let inner = &*self.inner;
        let mut headers = self.complete_headers(call);
        let mut attempts = Attempts::new(&inner.retry, &inner.quota, is_repeatable(&call.method, &headers, call.repeat));
        if inner.credential.is_some() {
            attempts = attempts.with_token();
        }
        let mut authorization = Authorization::default();
        let gate = self.gate(call);
        let mut progress = Progress::default();
        loop {
            let elapsed = progress.started.map_or(Duration::ZERO, |started| inner.clock.elapsed().saturating_sub(started));
            let patience = inner.retry.max_retry_after.min(inner.retry.budget.saturating_sub(elapsed));
            let pass = match gate.enter(patience).await {
                Ok(pass) => pass,
                Err(retry_after) => return Err(Error::Throttled { request: call.request.clone(), retry_after }),
            };
            let started = *progress.started.get_or_insert_with(|| inner.clock.elapsed());
            let attempt = self.attempt(call, &headers, &mut authorization, intake.as_deref_mut()).await;
            let event = event(&attempt);
            pass.end(ending(&event));
            self.count(&event);
            let elapsed = inner.clock.elapsed().saturating_sub(started);
            let action = attempts.on(event, elapsed, random::fraction());
            if event.is_throttle() && inner.retry.max_attempts > 1 {
                gate.close(patience_asked(&event, action));
            }
            let error = match attempt {
                Ok(reply) if action == Action::Deliver => return Ok(reply),
                Ok(reply) if action == Action::RenewToken => {
                    authorization.renew(&reply);
                    continue;
                }
                Ok(reply) => ServiceError::from_reply(&reply).into(),
                Err(Failure::Transport(error)) => {
                    let maybe_applied = error.sent != Sent::NotSent && !call.method.is_safe();
                    Error::Transport { request: call.request.clone(), error, maybe_applied }
                }
                Err(Failure::Credential(error)) => return Err(error.into()),
                Err(Failure::Policy(violation)) => return Err(Error::Policy { request: call.request.clone(), violation }),
            };
            progress.maybe_applied |= error.maybe_applied();
            match action {
                Action::Repeat(delay) => {
                    self.wait(&RetryEvent { request: &call.request, attempt: attempts.number(), delay, error: &error }).await;
                    headers.insert(RETRY_ATTEMPT, HeaderValue::from(attempts.number()));
                }
                Action::GiveUp(reason) if attempts.number() > 1 => {
                    let last = Box::new(uncertain(error, progress.maybe_applied));
                    return Err(Error::Exhausted { attempts: attempts.number(), elapsed, reason, last });
                }
                _ => return Err(uncertain(error, progress.maybe_applied)),
            }
        }
    }

    /// The way into the workload of a call.
    fn gate(&self, call: &Call) -> Gate<'_> {
        let (method, template) = call.request.split_once(' ').unwrap_or((call.method.as_str(), &call.request));
        let path = call.url.path().strip_prefix(self.inner.root.as_str()).unwrap_or(call.url.path());
        self.inner.workloads.gate(&*self.inner.clock, method, template, path)
    }

    async fn wait(&self, event: &RetryEvent<'_>) {
        add(&self.inner.counters.retries, 1);
        if let Some(observer) = &self.inner.on_retry {
            observer(event);
        }
        self.inner.clock.sleep(event.delay).await;
    }

    fn count(&self, event: &Event) {
        match event {
            Event::Refused { status: StatusCode::TOO_MANY_REQUESTS, .. } => add(&self.inner.counters.throttled, 1),
            Event::Broken { .. } => add(&self.inner.counters.broken, 1),
            Event::Refused { .. } | Event::Succeeded | Event::Withheld => {}
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
        authorization: &mut Authorization,
        intake: Option<&mut (dyn Intake + 'i)>,
    ) -> Result<Reply, Failure> {
        add(&self.inner.counters.requests, 1);
        let limited =
            timeout(&*self.inner.clock, self.inner.attempt_timeout, self.hops(call, headers, authorization, intake)).await;
        limited.unwrap_or_else(|| Err(TransportError::new(TransportErrorKind::Timeout, Sent::Maybe).into()))
    }

    /// Sends the request and follows redirects. What goes along is decided anew for every hop, from its URL alone.
    async fn hops<'i>(
        &self,
        call: &Call,
        headers: &HeaderMap,
        authorization: &mut Authorization,
        intake: Option<&mut (dyn Intake + 'i)>,
    ) -> Result<Reply, Failure> {
        let mut hop = Hop { method: call.method.clone(), url: call.url.clone(), body: call.body.clone() };
        for _ in 0..=MAX_REDIRECTS {
            let request = self.request(&hop, headers, authorization).await?;
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
                retry_after: retry_after(&parts.headers, self.inner.clock.now()),
                headers: parts.headers,
                body,
                url: hop.url,
                request: call.request.clone(),
                safe: call.method.is_safe(),
            });
        }
        Err(PolicyViolation::TooManyRedirects { limit: MAX_REDIRECTS }.into())
    }

    async fn request(&self, hop: &Hop, headers: &HeaderMap, authorization: &mut Authorization) -> Result<Request<Body>, Failure> {
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
                let value = authorization.header(&**credential).await?;
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

/// The token of a call, over all of its attempts.
#[derive(Default)]
struct Authorization {
    /// What the next token is asked for.
    request: TokenRequest,
    /// The token that was sent last.
    sent: Option<Secret>,
}

impl Authorization {
    /// The header with a token that is asked for now: a call may outlive a token.
    async fn header(&mut self, credential: &dyn TokenCredential) -> Result<HeaderValue, Failure> {
        let token = credential.token(&self.request).await.map_err(Failure::Credential)?;
        let mut value = HeaderValue::from_str(&format!("Bearer {}", token.secret.reveal()))
            .map_err(|_| Failure::Credential(CredentialError::new("the token holds characters that no header may hold")))?;
        value.set_sensitive(true);
        self.sent = Some(token.secret);
        Ok(value)
    }

    /// The token was refused: the next one must be another, with the claims that the service asks for.
    fn renew(&mut self, reply: &Reply) {
        self.request.refused = self.sent.take();
        self.request.claims = demanded_claims(&reply.headers);
    }
}

/// What is known after some attempts.
#[derive(Default)]
struct Progress {
    /// When the first attempt began, by the clock of the client.
    started: Option<Duration>,
    maybe_applied: bool,
}

/// An attempt as the retry policy sees it. Refusals of our own are decided before it is asked.
fn event(attempt: &Result<Reply, Failure>) -> Event {
    match attempt {
        Ok(reply) if reply.status.is_success() => Event::Succeeded,
        Ok(reply) => Event::Refused { status: reply.status, retry_after: reply.retry_after },
        Err(Failure::Transport(error)) => Event::Broken { kind: error.kind, sent: error.sent },
        Err(Failure::Credential(_) | Failure::Policy(_)) => Event::Withheld,
    }
}

/// An attempt as its workload sees it.
fn ending(event: &Event) -> Ending {
    match event {
        Event::Succeeded => Ending::Succeeded,
        event if event.is_throttle() => Ending::Throttled,
        _ => Ending::Other,
    }
}

/// How long the workload is left alone: as long as the service says, or else as long as we wait ourselves.
fn patience_asked(event: &Event, action: Action) -> Duration {
    match (event, action) {
        (Event::Refused { retry_after: Some(told), .. }, _) => *told,
        (_, Action::Repeat(wait)) => wait,
        _ => Duration::ZERO,
    }
}

/// An earlier attempt may have done what the last one is told it cannot do (again).
fn uncertain(mut error: Error, earlier: bool) -> Error {
    match &mut error {
        Error::Service(service) => service.maybe_applied |= earlier,
        Error::Transport { maybe_applied, .. } => *maybe_applied |= earlier,
        _ => {}
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
