//! The end of the walk: candidates meet the other paths to them and the pages that document them.

use std::collections::HashSet;

use crate::{Docs, RequestKind};

use super::Surface;
use super::walk::{ALTERNATIVES, Candidate, Walk};

impl Walk<'_> {
    /// Joins candidates with other paths and with pages, and keeps those that exist.
    pub(super) fn finish(mut self) -> Surface {
        let mut entries = Vec::with_capacity(self.candidates.len());
        for mut candidate in std::mem::take(&mut self.candidates) {
            candidate.entry.alternatives = self.alternatives(&candidate);
            if self.join(&mut candidate) || candidate.usual {
                entries.push(candidate.entry);
            }
        }
        Surface { entries, unmatched: self.documented.unused(self.model) }
    }

    fn alternatives(&self, candidate: &Candidate) -> Vec<String> {
        let record = &self.records[candidate.record];
        let of_place = record.place.and_then(|place| self.places.get(&place)).map(|place| place.alternatives.as_slice());
        let behind = |prefix: usize| candidate.entry.path.segments.get(prefix..).unwrap_or_default();
        let own = candidate.entry.template();
        let mut seen = HashSet::from([own]);
        let by_place = of_place.unwrap_or_default().iter().map(|path| path.join(behind(record.prefix)));
        let others = record.alternatives.iter().map(|path| path.join(behind(record.common)));
        by_place
            .chain(others)
            .map(|path| path.to_string())
            .filter(|template| seen.insert(template.clone()))
            .take(ALTERNATIVES)
            .collect()
    }

    /// Finds the page that documents the candidate; its word replaces what the schema says.
    fn join(&mut self, candidate: &mut Candidate) -> bool {
        let entry = &mut candidate.entry;
        let templates: Vec<String> = std::iter::once(entry.template()).chain(entry.alternatives.iter().cloned()).collect();
        let methods = std::iter::once(entry.method).chain(candidate.other_method);
        let mut requests = methods.flat_map(|method| templates.iter().map(move |template| (method, template)));
        let kind = entry.kind;
        let found = requests.find_map(|(method, template)| self.documented.find(kind, method, template));
        let Some(index) = found else { return false };
        let request = &self.model.requests[index];
        entry.method = request.method;
        entry.documented = Some(index);
        // The bytes of a stream may lie elsewhere: the answer then says where (OData Protocol 4.01, section 11.1.7).
        let redirects = entry.kind == RequestKind::ReadStream && request.status == 302;
        entry.status = if redirects || (200..300).contains(&request.status) { request.status } else { entry.status };
        entry.versioned |= request.versioned;
        if !request.permissions.0.is_empty() {
            entry.permissions = request.permissions.clone();
        }
        if request.docs != Docs::default() {
            entry.docs = request.docs.clone();
        }
        true
    }
}
