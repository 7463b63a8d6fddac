//! The `Request body` section against example and type.

use edmund_model::{Finding, Method, Origin, Primitive};

use super::Context;
use crate::catalog::{Known, Shape};
use crate::page::{BodySection, Field, Page, PageKind};
use crate::type_cell::TypeName;

pub(super) fn check(context: &mut Context<'_>, page: &Page) {
    let Some(body) = &page.body else { return };
    nothing_sent(context, page, body);
    if creates(page) && !body.is_parameters {
        server_key(context, page, body);
        blanket(context, body);
    }
    if !body.is_parameters {
        against_type(context, page, body);
    }
}

/// Whether the page documents a plain `POST` that creates an entity.
fn creates(page: &Page) -> bool {
    let posts = page.requests().any(|(method, _)| method == Method::Post);
    let created = page.response.as_ref().is_some_and(|response| response.statuses.iter().any(|status| status.value.0 == 201));
    posts && created
}

/// GD134: who says that no body is sent shows none.
fn nothing_sent(context: &mut Context<'_>, page: &Page, body: &BodySection) {
    if !body.none || !body.fields.is_empty() {
        return;
    }
    let shown =
        page.messages.iter().filter(|message| message.example && message.is_request()).find_map(|message| message.body.as_ref());
    if let Some(shown) = shown {
        context.report(
            Finding::warning("GD134", shown.origin, "example sends a body, the text says that there is none")
                .with_other(body.heading, "this section says \"Do not supply a request body\"")
                .with_help("remove the body, or describe it"),
        );
    }
}

/// The JSON object that the first example sends.
fn sent(page: &Page) -> Option<&crate::json::Value> {
    let requests = page.messages.iter().filter(|message| message.example && message.is_request());
    requests.filter_map(|message| message.body.as_ref()?.json.as_ref()).next()
}

/// GD322: a key that the server makes is not "required when you create".
fn server_key(context: &mut Context<'_>, page: &Page, body: &BodySection) {
    let Some(id) = body.fields.iter().find(|field| field.name.value == "id") else { return };
    let Some(sent) = sent(page) else { return };
    if sent.get("id").is_some() || id.description.plain.to_lowercase().contains("read-only") || word(id).is_some() {
        return;
    }
    let mut finding =
        Finding::warning("GD322", id.name.origin, "`id` is listed for the request, but the example does not send it")
            .with_note("600 published create pages list `id`; 583 of them do not send it: the server makes it")
            .with_help("remove the row, or say \"Read-only\" in its description")
            .with_other(sent.origin, "no `id` here");
    let answered = page.messages.iter().filter(|message| message.example && !message.is_request());
    if let Some(member) = answered.filter_map(|message| message.body.as_ref()?.json.as_ref()?.member("id")).next() {
        finding = finding.with_other(member.value.origin, "the server returns one");
    }
    context.report(finding);
}

/// The word `Required` or `Optional` of a description.
fn word(field: &Field) -> Option<&str> {
    let words = field.description.plain.split(|c: char| !c.is_alphanumeric());
    words.into_iter().find(|word| word.eq_ignore_ascii_case("required") || word.eq_ignore_ascii_case("optional"))
}

/// GD323: "required when you create" above a table that tells no row apart from another says nothing.
fn blanket(context: &mut Context<'_>, body: &BodySection) {
    let sentence = body.prose.iter().find(|text| {
        let lower = text.plain.to_lowercase();
        lower.contains("properties that are required") || lower.contains("required properties")
    });
    if let Some(sentence) = sentence.filter(|_| body.fields.len() > 1 && body.fields.iter().all(|field| word(field).is_none())) {
        let message = format!("\"required\" covers all {} properties", body.fields.len());
        context.report(
            Finding::info("GD323", sentence.origin, message)
                .with_note("this is template text; no row says whether it is required")
                .with_help("say `Required.` or `Optional.` in each description"),
        );
    }
}

/// GD320, GD321: the rows are properties of the type, with its types.
fn against_type(context: &mut Context<'_>, page: &Page, body: &BodySection) {
    let Some(link) = crate::read::body_type(body).filter(|_| page.kind == PageKind::Operation) else { return };
    let Some(known) = context.catalog.find(link.text.trim_matches('*'), Some(link), page) else { return };
    for field in &body.fields {
        if field.name.value.starts_with('@') || field.name.value.contains(['/', '.', '@']) {
            continue;
        }
        match super::property::property(context.catalog, known, &field.name.value) {
            super::property::Found::Missing => context.report(
                Finding::warning(
                    "GD320",
                    field.name.origin,
                    format!("`{}` is not a property of `{}`", field.name.value, link.text),
                )
                .with_other(link.origin, "the body is of this type")
                .with_help("correct the name, or add the property to the page of the type"),
            ),
            super::property::Found::Here { shape, collection, .. } => types(context, page, field, &shape, collection),
            super::property::Found::Unknown => {}
        }
    }
}

fn types(context: &mut Context<'_>, page: &Page, field: &Field, declared: &Shape<'_>, collection: bool) {
    let Some(ty) = &field.ty else { return };
    let own = context.catalog.shape(field, page);
    let differs = match (&own, declared) {
        (Shape::Unknown, _) | (_, Shape::Unknown) => false,
        (Shape::Primitive(own), Shape::Primitive(declared)) => {
            own != declared && *own != Primitive::Untyped && *declared != Primitive::Untyped
        }
        (Shape::Listed, Shape::Known(Known::Enum(..) | Known::ModelEnum(_)) | Shape::Listed) => false,
        (Shape::Known(own), Shape::Known(declared)) => own != declared,
        _ => true,
    };
    if (differs || ty.collection != collection) && ty.name != TypeName::Unreadable {
        context.report(
            Finding::warning("GD321", ty.origin, format!("type `{}` differs from the one on the page of the type", ty.text))
                .with_help("use the same type in both places"),
        );
    }
}

/// Where a table's description cells start, for rules about whole tables.
pub(super) fn description_start(field: &Field) -> Option<Origin> {
    field.description_cell
}
