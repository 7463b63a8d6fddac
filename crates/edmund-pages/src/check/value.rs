//! Values in examples against the types of their properties.

use edmund_model::{Finding, Method, Model, Origin, Primitive, StructId, Type, TypeRef};

use super::Context;
use super::enumeration::{SENTINEL, quoted};
use crate::catalog::{Catalog, Known, Shape};
use crate::json::{Kind, Member, Value};
use crate::page::{Field, Message, Page};
use crate::read::is_type_link;
use crate::template::is_guid;

/// Objects inside objects are followed this far; examples are not deeper.
const MAX_DEPTH: usize = 16;

/// What is known about a property of a type.
pub(super) enum Found<'a> {
    /// Its type.
    Here {
        /// The item type.
        shape: Shape<'a>,
        /// Whether it is a collection.
        collection: bool,
        /// Values that its description lists.
        listed: Vec<&'a str>,
    },
    /// The type has no such property.
    Missing,
    /// Too little is known about the type to say.
    Unknown,
}

/// Looks a property up on a type and its bases.
pub(super) fn property<'a>(catalog: &Catalog<'a>, known: Known<'a>, name: &str) -> Found<'a> {
    let mut current = known;
    for _ in 0..MAX_DEPTH {
        match current {
            Known::Resource(page) => {
                if let Some(field) = fields(page).find(|field| field.name.value == name) {
                    return here(catalog, field, page);
                }
                match catalog.base(page) {
                    _ if is_open(page) || !page.resource.has_properties => return Found::Unknown,
                    Ok(Some(base)) => current = base,
                    Ok(None) if page.resource.properties.is_empty() => return Found::Unknown,
                    Ok(None) => return Found::Missing,
                    Err(()) => return Found::Unknown,
                }
            }
            Known::Struct(id) => return catalog.model.map_or(Found::Unknown, |model| in_model(model, id, name)),
            _ => return Found::Unknown,
        }
    }
    Found::Unknown
}

fn fields(page: &Page) -> impl Iterator<Item = &Field> {
    page.resource.properties.iter().chain(&page.resource.relationships)
}

fn is_open(page: &Page) -> bool {
    page.resource.representations.iter().any(|found| found.annotation.flag("openType"))
}

fn here<'a>(catalog: &Catalog<'a>, field: &'a Field, page: &Page) -> Found<'a> {
    let collection = field.ty.as_ref().is_some_and(|ty| ty.collection);
    let listed = field.values.iter().map(|value| value.value.as_str()).collect();
    Found::Here { shape: catalog.shape(field, page), collection, listed }
}

fn in_model<'a>(model: &Model, id: StructId, name: &str) -> Found<'a> {
    if let Some(found) = model.properties(id).into_iter().find(|property| property.name == name) {
        return Found::Here { shape: model_shape(model, &found.ty), collection: found.ty.collection, listed: Vec::new() };
    }
    if let Some(found) = model.navigations(id).into_iter().find(|navigation| navigation.name == name) {
        let shape = found.target.map_or(Shape::Unknown, |target| Shape::Known(Known::Struct(target)));
        return Found::Here { shape, collection: found.collection, listed: Vec::new() };
    }
    if model.is_open(id) { Found::Unknown } else { Found::Missing }
}

fn model_shape<'a>(model: &Model, ty: &TypeRef) -> Shape<'a> {
    match ty.ty {
        Type::Primitive(primitive) => Shape::Primitive(primitive),
        Type::Struct(id) => Shape::Known(Known::Struct(id)),
        Type::Enum(id) => Shape::Known(Known::ModelEnum(id)),
        Type::Definition(id) => Shape::Primitive(model.definition(id).underlying),
        Type::Unknown => Shape::Unknown,
    }
}

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
        if json.get("error").is_some() {
            continue;
        }
        let source = source(context, page, message, json);
        let items = match json.get("value").and_then(Value::items).filter(|_| !message.is_request() && is_wrapper(json)) {
            Some(items) => items.iter().collect(),
            None => vec![unwrapped(json)],
        };
        for item in &items {
            object(context, &source, item, 0);
            synthetic = synthetic || made_up_id(context, item);
        }
        if let [item] = items.as_slice() {
            truncated(context, &source, message, item);
        }
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

fn source<'a>(context: &Context<'a>, page: &'a Page, message: &'a Message, json: &'a Value) -> Source<'a> {
    let body = page.body.as_ref();
    let table = body.map_or(&[][..], |body| body.fields.as_slice());
    let asked = body.and_then(|body| body.prose.iter().flat_map(|text| &text.links).find(|link| is_type_link(link)));
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

/// The names of all properties of a type.
fn names<'a>(catalog: &Catalog<'a>, known: Known<'a>) -> Vec<&'a str> {
    let mut names = Vec::new();
    let mut current = Some(known);
    for _ in 0..MAX_DEPTH {
        match current {
            Some(Known::Resource(page)) => {
                names.extend(fields(page).map(|field| field.name.value.as_str()));
                current = catalog.base(page).ok().flatten();
            }
            Some(Known::Struct(id)) => {
                if let Some(model) = catalog.model {
                    names.extend(model.properties(id).into_iter().map(|property| property.name.as_str()));
                    names.extend(model.navigations(id).into_iter().map(|navigation| navigation.name.as_str()));
                }
                break;
            }
            _ => break,
        }
    }
    names
}

/// A type that derives from `known` and has the property.
fn derived_with<'a>(context: &Context<'a>, known: Known<'a>, name: &str) -> Option<String> {
    if let (Known::Struct(id), Some(model)) = (known, context.catalog.model) {
        let has = |derived: &StructId| model.structure(*derived).properties.iter().any(|property| property.name == name);
        return model.derived(id).find(has).map(|derived| model.structure(derived).name.to_string());
    }
    let has = |page: &&Page| fields(page).any(|field| field.name.value == name);
    let derives = |page: &&'a Page| context.catalog.base(page) == Ok(Some(known));
    let found = context.pages.iter().filter(has).find(derives)?;
    crate::catalog::resource_name(found).map(|name| name.to_string())
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

/// GD306: a value has the JSON kind of its type.
fn wrong_kind(context: &mut Context<'_>, value: &Value, wanted: &str) {
    context.report(
        Finding::error("GD306", value.origin, format!("value is {}, the property is {wanted}", value.describe()))
            .with_help("write the value as the service sends it"),
    );
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
        Shape::Known(known) => match context.catalog.members(*known) {
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

fn scalar(context: &mut Context<'_>, name: &str, value: &Value, primitive: Primitive, listed: &[&str]) {
    use Primitive as P;
    let text = value.as_str();
    match (primitive, &value.kind) {
        (_, Kind::Null) | (P::Stream, _) => {}
        (P::Boolean, Kind::Bool(_)) => {}
        (P::Boolean, _) => wrong_kind(context, value, "a Boolean"),
        (P::Byte | P::SByte | P::Int16 | P::Int32 | P::Int64 | P::Single | P::Double | P::Decimal, Kind::Number(_)) => {}
        // Int64 and Decimal may be strings (IEEE754Compatible), floating-point numbers have three names.
        (P::Int64 | P::Decimal, Kind::String(_)) => {}
        (P::Single | P::Double, Kind::String(text)) if matches!(text.as_str(), "NaN" | "INF" | "-INF") => {}
        (P::Byte | P::SByte | P::Int16 | P::Int32 | P::Int64 | P::Single | P::Double | P::Decimal, _) => {
            wrong_kind(context, value, "a number");
        }
        (P::DateTimeOffset, Kind::String(text)) => timestamp(context, value, text),
        (P::Guid, Kind::String(text)) if !is_guid(text) && !text.contains(['{', '<']) => {
            context.report(
                Finding::info("GD309", value.origin, format!("`{text}` is not a GUID"))
                    .with_help("write 8-4-4-4-12 hexadecimal digits"),
            );
        }
        (P::String, Kind::String(_)) => strings(context, name, value, text.unwrap_or(""), listed),
        (P::Guid | P::Date | P::TimeOfDay | P::Duration | P::Binary, Kind::String(_)) => {}
        (P::String | P::Guid | P::Date | P::TimeOfDay | P::Duration | P::Binary | P::DateTimeOffset, _) => {
            wrong_kind(context, value, "a string");
        }
        _ => {}
    }
}

/// GD308: timestamps are ISO 8601 with an offset.
/// Source: OData ABNF 4.01, `dateTimeOffsetValue`.
fn timestamp(context: &mut Context<'_>, value: &Value, text: &str) {
    let bytes = text.as_bytes();
    let digit = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
    let mark = |index: usize, marks: &[u8]| bytes.get(index).is_some_and(|byte| marks.contains(byte));
    let date = [0, 1, 2, 3, 5, 6, 8, 9].into_iter().all(digit) && mark(4, b"-") && mark(7, b"-");
    let time = mark(10, b"Tt") && digit(11) && digit(12) && mark(13, b":");
    if !(date && time) && !text.contains(['{', '<']) {
        context.report(
            Finding::warning("GD308", value.origin, format!("`{text}` is not a timestamp"))
                .with_help("write it as `2024-05-01T12:34:56Z`"),
        );
    }
}

/// GD304, GD305: values of a String whose description lists them. GD312: user principal names look like mail addresses.
fn strings(context: &mut Context<'_>, name: &str, value: &Value, text: &str, listed: &[&str]) {
    if name == "userPrincipalName" && !text.is_empty() && !text.contains(['@', '{', '<']) {
        context.report(
            Finding::info("GD312", value.origin, format!("`{text}` is not a plausible user principal name"))
                .with_help("use a name such as `adele@contoso.com`"),
        );
    }
    let all_listed = || text.split(',').all(|part| listed.contains(&part.trim()));
    if listed.is_empty() || text.is_empty() || all_listed() {
        return;
    }
    match listed.iter().find(|known| known.eq_ignore_ascii_case(text)) {
        Some(known) => context.report(
            Finding::warning("GD304", value.origin, format!("value `{text}` is spelt `{known}` in the list")).with_fix(
                format!("write `{known}`"),
                value.origin,
                format!("\"{known}\""),
            ),
        ),
        None => context.report(
            Finding::warning("GD305", value.origin, format!("`{text}` is not one of the listed values"))
                .with_help(format!("listed are {}", quoted(listed))),
        ),
    }
}

/// GD302, GD303, GD304: values of an enumeration are its members.
fn member_of(context: &mut Context<'_>, value: &Value, members: &[&str], flags: bool) {
    let Some(text) = value.as_str() else {
        if value.kind != Kind::Null {
            wrong_kind(context, value, "a member of an enumeration, which is a string");
        }
        return;
    };
    if members.is_empty() || members.contains(&text) {
        return;
    }
    // Sets of members are comma-joined; whether an enumeration is a set is not always written down.
    if text.contains(',') && text.split(',').all(|part| members.contains(&part.trim())) || (flags && text.is_empty()) {
        return;
    }
    let first = members.iter().find(|member| **member != SENTINEL).unwrap_or(&members[0]);
    if is_placeholder(text) {
        context.report(
            Finding::error("GD303", value.origin, format!("`\"{text}\"` is a placeholder, not a member of the enumeration"))
                .with_note(format!("members are {}", quoted(members)))
                .with_fix(format!("write `\"{first}\"`"), value.origin, format!("\"{first}\"")),
        );
    } else if let Some(member) = members.iter().find(|member| member.eq_ignore_ascii_case(text)) {
        context.report(
            Finding::warning("GD304", value.origin, format!("enum value `{text}` is spelt `{member}`"))
                .with_note("members are case-sensitive")
                .with_fix(format!("write `\"{member}\"`"), value.origin, format!("\"{member}\"")),
        );
    } else {
        let finding = Finding::error("GD302", value.origin, format!("`{text}` is not a member of the enumeration"))
            .with_note(format!("members are {}", quoted(members)));
        context.report(match edmund_model::nearest(text, members.iter().copied()) {
            Some(near) => finding.with_help(format!("did you mean `{near}`?")),
            None => finding.with_help("use a member, or add this one to the enumeration"),
        });
    }
}

fn is_placeholder(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower == "string"
        || lower.starts_with("string (")
        || lower.ends_with(" value")
        || lower.ends_with("-value")
        || lower.contains(" | ")
        || lower.starts_with("microsoft.graph.")
        || lower.ends_with("string") && lower.len() < 12 && !lower.contains(' ') && lower != "connectionstring"
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
