//! Annotations and their expressions, kept as a tree (CSDL 4.01, section 14).

use serde::Serialize;

use crate::{Origin, QualifiedName};

/// One annotation on an element.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Annotation {
    /// The term, namespace resolved.
    pub term: QualifiedName,
    /// Tells apart several annotations with the same term.
    pub qualifier: Option<String>,
    /// The value; `None` means the term's default value.
    pub value: Option<Expression>,
    /// Annotations on this annotation.
    pub annotations: Vec<Annotation>,
    /// Where it stands.
    #[serde(skip)]
    pub origin: Origin,
}

/// Annotations on a path through several elements, such as `Ns.Container/Set/property`, or on an element of another service.
///
/// Annotations on a single element of the model stand on that element, wherever the source had them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ExternalAnnotations {
    /// The target path, namespaces resolved.
    pub target: String,
    /// The annotations.
    pub annotations: Vec<Annotation>,
    /// Where they stand.
    #[serde(skip)]
    pub origin: Origin,
}

/// A constant of any primitive kind but Boolean and string, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the variants are the specification's own names")]
pub enum Constant {
    Binary,
    Date,
    DateTimeOffset,
    Decimal,
    Duration,
    Float,
    Guid,
    Int,
    TimeOfDay,
}

/// What a path expression points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the variants are the specification's own names")]
pub enum PathKind {
    Path,
    AnnotationPath,
    AnyPropertyPath,
    ModelElementPath,
    NavigationPropertyPath,
    PropertyPath,
}

/// Comparison, logical and arithmetic operators of dynamic expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the variants are the specification's own names")]
pub enum Operator {
    And,
    Or,
    Not,
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
    Has,
    In,
    Add,
    Sub,
    Mul,
    Div,
    DivBy,
    Mod,
    Neg,
}

/// One member of a record expression.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PropertyValue {
    /// The member's name.
    pub name: String,
    /// Its value; `None` means the property's default.
    pub value: Option<Expression>,
    /// Annotations on the member.
    pub annotations: Vec<Annotation>,
    /// Where it stands.
    #[serde(skip)]
    pub origin: Origin,
}

/// The value of an annotation.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub enum Expression {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Text.
    String(String),
    /// Another constant, as written.
    Constant(Constant, String),
    /// Members of an enum type: `Ns.Permission/Read`, several separated by blanks.
    EnumMember(String),
    /// A path to a value or a model element.
    Path(PathKind, String),
    /// Name-value pairs, of a type where one is given.
    Record {
        /// The record's type.
        ty: Option<String>,
        /// Its members.
        properties: Vec<PropertyValue>,
        /// Annotations on the record.
        annotations: Vec<Annotation>,
    },
    /// A list.
    Collection(Vec<Expression>),
    /// A client-side function with its arguments.
    Apply {
        /// The function, such as `odata.concat`.
        function: String,
        /// Its arguments.
        arguments: Vec<Expression>,
    },
    /// An operator with its operands.
    Operator(Operator, Vec<Expression>),
    /// Condition, then, and where present else.
    If(Vec<Expression>),
    /// A cast to a type.
    Cast(String, Box<Expression>),
    /// A type test.
    IsOf(String, Box<Expression>),
    /// An expression that others refer to by name.
    LabeledElement(String, Box<Expression>),
    /// A reference to one.
    LabeledElementReference(String),
    /// A URL.
    UrlRef(Box<Expression>),
}

impl Expression {
    /// The text of a string constant.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Expression::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a Boolean constant.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Expression::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The items of a collection; empty for everything else.
    pub fn items(&self) -> &[Expression] {
        match self {
            Expression::Collection(items) => items,
            _ => &[],
        }
    }

    /// The value of a record's member.
    pub fn member(&self, name: &str) -> Option<&Expression> {
        match self {
            Expression::Record { properties, .. } => {
                properties.iter().find(|property| property.name == name).and_then(|property| property.value.as_ref())
            }
            _ => None,
        }
    }
}
