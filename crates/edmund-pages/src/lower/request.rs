//! Requests: what a page documents, joined with the model element it addresses.

use std::collections::HashMap;

use edmund_model::{Finding, Method, OperationKind, Request, RequestKind, StructId, Type, TypeRef};

use super::path::{Place, stem};
use super::{Lowering, concurrency, docs};
use crate::page::Page;
use crate::template::{self, Template};

impl<'a> Lowering<'a> {
    /// Adds all requests, after adding what their paths need.
    pub(super) fn requests(&mut self) {
        self.paths();
        self.composite_keys();
        let mut documented = HashMap::new();
        for page in self.operations() {
            for (method, template) in page.requests() {
                let Some(request) = self.request(page, method, template) else { continue };
                // Two versions document most requests alike.
                let version = page.version();
                let first = *documented.entry((method, request.template.clone())).or_insert(version);
                if first == version {
                    self.model.requests.push(request);
                }
            }
        }
        self.containment();
        self.describe_navigations();
    }

    /// Short paths first: a longer one then finds the navigation properties it goes through. Of several templates of a page (`/me/x`,
    /// `/users/{id}/x`) the first one that can be placed decides; the others are alternatives.
    fn paths(&mut self) {
        let mut open: Vec<&'a Page> = self.operations().collect();
        // Operations last: a page that lists tells that its last segment is a navigation property.
        open.sort_by_key(|page| {
            let shortest = page.requests().map(|(_, template)| stem(template).len()).min().unwrap_or(usize::MAX);
            let method = page.requests().next().map(|(method, _)| (method != Method::Get, method != Method::Post));
            (shortest, super::operation::is_operation_title(page), method)
        });
        for page in open {
            let usable = page.requests().filter(|(_, template)| template.problem.is_none() && !stem(template).is_empty());
            let usable: Vec<_> = usable.collect();
            let placed = usable.iter().any(|(_, template)| matches!(self.follow(stem(template)), Some((_, 0))))
                || usable.iter().any(|(method, template)| self.ensure(page, *method, template).is_some());
            if let Some((_, template)) = usable.first().filter(|_| !placed) {
                self.unplaced(template);
            }
        }
    }

    /// GD160: a documented request follows from the schema, or tells enough to extend it.
    fn unplaced(&mut self, template: &Template) {
        self.report(
            Finding::info("GD160", template.line, "request cannot be confirmed")
                .with_note("no page and no metadata says what types lie on its path")
                .with_help("give the pages or the metadata that define them"),
        );
    }

    fn request(&mut self, page: &Page, method: Method, template: &Template) -> Option<Request> {
        if template.problem.is_some() {
            return None;
        }
        let (place, 0) = self.follow(stem(template))? else { return None };
        let kind = kind(self.model, method, template, place)?;
        let kind = if kind == RequestKind::Create && self.sends_bytes(page, place) { RequestKind::CreateMedia } else { kind };
        self.note(kind, place);
        self.media(kind, place);
        self.concurrency(page, kind, (template, place));
        let entity = place.entity().map(Type::Struct);
        let operation = match place {
            Place::Operation(id) => Some(id),
            _ => None,
        };
        let body = match kind {
            RequestKind::Create | RequestKind::Update => entity.map(TypeRef::new),
            _ => None,
        };
        let response = match kind {
            RequestKind::List => entity.map(TypeRef::collection),
            RequestKind::Get | RequestKind::Create | RequestKind::CreateMedia => entity.map(TypeRef::new),
            RequestKind::Update => entity.filter(|_| status(page, kind) == 200).map(TypeRef::new),
            RequestKind::Function | RequestKind::Action => self.returned(page),
            _ => None,
        };
        Some(Request {
            method,
            template: template.canonical_path(),
            kind,
            operation,
            body,
            response,
            status: status(page, kind),
            versioned: concurrency::is_required(page),
            permissions: self.permissions(page, template),
            docs: docs::of_page(page),
            origin: template.line,
        })
    }

    /// What has bytes behind `$value` is a media entity, even where its own page forgot to say so.
    fn media(&mut self, kind: RequestKind, place: Place) {
        let is_stream = matches!(kind, RequestKind::ReadStream | RequestKind::WriteStream | RequestKind::DeleteStream);
        let Some(id) = place.entity().filter(|_| is_stream) else { return };
        let inherits = self.model.lineage(id).any(|ancestor| self.model.structure(ancestor).has_stream);
        let item = &mut self.model.structs[id.index()];
        if !inherits && self.files.contains(&item.origin.file) {
            item.has_stream = true;
        }
    }

    /// Whether a page that creates entities sends their bytes instead of JSON: its entities are media entities, and it describes and shows no JSON.
    fn sends_bytes(&self, page: &Page, place: Place) -> bool {
        let is_media = place.entity().is_some_and(|id| self.model.lineage(id).any(|id| self.model.structure(id).has_stream));
        let described = page.body.as_ref().is_some_and(|body| !body.none && body.fields.is_empty());
        let mut sent = page.messages.iter().filter(|message| message.example && message.is_request());
        is_media && described && !sent.any(|message| message.body.as_ref().is_some_and(|body| body.json.is_some()))
    }

    fn note(&mut self, kind: RequestKind, place: Place) {
        let Some(navigation) = place.navigation() else { return };
        let facts = self.facts.entry(navigation).or_default();
        facts.reference |= matches!(kind, RequestKind::AddRef | RequestKind::SetRef | RequestKind::RemoveRef);
        facts.create |= matches!(kind, RequestKind::Create | RequestKind::CreateMedia);
    }

    /// A navigation property that pages declare contains its targets when nothing refers to them (`$ref`) and they are created through it,
    /// or live nowhere else.
    fn containment(&mut self) {
        let facts: Vec<_> = self.facts.iter().map(|(key, facts)| (*key, *facts)).collect();
        for ((owner, index), facts) in facts {
            let Some(navigation) = self.model.structs[owner.index()].navigations.get(index) else { continue };
            if !self.files.contains(&navigation.origin.file) {
                continue;
            }
            let elsewhere = navigation.target.is_some_and(|target| self.has_set(target));
            self.model.structs[owner.index()].navigations[index].contains = !facts.reference && (facts.create || !elsewhere);
        }
    }

    fn has_set(&self, target: StructId) -> bool {
        let sources = self.model.containers.iter().flat_map(|container| &container.sources);
        sources.filter_map(|source| source.ty).any(|ty| self.model.is_a(target, ty))
    }

    /// Navigation properties that requests imply are described by the page that lists them.
    fn describe_navigations(&mut self) {
        for request in self.model.requests.clone() {
            if !matches!(request.kind, RequestKind::List | RequestKind::Get) {
                continue;
            }
            let template = template::url(&request.template, 0, request.origin.file);
            let Some((place, 0)) = self.follow(&template.segments) else { continue };
            let Some((owner, index)) = place.navigation() else { continue };
            let navigation = &mut self.model.structs[owner.index()].navigations[index];
            if self.files.contains(&navigation.origin.file)
                && template.segments.last().is_some_and(|last| last.text == navigation.name)
            {
                docs::fill(&mut navigation.docs, request.docs);
            }
        }
    }
}

fn kind(model: &edmund_model::Model, method: Method, template: &Template, place: Place) -> Option<RequestKind> {
    if let Some(suffix) = template.suffix() {
        return match (method, place) {
            _ if suffix.text == "$value" => of_stream(method, place),
            _ if suffix.text != "$ref" => None,
            (Method::Post, Place::Many(..)) => Some(RequestKind::AddRef),
            (Method::Put, Place::One(..)) => Some(RequestKind::SetRef),
            (Method::Delete, _) => Some(RequestKind::RemoveRef),
            _ => None,
        };
    }
    match (method, place) {
        (Method::Get, Place::Many(..)) => Some(RequestKind::List),
        (Method::Get, Place::One(..)) => Some(RequestKind::Get),
        (Method::Post, Place::Many(..)) => Some(RequestKind::Create),
        (Method::Patch | Method::Put, Place::One(..)) => Some(RequestKind::Update),
        (Method::Delete, Place::One(..)) => Some(RequestKind::Delete),
        (_, Place::Stream) => of_stream(method, place),
        (Method::Get, Place::Operation(id)) if model.operation(id).kind == OperationKind::Function => Some(RequestKind::Function),
        (Method::Post, Place::Operation(id)) if model.operation(id).kind == OperationKind::Action => Some(RequestKind::Action),
        _ => None,
    }
}

/// What a request does with bytes: those of a stream property, or of the media entity behind `$value`.
fn of_stream(method: Method, place: Place) -> Option<RequestKind> {
    match (method, place) {
        (Method::Get, Place::Stream | Place::One(..)) => Some(RequestKind::ReadStream),
        (Method::Put | Method::Patch, Place::Stream | Place::One(..)) => Some(RequestKind::WriteStream),
        (Method::Delete, Place::Stream | Place::One(..)) => Some(RequestKind::DeleteStream),
        _ => None,
    }
}

/// The status of success: what the text says, else what the example shows, else what is usual.
fn status(page: &Page, kind: RequestKind) -> u16 {
    let said = page.response.iter().flat_map(|response| &response.statuses).map(|status| status.value.0);
    let shown =
        page.messages.iter().filter(|message| message.example).filter_map(|message| message.status()).map(|status| status.value);
    let usual = match kind {
        RequestKind::Create | RequestKind::CreateMedia => 201,
        RequestKind::Delete | RequestKind::AddRef | RequestKind::SetRef | RequestKind::RemoveRef => 204,
        RequestKind::WriteStream | RequestKind::DeleteStream => 204,
        _ => 200,
    };
    said.chain(shown).find(|status| (200..400).contains(status)).unwrap_or(usual)
}
