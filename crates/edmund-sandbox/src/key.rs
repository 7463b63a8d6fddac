//! Keys: which values identify an entity, and how they stand in a URL.

use edmund::query::encode_segment;
use edmund_model::{Model, Primitive, Property, StructId, Type, TypeRef};
use serde_json::{Map, Value};

/// One part of an entity type's key.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// The name in URLs.
    pub(crate) name: String,
    /// Path to the property.
    pub(crate) path: String,
    /// The property's type.
    pub(crate) ty: TypeRef,
}

/// The key of a type. A type without a declared key, as pages may describe it, is identified by its property `id`, where it has one.
pub(crate) fn parts(model: &Model, ty: StructId) -> Vec<Part> {
    let declared = model.key(ty).iter().filter_map(|part| {
        let property = property_at(model, ty, &part.path)?;
        let name = part.alias.clone().unwrap_or_else(|| part.path.clone());
        Some(Part { name, path: part.path.clone(), ty: property.ty.clone() })
    });
    let parts: Vec<_> = declared.collect();
    if !parts.is_empty() {
        return parts;
    }
    let id = model.properties(ty).into_iter().find(|property| property.name == "id");
    id.map(|property| Part { name: "id".into(), path: "id".into(), ty: property.ty.clone() }).into_iter().collect()
}

/// The property a path leads to, through complex values.
pub(crate) fn property_at<'m>(model: &'m Model, ty: StructId, path: &str) -> Option<&'m Property> {
    let (first, rest) = path.split_once('/').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let property = model.lineage(ty).flat_map(|id| &model.structure(id).properties).find(|property| property.name == first)?;
    match (rest, property.ty.ty) {
        (None, _) => Some(property),
        (Some(rest), Type::Struct(inner)) => property_at(model, inner, rest),
        _ => None,
    }
}

/// The value a path leads to, through complex values.
pub(crate) fn value_at<'v>(row: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    let mut segments = path.split('/');
    let first = row.get(segments.next()?)?;
    segments.try_fold(first, |value, segment| value.as_object()?.get(segment))
}

/// The key of a row as it stands in parentheses, percent-encoded: `'a'`, `1` or `a=1,b='x'`. This text identifies the row in its table.
///
/// `None` when a part is absent or null.
pub(crate) fn predicate(model: &Model, parts: &[Part], row: &Map<String, Value>) -> Option<String> {
    let values: Option<Vec<&Value>> =
        parts.iter().map(|part| value_at(row, &part.path).filter(|value| !value.is_null())).collect();
    let values = values.filter(|values| !values.is_empty())?;
    Some(print(model, parts, &values))
}

/// As [`predicate`], from values in the order of the parts.
pub(crate) fn print(model: &Model, parts: &[Part], values: &[&Value]) -> String {
    let literals: Vec<String> = parts.iter().zip(values).map(|(part, value)| literal(model, &part.ty, value)).collect();
    match (parts, literals.as_slice()) {
        ([_], [only]) => only.clone(),
        _ => parts.iter().zip(&literals).map(|(part, text)| format!("{}={text}", part.name)).collect::<Vec<_>>().join(","),
    }
}

fn literal(model: &Model, ty: &TypeRef, value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let quoted = |text: &str| format!("'{}'", encode_segment(&text.replace('\'', "''")));
    match underlying(model, ty.ty) {
        Type::Primitive(Primitive::Guid) => text.to_ascii_lowercase(),
        Type::Primitive(Primitive::String) => quoted(&text),
        Type::Primitive(Primitive::Duration) => format!("duration{}", quoted(&text)),
        Type::Primitive(Primitive::Binary) => format!("binary{}", quoted(&text)),
        Type::Enum(id) => format!("{}{}", model.enumeration(id).name, quoted(&text)),
        _ if value.is_string() && !is_bare(&text) => quoted(&text),
        _ => encode_segment(&text),
    }
}

// Dates, times and numbers that arrived as text stand without quotes.
fn is_bare(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "-:.+".contains(c))
}

/// A type definition's underlying type; every other type itself.
pub(crate) fn underlying(model: &Model, ty: Type) -> Type {
    match ty {
        Type::Definition(id) => Type::Primitive(model.definition(id).underlying),
        other => other,
    }
}
