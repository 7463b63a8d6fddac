//! Annotation values as an entry writes them.

use serde_json::{Map, Value};

use crate::{Constant, Expression, Origin, PathKind, PropertyValue};

/// Values nested deeper than this are refused; vocabularies nest about 10 deep.
const DEPTH: usize = 64;

/// The expression that a value stands for; see [`super::Annotate::value`]. Fails with what is wrong, in words.
pub(super) fn expression(value: &Value, origin: Origin) -> Result<Expression, String> {
    nested(value, origin, 0)
}

fn nested(value: &Value, origin: Origin, depth: usize) -> Result<Expression, String> {
    if depth > DEPTH {
        return Err(format!("the value is nested more than {DEPTH} deep"));
    }
    match value {
        Value::Null => Ok(Expression::Null),
        Value::Bool(value) => Ok(Expression::Bool(*value)),
        Value::String(text) => Ok(Expression::String(text.clone())),
        Value::Number(number) => {
            let constant = if number.is_f64() { Constant::Float } else { Constant::Int };
            Ok(Expression::Constant(constant, number.to_string()))
        }
        Value::Array(items) => {
            items.iter().map(|item| nested(item, origin, depth + 1)).collect::<Result<_, _>>().map(Expression::Collection)
        }
        Value::Object(members) => special(members).unwrap_or_else(|| record(members, origin, depth)),
    }
}

/// A table that is not a record.
fn special(members: &Map<String, Value>) -> Option<Result<Expression, String>> {
    if let (Some(kind), 2) = (members.get("$Constant"), members.len()) {
        return Some(constant(kind, members.get("$Value")));
    }
    let (key, value) = members.iter().next().filter(|_| members.len() == 1)?;
    let path = |kind| text(key, value).map(|text| Expression::Path(kind, text));
    Some(match key.as_str() {
        "$EnumMember" => text(key, value).map(Expression::EnumMember),
        "$Path" => path(PathKind::Path),
        "$PropertyPath" => path(PathKind::PropertyPath),
        "$NavigationPropertyPath" => path(PathKind::NavigationPropertyPath),
        "$AnnotationPath" => path(PathKind::AnnotationPath),
        "$ModelElementPath" => path(PathKind::ModelElementPath),
        "$AnyPropertyPath" => path(PathKind::AnyPropertyPath),
        "$Null" if value.as_bool() == Some(true) => Ok(Expression::Null),
        "$Null" => Err("`$Null` takes only `true`".to_owned()),
        _ => return None,
    })
}

fn text(key: &str, value: &Value) -> Result<String, String> {
    value.as_str().map(str::to_owned).ok_or_else(|| format!("`{key}` takes a text"))
}

fn constant(kind: &Value, value: Option<&Value>) -> Result<Expression, String> {
    let kind = match kind.as_str() {
        Some("Binary") => Constant::Binary,
        Some("Date") => Constant::Date,
        Some("DateTimeOffset") => Constant::DateTimeOffset,
        Some("Decimal") => Constant::Decimal,
        Some("Duration") => Constant::Duration,
        Some("Float") => Constant::Float,
        Some("Guid") => Constant::Guid,
        Some("Int") => Constant::Int,
        Some("TimeOfDay") => Constant::TimeOfDay,
        _ => return Err(format!("`$Constant` takes the name of a kind such as `Date`, not {kind}")),
    };
    match value {
        Some(Value::String(text)) => Ok(Expression::Constant(kind, text.clone())),
        Some(Value::Number(number)) => Ok(Expression::Constant(kind, number.to_string())),
        _ => Err("`$Constant` needs a `$Value`, as text".to_owned()),
    }
}

fn record(members: &Map<String, Value>, origin: Origin, depth: usize) -> Result<Expression, String> {
    let mut ty = None;
    let mut properties = Vec::with_capacity(members.len());
    for (name, value) in members {
        if name == "$Type" {
            ty = Some(text(name, value)?);
        } else if name.starts_with('$') {
            return Err(format!("`{name}` is not known, or does not stand beside other keys"));
        } else {
            let value = Some(nested(value, origin, depth + 1)?);
            properties.push(PropertyValue { name: name.clone(), value, annotations: Vec::new(), origin });
        }
    }
    Ok(Expression::Record { ty, properties, annotations: Vec::new() })
}
