//! The service behind a loopback socket, with faults.

use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr, TcpListener as StdListener};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::thread::JoinHandle;
use std::{fmt, io};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use http::{Request, Response, StatusCode};
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::fault::{Fault, Schedule};
use crate::service::{MAX_BODY, Service};

/// Requests that [`Handle::requests`] remembers.
const MAX_LOG: usize = 100_000;

/// A running sandbox. It stops when this is dropped.
#[derive(Debug)]
pub struct Handle {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// One request that arrived, whatever became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// The method.
    pub method: String,
    /// Path and query as they were sent.
    pub target: String,
    /// The status that was sent; `None` when the connection closed without one.
    pub status: Option<u16>,
    /// The fault it met.
    pub fault: Option<Fault>,
}

/// Counts since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Requests that arrived.
    pub requests: u64,
    /// Of these, the ones answered with 429.
    pub throttled: u64,
    /// Of these, the ones whose connection was closed before or within the answer.
    pub reset: u64,
    /// Of these, the ones with another fault.
    pub garbled: u64,
}

impl Statistics {
    /// Requests that met a fault.
    pub fn faults(&self) -> u64 {
        self.throttled + self.reset + self.garbled
    }
}

struct Shared {
    service: Service,
    schedule: Schedule,
    log: Mutex<Log>,
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("service", &self.service).finish_non_exhaustive()
    }
}

#[derive(Default)]
struct Log {
    statistics: Statistics,
    requests: VecDeque<Served>,
}

impl Handle {
    /// Listens, and serves on a thread with a runtime of its own: whatever runtime the client uses is left alone.
    pub(crate) fn start(service: Service, schedule: Schedule, port: u16) -> io::Result<Handle> {
        let listener = StdListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
        let shared = Arc::new(Shared { service, schedule, log: Mutex::default() });
        let (stop, stopped) = oneshot::channel();
        let serving = shared.clone();
        let thread = std::thread::Builder::new().name("edmund-sandbox".into()).spawn(move || {
            runtime.block_on(async {
                tokio::spawn(accept(listener, serving));
                // Also over when the handle is gone. Then the runtime goes, and with it all connections.
                let _ = stopped.await;
            });
        })?;
        Ok(Handle { address, shared, stop: Some(stop), thread: Some(thread) })
    }

    /// The service root, without a slash at the end: `http://127.0.0.1:49152`.
    pub fn base_url(&self) -> String {
        format!("http://{}{}", self.address, self.shared.service.prefix())
    }

    /// The service itself, without socket and faults.
    pub fn service(&self) -> &Service {
        &self.shared.service
    }

    /// The requests that arrived, oldest first; of very many, the last ones.
    pub fn requests(&self) -> Vec<Served> {
        self.log().requests.iter().cloned().collect()
    }

    /// Counts since the start.
    pub fn statistics(&self) -> Statistics {
        self.log().statistics
    }

    fn log(&self) -> std::sync::MutexGuard<'_, Log> {
        self.shared.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The receiver is gone only when the thread has ended already.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn accept(listener: StdListener, shared: Arc<Shared>) {
    let Ok(listener) = TcpListener::from_std(listener) else { return };
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(connection(stream, shared.clone()));
            }
            // Out of file descriptors, most likely: give connections time to end.
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
        }
    }
}

async fn connection(stream: TcpStream, shared: Arc<Shared>) {
    // Answers are written at once, so waiting for more (Nagle) would only delay them.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let shared = shared.clone();
        async move { shared.serve(request).await }
    });
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).writev(false);
    // An error means the connection is over: the client went away, or a fault closed it.
    let _ = http.serve_connection(TokioIo::new(stream), service).await;
}

/// Closes the connection without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the connection is closed on purpose")]
struct Closed;

impl Shared {
    async fn serve(&self, request: Request<Incoming>) -> Result<Response<Payload>, Closed> {
        let (head, body) = request.into_parts();
        let target = head.uri.path_and_query().map_or_else(|| head.uri.to_string(), ToString::to_string);
        let method = head.method.as_str().to_owned();
        // One byte more than is allowed, so that the service itself refuses what is too long.
        let body = Limited::new(body, MAX_BODY + 1).collect().await;
        let body = body.map_or_else(|_| Bytes::from(vec![b' '; MAX_BODY + 1]), |body| body.to_bytes());
        let fault = self.schedule.next(&method, &target);
        let answer = match fault {
            Some(Fault::ResetBefore) => Err(Closed),
            Some(Fault::Throttle) => Ok(throttled(&self.schedule.faults().retry_after_header())),
            Some(Fault::Html) => Ok(gateway_page()),
            _ => {
                let response = self.service.handle(&Request::from_parts(head, body));
                Ok(garbled(response, fault))
            }
        };
        self.record(Served { method, target, status: answer.as_ref().ok().map(|response| response.status().as_u16()), fault });
        answer
    }

    fn record(&self, served: Served) {
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        let statistics = &mut log.statistics;
        statistics.requests += 1;
        match served.fault {
            None => {}
            Some(Fault::Throttle) => statistics.throttled += 1,
            Some(Fault::ResetBefore | Fault::ResetWithin) => statistics.reset += 1,
            Some(_) => statistics.garbled += 1,
        }
        if log.requests.len() >= MAX_LOG {
            log.requests.pop_front();
        }
        log.requests.push_back(served);
    }
}

fn throttled(retry_after: &str) -> Response<Payload> {
    let text =
        r#"{"error":{"code":"TooManyRequests","message":"The request is throttled; try again after the time in Retry-After."}}"#;
    let mut response = Response::new(Payload::whole(Bytes::from_static(text.as_bytes())));
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Ok(value) = HeaderValue::from_str(retry_after) {
        response.headers_mut().insert(RETRY_AFTER, value);
    }
    response
}

fn gateway_page() -> Response<Payload> {
    let text = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>\n";
    let mut response = Response::new(Payload::whole(Bytes::from_static(text.as_bytes())));
    *response.status_mut() = StatusCode::BAD_GATEWAY;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    response
}

/// The response, cut where the fault says.
fn garbled(response: Response<Bytes>, fault: Option<Fault>) -> Response<Payload> {
    let (mut head, body) = response.into_parts();
    let half = body.slice(..body.len() / 2);
    let payload = match fault {
        Some(Fault::ResetWithin) => {
            // An answer without a body has to promise one to be cut.
            head.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len().max(1)));
            if head.status == StatusCode::NO_CONTENT || head.status == StatusCode::NOT_MODIFIED {
                head.status = StatusCode::OK;
            }
            Payload { rest: Some(half), length: body.len().max(1) as u64, cut: true }
        }
        Some(Fault::Truncate) if body.len() > 1 => Payload::whole(half),
        _ => Payload::whole(body),
    };
    Response::from_parts(head, payload)
}

/// A body in one piece, or the first half of one that never ends.
#[derive(Debug)]
struct Payload {
    rest: Option<Bytes>,
    length: u64,
    cut: bool,
}

impl Payload {
    fn whole(bytes: Bytes) -> Self {
        Payload { length: bytes.len() as u64, rest: Some(bytes).filter(|bytes| !bytes.is_empty()), cut: false }
    }
}

impl Body for Payload {
    type Data = Bytes;
    type Error = Closed;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Closed>>> {
        match self.rest.take() {
            Some(bytes) if bytes.is_empty() && self.cut => Poll::Ready(Some(Err(Closed))),
            Some(bytes) => {
                if self.cut {
                    // Another round, so that the first half reaches the wire before the end does.
                    self.rest = Some(Bytes::new());
                    cx.waker().wake_by_ref();
                }
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
