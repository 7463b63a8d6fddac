//! Annotations and their expressions.

use edmund_model::{Annotation, Constant, Docs, Expression, Operator, PathKind, PropertyValue};

use super::Writer;
use super::text::{Json, Object, number};
use crate::lower::item_type;
use crate::lower::typing::{is_read_as, may_be_boolean};
use crate::vocabulary::Typed;
use crate::write::annotations::{operator_name, path};
use crate::write::docs::documentation;

impl<'m> Writer<'m> {
    /// Annotations, and documentation that is not among them already because it came from elsewhere.
    pub(super) fn documented(&self, object: &mut Object, target: &str, annotations: &[Annotation], docs: &Docs) {
        self.annotations(object, target, annotations);
        self.annotations(object, target, &documentation(annotations, docs));
    }

    /// Annotations on an object, or on one of its members, which may be an annotation itself.
    pub(super) fn annotations(&self, object: &mut Object, target: &str, annotations: &[Annotation]) {
        for item in annotations {
            self.refer(&item.term.namespace);
            let qualifier = item.qualifier.as_deref().map(|qualifier| format!("#{qualifier}")).unwrap_or_default();
            let name = format!("{target}@{}{qualifier}", item.term);
            object.push(&*name, self.value(item));
            self.annotations(object, &name, &item.annotations);
        }
    }

    /// The value of an annotation. One that is left out is the default, which JSON has to write.
    fn value(&self, item: &Annotation) -> Json {
        let term = self.vocabularies.term(&item.term);
        let ty = term.and_then(|term| self.vocabularies.of_term(term));
        match (&item.value, ty) {
            (Some(value), _) => self.expression(value, ty),
            (None, Some(ty)) if ty.collection && term.is_some_and(|term| term.default.is_none()) => Json::Array(Vec::new()),
            (None, Some(ty)) => match term.and_then(|term| term.default.as_deref()) {
                Some("true" | "false") if may_be_boolean(ty) => {
                    Json::Bool(term.is_some_and(|it| it.default.as_deref() == Some("true")))
                }
                Some(text) => number(text),
                None if matches!(ty.ty, edmund_model::Type::Struct(_)) => Object::default().into(),
                None => Json::Bool(true),
            },
            (None, None) => Json::Bool(true),
        }
    }

    fn expression(&self, value: &Expression, ty: Option<Typed<'m>>) -> Json {
        let all = |items: &[Expression], ty| Json::Array(items.iter().map(|item| self.expression(item, ty)).collect());
        match value {
            Expression::Null => Json::Null,
            Expression::Bool(value) => Json::Bool(*value),
            Expression::String(_) | Expression::Constant(..) | Expression::EnumMember(_) => constant(value, ty),
            Expression::Path(PathKind::Path, text) => one("$Path", text.as_str()),
            Expression::Path(..) => constant(value, ty),
            Expression::Record { ty: own, properties, annotations } => self.record(own.as_deref(), properties, annotations, ty),
            Expression::Collection(items) => all(items, ty.filter(|ty| ty.collection).map(Typed::item)),
            Expression::If(operands) => {
                let operand = |(at, operand)| self.expression(operand, ty.filter(|_| at > 0));
                one("$If", Json::Array(operands.iter().enumerate().map(operand).collect()))
            }
            Expression::Apply { function, arguments } => {
                two(("$Function", function.as_str().into()), ("$Apply", all(arguments, None)))
            }
            Expression::Operator(operator, operands) => {
                let name = format!("${}", operator_name(*operator));
                match (operator, operands.as_slice()) {
                    (Operator::Not | Operator::Neg, [operand]) if !matches!(operand, Expression::Collection(_)) => {
                        one(&name, self.expression(operand, None))
                    }
                    _ => one(&name, all(operands, None)),
                }
            }
            Expression::Cast(name, inner) => typed("$Cast", self.expression(inner, None), name),
            Expression::IsOf(name, inner) => typed("$IsOf", self.expression(inner, None), name),
            Expression::LabeledElement(name, inner) => {
                two(("$LabeledElement", self.expression(inner, ty)), ("$Name", name.as_str().into()))
            }
            Expression::LabeledElementReference(name) => one("$LabeledElementReference", name.as_str()),
            Expression::UrlRef(url) => one("$UrlRef", self.expression(url, None)),
            _ => Json::Null,
        }
    }

    fn record(&self, own: Option<&str>, properties: &[PropertyValue], annotations: &[Annotation], ty: Option<Typed<'m>>) -> Json {
        let mut object = Object::default();
        object.maybe("@type", own.map(|name| format!("#{name}")).as_deref());
        let ty = own.and_then(|name| self.vocabularies.named(name)).or(ty);
        for property in properties {
            let ty = ty.and_then(|record| self.vocabularies.member(record, &property.name));
            let value = property.value.as_ref().map_or(Json::Null, |value| self.expression(value, ty));
            object.push(&*property.name, value);
            self.annotations(&mut object, &property.name, &property.annotations);
        }
        self.annotations(&mut object, "", annotations);
        object.into()
    }
}

fn one(name: &str, value: impl Into<Json>) -> Json {
    Json::Object(vec![(name.to_owned(), value.into())])
}

fn two(first: (&str, Json), second: (&str, Json)) -> Json {
    Json::Object(vec![(first.0.to_owned(), first.1), (second.0.to_owned(), second.1)])
}

/// An expression with a type behind it.
fn typed(name: &str, value: Json, ty: &str) -> Json {
    let (item, collection) = item_type(ty);
    let mut object = Object(vec![(name.to_owned(), value)]);
    object.flag("$Collection", collection);
    object.push("$Type", item);
    object.into()
}

/// A constant or path as its text alone, where the type says what it is, else as a cast to its type.
fn constant(value: &Expression, ty: Option<Typed<'_>>) -> Json {
    let (text, own) = match value {
        Expression::String(text) => (text.clone(), "Edm.String"),
        Expression::Constant(kind, text) => (text.clone(), constant_type(*kind)),
        Expression::Path(kind, text) => {
            return with_type(Json::from(text.as_str()), text, value, ty, &format!("Edm.{}", path(*kind)));
        }
        Expression::EnumMember(text) => match simple_members(text) {
            Some((own, names)) => return with_type(Json::from(names.as_str()), &names, value, ty, own),
            None => return text.as_str().into(),
        },
        _ => return Json::Null,
    };
    let json = match value {
        Expression::Constant(Constant::Int | Constant::Decimal | Constant::Float, _) => number(&text),
        _ => text.as_str().into(),
    };
    with_type(json, &text, value, ty, own)
}

fn with_type(json: Json, text: &str, value: &Expression, ty: Option<Typed<'_>>, own: &str) -> Json {
    let plain = match &json {
        Json::Number(number) if number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') => {
            Expression::Constant(Constant::Int, number.clone())
        }
        Json::Number(number) => Expression::Constant(Constant::Decimal, number.clone()),
        _ => Expression::String(text.to_owned()),
    };
    if is_read_as(plain, ty, value) { json } else { typed("$Cast", text.into(), own) }
}

fn constant_type(kind: Constant) -> &'static str {
    match kind {
        Constant::Binary => "Edm.Binary",
        Constant::Date => "Edm.Date",
        Constant::DateTimeOffset => "Edm.DateTimeOffset",
        Constant::Decimal => "Edm.Decimal",
        Constant::Duration => "Edm.Duration",
        Constant::Float => "Edm.Double",
        Constant::Guid => "Edm.Guid",
        Constant::Int => "Edm.Int64",
        Constant::TimeOfDay => "Edm.TimeOfDay",
    }
}

/// The type and the names, with commas, of members that are all of one type.
fn simple_members(text: &str) -> Option<(&str, String)> {
    let mut members = text.split_whitespace().map(|member| member.rsplit_once('/'));
    let (ty, first) = members.next()??;
    let mut names = first.to_owned();
    for member in members {
        let (other, name) = member?;
        if other != ty {
            return None;
        }
        names.push(',');
        names.push_str(name);
    }
    Some((ty, names))
}
