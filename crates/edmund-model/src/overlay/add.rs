//! Adds elements.

use super::change::Outcome;
use super::docs::OPTIONAL_PARAMETER;
use super::element::Element;
use super::entry::{NewMember, NewNavigation, NewOperation, NewParameter, NewProperty, NewSource, NewType};
use super::types;
use crate::{
    Annotation, Docs, Member, Model, Navigation, NavigationSource, NavigationSourceKind, Operation, OperationKind, Origin,
    Parameter, Property, QualifiedName, ReturnType, Struct, StructId, StructKind, TypeRef, is_identifier,
};

type Added = Result<Outcome, String>;

/// Fails when a name is not legal, or when one of these has it.
pub(super) fn check_name<'a>(name: &str, mut taken: impl Iterator<Item = &'a str>) -> Result<(), String> {
    if !is_identifier(name) {
        return Err(format!("`{name}` is not a name: a letter or underscore, then letters, digits and underscores"));
    }
    if taken.any(|other| other == name) { Err(format!("there is a `{name}` already")) } else { Ok(()) }
}

fn type_ref(model: &Model, text: &str, nullable: bool) -> Result<TypeRef, String> {
    let (ty, collection) = types::resolve(model, text)?;
    Ok(TypeRef { ty, collection, nullable, facets: None })
}

/// The names of all members that a type has or inherits.
pub(super) fn member_names(model: &Model, at: usize) -> impl Iterator<Item = &str> {
    let id = StructId(at as u32);
    let properties = model.properties(id).into_iter().map(|property| property.name.as_str());
    properties.chain(model.navigations(id).into_iter().map(|navigation| navigation.name.as_str()))
}

/// Fails when a name is not legal for a member of a type, or when the type, a base or a derived type has it already.
pub(super) fn check_member_name(model: &Model, at: usize, name: &str) -> Result<(), String> {
    check_name(name, member_names(model, at))?;
    let heir = model.derived(StructId(at as u32)).find(|heir| member_names(model, heir.index()).any(|other| other == name));
    heir.map_or(Ok(()), |heir| Err(format!("there is a `{name}` already in the derived type `{}`", model.structure(heir).name)))
}

pub(super) fn property(model: &mut Model, element: Element, new: &NewProperty, origin: Origin) -> Added {
    let Element::Struct(at) = element else { return Ok(Outcome::Same) };
    check_member_name(model, at, &new.name)?;
    let ty = type_ref(model, &new.ty, new.nullable)?;
    let default = new.default.clone();
    let property = Property { name: new.name.clone(), ty, default, annotations: Vec::new(), docs: Docs::default(), origin };
    model.structs[at].properties.push(property);
    Ok(Outcome::Changed)
}

pub(super) fn navigation(model: &mut Model, element: Element, new: &NewNavigation, origin: Origin) -> Added {
    let Element::Struct(at) = element else { return Ok(Outcome::Same) };
    check_member_name(model, at, &new.name)?;
    let (target, collection) = types::resolve_entity(model, &new.ty)?;
    model.structs[at].navigations.push(Navigation {
        name: new.name.clone(),
        target: Some(target),
        collection,
        nullable: new.nullable,
        contains: new.contains,
        partner: None,
        constraints: Vec::new(),
        on_delete: None,
        annotations: Vec::new(),
        docs: Docs::default(),
        origin,
    });
    Ok(Outcome::Changed)
}

pub(super) fn member(model: &mut Model, element: Element, new: &NewMember, origin: Origin) -> Added {
    let Element::Enum(at) = element else { return Ok(Outcome::Same) };
    let members = &mut model.enums[at].members;
    check_name(&new.name, members.iter().map(|member| member.name.as_str()))?;
    members.push(Member { name: new.name.clone(), value: new.value, annotations: Vec::new(), docs: Docs::default(), origin });
    Ok(Outcome::Changed)
}

pub(super) fn parameter(model: &mut Model, element: Element, new: &NewParameter, origin: Origin) -> Added {
    let Element::Operation(at) = element else { return Ok(Outcome::Same) };
    check_name(&new.name, model.operations[at].parameters.iter().map(|parameter| parameter.name.as_str()))?;
    let parameter = new_parameter(model, new, origin)?;
    model.operations[at].parameters.push(parameter);
    Ok(Outcome::Changed)
}

fn new_parameter(model: &Model, new: &NewParameter, origin: Origin) -> Result<Parameter, String> {
    let ty = type_ref(model, &new.ty, new.nullable)?;
    let term = QualifiedName::parse(OPTIONAL_PARAMETER).filter(|_| new.optional);
    let annotation = |term| Annotation { term, qualifier: None, value: None, annotations: Vec::new(), origin };
    let annotations = term.map(annotation).into_iter().collect();
    Ok(Parameter { name: new.name.clone(), ty, optional: new.optional, annotations, docs: Docs::default(), origin })
}

pub(super) fn source(model: &mut Model, element: Element, new: (NavigationSourceKind, &NewSource), origin: Origin) -> Added {
    let Element::Container(at) = element else { return Ok(Outcome::Same) };
    let (kind, new) = new;
    let container = &model.containers[at];
    let sources = container.sources.iter().map(|source| source.name.as_str());
    check_name(&new.name, sources.chain(container.imports.iter().map(|import| import.name.as_str())))?;
    let (ty, collection) = types::resolve_entity(model, &new.ty)?;
    if collection {
        return Err("entity sets and singletons name the type of one entity, without `Collection`".to_owned());
    }
    model.containers[at].sources.push(NavigationSource {
        name: new.name.clone(),
        kind,
        ty: Some(ty),
        nullable: false,
        in_service_document: true,
        bindings: Vec::new(),
        annotations: Vec::new(),
        docs: Docs::default(),
        origin,
    });
    Ok(Outcome::Changed)
}

pub(super) fn structure(model: &mut Model, element: Element, new: (StructKind, &NewType), origin: Origin) -> Added {
    let Element::Schema(at) = element else { return Ok(Outcome::Same) };
    let (kind, new) = new;
    let name = QualifiedName::new(&model.schemas[at].namespace, &new.name);
    check_name(&new.name, model.find(&name).map(|_| new.name.as_str()).into_iter())?;
    let base = new.base.as_deref().map(|base| types::resolve_struct(model, base)).transpose()?;
    if base.is_some_and(|base| model.structure(base).kind != kind) {
        return Err(
            "the base type is of the other kind: entity types derive from entity types, complex types from complex types"
                .to_owned(),
        );
    }
    model.add_struct(Struct {
        name,
        kind,
        base,
        is_abstract: new.is_abstract,
        open: new.open,
        has_stream: false,
        key: Vec::new(),
        properties: Vec::new(),
        navigations: Vec::new(),
        annotations: Vec::new(),
        docs: Docs::default(),
        origin,
    });
    Ok(Outcome::Changed)
}

pub(super) fn operation(model: &mut Model, element: Element, new: (OperationKind, &NewOperation), origin: Origin) -> Added {
    let Element::Schema(at) = element else { return Ok(Outcome::Same) };
    let (kind, new) = new;
    check_operation(kind, new)?;
    let name = QualifiedName::new(&model.schemas[at].namespace, &new.name);
    let parameters =
        new.parameters.iter().map(|parameter| new_parameter(model, parameter, origin)).collect::<Result<Vec<_>, _>>()?;
    let returns = new.returns.as_ref().map(|returns| type_ref(model, &returns.ty, returns.nullable)).transpose()?;
    if model.operations.iter().any(|other| other.name == name && other.kind == kind && same_types(&other.parameters, &parameters))
    {
        return Err(format!("there is an overload of `{name}` with these parameters already"));
    }
    model.add_operation(Operation {
        name,
        kind,
        bound: new.bound,
        composable: new.composable,
        entity_set_path: None,
        parameters,
        returns: returns.map(|ty| ReturnType { ty, annotations: Vec::new(), origin }),
        annotations: Vec::new(),
        docs: Docs::default(),
        origin,
    });
    Ok(Outcome::Changed)
}

fn check_operation(kind: OperationKind, new: &NewOperation) -> Result<(), String> {
    check_name(&new.name, std::iter::empty())?;
    for (position, parameter) in new.parameters.iter().enumerate() {
        check_name(&parameter.name, new.parameters[..position].iter().map(|other| other.name.as_str()))?;
    }
    if new.bound && new.parameters.is_empty() {
        return Err("a bound operation needs a first parameter: what it is bound to".to_owned());
    }
    if kind == OperationKind::Function && new.returns.is_none() {
        return Err("a function returns something (CSDL 4.01, section 12.8)".to_owned());
    }
    Ok(())
}

fn same_types(old: &[Parameter], new: &[Parameter]) -> bool {
    old.len() == new.len()
        && old
            .iter()
            .zip(new)
            .all(|(old, new)| (old.ty.ty, old.ty.collection, &old.name) == (new.ty.ty, new.ty.collection, &new.name))
}
