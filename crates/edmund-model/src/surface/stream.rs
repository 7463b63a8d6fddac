//! Streams: bytes with an address of their own.

use crate::{Access, Docs, Method, Primitive, RequestKind, StructId, Type};

use super::Entry;
use super::navigation::protocol;
use super::path::Segment;
use super::walk::{Candidate, Visit, Walk, remember};

/// A stream of a type: the segment that addresses it, and whether a client may replace its bytes.
struct Stream {
    segment: Segment,
    /// The type that declares it.
    owner: StructId,
    /// The position of the property; `None` for a media entity.
    property: Option<usize>,
    access: Access,
}

impl<'a> Walk<'a> {
    /// Makes the candidates of the streams of one entity.
    ///
    /// Source: OData Protocol 4.01, sections 11.2.3, 11.4.7 and 11.4.8. Bytes are read with `GET` and replaced with `PUT`, a media entity at its
    /// `$value`, a stream property at its own name.
    pub(super) fn streams(&mut self, visit: &Visit<'a>, lineage: &[StructId]) {
        for stream in self.declared(lineage) {
            let declared = (stream.owner, stream.property);
            if let Some(record) = self.streams.get(&declared) {
                if visit.is_worth_naming() {
                    remember(&mut self.records[*record].alternatives, visit.path.clone());
                }
                continue;
            }
            let record = self.record(Some(visit.target), visit.path.segments.len());
            self.streams.insert(declared, record);
            self.stream(&stream, visit, record);
        }
    }

    fn declared(&self, lineage: &[StructId]) -> Vec<Stream> {
        let mut found = Vec::new();
        for owner in lineage.iter().rev().copied() {
            let item = self.model.structure(owner);
            // What derives from a media entity is one, whether it says so again or not.
            if item.has_stream && !found.iter().any(|stream: &Stream| stream.property.is_none()) {
                found.push(Stream { segment: Segment::Media, owner, property: None, access: Access::Write });
            }
            let properties = item.properties.iter().enumerate();
            for (index, property) in properties.filter(|(_, it)| is_stream(it.ty.ty) && !it.ty.collection) {
                let segment = Segment::Stream(property.name.clone());
                found.push(Stream { segment, owner, property: Some(index), access: Access::of(&property.annotations) });
            }
        }
        found
    }

    fn stream(&mut self, stream: &Stream, visit: &Visit<'a>, record: usize) {
        let capabilities = self.capabilities(visit.source, visit.target.0, None);
        for (kind, least) in [(RequestKind::ReadStream, Access::Read), (RequestKind::WriteStream, Access::Write)] {
            if stream.access < least || !capabilities.allow(kind) {
                continue;
            }
            let (method, status) = protocol(kind);
            let entry = Entry {
                kind,
                method,
                path: visit.path.with(stream.segment.clone()),
                alternatives: Vec::new(),
                owner: Some(stream.owner),
                target: Some(visit.target.0),
                collection: false,
                versioned: kind == RequestKind::WriteStream && capabilities.is_versioned(),
                operation: None,
                status,
                permissions: capabilities.permissions(kind),
                docs: Docs::default(),
                documented: None,
            };
            // Microsoft Graph changes photos with `PATCH` as well.
            let other_method = (kind == RequestKind::WriteStream).then_some(Method::Patch);
            self.candidates.push(Candidate { entry, record, usual: !visit.only_documented, other_method });
        }
    }
}

fn is_stream(ty: Type) -> bool {
    ty == Type::Primitive(Primitive::Stream)
}
