//! Properties of types, wherever the type is described.

use edmund_model::{Model, StructId, Type, TypeRef};

use super::Context;
use crate::catalog::{Catalog, Known, Shape};
use crate::page::{Field, Page};

/// Bases above each other are followed this far; pages may contradict themselves in a circle.
const MAX_DEPTH: usize = 16;

/// What is known about a property of a type.
pub(super) enum Found<'a> {
    /// Its type.
    Here {
        /// The item type.
        shape: Shape<'a>,
        /// Whether it is a collection.
        collection: bool,
        /// Values that its description lists.
        listed: Vec<&'a str>,
    },
    /// The type has no such property.
    Missing,
    /// Too little is known about the type to say.
    Unknown,
}

/// Looks a property up on a type and its bases.
pub(super) fn property<'a>(catalog: &Catalog<'a>, known: Known<'a>, name: &str) -> Found<'a> {
    let mut current = known;
    for _ in 0..MAX_DEPTH {
        match current {
            Known::Resource(page) => {
                if let Some(field) = fields(page).find(|field| field.name.value == name) {
                    return here(catalog, field, page);
                }
                match catalog.base(page) {
                    _ if is_open(page) || !page.resource.has_properties => return Found::Unknown,
                    Ok(Some(base)) => current = base,
                    Ok(None) if page.resource.properties.is_empty() => return Found::Unknown,
                    Ok(None) => return Found::Missing,
                    Err(()) => return Found::Unknown,
                }
            }
            Known::Struct(id) => return catalog.model.map_or(Found::Unknown, |model| in_model(model, id, name)),
            _ => return Found::Unknown,
        }
    }
    Found::Unknown
}

fn fields(page: &Page) -> impl Iterator<Item = &Field> {
    page.resource.properties.iter().chain(&page.resource.relationships)
}

fn is_open(page: &Page) -> bool {
    page.resource.representations.iter().any(|found| found.annotation.flag("openType"))
}

pub(super) fn here<'a>(catalog: &Catalog<'a>, field: &'a Field, page: &Page) -> Found<'a> {
    let collection = field.ty.as_ref().is_some_and(|ty| ty.collection);
    let shape = catalog.shape(field, page);
    // Of a string, the JSON representation may show some values only.
    let listed = if matches!(shape, Shape::Primitive(_)) { &field.values[..] } else { field.listed() };
    let listed = listed.iter().map(|value| value.value.as_str()).collect();
    Found::Here { shape, collection, listed }
}

fn in_model<'a>(model: &Model, id: StructId, name: &str) -> Found<'a> {
    if let Some(found) = model.properties(id).into_iter().find(|property| property.name == name) {
        return Found::Here { shape: model_shape(model, &found.ty), collection: found.ty.collection, listed: Vec::new() };
    }
    if let Some(found) = model.navigations(id).into_iter().find(|navigation| navigation.name == name) {
        let shape = found.target.map_or(Shape::Unknown, |target| Shape::Known(Known::Struct(target)));
        return Found::Here { shape, collection: found.collection, listed: Vec::new() };
    }
    if model.is_open(id) { Found::Unknown } else { Found::Missing }
}

fn model_shape<'a>(model: &Model, ty: &TypeRef) -> Shape<'a> {
    match ty.ty {
        Type::Primitive(primitive) => Shape::Primitive(primitive),
        Type::Struct(id) => Shape::Known(Known::Struct(id)),
        Type::Enum(id) => Shape::Known(Known::ModelEnum(id)),
        Type::Definition(id) => Shape::Primitive(model.definition(id).underlying),
        Type::Unknown => Shape::Unknown,
    }
}

/// The names of all properties of a type.
pub(super) fn names<'a>(catalog: &Catalog<'a>, known: Known<'a>) -> Vec<&'a str> {
    let mut names = Vec::new();
    let mut current = Some(known);
    for _ in 0..MAX_DEPTH {
        match current {
            Some(Known::Resource(page)) => {
                names.extend(fields(page).map(|field| field.name.value.as_str()));
                current = catalog.base(page).ok().flatten();
            }
            Some(Known::Struct(id)) => {
                if let Some(model) = catalog.model {
                    names.extend(model.properties(id).into_iter().map(|property| property.name.as_str()));
                    names.extend(model.navigations(id).into_iter().map(|navigation| navigation.name.as_str()));
                }
                break;
            }
            _ => break,
        }
    }
    names
}

/// A type that derives from `known` and has the property.
pub(super) fn derived_with<'a>(context: &Context<'a>, known: Known<'a>, name: &str) -> Option<String> {
    if let (Known::Struct(id), Some(model)) = (known, context.catalog.model) {
        let has = |derived: &StructId| model.structure(*derived).properties.iter().any(|property| property.name == name);
        return model.derived(id).find(has).map(|derived| model.structure(derived).name.to_string());
    }
    let has = |page: &Page| fields(page).any(|field| field.name.value == name);
    let mut derived = context.catalog.resources().filter(|(_, page)| has(page));
    derived.find(|(_, page)| context.catalog.base(page) == Ok(Some(known))).map(|(name, _)| name.to_string())
}
