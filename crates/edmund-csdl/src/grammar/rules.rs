//! The elements of documents, schemas, types, operations and containers.

use super::{Attribute, EDM_NAMESPACE, EDMX_NAMESPACE, Rule, Value, expressions};

pub(super) const fn required(name: &'static str, value: Value) -> Attribute {
    Attribute { name, required: true, value }
}

pub(super) const fn optional(name: &'static str, value: Value) -> Attribute {
    Attribute { name, required: false, value }
}

pub(super) const fn edm(name: &'static str, attributes: &'static [Attribute], children: &'static [&'static Rule]) -> Rule {
    Rule { name, namespace: EDM_NAMESPACE, attributes, children, text: None }
}

const fn edmx(name: &'static str, attributes: &'static [Attribute], children: &'static [&'static Rule]) -> Rule {
    Rule { name, namespace: EDMX_NAMESPACE, attributes, children, text: None }
}

static ANNOTATED: &[&Rule] = &[&expressions::ANNOTATION];
static STRUCTURED: &[&Rule] = &[&PROPERTY, &NAVIGATION_PROPERTY, &KEY, &expressions::ANNOTATION];
static OPERATION: &[&Rule] = &[&PARAMETER, &RETURN_TYPE, &expressions::ANNOTATION];

pub(crate) static EDMX: Rule = edmx("Edmx", &[required("Version", Value::Version)], &[&REFERENCE, &DATA_SERVICES]);
pub(crate) static REFERENCE: Rule =
    edmx("Reference", &[required("Uri", Value::Text)], &[&INCLUDE, &INCLUDE_ANNOTATIONS, &expressions::ANNOTATION]);
pub(crate) static INCLUDE: Rule =
    edmx("Include", &[required("Namespace", Value::Namespace), optional("Alias", Value::Alias)], ANNOTATED);
pub(crate) static INCLUDE_ANNOTATIONS: Rule = edmx(
    "IncludeAnnotations",
    &[
        required("TermNamespace", Value::Namespace),
        optional("TargetNamespace", Value::Namespace),
        optional("Qualifier", Value::Qualifier),
    ],
    &[],
);
pub(crate) static DATA_SERVICES: Rule = edmx("DataServices", &[], &[&SCHEMA]);

pub(crate) static SCHEMA: Rule = edm(
    "Schema",
    &[required("Namespace", Value::OwnNamespace), optional("Alias", Value::Alias)],
    &[
        &ANNOTATIONS,
        &COMPLEX_TYPE,
        &ENTITY_TYPE,
        &ENUM_TYPE,
        &ACTION,
        &FUNCTION,
        &TYPE_DEFINITION,
        &TERM,
        &ENTITY_CONTAINER,
        &expressions::ANNOTATION,
    ],
);
pub(crate) static ENTITY_TYPE: Rule = edm(
    "EntityType",
    &[
        required("Name", Value::Identifier),
        optional("BaseType", Value::Text),
        optional("Abstract", Value::Boolean),
        optional("OpenType", Value::Boolean),
        optional("HasStream", Value::Boolean),
    ],
    STRUCTURED,
);
pub(crate) static COMPLEX_TYPE: Rule = edm(
    "ComplexType",
    &[
        required("Name", Value::Identifier),
        optional("BaseType", Value::Text),
        optional("Abstract", Value::Boolean),
        optional("OpenType", Value::Boolean),
    ],
    &[&PROPERTY, &NAVIGATION_PROPERTY, &expressions::ANNOTATION],
);
pub(crate) static KEY: Rule = edm("Key", &[], &[&PROPERTY_REF]);
pub(crate) static PROPERTY_REF: Rule =
    edm("PropertyRef", &[required("Name", Value::Text), optional("Alias", Value::Identifier)], &[]);
pub(crate) static PROPERTY: Rule = edm(
    "Property",
    &[
        required("Name", Value::Identifier),
        required("Type", Value::Text),
        optional("Nullable", Value::Boolean),
        optional("DefaultValue", Value::Text),
        optional("MaxLength", Value::MaxLength),
        optional("Precision", Value::Precision),
        optional("Scale", Value::Scale),
        optional("SRID", Value::Srid),
        optional("Unicode", Value::Boolean),
    ],
    ANNOTATED,
);
pub(crate) static NAVIGATION_PROPERTY: Rule = edm(
    "NavigationProperty",
    &[
        required("Name", Value::Identifier),
        required("Type", Value::Text),
        optional("ContainsTarget", Value::Boolean),
        optional("Nullable", Value::Boolean),
        optional("Partner", Value::Text),
    ],
    &[&REFERENTIAL_CONSTRAINT, &ON_DELETE, &expressions::ANNOTATION],
);
pub(crate) static REFERENTIAL_CONSTRAINT: Rule =
    edm("ReferentialConstraint", &[required("Property", Value::Text), required("ReferencedProperty", Value::Text)], ANNOTATED);
pub(crate) static ON_DELETE: Rule = edm("OnDelete", &[required("Action", Value::OnDelete)], ANNOTATED);
pub(crate) static ENUM_TYPE: Rule = edm(
    "EnumType",
    &[required("Name", Value::Identifier), optional("UnderlyingType", Value::Text), optional("IsFlags", Value::Boolean)],
    &[&MEMBER, &expressions::ANNOTATION],
);
pub(crate) static MEMBER: Rule = edm("Member", &[required("Name", Value::Identifier), optional("Value", Value::Text)], ANNOTATED);
pub(crate) static TYPE_DEFINITION: Rule = edm(
    "TypeDefinition",
    &[
        required("Name", Value::Identifier),
        required("UnderlyingType", Value::Text),
        optional("MaxLength", Value::MaxLength),
        optional("Precision", Value::Precision),
        optional("Scale", Value::Scale),
        optional("SRID", Value::Srid),
        optional("Unicode", Value::Boolean),
    ],
    ANNOTATED,
);
pub(crate) static ACTION: Rule = edm(
    "Action",
    &[required("Name", Value::Identifier), optional("IsBound", Value::Boolean), optional("EntitySetPath", Value::Text)],
    OPERATION,
);
pub(crate) static FUNCTION: Rule = edm(
    "Function",
    &[
        required("Name", Value::Identifier),
        optional("IsBound", Value::Boolean),
        optional("IsComposable", Value::Boolean),
        optional("EntitySetPath", Value::Text),
    ],
    OPERATION,
);
pub(crate) static PARAMETER: Rule = edm(
    "Parameter",
    &[
        required("Name", Value::Identifier),
        required("Type", Value::Text),
        optional("Nullable", Value::Boolean),
        optional("MaxLength", Value::MaxLength),
        optional("Precision", Value::Precision),
        optional("Scale", Value::Scale),
        optional("SRID", Value::Srid),
        optional("Unicode", Value::Boolean),
    ],
    ANNOTATED,
);
pub(crate) static RETURN_TYPE: Rule = edm(
    "ReturnType",
    &[
        required("Type", Value::Text),
        optional("Nullable", Value::Boolean),
        optional("MaxLength", Value::MaxLength),
        optional("Precision", Value::Precision),
        optional("Scale", Value::Scale),
        optional("SRID", Value::Srid),
        optional("Unicode", Value::Boolean),
    ],
    ANNOTATED,
);
pub(crate) static ENTITY_CONTAINER: Rule = edm(
    "EntityContainer",
    &[required("Name", Value::Identifier), optional("Extends", Value::Text)],
    &[&ENTITY_SET, &SINGLETON, &ACTION_IMPORT, &FUNCTION_IMPORT, &expressions::ANNOTATION],
);
pub(crate) static ENTITY_SET: Rule = edm(
    "EntitySet",
    &[
        required("Name", Value::Identifier),
        required("EntityType", Value::Text),
        optional("IncludeInServiceDocument", Value::Boolean),
    ],
    &[&NAVIGATION_PROPERTY_BINDING, &expressions::ANNOTATION],
);
pub(crate) static SINGLETON: Rule = edm(
    "Singleton",
    &[required("Name", Value::Identifier), required("Type", Value::Text), optional("Nullable", Value::Boolean)],
    &[&NAVIGATION_PROPERTY_BINDING, &expressions::ANNOTATION],
);
pub(crate) static NAVIGATION_PROPERTY_BINDING: Rule =
    edm("NavigationPropertyBinding", &[required("Path", Value::Text), required("Target", Value::Text)], ANNOTATED);
pub(crate) static ACTION_IMPORT: Rule = edm(
    "ActionImport",
    &[required("Name", Value::Identifier), required("Action", Value::Text), optional("EntitySet", Value::Text)],
    ANNOTATED,
);
pub(crate) static FUNCTION_IMPORT: Rule = edm(
    "FunctionImport",
    &[
        required("Name", Value::Identifier),
        required("Function", Value::Text),
        optional("EntitySet", Value::Text),
        optional("IncludeInServiceDocument", Value::Boolean),
    ],
    ANNOTATED,
);
pub(crate) static TERM: Rule = edm(
    "Term",
    &[
        required("Name", Value::Identifier),
        required("Type", Value::Text),
        optional("BaseTerm", Value::Text),
        optional("Nullable", Value::Boolean),
        optional("DefaultValue", Value::Text),
        optional("AppliesTo", Value::AppliesTo),
        optional("MaxLength", Value::MaxLength),
        optional("Precision", Value::Precision),
        optional("Scale", Value::Scale),
        optional("SRID", Value::Srid),
        optional("Unicode", Value::Boolean),
    ],
    ANNOTATED,
);
pub(crate) static ANNOTATIONS: Rule =
    edm("Annotations", &[required("Target", Value::Text), optional("Qualifier", Value::Qualifier)], ANNOTATED);
