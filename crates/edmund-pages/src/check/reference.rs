//! Operations on references: `.../$ref`.

use edmund_model::{Finding, Method, Origin};

use super::Context;
use crate::message::{Message, MessageBody, StartLine};
use crate::page::Page;
use crate::template::Template;

pub(super) fn check(context: &mut Context<'_>, page: &Page) {
    let found = page.requests().find_map(|(method, template)| {
        let suffix = template.suffix().filter(|suffix| suffix.text == "$ref")?;
        (method != Method::Get).then_some((method, suffix.origin))
    });
    let Some((method, suffix)) = found else { return };
    // Pages that document plain requests beside references may return entities.
    if !page.requests().all(|(_, template)| is_reference(template)) {
        return;
    }
    body(context, page, method, suffix);
    answer(context, page, method, suffix);
    title(context, page, method);
}

fn is_reference(template: &Template) -> bool {
    template.suffix().is_some_and(|suffix| suffix.text == "$ref")
}

/// Whether a body is `{"@odata.id": ...}`.
pub(super) fn is_reference_body(body: &MessageBody) -> bool {
    body.json.as_ref().is_some_and(|json| json.get("@odata.id").is_some() || json.get("@id").is_some())
}

/// The request body shown first.
fn shown_body<'a>(page: &'a Page) -> Option<&'a MessageBody> {
    let requests = page.messages.iter().filter(|message| message.example && matches_method(message));
    requests.filter_map(|message: &'a Message| message.body.as_ref()).find(|body| body.json.is_some())
}

fn matches_method(message: &Message) -> bool {
    matches!(&message.start, StartLine::Request { method, .. } if matches!(method.value.as_str(), "POST" | "PUT"))
}

/// GD121: `POST` and `PUT` on `$ref` take a reference, `{"@odata.id": "<url>"}`, not an entity.
/// Source: OData Protocol 4.01, section 11.4.6.1.
fn body(context: &mut Context<'_>, page: &Page, method: Method, suffix: Origin) {
    if method == Method::Delete {
        return;
    }
    let shown = shown_body(page);
    let described = page.body.as_ref().filter(|body| {
        !body.fields.is_empty() && !body.fields.iter().any(|field| field.name.value == "@odata.id" || field.name.value == "@id")
    });
    let wrong = match shown {
        Some(shown) => !is_reference_body(shown),
        None => described.is_some(),
    };
    if !wrong {
        return;
    }
    let name = method.as_str();
    let mut finding = Finding::error(
        "GD121",
        suffix,
        format!("`{name} .../$ref` takes a reference, the page describes an entity"),
    )
    .with_label("`$ref` adds an entity that exists")
    .with_note("of 62 published examples of `POST .../$ref`, 58 send only `{\"@odata.id\": \"<url>\"}`")
    .with_help(
        "to create an entity, remove `/$ref`; to add one by reference, ask for and show `{\"@odata.id\": \"https://...\"}`",
    );
    if let Some(supply) = page.body.as_ref().and_then(|body| supply(context, body)) {
        finding = finding.with_other(supply, "the page asks for an entity");
    }
    if let Some(shown) = shown {
        finding = finding.with_other(shown.origin, "the example sends an entity");
    }
    context.report(finding);
}

/// The word `supply` of the sentence that asks for a body, up to the end of its paragraph.
fn supply(context: &Context<'_>, body: &crate::page::BodySection) -> Option<Origin> {
    body.prose.iter().find_map(|text| {
        let at = context.text(text.origin).find("supply")?;
        Some(Origin { start: text.origin.start + at as u32, ..text.origin })
    })
}

/// GD121: operations on `$ref` answer `204 No Content`.
/// Source: OData Protocol 4.01, sections 11.4.6.1 to 11.4.6.3.
fn answer(context: &mut Context<'_>, page: &Page, method: Method, suffix: Origin) {
    let prose = page.response.as_ref().and_then(|response| {
        let status = response.statuses.iter().find(|status| status.value.0 < 300 && status.value.0 != 204);
        status.map(|status| status.origin).or_else(|| response.ty.as_ref().map(|link| link.origin))
    });
    let shown = page.messages.iter().filter(|message| message.example).filter_map(Message::status);
    let shown = shown.clone().find(|status| matches!(status.value, 200..=299) && status.value != 204);
    if prose.is_none() && shown.is_none() {
        return;
    }
    let name = method.as_str();
    let mut finding =
        Finding::error("GD121", suffix, format!("`{name} .../$ref` answers `204 No Content`, the page says otherwise"))
            .with_label("an operation on a reference returns nothing")
            .with_note("of 62 published examples of `POST .../$ref`, 58 answer `204 No Content`");
    if let Some(origin) = prose {
        finding = finding.with_other(origin, "the text promises an object or another status");
    }
    if let Some(status) = shown {
        finding = finding.with_other(status.origin, format!("the example answers {}", status.value));
    }
    let help = if method == Method::Delete {
        "document `204 No Content` without a body"
    } else {
        "to create an entity, remove `/$ref`; to add one by reference, document `204 No Content` without a body"
    };
    context.report(finding.with_help(help));
}

/// GD123: a page that adds by reference says to what; "by posting to the x collection" describes a create.
fn title(context: &mut Context<'_>, page: &Page, method: Method) {
    if method != Method::Post {
        return;
    }
    let Some(lead) = page.lead.iter().find(|text| text.plain.to_lowercase().contains("by posting to")) else { return };
    let Some(title) = &page.title else { return };
    let front = page.front.get("title");
    let place = front.map_or(title.origin, |value| inner(context, value.origin));
    let mut finding = Finding::warning("GD123", place, "title and description describe a create, the request adds a reference");
    if let Some(description) = page.front.get("description") {
        finding = finding.with_other(inner(context, description.origin), "so does the description");
    }
    if front.is_some() {
        finding = finding.with_other(title.origin, "so does the heading");
    }
    context.report(
        finding
            .with_other(lead.origin, "so does the first sentence")
            .with_help("write `Add <navigation property> to <parent>`, or document the create without `/$ref`"),
    );
}

/// A value's place without its quotes.
fn inner(context: &Context<'_>, origin: Origin) -> Origin {
    let raw = context.text(origin);
    if raw.len() >= 2 && raw.starts_with(['"', '\'']) {
        return Origin { start: origin.start + 1, end: origin.end - 1, ..origin };
    }
    origin
}
