//! Annotations against what they annotate.

use edmund_model::{Finding, Origin};

use super::Context;
use crate::json;
use crate::message::{Annotation, Header, Message, StartLine};
use crate::page::{Link, Located, Page};

pub(super) fn check(context: &mut Context<'_>, page: &Page) {
    for message in page.messages.iter().filter(|message| message.example) {
        let Some(annotation) = &message.annotation else { continue };
        match annotation.block.as_str() {
            "request" => request(context, message, annotation),
            "response" => response(context, message, annotation),
            _ => {}
        }
    }
    prose(context, page);
    for found in &page.resource.representations {
        if let (Some(ty), Some(json)) = (found.annotation.odata_type(), &found.json) {
            case(context, &ty, json);
        }
    }
}

/// GD147: an example has a name of its own. GD148: an example with a body names its type.
fn request(context: &mut Context<'_>, message: &Message, annotation: &Annotation) {
    match annotation.text("name") {
        None => context.report(
            Finding::warning("GD147", annotation.origin, "example has no name")
                .with_note("snippets and tests are filed under the name")
                .with_help("add `\"name\": \"<verb>_<type>\"`, unique in its version"),
        ),
        Some(name) if name.value.trim().is_empty() || name.value.ends_with('_') => context.report(
            Finding::warning("GD147", name.origin, format!("example name `{}` is incomplete", name.value))
                .with_label("something is missing at its end")
                .with_note("two pages with this slip would have the same name")
                .with_help("name the parent: `create_<type>_from_<parent>`"),
        ),
        Some(_) => {}
    }
    let typed = message.body.as_ref().and_then(|body| body.json.as_ref()).filter(|json| json.get("@odata.type").is_some());
    if typed.is_some() && annotation.odata_type().is_none() {
        context.report(
            Finding::info("GD148", annotation.origin, "annotation of a request with a body names no type")
                .with_note("the type can only be guessed from the body; nearly all published requests leave it out")
                .with_help("add `\"@odata.type\": \"<namespace>.<type>\"`"),
        );
    }
}

fn response(context: &mut Context<'_>, message: &Message, annotation: &Annotation) {
    let StartLine::Response { status, .. } = &message.start else { return };
    let ty = annotation.odata_type();
    let json = message.body.as_ref().and_then(|body| body.json.as_ref());
    if let (Some(ty), Some(json)) = (&ty, json) {
        case(context, ty, json);
        collection(context, annotation, ty, json);
    }
    if status.value >= 300 {
        return;
    }
    presence(context, message, annotation, ty.as_ref(), status.value);
}

/// GD141: the type is spelt as everywhere else: names are case-sensitive.
fn case(context: &mut Context<'_>, ty: &Located<String>, json: &json::Value) {
    let body = json.get("@odata.type").or_else(|| json.get("value")?.items()?.first()?.get("@odata.type"));
    let Some((body, name)) = body.and_then(|body| Some((body, body.as_str()?.trim_start_matches('#')))) else { return };
    if name == ty.value || !name.eq_ignore_ascii_case(&ty.value) {
        return;
    }
    context.report(
        Finding::warning("GD141", ty.origin, format!("`{}` is spelt differently in the body", ty.value))
            .with_other(body.origin, format!("here it is `{name}`"))
            .with_note("type names are case-sensitive")
            .with_fix(format!("write `{name}`"), ty.origin, format!("\"{name}\"")),
    );
}

/// GD142: a body `{"value": [...]}` is declared as a collection.
fn collection(context: &mut Context<'_>, annotation: &Annotation, ty: &Located<String>, json: &json::Value) {
    let Some(value) = json.member("value").filter(|member| member.value.items().is_some()) else { return };
    // On some types, and on single results of operations, `value` is a property.
    let wrapper = json.members().iter().all(|member| member.key == "value" || member.key.starts_with('@'));
    let is_property = context.catalog.model.is_some_and(|model| {
        edmund_model::QualifiedName::parse(&ty.value).and_then(|name| model.find(&name)).is_some_and(
            |found| matches!(found, edmund_model::Type::Struct(id) if model.properties(id).iter().any(|property| property.name == "value")),
        )
    });
    if annotation.is_collection() || !wrapper || is_property {
        return;
    }
    let place = Origin { start: ty.origin.end, ..ty.origin };
    context.report(
        Finding::warning("GD142", ty.origin, "response is a collection, but is not declared as one")
            .with_other(value.key_origin, "the body has a list")
            .with_fix("add `\"isCollection\": true`", place, ",\n  \"isCollection\": true"),
    );
}

/// GD143, GD144: type and body come together.
fn presence(context: &mut Context<'_>, message: &Message, annotation: &Annotation, ty: Option<&Located<String>>, status: u16) {
    let streams = ty.is_some_and(|ty| matches!(ty.value.to_lowercase().as_str(), "stream" | "edm.stream" | "string" | "binary"));
    match (ty, &message.body) {
        (Some(ty), None) if !streams && matches!(status, 200 | 201 | 204) => context.report(
            Finding::warning("GD143", ty.origin, "response declares a type but shows no body")
                .with_other(message.line, "nothing follows the headers")
                .with_help("show the body, or remove `@odata.type`"),
        ),
        (None, body) => match (body, textual(message)) {
            (Some(body), text) if body.json.is_some() || text.is_some() => context
                .report(untyped(annotation, "response shows a body but declares no type").with_other(body.origin, "this body")),
            (None, Some(header)) if matches!(status, 200 | 201) => context.report(
                untyped(annotation, "response announces a body but declares no type")
                    .with_other(header.name.origin, "this header is about a body"),
            ),
            _ => {}
        },
        _ => {}
    }
}

/// The header that says that the body is text or JSON; the content of a stream has no type to declare.
fn textual(message: &Message) -> Option<&Header> {
    let header = message.header("content-type")?;
    let value = header.value.value.to_lowercase();
    (value.starts_with("text/plain") || value.starts_with("application/json")).then_some(header)
}

fn untyped(annotation: &Annotation, message: &str) -> Finding {
    Finding::warning("GD144", annotation.origin, message)
        .with_help("add `\"@odata.type\": \"<namespace>.<type>\"` to the annotation")
}

/// GD145: annotation and text name the same type. One example of the text's type is enough: others may show casts.
fn prose(context: &mut Context<'_>, page: &Page) {
    let Some(link) = page.response.as_ref().and_then(|response| response.ty.as_ref()) else { return };
    let success = |message: &&Message| message.example && message.status().is_some_and(|status| status.value < 300);
    let annotations = page.messages.iter().filter(success).filter_map(|message| message.annotation.as_ref());
    let types: Vec<_> = annotations.filter_map(Annotation::odata_type).collect();
    let text = link.text.trim_matches(['*', '`', ' ']).to_lowercase();
    // Words such as "chat message" are no type names, and links to sections tell little about the type.
    if text.contains(' ') || link.target.value.contains('#') || types.iter().any(|ty| names(link, &text, ty)) {
        return;
    }
    let Some(ty) = types.first() else { return };
    // "A URL for the [x]": the annotation tells what the answer is, the text whose it is.
    let built_in = crate::type_cell::primitive(ty.value.rsplit('.').next().unwrap_or("")).is_some();
    let mut bodies = page.messages.iter().filter(success).filter_map(|message| message.body.as_ref()?.json.as_ref());
    if built_in && bodies.any(super::value::wraps_scalar) {
        return;
    }
    context.report(
        Finding::warning("GD145", ty.origin, format!("annotation says `{}`, the text says `{}`", ty.value, link.text))
            .with_other(link.origin, "the section `Response` links to this type")
            .with_help("name the same type in both places"),
    );
}

/// Whether a link and an annotation mean the same type. Texts leave out namespaces, file names have prefixes, and some types have a
/// prefix (`workbookRange`) that texts leave out.
fn names(link: &Link, text: &str, ty: &Located<String>) -> bool {
    let simple = |name: &str| name.rsplit('.').next().unwrap_or(name).to_lowercase();
    let stem = crate::catalog::file_name(&link.target.value).trim_end_matches(".md").to_lowercase();
    let annotated = simple(&ty.value);
    stem == annotated
        || stem.ends_with(&format!("-{annotated}"))
        || text.contains(&annotated)
        || annotated.ends_with(&simple(text))
}
