//! Prose as documentation.

use edmund_model::{Deprecation, Docs};

use crate::page::{Field, Page};

/// What a page says about its subject: the first paragraph, then the others.
pub(super) fn of_page(page: &Page) -> Docs {
    let mut paragraphs = page.lead.iter().map(|text| text.prose().to_owned()).filter(|text| !text.is_empty());
    let summary = paragraphs.next();
    let details = paragraphs.collect::<Vec<_>>().join("\n\n");
    Docs { summary, details: (!details.is_empty()).then_some(details), deprecation: deprecation(page) }
}

fn deprecation(page: &Page) -> Option<Deprecation> {
    let found = page.deprecated.as_ref()?;
    let reason = (!found.value.is_empty()).then(|| found.value.clone());
    Some(Deprecation { reason, ..Deprecation::default() })
}

/// What a row says about its property.
pub(super) fn of_field(field: &Field) -> Docs {
    let summary = (!field.description.plain.is_empty()).then(|| field.description.prose().to_owned());
    Docs { summary, details: None, deprecation: field.deprecated.then(Deprecation::default) }
}

/// Fills in what an element does not say yet.
pub(super) fn fill(docs: &mut Docs, more: Docs) {
    if docs.summary.is_none() {
        docs.summary = more.summary;
        docs.details = docs.details.take().or(more.details);
    }
    docs.deprecation = docs.deprecation.take().or(more.deprecation);
}
