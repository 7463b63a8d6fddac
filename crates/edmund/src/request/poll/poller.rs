//! A client that looks after a running operation.

use std::fmt;
use std::time::Duration;

use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Method, StatusCode, Uri};

use super::embedded::Embedded;
use super::progress::{Look, Progress, Shown};
use crate::client::{Call, Client, Link, Repeat, Reply, resolve, retry_after};
use crate::error::{Error, PolicyViolation, ServiceError};
use crate::request::operation::{self, Replies};
use crate::request::prepared::Read;
use crate::request::saved::saved_as;
use crate::request::{Prepared, Returned};

/// Headers that say where the state of an operation can be seen, the more special ones first.
const MONITORS: [&str; 3] = ["operation-location", "azure-asyncoperation", "location"];

/// An operation that the service carries out in its own time: [`Request::respond_async`](super::super::Request::respond_async).
///
/// ```
/// # edmund::request_types!();
/// # #[derive(edmund::Entity)]
/// # #[odata(name = "example.report", key(id))]
/// # pub struct Report { pub id: Option<String> }
/// use edmund::request::Request as _;
/// # use std::time::Duration;
///
/// async fn make(reports: &Many<Report>) -> Result<Report, Box<dyn std::error::Error>> {
///     let mut made = reports.create(&Report::default()).respond_async().await?;
///     // Another process may go on: `client.resume_operation(saved)`.
///     let saved = serde_json::to_string(&made.save())?;
/// #   drop(saved);
///     Ok(made.wait(Duration::from_secs(600)).await?)
/// }
/// ```
#[must_use = "the result is there when somebody asks for it"]
pub struct Poller<R> {
    client: Client,
    /// Method and path template of the request that began it.
    request: String,
    /// What the request was, with the URL that the state is at.
    monitor: Call,
    progress: Progress,
    /// The wait before the next look.
    wait: Duration,
    state: State,
    paged: bool,
    /// The answer to the request, once it is there.
    answer: Option<Reply>,
    read: Option<Read<R>>,
}

/// How far an operation is, in the service's words.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct State {
    /// The service's word for it, such as `inProgress`; services may have others than they document.
    pub status: Option<String>,
    /// How much is done, if the service says so.
    pub percent: Option<f64>,
    /// The result is there.
    pub is_complete: bool,
}

impl<R> Poller<R> {
    /// Sends the request with the preference for an answer in the service's own time.
    pub(in crate::request) async fn begin(prepared: Prepared<R>) -> Result<Self, Error> {
        let Prepared { client, mut call, paged, read } = prepared;
        // The state and the result are read as the caller reads, but about neither was a condition made.
        let mut headers = call.headers.clone();
        headers.remove(http::header::IF_MATCH);
        headers.remove(http::header::IF_NONE_MATCH);
        headers.remove(http::header::CONTENT_TYPE);
        prefer_async(&mut call.headers);
        let reply = client.execute(&call).await?;
        let monitor = look_at(call.url, headers, &call.request);
        let request = call.request;
        let (progress, state, wait) = (Progress::default(), State::default(), Duration::ZERO);
        let mut poller = Self { client, request, monitor, progress, wait, state, paged, answer: None, read: Some(read) };
        match (reply.status, monitor_url(&reply)) {
            (StatusCode::ACCEPTED, Some(url)) => {
                poller.monitor.url = url?;
                poller.wait = poller.progress.wait(reply.retry_after);
            }
            _ => poller.complete(reply),
        }
        Ok(poller)
    }

    /// How far the operation was when last looked at.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// How long the service wants to be left alone before the next look.
    pub fn next_look(&self) -> Duration {
        self.wait
    }

    /// What another process needs to go on; see [`Client::resume_operation`].
    pub fn save(&self) -> SavedOperation {
        SavedOperation(Saved {
            service: Some(self.client.base_url().to_owned()),
            request: Some(self.request.clone()),
            monitor: Some(self.monitor.url.to_string()),
        })
    }

    /// Looks once, without waiting before.
    ///
    /// # Errors
    /// The look failed, or the operation has.
    pub async fn poll_once(&mut self) -> Result<&State, Error> {
        if self.answer.is_some() {
            return Ok(&self.state);
        }
        let reply = self.client.execute(&self.monitor).await?;
        let header = |name: &str| reply.headers.get(name).and_then(|value| value.to_str().ok());
        let media_type = header("content-type").unwrap_or_default().to_ascii_lowercase();
        let shown = self.progress.on(&Look {
            status: reply.status,
            retry_after: reply.retry_after,
            media_type: &media_type,
            async_result: header("asyncresult"),
            led_on: reply.url != self.monitor.url,
            body: &reply.body,
        });
        match shown {
            Shown::Running { wait, state, percent } => {
                if let (StatusCode::ACCEPTED, Some(Ok(url))) = (reply.status, monitor_url(&reply)) {
                    self.monitor.url = url;
                }
                self.wait = wait;
                self.state = State { status: state, percent, is_complete: false };
            }
            Shown::Result => self.complete(reply),
            Shown::Embedded(embedded) => {
                let reply = self.unpack(&reply, embedded);
                if !reply.status.is_success() {
                    return Err(self.client.refusal(&reply));
                }
                self.complete(reply);
            }
            Shown::At(place) => {
                let reply = self.fetch(&reply, &place).await?;
                self.complete(reply);
            }
            Shown::Failed { state, error } => return Err(self.failure(&reply, &state, error).into()),
        }
        Ok(&self.state)
    }

    /// Looks until the result is there, at the pace that the service asks for.
    ///
    /// # Errors
    /// As [`poll_once`](Self::poll_once); [`Error::Unfinished`] when the next look would come after `patience`. The operation goes on all the
    /// same, and waiting may be resumed.
    pub async fn wait(&mut self, patience: Duration) -> Result<R, Error> {
        let start = self.client.clock().elapsed();
        while self.answer.is_none() {
            let waited = self.client.clock().elapsed().saturating_sub(start);
            if waited.saturating_add(self.wait) > patience {
                return Err(Error::Unfinished { request: self.request.clone(), state: self.state.status.clone(), waited });
            }
            self.client.clock().sleep(self.wait).await;
            self.poll_once().await?;
        }
        let taken = || Error::Unfinished {
            request: self.request.clone(),
            state: Some("its result was given already".to_owned()),
            waited: Duration::ZERO,
        };
        let (Some(reply), Some(read)) = (self.answer.clone(), self.read.take()) else { return Err(taken()) };
        let replies = if self.paged {
            let call = Call { link: Link::Request, ..self.monitor.clone() };
            operation::following(&self.client, call, reply).await?
        } else {
            Replies::of(reply)
        };
        read(&replies)
    }

    /// Asks the service to give the operation up, where it can (OData Protocol 4.01, 13.1).
    ///
    /// # Errors
    /// The service cannot, or the operation is over.
    pub async fn cancel(self) -> Result<(), Error> {
        let call = Call { method: Method::DELETE, request: format!("DELETE (state of {})", self.request), ..self.monitor };
        self.client.execute(&call).await.map(drop)
    }

    fn complete(&mut self, reply: Reply) {
        self.state = State { percent: Some(100.0), is_complete: true, status: self.state.status.take() };
        self.wait = Duration::ZERO;
        self.answer = Some(reply);
    }

    fn unpack(&self, envelope: &Reply, embedded: Embedded) -> Reply {
        let Embedded { status, mut headers, body } = embedded;
        if headers.is_empty() {
            headers = envelope.headers.clone();
        }
        Reply {
            status,
            retry_after: retry_after(&headers, self.client.clock().now()),
            headers,
            body: body.into(),
            request: self.request.clone(),
            ..envelope.clone()
        }
    }

    /// Reads the result where the service says it is.
    async fn fetch(&self, reply: &Reply, place: &str) -> Result<Reply, Error> {
        // A path is meant below the root of the service, wherever the state was.
        let base: Uri = format!("{}/", self.client.base_url()).parse().unwrap_or_else(|_| reply.url.clone());
        let relative = if place.contains("://") { place } else { place.trim_start_matches('/') };
        let url = resolve(&base, relative).map_err(|reason| self.unusable(reason))?;
        let call =
            Call { url, link: Link::Redirect, request: format!("GET (result of {})", self.request), ..self.monitor.clone() };
        self.client.execute(&call).await
    }

    fn unusable(&self, reason: String) -> Error {
        let violation = PolicyViolation::InvalidUrl { what: "the place of the operation's result", reason };
        Error::Policy { request: self.request.clone(), violation }
    }

    fn failure(&self, reply: &Reply, state: &str, error: Option<serde_json::Map<String, serde_json::Value>>) -> ServiceError {
        let mut failure = ServiceError::from_object(reply, &error.unwrap_or_default());
        failure.request.clone_from(&self.request);
        if failure.code.is_empty() {
            state.clone_into(&mut failure.code);
        }
        failure
    }
}

impl Client {
    /// Goes on with an operation that this process or another has begun. `R` is what its answer is read as.
    ///
    /// # Errors
    /// [`PolicyViolation::Bookmark`]: it was begun at another service, or what was saved was damaged.
    pub fn resume_operation<R: Returned + 'static>(&self, saved: &SavedOperation) -> Result<Poller<R>, Error> {
        let Saved { service, request, monitor } = saved.0.clone();
        let request = request.unwrap_or_default();
        let refuse = |reason: &str| Error::Policy {
            request: request.clone(),
            violation: PolicyViolation::Bookmark { reason: reason.to_owned() },
        };
        if service.as_deref() != Some(self.base_url()) {
            return Err(refuse("it was made with another base URL"));
        }
        let url: Uri = monitor.and_then(|url| url.parse().ok()).ok_or_else(|| refuse("its link is not a URL"))?;
        let monitor = look_at(url, HeaderMap::new(), &request);
        Ok(Poller {
            client: self.clone(),
            request,
            monitor,
            progress: Progress::default(),
            wait: Duration::ZERO,
            state: State::default(),
            paged: R::is_paged(),
            answer: None,
            read: Some(Box::new(R::read)),
        })
    }
}

/// The call that sees the state of the operation that `request` began.
fn look_at(url: Uri, headers: HeaderMap, request: &str) -> Call {
    Call {
        method: Method::GET,
        url,
        headers,
        body: None,
        request: format!("GET (state of {request})"),
        link: Link::Monitor,
        repeat: Repeat::ByMethod,
    }
}

/// Where the state of the operation can be seen.
fn monitor_url(reply: &Reply) -> Option<Result<Uri, Error>> {
    let location = MONITORS.iter().find_map(|name| reply.headers.get(*name))?;
    let location = String::from_utf8_lossy(location.as_bytes());
    Some(resolve(&reply.url, &location).map_err(|reason| Error::Policy {
        request: reply.request.clone(),
        violation: PolicyViolation::InvalidUrl { what: "the URL of the operation's state", reason },
    }))
}

/// Adds the preference to those that are there.
fn prefer_async(headers: &mut HeaderMap) {
    const PREFER: HeaderName = HeaderName::from_static("prefer");
    let before = headers.get(PREFER).and_then(|value| value.to_str().ok());
    let value = before.map_or_else(|| "respond-async".to_owned(), |before| format!("{before}, respond-async"));
    if let Ok(value) = HeaderValue::from_str(&value) {
        headers.insert(PREFER, value);
    }
}

/// A running operation that outlives the process: save it with serde, and go on with [`Client::resume_operation`].
///
/// It holds the URL of the operation's state, which at some services is a secret by itself: keep it as confidential as the data.
#[derive(Clone, PartialEq)]
pub struct SavedOperation(Saved);

#[derive(edmund::Complex)]
#[odata(name = "edmund.operation")]
pub(crate) struct Saved {
    /// The base URL of the client.
    pub(crate) service: Option<String>,
    /// Method and path template of the request that began it.
    pub(crate) request: Option<String>,
    /// Where its state can be seen.
    pub(crate) monitor: Option<String>,
}

saved_as!(SavedOperation, Saved);

/// Without the URL.
impl fmt::Debug for SavedOperation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SavedOperation({})", self.0.request.as_deref().unwrap_or_default())
    }
}

impl<R> fmt::Debug for Poller<R> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Poller({}, {:?})", self.request, self.state)
    }
}
