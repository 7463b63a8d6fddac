//! The requests that follow from a model: what a client can send, and where.
//!
//! [`surface`] walks from the containers' entity sets, singletons and imports along navigation properties. Every navigation property and every
//! operation is described once, at the first and shortest path that leads to it; further paths are [`Entry::alternatives`]. So the work, and the
//! number of entries, grows with what the schema declares and not with the number of paths, which is infinite where containment is cyclic.
//!
//! What a request needs in order to be listed:
//! - the schema's capability annotations do not deny it. They are read as a deny-list: what they do not mention is supported
//!   (OData Capabilities vocabulary 1: every default is "supported");
//! - items are created, changed and deleted where they live: in an entity set, a singleton or a contained navigation. Other navigations
//!   take references (`$ref`) only;
//! - a property of type `Edm.Stream` is read, replaced and, where it may be null, removed at its own address, also inside complex values; a media
//!   entity is read and replaced at its `$value`, and created by its bytes, unless annotations say that only the service writes it;
//! - a navigation or root that is known from documentation pages alone offers exactly what those pages document.

mod capability;
mod documented;
mod join;
mod navigation;
mod path;
mod stream;
mod walk;

pub use path::{Argument, KeySlot, Path, Segment, key};

use crate::{Annotation, Docs, Method, Model, OperationId, Permissions, RequestKind, StructId};

/// Everything that can be requested of a service.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Surface {
    /// The requests, those near the root first, in an order that depends on the model only.
    pub entries: Vec<Entry>,
    /// Positions in [`Model::requests`] that no element of the schema explains, or that its capabilities deny.
    pub unmatched: Vec<usize>,
}

/// One request that a client can send.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What it does.
    pub kind: RequestKind,
    /// With which method.
    pub method: Method,
    /// Where to.
    pub path: Path,
    /// Other templates that do the same, at most three.
    pub alternatives: Vec<String>,
    /// The type that declares the navigation or that the operation is called on; `None` at the root.
    pub owner: Option<StructId>,
    /// The entity type that the path addresses; `None` for imports, and for operations it is the binding type.
    pub target: Option<StructId>,
    /// Whether the path addresses a collection.
    pub collection: bool,
    /// Whether a change must say which version it is made of (`If-Match`): the schema announces optimistic concurrency
    /// (`Org.OData.Core.V1.OptimisticConcurrency`, or `OptimisticConcurrencyControl` of a restricted navigation), or its page requires it.
    pub versioned: bool,
    /// The function or action.
    pub operation: Option<OperationId>,
    /// The status of success.
    pub status: u16,
    /// Who may send it; empty when nobody says.
    pub permissions: Permissions,
    /// What documentation or capabilities say about it; empty when nobody says anything.
    pub docs: Docs,
    /// The position in [`Model::requests`] of the page that documents it.
    pub documented: Option<usize>,
}

impl Entry {
    /// The path as documentation prints it: `/users/{userId}/messages`.
    pub fn template(&self) -> String {
        self.path.to_string()
    }

    /// The name of the stream property, navigation property, entity set, singleton or import that the request is about.
    pub fn segment(&self) -> Option<&str> {
        self.path.segments.iter().rev().find_map(|segment| match segment {
            Segment::Root(name) | Segment::Navigation(name) | Segment::Stream(name) => Some(name.as_str()),
            _ => None,
        })
    }
}

/// The requests for entities that capability annotations deny, of those that are asked about; the nearest annotations first.
///
/// They are read as a deny-list: what they do not mention is supported (OData Capabilities vocabulary 1).
pub fn denied(annotations: &[Annotation], requests: &[RequestKind]) -> Vec<RequestKind> {
    let capabilities = capability::Capabilities { restricted: None, annotations: vec![annotations] };
    requests.iter().copied().filter(|kind| !capabilities.allow(*kind)).collect()
}

/// The requests that follow from a model.
pub fn surface(model: &Model) -> Surface {
    walk::Walk::new(model).run()
}

#[cfg(test)]
mod tests;
