//! The types that a selection means.

use std::collections::{BTreeSet, HashSet};

use edmund_model::{Finding, Model, Origin, Type, nearest};

use crate::names::declared;
use crate::options::Selection;

/// The selected types, their bases and what their structural properties need.
pub(crate) fn resolve(model: &Model, selection: &Selection, findings: &mut Vec<Finding>) -> HashSet<Type> {
    match selection {
        Selection::All => declared(model).map(|(ty, ..)| ty).collect(),
        Selection::Types(names) => closure(model, names.iter().flat_map(|name| named(model, name, findings)).collect()),
    }
}

/// The types of a qualified or simple name.
fn named(model: &Model, wanted: &str, findings: &mut Vec<Finding>) -> Vec<Type> {
    let found: Vec<_> =
        declared(model).filter(|(_, name, _)| name.name == wanted || is_qualified(name, wanted)).map(|(ty, ..)| ty).collect();
    if found.is_empty() {
        findings.push(missing(model, wanted));
    }
    found
}

fn is_qualified(name: &edmund_model::QualifiedName, wanted: &str) -> bool {
    wanted.strip_suffix(name.name.as_str()).and_then(|rest| rest.strip_suffix('.')) == Some(name.namespace.as_str())
}

fn missing(model: &Model, wanted: &str) -> Finding {
    let candidates: BTreeSet<String> =
        declared(model).map(|(_, name, _)| if wanted.contains('.') { name.to_string() } else { name.name.clone() }).collect();
    let origin = model.schemas.first().map_or(Origin::default(), |schema| Origin { end: schema.origin.start, ..schema.origin });
    let finding = Finding::error("unresolved-selection", origin, format!("there is no type `{wanted}` to generate"));
    match nearest(wanted, candidates.iter().map(String::as_str)) {
        Some(near) => finding.with_help(format!("did you mean `{near}`?")),
        None => finding.with_help("name a type as the schema does, with its namespace: `microsoft.graph.user`"),
    }
}

fn closure(model: &Model, mut open: Vec<Type>) -> HashSet<Type> {
    let mut closed = HashSet::new();
    while let Some(ty) = open.pop() {
        if matches!(ty, Type::Primitive(_) | Type::Unknown) || !closed.insert(ty) {
            continue;
        }
        if let Type::Struct(id) = ty {
            // The base brings what can be called on it, and with it on everything derived from it.
            let item = model.structure(id);
            open.extend(item.base.map(Type::Struct));
            open.extend(item.properties.iter().map(|property| property.ty.ty));
        }
    }
    closed
}
