//! Removes elements, and moves ids to where things are then.

use std::collections::HashSet;

use super::element::Element;
use crate::{DefinitionId, EnumId, Model, OperationId, StructId, Type, TypeRef};

/// Removes elements, all or none. Fails with what stands against it, in words.
pub(super) fn elements(model: &mut Model, elements: &[Element]) -> Result<(), String> {
    for element in elements {
        check(model, *element)?;
    }
    let types: HashSet<Type> = elements.iter().filter_map(|element| declared(*element)).collect();
    let operations: HashSet<usize> = elements.iter().filter_map(|element| as_operation(*element)).collect();
    if let Some(user) = user_of(model, &types, &operations) {
        return Err(format!("`{user}` refers to it; drop or retype that first"));
    }
    // From the back: removing an element moves those behind it in its own list only.
    let mut sorted = elements.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    for element in sorted.into_iter().rev() {
        remove(model, element);
    }
    if !operations.is_empty() {
        remove_operations(model, &operations);
    }
    if !types.is_empty() {
        remove_types(model, &types);
    }
    Ok(())
}

fn declared(element: Element) -> Option<Type> {
    match element {
        Element::Struct(at) => Some(Type::Struct(StructId(at as u32))),
        Element::Enum(at) => Some(Type::Enum(EnumId(at as u32))),
        Element::Definition(at) => Some(Type::Definition(DefinitionId(at as u32))),
        _ => None,
    }
}

fn as_operation(element: Element) -> Option<usize> {
    match element {
        Element::Operation(at) => Some(at),
        _ => None,
    }
}

fn check(model: &Model, element: Element) -> Result<(), String> {
    match element {
        Element::Schema(_) => Err("a namespace cannot be dropped; drop what is in it".to_owned()),
        Element::Parameter(at, 0) if model.operations[at].bound => {
            Err("it is what the operation is bound to; drop the operation".to_owned())
        }
        Element::Property(at, position) => {
            let name = &model.structs[at].properties[position].name;
            let owner = StructId(at as u32);
            let is_key = |id: &StructId| {
                let paths = model.structure(*id).key.iter().map(|part| part.path.split('/').next().unwrap_or_default());
                paths.into_iter().any(|first| first == name) && model.is_a(*id, owner)
            };
            match model.struct_ids().find(is_key) {
                Some(id) => Err(format!("it is part of the key of `{}`; set another `key` first", model.structure(id).name)),
                None => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

fn remove(model: &mut Model, element: Element) {
    match element {
        Element::Property(at, position) => drop(model.structs[at].properties.remove(position)),
        Element::Navigation(at, position) => drop(model.structs[at].navigations.remove(position)),
        Element::Member(at, position) => drop(model.enums[at].members.remove(position)),
        Element::Term(at) => drop(model.terms.remove(at)),
        Element::Parameter(at, position) => drop(model.operations[at].parameters.remove(position)),
        Element::Return(at) => model.operations[at].returns = None,
        Element::Container(at) => drop(model.containers.remove(at)),
        Element::Source(at, position) => drop(model.containers[at].sources.remove(position)),
        Element::Import(at, position) => drop(model.containers[at].imports.remove(position)),
        Element::External(at) => drop(model.external.remove(at)),
        // Removed together, with their ids.
        Element::Schema(_) | Element::Struct(_) | Element::Enum(_) | Element::Definition(_) | Element::Operation(_) => {}
    }
}

fn remove_operations(model: &mut Model, doomed: &HashSet<usize>) {
    let moved = moved(model.operations.len(), |at| doomed.contains(&at));
    let mut at = 0;
    model.operations.retain(|_| {
        at += 1;
        !doomed.contains(&(at - 1))
    });
    let follow = |id: OperationId| moved[id.index()].map(OperationId);
    for request in &mut model.requests {
        request.operation = request.operation.and_then(follow);
    }
    for import in model.containers.iter_mut().flat_map(|container| &mut container.imports) {
        import.operations = import.operations.iter().copied().filter_map(follow).collect();
    }
}

/// The new position of everything in a list, `None` for what goes.
fn moved(length: usize, is_doomed: impl Fn(usize) -> bool) -> Vec<Option<u32>> {
    let mut next = 0;
    (0..length)
        .map(|at| {
            let stays = !is_doomed(at);
            let position = stays.then_some(next);
            next += u32::from(stays);
            position
        })
        .collect()
}

fn remove_types(model: &mut Model, doomed: &HashSet<Type>) {
    let structs = moved(model.structs.len(), |at| doomed.contains(&Type::Struct(StructId(at as u32))));
    let enums = moved(model.enums.len(), |at| doomed.contains(&Type::Enum(EnumId(at as u32))));
    let definitions = moved(model.definitions.len(), |at| doomed.contains(&Type::Definition(DefinitionId(at as u32))));
    keep(&mut model.structs, &structs);
    keep(&mut model.enums, &enums);
    keep(&mut model.definitions, &definitions);
    // Nothing refers to what went, so `Unknown` never comes of this.
    let follow_struct = |id: StructId| structs[id.index()].map(StructId);
    let follow = |ty: Type| match ty {
        Type::Struct(id) => follow_struct(id).map_or(Type::Unknown, Type::Struct),
        Type::Enum(id) => enums[id.index()].map_or(Type::Unknown, |at| Type::Enum(EnumId(at))),
        Type::Definition(id) => definitions[id.index()].map_or(Type::Unknown, |at| Type::Definition(DefinitionId(at))),
        Type::Primitive(_) | Type::Unknown => ty,
    };
    for ty in type_refs(model) {
        ty.ty = follow(ty.ty);
    }
    for id in struct_refs(model) {
        *id = id.and_then(follow_struct);
    }
    reindex(model);
}

fn keep<T>(items: &mut Vec<T>, moved: &[Option<u32>]) {
    let mut stays = moved.iter().map(Option::is_some);
    items.retain(|_| stays.next().unwrap_or(true));
}

/// Everything that has a type.
fn type_refs(model: &mut Model) -> impl Iterator<Item = &mut TypeRef> {
    let properties = model.structs.iter_mut().flat_map(|item| &mut item.properties).map(|property| &mut property.ty);
    let operations = model.operations.iter_mut().flat_map(|operation| {
        let returns = operation.returns.iter_mut().map(|returns| &mut returns.ty);
        operation.parameters.iter_mut().map(|parameter| &mut parameter.ty).chain(returns)
    });
    let terms = model.terms.iter_mut().map(|term| &mut term.ty);
    let requests = model.requests.iter_mut().flat_map(|request| request.body.iter_mut().chain(&mut request.response));
    properties.chain(operations).chain(terms).chain(requests)
}

/// Everything that names an entity or complex type and nothing else.
fn struct_refs(model: &mut Model) -> impl Iterator<Item = &mut Option<StructId>> {
    let structs = model.structs.iter_mut().flat_map(|item| {
        let targets = item.navigations.iter_mut().map(|navigation| &mut navigation.target);
        targets.chain(std::iter::once(&mut item.base))
    });
    let sources = model.containers.iter_mut().flat_map(|container| &mut container.sources).map(|source| &mut source.ty);
    structs.chain(sources)
}

/// The path of something that stays and refers to one of these types. The operations are those that go with them.
fn user_of(model: &Model, doomed: &HashSet<Type>, operations: &HashSet<usize>) -> Option<String> {
    if doomed.is_empty() {
        return None;
    }
    let is_doomed = |ty: &TypeRef| doomed.contains(&ty.ty);
    let is_doomed_struct = |id: Option<StructId>| id.is_some_and(|id| doomed.contains(&Type::Struct(id)));
    let staying = model.struct_ids().filter(|id| !doomed.contains(&Type::Struct(*id))).map(|id| model.structure(id));
    for item in staying {
        if is_doomed_struct(item.base) {
            return Some(item.name.to_string());
        }
        let property = item.properties.iter().find(|property| is_doomed(&property.ty)).map(|property| &property.name);
        let navigation = item.navigations.iter().find(|it| is_doomed_struct(it.target)).map(|navigation| &navigation.name);
        if let Some(member) = property.or(navigation) {
            return Some(format!("{}/{member}", item.name));
        }
    }
    let uses = |operation: &&crate::Operation| {
        let returns = operation.returns.iter().map(|returns| &returns.ty);
        operation.parameters.iter().map(|parameter| &parameter.ty).chain(returns).any(is_doomed)
    };
    let staying = model.operations.iter().enumerate().filter(|(at, _)| !operations.contains(at)).map(|(_, operation)| operation);
    let operation = staying.into_iter().find(uses).map(|operation| operation.name.to_string());
    let term = || model.terms.iter().find(|term| is_doomed(&term.ty)).map(|term| term.name.to_string());
    let source = || {
        let mut sources = model.containers.iter().flat_map(|container| &container.sources);
        sources.find(|source| is_doomed_struct(source.ty)).map(|source| source.name.clone())
    };
    let request = || {
        let mut requests = model.requests.iter();
        let request = requests.find(|request| request.body.iter().chain(&request.response).any(is_doomed));
        request.map(|request| format!("{} {}", request.method.as_str(), request.template))
    };
    operation.or_else(term).or_else(source).or_else(request)
}

/// Makes the model's index of names anew, after types were renamed or removed.
pub(super) fn reindex(model: &mut Model) {
    let old = std::mem::take(model);
    for item in old.structs {
        model.add_struct(item);
    }
    for item in old.enums {
        model.add_enum(item);
    }
    for item in old.definitions {
        model.add_definition(item);
    }
    model.schemas = old.schemas;
    model.operations = old.operations;
    model.terms = old.terms;
    model.containers = old.containers;
    model.external = old.external;
    model.requests = old.requests;
}
