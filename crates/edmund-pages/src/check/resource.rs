//! Pages of types.

use edmund_model::{Finding, Origin};

use super::Context;
use super::enumeration::quoted;
use crate::json::Kind;
use crate::page::{Field, Page, PageKind, Representation};

pub(super) fn check<'a>(context: &mut Context<'a>, page: &'a Page) {
    descriptions(context, page.body.as_ref().map_or(&[], |body| &body.fields));
    if page.kind != PageKind::Resource {
        return;
    }
    descriptions(context, &page.resource.properties);
    duplicates(context, page);
    base(context, page);
    if let Some(found) = page.resource.representations.first() {
        key(context, page, found);
        optional(context, page, found);
        if let [found] = page.resource.representations.as_slice() {
            representation(context, page, found);
        }
    }
}

/// GD013: every row says what it is about. One finding a table.
fn descriptions(context: &mut Context<'_>, fields: &[Field]) {
    let only_values = |field: &&Field| {
        let words = field.description.plain.split(['`', ':']).next().unwrap_or("").to_lowercase();
        let words = words.trim().to_owned();
        !field.values.is_empty() && (words.starts_with("possible values") || words.starts_with("the possible values"))
    };
    let place = |field: &Field| super::body::description_start(field);
    let values = fields.iter().find(only_values);
    let empty = fields.iter().filter(|field| field.description.plain.is_empty());
    let count = empty.clone().count();
    if count == 0 && values.is_none() {
        return;
    }
    let Some(first) = values.or_else(|| empty.clone().next()) else { return };
    let origin = place(first).unwrap_or(first.name.origin);
    let message = if count == 0 {
        "description only lists values".to_owned()
    } else if count == fields.len() {
        "no property has a description".to_owned()
    } else {
        format!("{count} of {} rows have no description", fields.len())
    };
    let mut finding = Finding::info("GD013", origin, message).with_help("say in a sentence what each property means");
    if values.is_some() {
        finding = finding.with_label("this one only lists values");
    }
    for field in empty.take(8) {
        finding = finding.with_other(field.name.origin, "no description");
    }
    context.report(finding);
}

/// GD213: a property is listed once.
fn duplicates(context: &mut Context<'_>, page: &Page) {
    let all: Vec<&Field> = page.resource.properties.iter().chain(&page.resource.relationships).collect();
    for (index, field) in all.iter().enumerate() {
        if let Some(first) = all[..index].iter().find(|first| first.name.value == field.name.value) {
            context.report(
                Finding::warning("GD213", field.name.origin, format!("`{}` is listed twice", field.name.value))
                    .with_other(first.name.origin, "first here")
                    .with_help("remove one of the rows"),
            );
        }
    }
}

/// GD207: a base type is named, known, and the same in annotation and text.
fn base<'a>(context: &mut Context<'a>, page: &'a Page) {
    let Some(found) = page.resource.representations.first() else { return };
    let Some(member) = found.annotation.value.member("baseType") else { return };
    let origin = member.value.origin;
    let name = match &member.value.kind {
        Kind::String(name) if !name.is_empty() => name.trim_start_matches('#'),
        Kind::Null | Kind::String(_) => {
            let whole = Origin { start: member.key_origin.start, ..origin };
            let finding = Finding::warning("GD207", whole, "base type is empty");
            return context.report(match &page.resource.inherits {
                Some(link) => finding.with_other(link.origin, "the text names one").with_help("write its full name"),
                None => finding.with_help("remove `baseType`: the type has none"),
            });
        }
        _ => return,
    };
    let simple = name.rsplit('.').next().unwrap_or(name);
    let Some(link) = &page.resource.inherits else { return };
    let said = link.text.trim_matches(['*', '`']).rsplit('.').next().unwrap_or("").to_lowercase();
    let words = said.contains(' ');
    // An intermediate base in the text and a further one in the annotation do not contradict each other.
    let further = context.catalog.find(&said, Some(link), page).is_none();
    if !words && said != simple.to_lowercase() && !further {
        context.report(
            Finding::warning("GD207", origin, format!("base type is `{name}` here, `{}` in the text", link.text))
                .with_other(link.origin, "the text says this")
                .with_help("name the same base type in both places"),
        );
    }
}

/// Whether all bases are known, so that an absent property is really absent.
fn bases_known<'a>(context: &Context<'a>, page: &'a Page) -> bool {
    matches!(
        super::property::property(context.catalog, crate::catalog::Known::Resource(page), "\u{0}"),
        super::property::Found::Missing
    )
}

/// GD208: the key is a property.
fn key<'a>(context: &mut Context<'a>, page: &'a Page, found: &'a Representation) {
    let Some(key) = found.annotation.text("keyProperty") else { return };
    let known = crate::catalog::Known::Resource(page);
    if !matches!(super::property::property(context.catalog, known, &key.value), super::property::Found::Missing) {
        return;
    }
    let names: Vec<&str> = page.resource.properties.iter().map(|field| field.name.value.as_str()).collect();
    let finding = Finding::warning("GD208", key.origin, format!("key `{}` is not a property", key.value));
    let same = names.iter().find(|name| name.eq_ignore_ascii_case(&key.value));
    context.report(match same {
        Some(name) => finding.with_fix(format!("write `{name}`"), key.origin, format!("\"{name}\"")),
        None => finding.with_help("name a property of the table, or add the property"),
    });
}

/// GD206: optional properties are properties.
fn optional<'a>(context: &mut Context<'a>, page: &'a Page, found: &'a Representation) {
    let Some(items) = found.annotation.value.get("optionalProperties").and_then(|value| value.items()) else { return };
    if !bases_known(context, page) {
        return;
    }
    for item in items {
        let Some(name) = item.as_str().filter(|name| !name.is_empty() && !name.contains('@')) else { continue };
        let in_json = found.json.as_ref().is_some_and(|json| json.get(name).is_some());
        let known = crate::catalog::Known::Resource(page);
        if !in_json && matches!(super::property::property(context.catalog, known, name), super::property::Found::Missing) {
            context.report(
                Finding::info("GD206", item.origin, format!("optional property `{name}` does not exist"))
                    .with_help("remove it from the list"),
            );
        }
    }
}

/// GD205: table and JSON representation show the same properties. One finding a page.
fn representation<'a>(context: &mut Context<'a>, page: &'a Page, found: &'a Representation) {
    let Some(json) = &found.json else { return };
    if page.resource.properties.is_empty() || json.members().is_empty() {
        return;
    }
    let simple = |name: &str| !name.contains(['@', '.', ' ']);
    let shown: Vec<&str> = json.members().iter().map(|member| member.key.as_str()).filter(|name| simple(name)).collect();
    let listed: Vec<&str> =
        page.resource.properties.iter().map(|field| field.name.value.as_str()).filter(|name| simple(name)).collect();
    let known = crate::catalog::Known::Resource(page);
    let only_json = shown
        .iter()
        .copied()
        .filter(|name| matches!(super::property::property(context.catalog, known, name), super::property::Found::Missing));
    let only_json: Vec<&str> = only_json.collect();
    // A type with a base may show its own properties only.
    let has_base = page.resource.inherits.is_some() || !matches!(context.catalog.base(page), Ok(None));
    let only_table: Vec<&str> = listed.iter().copied().filter(|name| !shown.contains(name) && !has_base).collect();
    if only_json.is_empty() && only_table.is_empty() {
        return;
    }
    let member = only_json.first().and_then(|name| json.member(name));
    let origin = member.map_or(Origin { end: found.origin.start + 1, ..found.origin }, |member| member.key_origin);
    let mut finding = Finding::warning("GD205", origin, "table and JSON representation differ");
    if !only_json.is_empty() {
        finding = finding.with_note(format!("only in the JSON: {}", quoted(&only_json)));
    }
    if !only_table.is_empty() {
        finding = finding.with_note(format!("only in the table: {}", quoted(&only_table)));
        if let Some(field) = page.resource.properties.iter().find(|field| field.name.value == only_table[0]) {
            finding = finding.with_other(field.name.origin, "not in the JSON");
        }
    }
    context.report(finding.with_help("show the same properties in both places"));
}
