//! What annotations of the Core vocabulary say about elements.

use edmund_model::{Annotation, Deprecation, Docs, Expression, Model, annotation};

const DESCRIPTION: &str = "Org.OData.Core.V1.Description";
const LONG_DESCRIPTION: &str = "Org.OData.Core.V1.LongDescription";
const REVISIONS: &str = "Org.OData.Core.V1.Revisions";
const OPTIONAL_PARAMETER: &str = "Org.OData.Core.V1.OptionalParameter";

/// Gives every element of the model the documentation that its annotations hold, and parameters their optionality.
pub(super) fn attach(model: &mut Model) {
    for item in &mut model.structs {
        item.docs = of(&item.annotations);
        item.properties.iter_mut().for_each(|property| property.docs = of(&property.annotations));
        item.navigations.iter_mut().for_each(|navigation| navigation.docs = of(&navigation.annotations));
    }
    for item in &mut model.enums {
        item.docs = of(&item.annotations);
        item.members.iter_mut().for_each(|member| member.docs = of(&member.annotations));
    }
    model.definitions.iter_mut().for_each(|item| item.docs = of(&item.annotations));
    for operation in &mut model.operations {
        operation.docs = of(&operation.annotations);
        for parameter in &mut operation.parameters {
            parameter.docs = of(&parameter.annotations);
            parameter.optional = annotation(&parameter.annotations, OPTIONAL_PARAMETER).is_some();
        }
    }
    for container in &mut model.containers {
        container.sources.iter_mut().for_each(|source| source.docs = of(&source.annotations));
    }
}

/// A qualified annotation is a variant for some purpose, so only those without count.
fn of(annotations: &[Annotation]) -> Docs {
    if annotations.is_empty() {
        return Docs::default();
    }
    let find = |term| annotation(annotations, term).filter(|it| it.qualifier.is_none()).and_then(|it| it.value.as_ref());
    let text = |term| find(term).and_then(Expression::as_str).map(str::to_owned);
    Docs {
        summary: text(DESCRIPTION),
        details: text(LONG_DESCRIPTION),
        deprecation: find(REVISIONS).and_then(|revisions| revisions.items().iter().find_map(deprecation)),
    }
}

/// A revision of the kind `Deprecated`. Graph adds `Date` and `RemovalDate` to the vocabulary's `Version` and `Description`.
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
