//! Type cells.

use edmund_model::{Finding, Origin};

use super::Context;
use crate::page::{Field, Page};
use crate::type_cell::{TypeName, TypeSpelling};

pub(super) fn check(context: &mut Context<'_>, page: &Page) {
    let body = page.body.iter().flat_map(|body| &body.fields);
    let parameters = page.parameters.iter().map(|parameter| &parameter.field);
    let all = page.resource.properties.iter().chain(&page.resource.relationships).chain(body).chain(parameters);
    for field in all {
        if let Some(ty) = &field.ty {
            spelling(context, page, field, ty);
            references(context, ty);
            linked(context, page, ty);
        }
    }
}

/// GD200: types have one spelling: `String`, `Int32`, `String collection`, `[user](user.md) collection`.
fn spelling(context: &mut Context<'_>, page: &Page, field: &Field, ty: &TypeSpelling) {
    if ty.name == TypeName::Enumeration {
        return enumeration(context, page, field, ty);
    }
    if let Some(wanted) = &ty.canonical {
        context.report(Finding::warning("GD200", ty.origin, format!("type is spelt `{}`", ty.text)).with_fix(
            format!("write `{wanted}`"),
            ty.origin,
            wanted.clone(),
        ));
    }
}

/// `Enumeration` names no type; the values may tell which enumeration is meant.
fn enumeration(context: &mut Context<'_>, page: &Page, field: &Field, ty: &TypeSpelling) {
    let finding = Finding::warning("GD200", ty.origin, format!("`{}` names no type", ty.text));
    let values: Vec<&str> = field.listed().iter().map(|value| value.value.as_str()).collect();
    let known = (!values.is_empty()).then(|| context.catalog.enum_with(&values, page)).flatten();
    let finding = match known {
        Some(name) => {
            let wanted = format!("{}{}", name.name, if ty.collection { " collection" } else { "" });
            finding.with_note(format!("the values are those of `{name}`")).with_fix(
                format!("write `{wanted}`"),
                ty.origin,
                wanted,
            )
        }
        None => finding
            .with_note("the generator that wrote this knew the name and lost it; only the list of values is left")
            .with_help("write the name of the enumeration"),
    };
    context.report(finding);
}

/// GD203: a reference link has a definition, and a link has an end.
fn references(context: &mut Context<'_>, ty: &TypeSpelling) {
    if ty.link.is_some() {
        return;
    }
    if ty.is_open_link() {
        let end = Origin { start: ty.origin.end, ..ty.origin };
        context.report(Finding::error("GD203", ty.origin, "link is not closed").with_fix("insert `)`", end, ")"));
    } else if ty.text.contains("][") {
        context.report(
            Finding::error("GD203", ty.origin, "reference link without a definition")
                .with_help("add a line `[name]: file.md` at the end of the page"),
        );
    }
}

/// GD202: the text and the target of a link are the same type.
fn linked(context: &mut Context<'_>, page: &Page, ty: &TypeSpelling) {
    let (TypeName::Named(name), Some(link)) = (&ty.name, &ty.link) else { return };
    let path = super::link::resolve(&page.path, &link.target.value);
    let simple = name.rsplit('.').next().unwrap_or(name);
    let Some(leads_to) = context.set.links.leads_to(&path, simple) else { return };
    if !simple.eq_ignore_ascii_case(leads_to) && !link.target.value.contains('#') {
        context.report(
            Finding::warning("GD202", link.origin, format!("link says `{simple}`, but leads to `{leads_to}`"))
                .with_help("correct the text or the target"),
        );
    }
}
