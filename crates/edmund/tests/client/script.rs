//! A transport that answers from a script and remembers what it was asked.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use edmund::transport::{Body, BoxFuture, Sent, Transport, TransportError, TransportErrorKind};
use edmund::{Client, ClientBuilder, StaticToken};
use http_body_util::BodyExt as _;

/// One answer of the script.
pub(crate) enum Answer {
    /// Status, headers as `name: value` lines, body.
    Full(u16, &'static str, String),
    /// No answer at all.
    Broken(Sent),
    /// An answer whose body breaks off.
    Aborted(&'static str),
}

/// An answer with JSON.
pub(crate) fn json(status: u16, body: impl Into<String>) -> Answer {
    Answer::Full(status, "content-type: application/json", body.into())
}

/// What is asked for and answered; clones share it.
#[derive(Clone, Default)]
pub(crate) struct Script {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Script {
    pub(crate) fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self { answers: Arc::new(Mutex::new(answers.into_iter().collect())), requests: Arc::default() }
    }

    /// A client with a token whose service is `https://service.test/v1`.
    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder().base_url("https://service.test/v1/").credential(StaticToken::new("canary")).transport(self.clone())
    }

    /// The requests so far: method, URL, the headers that are worth showing, body.
    pub(crate) fn log(&self) -> String {
        self.requests.lock().unwrap().join("\n")
    }

    /// How many answers nobody asked for.
    pub(crate) fn left(&self) -> usize {
        self.answers.lock().unwrap().len()
    }
}

/// Headers that every request has are left out where they are as always.
const USUAL: [(&str, &str); 4] = [
    ("accept", "application/json;odata.metadata=minimal"),
    ("accept-encoding", "gzip"),
    ("odata-maxversion", "4.01"),
    ("authorization", "Bearer canary"),
];

fn describe(request: &http::request::Parts, body: &[u8]) -> String {
    let mut text = format!("{} {}", request.method, request.uri);
    for (name, value) in &request.headers {
        let value = value.to_str().unwrap();
        if !USUAL.contains(&(name.as_str(), value)) && !matches!(name.as_str(), "user-agent" | "client-request-id") {
            write!(text, "\n  {name}: {value}").unwrap();
        }
    }
    for (name, _) in USUAL {
        if !request.headers.contains_key(name) {
            write!(text, "\n  (no {name})").unwrap();
        }
    }
    if !body.is_empty() {
        write!(text, "\n  {}", String::from_utf8_lossy(body)).unwrap();
    }
    text
}

impl Transport for Script {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await?.to_bytes();
            self.requests.lock().unwrap().push(describe(&parts, &body));
            let answer = self.answers.lock().unwrap().pop_front().unwrap_or_else(|| json(599, "the script has ended"));
            match answer {
                Answer::Full(status, headers, body) => {
                    let mut response = http::Response::builder().status(status);
                    for line in headers.lines() {
                        let (name, value) = line.split_once(": ").unwrap();
                        response = response.header(name, value);
                    }
                    Ok(response.body(body.into()).unwrap())
                }
                Answer::Broken(sent) => Err(TransportError::new(TransportErrorKind::Reset, sent)),
                Answer::Aborted(beginning) => {
                    let frames = [
                        Ok(http_body::Frame::data(beginning.into())),
                        Err(TransportError::new(TransportErrorKind::BodyAborted, Sent::Sent)),
                    ];
                    Ok(http::Response::new(Body::stream(Frames(frames.into_iter().collect()))))
                }
            }
        })
    }
}

/// A body that gives prepared frames.
struct Frames(VecDeque<Result<http_body::Frame<bytes::Bytes>, TransportError>>);

impl http_body::Body for Frames {
    type Data = bytes::Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, TransportError>>> {
        std::task::Poll::Ready(self.0.pop_front())
    }
}
