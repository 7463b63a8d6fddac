//! Batches in JSON (OData JSON Format 4.01, section 19).

use bytes::Bytes;
use http::{Method, Request, Response};
use serde_json::{Map, Value, json};

use super::{Answer, Exchange, Group, Part, Unit, failed_dependency};
use crate::Refusal;
use crate::service::reply::Reply;

/// As many as Microsoft Graph takes.
const MAX_REQUESTS: usize = 20;

/// A request with the group that it belongs to.
struct Member {
    part: Part,
    group: Option<String>,
}

impl Exchange<'_> {
    pub(super) fn json_batch(&mut self, goes_on: bool) -> Result<Reply, Refusal> {
        let members = self.members()?;
        let units = units(members)?;
        let named: Vec<Vec<String>> = units.iter().map(ids_of).collect();
        let answers = self.carry_out(units, goes_on);
        let mut responses = Vec::new();
        for (ids, answer) in named.iter().zip(&answers) {
            responses.extend(self.unit_json(ids, answer));
        }
        Ok(Reply::json(json!({ "responses": responses }).to_string()))
    }

    /// The answers of a unit. Of a group that failed each request has an answer: its own, or that the other failed.
    fn unit_json(&self, ids: &[String], answer: &Answer) -> Vec<Value> {
        let one = |(index, id): (usize, &String)| {
            let failed = answer.failed.filter(|_| ids.len() > 1);
            match (failed, answer.responses.get(index)) {
                (Some(failed), _) if failed != index => {
                    let request = Request::new(Bytes::new());
                    let stamp = self.service.stamp(&request, (self.service.settings.clock)());
                    let culprit = ids.get(failed).map_or("", String::as_str);
                    as_json(id, &Reply::from(failed_dependency(culprit)).into_response(&stamp, false))
                }
                (_, Some((_, response))) => as_json(id, response),
                (_, None) => Value::Null,
            }
        };
        ids.iter().enumerate().map(one).collect()
    }

    fn members(&self) -> Result<Vec<Member>, Refusal> {
        let mut body = self.body_object()?;
        let Some(Value::Array(requests)) = body.remove("requests") else {
            return Err(Refusal::bad_request("a batch is an object with the array `requests`"));
        };
        if requests.len() > MAX_REQUESTS {
            return Err(Refusal::bad_request(format!("a batch has at most {MAX_REQUESTS} requests, not {}", requests.len())));
        }
        let mut members: Vec<Member> = Vec::new();
        for (number, request) in requests.iter().enumerate() {
            let refuse = |reason: String| Refusal::bad_request(format!("requests[{number}]: {reason}"));
            let member = self.member(request).map_err(refuse)?;
            let is = |text: &Option<String>, id: &str| text.as_ref().is_some_and(|text| text.eq_ignore_ascii_case(id));
            let known = |id: &str| members.iter().any(|earlier| is(&earlier.part.id, id));
            let group = |id: &str| members.iter().any(|earlier| is(&earlier.group, id));
            let id = member.part.id.clone().unwrap_or_default();
            if known(&id) || group(&id) {
                return Err(refuse(format!("the id `{id}` is taken")));
            }
            if let Some(unknown) = member.part.depends_on.iter().find(|id| !known(id) && !group(id)) {
                return Err(refuse(format!("it depends on `{unknown}`, which is not the id of an earlier request")));
            }
            members.push(member);
        }
        Ok(members)
    }

    fn member(&self, request: &Value) -> Result<Member, String> {
        let text = |name: &str| request.get(name).and_then(Value::as_str);
        let id = text("id").ok_or("`id` has to be a text")?.to_owned();
        let method = text("method").ok_or("`method` has to be a text")?;
        let method = Method::from_bytes(method.to_ascii_uppercase().as_bytes()).map_err(|error| error.to_string())?;
        let group = match request.get("atomicityGroup") {
            None | Some(Value::Null) => None,
            Some(Value::String(group)) => Some(group.to_ascii_lowercase()),
            Some(_) => return Err("`atomicityGroup` has to be a text".to_owned()),
        };
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
        let request = builder.body(body).map_err(|error| error.to_string())?;
        Ok(Member { part: Part { id: Some(id), depends_on, request }, group })
    }
}

/// Requests of one group stand in a row.
fn units(members: Vec<Member>) -> Result<Vec<Unit>, Refusal> {
    let mut units: Vec<Unit> = Vec::new();
    for Member { part, group } in members {
        let Some(id) = group else {
            units.push(Unit { parts: vec![part], group: None });
            continue;
        };
        let is_same = |unit: &Unit| unit.group.as_ref().is_some_and(|group| group.id.as_deref() == Some(&id));
        if let Some(unit) = units.last_mut().filter(|unit| is_same(unit)) {
            unit.parts.push(part);
        } else if units.iter().any(is_same) {
            return Err(Refusal::bad_request(format!("the requests of the atomicity group `{id}` have to stand in a row")));
        } else {
            units.push(Unit { parts: vec![part], group: Some(Group { id: Some(id) }) });
        }
    }
    Ok(units)
}

fn ids_of(unit: &Unit) -> Vec<String> {
    unit.parts.iter().filter_map(|part| part.id.clone()).collect()
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
