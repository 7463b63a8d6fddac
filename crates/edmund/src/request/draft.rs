//! What all requests have in common: an address, query options and headers.

use bytes::Bytes;
use http::header::HeaderMap;
use http::{HeaderName, HeaderValue, Method, StatusCode};

use crate::address::Address;
use crate::client::{Call, Client, Link, Repeat};
use crate::error::{Error, PolicyViolation};
use crate::query::Options;

/// Says that a query may be answered from an index (Microsoft Graph, advanced query capabilities on directory objects).
pub(super) const CONSISTENCY_LEVEL: HeaderName = HeaderName::from_static("consistencylevel");

const PREFER: HeaderName = HeaderName::from_static("prefer");

/// `None` of what the service says has not changed (304).
pub(super) fn changed<T>(read: Result<T, Error>) -> Result<Option<T>, Error> {
    match read {
        Err(error) if error.service().is_some_and(|error| error.status == StatusCode::NOT_MODIFIED) => Ok(None),
        read => read.map(Some),
    }
}

/// A request that options are still added to.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) address: Address,
    pub(crate) options: Options,
    headers: HeaderMap,
    preferences: Vec<String>,
    repeat: Repeat,
    /// Whether some queries of the collection have to say that they are advanced.
    knows_advanced: bool,
    problem: Option<PolicyViolation>,
}

impl Draft {
    pub(crate) fn new(address: Address) -> Self {
        Self {
            address,
            options: Options::default(),
            headers: HeaderMap::new(),
            preferences: Vec::new(),
            repeat: Repeat::default(),
            knows_advanced: false,
            problem: None,
        }
    }

    pub(crate) fn client(&self) -> &Client {
        self.address.client()
    }

    /// Adds a header of the caller's. `Prefer` is collected, so that the caller's preferences and our own go out as one.
    pub(crate) fn header(&mut self, name: &str, value: &str) {
        match (name.parse::<HeaderName>(), value.parse::<HeaderValue>()) {
            (Ok(name), Ok(_)) if name.as_str() == "prefer" => self.prefer(value),
            (Ok(name), Ok(value)) => {
                self.headers.append(name, value);
            }
            _ => {
                self.refuse(PolicyViolation::InvalidHeader { name: name.to_owned() });
            }
        }
    }

    /// Makes the request fail before anything is sent. The first reason counts.
    pub(crate) fn refuse(&mut self, violation: PolicyViolation) {
        self.problem.get_or_insert(violation);
    }

    /// A header that the caller may have set otherwise.
    pub(crate) fn header_unless_set(&mut self, name: HeaderName, value: &'static str) {
        self.headers.entry(name).or_insert(HeaderValue::from_static(value));
    }

    /// Adds a preference; one with the same name replaces nothing, the first one counts (RFC 7240, section 2).
    pub(crate) fn prefer(&mut self, preference: impl Into<String>) {
        self.preferences.push(preference.into());
    }

    /// Carrying the request out twice does no harm, whatever its method says.
    pub(crate) fn repeat_freely(&mut self) {
        self.repeat = Repeat::Harmless;
    }

    /// Says that a query is advanced where it is: see [`Options::is_advanced`].
    pub(crate) fn know_advanced(&mut self) {
        self.knows_advanced = true;
    }

    /// What errors call the request.
    pub(crate) fn name(&self, method: &Method) -> String {
        let template = self.address.template();
        format!("{method} {}", if template.is_empty() { "/" } else { template })
    }

    /// The request to send. Reading asks for enumeration members that are newer than the schema: ours are open.
    pub(crate) fn call(&self, method: Method, body: Option<Bytes>) -> Result<Call, Error> {
        let is_advanced = method == Method::GET && self.is_advanced();
        let url = match self.possible().and_then(|()| self.address.uri(&self.options, self.count(is_advanced))) {
            Ok(url) => url,
            Err(violation) => return Err(Error::Policy { request: self.name(&method), violation }),
        };
        let mut headers = self.headers.clone();
        if is_advanced {
            headers.entry(CONSISTENCY_LEVEL).or_insert(HeaderValue::from_static("eventual"));
        }
        if let Some(preferences) = self.preferences(&method) {
            headers.insert(PREFER, preferences);
        }
        let request = self.name(&method);
        Ok(Call { method, url, headers, body, request, link: Link::Request, repeat: self.repeat })
    }

    /// The URL that is read. Nothing else of the request is made.
    pub(crate) fn url(&self) -> Result<String, Error> {
        let count = self.count(self.is_advanced());
        let url = self.possible().and_then(|()| self.address.full_url(&self.options, count));
        url.map_err(|violation| Error::Policy { request: self.name(&Method::GET), violation })
    }

    fn possible(&self) -> Result<(), PolicyViolation> {
        self.problem.clone().map_or(Ok(()), Err)
    }

    /// Whether reading has to say that the query is advanced.
    fn is_advanced(&self) -> bool {
        self.knows_advanced && self.options.is_advanced()
    }

    /// The option `$count`: an advanced query asks for the number.
    fn count(&self, is_advanced: bool) -> Option<bool> {
        if is_advanced { Some(true) } else { self.options.count }
    }

    /// The caller's preferences and our own as one header.
    fn preferences(&self, method: &Method) -> Option<HeaderValue> {
        const OWN: &str = "include-unknown-enum-members";
        let own = (method == Method::GET).then_some(OWN);
        if self.preferences.is_empty() {
            return own.map(HeaderValue::from_static);
        }
        let all: Vec<&str> = self.preferences.iter().map(String::as_str).chain(own).collect();
        all.join(", ").parse().ok()
    }

    /// The request to send, with a JSON body.
    pub(crate) fn call_with_json<B: Into<Bytes>>(
        &self,
        method: Method,
        body: Result<B, serde_json::Error>,
    ) -> Result<Call, Error> {
        match body {
            Ok(body) => {
                let body = body.into();
                if holds_placeholder(&body) {
                    return Err(Error::Policy { request: self.name(&method), violation: PolicyViolation::Placeholder });
                }
                self.call(method, Some(body))
            }
            Err(error) => Err(Error::Encode { request: self.name(&method), error }),
        }
    }
}

/// Whether a text of the JSON document is the placeholder, or a set of flags with it. A member of that name is none.
fn holds_placeholder(json: &[u8]) -> bool {
    const PLACEHOLDER: &[u8] = b"unknownFutureValue";
    memchr::memmem::find_iter(json, PLACEHOLDER).any(|start| {
        let before = json[..start].last();
        let after = &json[start + PLACEHOLDER.len()..];
        matches!(before, Some(b'"' | b',')) && matches!(after, [b'"' | b',', ..]) && !matches!(after, [b'"', b':', ..])
    })
}

/// The option that every request has.
macro_rules! header_option {
    () => {
        /// A header of this request, and of every further page it leads to.
        ///
        /// A name or a value that HTTP does not allow makes the request fail with
        /// [`PolicyViolation::InvalidHeader`](crate::PolicyViolation::InvalidHeader) before anything is sent.
        pub fn header(mut self, name: &str, value: &str) -> Self {
            self.draft.header(name, value);
            self
        }
    };
}

/// The options of requests that change an entity.
macro_rules! condition_options {
    () => {
        /// Only if the entity still has this entity tag ([`Extra::etag`](crate::Extra::etag)); otherwise the service answers 412.
        pub fn if_match(self, etag: &str) -> Self {
            self.header("if-match", etag)
        }
    };
}

/// The option of requests that do more when they are carried out twice.
macro_rules! repeat_option {
    () => {
        /// Also sends the request again when an earlier attempt may have been carried out: after a broken connection and after the statuses
        /// 408, 500, 502, 504 and 509. For requests that do no harm when they are carried out twice; without it the error says
        /// [`maybe_applied`](crate::Error::maybe_applied) instead.
        pub fn retry_non_idempotent(mut self) -> Self {
            self.draft.repeat_freely();
            self
        }
    };
}

/// The options of requests whose answer may be the entity that they made or changed.
macro_rules! return_options {
    () => {
        /// Asks for the entity as it is afterwards (`Prefer: return=representation`). The service may not.
        pub fn return_representation(mut self) -> Self {
            self.draft.prefer("return=representation");
            self
        }

        /// Asks for an answer without the entity (`Prefer: return=minimal`). The service may send it all the same.
        pub fn return_minimal(mut self) -> Self {
            self.draft.prefer("return=minimal");
            self
        }
    };
}

pub(crate) use {condition_options, header_option, repeat_option, return_options};
