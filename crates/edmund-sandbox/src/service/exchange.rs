//! One request: what it asks for and how it is answered.

use std::cell::Cell;

use bytes::Bytes;
use edmund::query::{Options, OptionsError};
use edmund_model::Model;
use http::{HeaderMap, Method, Request, StatusCode};

use super::reply::Reply;
use super::{MAX_BODY, MAX_TARGET, Service};
use crate::path::{self, Segment};
use crate::resolve::{Place, Property, Resolver};
use crate::store::Store;
use crate::temporal::Instant;
use crate::{Refusal, resolve};

/// Items that the lambdas of one request look at: nested ones multiply.
const MAX_LAMBDA_ITEMS: u64 = 10_000_000;
/// Entities behind navigation properties that one request reads: nested expansions multiply.
const MAX_RELATED: usize = 200_000;

/// One request being answered.
pub(super) struct Exchange<'s> {
    pub(super) service: &'s Service,
    pub(super) model: &'s Model,
    pub(super) store: &'s mut Store,
    pub(super) method: Method,
    /// The path as it was sent, with prefix.
    pub(super) raw_path: String,
    /// The query as it was sent.
    pub(super) raw_query: String,
    pub(super) options: Options,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// The service root, with a slash at the end.
    pub(super) base: String,
    pub(super) now: Instant,
    /// Work that lambdas may still do.
    pub(super) fuel: Cell<u64>,
    /// Entities that expansions and filters over navigation properties have read.
    related: usize,
}

/// Answers a request.
pub(super) fn answer(service: &Service, store: &mut Store, request: &Request<Bytes>, now: Instant) -> Reply {
    let answered = Exchange::new(service, store, request, now).and_then(|mut exchange| {
        let reply = exchange.answer()?;
        if exchange.fuel.get() == 0 { Err(too_much()) } else { Ok(reply) }
    });
    answered.unwrap_or_else(Reply::from)
}

fn too_much() -> Refusal {
    Refusal::bad_request(
        "the request means more work than the sandbox does for one: nest fewer lambdas and expansions, or filter first",
    )
}

impl<'s> Exchange<'s> {
    fn new(service: &'s Service, store: &'s mut Store, request: &Request<Bytes>, now: Instant) -> Result<Self, Refusal> {
        let uri = request.uri();
        if uri.path().len() + uri.query().map_or(0, str::len) > MAX_TARGET {
            return Err(Refusal::new(
                StatusCode::URI_TOO_LONG,
                "UriTooLong",
                format!("the URL is longer than {MAX_TARGET} bytes"),
            ));
        }
        if request.body().len() > MAX_BODY {
            return Err(Refusal::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "PayloadTooLarge",
                format!("the body is longer than {MAX_BODY} bytes"),
            ));
        }
        check_versions(request.headers())?;
        let raw_query = uri.query().unwrap_or_default().to_owned();
        let method = if request.method() == Method::HEAD { Method::GET } else { request.method().clone() };
        Ok(Exchange {
            service,
            model: &service.model,
            store,
            method,
            raw_path: uri.path().to_owned(),
            options: Options::parse(&raw_query).map_err(refuse_options)?,
            raw_query,
            headers: request.headers().clone(),
            body: request.body().clone(),
            base: base(service, request),
            now,
            fuel: Cell::new(MAX_LAMBDA_ITEMS),
            related: 0,
        })
    }

    fn answer(&mut self) -> Result<Reply, Refusal> {
        let prefix = self.service.prefix();
        let relative = match self.raw_path.strip_prefix(prefix) {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => rest,
            _ => return Err(Refusal::not_found(format!("the service root is `{prefix}/`"))),
        };
        let segments = path::segments(relative)?;
        match segments.as_slice() {
            [] => self.service_document(),
            [only] if only.is_system && only.text == "$metadata" => self.metadata_document(),
            [only] if only.is_system && only.text == "$batch" => self.batch(),
            [front @ .., last] if last.is_system && ["$count", "$ref", "$value"].contains(&last.text.as_str()) => {
                let place = self.resolve(front)?;
                self.check_accept(&last.text)?;
                self.answer_system(place, &last.text)
            }
            all => {
                let place = self.resolve(all)?;
                self.check_accept("")?;
                self.answer_place(place)
            }
        }
    }

    pub(super) fn resolve(&mut self, segments: &[Segment]) -> Result<Place<'s>, Refusal> {
        let mut start = Place::Root;
        let mut rest = segments;
        loop {
            let resolver = &mut Resolver { model: self.model, store: self.store, aliases: &self.options.custom };
            let (place, left) = resolver.resolve(start, rest)?;
            match place {
                Place::Call(call) if !left.is_empty() => start = Place::Value(self.call_function(&call)?),
                place => return Ok(place),
            }
            rest = left;
        }
    }

    /// What a URL in a body or in `$id` names.
    pub(super) fn resolve_url(&mut self, url: &str) -> Result<Place<'s>, Refusal> {
        let root = self.base.trim_end_matches('/').to_owned();
        let segments = resolve::reference_segments(url, &root, self.service.prefix())?;
        self.resolve(&segments)
    }

    fn answer_place(&mut self, place: Place<'s>) -> Result<Reply, Refusal> {
        match (self.method.as_str(), place) {
            (_, Place::Root) => self.service_document(),
            ("GET", Place::Entities(entities)) => self.list(&entities),
            ("POST", Place::Entities(entities)) => self.create(&entities),
            (_, Place::Entities(_)) => Err(self.not_allowed("GET, POST", "a collection of entities")),
            ("GET", Place::Entity(entity)) => self.get(&entity),
            ("PATCH", Place::Entity(entity)) => self.update(&entity),
            ("PUT", Place::Entity(entity)) => self.replace(&entity),
            ("DELETE", Place::Entity(entity)) => self.delete(&entity),
            (_, Place::Entity(_)) => Err(self.not_allowed("GET, PATCH, PUT, DELETE", "an entity")),
            ("GET", Place::Absent(_)) => Ok(Reply::no_content()),
            ("PUT" | "PATCH", Place::Absent(absent)) => self.create_single(&absent),
            (_, Place::Absent(_)) => Err(self.not_allowed("GET, PATCH, PUT", "a navigation property without target")),
            ("GET", Place::Value(property)) => self.get_property(&property),
            ("PUT" | "PATCH" | "DELETE", Place::Value(property)) => self.change_property(&property),
            ("POST", Place::Value(property)) if property.ty.collection => self.change_property(&property),
            (_, Place::Value(_)) => Err(self.not_allowed("GET, PUT, PATCH, DELETE", "a property")),
            (_, Place::Call(call)) => self.call(&call),
        }
    }

    fn answer_system(&mut self, place: Place<'s>, segment: &str) -> Result<Reply, Refusal> {
        let place = match place {
            Place::Call(call) if segment != "$ref" => Place::Value(self.call_function(&call)?),
            other => other,
        };
        match (segment, self.method.as_str(), place) {
            ("$ref", _, place) => self.reference(place),
            (_, "GET", Place::Entities(entities)) if segment == "$count" => self.count(&entities),
            (_, "GET", Place::Value(property)) if segment == "$count" => self.count_property(&property),
            (_, _, Place::Value(property)) if segment == "$value" => self.raw_value(&property),
            (_, _, Place::Entity(entity)) if segment == "$value" => self.media(&entity),
            (_, "GET", _) => Err(Refusal::not_found(format!("`{segment}` does not apply here")).with_target(segment)),
            _ => Err(self.not_allowed("GET", segment)),
        }
    }

    pub(super) fn not_allowed(&self, allow: &'static str, what: &str) -> Refusal {
        Refusal::method_not_allowed(allow, format!("{} does not apply to {what}", self.method))
    }

    /// Whether the client takes JSON, or with `$count` and `$value` text.
    fn check_accept(&self, segment: &str) -> Result<(), Refusal> {
        let Some(accept) = self.header("accept") else { return Ok(()) };
        let wanted = if matches!(segment, "$count" | "$value") { "" } else { "application/json" };
        let takes = |range: &str| {
            let name = range.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            name.is_empty() || wanted.is_empty() || name == "*/*" || name == "application/*" || name == wanted
        };
        if accept.split(',').any(takes) {
            return Ok(());
        }
        let message = format!("the service answers in JSON, not `{accept}`; send `Accept: application/json`");
        Err(Refusal::new(StatusCode::NOT_ACCEPTABLE, "NotAcceptable", message))
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The value of a preference, of all `Prefer` headers; a leading `odata.` does not matter (OData Protocol 4.01, section 8.2.8).
    pub(super) fn preference(&self, name: &str) -> Option<String> {
        preference(&self.headers, name)
    }

    /// Counts entities that are read behind navigation properties.
    pub(super) fn count_related(&mut self, entities: usize) -> Result<(), Refusal> {
        self.related += entities;
        if self.related > MAX_RELATED { Err(too_much()) } else { Ok(()) }
    }

    /// The context URL of a path, with what was selected.
    pub(super) fn context(&self, path: &str) -> String {
        format!("{}$metadata#{path}", self.base)
    }

    /// The value of a property as a place's value, or null.
    pub(super) fn property_value(property: &Property) -> serde_json::Value {
        property.value.clone().unwrap_or_default()
    }
}

/// The value of a preference among these headers.
pub(super) fn preference(headers: &HeaderMap, name: &str) -> Option<String> {
    let headers = headers.get_all("prefer").into_iter().filter_map(|value| value.to_str().ok());
    headers.flat_map(|value| value.split([',', ';'])).find_map(|preference| {
        let (known, value) = preference.split_once('=').unwrap_or((preference, ""));
        let known = known.trim().to_ascii_lowercase();
        (known.strip_prefix("odata.").unwrap_or(&known) == name).then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// The service root as the client sees it: from its `Host` header, so that links lead where the client already is.
fn base(service: &Service, request: &Request<Bytes>) -> String {
    let header = request.headers().get("host").and_then(|value| value.to_str().ok());
    let host = header.or_else(|| request.uri().authority().map(|authority| authority.as_str())).unwrap_or("localhost");
    let is_host = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || "-._:[]".contains(c));
    let scheme = request.uri().scheme_str().unwrap_or("http");
    format!("{scheme}://{}{}/", if is_host { host } else { "localhost" }, service.prefix())
}

/// `OData-Version` of the payload and `OData-MaxVersion` of the answer (OData Protocol 4.01, sections 8.1.5 and 8.2.7).
fn check_versions(headers: &HeaderMap) -> Result<(), Refusal> {
    for (name, least, most) in [("odata-version", 4.0, 4.01), ("odata-maxversion", 4.0, f64::INFINITY)] {
        let Some(text) = headers.get(name).and_then(|value| value.to_str().ok()) else { continue };
        let good = text.trim().parse::<f64>().is_ok_and(|version| (least..=most).contains(&version));
        if !good {
            return Err(
                Refusal::bad_request(format!("`{name}: {text}`: the service speaks OData 4.0 and 4.01")).with_target(name)
            );
        }
    }
    Ok(())
}

fn refuse_options(error: OptionsError) -> Refusal {
    let target = match &error {
        OptionsError::Syntax { name, .. } | OptionsError::Duplicate { name } | OptionsError::Unknown { name } => {
            Some(name.clone())
        }
        _ => None,
    };
    let refusal = Refusal::bad_request(error.to_string());
    match target {
        Some(target) => refusal.with_target(target),
        None => refusal,
    }
}
