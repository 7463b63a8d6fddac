//! Small models for tests.

use crate::{
    Annotation, Docs, Enum, Expression, FileId, KeyPart, Member, Navigation, NavigationSource, NavigationSourceKind, Operation,
    OperationKind, Origin, Parameter, Primitive, Property, PropertyValue, QualifiedName, ReturnType, Struct, StructId,
    StructKind, Type, TypeRef,
};

pub(crate) fn property(name: &str, ty: TypeRef) -> Property {
    Property {
        name: name.to_owned(),
        ty,
        default: None,
        annotations: Vec::new(),
        docs: Docs::default(),
        origin: Origin::default(),
    }
}

pub(crate) fn structure(name: &str, properties: Vec<Property>, key: &[&str]) -> Struct {
    let part = |path: &&str| KeyPart { path: (*path).to_owned(), alias: None, origin: Origin::default() };
    Struct {
        name: QualifiedName::new("ns", name),
        kind: if key.is_empty() { StructKind::Complex } else { StructKind::Entity },
        base: None,
        is_abstract: false,
        open: false,
        has_stream: false,
        key: key.iter().map(part).collect(),
        properties,
        navigations: Vec::new(),
        annotations: Vec::new(),
        docs: Docs::default(),
        origin: Origin::default(),
    }
}

pub(crate) fn enumeration(members: &[&str], is_flags: bool) -> Enum {
    let member = |(value, name): (usize, &&str)| Member {
        name: (*name).to_owned(),
        value: value as i64,
        annotations: Vec::new(),
        docs: Docs::default(),
        origin: Origin::default(),
    };
    Enum {
        name: QualifiedName::new("ns", "method"),
        underlying: Primitive::Int32,
        is_flags,
        members: members.iter().enumerate().map(member).collect(),
        annotations: Vec::new(),
        docs: Docs::default(),
        origin: Origin::default(),
    }
}

pub(crate) fn primitive(primitive: Primitive) -> TypeRef {
    TypeRef::new(Type::Primitive(primitive))
}

pub(crate) const SCHEMA: Origin = Origin { file: FileId(1), start: 0, end: 0 };
pub(crate) const PAGE: Origin = Origin { file: FileId(2), start: 0, end: 0 };

pub(crate) fn navigation(name: &str, target: StructId, collection: bool, contains: bool) -> Navigation {
    Navigation {
        name: name.to_owned(),
        target: Some(target),
        collection,
        nullable: true,
        contains,
        partner: None,
        constraints: Vec::new(),
        on_delete: None,
        annotations: Vec::new(),
        docs: Docs::default(),
        origin: SCHEMA,
    }
}

pub(crate) fn source(name: &str, ty: StructId, kind: NavigationSourceKind) -> NavigationSource {
    NavigationSource {
        name: name.to_owned(),
        kind,
        ty: Some(ty),
        nullable: false,
        in_service_document: true,
        bindings: Vec::new(),
        annotations: Vec::new(),
        docs: Docs::default(),
        origin: SCHEMA,
    }
}

pub(crate) fn bound(
    kind: OperationKind,
    name: &str,
    binding: TypeRef,
    arguments: &[(&str, TypeRef)],
    returns: Option<TypeRef>,
) -> Operation {
    let parameter = |name: &str, ty: TypeRef| Parameter {
        name: name.to_owned(),
        ty,
        optional: false,
        annotations: Vec::new(),
        docs: Docs::default(),
        origin: SCHEMA,
    };
    let arguments = arguments.iter().map(|(name, ty)| parameter(name, ty.clone()));
    Operation {
        name: QualifiedName::new("ns", name),
        kind,
        bound: true,
        composable: false,
        entity_set_path: None,
        parameters: std::iter::once(parameter("bindingParameter", binding)).chain(arguments).collect(),
        returns: returns.map(|ty| ReturnType { ty, annotations: Vec::new(), origin: SCHEMA }),
        annotations: Vec::new(),
        docs: Docs::default(),
        origin: SCHEMA,
    }
}

pub(crate) fn record(members: &[(&str, Expression)]) -> Expression {
    let value = |(name, value): &(&str, Expression)| PropertyValue {
        name: (*name).to_owned(),
        value: Some(value.clone()),
        annotations: Vec::new(),
        origin: SCHEMA,
    };
    Expression::Record { ty: None, properties: members.iter().map(value).collect(), annotations: Vec::new() }
}

pub(crate) fn capability(term: &str, value: Expression) -> Annotation {
    Annotation {
        term: QualifiedName::new("Org.OData.Capabilities.V1", term),
        qualifier: None,
        value: Some(value),
        annotations: Vec::new(),
        origin: SCHEMA,
    }
}
