//! Annotations against their terms: what a value may be, which members a record may have, and where a term may stand.
//!
//! All of it depends on the term: those of the documents and those of the OASIS vocabularies are known, others are taken as they come.
//! Nothing here is an error: the value of an annotation that is wrong harms nobody but those who look for it.

use std::collections::HashSet;

use edmund_model::{
    Annotation, Constant, Expression, Finding, Model, Origin, PathKind, Primitive, PropertyValue, StructId, Type,
};

use super::Checker;
use super::targets::{Target, targets};
use crate::Element;
use crate::grammar::is_expression_attribute;
use crate::vocabulary::{Typed, Vocabularies};

/// How many unknown names are worth the search for what was meant.
const SEARCHES: usize = 40;

pub(super) fn check(checker: &mut Checker<'_>) {
    let vocabularies = Vocabularies::new(checker.model, checker.scopes.values().copied());
    let mut judge = Judge { checker, vocabularies, seen: HashSet::new(), findings: Vec::new(), searched: 0 };
    for (target, annotations) in targets(judge.checker.model) {
        judge.annotations(target, annotations);
    }
    let findings = judge.findings;
    checker.findings.extend(findings);
}

struct Judge<'c, 'a> {
    checker: &'c Checker<'a>,
    vocabularies: Vocabularies<'a>,
    /// An annotation may stand on several overloads; it is judged once.
    seen: HashSet<Origin>,
    findings: Vec<Finding>,
    searched: usize,
}

impl<'a> Judge<'_, 'a> {
    fn annotations(&mut self, target: Target, annotations: &'a [Annotation]) {
        for annotation in annotations {
            if self.seen.insert(annotation.origin) {
                self.annotation(target, annotation);
            }
        }
    }

    fn annotation(&mut self, target: Target, annotation: &'a Annotation) {
        self.annotations(Target::plain("Annotation"), &annotation.annotations);
        let Some(term) = self.vocabularies.term(&annotation.term) else { return };
        if !target.is_one_of(&term.applies_to) {
            self.misplaced(target, annotation, &term.applies_to);
        }
        let ty = self.vocabularies.of_term(term);
        if let Some(value) = &annotation.value {
            self.value(value, ty, Spot::of(self.checker, annotation.origin));
        }
    }

    /// A term stands on the kinds of element that it names (CSDL 4.01, section 14.1.2).
    fn misplaced(&mut self, target: Target, annotation: &Annotation, kinds: &[String]) {
        let message = format!("the term `{}` says nothing about {}", annotation.term, target.describe());
        let finding = Finding::warning("annotation-not-applicable", self.checker.place(annotation.origin, "Term"), message);
        self.findings.push(finding.with_note(format!("it is made for: {}", kinds.join(", "))));
    }

    /// The value of an annotation or of a record's member is one of the type (CSDL 4.01, sections 14.3 and 14.4).
    fn value(&mut self, value: &'a Expression, ty: Option<Typed<'a>>, spot: Spot<'a>) {
        match value {
            Expression::Record { ty: own, properties, annotations } => {
                self.record(own.as_deref(), properties, ty, spot);
                self.annotations(Target::plain("Record"), annotations);
            }
            Expression::Collection(items) => {
                let item = ty.filter(|ty| ty.collection).map(Typed::item);
                items.iter().enumerate().for_each(|(at, it)| self.value(it, item, spot.child(at)));
            }
            Expression::If(operands) => {
                operands.iter().enumerate().skip(1).for_each(|(at, it)| self.value(it, ty, spot.child(at)));
            }
            Expression::LabeledElement(_, inner) => self.value(inner, ty, spot.child(0)),
            _ => {}
        }
        if let Some(ty) = ty
            && let Some(wanted) = misfit(value, ty, &self.vocabularies)
        {
            let message = format!("the value is {}, expected {wanted}", describe(value));
            let finding = Finding::warning("annotation-type-mismatch", spot.place, message);
            self.findings.push(finding.with_help(format!("write {wanted}")));
        }
    }

    /// A record has properties of its type and no others, unless the type is open (CSDL 4.01, section 14.4.12).
    fn record(&mut self, own: Option<&str>, properties: &'a [PropertyValue], ty: Option<Typed<'a>>, spot: Spot<'a>) {
        let own = own.map(|name| self.vocabularies.named(name));
        // A type that is named and not here may have any property.
        let ty = match own {
            Some(None) => None,
            Some(own) => own,
            None => ty.filter(|ty| !ty.collection),
        };
        let known = ty.and_then(|ty| if let Type::Struct(id) = ty.ty { Some((ty.model, id)) } else { None });
        for property in properties {
            let member = ty.and_then(|ty| self.vocabularies.member(ty, &property.name));
            if let (None, Some((model, id))) = (member, known)
                && !self.may_have_more(model, id)
            {
                self.unknown_property(property, model, id);
            }
            let inner = Spot::of_in(self.checker, property.origin, spot);
            if let Some(value) = &property.value {
                self.value(value, member, inner);
            }
            self.annotations(Target::plain("PropertyValue"), &property.annotations);
        }
    }

    fn may_have_more(&self, model: &Model, id: StructId) -> bool {
        model.is_open(id) || (std::ptr::eq(model, self.checker.model) && !self.checker.is_complete(id))
    }

    fn unknown_property(&mut self, property: &PropertyValue, model: &Model, id: StructId) {
        let message = format!("`{}` has no property `{}`", model.structure(id).name, property.name);
        let place = self.checker.place(property.origin, "Property");
        let finding = Finding::warning("unknown-record-property", place, message);
        let names = model.properties(id).into_iter().map(|property| property.name.as_str());
        let names = names.chain(model.navigations(id).into_iter().map(|navigation| navigation.name.as_str()));
        self.searched += 1;
        let near = if self.searched > SEARCHES { None } else { edmund_model::nearest(&property.name, names) };
        self.findings.extend(match near {
            Some(near) => {
                Some(finding.with_help(format!("did you mean `{near}`?")).with_fix(format!("write `{near}`"), place, near))
            }
            // Vocabularies grow, and services add to them: of one that is not here only slips are reported.
            None => std::ptr::eq(model, self.checker.model)
                .then(|| finding.with_help("remove it, or give the record a `Type` that has it")),
        });
    }
}

/// Where an expression stands: its element where that is known, and the place to point at.
#[derive(Clone, Copy)]
struct Spot<'a> {
    element: Option<&'a Element>,
    place: Origin,
}

impl<'a> Spot<'a> {
    /// The value of the annotation or record member at `origin`.
    fn of(checker: &Checker<'a>, origin: Origin) -> Self {
        Self::of_in(checker, origin, Spot { element: None, place: origin })
    }

    fn of_in(checker: &Checker<'a>, origin: Origin, around: Spot<'a>) -> Self {
        let Some(owner) = checker.element(origin) else { return around };
        let short = owner.attributes.iter().find(|attribute| is_expression_attribute(attribute.name));
        let child = owner.children.iter().find(|child| child.name != "Annotation");
        let place = short.map(|attribute| attribute.origin).or(child.map(|child| child.origin));
        Spot { element: child.filter(|_| short.is_none()), place: place.unwrap_or(origin) }
    }

    /// The operand at a position.
    fn child(self, at: usize) -> Self {
        let element = self.element.and_then(|element| element.children.iter().filter(|child| child.name != "Annotation").nth(at));
        Spot { element, place: element.map_or(self.place, |element| element.origin) }
    }
}

/// What was expected instead of a value; nothing when the value fits, or when what it evaluates to cannot be known from its form.
fn misfit(value: &Expression, ty: Typed<'_>, vocabularies: &Vocabularies<'_>) -> Option<String> {
    let collection = || format!("a collection of `{}`", ty.item().describe());
    match value {
        Expression::Collection(_) if ty.collection || is_anything(ty) => None,
        Expression::Collection(_) => Some(one_of(ty)),
        Expression::Bool(_)
        | Expression::String(_)
        | Expression::Constant(..)
        | Expression::EnumMember(_)
        | Expression::Record { .. }
            if ty.collection =>
        {
            Some(collection())
        }
        Expression::Path(kind, _) if *kind != PathKind::Path && ty.collection => Some(collection()),
        Expression::Record { ty: own, .. } => record_fits(own.as_deref(), ty, vocabularies),
        Expression::EnumMember(text) => members_fit(text, ty),
        Expression::Bool(_) | Expression::String(_) | Expression::Constant(..) | Expression::Path(..) => {
            (!constant_fits(value, ty)).then(|| one_of(ty))
        }
        _ => None,
    }
}

fn is_anything(ty: Typed<'_>) -> bool {
    use Primitive::{ComplexType, EntityType, PrimitiveType, Untyped};
    ty.ty == Type::Unknown || matches!(ty.primitive(), Some(ComplexType | EntityType | PrimitiveType | Untyped))
}

fn constant_fits(value: &Expression, ty: Typed<'_>) -> bool {
    let Some(primitive) = ty.primitive() else {
        return matches!(value, Expression::Path(PathKind::Path, _)) || ty.ty == Type::Unknown;
    };
    if is_anything(ty) || primitive.is_spatial() || primitive == Primitive::Stream {
        return true;
    }
    let wanted = crate::lower::typing::constant(primitive);
    match value {
        Expression::Bool(_) => primitive == Primitive::Boolean,
        Expression::String(_) => primitive == Primitive::String,
        Expression::Constant(kind, _) => match (wanted, kind) {
            (Some(Constant::Decimal | Constant::Float), Constant::Int | Constant::Decimal | Constant::Float) => true,
            (wanted, kind) => wanted == Some(*kind),
        },
        Expression::Path(PathKind::Path, _) => true,
        Expression::Path(kind, _) => match crate::lower::typing::path(primitive) {
            Some(PathKind::AnyPropertyPath) => {
                matches!(kind, PathKind::AnyPropertyPath | PathKind::PropertyPath | PathKind::NavigationPropertyPath)
            }
            wanted => wanted == Some(*kind),
        },
        _ => true,
    }
}

fn record_fits(own: Option<&str>, ty: Typed<'_>, vocabularies: &Vocabularies<'_>) -> Option<String> {
    if is_anything(ty) {
        return None;
    }
    let Type::Struct(wanted) = ty.ty else { return Some(one_of(ty)) };
    let own = own.and_then(|name| vocabularies.named(name))?;
    let fits = match own.ty {
        // A record of the documents may derive from a type of a vocabulary, which cannot be followed.
        Type::Struct(id) if std::ptr::eq(own.model, ty.model) => own.model.is_a(id, wanted),
        Type::Struct(_) => true,
        _ => false,
    };
    (!fits).then(|| one_of(ty))
}

/// The members are of the enumeration (CSDL 4.01, section 14.3.7).
fn members_fit(text: &str, ty: Typed<'_>) -> Option<String> {
    if is_anything(ty) {
        return None;
    }
    let Type::Enum(id) = ty.ty else { return Some(one_of(ty)) };
    let item = ty.model.enumeration(id);
    let name = item.name.to_string();
    let is_member = |member: &str| {
        member.rsplit_once('/').is_some_and(|(ty, simple)| {
            ty == name && (simple.parse::<i64>().is_ok() || item.members.iter().any(|member| member.name == simple))
        })
    };
    text.split_whitespace().any(|member| !is_member(member)).then(|| {
        let names: Vec<&str> = item.members.iter().take(8).map(|member| member.name.as_str()).collect();
        format!("a member of `{name}` ({})", names.join(", "))
    })
}

/// A value of a type, in words.
fn one_of(ty: Typed<'_>) -> String {
    match (ty.collection, ty.ty) {
        (true, _) => format!("a collection of `{}`", ty.item().describe()),
        (_, Type::Struct(_)) => format!("a record of the type `{}`", ty.describe()),
        (_, Type::Enum(_)) => format!("a member of `{}`", ty.describe()),
        _ => format!("a value of the type `{}`", ty.describe()),
    }
}

fn describe(value: &Expression) -> String {
    match value {
        Expression::Bool(value) => format!("`{value}`"),
        Expression::String(_) => "a string".to_owned(),
        Expression::Constant(kind, _) => format!("a constant of the kind `{kind:?}`"),
        Expression::EnumMember(text) => format!("`{text}`"),
        Expression::Path(kind, _) => format!("a path of the kind `{kind:?}`"),
        Expression::Record { ty: Some(name), .. } => format!("a record of the type `{name}`"),
        Expression::Record { .. } => "a record".to_owned(),
        Expression::Collection(_) => "a collection".to_owned(),
        _ => "another expression".to_owned(),
    }
}
