//! Prose as documentation.

use edmund_model::{Deprecation, Docs, Enum, Model, Type, TypeRef};

use crate::page::{EnumMember, EnumSection, Field, Located, Page, PageKind};
use crate::{deprecation, stock};

/// What a page says about its subject: the first paragraph, then the others.
pub(super) fn of_page(page: &Page) -> Docs {
    let told = page.lead.iter().filter(|text| !stock::is_stock(&text.plain));
    let mut paragraphs = told.map(|text| text.prose().to_owned()).filter(|text| !text.is_empty());
    let summary = paragraphs.next();
    let details = paragraphs.collect::<Vec<_>>().join("\n\n");
    Docs {
        summary,
        details: (!details.is_empty()).then_some(details),
        deprecation: page.deprecated.as_ref().map(deprecation_of_page),
    }
}

/// The facts of a note of ours; of another one, its words.
fn deprecation_of_page(found: &Located<String>) -> Deprecation {
    let reason = || Some(found.value.clone()).filter(|reason| !reason.is_empty());
    deprecation::read(&found.value).unwrap_or_else(|| Deprecation { reason: reason(), ..Deprecation::default() })
}

/// What a row says about its property, whose type may be an enumeration.
pub(super) fn of_field(field: &Field, values: Option<&Enum>) -> Docs {
    of_text(field.description.prose(), field, values)
}

/// The same of a part of the description.
pub(super) fn of_text(text: &str, field: &Field, values: Option<&Enum>) -> Docs {
    of_cell(text, field.deprecated, values.filter(|_| is_linked(field)))
}

/// The enumeration that a type is.
pub(super) fn members<'a>(model: &'a Model, ty: &TypeRef) -> Option<&'a Enum> {
    match ty.ty {
        Type::Enum(id) => Some(model.enumeration(id)),
        _ => None,
    }
}

/// A list of values under a link to the enumeration only repeats what is there; without one it is what defines it.
fn is_linked(field: &Field) -> bool {
    field.ty.as_ref().is_some_and(|ty| ty.link.is_some())
}

/// What a row says about its member.
pub(super) fn of_member(member: &EnumMember) -> Docs {
    of_cell(member.description.prose(), member.deprecated, None)
}

fn of_cell(text: &str, deprecated: bool, values: Option<&Enum>) -> Docs {
    let text = values.map_or(text, |item| stock::without_values(text, item));
    let (text, facts) = if deprecated { deprecation::split(text) } else { (text, None) };
    let summary = (!text.is_empty() && !stock::is_stock(text)).then(|| text.to_owned());
    Docs { summary, details: None, deprecation: deprecated.then(|| facts.unwrap_or_default()) }
}

/// What the section of an enumeration says about it; a deprecated page is about its one enumeration.
pub(super) fn of_section(section: &EnumSection, page: &Page) -> Docs {
    let alone = page.kind == PageKind::Enumeration && page.enums.len() == 1;
    let deprecation = page.deprecated.as_ref().filter(|_| alone).map(deprecation_of_page);
    Docs { summary: section.docs.clone(), details: None, deprecation }
}

/// Fills in what an element does not say yet.
pub(super) fn fill(docs: &mut Docs, more: Docs) {
    if docs.summary.is_none() {
        docs.summary = more.summary;
        docs.details = docs.details.take().or(more.details);
    }
    docs.deprecation = docs.deprecation.take().or(more.deprecation);
}
