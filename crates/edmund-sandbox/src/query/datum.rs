//! Values while an expression is evaluated.

use std::borrow::Cow;
use std::cmp::Ordering;

use edmund::query::{Direction, Literal};
use edmund_model::{EnumId, Model, Primitive, StructId, Type, TypeRef};
use serde_json::Value;

use super::Node;
use crate::{key, temporal, value};

/// The order of two rows by the values of their terms.
pub(crate) fn compare_keys(left: &[Datum<'_>], right: &[Datum<'_>], terms: &[(Node, Direction)]) -> Ordering {
    let mut compared = left.iter().zip(right).zip(terms).map(|((left, right), (_, direction))| left.order(right, *direction));
    compared.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// The static type of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// The literal `null`: fits everything.
    Null,
    /// Known only when evaluated: dynamic properties and untyped values. Fits everything.
    Dynamic,
    Boolean,
    /// Any numeric type; OData promotes them to each other.
    Number,
    String,
    Guid,
    Date,
    DateTimeOffset,
    TimeOfDay,
    Duration,
    Binary,
    Enum(EnumId),
    Struct(StructId),
    List(Box<Kind>),
}

impl Kind {
    /// Of a property, parameter or result.
    pub(crate) fn of(model: &Model, ty: &TypeRef) -> Kind {
        let item = Kind::of_type(model, ty.ty);
        if ty.collection { Kind::List(Box::new(item)) } else { item }
    }

    pub(crate) fn of_type(model: &Model, ty: Type) -> Kind {
        match key::underlying(model, ty) {
            Type::Enum(id) => Kind::Enum(id),
            Type::Struct(id) => Kind::Struct(id),
            Type::Primitive(primitive) => Kind::of_primitive(primitive),
            Type::Definition(_) | Type::Unknown => Kind::Dynamic,
        }
    }

    fn of_primitive(primitive: Primitive) -> Kind {
        match primitive {
            Primitive::Boolean => Kind::Boolean,
            Primitive::Byte
            | Primitive::SByte
            | Primitive::Int16
            | Primitive::Int32
            | Primitive::Int64
            | Primitive::Decimal
            | Primitive::Double
            | Primitive::Single => Kind::Number,
            Primitive::String => Kind::String,
            Primitive::Guid => Kind::Guid,
            Primitive::Date => Kind::Date,
            Primitive::DateTimeOffset => Kind::DateTimeOffset,
            Primitive::TimeOfDay => Kind::TimeOfDay,
            Primitive::Duration => Kind::Duration,
            Primitive::Binary => Kind::Binary,
            _ => Kind::Dynamic,
        }
    }

    /// As messages name it.
    pub(crate) fn name(&self, model: &Model) -> String {
        match self {
            Kind::Null => "null".into(),
            Kind::Dynamic => "Edm.Untyped".into(),
            Kind::Boolean => "Edm.Boolean".into(),
            Kind::Number => "a number".into(),
            Kind::String => "Edm.String".into(),
            Kind::Guid => "Edm.Guid".into(),
            Kind::Date => "Edm.Date".into(),
            Kind::DateTimeOffset => "Edm.DateTimeOffset".into(),
            Kind::TimeOfDay => "Edm.TimeOfDay".into(),
            Kind::Duration => "Edm.Duration".into(),
            Kind::Binary => "Edm.Binary".into(),
            Kind::Enum(id) => model.enumeration(*id).name.to_string(),
            Kind::Struct(id) => model.structure(*id).name.to_string(),
            Kind::List(item) => format!("Collection({})", item.name(model)),
        }
    }

    /// Whether values of the two can be compared. A date stands for its midnight in UTC beside a point in time, as Microsoft Graph has it.
    pub(crate) fn fits(&self, other: &Kind) -> bool {
        match (self, other) {
            (Kind::Null | Kind::Dynamic, _) | (_, Kind::Null | Kind::Dynamic) => true,
            (Kind::Date, Kind::DateTimeOffset) | (Kind::DateTimeOffset, Kind::Date) => true,
            (Kind::List(left), Kind::List(right)) => left.fits(right),
            (Kind::Struct(_), Kind::Struct(_)) => true,
            _ => self == other,
        }
    }
}

/// One value.
#[derive(Clone, Debug)]
pub(crate) enum Datum<'a> {
    Null,
    Boolean(bool),
    Int(i64),
    Float(f64),
    Text(Cow<'a, str>),
    /// Days since 1970-01-01.
    Date(i64),
    Instant(temporal::Instant),
    /// Picoseconds since midnight.
    Time(i128),
    /// Picoseconds.
    Duration(i128),
    /// The value of an enumeration member, or the members of a flags value together.
    Member(i64),
    /// A complex value or entity.
    Object(&'a Value),
    List(Vec<Datum<'a>>),
}

impl<'a> Datum<'a> {
    /// The value that a JSON value stands for in a property of a kind. What does not fit is null.
    pub(crate) fn read(model: &Model, kind: &Kind, json: &'a Value) -> Datum<'a> {
        match (kind, json) {
            (_, Value::Null) => Datum::Null,
            (Kind::List(item), Value::Array(items)) => {
                Datum::List(items.iter().map(|json| Datum::read(model, item, json)).collect())
            }
            (Kind::Enum(id), Value::String(text)) => {
                members(model, *id, text).map_or(Datum::Text(text.as_str().into()), Datum::Member)
            }
            (Kind::Enum(_), Value::Number(number)) => number.as_i64().map_or(Datum::Null, Datum::Member),
            (Kind::Number, Value::String(text)) => read_number(text),
            (Kind::Guid, Value::String(text)) => Datum::Text(text.to_ascii_lowercase().into()),
            (Kind::Date, Value::String(text)) => temporal::date(text).map_or(Datum::Null, Datum::Date),
            (Kind::DateTimeOffset, Value::String(text)) => temporal::date_time(text).map_or(Datum::Null, Datum::Instant),
            (Kind::TimeOfDay, Value::String(text)) => temporal::time(text).map_or(Datum::Null, Datum::Time),
            (Kind::Duration, Value::String(text)) => temporal::duration(text).map_or(Datum::Null, Datum::Duration),
            (_, Value::Bool(value)) => Datum::Boolean(*value),
            (_, Value::Number(number)) => {
                number.as_i64().map_or_else(|| number.as_f64().map_or(Datum::Null, Datum::Float), Datum::Int)
            }
            (_, Value::String(text)) => Datum::Text(text.as_str().into()),
            (_, Value::Object(_)) => Datum::Object(json),
            (_, Value::Array(items)) => Datum::List(items.iter().map(|json| Datum::read(model, &Kind::Dynamic, json)).collect()),
        }
    }

    /// The value and type of a literal; `None` where the text of a date or duration is not one.
    pub(crate) fn of_literal(literal: &Literal) -> Option<(Datum<'static>, Kind)> {
        Some(match literal {
            Literal::Boolean(value) => (Datum::Boolean(*value), Kind::Boolean),
            Literal::Integer(value) => (Datum::Int(*value), Kind::Number),
            Literal::Double(value) => (Datum::Float(*value), Kind::Number),
            Literal::Decimal(text) => (read_number(text), Kind::Number),
            Literal::String(text) => (Datum::Text(text.clone().into()), Kind::String),
            Literal::Guid(text) => (Datum::Text(text.to_ascii_lowercase().into()), Kind::Guid),
            Literal::Date(text) => (Datum::Date(temporal::date(text)?), Kind::Date),
            Literal::DateTimeOffset(text) => (Datum::Instant(temporal::date_time(text)?), Kind::DateTimeOffset),
            Literal::TimeOfDay(text) => (Datum::Time(temporal::time(text)?), Kind::TimeOfDay),
            Literal::Duration(text) => (Datum::Duration(temporal::duration(text)?), Kind::Duration),
            Literal::Binary(text) => (Datum::Text(text.clone().into()), Kind::Binary),
            _ => (Datum::Null, Kind::Null),
        })
    }

    /// As JSON has it; what has no JSON of its own is null.
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Datum::Null | Datum::Member(_) | Datum::List(_) => Value::Null,
            Datum::Boolean(value) => Value::from(*value),
            Datum::Int(value) => Value::from(*value),
            Datum::Float(value) => Value::from(*value),
            Datum::Text(text) => Value::from(text.as_ref()),
            Datum::Date(days) => Value::from(temporal::print_date(*days)),
            Datum::Instant(instant) => Value::from(temporal::print_instant(*instant)),
            Datum::Time(picos) => Value::from(temporal::print_time(*picos)),
            Datum::Duration(picos) => Value::from(temporal::print_duration(*picos)),
            Datum::Object(value) => (*value).clone(),
        }
    }

    /// The same value without its row. Structures and lists have no order and become null: this is for sorting.
    pub(crate) fn into_owned(self) -> Datum<'static> {
        match self {
            Datum::Null | Datum::Object(_) | Datum::List(_) => Datum::Null,
            Datum::Boolean(value) => Datum::Boolean(value),
            Datum::Int(value) => Datum::Int(value),
            Datum::Float(value) => Datum::Float(value),
            Datum::Text(text) => Datum::Text(text.into_owned().into()),
            Datum::Date(value) => Datum::Date(value),
            Datum::Instant(value) => Datum::Instant(value),
            Datum::Time(value) => Datum::Time(value),
            Datum::Duration(value) => Datum::Duration(value),
            Datum::Member(value) => Datum::Member(value),
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Datum::Null)
    }

    /// The text of a string.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Datum::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A number as a float.
    pub(crate) fn float(&self) -> Option<f64> {
        match self {
            Datum::Int(value) => Some(*value as f64),
            Datum::Float(value) => Some(*value),
            _ => None,
        }
    }

    /// The order of two values in a list: null comes before everything else (OData Protocol 4.01, section 11.2.6.2), what cannot be
    /// compared stays as it is.
    pub(crate) fn order(&self, other: &Datum<'_>, direction: Direction) -> Ordering {
        let order = match (self.is_null(), other.is_null()) {
            (false, false) => self.compare(other).unwrap_or(Ordering::Equal),
            (left, right) => right.cmp(&left),
        };
        if direction == Direction::Descending { order.reverse() } else { order }
    }

    /// The order of two values of comparable kinds; `None` when there is none (NaN, objects, different kinds, null).
    pub(crate) fn compare(&self, other: &Datum<'_>) -> Option<Ordering> {
        match (self, other) {
            (Datum::Boolean(left), Datum::Boolean(right)) => Some(left.cmp(right)),
            (Datum::Int(left), Datum::Int(right)) => Some(left.cmp(right)),
            (Datum::Int(_) | Datum::Float(_), Datum::Int(_) | Datum::Float(_)) => self.float()?.partial_cmp(&other.float()?),
            (Datum::Text(left), Datum::Text(right)) => Some(left.cmp(right)),
            (Datum::Date(left), Datum::Date(right)) => Some(left.cmp(right)),
            (Datum::Instant(left), Datum::Instant(right)) => Some(left.picos.cmp(&right.picos)),
            (Datum::Date(left), Datum::Instant(right)) => Some((i128::from(*left) * temporal::DAY).cmp(&right.picos)),
            (Datum::Instant(left), Datum::Date(right)) => Some(left.picos.cmp(&(i128::from(*right) * temporal::DAY))),
            (Datum::Time(left), Datum::Time(right)) | (Datum::Duration(left), Datum::Duration(right)) => Some(left.cmp(right)),
            (Datum::Member(left), Datum::Member(right)) => Some(left.cmp(right)),
            _ => None,
        }
    }

    /// Equality, also of lists and complex values. Null equals null (OData URL Conventions 4.01, section 5.1.1.1.1).
    pub(crate) fn equals(&self, other: &Datum<'_>) -> bool {
        match (self, other) {
            (Datum::Null, Datum::Null) => true,
            (Datum::Object(left), Datum::Object(right)) => left == right,
            (Datum::List(left), Datum::List(right)) => {
                left.len() == right.len() && left.iter().zip(right).all(|(left, right)| left.equals(right))
            }
            _ => self.compare(other) == Some(Ordering::Equal),
        }
    }
}

fn read_number(text: &str) -> Datum<'static> {
    match text.parse::<i64>() {
        Ok(value) => Datum::Int(value),
        Err(_) => match text {
            "INF" => Datum::Float(f64::INFINITY),
            "-INF" => Datum::Float(f64::NEG_INFINITY),
            _ => text.parse().map_or(Datum::Null, Datum::Float),
        },
    }
}

/// The value of `a` or `a,b`; `None` when a name is no member.
pub(crate) fn members(model: &Model, id: EnumId, text: &str) -> Option<i64> {
    let item = model.enumeration(id);
    text.split(',').map(str::trim).try_fold(0, |sum, name| {
        let member = item.members.iter().find(|member| member.name == name);
        Some(sum | member.map(|member| member.value).or_else(|| name.parse().ok())?)
    })
}

/// Why a text is not a value of an enumeration type, if it is not.
pub(crate) fn check_members(model: &Model, id: EnumId, text: &str, path: &str) -> Result<i64, crate::Refusal> {
    let item = model.enumeration(id);
    for name in text.split(',').map(str::trim).filter(|name| name.parse::<i64>().is_err()) {
        // A filter may ask for the sentinel, although a body may not hold it: services return it to clients that know no better.
        if name != "unknownFutureValue" || item.members.iter().all(|member| member.name != name) {
            value::check_member(item, name, path)?;
        }
    }
    Ok(members(model, id, text).unwrap_or_default())
}
