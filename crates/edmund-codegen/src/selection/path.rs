//! The types and operations on the path of a request.

use std::collections::BTreeSet;

use edmund_model::{Finding, Model, OperationId, StructId, Type};

use super::{unresolved, with_nearest};

/// What lies on a path.
#[derive(Default)]
pub(super) struct Found {
    pub(super) types: Vec<Type>,
    pub(super) operations: Vec<OperationId>,
}

/// Segments that name nothing of the schema.
const SYSTEM: [&str; 5] = ["$batch", "$count", "$ref", "$value", "$entity"];

/// Follows a path from the root of the service. The first segment that leads nowhere is a finding.
pub(super) fn walk(model: &Model, path: &str, findings: &mut Vec<Finding>) -> Found {
    let mut found = Found::default();
    let mut place = None;
    for (index, segment) in segments(path).into_iter().enumerate() {
        let next = if index == 0 { root(model, segment) } else { step(model, place, segment) };
        let Some(next) = next else {
            let candidates = if index == 0 { root_names(model) } else { names(model, place) };
            let finding = unresolved(model, format!("the path `{path}` leads nowhere at `{segment}`"));
            findings.push(with_nearest(
                finding,
                segment,
                &candidates,
                "write the path as documentation does: `/users/{id}/messages`",
            ));
            return found;
        };
        found.types.extend(next.place.map(Type::Struct));
        found.operations.extend(next.operations);
        place = next.place;
    }
    found
}

/// The names on a path: without keys, arguments, the colons of named paths and the query.
fn segments(path: &str) -> Vec<&str> {
    let path = path.split('?').next().unwrap_or(path);
    let is_named = |segment: &&str| !segment.is_empty() && !segment.starts_with('{') && !SYSTEM.contains(segment);
    let name = |segment: &'_ str| -> Option<usize> { segment.find(['(', ':']) };
    let bare = path.split('/').map(|segment| name(segment).map_or(segment, |end| &segment[..end]));
    bare.filter(is_named).collect()
}

/// What a segment leads to.
struct Step {
    /// The type of the values there, if it has members.
    place: Option<StructId>,
    operations: Vec<OperationId>,
}

impl Step {
    fn to(place: Option<StructId>) -> Self {
        Self { place, operations: Vec::new() }
    }

    fn call(model: &Model, operations: Vec<OperationId>) -> Option<Self> {
        let first = model.operation(*operations.first()?);
        let place = match first.returns.as_ref().map(|returns| returns.ty.ty) {
            Some(Type::Struct(id)) => Some(id),
            _ => None,
        };
        Some(Self { place, operations })
    }
}

fn root(model: &Model, segment: &str) -> Option<Step> {
    for container in model.services() {
        if let Some(source) = container.sources.iter().find(|source| source.name == segment) {
            return Some(Step::to(source.ty));
        }
        if let Some(import) = container.imports.iter().find(|import| import.name == segment) {
            return Step::call(model, import.operations.clone());
        }
    }
    None
}

fn step(model: &Model, place: Option<StructId>, segment: &str) -> Option<Step> {
    let place = place?;
    if let Some(navigation) = model.navigations(place).into_iter().find(|navigation| navigation.name == segment) {
        return Some(Step::to(navigation.target));
    }
    if let Some(property) = model.properties(place).into_iter().find(|property| property.name == segment) {
        return Some(Step::to(if let Type::Struct(id) = property.ty.ty { Some(id) } else { None }));
    }
    let is_named = |name: &edmund_model::QualifiedName| name.name == segment || super::is_qualified(name, segment);
    // A derived type: the values there as values of that type.
    if let Some(derived) = model.struct_ids().find(|id| is_named(&model.structure(*id).name) && model.is_a(*id, place)) {
        return Some(Step::to(Some(derived)));
    }
    let is_bound = |id: &OperationId| match model.operation(*id).binding().map(|binding| binding.ty.ty) {
        Some(Type::Struct(bound)) => model.is_a(place, bound),
        _ => false,
    };
    let operations = model.operation_ids().filter(|id| is_named(&model.operation(*id).name) && is_bound(id)).collect();
    Step::call(model, operations)
}

fn root_names(model: &Model) -> BTreeSet<String> {
    let sources = model.services().flat_map(|container| container.sources.iter().map(|source| source.name.clone()));
    let imports = model.services().flat_map(|container| container.imports.iter().map(|import| import.name.clone()));
    sources.chain(imports).collect()
}

fn names(model: &Model, place: Option<StructId>) -> BTreeSet<String> {
    let Some(place) = place else { return BTreeSet::new() };
    let navigations = model.navigations(place).into_iter().map(|navigation| navigation.name.clone());
    let properties = model.properties(place).into_iter().map(|property| property.name.clone());
    navigations.chain(properties).collect()
}
