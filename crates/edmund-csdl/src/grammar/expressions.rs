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

pub(super) static ANNOTATION: Rule =
    edm("Annotation", with_expressions![required("Term", Value::Text), optional("Qualifier", Value::Qualifier)], EXPRESSIONS);
static PROPERTY_VALUE: Rule = edm("PropertyValue", with_expressions![required("Property", Value::Identifier)], EXPRESSIONS);
static RECORD: Rule = edm("Record", &[optional("Type", Value::Text)], &[&PROPERTY_VALUE, &ANNOTATION]);
static LABELED_ELEMENT: Rule = edm("LabeledElement", with_expressions![required("Name", Value::Identifier)], EXPRESSIONS);
static APPLY: Rule = edm("Apply", &[required("Function", Value::Text)], EXPRESSIONS);
static CAST: Rule = edm("Cast", TYPED, EXPRESSIONS);
static IS_OF: Rule = edm("IsOf", TYPED, EXPRESSIONS);
static NULL: Rule = edm("Null", &[], &[&ANNOTATION]);

static COLLECTION: Rule = operands("Collection");
static IF: Rule = operands("If");
static URL_REF: Rule = operands("UrlRef");
static AND: Rule = operands("And");
static OR: Rule = operands("Or");
static NOT: Rule = operands("Not");
static EQ: Rule = operands("Eq");
static NE: Rule = operands("Ne");
static GT: Rule = operands("Gt");
static GE: Rule = operands("Ge");
static LT: Rule = operands("Lt");
static LE: Rule = operands("Le");
static HAS: Rule = operands("Has");
static IN: Rule = operands("In");
static ADD: Rule = operands("Add");
static SUB: Rule = operands("Sub");
static MUL: Rule = operands("Mul");
static DIV: Rule = operands("Div");
static DIV_BY: Rule = operands("DivBy");
static MOD: Rule = operands("Mod");
static NEG: Rule = operands("Neg");

static STRING: Rule = leaf("String", Value::Text);
static BOOL: Rule = leaf("Bool", Value::Boolean);
static ENUM_MEMBER: Rule = leaf("EnumMember", Value::Text);
static PATH: Rule = leaf("Path", Value::Text);
static PROPERTY_PATH: Rule = leaf("PropertyPath", Value::Text);
static NAVIGATION_PROPERTY_PATH: Rule = leaf("NavigationPropertyPath", Value::Text);
static ANNOTATION_PATH: Rule = leaf("AnnotationPath", Value::Text);
static ANY_PROPERTY_PATH: Rule = leaf("AnyPropertyPath", Value::Text);
static MODEL_ELEMENT_PATH: Rule = leaf("ModelElementPath", Value::Text);
static LABELED_ELEMENT_REFERENCE: Rule = leaf("LabeledElementReference", Value::Text);
static INT: Rule = leaf("Int", Value::Constant(Constant::Int));
static DECIMAL: Rule = leaf("Decimal", Value::Constant(Constant::Decimal));
static FLOAT: Rule = leaf("Float", Value::Constant(Constant::Float));
static DATE: Rule = leaf("Date", Value::Constant(Constant::Date));
static DATE_TIME_OFFSET: Rule = leaf("DateTimeOffset", Value::Constant(Constant::DateTimeOffset));
static DURATION: Rule = leaf("Duration", Value::Constant(Constant::Duration));
static TIME_OF_DAY: Rule = leaf("TimeOfDay", Value::Constant(Constant::TimeOfDay));
static GUID: Rule = leaf("Guid", Value::Constant(Constant::Guid));
static BINARY: Rule = leaf("Binary", Value::Constant(Constant::Binary));
