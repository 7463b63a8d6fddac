//! Answers before they are put on the wire.

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Response, StatusCode};

use crate::Refusal;
use crate::refusal::Stamp;

/// The media type of JSON answers (OData JSON Format 4.01, section 3).
const JSON: &str = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    status: StatusCode,
    headers: Vec<(HeaderName, String)>,
    body: Content,
}

#[derive(Clone, Debug)]
enum Content {
    Empty,
    Text { media_type: &'static str, text: String },
    Bytes { media_type: String, bytes: Bytes },
    Refused(Box<Refusal>),
}

impl Reply {
    /// 200 with JSON.
    pub(crate) fn json(text: String) -> Self {
        Reply::new(StatusCode::OK, Content::Text { media_type: JSON, text })
    }

    /// 200 with another media type.
    pub(crate) fn text(media_type: &'static str, text: String) -> Self {
        Reply::new(StatusCode::OK, Content::Text { media_type, text })
    }

    /// 200 with bytes.
    pub(crate) fn bytes(media_type: String, bytes: Bytes) -> Self {
        Reply::new(StatusCode::OK, Content::Bytes { media_type, bytes })
    }

    /// 204.
    pub(crate) fn no_content() -> Self {
        Reply::new(StatusCode::NO_CONTENT, Content::Empty)
    }

    /// 304.
    pub(crate) fn not_modified() -> Self {
        Reply::new(StatusCode::NOT_MODIFIED, Content::Empty)
    }

    fn new(status: StatusCode, body: Content) -> Self {
        Reply { status, headers: Vec::new(), body }
    }

    #[must_use]
    pub(crate) fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    #[must_use]
    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((HeaderName::from_static(name), value.into()));
        self
    }

    /// The response, in one buffer. Values that cannot stand in a header are left out.
    pub(crate) fn into_response(self, stamp: &Stamp, is_head: bool) -> Response<Bytes> {
        let (media_type, body) = match &self.body {
            Content::Empty => (None, Bytes::new()),
            Content::Text { media_type, text } => (Some(*media_type), text.clone().into()),
            Content::Bytes { media_type, bytes } => (Some(media_type.as_str()), bytes.clone()),
            Content::Refused(refusal) => (Some(JSON), refusal.body(stamp).into()),
        };
        let mut response = Response::new(if is_head { Bytes::new() } else { body });
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        let mut set = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        set(HeaderName::from_static("odata-version"), "4.0");
        set(HeaderName::from_static("request-id"), &stamp.request_id);
        if let Some(id) = &stamp.client_request_id {
            set(HeaderName::from_static("client-request-id"), id);
        }
        if let Some(media_type) = media_type {
            set(CONTENT_TYPE, media_type);
        }
        if let Content::Refused(refusal) = &self.body
            && let Some(allow) = refusal.allow
        {
            set(ALLOW, allow);
        }
        for (name, value) in self.headers {
            set(name, &value);
        }
        response
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        Reply::new(refusal.status, Content::Refused(Box::new(refusal)))
    }
}
