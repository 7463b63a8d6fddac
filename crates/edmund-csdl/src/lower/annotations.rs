//! Annotations and their expressions.

use edmund_model::{Annotation, Constant, Expression, Operator, PathKind, PropertyValue};

use super::Lowering;
use super::names::Scope;
use crate::Element;

impl Lowering<'_> {
    /// The annotations inside an element.
    pub(super) fn annotations(&mut self, scope: &Scope<'_>, element: &Element) -> Vec<Annotation> {
        qualified_annotations(scope, element, None)
    }
}

/// The annotations inside an element. Those inside `Annotations` take over its qualifier (CSDL XML 4.01, section 5.2).
pub(super) fn qualified_annotations(scope: &Scope<'_>, element: &Element, qualifier: Option<&str>) -> Vec<Annotation> {
    let annotation = |element: &Element| {
        Some(Annotation {
            term: scope.qualified(element.get("Term")?)?,
            qualifier: element.get("Qualifier").or(qualifier).map(str::to_owned),
            value: value(scope, element),
            annotations: qualified_annotations(scope, element, None),
            origin: element.origin,
        })
    };
    element.all("Annotation").filter_map(annotation).collect()
}

/// The value of an element that may have it as an attribute or as a child.
fn value(scope: &Scope<'_>, element: &Element) -> Option<Expression> {
    let short = element.attributes.iter().find_map(|attribute| short_form(scope, attribute.name, &attribute.value));
    short.or_else(|| operands(scope, element).into_iter().next())
}

/// An expression that is written as an attribute.
fn short_form(scope: &Scope<'_>, name: &str, text: &str) -> Option<Expression> {
    if name == "UrlRef" {
        return Some(Expression::UrlRef(Box::new(Expression::String(text.to_owned()))));
    }
    simple(scope, name, text)
}

/// A constant or a path: the same name and text as an attribute and as an element.
fn simple(scope: &Scope<'_>, name: &str, text: &str) -> Option<Expression> {
    if let Some(constant) = constant(name) {
        return Some(Expression::Constant(constant, text.trim().to_owned()));
    }
    if let Some(kind) = path_kind(name) {
        return Some(Expression::Path(kind, scope.expand(text)));
    }
    Some(match name {
        "String" => Expression::String(text.to_owned()),
        "Bool" => Expression::Bool(text.trim().eq_ignore_ascii_case("true")),
        "EnumMember" => Expression::EnumMember(scope.expand(text)),
        "LabeledElementReference" => Expression::LabeledElementReference(scope.expand(text)),
        _ => return None,
    })
}

/// The child expressions of an element.
fn operands(scope: &Scope<'_>, element: &Element) -> Vec<Expression> {
    element.children.iter().filter_map(|child| expression(scope, child)).collect()
}

/// An expression that is written as an element.
fn expression(scope: &Scope<'_>, element: &Element) -> Option<Expression> {
    if let Some(text) = &element.text {
        return simple(scope, element.name, text);
    }
    if let Some(operator) = operator(element.name) {
        return Some(Expression::Operator(operator, operands(scope, element)));
    }
    let operand = || operands(scope, element).into_iter().next().unwrap_or(Expression::Null);
    let named = |attribute: &str| scope.expand(element.get(attribute).unwrap_or_default());
    Some(match element.name {
        "Null" => Expression::Null,
        "Record" => record(scope, element),
        "Collection" => Expression::Collection(operands(scope, element)),
        "If" => Expression::If(operands(scope, element)),
        "Apply" => Expression::Apply { function: named("Function"), arguments: operands(scope, element) },
        "Cast" => Expression::Cast(named("Type"), Box::new(operand())),
        "IsOf" => Expression::IsOf(named("Type"), Box::new(operand())),
        "LabeledElement" => {
            Expression::LabeledElement(named("Name"), Box::new(value(scope, element).unwrap_or(Expression::Null)))
        }
        "UrlRef" => Expression::UrlRef(Box::new(operand())),
        _ => return None,
    })
}

fn record(scope: &Scope<'_>, element: &Element) -> Expression {
    let property = |element: &Element| {
        Some(PropertyValue {
            name: element.get("Property")?.to_owned(),
            value: value(scope, element),
            annotations: qualified_annotations(scope, element, None),
            origin: element.origin,
        })
    };
    Expression::Record {
        ty: element.get("Type").map(|name| scope.expand(name)),
        properties: element.all("PropertyValue").filter_map(property).collect(),
        annotations: qualified_annotations(scope, element, None),
    }
}

fn constant(name: &str) -> Option<Constant> {
    Some(match name {
        "Binary" => Constant::Binary,
        "Date" => Constant::Date,
        "DateTimeOffset" => Constant::DateTimeOffset,
        "Decimal" => Constant::Decimal,
        "Duration" => Constant::Duration,
        "Float" => Constant::Float,
        "Guid" => Constant::Guid,
        "Int" => Constant::Int,
        "TimeOfDay" => Constant::TimeOfDay,
        _ => return None,
    })
}

fn path_kind(name: &str) -> Option<PathKind> {
    Some(match name {
        "Path" => PathKind::Path,
        "AnnotationPath" => PathKind::AnnotationPath,
        "AnyPropertyPath" => PathKind::AnyPropertyPath,
        "ModelElementPath" => PathKind::ModelElementPath,
        "NavigationPropertyPath" => PathKind::NavigationPropertyPath,
        "PropertyPath" => PathKind::PropertyPath,
        _ => return None,
    })
}

fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "And" => Operator::And,
        "Or" => Operator::Or,
        "Not" => Operator::Not,
        "Eq" => Operator::Eq,
        "Ne" => Operator::Ne,
        "Gt" => Operator::Gt,
        "Ge" => Operator::Ge,
        "Lt" => Operator::Lt,
        "Le" => Operator::Le,
        "Has" => Operator::Has,
        "In" => Operator::In,
        "Add" => Operator::Add,
        "Sub" => Operator::Sub,
        "Mul" => Operator::Mul,
        "Div" => Operator::Div,
        "DivBy" => Operator::DivBy,
        "Mod" => Operator::Mod,
        "Neg" => Operator::Neg,
        _ => return None,
    })
}
