//! Whether JSON values are what the schema says, and URL literals as JSON values.

use std::str::FromStr;

use edmund::query::{self, Literal};
use edmund_model::{Access, Enum, EnumId, Model, Primitive, Property, StructId, Type, TypeRef, nearest};
use serde_json::{Map, Value};

use crate::store::actual_type;
use crate::{Refusal, key};

/// Complex values nested deeper than this are refused.
const MAX_DEPTH: usize = 32;

/// Checks a value against a type. `path` names it in messages.
pub(crate) fn check(model: &Model, ty: &TypeRef, value: &Value, path: &str) -> Result<(), Refusal> {
    Checker { model, depth: 0 }.value(ty, value, path)
}

/// Checks the members of an object that are properties of `ty`, and refuses those the type does not have. Annotations pass.
pub(crate) fn check_members(model: &Model, ty: StructId, members: &Map<String, Value>, path: &str) -> Result<(), Refusal> {
    Checker { model, depth: 0 }.members(ty, members, path)
}

/// Whether a member is control information or an annotation and not a property.
pub(crate) fn is_annotation(name: &str) -> bool {
    name.contains('@')
}

struct Checker<'m> {
    model: &'m Model,
    depth: usize,
}

impl Checker<'_> {
    fn value(&mut self, ty: &TypeRef, value: &Value, path: &str) -> Result<(), Refusal> {
        if !ty.collection {
            return self.single(ty, value, path);
        }
        let Value::Array(items) = value else {
            return Err(mismatch(path, "an array", value));
        };
        items.iter().enumerate().try_for_each(|(index, item)| self.single(ty, item, &format!("{path}[{index}]")))
    }

    fn single(&mut self, ty: &TypeRef, value: &Value, path: &str) -> Result<(), Refusal> {
        if value.is_null() {
            let refusal = || Refusal::bad_request(format!("`{path}` cannot be null")).with_target(path);
            return if ty.nullable { Ok(()) } else { Err(refusal()) };
        }
        match key::underlying(self.model, ty.ty) {
            Type::Primitive(primitive) => check_primitive(primitive, ty, value, path),
            Type::Enum(id) => check_enum(self.model.enumeration(id), value, path),
            Type::Struct(id) => self.object(id, value, path),
            Type::Definition(_) | Type::Unknown => Ok(()),
        }
    }

    fn object(&mut self, declared: StructId, value: &Value, path: &str) -> Result<(), Refusal> {
        let Value::Object(members) = value else {
            return Err(mismatch(path, "an object", value));
        };
        if self.depth >= MAX_DEPTH {
            return Err(Refusal::bad_request(format!("`{path}` is nested deeper than {MAX_DEPTH} levels")));
        }
        self.depth += 1;
        let ty = named_type(self.model, declared, members)?;
        let result = self.members(ty, members, path);
        self.depth -= 1;
        result
    }

    fn members(&mut self, ty: StructId, members: &Map<String, Value>, path: &str) -> Result<(), Refusal> {
        let properties = self.model.properties(ty);
        for (name, value) in members.iter().filter(|(name, _)| !is_annotation(name)) {
            let inner = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
            if let Some(property) = properties.iter().find(|property| property.name == *name) {
                self.value(&property.ty, value, &inner)?;
            } else if !self.model.is_open(ty) {
                let is_navigation = self.model.navigations(ty).iter().any(|navigation| navigation.name == *name);
                return Err(if is_navigation { inline_navigation(&inner) } else { unknown_member(self.model, ty, name, &inner) });
            }
        }
        Ok(())
    }
}

fn inline_navigation(path: &str) -> Refusal {
    Refusal::bad_request(format!(
        "`{path}` is a navigation property and cannot stand here; bind it with `{path}@odata.bind` or use its own URL"
    ))
    .with_target(path)
}

/// The refusal of a property that a type does not have, with the nearest name.
pub(crate) fn unknown_member(model: &Model, ty: StructId, name: &str, path: &str) -> Refusal {
    let properties = model.properties(ty).into_iter().map(|property| property.name.as_str());
    let names = properties.chain(model.navigations(ty).into_iter().map(|navigation| navigation.name.as_str()));
    let hint = nearest(name, names).map_or(String::new(), |name| format!("; did you mean `{name}`?"));
    let type_name = &model.structure(ty).name;
    Refusal::bad_request(format!("the type `{type_name}` has no property `{name}`{hint}")).with_target(path)
}

/// The type an object says it has, or else the declared one.
pub(crate) fn named_type(model: &Model, declared: StructId, members: &Map<String, Value>) -> Result<StructId, Refusal> {
    let said = members.get("@odata.type").or_else(|| members.get("@type"));
    let Some(said) = said else { return Ok(declared) };
    let said = said.as_str().unwrap_or_default().trim_start_matches('#');
    let ty = actual_type(model, declared, &Map::from_iter([("@odata.type".to_owned(), Value::from(said))]));
    if model.structure(ty).name.to_string() != said {
        let declared = &model.structure(declared).name;
        let message = format!("`@odata.type` is `{said}`, which is neither `{declared}` nor derived from it");
        return Err(Refusal::bad_request(message).with_target("@odata.type"));
    }
    Ok(ty)
}

fn mismatch(path: &str, expected: &str, found: &Value) -> Refusal {
    let mut text = found.to_string();
    if let Some((end, _)) = text.char_indices().nth(40) {
        text.truncate(end);
        text.push('…');
    }
    Refusal::bad_request(format!("`{path}`: expected {expected}, found {text}")).with_target(path)
}

fn check_enum(item: &Enum, value: &Value, path: &str) -> Result<(), Refusal> {
    let Value::String(text) = value else {
        return Err(mismatch(path, &format!("a member name of {} as a string", item.name), value));
    };
    if !item.is_flags && text.contains(',') {
        return Err(mismatch(path, &format!("one member of {}", item.name), value));
    }
    text.split(',').map(str::trim).try_for_each(|name| check_member(item, name, path))
}

/// Whether a name may be sent as a member of an enumeration type. `unknownFutureValue` marks where the list ends and is never a value.
pub(crate) fn check_member(item: &Enum, name: &str, path: &str) -> Result<(), Refusal> {
    let names = || item.members.iter().map(|member| member.name.as_str()).filter(|name| *name != "unknownFutureValue");
    if names().any(|known| known == name) {
        return Ok(());
    }
    let hint = nearest(name, names()).map_or(String::new(), |name| format!("; did you mean `{name}`?"));
    let reason = if name == "unknownFutureValue" { "stands for members to come and is never sent" } else { "is not a member" };
    let message = format!("`{path}`: `{name}` {reason} (enumeration type `{}`){hint}", item.name);
    Err(Refusal::bad_request(message).with_target(path))
}

fn check_primitive(primitive: Primitive, ty: &TypeRef, value: &Value, path: &str) -> Result<(), Refusal> {
    let text = value.as_str();
    let good = match primitive {
        Primitive::Boolean => value.is_boolean(),
        Primitive::Byte => in_range(value, 0, u8::MAX.into()),
        Primitive::SByte => in_range(value, i8::MIN.into(), i8::MAX.into()),
        Primitive::Int16 => in_range(value, i16::MIN.into(), i16::MAX.into()),
        Primitive::Int32 => in_range(value, i32::MIN.into(), i32::MAX.into()),
        // As strings under IEEE754Compatible=true (OData JSON Format 4.01, section 3.2).
        Primitive::Int64 => value.is_i64() || text.is_some_and(|text| text.parse::<i64>().is_ok()),
        Primitive::Decimal => value.is_number() || text.is_some_and(|text| text.parse::<f64>().is_ok_and(f64::is_finite)),
        Primitive::Double | Primitive::Single => {
            value.is_number() || text.is_some_and(|text| ["INF", "-INF", "NaN"].contains(&text))
        }
        Primitive::String => return check_string(ty, value, path),
        Primitive::Guid => is::<edmund::Guid>(text),
        Primitive::Date => is::<edmund::Date>(text),
        Primitive::DateTimeOffset => is::<edmund::DateTimeOffset>(text),
        Primitive::TimeOfDay => is::<edmund::TimeOfDay>(text),
        Primitive::Duration => is::<edmund::Duration>(text),
        Primitive::Binary => is::<edmund::Binary>(text),
        _ => true,
    };
    if good { Ok(()) } else { Err(mismatch(path, &format!("a value of Edm.{}", primitive.name()), value)) }
}

fn check_string(ty: &TypeRef, value: &Value, path: &str) -> Result<(), Refusal> {
    let Value::String(text) = value else {
        return Err(mismatch(path, "a string", value));
    };
    let max = ty.facets.as_ref().and_then(|facets| facets.max_length.as_deref()).and_then(|max| max.parse::<usize>().ok());
    match max {
        Some(max) if text.chars().count() > max => {
            Err(Refusal::bad_request(format!("`{path}` is longer than {max} characters")).with_target(path))
        }
        _ => Ok(()),
    }
}

fn in_range(value: &Value, least: i64, most: i64) -> bool {
    value.as_i64().is_some_and(|number| (least..=most).contains(&number))
}

/// Whether a text is a value of a type of the runtime: what our client writes, the service takes.
fn is<T: FromStr>(text: Option<&str>) -> bool {
    text.is_some_and(|text| text.parse::<T>().is_ok())
}

/// A literal of a URL as the JSON value of a type: a key or an argument. `path` names it in messages.
///
/// Complex values and collections are JSON in URLs (OData URL Conventions 4.01, section 5.1.1.14).
pub(crate) fn parse_literal(model: &Model, ty: &TypeRef, text: &str, path: &str) -> Result<Value, Refusal> {
    let text = text.trim();
    let is_json = ty.collection || matches!(ty.ty, Type::Struct(_) | Type::Unknown) || text.starts_with(['{', '[']);
    let value = if is_json {
        serde_json::from_str(text).map_err(|error| {
            Refusal::bad_request(format!("`{path}`: expected JSON, found `{text}` ({error})")).with_target(path)
        })?
    } else {
        let literal = query::parse_literal(text)
            .map_err(|error| Refusal::bad_request(format!("`{path}`: `{text}` is not a literal: {error}")).with_target(path))?;
        let allowed = fits(model, ty, &literal);
        let value = to_json(literal);
        if !allowed {
            return Err(mismatch(path, &format!("a literal of {}", model.type_name(ty.ty)), &Value::from(text)));
        }
        value
    };
    check(model, ty, &value, path)?;
    Ok(value)
}

// Only strings and enumeration members stand in quotes: `'1'` is no number and `1` no string.
fn fits(model: &Model, ty: &TypeRef, literal: &Literal) -> bool {
    match key::underlying(model, ty.ty) {
        Type::Primitive(Primitive::String) => matches!(literal, Literal::String(_) | Literal::Null),
        Type::Enum(id) => match literal {
            Literal::Enum { ty, .. } => names_enum(model, ty, id),
            other => matches!(other, Literal::String(_) | Literal::Null),
        },
        Type::Primitive(Primitive::PrimitiveType | Primitive::Untyped) => true,
        _ => !matches!(literal, Literal::String(_) | Literal::Enum { .. }),
    }
}

/// Whether a text, with namespace or alias or empty, names an enumeration type.
pub(crate) fn names_enum(model: &Model, text: &str, id: EnumId) -> bool {
    text.is_empty() || resolve_name(model, text) == Some(Type::Enum(id))
}

/// The type that a qualified name in a URL means; aliases of namespaces count too.
pub(crate) fn resolve_name(model: &Model, text: &str) -> Option<Type> {
    let name = edmund_model::QualifiedName::parse(text)?;
    model.find(&name).or_else(|| {
        let schema = model.schemas.iter().find(|schema| schema.alias.as_deref() == Some(name.namespace.as_str()))?;
        model.find(&edmund_model::QualifiedName::new(schema.namespace.clone(), name.name))
    })
}

/// The JSON form of a literal.
pub(crate) fn to_json(literal: Literal) -> Value {
    match literal {
        Literal::Boolean(value) => Value::from(value),
        Literal::Integer(value) => Value::from(value),
        Literal::Double(value) if value.is_finite() => Value::from(value),
        Literal::Double(value) => Value::from(if value.is_nan() {
            "NaN"
        } else if value > 0.0 {
            "INF"
        } else {
            "-INF"
        }),
        Literal::Decimal(text) => text.parse::<f64>().map_or(Value::from(text), Value::from),
        Literal::String(text)
        | Literal::Guid(text)
        | Literal::Date(text)
        | Literal::DateTimeOffset(text)
        | Literal::TimeOfDay(text)
        | Literal::Duration(text)
        | Literal::Binary(text)
        | Literal::Geography(text)
        | Literal::Geometry(text) => Value::from(text),
        Literal::Enum { members, .. } => Value::from(members),
        _ => Value::Null,
    }
}

/// The value a property has when a client leaves it out: its default, null, or an empty collection. `None` when it has to be there.
pub(crate) fn default_value(model: &Model, property: &Property) -> Option<Value> {
    if property.ty.collection {
        return Some(Value::Array(Vec::new()));
    }
    let Some(text) = &property.default else {
        return (property.ty.nullable || is_computed(property)).then_some(Value::Null);
    };
    let value = match key::underlying(model, property.ty.ty) {
        Type::Primitive(Primitive::Boolean) => text.parse().map(Value::Bool).ok(),
        Type::Primitive(
            Primitive::Byte
            | Primitive::SByte
            | Primitive::Int16
            | Primitive::Int32
            | Primitive::Int64
            | Primitive::Decimal
            | Primitive::Double
            | Primitive::Single,
        ) => serde_json::from_str(text).ok(),
        Type::Enum(_) => Some(Value::from(text.rsplit_once('/').map_or(text.as_str(), |(_, member)| member))),
        _ => Some(Value::from(text.as_str())),
    };
    value.filter(|value| check(model, &property.ty, value, "").is_ok()).or(Some(Value::Null))
}

/// Whether only the service gives the property its value (`Org.OData.Core.V1.Computed`, `Permissions/Read`).
pub(crate) fn is_computed(property: &Property) -> bool {
    Access::of(&property.annotations) <= Access::Read
}
