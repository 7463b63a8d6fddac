//! Annotations: no two of one term on an element, and terms that exist.

use std::collections::{HashMap, HashSet};

use edmund_model::{Annotation, Finding, Model, Origin, QualifiedName, nearest};

use super::Checker;
use crate::Element;
use crate::vocabulary::Vocabularies;

/// How many unknown terms are worth the search for what was meant.
const SEARCHES: usize = 40;

pub(super) fn check(checker: &mut Checker<'_>) {
    let mut reported = HashSet::new();
    let mut findings = Vec::new();
    for list in lists(checker.model) {
        duplicates(list, &mut reported, checker, &mut findings);
    }
    terms(checker, &mut findings);
    checker.findings.extend(findings);
}

/// The annotations of every element.
fn lists(model: &Model) -> impl Iterator<Item = &Vec<Annotation>> {
    let structs = model.structs.iter().flat_map(|item| {
        let properties = item.properties.iter().map(|property| &property.annotations);
        let navigations = item.navigations.iter().map(|navigation| &navigation.annotations);
        let constraints = item.navigations.iter().flat_map(|it| &it.constraints).map(|constraint| &constraint.annotations);
        std::iter::once(&item.annotations).chain(properties).chain(navigations).chain(constraints)
    });
    let enums = model
        .enums
        .iter()
        .flat_map(|item| std::iter::once(&item.annotations).chain(item.members.iter().map(|member| &member.annotations)));
    let operations = model.operations.iter().flat_map(|item| {
        let parameters = item.parameters.iter().map(|parameter| &parameter.annotations);
        std::iter::once(&item.annotations).chain(parameters).chain(item.returns.iter().map(|returns| &returns.annotations))
    });
    let containers = model.containers.iter().flat_map(|item| {
        let sources = item.sources.iter().map(|source| &source.annotations);
        std::iter::once(&item.annotations).chain(sources).chain(item.imports.iter().map(|import| &import.annotations))
    });
    let terms = model.terms.iter().map(|term| &term.annotations);
    let definitions = model.definitions.iter().map(|definition| &definition.annotations);
    let schemas = model.schemas.iter().map(|schema| &schema.annotations);
    let external = model.external.iter().map(|external| &external.annotations);
    structs.chain(enums).chain(operations).chain(containers).chain(terms).chain(definitions).chain(schemas).chain(external)
}

/// An element has one annotation of a term and qualifier (CSDL 4.01, section 14.3). One that stands on several overloads is reported once.
fn duplicates(list: &[Annotation], reported: &mut HashSet<Origin>, checker: &Checker<'_>, findings: &mut Vec<Finding>) {
    if list.len() < 2 {
        return;
    }
    let mut seen: HashMap<(&QualifiedName, Option<&str>), Origin> = HashMap::new();
    for annotation in list {
        let Some(first) = seen.insert((&annotation.term, annotation.qualifier.as_deref()), annotation.origin) else { continue };
        if reported.insert(annotation.origin) {
            let message = format!("the element has two annotations with the term `{}`", annotation.term);
            let finding = Finding::warning("duplicate-annotation", checker.place(annotation.origin, "Term"), message);
            let finding = finding.with_other(checker.place(first, "Term"), "the first");
            findings.push(finding.with_help("remove one, or give one a `Qualifier`"));
        }
    }
}

/// A term of a schema that is here must be declared there, and one of an OASIS vocabulary is one of its terms. Terms of other
/// namespaces are taken as they come: services use vocabularies without including them. Looked for in the documents, so that annotations
/// whose target is wrong are not left out.
fn terms(checker: &Checker<'_>, findings: &mut Vec<Finding>) {
    let vocabularies = Vocabularies::new(checker.model, checker.scopes.values().copied());
    let mut searched = 0;
    for scope in checker.scopes.values() {
        let elements = scope.document.schemas.iter().flat_map(Element::descendants);
        for attribute in elements.filter(|element| element.name == "Annotation").filter_map(|element| element.attribute("Term")) {
            let Some(term) = scope.qualified(&attribute.value) else {
                let message = format!("the term `{}` has no namespace", attribute.value);
                let finding = Finding::warning("unresolved-term", attribute.origin, message);
                findings.push(finding.with_help("write the namespace or its alias in front of it, with a dot"));
                continue;
            };
            if vocabularies.knows(&term.namespace) && vocabularies.term(&term).is_none() {
                searched += 1;
                findings.extend(unknown(&vocabularies, &term, attribute.origin, searched <= SEARCHES));
            }
        }
    }
}

/// Vocabularies grow, and services add to them: of one that is not here only slips are reported.
fn unknown(vocabularies: &Vocabularies<'_>, term: &QualifiedName, place: Origin, search: bool) -> Option<Finding> {
    let finding = Finding::warning("unresolved-term", place, format!("there is no term `{term}`"));
    let near = if search { nearest(&term.name, vocabularies.terms_of(&term.namespace)) } else { None };
    match near {
        Some(near) => Some(finding.with_help(format!("did you mean `{near}`?"))),
        None => vocabularies.declares(&term.namespace).then(|| finding.with_help("declare the term")),
    }
}
