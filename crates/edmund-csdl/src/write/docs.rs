//! Documentation and optionality as annotations of the Core vocabulary, where they came from elsewhere.

use edmund_model::{Annotation, Deprecation, Docs, Expression, Origin, Parameter, PropertyValue, QualifiedName, annotation};

const CORE: &str = "Org.OData.Core.V1";

/// The annotations that say what the documentation says and the annotations do not.
pub(super) fn documentation(annotations: &[Annotation], docs: &Docs) -> Vec<Annotation> {
    let has =
        |term: &str| annotations.iter().any(|it| it.qualifier.is_none() && it.term.namespace == CORE && it.term.name == term);
    let texts = [("Description", &docs.summary), ("LongDescription", &docs.details)];
    let texts = texts.into_iter().filter(|(term, _)| !has(term));
    let mut missing: Vec<Annotation> =
        texts.filter_map(|(term, text)| Some(core(term, Some(Expression::String(text.clone()?))))).collect();
    if let (Some(deprecation), false) = (&docs.deprecation, has("Revisions")) {
        missing.push(core("Revisions", Some(Expression::Collection(vec![revision(deprecation)]))));
    }
    missing
}

/// The annotation of an optional parameter, unless it stands there already.
pub(super) fn optionality(item: &Parameter) -> Option<Annotation> {
    let is_missing = item.optional && annotation(&item.annotations, "Org.OData.Core.V1.OptionalParameter").is_none();
    is_missing.then(|| core("OptionalParameter", None))
}

fn core(term: &str, value: Option<Expression>) -> Annotation {
    let term = QualifiedName::new(CORE, term);
    Annotation { term, qualifier: None, value, annotations: Vec::new(), origin: Origin::default() }
}

fn revision(item: &Deprecation) -> Expression {
    let kind = Expression::EnumMember("Org.OData.Core.V1.RevisionKind/Deprecated".to_owned());
    let texts = [("Version", &item.version), ("Date", &item.date), ("Description", &item.reason), ("RemovalDate", &item.removal)];
    let texts = texts.into_iter().filter_map(|(name, text)| Some((name, Expression::String(text.clone()?))));
    let property = |(name, value): (&str, Expression)| PropertyValue {
        name: name.to_owned(),
        value: Some(value),
        annotations: Vec::new(),
        origin: Origin::default(),
    };
    let properties = std::iter::once(("Kind", kind)).chain(texts).map(property).collect();
    Expression::Record { ty: None, properties, annotations: Vec::new() }
}
