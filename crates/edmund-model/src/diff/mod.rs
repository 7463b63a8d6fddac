//! What changed between two models of the same service.
//!
//! [`diff`] compares an older model with a newer one and lists the [`Change`]s, each with its class: does it break a program that uses
//! a client generated from the older schema, is it compatible, or is it a matter of documentation? [`ChangeKind`] gives the class of
//! every kind with its reason. The rules follow what OData lets a service do without a new version (OData Protocol 4.01, section 5.2,
//! Model Versioning), read with a *generated, typed* client in mind: its enumerations are open, its properties optional to read,
//! unknown members kept, and its method and type names taken from the schema.
//!
//! - One mistake is one change: what is inside an added or removed element is not listed again, and a type that was renamed in casing
//!   only does not retype what refers to it.
//! - A rename beyond casing is a removal and an addition, and the removal's message names the likely new name.
//! - The order is that of paths, and the same for the same input.
//! - Time and memory grow linearly with the models (and with the depth of inheritance where members are removed).
//!
//! [`render`] writes changes as text, as JSON or as a Markdown changelog.

mod annotations;
mod capability;
mod comparison;
mod container;
mod docs;
mod enumeration;
mod facets;
mod kind;
mod members;
mod operations;
mod pairs;
pub mod render;
mod requests;
mod structure;
mod usage;
mod vocabulary;

pub use kind::{ChangeKind, Class};

use crate::{Model, Origin, QualifiedName};

/// One difference between two models.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The type, operation, term or container that changed, or that the changed element belongs to. The namespace alone, with an
    /// empty name, for annotations on a schema; both empty for documented requests.
    pub owner: QualifiedName,
    /// The stable path of the element: `microsoft.graph.user/mail`, `microsoft.graph.delta(Collection(microsoft.graph.user))/token`,
    /// `microsoft.graph.GraphService/users`, `microsoft.graph.user@Org.OData.Core.V1.Permissions`. As in the older model, or for what
    /// is new as in the newer one.
    pub path: String,
    /// What has changed.
    pub kind: ChangeKind,
    /// How bad that is: [`ChangeKind::class`] of `kind`.
    pub class: Class,
    /// What has changed, in one sentence without a final stop.
    pub message: String,
    /// Where it stands in the older sources; `None` when it is new.
    pub old: Option<Origin>,
    /// Where it stands in the newer sources; `None` when it is gone.
    pub new: Option<Origin>,
}

/// What changed from `old` to `new`, sorted by path.
///
/// The two models may come from different [`crate::Sources`]: a change's `old` origin belongs to those of `old`, `new` to those of `new`.
pub fn diff(old: &Model, new: &Model) -> Vec<Change> {
    let mut comparison = comparison::Comparison::new(old, new);
    comparison.types();
    comparison.terms();
    comparison.operations();
    comparison.containers();
    comparison.requests();
    comparison.schemas();
    comparison.external();
    comparison.finish()
}
