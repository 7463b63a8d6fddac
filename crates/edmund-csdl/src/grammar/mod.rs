//! Which elements and attributes CSDL XML has, and where: one table, after the specification's XML schemas `edmx.xsd` and `edm.xsd`
//! (OData CSDL XML 4.01, sections 4 to 14).

pub(crate) mod expressions;
pub(crate) mod literals;
pub(crate) mod rules;
pub(crate) mod values;

pub(crate) use expressions::is_expression_attribute;
pub(crate) use rules::{DATA_SERVICES, EDMX, REFERENCE};

/// The namespace of the wrapper: `Edmx`, `Reference`, `DataServices`.
pub(crate) const EDMX_NAMESPACE: &str = "http://docs.oasis-open.org/odata/ns/edmx";
/// The namespace of schemas.
pub(crate) const EDM_NAMESPACE: &str = "http://docs.oasis-open.org/odata/ns/edm";

/// One kind of element.
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    pub(crate) namespace: &'static str,
    pub(crate) attributes: &'static [Attribute],
    pub(crate) children: &'static [&'static Rule],
    /// What its text is, for elements that have text instead of children.
    pub(crate) text: Option<Value>,
}

/// One attribute of an element.
pub(crate) struct Attribute {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    pub(crate) value: Value,
}

/// What a value must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Anything; what it refers to is looked at later.
    Text,
    /// A simple identifier.
    Identifier,
    /// A simple identifier that is not reserved.
    Alias,
    /// Dotted identifiers.
    Namespace,
    /// The namespace of a schema: not a reserved one.
    OwnNamespace,
    Boolean,
    /// A simple identifier; Graph itself gets it wrong, hence a warning.
    Qualifier,
    MaxLength,
    Precision,
    Scale,
    Srid,
    OnDelete,
    AppliesTo,
    Version,
    /// A constant of an annotation expression.
    Constant(edmund_model::Constant),
}

impl Rule {
    /// The rule of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&'static Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The rule of a child element.
    pub(crate) fn child(&self, name: &str, namespace: &str) -> Option<&'static Rule> {
        self.children.iter().copied().find(|rule| rule.name == name && rule.namespace == namespace)
    }
}
