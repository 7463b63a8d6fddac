//! Roots and navigation properties that only follow from requests.

use std::collections::HashMap;

use edmund_model::{
    Container, Docs, Method, Navigation, NavigationSource, NavigationSourceKind, Origin, QualifiedName, StructId, StructKind,
    Type,
};

use super::Lowering;
use super::path::Place;
use super::types::singular;
use crate::catalog::namespace;
use crate::page::Page;
use crate::template::{Segment, SegmentKind};

impl<'a> Lowering<'a> {
    /// Adds an entity set or singleton for the first segment of a path.
    pub(super) fn add_root(&mut self, page: &'a Page, method: Method, first: &Segment, rest: &[Segment]) -> Option<()> {
        let subject = || match self.subject(page) {
            Some(Type::Struct(id)) => Some(id),
            _ => None,
        };
        let listed = page.response.as_ref().is_some_and(|response| response.collection) || method == Method::Post;
        let (kind, ty) = match rest.first() {
            None if listed => (NavigationSourceKind::EntitySet, subject()?),
            None => (NavigationSourceKind::Singleton, subject()?),
            Some(next) if next.kind == SegmentKind::Key => {
                let named = match self.by_word(&first.text) {
                    Some(Type::Struct(id)) => Some(id),
                    _ => None,
                };
                (NavigationSourceKind::EntitySet, if rest.len() == 1 { subject().or(named)? } else { named? })
            }
            Some(_) => (NavigationSourceKind::Singleton, self.root_type(page, first)),
        };
        let container = self.container(page, first.origin);
        self.entity(ty);
        self.model.containers[container].sources.push(NavigationSource {
            name: first.text.clone(),
            kind,
            ty: Some(ty),
            nullable: false,
            in_service_document: true,
            bindings: Vec::new(),
            annotations: Vec::new(),
            docs: Docs::default(),
            origin: first.origin,
        });
        Some(())
    }

    /// What roots and navigation properties lead to is an entity, whatever its page forgot to say.
    fn entity(&mut self, id: StructId) {
        for id in self.model.lineage(id).collect::<Vec<_>>() {
            if self.files.contains(&self.model.structure(id).origin.file) {
                self.model.structs[id.index()].kind = StructKind::Entity;
            }
        }
    }

    /// The type of a singleton that only leads to others: `reports` is a `reportRoot`.
    pub(super) fn root_type(&mut self, page: &Page, first: &Segment) -> StructId {
        let simple = format!("{}Root", singular(&first.text));
        for name in [simple.as_str(), &format!("{}Root", first.text), &first.text, &singular(&first.text)] {
            if let Some(Type::Struct(id)) = self.names.simple(name) {
                return id;
            }
        }
        let name = QualifiedName::new(self.common_namespace(page), simple);
        let docs = Docs { summary: Some(format!("What lies below `/{}`.", first.text)), ..Docs::default() };
        let id = self.add_type(name, docs, first.origin);
        self.model.structs[id.index()].kind = StructKind::Entity;
        id
    }

    /// The container of the model, or a new one.
    pub(super) fn container(&mut self, page: &Page, origin: Origin) -> usize {
        if self.model.containers.is_empty() {
            let namespace = self.common_namespace(page);
            self.schema(&namespace, origin);
            self.model.containers.push(Container {
                name: QualifiedName::new(namespace, "Container"),
                extends: None,
                sources: Vec::new(),
                imports: Vec::new(),
                annotations: Vec::new(),
                origin,
            });
        }
        0
    }

    /// The namespace of the container; without one, the namespace that most operations have.
    fn common_namespace(&self, page: &Page) -> String {
        if let Some(container) = self.model.containers.first() {
            return container.name.namespace.clone();
        }
        let mut counts: HashMap<String, usize> = HashMap::new();
        for page in self.operations() {
            *counts.entry(namespace(page)).or_default() += 1;
        }
        // Ties go to the shorter, then to the first in the alphabet.
        let best = counts.into_iter().min_by_key(|(name, count)| (std::cmp::Reverse(*count), name.len(), name.clone()));
        best.map_or_else(|| namespace(page), |(name, _)| name)
    }

    /// Adds a navigation property to a type.
    pub(super) fn add_navigation_to(&mut self, owner: StructId, segment: &Segment, target: StructId, collection: bool) -> Place {
        self.entity(target);
        let item = &mut self.model.structs[owner.index()];
        let index = item.navigations.len();
        item.navigations.push(Navigation {
            name: segment.text.clone(),
            target: Some(target),
            collection,
            nullable: true,
            contains: false,
            partner: None,
            constraints: Vec::new(),
            on_delete: None,
            annotations: Vec::new(),
            docs: Docs::default(),
            origin: segment.origin,
        });
        // Without any request on it, nothing is known that speaks against containment.
        self.facts.entry((owner, index)).or_default();
        let reached = Some((owner, index));
        if collection { Place::Many(target, reached) } else { Place::One(target, reached) }
    }
}
