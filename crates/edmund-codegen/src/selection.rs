//! The types that a selection means.

use std::collections::{BTreeSet, HashSet};

use edmund_model::{Finding, Model, Origin, StructId, Type, nearest};

use crate::names::declared;
use crate::options::Selection;
use crate::versions::Versions;

/// The selected types, their bases and what their structural properties need; and which of the others they stand for.
pub(crate) fn resolve(model: &Model, selection: &Selection, findings: &mut Vec<Finding>) -> (HashSet<Type>, Versions) {
    match selection {
        Selection::All => {
            let versions = Versions::new(model, &HashSet::new());
            (declared(model).map(|(ty, ..)| ty).filter(|ty| !versions.is_older(*ty)).collect(), versions)
        }
        Selection::Types(names) => {
            // A qualified name means that very type; a simple one does not mean versions that another type stands for.
            let (qualified, simple): (Vec<_>, Vec<_>) = names.iter().partition(|name| name.contains('.'));
            let find = |name: &&String, findings: &mut Vec<Finding>| named(model, name, findings);
            let mut wanted: HashSet<Type> = qualified.iter().flat_map(|name| find(name, findings)).collect();
            let versions = Versions::new(model, &wanted);
            let simple = simple.iter().flat_map(|name| find(name, findings)).filter(|ty| !versions.is_older(*ty));
            wanted.extend(simple.collect::<Vec<_>>());
            (closure(model, &versions, wanted.into_iter().collect()), versions)
        }
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

fn closure(model: &Model, versions: &Versions, mut open: Vec<Type>) -> HashSet<Type> {
    let mut closed = HashSet::new();
    while let Some(ty) = open.pop() {
        if matches!(ty, Type::Primitive(_) | Type::Unknown) || !closed.insert(ty) {
            continue;
        }
        if let Type::Struct(id) = ty {
            // The base brings what can be called on it, and with it on everything derived from it.
            let older = |id: &StructId| versions.is_older(Type::Struct(*id));
            open.extend(model.lineage(id).skip(1).find(|base| !older(base)).map(Type::Struct));
            // What a base adds that is not written itself stands in this type.
            let written = std::iter::once(id).chain(model.lineage(id).skip(1).take_while(older));
            open.extend(written.flat_map(|id| &model.structure(id).properties).map(|property| property.ty.ty));
        }
    }
    closed
}
