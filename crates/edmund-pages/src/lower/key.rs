//! Keys of several parts, which only the paths of requests tell: `/loans(shelf='{shelf}',number={number})`.

use edmund_model::{KeyPart, StructId};

use super::Lowering;
use crate::template::{Segment, SegmentKind};

impl<'a> Lowering<'a> {
    /// Gives types of pages the keys that paths address them by. An annotation can name one property only.
    pub(super) fn composite_keys(&mut self) {
        for page in self.operations() {
            for (_, template) in page.requests() {
                for (index, segment) in template.segments.iter().enumerate() {
                    if let SegmentKind::Call { name, arguments } = &segment.kind
                        && arguments.len() > 1
                        && let Some(id) = self.collection(&template.segments[..index], name, segment)
                    {
                        self.composite_key(id, arguments, segment);
                    }
                }
            }
        }
    }

    /// The type in the entity set or the collection that a name behind a path leads to.
    fn collection(&self, before: &[Segment], name: &str, segment: &Segment) -> Option<StructId> {
        let named = Segment { text: name.to_owned(), kind: SegmentKind::Name, origin: segment.origin };
        let path: Vec<Segment> = before.iter().cloned().chain([named]).collect();
        match self.follow(&path)? {
            (super::path::Place::Many(id, _), 0) => Some(id),
            _ => None,
        }
    }

    fn composite_key(&mut self, id: StructId, arguments: &[(String, String)], segment: &Segment) {
        let declares = |owner: StructId, name: &str| self.model.structure(owner).properties.iter().any(|it| it.name == name);
        let lineage: Vec<StructId> = self.model.lineage(id).collect();
        let all_known = arguments.iter().all(|(name, _)| lineage.iter().any(|owner| declares(*owner, name)));
        let Some(owner) = arguments.first().and_then(|(name, _)| lineage.iter().rev().find(|owner| declares(**owner, name)))
        else {
            return;
        };
        let is_page = self.files.contains(&self.model.structure(*owner).origin.file);
        if !all_known || !is_page || self.model.key(id).len() >= arguments.len() {
            return;
        }
        let part = |(name, _): &(String, String)| KeyPart { path: name.clone(), alias: None, origin: segment.origin };
        self.model.structs[owner.index()].key = arguments.iter().map(part).collect();
        for ancestor in lineage {
            let properties = self.model.structs[ancestor.index()].properties.iter_mut();
            properties.filter(|it| arguments.iter().any(|(name, _)| *name == it.name)).for_each(|it| it.ty.nullable = false);
        }
    }
}
