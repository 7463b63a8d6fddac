//! Annotations and the elements of their expressions (OData CSDL XML 4.01, section 14).

use edmund_model::Constant;

use super::rules::{edm, optional, required};
use super::{Attribute, EDM_NAMESPACE, Rule, Value};

const fn leaf(name: &'static str, text: Value) -> Rule {
    Rule { name, namespace: EDM_NAMESPACE, attributes: &[], children: &[], text: Some(text) }
}

const fn operands(name: &'static str) -> Rule {
    edm(name, &[], EXPRESSIONS)
}

/// The attributes that stand for an expression, behind those of the element itself.
macro_rules! with_expressions {
    ($($own:expr),* $(,)?) => {
        &[
            $($own,)*
            optional("String", Value::Text),
            optional("Bool", Value::Boolean),
            optional("EnumMember", Value::Text),
            optional("Path", Value::Text),
            optional("Int", Value::Constant(Constant::Int)),
            optional("Decimal", Value::Constant(Constant::Decimal)),
            optional("Float", Value::Constant(Constant::Float)),
            optional("Date", Value::Constant(Constant::Date)),
            optional("DateTimeOffset", Value::Constant(Constant::DateTimeOffset)),
            optional("Duration", Value::Constant(Constant::Duration)),
            optional("TimeOfDay", Value::Constant(Constant::TimeOfDay)),
            optional("Guid", Value::Constant(Constant::Guid)),
            optional("Binary", Value::Constant(Constant::Binary)),
            optional("UrlRef", Value::Text),
            optional("PropertyPath", Value::Text),
            optional("NavigationPropertyPath", Value::Text),
            optional("AnnotationPath", Value::Text),
            optional("ModelElementPath", Value::Text),
            optional("AnyPropertyPath", Value::Text),
        ]
    };
}

static NO_OWN: &[Attribute] = with_expressions![];

/// Whether an attribute is the short form of an expression.
pub(crate) fn is_expression_attribute(name: &str) -> bool {
    NO_OWN.iter().any(|attribute| attribute.name == name)
}

/// `Cast` and `IsOf` name a type with its facets.
static TYPED: &[Attribute] = &[
    required("Type", Value::Text),
    optional("MaxLength", Value::MaxLength),
    optional("Precision", Value::Precision),
    optional("Scale", Value::Scale),
    optional("SRID", Value::Srid),
    optional("Unicode", Value::Boolean),
];

static EXPRESSIONS: &[&Rule] = &[
    &RECORD,
    &COLLECTION,
    &STRING,
    &BOOL,
    &PATH,
    &PROPERTY_PATH,
    &NAVIGATION_PROPERTY_PATH,
    &ENUM_MEMBER,
    &INT,
    &NULL,
    &IF,
    &ANNOTATION,
    &APPLY,
    &CAST,
    &IS_OF,
    &LABELED_ELEMENT,
    &LABELED_ELEMENT_REFERENCE,
    &URL_REF,
    &ANNOTATION_PATH,
    &ANY_PROPERTY_PATH,
    &MODEL_ELEMENT_PATH,
    &BINARY,
    &DATE,
    &DATE_TIME_OFFSET,
    &DECIMAL,
    &DURATION,
    &FLOAT,
    &GUID,
    &TIME_OF_DAY,
    &AND,
    &OR,
    &NOT,
    &EQ,
    &NE,
    &GT,
    &GE,
    &LT,
    &LE,
    &HAS,
    &IN,
    &ADD,
    &SUB,
    &MUL,
    &DIV,
    &DIV_BY,
    &MOD,
    &NEG,
];

pub(crate) static ANNOTATION: Rule =
    edm("Annotation", with_expressions![required("Term", Value::Text), optional("Qualifier", Value::Qualifier)], EXPRESSIONS);
pub(crate) static PROPERTY_VALUE: Rule =
    edm("PropertyValue", with_expressions![required("Property", Value::Identifier)], EXPRESSIONS);
pub(crate) static RECORD: Rule = edm("Record", &[optional("Type", Value::Text)], &[&PROPERTY_VALUE, &ANNOTATION]);
pub(crate) static LABELED_ELEMENT: Rule =
    edm("LabeledElement", with_expressions![required("Name", Value::Identifier)], EXPRESSIONS);
pub(crate) static APPLY: Rule = edm("Apply", &[required("Function", Value::Text)], EXPRESSIONS);
pub(crate) static CAST: Rule = edm("Cast", TYPED, EXPRESSIONS);
pub(crate) static IS_OF: Rule = edm("IsOf", TYPED, EXPRESSIONS);
pub(crate) static NULL: Rule = edm("Null", &[], &[&ANNOTATION]);

pub(crate) static COLLECTION: Rule = operands("Collection");
pub(crate) static IF: Rule = operands("If");
pub(crate) static URL_REF: Rule = operands("UrlRef");
pub(crate) static AND: Rule = operands("And");
pub(crate) static OR: Rule = operands("Or");
pub(crate) static NOT: Rule = operands("Not");
pub(crate) static EQ: Rule = operands("Eq");
pub(crate) static NE: Rule = operands("Ne");
pub(crate) static GT: Rule = operands("Gt");
pub(crate) static GE: Rule = operands("Ge");
pub(crate) static LT: Rule = operands("Lt");
pub(crate) static LE: Rule = operands("Le");
pub(crate) static HAS: Rule = operands("Has");
pub(crate) static IN: Rule = operands("In");
pub(crate) static ADD: Rule = operands("Add");
pub(crate) static SUB: Rule = operands("Sub");
pub(crate) static MUL: Rule = operands("Mul");
pub(crate) static DIV: Rule = operands("Div");
pub(crate) static DIV_BY: Rule = operands("DivBy");
pub(crate) static MOD: Rule = operands("Mod");
pub(crate) static NEG: Rule = operands("Neg");

pub(crate) static STRING: Rule = leaf("String", Value::Text);
pub(crate) static BOOL: Rule = leaf("Bool", Value::Boolean);
pub(crate) static ENUM_MEMBER: Rule = leaf("EnumMember", Value::Text);
pub(crate) static PATH: Rule = leaf("Path", Value::Text);
pub(crate) static PROPERTY_PATH: Rule = leaf("PropertyPath", Value::Text);
pub(crate) static NAVIGATION_PROPERTY_PATH: Rule = leaf("NavigationPropertyPath", Value::Text);
pub(crate) static ANNOTATION_PATH: Rule = leaf("AnnotationPath", Value::Text);
pub(crate) static ANY_PROPERTY_PATH: Rule = leaf("AnyPropertyPath", Value::Text);
pub(crate) static MODEL_ELEMENT_PATH: Rule = leaf("ModelElementPath", Value::Text);
pub(crate) static LABELED_ELEMENT_REFERENCE: Rule = leaf("LabeledElementReference", Value::Text);
pub(crate) static INT: Rule = leaf("Int", Value::Constant(Constant::Int));
pub(crate) static DECIMAL: Rule = leaf("Decimal", Value::Constant(Constant::Decimal));
pub(crate) static FLOAT: Rule = leaf("Float", Value::Constant(Constant::Float));
pub(crate) static DATE: Rule = leaf("Date", Value::Constant(Constant::Date));
pub(crate) static DATE_TIME_OFFSET: Rule = leaf("DateTimeOffset", Value::Constant(Constant::DateTimeOffset));
pub(crate) static DURATION: Rule = leaf("Duration", Value::Constant(Constant::Duration));
pub(crate) static TIME_OF_DAY: Rule = leaf("TimeOfDay", Value::Constant(Constant::TimeOfDay));
pub(crate) static GUID: Rule = leaf("Guid", Value::Constant(Constant::Guid));
pub(crate) static BINARY: Rule = leaf("Binary", Value::Constant(Constant::Binary));
