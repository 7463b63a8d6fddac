//! Facets and default values.

use edmund_model::{Facets, Finding, Origin, Primitive, Type, TypeRef};

use super::Checker;
use crate::grammar::literals;

pub(super) fn check(checker: &mut Checker<'_>) {
    let model = checker.model;
    let properties = model.structs.iter().flat_map(|item| &item.properties);
    for property in properties {
        typed(checker, &property.ty, property.origin);
        default(checker, &property.ty, property.default.as_deref(), property.origin);
    }
    for operation in &model.operations {
        operation.parameters.iter().for_each(|parameter| typed(checker, &parameter.ty, parameter.origin));
        operation.returns.iter().for_each(|returns| typed(checker, &returns.ty, returns.origin));
    }
    for term in &model.terms {
        typed(checker, &term.ty, term.origin);
        default(checker, &term.ty, term.default.as_deref(), term.origin);
    }
    for definition in &model.definitions {
        applicable(checker, definition.underlying, &definition.facets, definition.origin);
        scale(checker, &definition.facets, definition.origin);
    }
}

/// The primitive type behind a type; nothing for enumerations, structured types and what is unknown.
fn primitive(checker: &Checker<'_>, ty: Type) -> Option<Primitive> {
    match ty {
        Type::Primitive(primitive) => Some(primitive),
        Type::Definition(id) => Some(checker.model.definition(id).underlying),
        _ => None,
    }
}

fn typed(checker: &mut Checker<'_>, ty: &TypeRef, origin: Origin) {
    let Some(facets) = &ty.facets else { return };
    if let Some(primitive) = primitive(checker, ty.ty) {
        applicable(checker, primitive, facets, origin);
    }
    scale(checker, facets, origin);
}

/// Each facet belongs to some types (CSDL 4.01, sections 7.2.2 to 7.2.6); elsewhere it says nothing.
fn applicable(checker: &mut Checker<'_>, primitive: Primitive, facets: &Facets, origin: Origin) {
    use Primitive::{Binary, DateTimeOffset, Decimal, Duration, PrimitiveType, Stream, String, TimeOfDay, Untyped};
    let any = matches!(primitive, PrimitiveType | Untyped);
    let rules = [
        ("MaxLength", facets.max_length.is_some(), matches!(primitive, Binary | String | Stream)),
        ("Precision", facets.precision.is_some(), matches!(primitive, DateTimeOffset | Decimal | Duration | TimeOfDay)),
        ("Scale", facets.scale.is_some(), primitive == Decimal),
        ("SRID", facets.srid.is_some(), primitive.is_spatial()),
        ("Unicode", facets.unicode.is_some(), primitive == String),
    ];
    for (name, given, applies) in rules {
        if given && !applies && !any {
            let message = format!("`{name}` says nothing about `Edm.{}`", primitive.name());
            let finding = Finding::warning("facet-not-applicable", checker.place(origin, name), message);
            checker.report(finding.with_help(format!("remove `{name}`")));
        }
    }
}

/// There cannot be more digits behind the point than there are digits (CSDL 4.01, section 7.2.4).
fn scale(checker: &mut Checker<'_>, facets: &Facets, origin: Origin) {
    let number = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<u64>().ok());
    if let (Some(scale), Some(precision)) = (number(&facets.scale), number(&facets.precision))
        && scale > precision
    {
        let message = format!("the scale {scale} is greater than the precision {precision}");
        checker.report(Finding::error("scale-exceeds-precision", checker.place(origin, "Scale"), message));
    }
}

/// A default value is a value of the type (CSDL 4.01, section 7.2.7).
fn default(checker: &mut Checker<'_>, ty: &TypeRef, value: Option<&str>, origin: Origin) {
    let (Some(value), Some(primitive)) = (value, primitive(checker, ty.ty)) else { return };
    if !ty.collection && !literals::is_value(primitive, value) {
        let message = format!("the default value {value:?} is no value of `Edm.{}`", primitive.name());
        checker.report(Finding::error("invalid-default-value", checker.place(origin, "DefaultValue"), message));
    }
}
