//! The types and operations on the path of a request.

use std::collections::BTreeSet;

use edmund_model::{Finding, Model, NavigationSourceKind, OperationId, QualifiedName, StructId, Type, TypeRef};

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
    let mut place = Place::default();
    for (index, part) in segments(path).into_iter().enumerate() {
        // Arguments of a function, or the key of one of its items behind the name of a collection.
        let (segment, arguments) = part.find('(').map_or((part, None), |end| (&part[..end], Some(&part[end..])));
        let next = if index == 0 { root(model, segment) } else { step(model, place, segment) };
        let Some(mut next) = next else {
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
        found.types.extend(next.place.ty.map(Type::Struct));
        if next.operations.is_empty() && arguments.is_some() {
            next.place.collection = false;
        }
        found.operations.extend(next.operations);
        place = next.place;
    }
    found
}

/// The names on a path, and `{key}` for each key: without the query, arguments, named paths between colons, and what the system adds.
fn segments(path: &str) -> Vec<&str> {
    let path = path.split('?').next().unwrap_or(path);
    let mut segments = Vec::new();
    let mut in_named_path = false;
    for part in parts(path).into_iter().filter(|part| !part.is_empty() && !SYSTEM.contains(part)) {
        let (part, is_end) = part.strip_suffix(':').map_or((part, false), |part| (part, true));
        if !in_named_path {
            segments.push(part);
        }
        in_named_path ^= is_end;
    }
    segments
}

/// The parts between slashes that are outside parentheses.
fn parts(path: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (index, c) in path.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '/' if depth == 0 => {
                parts.push(&path[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(&path[start..]);
    parts
}

/// Where a segment leads.
#[derive(Clone, Copy, Default)]
struct Place {
    /// The type of the values there, if it has members.
    ty: Option<StructId>,
    collection: bool,
}

/// What a segment leads to.
struct Step {
    place: Place,
    operations: Vec<OperationId>,
}

impl Step {
    fn to(ty: Option<StructId>, collection: bool) -> Self {
        Self { place: Place { ty, collection }, operations: Vec::new() }
    }

    fn call(model: &Model, operations: Vec<OperationId>) -> Option<Self> {
        let returned = model.operation(*operations.first()?).returns.as_ref().map(|returns| &returns.ty);
        let ty = match returned.map(|returned| returned.ty) {
            Some(Type::Struct(id)) => Some(id),
            _ => None,
        };
        let collection = returned.is_some_and(|returned| returned.collection);
        Some(Self { place: Place { ty, collection }, operations })
    }
}

fn root(model: &Model, segment: &str) -> Option<Step> {
    for container in model.services() {
        if let Some(source) = container.sources.iter().find(|source| source.name == segment) {
            return Some(Step::to(source.ty, source.kind == NavigationSourceKind::EntitySet));
        }
        if let Some(import) = container.imports.iter().find(|import| import.name == segment) {
            return Step::call(model, import.operations.clone());
        }
    }
    None
}

fn step(model: &Model, place: Place, segment: &str) -> Option<Step> {
    let Place { ty, collection } = place;
    let ty = ty?;
    let name = &*super::without_alias(model, segment);
    if !collection {
        if let Some(navigation) = model.navigations(ty).into_iter().find(|navigation| navigation.name == name) {
            return Some(Step::to(navigation.target, navigation.collection));
        }
        if let Some(property) = model.properties(ty).into_iter().find(|property| property.name == name) {
            let inner = if let Type::Struct(id) = property.ty.ty { Some(id) } else { None };
            return Some(Step::to(inner, property.ty.collection));
        }
    }
    let is_named = |candidate: &QualifiedName| candidate.name == name || super::is_qualified(candidate, name);
    // A derived type: the values there as values of that type.
    if let Some(derived) = model.struct_ids().find(|id| is_named(&model.structure(*id).name) && model.is_a(*id, ty)) {
        return Some(Step::to(Some(derived), collection));
    }
    let is_bound = |id: &OperationId| match model.operation(*id).binding().map(|binding| &binding.ty) {
        Some(TypeRef { ty: Type::Struct(bound), collection: on_collection, .. }) => {
            *on_collection == collection && model.is_a(ty, *bound)
        }
        _ => false,
    };
    let operations = model.operation_ids().filter(|id| is_named(&model.operation(*id).name) && is_bound(id)).collect();
    // What else follows a collection is a key of one of its items.
    Step::call(model, operations).or_else(|| collection.then(|| Step::to(Some(ty), false)))
}

fn root_names(model: &Model) -> BTreeSet<String> {
    let sources = model.services().flat_map(|container| container.sources.iter().map(|source| source.name.clone()));
    let imports = model.services().flat_map(|container| container.imports.iter().map(|import| import.name.clone()));
    sources.chain(imports).collect()
}

fn names(model: &Model, place: Place) -> BTreeSet<String> {
    let Some(place) = place.ty else { return BTreeSet::new() };
    let navigations = model.navigations(place).into_iter().map(|navigation| navigation.name.clone());
    let properties = model.properties(place).into_iter().map(|property| property.name.clone());
    navigations.chain(properties).collect()
}
