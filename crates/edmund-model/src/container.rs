//! What a service offers at its root.

use serde::Serialize;

use crate::{Annotation, Docs, OperationId, Origin, QualifiedName, StructId};

/// An entity container (CSDL 4.01, section 13).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Container {
    /// Its name.
    pub name: QualifiedName,
    /// The container whose members it takes over, with its namespace.
    pub extends: Option<String>,
    /// Entity sets and singletons, in the order of the source; those that it takes over come first.
    pub sources: Vec<NavigationSource>,
    /// Action and function imports; those that it takes over come first.
    pub imports: Vec<OperationImport>,
    /// Annotations on the container.
    pub annotations: Vec<Annotation>,
    /// Where it stands.
    #[serde(skip)]
    pub origin: Origin,
}

/// What a [`NavigationSource`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum NavigationSourceKind {
    /// A collection of entities.
    EntitySet,
    /// One entity.
    Singleton,
}

/// An entity set or a singleton.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NavigationSource {
    /// Its name, the first path segment.
    pub name: String,
    /// Set or singleton.
    pub kind: NavigationSourceKind,
    /// The entity type; `None` when it could not be resolved.
    pub ty: Option<StructId>,
    /// Whether a singleton may be absent.
    pub nullable: bool,
    /// Whether the service document lists it.
    pub in_service_document: bool,
    /// Where its navigation properties lead.
    pub bindings: Vec<Binding>,
    /// Annotations on it.
    pub annotations: Vec<Annotation>,
    /// Documentation.
    pub docs: Docs,
    /// Where it stands.
    #[serde(skip)]
    pub origin: Origin,
}

/// A navigation property binding: the set in which a navigation's targets live.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Binding {
    /// Path from the source to the navigation property.
    pub path: String,
    /// Name of, or path to, the target set.
    pub target: String,
    /// Where it stands.
    #[serde(skip)]
    pub origin: Origin,
}

/// An action or function that is callable at the root.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OperationImport {
    /// Its name, the path segment.
    pub name: String,
    /// The unbound overloads behind it; empty when unresolved.
    pub operations: Vec<OperationId>,
    /// The entity set of the result.
    pub entity_set: Option<String>,
    /// Whether the service document lists it.
    pub in_service_document: bool,
    /// Annotations on it.
    pub annotations: Vec<Annotation>,
    /// Where it stands.
    #[serde(skip)]
    pub origin: Origin,
}
