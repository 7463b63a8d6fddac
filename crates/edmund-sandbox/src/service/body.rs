//! Bodies of requests, checked against the model.

use edmund_model::{Model, Navigation, StructId};
use http::StatusCode;
use serde_json::{Map, Value};

use super::exchange::Exchange;
use crate::store::Row;
use crate::{Refusal, value};

/// Inline entities nested deeper than this are refused.
const MAX_DEPTH: usize = 8;

/// An entity in a body.
#[derive(Clone, Debug)]
pub(super) struct Payload<'m> {
    pub(super) ty: StructId,
    /// Properties, as sent.
    pub(super) row: Row,
    /// References to existing entities (`nav@odata.bind`), as URLs.
    pub(super) binds: Vec<(&'m Navigation, Vec<String>)>,
    /// New entities inside (deep insert).
    pub(super) inside: Vec<(&'m Navigation, Vec<Payload<'m>>)>,
}

impl Payload<'_> {
    /// An entity of which nothing is said.
    pub(super) fn empty(ty: StructId) -> Self {
        Self { ty, row: Row::new(), binds: Vec::new(), inside: Vec::new() }
    }
}

impl<'s> Exchange<'s> {
    /// The body as a JSON object.
    pub(super) fn body_object(&self) -> Result<Map<String, Value>, Refusal> {
        let media_type =
            self.header("content-type").unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if media_type != "application/json" && !media_type.ends_with("+json") {
            let message = format!("the body has to be `Content-Type: application/json`, not `{media_type}`");
            return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType", message));
        }
        let value: Value =
            serde_json::from_slice(&self.body).map_err(|error| Refusal::bad_request(format!("the body is not JSON: {error}")))?;
        match value {
            Value::Object(members) => Ok(members),
            _ => Err(Refusal::bad_request("the body has to be a JSON object")),
        }
    }

    /// The body as an entity of a type.
    pub(super) fn payload(&self, declared: StructId) -> Result<Payload<'s>, Refusal> {
        payload(self.model, declared, self.body_object()?, "", 0)
    }
}

fn payload<'m>(
    model: &'m Model,
    declared: StructId,
    members: Map<String, Value>,
    path: &str,
    depth: usize,
) -> Result<Payload<'m>, Refusal> {
    if depth > MAX_DEPTH {
        return Err(Refusal::bad_request(format!("`{path}`: entities are nested deeper than {MAX_DEPTH} levels")));
    }
    let ty = value::named_type(model, declared, &members)?;
    let navigations = model.navigations(ty);
    let find = |name: &str| navigations.iter().find(|navigation| navigation.name == name).copied();
    let mut payload = Payload { ty, row: Row::new(), binds: Vec::new(), inside: Vec::new() };
    for (name, member) in members {
        let inner = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
        let bound = name.strip_suffix("@odata.bind").or_else(|| name.strip_suffix("@bind"));
        if let Some(bound) = bound {
            let navigation = find(bound).ok_or_else(|| value::unknown_member(model, ty, bound, &inner))?;
            payload.binds.push((navigation, urls(navigation, &member, &inner)?));
        } else if value::is_annotation(&name) {
            // Control information: nothing else of it concerns a new or changed entity.
        } else if let Some(navigation) = find(&name) {
            payload.inside.push((navigation, nested(model, navigation, member, &inner, depth)?));
        } else {
            payload.row.insert(name, member);
        }
    }
    value::check_members(model, ty, &payload.row, path)?;
    if ty != declared {
        payload.row.insert("@odata.type".to_owned(), Value::from(format!("#{}", model.structure(ty).name)));
    }
    Ok(payload)
}

fn urls(navigation: &Navigation, member: &Value, path: &str) -> Result<Vec<String>, Refusal> {
    let text = |value: &Value| {
        value
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| Refusal::bad_request(format!("`{path}`: expected a URL as a string")).with_target(path))
    };
    match (navigation.collection, member) {
        (true, Value::Array(items)) => items.iter().map(text).collect(),
        (true, _) => Err(Refusal::bad_request(format!("`{path}`: expected an array of URLs")).with_target(path)),
        (false, Value::Null) => Ok(Vec::new()),
        (false, other) => Ok(vec![text(other)?]),
    }
}

fn nested<'m>(
    model: &'m Model,
    navigation: &Navigation,
    member: Value,
    path: &str,
    depth: usize,
) -> Result<Vec<Payload<'m>>, Refusal> {
    let target =
        navigation.target.ok_or_else(|| Refusal::bad_request(format!("`{path}` has a type that the schema does not declare")))?;
    let one = |value: Value, path: &str| match value {
        Value::Object(members) => payload(model, target, members, path, depth + 1),
        _ => Err(Refusal::bad_request(format!("`{path}`: expected an object")).with_target(path)),
    };
    match (navigation.collection, member) {
        (true, Value::Array(items)) => {
            items.into_iter().enumerate().map(|(index, item)| one(item, &format!("{path}[{index}]"))).collect()
        }
        (true, _) => Err(Refusal::bad_request(format!("`{path}`: expected an array of objects")).with_target(path)),
        (false, Value::Null) => Ok(Vec::new()),
        (false, other) => Ok(vec![one(other, path)?]),
    }
}
