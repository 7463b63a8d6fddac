//! With tracing.

use std::future::Future;
use std::time::Duration;

use http::Uri;
use tracing::Span;

use crate::client::call::{Call, Failure, Reply};
use crate::error::Error;
use crate::transport::TransportErrorKind;

/// A future inside a span.
pub(in crate::client) fn within<F: Future>(span: &Span, future: F) -> impl Future<Output = F::Output> {
    tracing::Instrument::instrument(future, span.clone())
}

/// The span of a call over all of its attempts.
pub(in crate::client) fn request(call: &Call) -> Span {
    tracing::info_span!(
        "odata.request",
        "otel.kind" = "internal",
        "http.request.method" = call.method.as_str(),
        "url.template" = template(call)
    )
}

/// The span of one attempt; `number` counts from 1.
pub(in crate::client) fn attempt(call: &Call, number: u32) -> Span {
    use tracing::field::Empty;

    tracing::info_span!(
        "http.attempt",
        "otel.kind" = "client",
        "http.request.method" = call.method.as_str(),
        "http.request.resend_count" = number - 1,
        "url.template" = template(call),
        "server.address" = call.url.host().unwrap_or_default(),
        "server.port" = port(&call.url),
        "http.response.status_code" = Empty,
        "error.type" = Empty
    )
}

/// What came of an attempt.
pub(in crate::client) fn attempted(span: &Span, attempt: &Result<Reply, Failure>) {
    match attempt {
        Ok(reply) => {
            span.record("http.response.status_code", reply.status.as_u16());
            if !reply.status.is_success() {
                span.record("error.type", reply.status.as_str());
            }
            announce_end(span, reply);
        }
        Err(Failure::Transport(error)) => {
            span.record("error.type", kind(error.kind));
        }
        Err(Failure::Credential(_)) => {
            span.record("error.type", "credential");
        }
        Err(Failure::Policy(_)) => {
            span.record("error.type", "policy");
        }
    }
}

/// A service that announces the end of what it offers (RFC 8594, RFC 9745).
fn announce_end(span: &Span, reply: &Reply) {
    let header = |name: &str| reply.headers.get(name).and_then(|value| value.to_str().ok());
    let (sunset, deprecation) = (header("sunset"), header("deprecation"));
    if sunset.is_some() || deprecation.is_some() {
        let _inside = span.enter();
        tracing::warn!(request = reply.request, sunset, deprecation, "sunset");
    }
}

/// The client waits before it sends a request again.
pub(in crate::client) fn retry(number: u32, delay: Duration, error: &Error) {
    let delay_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
    let error_type = match error {
        Error::Service(error) => error.status.as_str().to_owned(),
        Error::Transport { error, .. } => kind(error.kind).to_owned(),
        _ => "other".to_owned(),
    };
    tracing::info!("http.request.resend_count" = number, delay_ms, "error.type" = error_type, "retry");
}

/// A service asks everyone to leave a workload alone for a while.
pub(in crate::client) fn throttled(call: &Call, wait: Duration) {
    let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    tracing::warn!("url.template" = template(call), wait_ms, "throttled");
}

/// A refused token was replaced.
pub(in crate::client) fn token_renewed() {
    tracing::info!("token_refreshed");
}

fn template(call: &Call) -> &str {
    call.request.split_once(' ').map_or(call.request.as_str(), |(_, template)| template)
}

fn port(url: &Uri) -> u16 {
    url.port_u16().unwrap_or(if url.scheme_str() == Some("http") { 80 } else { 443 })
}

fn kind(kind: TransportErrorKind) -> &'static str {
    match kind {
        TransportErrorKind::Connect => "connect",
        TransportErrorKind::Tls => "tls",
        TransportErrorKind::Timeout => "timeout",
        TransportErrorKind::Reset => "reset",
        TransportErrorKind::Protocol => "protocol",
        TransportErrorKind::BodyAborted => "body_aborted",
        TransportErrorKind::PrivateAddress => "private_address",
        TransportErrorKind::Other => "_OTHER",
    }
}
