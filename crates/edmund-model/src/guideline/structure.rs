//! Types, keys and operations.

use super::Report;
use super::naming::properties;
use crate::{Docs, KeyPart, Model, Origin, Primitive, QualifiedName, Struct, StructId, StructKind, Type, TypeRef};

/// Complex types have no property `id`.
pub(super) fn complex_id(model: &Model, report: &mut Report<'_>) {
    for (owner, property) in properties(model) {
        if owner.kind == StructKind::Complex && property.name == "id" {
            let message = format!("the complex type `{}` has an `id`", owner.name);
            report.add(property.origin, "property", message, "make it an entity type, or name what the value identifies");
        }
    }
}

/// Untyped properties have a description. Untyped is `Edm.Untyped`, and a complex type `Json` without members, which stands for the
/// same in schemas older than that type, such as Graph's.
pub(super) fn untyped_description(model: &Model, report: &mut Report<'_>) {
    let is_untyped = |ty: &TypeRef| match ty.ty {
        Type::Primitive(Primitive::Untyped) => true,
        Type::Struct(id) => is_json(model.structure(id)),
        _ => false,
    };
    for (_, property) in properties(model) {
        if is_untyped(&property.ty) && property.docs.summary.is_none() {
            let message = format!("`{}` has neither a type nor a description", property.name);
            report.add(property.origin, "property", message, "say in a description what the value may be");
        }
    }
}

fn is_json(item: &Struct) -> bool {
    let is_empty = item.base.is_none() && item.properties.is_empty() && item.navigations.is_empty();
    item.kind == StructKind::Complex && is_empty && item.name.name.eq_ignore_ascii_case("json")
}

/// Every key that is declared, with its type.
fn keys(model: &Model) -> impl Iterator<Item = (StructId, &Struct, &[KeyPart])> {
    let keys = model.struct_ids().map(|id| (id, model.structure(id), model.structure(id).key.as_slice()));
    keys.filter(|(_, _, key)| !key.is_empty())
}

/// Keys are strings.
pub(super) fn string_key(model: &Model, report: &mut Report<'_>) {
    for (id, owner, key) in keys(model) {
        let properties = model.properties(id);
        for part in key {
            let ty = properties.iter().find(|property| property.name == part.path).map(|property| property.ty.ty);
            if let Some(ty) = ty.filter(|ty| !matches!(ty, Type::Primitive(Primitive::String) | Type::Unknown)) {
                let message = format!("the key `{}` of `{}` is of type `{}`", part.path, owner.name, model.type_name(ty));
                report.add(part.origin, "key", message, "use `Edm.String`");
            }
        }
    }
}

/// A key is a single property.
pub(super) fn single_key(model: &Model, report: &mut Report<'_>) {
    for (_, owner, key) in keys(model) {
        if let [first, _, ..] = key {
            let message = format!("the key of `{}` has {} parts", owner.name, key.len());
            report.add(first.origin, "key", message, "make one property the key");
        }
    }
}

/// The key is called `id`.
pub(super) fn key_named_id(model: &Model, report: &mut Report<'_>) {
    for (_, owner, key) in keys(model) {
        if let [part] = key
            && part.path != "id"
        {
            let message = format!("the key of `{}` is called `{}`", owner.name, part.path);
            report.add(part.origin, "key", message, "call it `id`, unless the name is the natural one");
        }
    }
}

/// Actions and functions are bound.
pub(super) fn bound_operation(model: &Model, report: &mut Report<'_>) {
    for operation in model.operations.iter().filter(|operation| !operation.bound) {
        let message = format!("`{}` is not bound", operation.name);
        report.add(operation.origin, "operation", message, "bind it to the resource it works on");
    }
}

/// Types have a description.
pub(super) fn type_description(model: &Model, report: &mut Report<'_>) {
    let mut check = |name: &QualifiedName, docs: &Docs, origin: Origin| {
        if docs.summary.is_none() {
            report.add(
                origin,
                "type",
                format!("`{name}` has no description"),
                "annotate it with `Org.OData.Core.V1.Description`",
            );
        }
    };
    model.structs.iter().for_each(|item| check(&item.name, &item.docs, item.origin));
    model.enums.iter().for_each(|item| check(&item.name, &item.docs, item.origin));
    model.definitions.iter().for_each(|item| check(&item.name, &item.docs, item.origin));
}
