//! Why the service refuses a request, as an OData error response.

use std::fmt;

use http::StatusCode;
use serde_json::Value;

use crate::json::ObjectWriter;

/// A refused request: status, code and message of the error object in the answer (OData JSON Format 4.01, section 21.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: StatusCode,
    /// The error code, stable for programs.
    pub code: &'static str,
    /// What is wrong and where, for people.
    pub message: String,
    /// The part of the request that is wrong: a property, a query option or a path segment.
    pub target: Option<String>,
    /// The methods the resource does support; the `Allow` header of a 405.
    pub allow: Option<&'static str>,
}

impl Refusal {
    /// A refusal without target.
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Refusal { status, code, message: message.into(), target: None, allow: None }
    }

    /// 400: the request contradicts the schema or the protocol.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Refusal::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    /// 403: the schema's capabilities say no.
    pub fn forbidden(message: impl Into<String>) -> Self {
        Refusal::new(StatusCode::FORBIDDEN, "Forbidden", message)
    }

    /// 404: nothing is there.
    pub fn not_found(message: impl Into<String>) -> Self {
        Refusal::new(StatusCode::NOT_FOUND, "ResourceNotFound", message)
    }

    /// 405: the resource exists but not for this method.
    pub fn method_not_allowed(allow: &'static str, message: impl Into<String>) -> Self {
        Refusal { allow: Some(allow), ..Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", message) }
    }

    /// 409: an entity with this key exists already.
    pub fn conflict(message: impl Into<String>) -> Self {
        Refusal::new(StatusCode::CONFLICT, "Conflict", message)
    }

    /// 501: valid OData that this service does not implement.
    pub fn not_implemented(message: impl Into<String>) -> Self {
        Refusal::new(StatusCode::NOT_IMPLEMENTED, "NotImplemented", message)
    }

    /// Names the part of the request that is wrong.
    #[must_use]
    pub fn with_target(mut self, target: impl Into<String>) -> Self {
        self.target.get_or_insert(target.into());
        self
    }

    /// The error object of the response body. `innerError` carries what support asks for, as Microsoft Graph does.
    pub(crate) fn body(&self, stamp: &Stamp) -> String {
        let mut inner = ObjectWriter::new();
        inner.member("date", &Value::from(stamp.date.as_str()));
        inner.member("request-id", &Value::from(stamp.request_id.as_str()));
        if let Some(id) = &stamp.client_request_id {
            inner.member("client-request-id", &Value::from(id.as_str()));
        }
        let mut error = ObjectWriter::new();
        error.member("code", &Value::from(self.code));
        error.member("message", &Value::from(self.message.as_str()));
        if let Some(target) = &self.target {
            error.member("target", &Value::from(target.as_str()));
        }
        error.raw("innerError", &inner.finish());
        let mut body = ObjectWriter::new();
        body.raw("error", &error.finish());
        body.finish()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status.as_u16(), self.code, self.message)
    }
}

impl std::error::Error for Refusal {}

/// What identifies one exchange.
#[derive(Clone, Debug)]
pub(crate) struct Stamp {
    /// The service's id of the request.
    pub(crate) request_id: String,
    /// The client's, where it sent one.
    pub(crate) client_request_id: Option<String>,
    /// When it was answered, `YYYY-MM-DDThh:mm:ss`.
    pub(crate) date: String,
}
