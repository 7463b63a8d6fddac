//! Errors that a service reports, in every form that services report them.

use std::fmt;
use std::time::Duration;

use http::StatusCode;
use serde_json::{Map, Value};

use crate::client::Reply;

/// How much of a body that is not an OData error is kept.
const EXCERPT: usize = 4096;

/// How much of it is looked at: the longest token that may begin in the excerpt is shorter than the rest.
const LOOKED_AT: usize = 64 << 10;

/// What a service said about a request that it did not carry out.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ServiceError {
    /// The status of the response. May be a success: an error object can come with any status.
    pub status: StatusCode,
    /// The service's code for the error; empty when it gave none. Compare this, not the message.
    pub code: String,
    /// For the developer, in the service's words; empty when it gave none.
    pub message: String,
    /// What the error is about, such as the name of a property.
    pub target: Option<String>,
    /// Further errors.
    pub details: Vec<ErrorDetail>,
    /// More specific errors (`innererror`, `innerError`), as they came.
    pub inner: Option<Value>,
    /// The service's name for the request: what its support asks for.
    pub request_id: Option<String>,
    /// The client's name for the request.
    pub client_request_id: Option<String>,
    /// When the service answered, as it wrote it.
    pub date: Option<String>,
    /// What else the service's support asks for (`x-ms-ags-diagnostic`).
    pub diagnostic: Option<String>,
    /// What the service says about the limit that the request ran into.
    pub throttle: Option<Box<ThrottleInfo>>,
    /// How long to wait before the next request.
    pub retry_after: Option<Duration>,
    /// Where to go on instead (`Location`), as the service wrote it.
    pub location: Option<String>,
    /// Method and path template of the request.
    pub request: String,
    /// The request changes something, and the service may have done it all the same.
    pub maybe_applied: bool,
    /// The beginning of a body that is not an OData error, at most 4 KiB.
    pub body_excerpt: Option<String>,
    /// What most likely helps, from the [`Hints`](crate::Hints) of the client.
    pub hint: Option<String>,
}

/// What a service says about a limit, as it writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ThrottleInfo {
    /// Whose requests are counted together (`x-ms-throttle-scope`).
    pub scope: Option<String>,
    /// Which limit it is (`x-ms-throttle-information`).
    pub information: Option<String>,
    /// How much of the limit is used up, as a fraction (`x-ms-throttle-limit-percentage`).
    pub limit_percentage: Option<String>,
    /// What the request costs (`x-ms-resource-unit`).
    pub resource_unit: Option<String>,
}

impl ThrottleInfo {
    fn read(reply: &Reply) -> Option<Box<Self>> {
        let info = Self {
            scope: header(reply, "x-ms-throttle-scope"),
            information: header(reply, "x-ms-throttle-information"),
            limit_percentage: header(reply, "x-ms-throttle-limit-percentage"),
            resource_unit: header(reply, "x-ms-resource-unit"),
        };
        let says_something =
            info.scope.is_some() || info.information.is_some() || info.limit_percentage.is_some() || info.resource_unit.is_some();
        says_something.then(|| Box::new(info))
    }
}

/// One of several errors in an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// The service's code.
    pub code: String,
    /// For the developer.
    pub message: String,
    /// What the error is about.
    pub target: Option<String>,
}

impl ServiceError {
    /// Reads the error in a reply, whatever its body is.
    pub(crate) fn from_reply(reply: &Reply) -> Self {
        let document: Option<Value> = serde_json::from_slice(&reply.body).ok();
        match document.as_ref().and_then(error_object) {
            Some(error) => Self::from_object(reply, &error),
            None => Self { body_excerpt: excerpt(reply), ..Self::from_object(reply, &Map::new()) },
        }
    }

    /// The error object of a reply, already found. Some services say back what they were sent: the token is taken out.
    pub(crate) fn from_object(reply: &Reply, error: &Map<String, Value>) -> Self {
        let mut error = error.clone();
        error.values_mut().for_each(|value| conceal(value, reply));
        let inner = inner_error(&error).cloned();
        let named = |names: [&str; 2]| {
            let header = names.iter().find_map(|name| header(reply, name));
            header.or_else(|| names.iter().find_map(|name| inner.as_ref()?.get(*name)?.as_str().map(str::to_owned)))
        };
        Self {
            status: reply.status,
            code: text(error.get("code")),
            message: message(error.get("message")),
            target: error.get("target").and_then(Value::as_str).map(str::to_owned),
            details: error.get("details").and_then(Value::as_array).map(|items| details(items)).unwrap_or_default(),
            request_id: named(["request-id", "x-ms-request-id"]),
            client_request_id: named(["client-request-id", "x-ms-client-request-id"]),
            date: named(["date", "date"]),
            diagnostic: header(reply, "x-ms-ags-diagnostic"),
            throttle: ThrottleInfo::read(reply),
            retry_after: reply.retry_after,
            location: header(reply, "location"),
            request: reply.request.clone(),
            maybe_applied: !reply.safe && may_have_applied(reply.status),
            body_excerpt: None,
            hint: None,
            inner,
        }
    }

    /// The codes of this error and of those inside it, outermost first; empty ones are left out.
    pub fn codes(&self) -> Vec<&str> {
        let mut codes = vec![self.code.as_str()];
        let mut next = self.inner.as_ref();
        while let Some(inner) = next.and_then(Value::as_object) {
            codes.extend(inner.get("code").and_then(Value::as_str));
            next = inner_error(inner);
        }
        codes.retain(|code| !code.is_empty());
        codes
    }

    /// Whether the service no longer follows the page link or delta link that it gave: what was being read has to be read from its beginning.
    pub fn is_expired_link(&self) -> bool {
        let has_code = || self.codes().iter().any(|code| EXPIRED.contains(&code.to_ascii_lowercase().as_str()));
        let message = || {
            let message = self.message.to_ascii_lowercase();
            let names_link = ["skiptoken", "skip token", "page token", "continuation token", "deltatoken", "delta token"];
            message.contains("expired") && names_link.iter().any(|name| message.contains(name))
        };
        self.status == StatusCode::GONE || (self.status.is_client_error() && (has_code() || message()))
    }

    /// The entity has another entity tag than the request named: someone else has changed it since it was read, or it exists already (412).
    /// Read it again; [`EntityRequest::edit`](crate::request::EntityRequest::edit) does.
    pub fn is_stale(&self) -> bool {
        self.status == StatusCode::PRECONDITION_FAILED
    }

    /// The service takes this change only together with an entity tag (428): send it with `if_match`.
    pub fn needs_entity_tag(&self) -> bool {
        self.status == StatusCode::PRECONDITION_REQUIRED
    }

    /// Whether this error or one inside it has the code. Services move a code inwards when they find a more general one.
    pub fn is(&self, code: &str) -> bool {
        self.codes().contains(&code)
    }
}

/// What services call a page link or a delta link that they no longer follow.
const EXPIRED: [&str; 6] = [
    "resyncrequired",
    "syncstatenotfound",
    "syncstateinvalid",
    "directorypagetokennotfoundexception",
    "directory_expiredpagetoken",
    "expiredpagetoken",
];

/// After these the service, or something in front of it, may have lost only the answer.
fn may_have_applied(status: StatusCode) -> bool {
    status.is_success() || matches!(status.as_u16(), 408 | 500 | 502 | 504 | 509)
}

/// The object that says what is wrong. Beside OData's `{"error": {...}}` there are gateways and token services that write
/// `{"error": "code", "error_description": "..."}` or only `{"message": "..."}`.
fn error_object(document: &Value) -> Option<Map<String, Value>> {
    let document = document.as_object()?;
    match document.get("error").or_else(|| document.get("odata.error")) {
        Some(Value::Object(error)) => Some(error.clone()),
        Some(Value::String(code)) => {
            let description = document.get("error_description").cloned().unwrap_or_default();
            Some(Map::from_iter([("code".to_owned(), code.clone().into()), ("message".to_owned(), description)]))
        }
        _ => {
            let message = document.get("message").or_else(|| document.get("Message"))?.clone();
            let code = document.get("code").cloned().unwrap_or_default();
            Some(Map::from_iter([("code".to_owned(), code), ("message".to_owned(), message)]))
        }
    }
}

fn inner_error(error: &Map<String, Value>) -> Option<&Value> {
    ["innererror", "innerError", "internalexception"].iter().find_map(|name| error.get(*name))
}

fn details(items: &[Value]) -> Vec<ErrorDetail> {
    let detail = |item: &Value| {
        let target = item.get("target").and_then(Value::as_str).map(str::to_owned);
        ErrorDetail { code: text(item.get("code")), message: message(item.get("message")), target }
    };
    items.iter().filter(|item| item.is_object()).map(detail).collect()
}

/// Codes are strings; some services send numbers.
fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// Messages are strings; OData 3 sent `{"lang": "en", "value": "..."}`.
fn message(value: Option<&Value>) -> String {
    match value {
        Some(Value::Object(localized)) => text(localized.get("value")),
        other => text(other),
    }
}

fn header(reply: &Reply, name: &str) -> Option<String> {
    reply.headers.get(name).map(|value| reply.conceal(&String::from_utf8_lossy(value.as_bytes())))
}

/// The beginning of the body. The token is taken out before the rest is cut off, so that no half of it is left.
fn excerpt(reply: &Reply) -> Option<String> {
    let beginning = &reply.body[..reply.body.len().min(LOOKED_AT)];
    let mut text = reply.conceal(&String::from_utf8_lossy(beginning));
    let end = (0..=EXCERPT.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.truncate(end);
    (!text.is_empty()).then_some(text)
}

/// Takes the token out of every text. serde_json has limited how deep the value can be.
fn conceal(value: &mut Value, reply: &Reply) {
    match value {
        Value::String(text) => *text = reply.conceal(text),
        Value::Array(items) => items.iter_mut().for_each(|item| conceal(item, reply)),
        Value::Object(members) => members.values_mut().for_each(|member| conceal(member, reply)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.request, self.status)?;
        if !self.code.is_empty() {
            write!(out, ", {}", self.code)?;
        }
        if !self.message.is_empty() {
            write!(out, ": {}", self.message)?;
        }
        if self.code.is_empty() && self.message.is_empty() {
            out.write_str(", without an OData error in the body")?;
        }
        if let Some(id) = &self.request_id {
            write!(out, " (request-id {id})")?;
        }
        if let Some(hint) = &self.hint {
            write!(out, "; {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ServiceError {}
