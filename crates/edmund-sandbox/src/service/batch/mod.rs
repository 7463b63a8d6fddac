//! Several requests in one, in JSON and as `multipart/mixed` (OData Protocol 4.01, section 11.7).

mod json;
mod mime;
mod multipart;

use std::collections::HashMap;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use serde_json::Value;

use super::exchange::{self, Exchange};
use super::reply::Reply;
use crate::Refusal;

/// One request of a batch, as it was asked for.
struct Part {
    /// By this, later requests name it; a part of a multipart batch need not have one.
    id: Option<String>,
    /// Ids and groups that must have succeeded, in lower case.
    depends_on: Vec<String>,
    request: Request<Bytes>,
}

/// What is carried out together.
struct Unit {
    parts: Vec<Part>,
    group: Option<Group>,
}

/// All requests are carried out or none: an atomicity group, or a change set.
struct Group {
    id: Option<String>,
}

/// What a unit is answered with: each of its requests with its id. A group that failed has the request that made it fail, with its index.
struct Answer {
    responses: Vec<(Option<String>, Response<Bytes>)>,
    failed: Option<usize>,
}

impl Exchange<'_> {
    /// Answers a batch: each request in its order; after a failure only those that the client asks to go on with.
    pub(super) fn batch(&mut self) -> Result<Reply, Refusal> {
        if self.method != Method::POST {
            return Err(self.not_allowed("POST", "$batch"));
        }
        let goes_on = self.preference("continue-on-error").is_some_and(|value| value != "false");
        let media_type = self.header("content-type").unwrap_or_default().to_owned();
        let reply = match mime::boundary(&media_type) {
            Some(boundary) => self.multipart_batch(&boundary, goes_on)?,
            None => self.json_batch(goes_on)?,
        };
        Ok(if goes_on { reply.header("preference-applied", "odata.continue-on-error") } else { reply })
    }

    fn carry_out(&mut self, units: Vec<Unit>, goes_on: bool) -> Vec<Answer> {
        let mut run = Run::default();
        let mut answers = Vec::new();
        for unit in units {
            let answer = self.carry_out_unit(&unit, &mut run);
            let has_failed = answer.failed.is_some();
            answers.push(answer);
            if has_failed && !goes_on {
                break;
            }
        }
        answers
    }

    /// The requests of a unit, in order; of a group all or none: after a failure the store is as it was. What stands alone is one request.
    fn carry_out_unit(&mut self, unit: &Unit, run: &mut Run) -> Answer {
        let before = unit.group.as_ref().map(|_| self.store.clone());
        let mut answer = Answer { responses: Vec::new(), failed: None };
        for part in &unit.parts {
            let response = self.answer_part(part, run);
            let is_success = is_success(&response);
            run.note(part, &response);
            answer.responses.push((part.id.clone(), response));
            if !is_success {
                answer.failed = Some(answer.responses.len() - 1);
                break;
            }
        }
        if let Some(before) = before.filter(|_| answer.failed.is_some()) {
            self.store.restore(before);
            unit.parts.iter().filter_map(|part| part.id.as_ref()).for_each(|id| run.set(id, false));
        }
        if let Some(id) = unit.group.as_ref().and_then(|group| group.id.as_ref()) {
            run.set(id, answer.failed.is_none());
        }
        answer
    }

    fn answer_part(&mut self, part: &Part, run: &Run) -> Response<Bytes> {
        let failed = part.depends_on.iter().find(|id| run.succeeded.get(*id) != Some(&true));
        let request = run.resolved(&part.request);
        let reply = match failed {
            Some(id) => Reply::from(failed_dependency(id)),
            None => exchange::answer(self.service, self.store, &request, self.now),
        };
        let stamp = self.service.stamp(&request, (self.service.settings.clock)());
        reply.into_response(&stamp, request.method() == Method::HEAD)
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

/// What is known of the requests that were carried out, by their ids in lower case: they are compared without regard to it.
#[derive(Default)]
struct Run {
    succeeded: HashMap<String, bool>,
    /// The URLs of what was made, or asked for.
    locations: HashMap<String, String>,
}

impl Run {
    fn note(&mut self, part: &Part, response: &Response<Bytes>) {
        let Some(id) = part.id.as_ref().map(|id| id.to_ascii_lowercase()) else { return };
        let location = response.headers().get("location").and_then(|value| value.to_str().ok());
        self.locations.insert(id.clone(), location.map_or_else(|| part.request.uri().path().to_owned(), str::to_owned));
        self.succeeded.insert(id, is_success(response));
    }

    fn set(&mut self, id: &str, has_succeeded: bool) {
        self.succeeded.insert(id.to_ascii_lowercase(), has_succeeded);
    }

    /// What `$id` at the beginning of a URL stands for, with what follows it.
    fn refer(&self, url: &str) -> Option<String> {
        let rest = url.trim_start_matches('/').strip_prefix('$')?;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        Some(format!("{}{}", self.locations.get(&rest[..end].to_ascii_lowercase())?, &rest[end..]))
    }

    /// The request with the URLs of earlier ones in place of `$id`, in its target and in the references of its body.
    fn resolved(&self, request: &Request<Bytes>) -> Request<Bytes> {
        let mut resolved = request.clone();
        let target = request.uri().path_and_query().map_or("", |target| target.as_str());
        if let Some(Ok(uri)) = target.rfind("/$").and_then(|at| self.refer(&target[at..])).map(|url| path_of(&url).parse()) {
            *resolved.uri_mut() = uri;
        }
        let body = serde_json::from_slice::<Value>(request.body()).ok();
        if let Some(mut body) = body.filter(|_| !self.locations.is_empty() && request.body().contains(&b'$')) {
            self.refer_inside(&mut body, false);
            *resolved.body_mut() = body.to_string().into();
        }
        resolved
    }

    fn refer_inside(&self, value: &mut Value, is_reference: bool) {
        match value {
            Value::String(text) if is_reference => {
                if let Some(url) = self.refer(text) {
                    *text = url;
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.refer_inside(item, is_reference)),
            Value::Object(members) => members.iter_mut().for_each(|(name, value)| {
                let is_reference = ["@odata.bind", "@bind", "@odata.id", "@id"].iter().any(|end| name.ends_with(end));
                self.refer_inside(value, is_reference);
            }),
            _ => {}
        }
    }
}

/// The path and query of a URL.
fn path_of(url: &str) -> String {
    match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]).to_owned(),
        None => url.to_owned(),
    }
}

fn is_success(response: &Response<Bytes>) -> bool {
    !response.status().is_client_error() && !response.status().is_server_error()
}

fn failed_dependency(id: &str) -> Refusal {
    let message = format!("not carried out, because the request `{id}` failed");
    Refusal::new(StatusCode::FAILED_DEPENDENCY, "FailedDependency", message)
}
