//! Streams: bytes with an address of their own.

use std::collections::{HashSet, VecDeque};

use crate::{Access, Docs, Method, Primitive, Property, RequestKind, StructId, StructKind, Type};

use super::Entry;
use super::navigation::protocol;
use super::path::Segment;
use super::walk::{Candidate, Visit, Walk, remember};

/// A stream of an entity: where it is, and what a client may do with its bytes.
struct Stream {
    /// The complex values around it, outermost first.
    inside: Vec<Segment>,
    /// The segment that addresses it.
    segment: Segment,
    /// The type that declares it.
    owner: StructId,
    /// The position of the property; `None` for a media entity.
    property: Option<usize>,
    access: Access,
    /// Whether there may be no bytes.
    nullable: bool,
}

/// A complex value of an entity.
struct Value {
    ty: StructId,
    path: Vec<Segment>,
    access: Access,
}

impl<'a> Walk<'a> {
    /// Makes the candidates of the streams of one entity.
    ///
    /// Source: OData Protocol 4.01, sections 11.2.3, 11.4.7 and 11.4.8. Bytes are read with `GET`, replaced with `PUT` and removed with `DELETE`, those
    /// of a media entity at its `$value`, those of a stream property at its own name.
    pub(super) fn streams(&mut self, visit: &Visit<'a>, lineage: &[StructId]) {
        for stream in self.declared(lineage) {
            let declared = (stream.owner, stream.property);
            let mut common = visit.path.clone();
            if !stream.inside.is_empty() {
                common = common.join(&stream.inside);
            }
            if let Some(record) = self.streams.get(&declared) {
                if visit.is_worth_naming() {
                    remember(&mut self.records[*record].alternatives, common);
                }
                continue;
            }
            let record = self.record(Some(visit.target), visit.path.segments.len());
            self.records[record].common = common.segments.len();
            self.streams.insert(declared, record);
            self.stream(&stream, visit, record);
        }
    }

    /// Whether entities of a type can be created by their bytes: they are media entities, and of the type itself.
    pub(super) fn is_media(&self, ty: StructId) -> bool {
        let has_stream = self.model.lineage(ty).any(|id| self.model.structure(id).has_stream);
        has_stream && !self.model.structure(ty).is_abstract
    }

    fn declared(&self, lineage: &[StructId]) -> Vec<Stream> {
        let mut found = Vec::new();
        for owner in lineage.iter().rev().copied() {
            // What derives from a media entity is one, whether it says so again or not.
            if self.model.structure(owner).has_stream && !found.iter().any(|stream: &Stream| stream.property.is_none()) {
                let media = Stream {
                    inside: Vec::new(),
                    segment: Segment::Media,
                    owner,
                    property: None,
                    access: Access::Write,
                    nullable: true,
                };
                found.push(media);
            }
            found.extend(self.properties(owner, &[], Access::Write));
        }
        found.extend(self.inside(lineage));
        found
    }

    /// The stream properties that a type declares.
    fn properties(&self, owner: StructId, inside: &[Segment], around: Access) -> Vec<Stream> {
        let properties = self.model.structure(owner).properties.iter().enumerate();
        let streams = properties.filter(|(_, it)| it.ty.ty == Type::Primitive(Primitive::Stream) && !it.ty.collection);
        let stream = |(index, property): (usize, &Property)| Stream {
            inside: inside.to_vec(),
            segment: Segment::Stream(property.name.clone()),
            owner,
            property: Some(index),
            access: Access::of(&property.annotations).min(around),
            nullable: property.ty.nullable,
        };
        streams.map(stream).collect()
    }

    /// The stream properties inside the complex values of an entity; of several values of one type, those of the outermost one, then of the first by
    /// name. Items of collections have no addresses.
    fn inside(&self, lineage: &[StructId]) -> Vec<Stream> {
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        let mut open = VecDeque::from(self.values(lineage, &[], Access::Write));
        while let Some(value) = open.pop_front() {
            if !seen.insert(value.ty) || value.access < Access::Read {
                continue;
            }
            let lineage: Vec<StructId> = self.model.lineage(value.ty).collect();
            found.extend(lineage.iter().rev().flat_map(|owner| self.properties(*owner, &value.path, value.access)));
            open.extend(self.values(&lineage, &value.path, value.access));
        }
        found
    }

    fn values(&self, lineage: &[StructId], path: &[Segment], around: Access) -> Vec<Value> {
        let mut values: Vec<(&str, Value)> = Vec::new();
        for property in lineage.iter().flat_map(|owner| &self.model.structure(*owner).properties) {
            if let Type::Struct(ty) = property.ty.ty
                && !property.ty.collection
                && self.model.structure(ty).kind == StructKind::Complex
            {
                let path = path.iter().cloned().chain([Segment::Property(property.name.clone())]).collect();
                let access = Access::of(&property.annotations).min(around);
                values.push((&property.name, Value { ty, path, access }));
            }
        }
        values.sort_by_key(|(name, _)| *name);
        values.into_iter().map(|(_, value)| value).collect()
    }

    fn stream(&mut self, stream: &Stream, visit: &Visit<'a>, record: usize) {
        let capabilities = self.capabilities(visit.source, visit.target.0, None);
        let path = visit.path.join(&stream.inside).with(stream.segment.clone());
        for (kind, least) in [
            (RequestKind::ReadStream, Access::Read),
            (RequestKind::WriteStream, Access::Write),
            (RequestKind::DeleteStream, Access::Write),
        ] {
            let is_removed = kind == RequestKind::DeleteStream;
            if stream.access < least || !capabilities.allow(kind) || (is_removed && !stream.nullable) {
                continue;
            }
            let (method, status) = protocol(kind);
            let entry = Entry {
                kind,
                method,
                path: path.clone(),
                alternatives: Vec::new(),
                owner: Some(stream.owner),
                target: Some(visit.target.0),
                collection: false,
                versioned: kind != RequestKind::ReadStream && capabilities.is_versioned(),
                operation: None,
                status,
                permissions: capabilities.permissions(kind),
                docs: Docs::default(),
                documented: None,
            };
            // Microsoft Graph changes photos with `PATCH` as well.
            let other_method = (kind == RequestKind::WriteStream).then_some(Method::Patch);
            // Without its bytes a media entity is none: `DELETE` of them deletes it (OData Protocol 4.01, section 11.4.7.3), unless pages say otherwise.
            let is_believed = !is_removed || stream.property.is_some();
            let usual = is_believed && !visit.only_documented;
            self.candidates.push(Candidate { entry, record, usual, other_method });
        }
    }
}
