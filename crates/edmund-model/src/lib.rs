//! The schema model: what a service offers, as plain owned data.
//!
//! Readers (`edmund-csdl`, `edmund-pages`) make a [`Model`]; the generator, the page writer, the checks and the sandbox consume it.
//! Nothing in here knows CSDL, Markdown, Rust output or HTTP clients, and nothing touches files, clock or network.
//!
//! - References between elements are typed ids ([`StructId`], [`EnumId`], ...), resolved once when the model is made.
//! - Every element knows its [`Origin`]: a byte range in one of the [`Sources`], from which line and column are derived.
//! - The model is made of facts (`nullable`, `open`, `is_flags`), not of decisions about generated code.
//! - Readers are total: they return a model and a list of [`Finding`]s. A [`Model`] that exists is well-formed: ids are valid
//!   and inheritance is acyclic, whatever the input was.

mod access;
mod annotation;
mod container;
mod counts;
pub mod diff;
mod docs;
mod dump;
mod finding;
#[cfg(test)]
mod fixture;
pub mod guideline;
pub mod json;
mod model;
mod name;
mod operation;
mod operators;
pub mod overlay;
mod primitive;
mod request;
pub mod sample;
mod source;
pub mod surface;
mod types;

pub use access::Access;
pub use annotation::{Annotation, Constant, Expression, ExternalAnnotations, Operator, PathKind, PropertyValue};
pub use container::{Binding, Container, NavigationSource, NavigationSourceKind, OperationImport};
pub use counts::derived_counts;
pub use docs::{Deprecation, Docs};
pub use dump::dump;
pub use finding::{Edit, Finding, Fix, Label, Severity};
pub use model::{DefinitionId, EnumId, Model, OperationId, StructId, annotation};
pub use name::{QualifiedName, is_identifier, nearest};
pub use operation::{Operation, OperationKind, Parameter, ReturnType};
pub use operators::{OPERATORS, supported_operators};
pub use primitive::Primitive;
pub use request::{Method, PermissionScheme, Permissions, Request, RequestKind};
pub use source::{FileId, Origin, Position, SourceFile, Sources};
pub use types::{
    Constraint, Enum, Facets, KeyPart, Member, Navigation, Property, Reference, Schema, Struct, StructKind, Term, Type,
    TypeDefinition, TypeRef,
};
