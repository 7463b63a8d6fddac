//! Openness, recursion by value, and collections of abstract types.

use edmund_model::{Finding, Origin, Primitive, Property, StructId, StructKind, Type, TypeRef};

use super::Checker;

pub(super) fn check(checker: &mut Checker<'_>) {
    closed_types(checker);
    recursion(checker);
    collections(checker);
}

/// A type that derives from an open type is open, so it cannot say it is not (CSDL 4.01, sections 6.3 and 9.3).
fn closed_types(checker: &mut Checker<'_>) {
    let model = checker.model;
    let open = open_types(checker);
    for item in model.structs.iter().filter(|item| !item.open) {
        let Some(attribute) = checker.element(item.origin).and_then(|element| element.attribute("OpenType")) else { continue };
        if let Some(base) = item.base.filter(|base| open[base.index()]) {
            let message = format!("`{}` derives from an open type and cannot be closed", item.name);
            let finding = Finding::error("open-type-closed-derived", attribute.origin, message);
            let other = checker.place(model.structure(base).origin, "Name");
            checker.report(finding.with_other(other, "the base is open").with_help("remove `OpenType`"));
        }
    }
}

/// Which types are open by themselves or by inheritance.
fn open_types(checker: &Checker<'_>) -> Vec<bool> {
    let model = checker.model;
    let mut open: Vec<Option<bool>> = vec![None; model.structs.len()];
    for id in model.struct_ids() {
        let pending: Vec<_> = model.lineage(id).take_while(|id| open[id.index()].is_none()).collect();
        for id in pending.into_iter().rev() {
            let item = model.structure(id);
            open[id.index()] = Some(item.open || item.base.is_some_and(|base| open[base.index()] == Some(true)));
        }
    }
    open.into_iter().map(|open| open == Some(true)).collect()
}

/// A complex type that must contain itself has no finite value (rule `RecursiveComplexTypedPropertyMustBeOptional` of Microsoft.OData.Edm).
fn recursion(checker: &mut Checker<'_>) {
    let model = checker.model;
    let mut walk_of: Vec<Option<u32>> = vec![None; model.structs.len()];
    let mut on_path = vec![false; model.structs.len()];
    for start in model.struct_ids() {
        if walk_of[start.index()].is_some() {
            continue;
        }
        // Depth first without recursion: each frame is a type and the position of the property to look at next.
        let mut stack = vec![(start, 0)];
        walk_of[start.index()] = Some(start.0);
        on_path[start.index()] = true;
        while let Some((id, next)) = stack.last_mut() {
            let edge = required(&model.structure(*id).properties, next);
            let Some((property, target)) = edge else {
                on_path[id.index()] = false;
                stack.pop();
                continue;
            };
            if on_path[target.index()] {
                let finding = endless(checker, property, target);
                checker.report(finding);
            } else if walk_of[target.index()].is_none() {
                walk_of[target.index()] = Some(start.0);
                on_path[target.index()] = true;
                stack.push((target, 0));
            }
        }
    }
}

/// The next property, from a position on, that must hold a complex value.
fn required<'a>(properties: &'a [Property], next: &mut usize) -> Option<(&'a Property, StructId)> {
    while let Some(property) = properties.get(*next) {
        *next += 1;
        if let (Type::Struct(id), false, false) = (property.ty.ty, property.ty.collection, property.ty.nullable) {
            return Some((property, id));
        }
    }
    None
}

fn endless(checker: &Checker<'_>, property: &Property, target: StructId) -> Finding {
    let name = &checker.model.structure(target).name;
    let message = format!("a value of `{name}` must contain another through `{}`, without end", property.name);
    Finding::error("recursive-complex-not-nullable", checker.place(property.origin, "Nullable"), message)
        .with_help("make one of the properties on the way nullable")
}

/// A property of an entity type is no collection of `Edm.PrimitiveType`, `Edm.ComplexType` or `Edm.EntityType` (rule
/// `PropertyTypeCannotBeCollectionOfAbstractType` of Microsoft.OData.Edm). The complex types of vocabularies may have such properties.
fn collections(checker: &mut Checker<'_>) {
    let model = checker.model;
    let properties = model.structs.iter().filter(|item| item.kind == StructKind::Entity).flat_map(|item| &item.properties);
    let wrong: Vec<Origin> = properties.filter(|property| is_abstract(&property.ty)).map(|property| property.origin).collect();
    for origin in wrong {
        let message = "a property cannot be a collection of an abstract type";
        let finding = Finding::warning("collection-of-abstract-type", checker.place(origin, "Type"), message);
        checker.report(finding.with_help("name a concrete type, or use `Collection(Edm.Untyped)`"));
    }
}

fn is_abstract(ty: &TypeRef) -> bool {
    ty.collection && matches!(ty.ty, Type::Primitive(Primitive::PrimitiveType | Primitive::ComplexType | Primitive::EntityType))
}
