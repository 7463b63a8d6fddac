//! Types and their members.

use serde::Serialize;

use crate::{Annotation, DefinitionId, Docs, EnumId, Origin, Primitive, QualifiedName, StructId};

/// A namespace with its alias.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Schema {
    /// The namespace.
    pub namespace: String,
    /// A shorter name for it inside one document.
    pub alias: Option<String>,
    /// Annotations on the schema.
    pub annotations: Vec<Annotation>,
    /// Where it stands.
    #[serde(skip)]
    pub origin: Origin,
}

/// Another document that a document refers to, with the namespaces it is to supply.
///
/// Where a namespace is found says nothing about the service, so references are no part of [`crate::dump`].
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// Where the document is.
    pub uri: String,
    /// The namespaces, in the order of the source.
    pub namespaces: Vec<String>,
    /// Where it stands.
    pub origin: Origin,
}

/// A type, without collection or facets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum Type {
    /// A built-in type.
    Primitive(Primitive),
    /// An entity or complex type.
    Struct(StructId),
    /// An enumeration type.
    Enum(EnumId),
    /// A type definition.
    Definition(DefinitionId),
    /// A stand-in for a type that could not be resolved; a finding says which.
    Unknown,
}

/// A type as a property, parameter or result uses it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TypeRef {
    /// The type of the value, or of each item.
    pub ty: Type,
    /// Whether it is a collection.
    pub collection: bool,
    /// Whether the value may be null; of a collection, whether its items may.
    pub nullable: bool,
    /// Length, precision and the like; boxed because nearly all uses have none.
    pub facets: Option<Box<Facets>>,
}

impl TypeRef {
    /// A single, nullable value without facets.
    pub fn new(ty: Type) -> Self {
        TypeRef { ty, collection: false, nullable: true, facets: None }
    }

    /// A collection without facets, items not nullable.
    pub fn collection(ty: Type) -> Self {
        TypeRef { ty, collection: true, nullable: false, facets: None }
    }
}

/// The facets of a type (CSDL 4.01, section 7.2), as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Facets {
    /// Characters of a string or bytes of a binary value; `max` for no limit of its own.
    pub max_length: Option<String>,
    /// Digits of a decimal, or fractional seconds.
    pub precision: Option<String>,
    /// Digits behind the point; `variable` or `floating`.
    pub scale: Option<String>,
    /// Spatial reference system; `variable`.
    pub srid: Option<String>,
    /// Whether a string may hold characters beyond ASCII.
    pub unicode: Option<bool>,
}

/// What a [`Struct`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum StructKind {
    /// Has a key and is addressable.
    Entity,
    /// Is a value.
    Complex,
}

/// An entity type or a complex type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Struct {
    /// Its name.
    pub name: QualifiedName,
    /// Entity or complex.
    pub kind: StructKind,
    /// The type it derives from.
    pub base: Option<StructId>,
    /// Whether only derived types have instances.
    pub is_abstract: bool,
    /// Whether it is declared open; [`crate::Model::is_open`] also looks at its bases.
    pub open: bool,
    /// Whether the entity is a media stream.
    pub has_stream: bool,
    /// The declared key; empty when inherited or absent ([`crate::Model::key`] looks at the bases).
    pub key: Vec<KeyPart>,
    /// Declared properties.
    pub properties: Vec<Property>,
    /// Declared navigation properties.
    pub navigations: Vec<Navigation>,
    /// Annotations on the type.
    pub annotations: Vec<Annotation>,
    /// Documentation.
    pub docs: Docs,
    /// Where it stands.
    #[serde(skip)]
    pub origin: Origin,
}

/// One part of a key.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KeyPart {
    /// Path to the property, usually its name.
    pub path: String,
    /// The name used in URLs when the path has several segments.
    pub alias: Option<String>,
    /// Where it stands.
    #[serde(skip)]
    pub origin: Origin,
}

/// A structural property.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Property {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: TypeRef,
    /// The default value, as written.
    pub default: Option<String>,
    /// Annotations on it.
    pub annotations: Vec<Annotation>,
    /// Documentation.
    pub docs: Docs,
    /// Where it stands.
    #[serde(skip)]
    pub origin: Origin,
}

/// A navigation property.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Navigation {
    /// Its name.
    pub name: String,
    /// The entity type it leads to; `None` when it could not be resolved.
    pub target: Option<StructId>,
    /// Whether it leads to many.
    pub collection: bool,
    /// Whether a single one may be absent.
    pub nullable: bool,
    /// Whether its targets live inside this entity.
    pub contains: bool,
    /// The navigation property that leads back.
    pub partner: Option<String>,
    /// Property pairs that must agree.
    pub constraints: Vec<Constraint>,
    /// What happens to this entity when the other goes (`Cascade`, `None`, `SetNull`, `SetDefault`).
    pub on_delete: Option<String>,
    /// Annotations on it.
    pub annotations: Vec<Annotation>,
    /// Documentation.
    pub docs: Docs,
    /// Where it stands.
    #[serde(skip)]
    pub origin: Origin,
}

/// A referential constraint.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Constraint {
    /// The dependent property.
    pub property: String,
    /// The principal's property.
    pub referenced: String,
    /// Annotations on it.
    pub annotations: Vec<Annotation>,
    /// Where it stands.
    #[serde(skip)]
    pub origin: Origin,
}

/// An enumeration type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Enum {
    /// Its name.
    pub name: QualifiedName,
    /// The integer type of its values.
    pub underlying: Primitive,
    /// Whether a value is a set of members.
    pub is_flags: bool,
    /// Its members, in the order of the source.
    pub members: Vec<Member>,
    /// Annotations on it.
    pub annotations: Vec<Annotation>,
    /// Documentation.
    pub docs: Docs,
    /// Where it stands.
    #[serde(skip)]
    pub origin: Origin,
}

/// A member of an enumeration type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its value; counted from 0 where the source gives none.
    pub value: i64,
    /// Annotations on it.
    pub annotations: Vec<Annotation>,
    /// Documentation.
    pub docs: Docs,
    /// Where it stands.
    #[serde(skip)]
    pub origin: Origin,
}

/// A named primitive type with facets.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TypeDefinition {
    /// Its name.
    pub name: QualifiedName,
    /// The primitive type below it.
    pub underlying: Primitive,
    /// Its facets.
    pub facets: Facets,
    /// Annotations on it.
    pub annotations: Vec<Annotation>,
    /// Documentation.
    pub docs: Docs,
    /// Where it stands.
    #[serde(skip)]
    pub origin: Origin,
}

/// A vocabulary term.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Term {
    /// Its name.
    pub name: QualifiedName,
    /// The type of its value.
    pub ty: TypeRef,
    /// The term it specialises, as written.
    pub base: Option<String>,
    /// The kinds of element it may stand on.
    pub applies_to: Vec<String>,
    /// The default value, as written.
    pub default: Option<String>,
    /// Annotations on it.
    pub annotations: Vec<Annotation>,
    /// Where it stands.
    #[serde(skip)]
    pub origin: Origin,
}
