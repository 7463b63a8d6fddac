//! Values in examples against the types of their properties.

use edmund_model::{Finding, Method, Origin, Primitive};

use super::Context;
use super::property::{Found, derived_with, here, names, property};
use super::scalar::{member_of, scalar, wrong_kind};
use crate::catalog::{Catalog, Known, Shape};
use crate::json::{Kind, Member, Value};
use crate::message::Message;
use crate::page::{Field, Page};
use crate::read::body_type;
use crate::template::is_guid;

/// Objects inside objects are followed this far; examples are not deeper.
const MAX_DEPTH: usize = 16;

/// Where the type of an example's object comes from.
#[derive(Clone, Copy)]
struct Source<'a> {
    /// The type, when it is known.
    known: Option<Known<'a>>,
    /// The table of the page itself.
    table: &'a [Field],
    page: &'a Page,
    /// Whether a property that is not found is reported.
    closed: bool,
}

impl<'a> Source<'a> {
    fn property(&self, catalog: &Catalog<'a>, name: &str) -> Found<'a> {
        let found = self.known.map_or(Found::Unknown, |known| property(catalog, known, name));
        match found {
            Found::Missing if self.closed => Found::Missing,
            Found::Here { .. } => found,
            _ => match self.table.iter().find(|field| field.name.value == name) {
                Some(field) => here(catalog, field, self.page),
                None => Found::Unknown,
            },
        }
    }
}

pub(super) fn check<'a>(context: &mut Context<'a>, page: &'a Page) {
    let mut synthetic = false;
    for message in page.messages.iter().filter(|message| message.example) {
        let Some(json) = message.body.as_ref().and_then(|body| body.json.as_ref()) else { continue };
        // A body of which nothing says whose it is may be anything.
        if message.role().is_none() || json.get("error").is_some() || !message.is_request() && wraps_scalar(json) {
            continue;
        }
        let source = source(context, page, message, json);
        let items = match json.get("value").and_then(Value::items).filter(|_| !message.is_request() && is_wrapper(json)) {
            Some(items) => items.iter().collect(),
            None => vec![unwrapped(json)],
        };
        for item in &items {
            let source = own_source(context, source, item);
            object(context, &source, item, 0);
            synthetic = synthetic || made_up_id(context, item);
        }
        if let [item] = items.as_slice() {
            truncated(context, &source, message, item);
        }
    }
}

/// An item of a derived type says so itself.
fn own_source<'a>(context: &Context<'a>, source: Source<'a>, item: &Value) -> Source<'a> {
    match item.get("@odata.type").and_then(Value::as_str).and_then(|name| context.catalog.find(name, None, source.page)) {
        Some(known) => Source { known: Some(known), closed: true, ..source },
        None => source,
    }
}

/// Some generators wrap a single result in `{"value": {...}}`.
fn unwrapped(json: &Value) -> &Value {
    let inner = json.get("value").filter(|value| is_wrapper(json) && matches!(value.kind, Kind::Object(_)));
    inner.unwrap_or(json)
}

/// Whether an object is an envelope around a result rather than a result.
fn is_wrapper(json: &Value) -> bool {
    json.members().iter().all(|member| member.key == "value" || member.key.starts_with('@'))
}

/// Whether an answer is a number, a string or a Boolean: whatever the text links to, it has no properties.
pub(super) fn wraps_scalar(json: &Value) -> bool {
    let scalar = |value: &Value| matches!(value.kind, Kind::String(_) | Kind::Number(_) | Kind::Bool(_));
    is_wrapper(json) && json.get("value").is_some_and(scalar)
}

fn source<'a>(context: &Context<'a>, page: &'a Page, message: &'a Message, json: &'a Value) -> Source<'a> {
    let body = page.body.as_ref();
    let table = body.map_or(&[][..], |body| body.fields.as_slice());
    let asked = body.and_then(body_type);
    let answered = page.response.as_ref().and_then(|response| response.ty.as_ref());
    let annotated = message.annotation.as_ref().and_then(|annotation| annotation.odata_type());
    let named = json.get("@odata.type").and_then(Value::as_str);
    let link = if message.is_request() { asked } else { answered };
    let parameters = message.is_request() && body.is_some_and(|body| body.is_parameters);
    let find = |name: &str| context.catalog.find(name, None, page);
    let known = if parameters {
        None
    } else {
        let by_annotation = annotated.as_ref().filter(|_| !message.is_request()).and_then(|ty| find(&ty.value));
        let by_link = || link.and_then(|link| context.catalog.find(link.text.trim_matches('*'), Some(link), page));
        named.and_then(find).or(by_annotation).or_else(by_link)
    };
    // The request's table speaks about the answer only when both are of one type.
    let same = message.is_request() || asked.zip(answered).is_some_and(|(asked, answered)| asked.text == answered.text);
    Source { known, table: if same { table } else { &[] }, page, closed: known.is_some() }
}

fn object<'a>(context: &mut Context<'a>, source: &Source<'a>, value: &Value, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    type_case(context, source, value);
    for member in value.members() {
        let name = member.key.as_str();
        if name.contains(['@', '.', '#', ':', ' ', '{', '/'])
            || name.starts_with("extension_")
            || name.starts_with("ext") && name.contains('_')
        {
            continue;
        }
        match source.property(context.catalog, name) {
            Found::Here { shape, collection, listed } => {
                typed(context, source, member, &shape, collection, &listed, depth);
            }
            Found::Missing => missing(context, source, member),
            Found::Unknown => {}
        }
    }
}

/// GD141: types are spelt as they are defined: names are case-sensitive.
fn type_case<'a>(context: &mut Context<'a>, source: &Source<'a>, value: &Value) {
    let Some(found) = value.get("@odata.type") else { return };
    let Some(name) = found.as_str() else { return };
    let bare = name.trim_start_matches('#');
    let Some(defined) = context.catalog.defined_name(bare, source.page).map(ToString::to_string) else { return };
    if defined != bare && defined.eq_ignore_ascii_case(bare) {
        let wanted = if name.starts_with('#') { format!("#{defined}") } else { defined };
        context.report(
            Finding::warning("GD141", found.origin, format!("type `{bare}` is defined as `{}`", wanted.trim_start_matches('#')))
                .with_note("type names are case-sensitive")
                .with_fix(format!("write `{wanted}`"), found.origin, format!("\"{wanted}\"")),
        );
    }
}

/// GD300, GD301, GD311: properties of an example are properties of its type.
fn missing<'a>(context: &mut Context<'a>, source: &Source<'a>, member: &Member) {
    let Some(known) = source.known else { return };
    let names = names(context.catalog, known);
    let lower = member.key.to_lowercase();
    let quoted_name = |name: &str| format!("\"{name}\"");
    if let Some(name) = names.iter().find(|name| name.to_lowercase() == lower) {
        context.report(
            Finding::warning("GD301", member.key_origin, format!("property `{}` is spelt `{name}`", member.key))
                .with_note("property names are case-sensitive")
                .with_fix(format!("write `{name}`"), member.key_origin, quoted_name(name)),
        );
        return;
    }
    if let Some(derived) = derived_with(context, known, &member.key) {
        context.report(
            Finding::warning(
                "GD311",
                member.key_origin,
                format!("`{}` is a property of the derived type `{derived}`", member.key),
            )
            .with_help("add `@odata.type` to the object"),
        );
        return;
    }
    let finding = Finding::warning("GD300", member.key_origin, format!("type has no property `{}`", member.key));
    context.report(match edmund_model::nearest(&member.key, names.iter().copied()) {
        Some(near) => finding.with_help(format!("did you mean `{near}`?")),
        None => finding.with_help("remove it from the example, or describe it on the page of the type"),
    });
}

fn typed<'a>(
    context: &mut Context<'a>,
    source: &Source<'a>,
    member: &Member,
    shape: &Shape<'a>,
    collection: bool,
    listed: &[&str],
    depth: usize,
) {
    let value = &member.value;
    if *shape == Shape::Primitive(Primitive::Untyped) || *shape == Shape::Unknown || value.kind == Kind::Null {
        return;
    }
    match (&value.kind, collection) {
        (Kind::Array(items), true) => {
            for item in items {
                single(context, source, &member.key, item, shape, listed, depth);
            }
        }
        (Kind::Array(_), false) => wrong_kind(context, value, "a single value"),
        (_, true) => wrong_kind(context, value, "an array"),
        (_, false) => single(context, source, &member.key, value, shape, listed, depth),
    }
}

fn single<'a>(
    context: &mut Context<'a>,
    source: &Source<'a>,
    name: &str,
    value: &Value,
    shape: &Shape<'a>,
    listed: &[&str],
    depth: usize,
) {
    match shape {
        Shape::Primitive(primitive) => scalar(context, name, value, *primitive, listed),
        Shape::Listed => member_of(context, value, listed, false),
        Shape::Known(known) => match context.catalog.all_members(*known) {
            Some(members) => member_of(context, value, &members, context.catalog.is_flags(*known)),
            None => nested(context, source, value, *known, depth),
        },
        Shape::Unknown => {}
    }
}

fn nested<'a>(context: &mut Context<'a>, source: &Source<'a>, value: &Value, known: Known<'a>, depth: usize) {
    match &value.kind {
        Kind::Object(_) => {
            let named = value.get("@odata.type").and_then(Value::as_str);
            let known = match named {
                Some(name) => context.catalog.find(name, None, source.page),
                None => Some(known),
            };
            let inner = Source { known, table: &[], page: source.page, closed: known.is_some() };
            object(context, &inner, value, depth + 1);
        }
        // A string in place of an object stands for "something here" on many pages; what it stands for is clear.
        Kind::Null | Kind::String(_) => {}
        _ => wrong_kind(context, value, "an object"),
    }
}

/// GD309: an identifier that repeats a few digits comes from a generator. The first of a page is enough.
fn made_up_id(context: &mut Context<'_>, item: &Value) -> bool {
    let Some(member) = item.member("id") else { return false };
    let Some(text) = member.value.as_str().filter(|text| is_guid(text)) else { return false };
    // `AAAABBBB-BBBB-AAAA-...`: generated from one 32-bit number.
    if text[4..8] != text[9..13] || text[..4] != text[14..18] {
        return false;
    }
    context.report(
        Finding::info("GD309", member.value.origin, "identifier repeats four digits throughout")
            .with_note("it is made from a 32-bit hash; real identifiers are random")
            .with_help("use a random GUID"),
    );
    true
}

/// GD149: `truncated` is for examples that leave something out.
fn truncated<'a>(context: &mut Context<'a>, source: &Source<'a>, message: &Message, item: &Value) {
    let Some(annotation) = message.annotation.as_ref().filter(|annotation| annotation.block == "response") else { return };
    let Some(flag) = annotation.value.member("truncated").filter(|_| annotation.flag("truncated")) else { return };
    let names = match source.known {
        Some(Known::Resource(page)) if matches!(context.catalog.base(page), Ok(None)) && page.resource.has_properties => {
            page.resource.properties.iter().map(|field| field.name.value.as_str()).collect()
        }
        Some(Known::Struct(id)) => context
            .catalog
            .model
            .map_or(Vec::new(), |model| model.properties(id).into_iter().map(|property| property.name.as_str()).collect()),
        // The table of an update lists what may change, not everything.
        None if source.page.requests().any(|(method, _)| method == Method::Post) => {
            source.table.iter().map(|field| field.name.value.as_str()).collect::<Vec<_>>()
        }
        _ => return,
    };
    if names.is_empty() || !names.iter().all(|name| item.get(name).is_some()) {
        return;
    }
    let origin = Origin { end: flag.value.origin.end, ..flag.key_origin };
    context.report(
        Finding::info("GD149", origin, format!("`truncated`, but the response shows all {} properties", names.len()))
            .with_help("remove `\"truncated\": true`"),
    );
}
