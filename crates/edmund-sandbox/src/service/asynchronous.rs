//! Answers that a client does not want to wait for (OData Protocol 4.01, section 13).

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};

use super::Service;
use super::exchange::preference;
use super::reply::Reply;
use crate::Refusal;
use crate::refusal::Stamp;

/// More answers do not wait to be collected; the oldest are forgotten.
const MAX_WAITING: usize = 1000;

const SEGMENT: &str = "/$async/";

/// Answers that wait to be collected, by the last segment of their monitor's URL.
#[derive(Debug, Default)]
pub(super) struct Waiting(Mutex<VecDeque<(String, Response<Bytes>)>>);

impl Waiting {
    /// Puts the answer off if the request prefers that: what comes instead says where to collect it.
    pub(super) fn put_off(
        &self,
        service: &Service,
        request: &Request<Bytes>,
        response: Response<Bytes>,
        stamp: &Stamp,
    ) -> Response<Bytes> {
        if preference(request.headers(), "respond-async").is_none() {
            return response;
        }
        let name = stamp.request_id.clone();
        let location = format!("{}{SEGMENT}{name}", service.prefix());
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= MAX_WAITING {
            waiting.pop_front();
        }
        waiting.push_back((name, response));
        let reply = Reply::no_content().status(StatusCode::ACCEPTED).header("location", location);
        reply.header("retry-after", "0").header("preference-applied", "respond-async").into_response(stamp, false)
    }

    /// The answer to a request for an answer that was put off; it is given once.
    pub(super) fn collect(&self, service: &Service, request: &Request<Bytes>, stamp: &Stamp) -> Option<Response<Bytes>> {
        let name = request.uri().path().strip_prefix(service.prefix())?.strip_prefix(SEGMENT)?;
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = waiting.iter().position(|(waiting, _)| waiting == name);
        let reply = match (request.method(), place.and_then(|place| waiting.remove(place))) {
            (_, None) => Refusal::not_found("no answer waits here: it was collected, or its request was never made").into(),
            (&Method::GET, Some((_, response))) => Reply::text("application/http", written(&response)),
            (&Method::DELETE, Some(_)) => Reply::no_content(),
            (_, Some(kept)) => {
                waiting.push_back(kept);
                Refusal::method_not_allowed("GET, DELETE", "an answer that waits can be collected or given up").into()
            }
        };
        Some(reply.into_response(stamp, false))
    }
}

/// The whole answer as text (RFC 9112).
fn written(response: &Response<Bytes>) -> String {
    let status = response.status();
    let mut text = format!("HTTP/1.1 {} {}\r\n", status.as_u16(), status.canonical_reason().unwrap_or_default());
    for (name, value) in response.headers() {
        text.push_str(&format!("{name}: {}\r\n", String::from_utf8_lossy(value.as_bytes())));
    }
    text.push_str("\r\n");
    text.push_str(&String::from_utf8_lossy(response.body()));
    text
}
