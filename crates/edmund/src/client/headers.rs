//! The headers that every request has.

use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue, USER_AGENT};

use super::call::Call;
use super::{Client, random};
use crate::Numbers;

pub(super) const ODATA_VERSION: HeaderName = HeaderName::from_static("odata-version");

/// Which retry a request is, as Graph's own clients say it.
pub(super) const RETRY_ATTEMPT: HeaderName = HeaderName::from_static("retry-attempt");

const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");

impl Client {
    /// The caller's headers and the client's.
    pub(crate) fn own_headers(&self, call: &Call) -> HeaderMap {
        let mut headers = call.headers.clone();
        for name in self.inner.headers.keys() {
            if !headers.contains_key(name) {
                for value in self.inner.headers.get_all(name) {
                    headers.append(name, value.clone());
                }
            }
        }
        headers
    }

    /// The caller's headers, the client's, and those that every request has. The name of the request stays the same over all attempts.
    pub(super) fn complete_headers(&self, call: &Call) -> HeaderMap {
        let mut headers = self.own_headers(call);
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
        #[cfg(feature = "gzip")]
        set(http::header::ACCEPT_ENCODING, "gzip");
        if call.body.is_some() {
            set(ODATA_VERSION, "4.0");
            set(CONTENT_TYPE, content_type);
        }
        if let Ok(id) = HeaderValue::from_str(&random::uuid()) {
            headers.entry(CLIENT_REQUEST_ID).or_insert(id);
        }
        headers
    }
}
