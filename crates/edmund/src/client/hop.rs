//! One attempt on its way: redirects, and what each hop takes along.

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderName, Method, Request, Response, StatusCode, Uri};

use super::arriving::Arriving;
use super::authorization::Authorization;
use super::call::{Call, Failure, Intake, Reply};
use super::headers::ODATA_VERSION;
use super::link::resolve;
use super::retry::retry_after;
use super::trust::{Company, Link};
use super::{Client, Origin};
use crate::error::PolicyViolation;
use crate::transport::{Body, PublicOnly, TransportError, TransportErrorKind};

/// How many redirects one attempt follows.
const MAX_REDIRECTS: u32 = 5;

/// How many header fields an answer may have.
const MAX_HEADERS: usize = 100;

/// How large the header section of an answer may be, in bytes.
const MAX_HEADER_SECTION: usize = 64 << 10;

impl Client {
    /// Sends the request and follows redirects. What goes along is decided anew for every hop, from its URL alone.
    pub(super) async fn hops<'i>(
        &self,
        call: &Call,
        headers: &HeaderMap,
        authorization: &Authorization,
        intake: Option<&mut (dyn Intake + 'i)>,
    ) -> Result<Reply, Failure> {
        let mut hop = Hop { method: call.method.clone(), url: call.url.clone(), body: call.body.clone(), link: call.link };
        for _ in 0..=MAX_REDIRECTS {
            let request = self.request(&hop, headers, authorization)?;
            let response = self.inner.transport.send(request).await.map_err(|error| hop.failure(error))?;
            check_headers(response.headers())?;
            if let Some(location) = redirect(&response) {
                hop = hop.follow(response.status(), &location)?;
                continue;
            }
            let (parts, body) = response.into_parts();
            let has_body =
                hop.method != Method::HEAD && !matches!(parts.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
            let arriving =
                Arriving { body, headers: &parts.headers, declared: content_length(&parts.headers).filter(|_| has_body) };
            let body = match intake.filter(|_| parts.status.is_success()) {
                Some(intake) => self.hand_on(arriving, intake).await.map(|()| Bytes::new())?,
                None => self.collect(arriving).await?,
            };
            return Ok(Reply {
                status: parts.status,
                retry_after: retry_after(&parts.headers, self.inner.clock.now()),
                headers: parts.headers,
                body,
                url: hop.url,
                request: call.request.clone(),
                safe: call.method.is_safe(),
                token: authorization.sent(),
            });
        }
        Err(PolicyViolation::TooManyRedirects { limit: MAX_REDIRECTS }.into())
    }

    fn request(&self, hop: &Hop, headers: &HeaderMap, authorization: &Authorization) -> Result<Request<Body>, Failure> {
        let mut request = Request::new(hop.body.clone().map(Body::from).unwrap_or_default());
        *request.method_mut() = hop.method.clone();
        *request.uri_mut() = hop.url.clone();
        if self.inner.trust.admit(hop.link, &hop.url)? == Company::Everything {
            *request.headers_mut() = headers.clone();
            if hop.body.is_none() {
                // A redirect may have taken the body away; then nothing is left to describe.
                request.headers_mut().remove(CONTENT_TYPE);
                request.headers_mut().remove(ODATA_VERSION);
            }
            if let Some(value) = authorization.header()? {
                request.headers_mut().insert(AUTHORIZATION, value);
            }
        } else {
            if !self.owns(&hop.url) && !self.inner.trust.is_private() {
                request.extensions_mut().insert(PublicOnly);
            }
            let of_upload: &[HeaderName] = if hop.link == Link::Upload { &[CONTENT_RANGE, CONTENT_TYPE] } else { &[] };
            for name in [ACCEPT, ACCEPT_ENCODING, USER_AGENT].iter().chain(of_upload) {
                if let Some(value) = headers.get(name) {
                    request.headers_mut().insert(name, value.clone());
                }
            }
        }
        Ok(request)
    }
}

/// One request on the wire.
struct Hop {
    method: Method,
    url: Uri,
    body: Option<Bytes>,
    link: Link,
}

impl Hop {
    /// The next hop. Whether it may be taken is decided when it is.
    fn follow(self, status: StatusCode, location: &str) -> Result<Self, PolicyViolation> {
        let invalid = |reason: String| PolicyViolation::InvalidUrl { what: "the target of a redirect", reason };
        let url = resolve(&self.url, location).map_err(invalid)?;
        let mut next = Self { url, ..self };
        if status == StatusCode::SEE_OTHER && next.method != Method::HEAD {
            next.method = Method::GET;
            next.body = None;
        }
        next.link = if next.method.is_safe() { Link::Redirect } else { Link::ChangeRedirect };
        Ok(next)
    }

    fn failure(&self, error: TransportError) -> Failure {
        match error.kind {
            TransportErrorKind::PrivateAddress => {
                let origin = Origin::of(&self.url).map(|origin| origin.to_string()).unwrap_or_default();
                PolicyViolation::PrivateAddress { origin }.into()
            }
            _ => error.into(),
        }
    }
}

fn check_headers(headers: &HeaderMap) -> Result<(), PolicyViolation> {
    let size: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if headers.len() > MAX_HEADERS || size > MAX_HEADER_SECTION {
        return Err(PolicyViolation::HeadersTooLarge { fields: MAX_HEADERS, bytes: MAX_HEADER_SECTION });
    }
    Ok(())
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
