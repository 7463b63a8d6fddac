//! The default transport: HTTP/1.1 with kept-alive connections, through hyper and rustls on tokio.

use std::error::Error as StdError;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http_body::{Frame, SizeHint};
use hyper::body::Incoming;
use hyper_rustls::{ConfigBuilderExt as _, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::{CaptureConnection, HttpConnector, capture_connection};
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::TokioExecutor;
use rustls::ClientConfig;

use super::resolver::{NoPublicAddress, Resolver};
use super::{Body, BoxFuture, PublicOnly, Sent, Transport, TransportError, TransportErrorKind};

/// How long connecting may take, TLS aside.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);

/// The transport a [`Client`](crate::Client) has unless it is given another.
///
/// TLS 1.2 or 1.3 with the certificate roots of Mozilla; nothing short of code ([`with_tls`](Self::with_tls)) changes what is trusted.
/// Connections are kept for reuse.
#[derive(Clone, Debug)]
pub struct HyperTransport {
    client: Connections,
    /// For requests that may only go to public addresses.
    public: Connections,
}

type Connections = Client<HttpsConnector<HttpConnector<Resolver>>, Body>;

impl HyperTransport {
    /// A transport with no connection yet.
    pub fn new() -> Self {
        Self::with_tls(mozilla())
    }

    /// The same with TLS as you set it up: with the certificates of your company, with those of the operating system, or with one of your
    /// own to show. Protocols in it are not offered: this transport speaks HTTP/1.1.
    pub fn with_tls(mut config: ClientConfig) -> Self {
        config.alpn_protocols.clear();
        Self { client: connections(config.clone(), Resolver::any()), public: connections(config, Resolver::public()) }
    }
}

/// Verifies against the roots of Mozilla. The provider of cryptography is named, because a process with two of them has no default.
fn mozilla() -> ClientConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let named = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    // It has the ciphers of every version, so that this always succeeds.
    named.unwrap_or_else(|_| ClientConfig::builder()).with_webpki_roots().with_no_client_auth()
}

fn connections(tls: ClientConfig, resolver: Resolver) -> Connections {
    let mut http = HttpConnector::new_with_resolver(resolver);
    http.enforce_http(false);
    http.set_nodelay(true);
    http.set_connect_timeout(Some(CONNECT_TIMEOUT));
    let https = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1().wrap_connector(http);
    Client::builder(TokioExecutor::new()).build(https)
}

impl Default for HyperTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl Transport for HyperTransport {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let mut request = request;
        let connection = capture_connection(&mut request);
        let answer = match request.extensions().get::<PublicOnly>() {
            Some(PublicOnly) => self.public.request(request),
            None => self.client.request(request),
        };
        Box::pin(async move {
            match answer.await {
                Ok(response) => {
                    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
                        leave(&connection);
                    }
                    Ok(response.map(|body| Body::stream(Received(body))))
                }
                Err(error) => Err(classify(error)),
            }
        })
    }
}

/// A connection is not used again after 503: a new one may lead to a server with less to do.
fn leave(connection: &CaptureConnection) {
    if let Some(connected) = connection.connection_metadata().as_ref() {
        connected.poison();
    }
}

fn classify(error: ClientError) -> TransportError {
    let (kind, sent) = if error.is_connect() {
        (connect_kind(&error), Sent::NotSent)
    } else {
        match cause::<hyper::Error>(&error) {
            Some(hyper) if hyper.is_closed() => (TransportErrorKind::Reset, Sent::NotSent),
            Some(hyper) if hyper.is_parse() => (TransportErrorKind::Protocol, Sent::Sent),
            Some(hyper) if hyper.is_timeout() => (TransportErrorKind::Timeout, Sent::Maybe),
            _ => (TransportErrorKind::Reset, Sent::Maybe),
        }
    };
    TransportError::new(kind, sent).with_source(error)
}

fn connect_kind(error: &(dyn StdError + 'static)) -> TransportErrorKind {
    if cause::<NoPublicAddress>(error).is_some() {
        return TransportErrorKind::PrivateAddress;
    }
    if cause::<rustls::Error>(error).is_some() {
        return TransportErrorKind::Tls;
    }
    match cause::<io::Error>(error).map(io::Error::kind) {
        Some(io::ErrorKind::TimedOut) => TransportErrorKind::Timeout,
        _ => TransportErrorKind::Connect,
    }
}

/// The first error of one type in a chain of causes. What an I/O error wraps is not its source but itself in other words: it is looked into.
fn cause<'a, E: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match wrapped {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        };
    }
    None
}

/// A response body as it comes from the connection.
struct Received(Incoming);

impl http_body::Body for Received {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        Pin::new(&mut self.0)
            .poll_frame(context)
            .map_err(|error| TransportError::new(TransportErrorKind::BodyAborted, Sent::Sent).with_source(error))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}
