//! Several requests in one (OData JSON Format 4.01, section 19).

use std::collections::HashMap;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use serde_json::{Map, Value, json};

use super::exchange::{self, Exchange};
use super::reply::Reply;
use crate::Refusal;

/// As many as Microsoft Graph takes.
const MAX_REQUESTS: usize = 20;

/// One request of a batch, as it was asked for.
struct Part {
    id: String,
    depends_on: Vec<String>,
    request: Request<Bytes>,
}

impl Exchange<'_> {
    /// Answers a batch: each request in its order; after a failure only those that the client asks to go on with.
    pub(super) fn batch(&mut self) -> Result<Reply, Refusal> {
        if self.method != Method::POST {
            return Err(self.not_allowed("POST", "$batch"));
        }
        let parts = self.parts()?;
        let goes_on = self.preference("continue-on-error").is_some_and(|value| value != "false");
        // By identifiers in lower case: they are compared without regard to it.
        let mut succeeded: HashMap<String, bool> = HashMap::new();
        let mut responses = Vec::new();
        for part in parts {
            let failed = part.depends_on.iter().find(|id| succeeded.get(*id) != Some(&true));
            let reply = match failed {
                Some(id) => Reply::from(failed_dependency(id)),
                None => exchange::answer(self.service, self.store, &part.request, self.now),
            };
            let stamp = self.service.stamp(&part.request, (self.service.settings.clock)());
            let response = reply.into_response(&stamp, part.request.method() == Method::HEAD);
            let is_success = !response.status().is_client_error() && !response.status().is_server_error();
            responses.push(as_json(&part.id, &response));
            succeeded.insert(part.id.to_ascii_lowercase(), is_success);
            if !is_success && !goes_on {
                break;
            }
        }
        let reply = Reply::json(json!({ "responses": responses }).to_string());
        Ok(if goes_on { reply.header("preference-applied", "odata.continue-on-error") } else { reply })
    }

    fn parts(&self) -> Result<Vec<Part>, Refusal> {
        let mut members = self.body_object()?;
        let Some(Value::Array(requests)) = members.remove("requests") else {
            return Err(Refusal::bad_request("a batch is an object with the array `requests`"));
        };
        if requests.len() > MAX_REQUESTS {
            return Err(Refusal::bad_request(format!("a batch has at most {MAX_REQUESTS} requests, not {}", requests.len())));
        }
        let mut parts: Vec<Part> = Vec::new();
        for (number, request) in requests.iter().enumerate() {
            let part = self.part(request).map_err(|reason| Refusal::bad_request(format!("requests[{number}]: {reason}")))?;
            let known = |id: &str| parts.iter().any(|earlier| earlier.id.eq_ignore_ascii_case(id));
            if known(&part.id) {
                return Err(Refusal::bad_request(format!("requests[{number}]: the id `{}` is taken", part.id)));
            }
            if let Some(unknown) = part.depends_on.iter().find(|id| !known(id)) {
                let reason = format!("requests[{number}]: it depends on `{unknown}`, which is not the id of an earlier request");
                return Err(Refusal::bad_request(reason));
            }
            parts.push(part);
        }
        Ok(parts)
    }

    fn part(&self, request: &Value) -> Result<Part, String> {
        let text = |name: &str| request.get(name).and_then(Value::as_str);
        let id = text("id").ok_or("`id` has to be a text")?.to_owned();
        let method = text("method").ok_or("`method` has to be a text")?;
        let method = Method::from_bytes(method.to_ascii_uppercase().as_bytes()).map_err(|error| error.to_string())?;
        if request.get("atomicityGroup").is_some() {
            return Err("the sandbox carries out no atomicity groups".to_owned());
        }
        let depends_on = match request.get("dependsOn") {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::String(id)) => vec![id.to_ascii_lowercase()],
            Some(Value::Array(ids)) => {
                let lower = |id: &Value| id.as_str().map(str::to_ascii_lowercase);
                ids.iter().map(lower).collect::<Option<_>>().ok_or("`dependsOn` has to be an array of texts")?
            }
            Some(_) => return Err("`dependsOn` has to be an array of texts".to_owned()),
        };
        let mut builder = Request::builder().method(method).uri(self.target(text("url").ok_or("`url` has to be a text")?)?);
        if let Some(host) = self.header("host") {
            builder = builder.header("host", host);
        }
        let mut has_type = false;
        for (name, value) in request.get("headers").and_then(Value::as_object).into_iter().flatten() {
            let value = value.as_str().ok_or_else(|| format!("the header `{name}` has to be a text"))?;
            has_type |= name.eq_ignore_ascii_case("content-type");
            builder = builder.header(name, value);
        }
        let body = match request.get("body") {
            None => Bytes::new(),
            Some(_) if !has_type => return Err("a `body` needs the header `Content-Type`".to_owned()),
            Some(Value::String(text)) => text.clone().into(),
            Some(json) => json.to_string().into(),
        };
        Ok(Part { id, depends_on, request: builder.body(body).map_err(|error| error.to_string())? })
    }

    /// The target of a request inside the batch. A path is taken from the root of the service on, as Graph does, or from the host on, as
    /// OData says, if it begins as the root of the service does.
    fn target(&self, url: &str) -> Result<String, String> {
        let prefix = self.service.prefix();
        let root = self.base.trim_end_matches('/');
        let below = url.strip_prefix(root).unwrap_or(url);
        if below.contains("://") {
            return Err(format!("`{url}` is not below {root}/"));
        }
        let starts =
            |prefix: &str| below.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
        let path = if below.starts_with('/') { below.to_owned() } else { format!("/{below}") };
        if path.starts_with("/$batch") {
            return Err("a batch cannot stand in a batch".to_owned());
        }
        Ok(if !prefix.is_empty() && starts(prefix) { path } else { format!("{prefix}{path}") }.replace(' ', "%20"))
    }
}

fn failed_dependency(id: &str) -> Refusal {
    let message = format!("not carried out, because the request `{id}` failed");
    Refusal::new(StatusCode::FAILED_DEPENDENCY, "FailedDependency", message)
}

/// JSON bodies stand as they are, all others as text.
fn as_json(id: &str, response: &Response<Bytes>) -> Value {
    let fields =
        response.headers().iter().filter_map(|(name, value)| Some((name.to_string(), Value::from(value.to_str().ok()?))));
    let mut members = Map::new();
    members.insert("id".to_owned(), id.into());
    members.insert("status".to_owned(), response.status().as_u16().into());
    members.insert("headers".to_owned(), Value::Object(fields.collect()));
    if !response.body().is_empty() {
        let media_type = response.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let json = if media_type.starts_with("application/json") { serde_json::from_slice(response.body()).ok() } else { None };
        let text = || String::from_utf8_lossy(response.body()).into_owned().into();
        members.insert("body".to_owned(), json.unwrap_or_else(text));
    }
    Value::Object(members)
}
