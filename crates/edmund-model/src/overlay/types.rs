//! Types as an entry writes them.

use crate::{Model, Primitive, QualifiedName, StructId, StructKind, Type, TypeRef, nearest};

/// Replaces an alias by its namespace. Aliases hold inside one document, entries stand outside all of them: an alias counts when no
/// namespace has its name and all schemas that use it mean the same.
pub(super) fn expand(model: &Model, name: &str) -> String {
    let name = name.trim();
    let Some((prefix, rest)) = name.rsplit_once('.') else { return name.to_owned() };
    if model.schemas.iter().any(|schema| schema.namespace == prefix) {
        return name.to_owned();
    }
    let mut meant = model.schemas.iter().filter(|schema| schema.alias.as_deref() == Some(prefix));
    match (meant.next(), meant.next()) {
        (Some(schema), None) => format!("{}.{rest}", schema.namespace),
        _ => name.to_owned(),
    }
}

/// A type as the schema writes it.
pub(super) fn type_text(model: &Model, ty: &TypeRef) -> String {
    let name = model.type_name(ty.ty);
    if ty.collection { format!("Collection({name})") } else { name }
}

/// The type that a text means, and whether it is a collection of it. Fails with what is wrong, in words.
pub(super) fn resolve(model: &Model, text: &str) -> Result<(Type, bool), String> {
    let text = text.trim();
    let (item, collection) = match text.strip_prefix("Collection(").and_then(|rest| rest.strip_suffix(')')) {
        Some(item) => (item.trim(), true),
        None => (text, false),
    };
    let ty = match item.strip_prefix("Edm.") {
        Some(name) => Primitive::from_name(name).map(Type::Primitive).ok_or_else(|| {
            unknown(item, nearest(name, Primitive::ALL.iter().map(|it| it.name())).map(|name| format!("Edm.{name}")))
        })?,
        None => declared(model, item)?,
    };
    Ok((ty, collection))
}

/// The entity or complex type that a text means.
pub(super) fn resolve_struct(model: &Model, text: &str) -> Result<StructId, String> {
    match declared(model, text.trim())? {
        Type::Struct(id) => Ok(id),
        _ => Err(format!("`{text}` is not an entity type or complex type")),
    }
}

/// The entity type that a text means, and whether it is a collection of it.
pub(super) fn resolve_entity(model: &Model, text: &str) -> Result<(StructId, bool), String> {
    match resolve(model, text)? {
        (Type::Struct(id), collection) if model.structure(id).kind == StructKind::Entity => Ok((id, collection)),
        _ => Err(format!("`{text}` is not an entity type or a collection of one")),
    }
}

fn declared(model: &Model, item: &str) -> Result<Type, String> {
    let name = expand(model, item);
    let found = QualifiedName::parse(&name).and_then(|name| model.find(&name));
    found.ok_or_else(|| {
        let names: Vec<String> = model.type_names().map(ToString::to_string).collect();
        // The names come in no particular order, and equally near ones are chosen by name.
        unknown(item, nearest(&name, names.iter().map(String::as_str)).map(str::to_owned))
    })
}

fn unknown(name: &str, similar: Option<String>) -> String {
    let hint = similar.map(|similar| format!("; did you mean `{similar}`?")).unwrap_or_default();
    format!("there is no type `{name}`{hint}")
}
