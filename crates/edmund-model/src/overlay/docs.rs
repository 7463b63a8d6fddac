//! Documentation that annotations of the Core vocabulary hold.

use crate::{Annotation, Deprecation, Docs, Expression, annotation};

const DESCRIPTION: &str = "Org.OData.Core.V1.Description";
const LONG_DESCRIPTION: &str = "Org.OData.Core.V1.LongDescription";
const REVISIONS: &str = "Org.OData.Core.V1.Revisions";
pub(super) const OPTIONAL_PARAMETER: &str = "Org.OData.Core.V1.OptionalParameter";

/// Reads the fact that `term` states again. Only that one: others may come from elsewhere, such as pages.
pub(super) fn refresh(docs: &mut Docs, annotations: &[Annotation], term: &str) {
    // A qualified annotation is a variant for some purpose.
    let value = annotation(annotations, term).filter(|found| found.qualifier.is_none()).and_then(|found| found.value.as_ref());
    let text = || value.and_then(Expression::as_str).map(str::to_owned);
    match term {
        DESCRIPTION => docs.summary = text(),
        LONG_DESCRIPTION => docs.details = text(),
        REVISIONS => docs.deprecation = value.and_then(|revisions| revisions.items().iter().find_map(deprecation)),
        _ => {}
    }
}

/// A revision of the kind `Deprecated`.
fn deprecation(revision: &Expression) -> Option<Deprecation> {
    let Some(Expression::EnumMember(kind)) = revision.member("Kind") else { return None };
    if !kind.ends_with("/Deprecated") {
        return None;
    }
    let text = |name| match revision.member(name)? {
        Expression::String(text) | Expression::Constant(_, text) => Some(text.clone()),
        _ => None,
    };
    Some(Deprecation { reason: text("Description"), date: text("Date"), version: text("Version"), removal: text("RemovalDate") })
}
