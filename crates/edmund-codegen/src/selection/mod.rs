//! The types and operations that a selection means.

mod path;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use edmund_model::{Finding, Model, OperationId, Origin, StructId, Type, nearest};

use crate::names::declared;
pub(crate) use crate::options::Selection;
use crate::options::Wanted;
use crate::versions::Versions;

/// What is generated.
pub(crate) struct Selected {
    /// The types, their bases and what their structural properties need.
    pub(crate) types: HashSet<Type>,
    /// Which older versions stand behind others.
    pub(crate) versions: Versions,
    /// The only operations that are wanted; all when `None`.
    pub(crate) operations: Option<HashSet<OperationId>>,
}

/// Looks up what a selection names.
pub(crate) fn resolve(model: &Model, selection: &Selection, findings: &mut Vec<Finding>) -> Selected {
    match selection {
        Selection::All => {
            let versions = Versions::new(model, &HashSet::new());
            let types = declared(model).map(|(ty, ..)| ty).filter(|ty| !versions.is_older(*ty)).collect();
            Selected { types, versions, operations: None }
        }
        Selection::Only(wanted) => only(model, wanted, findings),
    }
}

pub(crate) fn only(model: &Model, wanted: &Wanted, findings: &mut Vec<Finding>) -> Selected {
    // A qualified name means that very type; a simple one does not mean versions that another type stands for.
    let (qualified, simple): (Vec<_>, Vec<_>) = wanted.types.iter().partition(|name| name.contains('.'));
    let mut types: HashSet<Type> = qualified.iter().flat_map(|name| named(model, name, findings)).collect();
    let mut operations = HashSet::new();
    for name in wanted.operations.iter().flatten() {
        operations.extend(named_operations(model, name, findings));
    }
    for path in &wanted.paths {
        let found = path::walk(model, path, findings);
        types.extend(found.types);
        operations.extend(found.operations);
    }
    for operation in operations.iter().map(|id| model.operation(*id)) {
        let returned = operation.returns.as_ref().map(|returns| returns.ty.ty);
        types.extend(operation.parameters.iter().map(|parameter| parameter.ty.ty).chain(returned));
    }
    let versions = Versions::new(model, &types);
    let simple: Vec<_> = simple.iter().flat_map(|name| named(model, name, findings)).collect();
    types.extend(simple.into_iter().filter(|ty| !versions.is_older(*ty)));
    let is_limited = wanted.operations.is_some() || !operations.is_empty();
    let types = closure(model, &versions, types.into_iter().collect());
    Selected { types, versions, operations: is_limited.then_some(operations) }
}

/// The operations of a qualified or simple name: all overloads.
fn named_operations(model: &Model, wanted: &str, findings: &mut Vec<Finding>) -> Vec<OperationId> {
    let wanted = &*without_alias(model, wanted);
    let matches = |id: &OperationId| {
        let name = &model.operation(*id).name;
        name.name == wanted || is_qualified(name, wanted)
    };
    let found: Vec<_> = model.operation_ids().filter(matches).collect();
    if found.is_empty() {
        let names = model.operation_ids().map(|id| &model.operation(id).name);
        let candidates: BTreeSet<String> =
            names.map(|name| if wanted.contains('.') { name.to_string() } else { name.name.clone() }).collect();
        let finding = unresolved(model, format!("there is no operation `{wanted}` to generate"));
        findings.push(with_nearest(
            finding,
            wanted,
            &candidates,
            "name an operation as the schema does: `microsoft.graph.sendMail`",
        ));
    }
    found
}

/// The types of a qualified or simple name.
fn named(model: &Model, wanted: &str, findings: &mut Vec<Finding>) -> Vec<Type> {
    let wanted = &*without_alias(model, wanted);
    let found: Vec<_> =
        declared(model).filter(|(_, name, _)| name.name == wanted || is_qualified(name, wanted)).map(|(ty, ..)| ty).collect();
    if found.is_empty() {
        findings.push(missing(model, wanted));
    }
    found
}

/// A name with the namespace that its alias stands for: `graph.user` is `microsoft.graph.user`.
fn without_alias<'n>(model: &Model, name: &'n str) -> Cow<'n, str> {
    let alias = name.rsplit_once('.').and_then(|(prefix, simple)| {
        let schema = model.schemas.iter().find(|schema| schema.alias.as_deref() == Some(prefix))?;
        Some(format!("{}.{simple}", schema.namespace))
    });
    alias.map_or(Cow::Borrowed(name), Cow::Owned)
}

fn is_qualified(name: &edmund_model::QualifiedName, wanted: &str) -> bool {
    wanted.strip_suffix(name.name.as_str()).and_then(|rest| rest.strip_suffix('.')) == Some(name.namespace.as_str())
}

fn missing(model: &Model, wanted: &str) -> Finding {
    let candidates: BTreeSet<String> =
        declared(model).map(|(_, name, _)| if wanted.contains('.') { name.to_string() } else { name.name.clone() }).collect();
    let finding = unresolved(model, format!("there is no type `{wanted}` to generate"));
    with_nearest(finding, wanted, &candidates, "name a type as the schema does, with its namespace: `microsoft.graph.user`")
}

/// A selected name that does not exist. It points at the first schema: the selection itself is no source.
fn unresolved(model: &Model, message: String) -> Finding {
    let origin = model.schemas.first().map_or(Origin::default(), |schema| Origin { end: schema.origin.start, ..schema.origin });
    Finding::error("unresolved-selection", origin, message)
}

fn with_nearest(finding: Finding, wanted: &str, candidates: &BTreeSet<String>, otherwise: &str) -> Finding {
    match nearest(wanted, candidates.iter().map(String::as_str)) {
        Some(near) => finding.with_help(format!("did you mean `{near}`?")),
        None => finding.with_help(otherwise),
    }
}

pub(crate) fn closure(model: &Model, versions: &Versions, mut open: Vec<Type>) -> HashSet<Type> {
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
