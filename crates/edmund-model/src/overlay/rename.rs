//! Gives elements other names, and follows the references that are by name.

use super::add::{check_member_name, check_name};
use super::change::Outcome;
use super::element::Element;
use super::remove::reindex;
use crate::{Model, QualifiedName, StructId, Type};

/// Renames an element. Types are referred to by id, so only members and sets have references to follow; annotation values are not
/// changed. Fails with what is wrong, in words.
pub(super) fn rename(model: &mut Model, element: Element, name: &str) -> Result<Outcome, String> {
    if simple_name(model, element).is_none_or(|old| old == name) {
        return Ok(Outcome::Same);
    }
    match element {
        Element::Property(at, _) | Element::Navigation(at, _) => rename_member(model, element, at, name)?,
        Element::Source(at, _) | Element::Import(at, _) => rename_in_container(model, element, at, name)?,
        _ => rename_alone(model, element, name)?,
    }
    Ok(Outcome::Changed)
}

fn simple_name(model: &Model, element: Element) -> Option<&str> {
    Some(match element {
        Element::Struct(at) => &model.structs[at].name.name,
        Element::Enum(at) => &model.enums[at].name.name,
        Element::Definition(at) => &model.definitions[at].name.name,
        Element::Term(at) => &model.terms[at].name.name,
        Element::Operation(at) => &model.operations[at].name.name,
        Element::Container(at) => &model.containers[at].name.name,
        Element::Property(at, position) => &model.structs[at].properties[position].name,
        Element::Navigation(at, position) => &model.structs[at].navigations[position].name,
        Element::Member(at, position) => &model.enums[at].members[position].name,
        Element::Parameter(at, position) => &model.operations[at].parameters[position].name,
        Element::Source(at, position) => &model.containers[at].sources[position].name,
        Element::Import(at, position) => &model.containers[at].imports[position].name,
        Element::Schema(_) | Element::Return(_) | Element::External(_) => return None,
    })
}

/// Elements that no other refers to by a name that would have to follow.
fn rename_alone(model: &mut Model, element: Element, name: &str) -> Result<(), String> {
    match element {
        Element::Member(at, position) => {
            let members = &mut model.enums[at].members;
            check_name(name, members.iter().map(|member| member.name.as_str()))?;
            members[position].name = name.to_owned();
        }
        Element::Parameter(at, position) => {
            let parameters = &mut model.operations[at].parameters;
            check_name(name, parameters.iter().map(|parameter| parameter.name.as_str()))?;
            parameters[position].name = name.to_owned();
        }
        Element::Operation(at) => {
            check_name(name, std::iter::empty())?;
            model.operations[at].name.name = name.to_owned();
        }
        _ => rename_declaration(model, element, name)?,
    }
    Ok(())
}

fn rename_declaration(model: &mut Model, element: Element, name: &str) -> Result<(), String> {
    let field = match element {
        Element::Struct(at) => &model.structs[at].name,
        Element::Enum(at) => &model.enums[at].name,
        Element::Definition(at) => &model.definitions[at].name,
        Element::Term(at) => &model.terms[at].name,
        Element::Container(at) => &model.containers[at].name,
        _ => return Ok(()),
    };
    let new = QualifiedName::new(&field.namespace, name);
    let taken = model.find(&new).is_some()
        || model.terms.iter().any(|term| term.name == new)
        || model.containers.iter().any(|container| container.name == new);
    check_name(name, taken.then_some(name).into_iter())?;
    match element {
        Element::Struct(at) => model.structs[at].name = new,
        Element::Enum(at) => model.enums[at].name = new,
        Element::Definition(at) => model.definitions[at].name = new,
        Element::Term(at) => model.terms[at].name = new,
        Element::Container(at) => model.containers[at].name = new,
        _ => {}
    }
    reindex(model);
    Ok(())
}

fn rename_member(model: &mut Model, element: Element, at: usize, name: &str) -> Result<(), String> {
    check_member_name(model, at, name)?;
    let owner = StructId(at as u32);
    let heirs: Vec<StructId> = model.derived(owner).collect();
    let old = simple_name(model, element).unwrap_or_default().to_owned();
    follow_bindings(model, owner, &old, name);
    for id in heirs.into_iter().chain([owner]) {
        follow_in_type(model, id, &old, name);
    }
    follow_partners(model, owner, &old, name);
    match element {
        Element::Property(at, position) => name.clone_into(&mut model.structs[at].properties[position].name),
        Element::Navigation(at, position) => name.clone_into(&mut model.structs[at].navigations[position].name),
        _ => {}
    }
    Ok(())
}

/// Keys and the dependent side of constraints.
fn follow_in_type(model: &mut Model, id: StructId, old: &str, name: &str) {
    let item = &mut model.structs[id.index()];
    item.key.iter_mut().for_each(|part| replace_first(&mut part.path, old, name));
    let constraints = item.navigations.iter_mut().flat_map(|navigation| &mut navigation.constraints);
    constraints.for_each(|constraint| replace_first(&mut constraint.property, old, name));
}

/// Partners, and the principal side of constraints, of navigation properties that lead to the type or to one derived from it.
fn follow_partners(model: &mut Model, owner: StructId, old: &str, name: &str) {
    let leads_here: Vec<bool> = model.struct_ids().map(|id| model.is_a(id, owner)).collect();
    for navigation in model.structs.iter_mut().flat_map(|item| &mut item.navigations) {
        if navigation.target.is_some_and(|target| leads_here[target.index()]) {
            if let Some(partner) = &mut navigation.partner {
                replace_first(partner, old, name);
            }
            navigation.constraints.iter_mut().for_each(|constraint| replace_first(&mut constraint.referenced, old, name));
        }
    }
}

fn replace_first(path: &mut String, old: &str, name: &str) {
    let rest = path.strip_prefix(old).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    if let Some(rest) = rest {
        *path = format!("{name}{rest}");
    }
}

/// Paths of bindings, segment by segment: only where the segment means this member of this type.
fn follow_bindings(model: &mut Model, owner: StructId, old: &str, name: &str) {
    let mut containers = std::mem::take(&mut model.containers);
    for source in containers.iter_mut().flat_map(|container| &mut container.sources) {
        for binding in &mut source.bindings {
            binding.path = followed(model, source.ty, &binding.path, (owner, old, name));
        }
    }
    model.containers = containers;
}

fn followed(model: &Model, start: Option<StructId>, path: &str, (owner, old, name): (StructId, &str, &str)) -> String {
    let mut at = start;
    let mut segments = Vec::new();
    for segment in path.split('/') {
        let is_renamed = segment == old && at.is_some_and(|id| model.is_a(id, owner));
        segments.push(if is_renamed { name } else { segment });
        at = at.and_then(|id| step(model, id, segment));
    }
    segments.join("/")
}

/// The type behind a segment: a cast, a navigation property or a complex property.
fn step(model: &Model, id: StructId, segment: &str) -> Option<StructId> {
    let as_struct = |ty| match ty {
        Type::Struct(id) => Some(id),
        _ => None,
    };
    if let Some(name) = QualifiedName::parse(segment) {
        return model.find(&name).and_then(as_struct);
    }
    let navigation = model.navigations(id).into_iter().find(|navigation| navigation.name == segment);
    let property = || model.properties(id).into_iter().find(|property| property.name == segment);
    navigation.map_or_else(|| property().and_then(|property| as_struct(property.ty.ty)), |navigation| navigation.target)
}

fn rename_in_container(model: &mut Model, element: Element, at: usize, name: &str) -> Result<(), String> {
    let container = &mut model.containers[at];
    let sources = container.sources.iter().map(|source| source.name.as_str());
    check_name(name, sources.chain(container.imports.iter().map(|import| import.name.as_str())))?;
    match element {
        Element::Source(_, position) => {
            let old = std::mem::replace(&mut container.sources[position].name, name.to_owned());
            let bindings = container.sources.iter_mut().flat_map(|source| &mut source.bindings);
            bindings.for_each(|binding| replace_first(&mut binding.target, &old, name));
            let sets = container.imports.iter_mut().filter_map(|import| import.entity_set.as_mut());
            sets.for_each(|set| replace_first(set, &old, name));
        }
        Element::Import(_, position) => name.clone_into(&mut container.imports[position].name),
        _ => {}
    }
    Ok(())
}
