//! Annotations and their expressions.

use edmund_model::{Annotation, Constant, Docs, Expression, Operator, Parameter, PathKind, PropertyValue};

use super::Writer;
use super::docs::{documentation, optionality};

/// How an expression is written.
enum Form<'a> {
    /// As an attribute or as an element with text: the same name for both.
    Simple(&'static str, &'a str),
    /// Only as an element.
    Element,
}

fn form(expression: &Expression) -> Form<'_> {
    match expression {
        Expression::Bool(value) => Form::Simple("Bool", if *value { "true" } else { "false" }),
        Expression::String(text) => Form::Simple("String", text),
        Expression::Constant(kind, text) => Form::Simple(constant(*kind), text),
        Expression::EnumMember(text) => Form::Simple("EnumMember", text),
        Expression::Path(kind, text) => Form::Simple(path(*kind), text),
        _ => Form::Element,
    }
}

impl Writer<'_> {
    /// Annotations as they are.
    pub(super) fn annotations(&mut self, annotations: &[Annotation]) {
        for item in annotations {
            self.annotation(item);
        }
    }

    /// Annotations, and documentation that is not among them already because it came from elsewhere.
    pub(super) fn documented(&mut self, annotations: &[Annotation], docs: &Docs) {
        self.annotations(annotations);
        self.annotations(&documentation(annotations, docs));
    }

    /// The annotation of an optional parameter, unless it stands there already.
    pub(super) fn optional(&mut self, item: &Parameter) {
        self.annotations(optionality(item).as_slice());
    }

    fn annotation(&mut self, item: &Annotation) {
        self.namespaces.insert(item.term.namespace.clone());
        let term = item.term.to_string();
        let mut attributes = vec![("Term", term.as_str())];
        attributes.extend(item.qualifier.as_deref().map(|qualifier| ("Qualifier", qualifier)));
        self.valued("Annotation", attributes, item.value.as_ref(), &item.annotations);
    }

    /// An element whose value is an attribute where it can be, else a child.
    fn valued<'a>(
        &mut self,
        name: &'static str,
        mut attributes: Vec<(&'a str, &'a str)>,
        value: Option<&'a Expression>,
        annotations: &[Annotation],
    ) {
        let child = match value.map(form) {
            Some(Form::Simple(name, text)) => {
                attributes.push((name, text));
                None
            }
            Some(Form::Element) => value,
            None => None,
        };
        self.element(name, &attributes, |writer| {
            if let Some(child) = child {
                writer.expression(child);
            }
            writer.annotations(annotations);
        });
    }

    fn expressions(&mut self, items: &[Expression]) {
        items.iter().for_each(|item| self.expression(item));
    }

    fn expression(&mut self, item: &Expression) {
        if let Form::Simple(name, text) = form(item) {
            self.xml.leaf(name, text);
            return;
        }
        match item {
            Expression::Record { ty, properties, annotations } => {
                let attributes: Vec<_> = ty.as_deref().map(|ty| ("Type", ty)).into_iter().collect();
                self.element("Record", &attributes, |writer| {
                    properties.iter().for_each(|property| writer.property_value(property));
                    writer.annotations(annotations);
                });
            }
            Expression::Collection(items) => self.element("Collection", &[], |writer| writer.expressions(items)),
            Expression::If(items) => self.element("If", &[], |writer| writer.expressions(items)),
            Expression::Apply { function, arguments } => {
                self.element("Apply", &[("Function", function)], |writer| writer.expressions(arguments));
            }
            Expression::Operator(operator, items) => {
                self.element(operator_name(*operator), &[], |writer| writer.expressions(items))
            }
            Expression::Cast(ty, operand) => self.element("Cast", &[("Type", ty)], |writer| writer.expression(operand)),
            Expression::IsOf(ty, operand) => self.element("IsOf", &[("Type", ty)], |writer| writer.expression(operand)),
            Expression::LabeledElement(name, value) => self.valued("LabeledElement", vec![("Name", name)], Some(value), &[]),
            Expression::LabeledElementReference(name) => self.xml.leaf("LabeledElementReference", name),
            Expression::UrlRef(url) => self.element("UrlRef", &[], |writer| writer.expression(url)),
            _ => self.xml.empty("Null", &[]),
        }
    }

    fn property_value(&mut self, item: &PropertyValue) {
        self.valued("PropertyValue", vec![("Property", &item.name)], item.value.as_ref(), &item.annotations);
    }
}

pub(super) fn constant(kind: Constant) -> &'static str {
    match kind {
        Constant::Binary => "Binary",
        Constant::Date => "Date",
        Constant::DateTimeOffset => "DateTimeOffset",
        Constant::Decimal => "Decimal",
        Constant::Duration => "Duration",
        Constant::Float => "Float",
        Constant::Guid => "Guid",
        Constant::Int => "Int",
        Constant::TimeOfDay => "TimeOfDay",
    }
}

pub(super) fn path(kind: PathKind) -> &'static str {
    match kind {
        PathKind::Path => "Path",
        PathKind::AnnotationPath => "AnnotationPath",
        PathKind::AnyPropertyPath => "AnyPropertyPath",
        PathKind::ModelElementPath => "ModelElementPath",
        PathKind::NavigationPropertyPath => "NavigationPropertyPath",
        PathKind::PropertyPath => "PropertyPath",
    }
}

pub(super) fn operator_name(operator: Operator) -> &'static str {
    match operator {
        Operator::And => "And",
        Operator::Or => "Or",
        Operator::Not => "Not",
        Operator::Eq => "Eq",
        Operator::Ne => "Ne",
        Operator::Gt => "Gt",
        Operator::Ge => "Ge",
        Operator::Lt => "Lt",
        Operator::Le => "Le",
        Operator::Has => "Has",
        Operator::In => "In",
        Operator::Add => "Add",
        Operator::Sub => "Sub",
        Operator::Mul => "Mul",
        Operator::Div => "Div",
        Operator::DivBy => "DivBy",
        Operator::Mod => "Mod",
        Operator::Neg => "Neg",
    }
}
