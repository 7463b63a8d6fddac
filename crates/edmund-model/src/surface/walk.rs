//! The walk from the roots along navigations and operations.

use std::collections::{HashMap, VecDeque};

use crate::{
    Annotation, Docs, Method, Model, Navigation, NavigationSource, NavigationSourceKind, OperationId, OperationImport,
    OperationKind, Origin, RequestKind, StructId, StructKind, Type,
};

use super::capability::{Capabilities, restricted_property};
use super::documented::Documented;
use super::navigation::{Address, Hold, possible, protocol};
use super::path::{self, Path, Segment};
use super::{Entry, Surface};

/// How long a path may grow. No URL is that deep; a schema made to exhaust memory might be.
const LENGTH: usize = 40;
/// How many further paths an entry names.
pub(super) const ALTERNATIVES: usize = 3;

/// A type, and whether one or a collection of it is meant.
pub(super) type Target = (StructId, bool);

/// A path that was found and leads to a target.
pub(super) struct Visit<'a> {
    pub(super) path: Path,
    pub(super) target: Target,
    /// Annotations on the entity set or singleton, where the path ends directly below it.
    pub(super) source: &'a [Annotation],
    /// Whether the path ends in containment: references lead to what has a path of its own.
    owned: bool,
    /// Whether only documentation knows the navigation or root that leads here.
    pub(super) only_documented: bool,
}

impl Visit<'_> {
    /// What a type inherits is found at its base; a cast is no way of its own to it.
    pub(super) fn is_worth_naming(&self) -> bool {
        self.owned && !matches!(self.path.segments.last(), Some(Segment::Cast(_)))
    }
}

/// The first path to a target, and what hangs on it.
pub(super) struct Place {
    path: Path,
    pub(super) alternatives: Vec<Path>,
}

/// Entries that share a declaration: a navigation property or an operation.
pub(super) struct Record {
    /// The place they were found at; `None` at the root.
    pub(super) place: Option<Target>,
    /// How many segments of their paths lead to that place.
    pub(super) prefix: usize,
    /// How many segments of their paths lead to what the alternatives lead to as well.
    pub(super) common: usize,
    /// Other paths to what declares it.
    pub(super) alternatives: Vec<Path>,
}

/// An entry that counts only if it is usual or documented.
pub(super) struct Candidate {
    pub(super) entry: Entry,
    pub(super) record: usize,
    pub(super) usual: bool,
    /// What `entry.method` may be instead, if that is what is documented.
    pub(super) other_method: Option<Method>,
}

/// What is known about one navigation or root while its entries are made.
struct Subject<'a> {
    path: Path,
    target: StructId,
    owner: Option<StructId>,
    hold: Hold,
    capabilities: Capabilities<'a>,
    origin: Origin,
    record: usize,
}

/// The state of the walk.
pub(super) struct Walk<'a> {
    pub(super) model: &'a Model,
    pub(super) documented: Documented,
    bound: HashMap<Target, Vec<OperationId>>,
    pub(super) candidates: Vec<Candidate>,
    pub(super) records: Vec<Record>,
    navigations: HashMap<(StructId, usize), usize>,
    /// The records of streams: of a property by its position, of a media entity without one.
    pub(super) streams: HashMap<(StructId, Option<usize>), usize>,
    operations: HashMap<OperationId, usize>,
    pub(super) places: HashMap<Target, Place>,
    /// Paths along containment, then paths to entities that live elsewhere.
    near: VecDeque<Visit<'a>>,
    far: VecDeque<Visit<'a>>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(model: &'a Model) -> Walk<'a> {
        let mut bound: HashMap<Target, Vec<OperationId>> = HashMap::new();
        for id in model.operation_ids() {
            if let Some(binding) = model.operation(id).binding()
                && let Type::Struct(ty) = binding.ty.ty
            {
                bound.entry((ty, binding.ty.collection)).or_default().push(id);
            }
        }
        Walk {
            model,
            documented: Documented::new(model),
            bound,
            candidates: Vec::new(),
            records: Vec::new(),
            navigations: HashMap::new(),
            streams: HashMap::new(),
            operations: HashMap::new(),
            places: HashMap::new(),
            near: VecDeque::new(),
            far: VecDeque::new(),
        }
    }

    pub(super) fn run(mut self) -> Surface {
        self.roots();
        loop {
            if let Some(visit) = self.near.pop_front().or_else(|| self.far.pop_front()) {
                self.visit(visit);
            } else if !self.cast_to_unreached_types() {
                break;
            }
        }
        self.finish()
    }

    // Entity sets come before singletons: `/users/{userId}` is the path that says most, `/me` its alternative.
    fn roots(&mut self) {
        let model = self.model;
        for kind in [NavigationSourceKind::EntitySet, NavigationSourceKind::Singleton] {
            for source in model.services().flat_map(|container| &container.sources).filter(|source| source.kind == kind) {
                self.root(source);
            }
        }
        for import in model.services().flat_map(|container| &container.imports) {
            self.import(import);
        }
    }

    fn root(&mut self, source: &'a NavigationSource) {
        let Some(target) = source.ty else { return };
        let hold = match source.kind {
            NavigationSourceKind::EntitySet => Hold::Items,
            NavigationSourceKind::Singleton => Hold::One { nullable: false },
        };
        let path = Path { segments: vec![Segment::Root(source.name.clone())] };
        let record = self.record(None, 0);
        let capabilities = self.capabilities(&source.annotations, target, None);
        self.subject(
            Subject { path, target, owner: None, hold, capabilities, origin: source.origin, record },
            &source.annotations,
        );
    }

    fn import(&mut self, import: &OperationImport) {
        for id in &import.operations {
            let operation = self.model.operation(*id);
            let arguments = path::arguments(self.model, operation);
            let name = import.name.clone();
            let path = match arguments.is_empty() {
                true => Path { segments: vec![Segment::Root(name)] },
                false => Path { segments: vec![] }.with(Segment::Call { operation: *id, name, arguments }),
            };
            let record = self.record(None, 0);
            self.call(*id, path, None, record, &import.annotations);
        }
    }

    /// Goes on behind a path, or notes it as another way to a place that is known.
    fn visit(&mut self, visit: Visit<'a>) {
        if visit.path.segments.len() > LENGTH {
            return;
        }
        if let Some(place) = self.places.get_mut(&visit.target) {
            // A folder in a folder is no other way to reach folders.
            if visit.is_worth_naming() && !visit.path.segments.starts_with(&place.path.segments) {
                remember(&mut place.alternatives, visit.path);
            }
            return;
        }
        self.places.insert(visit.target, Place { path: visit.path.clone(), alternatives: Vec::new() });
        let (ty, many) = visit.target;
        let lineage: Vec<StructId> = self.model.lineage(ty).collect();
        if !many {
            for declaring in lineage.iter().rev() {
                for (index, navigation) in self.model.structure(*declaring).navigations.iter().enumerate() {
                    self.navigation((*declaring, index), navigation, &visit);
                }
            }
        }
        if !many {
            self.streams(&visit, &lineage);
        }
        for declaring in &lineage {
            for id in self.bound.get(&(*declaring, many)).cloned().unwrap_or_default() {
                self.operation(id, &visit);
            }
        }
    }

    fn navigation(&mut self, declared: (StructId, usize), navigation: &'a Navigation, visit: &Visit<'a>) {
        if let Some(record) = self.navigations.get(&declared) {
            if visit.is_worth_naming() {
                remember(&mut self.records[*record].alternatives, visit.path.clone());
            }
            return;
        }
        let Some(target) = navigation.target else { return };
        let restricted = restricted_property(visit.source, &navigation.name);
        let capabilities = self.capabilities(&navigation.annotations, target, restricted);
        if !capabilities.is_navigable() {
            return;
        }
        let record = self.record(Some(visit.target), visit.path.segments.len());
        self.navigations.insert(declared, record);
        let nullable = navigation.nullable;
        let hold = match (navigation.contains, navigation.collection) {
            (true, true) => Hold::Items,
            (true, false) => Hold::One { nullable },
            (false, true) => Hold::References,
            (false, false) => Hold::Reference { nullable },
        };
        let path = visit.path.with(Segment::Navigation(navigation.name.clone()));
        let owner = Some(declared.0);
        self.subject(Subject { path, target, owner, hold, capabilities, origin: navigation.origin, record }, &[]);
    }

    /// Makes the candidates of a root or navigation and queues what lies behind it.
    fn subject(&mut self, subject: Subject<'a>, source: &'a [Annotation]) {
        let key = path::key(self.model, subject.target).filter(|_| subject.capabilities.is_indexable());
        let item = key.map(|key| subject.path.with(key));
        let is_media = self.is_media(subject.target);
        for possible in possible(subject.hold).into_iter().filter(|it| it.kind != RequestKind::CreateMedia || is_media) {
            let path = match possible.address {
                Address::Whole => Some(subject.path.clone()),
                Address::Reference => Some(subject.path.with(Segment::Reference)),
                Address::Item => item.clone(),
                Address::ItemReference => item.as_ref().map(|item| item.with(Segment::Reference)),
            };
            if let Some(path) = path.filter(|_| subject.capabilities.allow(possible.kind)) {
                self.candidate(&subject, possible.kind, path, possible.usual);
            }
        }
        let many = matches!(subject.hold, Hold::Items | Hold::References);
        let owned = matches!(subject.hold, Hold::Items | Hold::One { .. });
        let queue = if owned { &mut self.near } else { &mut self.far };
        let target = subject.target;
        let only_documented = self.documented.is_page(subject.origin);
        if many {
            queue.push_back(Visit { path: subject.path, target: (target, true), source: &[], owned, only_documented });
            queue.extend(item.map(|path| Visit { path, target: (target, false), source, owned, only_documented }));
        } else {
            queue.push_back(Visit { path: subject.path, target: (target, false), source, owned, only_documented });
        }
    }

    fn candidate(&mut self, subject: &Subject<'_>, kind: RequestKind, path: Path, usual: bool) {
        let (protocol_method, status) = protocol(kind);
        let (method, other_method) = match kind {
            RequestKind::Update => match subject.capabilities.update_method() {
                Method::Put => (Method::Put, Some(Method::Patch)),
                _ => (Method::Patch, Some(Method::Put)),
            },
            _ => (protocol_method, None),
        };
        let entry = Entry {
            kind,
            method,
            path,
            alternatives: Vec::new(),
            owner: subject.owner,
            target: Some(subject.target),
            collection: matches!(kind, RequestKind::List),
            versioned: matches!(kind, RequestKind::Update | RequestKind::Delete) && subject.capabilities.is_versioned(),
            operation: None,
            status,
            permissions: subject.capabilities.permissions(kind),
            // What the schema says of creating speaks of the entity, not of its bytes.
            docs: if kind == RequestKind::CreateMedia { Docs::default() } else { subject.capabilities.docs(kind) },
            documented: None,
        };
        let usual = usual && !self.documented.is_page(subject.origin);
        self.candidates.push(Candidate { entry, record: subject.record, usual, other_method });
    }

    fn operation(&mut self, id: OperationId, visit: &Visit<'a>) {
        if let Some(record) = self.operations.get(&id) {
            if visit.is_worth_naming() {
                remember(&mut self.records[*record].alternatives, visit.path.clone());
            }
            return;
        }
        let operation = self.model.operation(id);
        let taken = !visit.target.1 && has_member(self.model, visit.target.0, &operation.name.name);
        let path = visit.path.with(path::call(self.model, id, operation, taken));
        let record = self.record(Some(visit.target), visit.path.segments.len());
        self.operations.insert(id, record);
        self.call(id, path, Some(visit.target), record, &[]);
    }

    fn call(&mut self, id: OperationId, path: Path, place: Option<Target>, record: usize, annotations: &[Annotation]) {
        let operation = self.model.operation(id);
        let kind = match operation.kind {
            OperationKind::Action => RequestKind::Action,
            OperationKind::Function => RequestKind::Function,
        };
        let capabilities = Capabilities { restricted: None, annotations: vec![annotations, &operation.annotations] };
        let (method, status) = protocol(kind);
        let entry = Entry {
            kind,
            method,
            path,
            alternatives: Vec::new(),
            owner: place.map(|(ty, _)| ty),
            target: place.map(|(ty, _)| ty),
            collection: place.is_some_and(|(_, many)| many),
            versioned: false,
            operation: Some(id),
            status: if operation.returns.is_some() { status } else { 204 },
            permissions: capabilities.permissions(kind),
            docs: capabilities.docs(kind),
            documented: None,
        };
        let usual = !self.documented.is_page(operation.origin);
        self.candidates.push(Candidate { entry, record, usual, other_method: None });
    }

    pub(super) fn record(&mut self, place: Option<Target>, prefix: usize) -> usize {
        self.records.push(Record { place, prefix, common: prefix, alternatives: Vec::new() });
        self.records.len() - 1
    }

    pub(super) fn capabilities(
        &self,
        annotations: &'a [Annotation],
        target: StructId,
        restricted: Option<&'a crate::Expression>,
    ) -> Capabilities<'a> {
        let model = self.model;
        let of_type = model.lineage(target).map(|id| model.structure(id).annotations.as_slice());
        let annotations = std::iter::once(annotations).chain(of_type).filter(|list| !list.is_empty()).collect();
        Capabilities { restricted, annotations }
    }

    /// Types that no navigation leads to are reached by a cast from their nearest reached base. Says whether there were any.
    fn cast_to_unreached_types(&mut self) -> bool {
        let model = self.model;
        for id in model.struct_ids().filter(|id| model.structure(*id).kind == StructKind::Entity) {
            for many in [false, true] {
                let has_own = self.bound.contains_key(&(id, many)) || (!many && !model.structure(id).navigations.is_empty());
                if !has_own || self.places.contains_key(&(id, many)) {
                    continue;
                }
                let base = model.lineage(id).skip(1).find_map(|base| self.places.get(&(base, many)));
                if let Some(base) = base {
                    let path = base.path.with(Segment::Cast(model.structure(id).name.clone()));
                    self.near.push_back(Visit { path, target: (id, many), source: &[], owned: true, only_documented: false });
                }
            }
        }
        !self.near.is_empty()
    }
}

pub(super) fn remember(alternatives: &mut Vec<Path>, path: Path) {
    if alternatives.len() < ALTERNATIVES && !alternatives.contains(&path) {
        alternatives.push(path);
    }
}

fn has_member(model: &Model, ty: StructId, name: &str) -> bool {
    model.lineage(ty).map(|id| model.structure(id)).any(|structure| {
        structure.properties.iter().any(|property| property.name == name)
            || structure.navigations.iter().any(|navigation| navigation.name == name)
    })
}
