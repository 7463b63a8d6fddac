//! What annotations mean, once the types of their terms are known.
//!
//! CSDL JSON writes dates, enumeration members and paths all as strings; which of them a string is follows from the type of the term
//! (CSDL JSON 4.01, section 14.3). And XML may leave a value out that is the term's default, which JSON writes (CSDL 4.01, section 14.2).
//! After this step one meaning has one form in the model, however it was written: a default value is no value.

use edmund_model::{Annotation, Constant, Expression, Model, PathKind, Primitive, PropertyValue, Type};

use super::{Lowering, Scope};
use crate::Format;
use crate::grammar::literals;
use crate::vocabulary::{Typed, Vocabularies};

/// Gives all annotations of the model their settled form.
pub(super) fn settle(lowering: &mut Lowering<'_>, scopes: &[Scope<'_>]) {
    let mut lists: Vec<Vec<Annotation>> = Vec::new();
    each_list(&mut lowering.model, |list| lists.push(std::mem::take(list)));
    let vocabularies = Vocabularies::new(&lowering.model, scopes);
    lists.iter_mut().flatten().for_each(|item| annotation(&vocabularies, item));
    drop(vocabularies);
    let mut lists = lists.into_iter();
    each_list(&mut lowering.model, |list| *list = lists.next().unwrap_or_default());
}

/// The annotations of every element, always in the same order.
fn each_list(model: &mut Model, mut visit: impl FnMut(&mut Vec<Annotation>)) {
    for item in &mut model.structs {
        visit(&mut item.annotations);
        item.properties.iter_mut().for_each(|it| visit(&mut it.annotations));
        for navigation in &mut item.navigations {
            visit(&mut navigation.annotations);
            navigation.constraints.iter_mut().for_each(|it| visit(&mut it.annotations));
        }
    }
    for item in &mut model.enums {
        visit(&mut item.annotations);
        item.members.iter_mut().for_each(|it| visit(&mut it.annotations));
    }
    for item in &mut model.operations {
        visit(&mut item.annotations);
        item.parameters.iter_mut().for_each(|it| visit(&mut it.annotations));
        item.returns.iter_mut().for_each(|it| visit(&mut it.annotations));
    }
    for item in &mut model.containers {
        visit(&mut item.annotations);
        item.sources.iter_mut().for_each(|it| visit(&mut it.annotations));
        item.imports.iter_mut().for_each(|it| visit(&mut it.annotations));
    }
    model.definitions.iter_mut().for_each(|it| visit(&mut it.annotations));
    model.terms.iter_mut().for_each(|it| visit(&mut it.annotations));
    model.schemas.iter_mut().for_each(|it| visit(&mut it.annotations));
    model.external.iter_mut().for_each(|it| visit(&mut it.annotations));
}

/// Settles an annotation and those on it.
pub(crate) fn annotation(vocabularies: &Vocabularies<'_>, item: &mut Annotation) {
    let term = vocabularies.term(&item.term);
    let ty = term.and_then(|term| vocabularies.of_term(term));
    let settling = Settling { vocabularies, scope: json_scope(vocabularies, item) };
    if let Some(value) = &mut item.value {
        settling.expression(value, ty);
    }
    if let Some(ty) = ty {
        // Of a term without default JSON cannot leave the value out; converters write `true`, whatever the type. An empty record says no
        // more than nothing.
        let says_nothing = match &item.value {
            Some(Expression::Bool(true)) if settling.scope.is_some() && !may_be_boolean(ty) => true,
            Some(Expression::Collection(items)) => items.is_empty() && term.is_some_and(|term| term.default.is_none()),
            Some(Expression::Record { ty: None, properties, annotations }) => properties.is_empty() && annotations.is_empty(),
            Some(value) => term.and_then(|term| default(term.default.as_deref()?, ty)).as_ref() == Some(value),
            None => false,
        };
        if says_nothing {
            item.value = None;
        }
    } else if item.value.is_none() {
        // Nobody knows the default of a term that nobody knows. What has no value there is a tag, and JSON has to say so.
        item.value = Some(Expression::Bool(true));
    }
    item.annotations.iter_mut().for_each(|it| annotation(vocabularies, it));
}

/// Whether `true` can be a value of the type.
pub(crate) fn may_be_boolean(ty: Typed<'_>) -> bool {
    !ty.collection && matches!(ty.primitive(), Some(Primitive::Boolean | Primitive::PrimitiveType | Primitive::Untyped))
}

/// The aliases of the document, when it is one whose constants have no types of their own.
fn json_scope<'v>(vocabularies: &Vocabularies<'v>, item: &Annotation) -> Option<&'v Scope<'v>> {
    vocabularies.scope(item.origin).filter(|scope| scope.document.format == Format::Json)
}

/// A term's default value as an expression.
fn default(text: &str, ty: Typed<'_>) -> Option<Expression> {
    if ty.collection {
        return None;
    }
    match ty.primitive() {
        Some(Primitive::Boolean) => text.parse().ok().map(Expression::Bool),
        Some(Primitive::String) => Some(Expression::String(text.to_owned())),
        Some(primitive) => constant(primitive).map(|kind| Expression::Constant(kind, text.to_owned())),
        None => members(text, ty),
    }
}

struct Settling<'s, 'v> {
    vocabularies: &'s Vocabularies<'v>,
    /// Set for what was read from JSON.
    scope: Option<&'v Scope<'v>>,
}

impl<'v> Settling<'_, 'v> {
    fn expression(&self, value: &mut Expression, ty: Option<Typed<'v>>) {
        let item = ty.filter(|ty| ty.collection).map(Typed::item);
        match value {
            Expression::String(_) | Expression::Constant(..) => {
                whole_number(value, ty);
                if let (Some(ty), Some(_)) = (ty.filter(|ty| !ty.collection), self.scope)
                    && let Some(meant) = meant(value, ty, self.scope)
                {
                    *value = meant;
                }
            }
            Expression::Record { ty: own, properties, annotations } => {
                let own = own.as_deref().and_then(|name| self.vocabularies.named(name));
                let ty = own.or(ty);
                properties.iter_mut().for_each(|property| self.property(property, ty));
                annotations.iter_mut().for_each(|it| annotation(self.vocabularies, it));
            }
            Expression::Collection(items) => items.iter_mut().for_each(|it| self.expression(it, item)),
            Expression::If(operands) => {
                for (at, operand) in operands.iter_mut().enumerate() {
                    self.expression(operand, ty.filter(|_| at > 0));
                }
            }
            Expression::LabeledElement(_, inner) => self.expression(inner, ty),
            Expression::Operator(_, operands) | Expression::Apply { arguments: operands, .. } => {
                operands.iter_mut().for_each(|it| self.expression(it, None));
            }
            Expression::UrlRef(inner) | Expression::IsOf(_, inner) => self.expression(inner, None),
            Expression::Cast(name, inner) => {
                self.expression(inner, None);
                if let Some(constant) = self.cast(name, inner) {
                    *value = constant;
                }
            }
            _ => {}
        }
    }

    fn property(&self, property: &mut PropertyValue, record: Option<Typed<'v>>) {
        let ty = record.and_then(|record| self.vocabularies.member(record, &property.name));
        match &mut property.value {
            Some(value) => self.expression(value, ty),
            // As with terms: what has no value is true where it may be, and JSON has to say so.
            None if ty.is_none_or(may_be_boolean) => property.value = Some(Expression::Bool(true)),
            None => property.value = Some(Expression::Null),
        }
        property.annotations.iter_mut().for_each(|it| annotation(self.vocabularies, it));
    }

    /// A cast of a string constant is a constant of the type: that is how JSON writes one where the type does not follow.
    fn cast(&self, name: &str, inner: &Expression) -> Option<Expression> {
        let Expression::String(text) = inner else { return None };
        match self.vocabularies.named(name) {
            Some(ty) if ty.collection => None,
            Some(Typed { ty: Type::Primitive(Primitive::String), .. }) => Some(inner.clone()),
            Some(ty) => match (ty.primitive(), self.scope) {
                // A path or an enumeration member is text only in JSON.
                (Some(primitive), None) => constant(primitive)
                    .filter(|kind| literals::is_constant(*kind, text))
                    .map(|kind| Expression::Constant(kind, text.clone())),
                (_, None) => None,
                (_, scope) => meant(inner, ty, scope),
            },
            // What casts a string to a type that is not here names a member of an enumeration.
            None => (self.scope.is_some() && !name.starts_with("Edm.") && !name.contains('('))
                .then(|| Expression::EnumMember(qualified_members(text, name))),
        }
    }
}

/// What a string or number of JSON means as a value of a type; nothing when it cannot be one, or is what it is.
fn meant(value: &Expression, ty: Typed<'_>, scope: Option<&Scope<'_>>) -> Option<Expression> {
    let (text, is_number) = match value {
        Expression::String(text) => (text, false),
        Expression::Constant(_, text) => (text, true),
        _ => return None,
    };
    let Some(primitive) = ty.primitive() else {
        return members(text, ty);
    };
    if let Some(kind) = path(primitive) {
        return (!is_number).then(|| Expression::Path(kind, scope.map_or_else(|| text.clone(), |scope| scope.expand(text))));
    }
    let kind = constant(primitive).filter(|kind| literals::is_constant(*kind, text))?;
    let is_numeric = matches!(kind, Constant::Int | Constant::Decimal | Constant::Float);
    (is_numeric || !is_number).then(|| Expression::Constant(kind, text.clone()))
}

/// A decimal constant without fraction is an integer, unless the type says otherwise: JSON does not tell one from the other.
fn whole_number(value: &mut Expression, ty: Option<Typed<'_>>) {
    if let Expression::Constant(kind @ Constant::Decimal, text) = value
        && literals::is_constant(Constant::Int, text)
        && ty.and_then(Typed::primitive) != Some(Primitive::Decimal)
    {
        *kind = Constant::Int;
    }
}

/// Members of an enumeration by their names, with commas between them, or by value.
fn members(text: &str, ty: Typed<'_>) -> Option<Expression> {
    let Type::Enum(id) = ty.ty else { return None };
    let item = ty.model.enumeration(id);
    let by_value = text.parse::<i64>().ok().and_then(|value| item.members.iter().find(|member| member.value == value));
    let name = item.name.to_string();
    let text = by_value.map_or(text, |member| &member.name);
    Some(Expression::EnumMember(qualified_members(text, &name)))
}

fn qualified_members(text: &str, ty: &str) -> String {
    let members: Vec<String> = text.split(',').map(|member| format!("{ty}/{}", member.trim())).collect();
    members.join(" ")
}

/// The kind of constant that values of a primitive type are.
pub(crate) fn constant(primitive: Primitive) -> Option<Constant> {
    Some(match primitive {
        Primitive::Binary => Constant::Binary,
        Primitive::Date => Constant::Date,
        Primitive::DateTimeOffset => Constant::DateTimeOffset,
        Primitive::Decimal => Constant::Decimal,
        Primitive::Duration => Constant::Duration,
        Primitive::Single | Primitive::Double => Constant::Float,
        Primitive::Guid => Constant::Guid,
        Primitive::TimeOfDay => Constant::TimeOfDay,
        Primitive::Byte | Primitive::SByte | Primitive::Int16 | Primitive::Int32 | Primitive::Int64 => Constant::Int,
        _ => return None,
    })
}

/// The kind of path that values of a primitive type are.
pub(crate) fn path(primitive: Primitive) -> Option<PathKind> {
    Some(match primitive {
        Primitive::AnnotationPath => PathKind::AnnotationPath,
        Primitive::AnyPropertyPath => PathKind::AnyPropertyPath,
        Primitive::ModelElementPath => PathKind::ModelElementPath,
        Primitive::NavigationPropertyPath => PathKind::NavigationPropertyPath,
        Primitive::PropertyPath => PathKind::PropertyPath,
        _ => return None,
    })
}

/// What the writer may put down as it is: a constant that reading gives back from its text alone, given the type.
pub(crate) fn is_read_as(written: Expression, ty: Option<Typed<'_>>, wanted: &Expression) -> bool {
    let mut read = written;
    whole_number(&mut read, ty);
    let meant = ty.filter(|ty| !ty.collection).and_then(|ty| meant(&read, ty, None));
    meant.unwrap_or(read) == *wanted
}

/// Whether values of a primitive type are numbers.
pub(crate) fn is_numeric(primitive: Primitive) -> bool {
    matches!(constant(primitive), Some(Constant::Int | Constant::Decimal | Constant::Float))
}
