//! Optimistic concurrency: requests that must say which version they change.

use edmund_model::{Annotation, Expression, Model, Origin, QualifiedName, RequestKind, annotation};

use super::Lowering;
use super::path::{Place, stem};
use crate::page::Page;
use crate::template::{SegmentKind, Template};

/// The term by which a schema announces that changes need an ETag (OData Core vocabulary 4.01).
const TERM: &str = "Org.OData.Core.V1.OptimisticConcurrency";

/// Whether a page says that its requests need `If-Match`. One that only allows it does not.
pub(super) fn is_required(page: &Page) -> bool {
    page.headers.iter().filter(|row| row.name.value.eq_ignore_ascii_case("If-Match")).any(|row| {
        let text = row.value.value.to_lowercase();
        text.contains("required") && !text.contains("not required") && !text.contains("optional")
    })
}

impl Lowering<'_> {
    /// Annotates the entity set, singleton or navigation property that pages declare and whose entities can only be changed with an ETag, so that
    /// all who read the model know it.
    pub(super) fn concurrency(&mut self, page: &Page, kind: RequestKind, (template, place): (&Template, Place)) {
        if !matches!(kind, RequestKind::Update | RequestKind::Delete) || !is_required(page) {
            return;
        }
        let found = match place.navigation() {
            Some((owner, index)) => {
                let navigation = self.model.structs[owner.index()].navigations.get_mut(index);
                navigation.map(|navigation| (navigation.origin, &mut navigation.annotations))
            }
            None => source(self.model, template),
        };
        let Some((origin, annotations)) = found.filter(|(origin, _)| self.files.contains(&origin.file)) else { return };
        if annotation(annotations, TERM).is_none() {
            annotations.push(announcement(origin));
        }
    }
}

/// The entity set or singleton that a path begins with.
fn source<'a>(model: &'a mut Model, template: &Template) -> Option<(Origin, &'a mut Vec<Annotation>)> {
    let first = stem(template).first()?;
    let name = match &first.kind {
        SegmentKind::Call { name, .. } => name.as_str(),
        _ => first.text.as_str(),
    };
    let mut sources = model.containers.iter_mut().flat_map(|container| &mut container.sources);
    let source = sources.find(|source| source.name.eq_ignore_ascii_case(name))?;
    Some((source.origin, &mut source.annotations))
}

/// No property in particular: the ETag is the entity's.
fn announcement(origin: Origin) -> Annotation {
    let term = QualifiedName::new("Org.OData.Core.V1", "OptimisticConcurrency");
    Annotation { term, qualifier: None, value: Some(Expression::Collection(Vec::new())), annotations: Vec::new(), origin }
}
