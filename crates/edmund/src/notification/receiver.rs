//! Requests of a service that tells of changes, and what they are answered with.

use std::fmt;

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use percent_encoding::percent_decode;
use serde_json::{Map, Value};

use super::content::Notification;
use crate::Secret;

/// Longer bodies are refused: a service sends some hundred notifications at once at most.
const MAX_BODY: usize = 4 << 20;

/// Receives notifications of subscriptions that were made with one secret, their `clientState`.
pub struct Receiver {
    client_state: Secret,
}

/// What came of a request.
#[derive(Debug)]
#[non_exhaustive]
pub struct Received {
    /// What the service is to be answered with, within three seconds: deal with the notifications afterwards.
    pub response: Response<Bytes>,
    /// Notifications that know the secret. The service may send one twice, and in another order than things happened.
    pub notifications: Vec<Notification>,
    /// How many did not know the secret, and are left out. The answer does not tell: whoever sent them learns nothing.
    pub refused: usize,
    /// Tokens by which the service proves itself, for subscriptions with content: JSON web tokens, whose signature, issuer, audience and
    /// application are still to be checked.
    pub validation_tokens: Vec<String>,
}

impl Receiver {
    /// For subscriptions that were made with this `clientState`.
    pub fn new(client_state: Secret) -> Self {
        Self { client_state }
    }

    /// What a request means. Never fails: whatever was sent, there is an answer to it.
    ///
    /// The question with which a service makes sure of an address (`?validationToken=...`) is answered with the token, as plain text.
    pub fn receive(&self, request: &Request<Bytes>) -> Received {
        if let Some(token) = request.uri().query().and_then(validation_token) {
            return match String::from_utf8(token) {
                Ok(token) => Received::only(validated(token)),
                Err(_) => Received::only(status(StatusCode::BAD_REQUEST)),
            };
        }
        if request.method() != Method::POST {
            let mut response = status(StatusCode::METHOD_NOT_ALLOWED);
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
            return Received::only(response);
        }
        if request.body().len() > MAX_BODY {
            return Received::only(status(StatusCode::PAYLOAD_TOO_LARGE));
        }
        let document: Option<Map<String, Value>> = serde_json::from_slice(request.body()).ok();
        let Some((document, Value::Array(items))) = document.and_then(|mut document| {
            let items = document.remove("value")?;
            Some((document, items))
        }) else {
            return Received::only(status(StatusCode::BAD_REQUEST));
        };
        let mut received = Received::only(status(StatusCode::ACCEPTED));
        for item in &items {
            match item.as_object().filter(|item| self.knows_secret(item)) {
                Some(item) => received.notifications.push(Notification::read(item)),
                None => received.refused += 1,
            }
        }
        let tokens = document.get("validationTokens").and_then(Value::as_array);
        received.validation_tokens = tokens.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
        received
    }

    fn knows_secret(&self, item: &Map<String, Value>) -> bool {
        item.get("clientState").and_then(Value::as_str).is_some_and(|state| is_same(state, self.client_state.reveal()))
    }
}

impl fmt::Debug for Receiver {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Receiver(***)")
    }
}

impl Received {
    fn only(response: Response<Bytes>) -> Self {
        Self { response, notifications: Vec::new(), refused: 0, validation_tokens: Vec::new() }
    }
}

/// Compares in a time that does not depend on where two texts of the same length differ.
fn is_same(left: &str, right: &str) -> bool {
    let differences = left.bytes().zip(right.bytes()).fold(0, |differences, (left, right)| differences | (left ^ right));
    left.len() == right.len() && std::hint::black_box(differences) == 0
}

/// The token in a query, decoded. A plus sign stands for a blank, as in forms.
fn validation_token(query: &str) -> Option<Vec<u8>> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("validationToken="))?;
    Some(percent_decode(value.replace('+', " ").as_bytes()).collect())
}

/// As plain text, and never as anything that a browser would run.
fn validated(token: String) -> Response<Bytes> {
    let mut response = Response::new(token.into());
    let mut set = |name: HeaderName, value| response.headers_mut().insert(name, HeaderValue::from_static(value));
    set(CONTENT_TYPE, "text/plain; charset=utf-8");
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    response
}

fn status(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}
