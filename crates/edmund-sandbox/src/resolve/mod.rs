//! From path segments to what they address, along the types of the model.

mod call;
mod keys;

pub(crate) use call::Call;

use edmund_model::{Model, Navigation, NavigationSource, NavigationSourceKind, StructId, Type, TypeRef, nearest};
use serde_json::Value;

use crate::path::{self, Segment};
use crate::rules::Rules;
use crate::store::{Collection, EntityId, Row, Store, Table};
use crate::{Refusal, value};

/// What a path addresses.
#[derive(Clone, Debug)]
pub(crate) enum Place<'m> {
    /// The service itself.
    Root,
    /// A collection of entities.
    Entities(Entities<'m>),
    /// One entity.
    Entity(Entity<'m>),
    /// A single-valued navigation property that leads nowhere at present.
    Absent(Absent<'m>),
    /// A property, or the result of a function.
    Value(Property),
    /// A function or action to call.
    Call(Call<'m>),
}

/// A collection of entities.
#[derive(Clone, Debug)]
pub(crate) struct Entities<'m> {
    pub(crate) collection: Collection,
    /// The type of its items: the declared one, or a derived one after a cast.
    pub(crate) ty: StructId,
    /// What the schema forbids.
    pub(crate) rules: Rules<'m>,
}

/// One entity, as it was when the path was resolved.
#[derive(Clone, Debug)]
pub(crate) struct Entity<'m> {
    pub(crate) id: EntityId,
    /// The static type: the declared one, or a derived one after a cast.
    pub(crate) ty: StructId,
    /// Its content.
    pub(crate) row: Row,
    /// What the schema forbids.
    pub(crate) rules: Rules<'m>,
    /// How the path got to it.
    pub(crate) reached: Reached,
    /// The set or path in context URLs.
    pub(crate) context: String,
}

/// How a path got to an entity: what its reference can be removed from.
#[derive(Clone, Debug)]
pub(crate) enum Reached {
    /// By name: a singleton.
    Source,
    /// As the item of a collection.
    Item(Collection),
    /// Through a single-valued navigation property.
    Single(Slot),
}

/// A single-valued navigation property of one entity.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    /// Its place.
    pub(crate) own: Table,
    /// Where its target lives, when not inside.
    pub(crate) target: Option<Table>,
    pub(crate) contains: bool,
    pub(crate) nullable: bool,
}

/// A single-valued navigation property without target.
#[derive(Clone, Debug)]
pub(crate) struct Absent<'m> {
    pub(crate) slot: Slot,
    pub(crate) ty: StructId,
    pub(crate) rules: Rules<'m>,
}

/// A property of an entity, or the result of a function.
#[derive(Clone, Debug)]
pub(crate) struct Property {
    /// The entity it belongs to; `None` for results.
    pub(crate) owner: Option<(EntityId, StructId)>,
    /// Property names from the entity on.
    pub(crate) path: Vec<String>,
    /// Its type.
    pub(crate) ty: TypeRef,
    /// Its value; `None` when the entity does not have it.
    pub(crate) value: Option<Value>,
    /// Its URL relative to the service root.
    pub(crate) location: String,
    /// Whether a client may change it.
    pub(crate) computed: bool,
}

/// Follows paths through a model and a store.
pub(crate) struct Resolver<'m, 's> {
    pub(crate) model: &'m Model,
    pub(crate) store: &'s mut Store,
    /// Parameter aliases of the query, with their `@`.
    pub(crate) aliases: &'s [(String, String)],
}

impl<'m> Resolver<'m, '_> {
    /// Follows the segments from a place on, to the end or to a call that more segments follow: what its result is, only the caller can
    /// say. Returns the segments that are left. System segments at the end (`$count`, `$ref`, `$value`) are the caller's.
    pub(crate) fn resolve<'p>(
        &mut self,
        start: Place<'m>,
        segments: &'p [Segment],
    ) -> Result<(Place<'m>, &'p [Segment]), Refusal> {
        let mut place = start;
        let mut rest = segments;
        while let Some((segment, after)) = rest.split_first() {
            if segment.is_system {
                return Err(unknown_system(segment));
            }
            if matches!(place, Place::Call(_)) {
                break;
            }
            let (next, used) = self.step(place, segment, after)?;
            place = next;
            rest = after.get(used..).unwrap_or(&[]);
        }
        Ok((place, rest))
    }

    /// One step, and how many more segments it took (the parts of a composite key).
    fn step(&mut self, place: Place<'m>, segment: &Segment, after: &[Segment]) -> Result<(Place<'m>, usize), Refusal> {
        match place {
            Place::Root => self.step_root(segment).map(|place| (place, 0)),
            Place::Entities(entities) => self.step_entities(entities, segment, after),
            Place::Entity(entity) => self.step_entity(entity, segment).map(|place| (place, 0)),
            Place::Value(property) => self.step_value(property, segment).map(|place| (place, 0)),
            Place::Absent(_) => Err(Refusal::not_found(format!(
                "nothing is there to take `{}` of: the navigation property before it is null",
                segment.text
            ))),
            Place::Call(call) => Err(Refusal::not_found(format!("`{}` is not called here", call.name))),
        }
    }

    fn step_root(&mut self, segment: &Segment) -> Result<Place<'m>, Refusal> {
        let sources = || self.model.containers.iter().flat_map(|container| &container.sources);
        if let Some(source) = sources().find(|source| source.name == segment.name()) {
            return self.source(source, segment);
        }
        if let Some(call) = self.import(segment)? {
            return Ok(call);
        }
        let imports = self.model.containers.iter().flat_map(|container| &container.imports).map(|import| import.name.as_str());
        let names = sources().map(|source| source.name.as_str()).chain(imports);
        let hint = nearest(segment.name(), names).map_or(String::new(), |name| format!("; did you mean `{name}`?"));
        Err(Refusal::not_found(format!("the service has no `{}`{hint}", segment.text)).with_target(segment.text.clone()))
    }

    fn source(&mut self, source: &'m NavigationSource, segment: &Segment) -> Result<Place<'m>, Refusal> {
        let ty = source
            .ty
            .ok_or_else(|| Refusal::not_found(format!("the schema gives `{}` a type that it does not declare", source.name)))?;
        let rules = Rules::of_source(&source.annotations, &self.model.structure(ty).annotations);
        let own = self.store.table(source.name.as_str(), ty);
        match source.kind {
            NavigationSourceKind::EntitySet => {
                let collection = Collection { own, by_reference: false, target: None };
                self.with_arguments(Entities { collection, ty, rules }, segment)
            }
            NavigationSourceKind::Singleton => {
                no_arguments(segment)?;
                let id = EntityId::Single(own);
                let row = self.store.row(&id).ok_or_else(|| Refusal::not_found(format!("`{}` is not there", source.name)))?;
                let context = source.name.clone();
                Ok(Place::Entity(Entity { id, ty, row, rules, reached: Reached::Source, context }))
            }
        }
    }

    fn step_entities(
        &mut self,
        entities: Entities<'m>,
        segment: &Segment,
        after: &[Segment],
    ) -> Result<(Place<'m>, usize), Refusal> {
        if let Some(ty) = self.cast(entities.ty, segment.name()) {
            return self.with_arguments(Entities { ty, ..entities }, segment).map(|place| (place, 0));
        }
        let binding = TypeRef::collection(Type::Struct(entities.ty));
        if let Some(call) = self.bound(&binding, segment, || Place::Entities(entities.clone()))? {
            return Ok((call, 0));
        }
        self.key_segments(&entities, segment, after)
    }

    /// The step from an entity to what a segment names.
    pub(crate) fn step_entity(&mut self, entity: Entity<'m>, segment: &Segment) -> Result<Place<'m>, Refusal> {
        let name = segment.name();
        let actual = self.store.type_of(entity.id.table().ty, &entity.row);
        let ty = if self.model.is_a(actual, entity.ty) { actual } else { entity.ty };
        if let Some(cast) = self.cast(entity.ty, name) {
            no_arguments(segment)?;
            if !self.model.is_a(ty, cast) {
                return Err(Refusal::not_found(format!(
                    "the entity is a `{}`, not a `{}`",
                    self.model.structure(ty).name,
                    self.model.structure(cast).name
                )));
            }
            return Ok(Place::Entity(Entity { ty: cast, ..entity }));
        }
        if let Some(navigation) = self.model.navigations(entity.ty).into_iter().find(|navigation| navigation.name == name) {
            let location = format!("{}/{name}", self.store.location(&entity.id));
            return self.navigation(navigation, location, &entity.rules, Some(&entity), segment);
        }
        if let Some(property) = self.property(&entity, segment)? {
            return Ok(Place::Value(property));
        }
        let binding = TypeRef::new(Type::Struct(entity.ty));
        if let Some(call) = self.bound(&binding, segment, || Place::Entity(entity.clone()))? {
            return Ok(call);
        }
        Err(self.no_member(entity.ty, segment))
    }

    fn property(&mut self, entity: &Entity<'m>, segment: &Segment) -> Result<Option<Property>, Refusal> {
        let name = segment.name();
        let declared = self.model.properties(entity.ty).into_iter().find(|property| property.name == name);
        let dynamic = self.model.is_open(entity.ty) && !value::is_annotation(name) && entity.row.contains_key(name);
        let ty = match declared {
            Some(property) => property.ty.clone(),
            None if dynamic => dynamic_type(),
            None => return Ok(None),
        };
        no_arguments(segment)?;
        Ok(Some(Property {
            owner: Some((entity.id.clone(), entity.ty)),
            path: vec![name.to_owned()],
            ty,
            value: entity.row.get(name).cloned(),
            location: format!("{}/{name}", self.store.location(&entity.id)),
            computed: declared.is_some_and(value::is_computed),
        }))
    }

    fn step_value(&mut self, parent: Property, segment: &Segment) -> Result<Place<'m>, Refusal> {
        let name = segment.name();
        if parent.ty.collection {
            let binding = parent.ty.clone();
            let call = self.bound(&binding, segment, || Place::Value(parent.clone()))?;
            return call
                .ok_or_else(|| Refusal::not_found(format!("`{}` is a collection and has no member `{name}`", parent.location)));
        }
        let Type::Struct(ty) = parent.ty.ty else {
            return Err(Refusal::not_found(format!("`{}` is a primitive value and has no member `{name}`", parent.location)));
        };
        if let Some(cast) = self.cast(ty, name) {
            return Ok(Place::Value(Property { ty: TypeRef { ty: Type::Struct(cast), ..parent.ty }, ..parent }));
        }
        let location = format!("{}/{name}", parent.location);
        if let Some(navigation) = self.model.navigations(ty).into_iter().find(|navigation| navigation.name == name) {
            return self.navigation(navigation, location, &Rules::default(), None, segment);
        }
        let declared = self.model.properties(ty).into_iter().find(|property| property.name == name);
        let value = parent.value.as_ref().and_then(|value| value.get(name)).cloned();
        let ty_ref = match declared {
            Some(property) => property.ty.clone(),
            None if self.model.is_open(ty) && value.is_some() => dynamic_type(),
            None => {
                let binding = parent.ty.clone();
                let call = self.bound(&binding, segment, || Place::Value(parent.clone()))?;
                return call.ok_or_else(|| self.no_member(ty, segment));
            }
        };
        no_arguments(segment)?;
        let mut path = parent.path;
        path.push(name.to_owned());
        let computed = parent.computed || declared.is_some_and(value::is_computed);
        Ok(Place::Value(Property { owner: parent.owner, path, ty: ty_ref, value, location, computed }))
    }

    fn navigation(
        &mut self,
        navigation: &'m Navigation,
        location: String,
        rules: &Rules<'m>,
        owner: Option<&Entity<'m>>,
        segment: &Segment,
    ) -> Result<Place<'m>, Refusal> {
        let ty = navigation.target.ok_or_else(|| {
            Refusal::not_found(format!("the schema gives `{}` a type that it does not declare", navigation.name))
        })?;
        let rules = rules.step(&navigation.name, &navigation.annotations, &self.model.structure(ty).annotations);
        let target = if navigation.contains { None } else { self.target(navigation, ty, owner) };
        let own = self.store.table(location.as_str(), ty);
        if navigation.collection {
            let own = if target.is_some() { Table { size: 0, ..own } } else { own };
            let collection = Collection { own, by_reference: !navigation.contains, target };
            return self.with_arguments(Entities { collection, ty, rules }, segment);
        }
        no_arguments(segment)?;
        let slot = Slot { own, target, contains: navigation.contains, nullable: navigation.nullable };
        let found = self.store.single(&slot.own, slot.target.as_ref());
        match found.and_then(|id| Some((self.store.row(&id)?, id))) {
            Some((row, id)) => {
                let context = slot.own.location.to_string();
                Ok(Place::Entity(Entity { id, ty, row, rules, reached: Reached::Single(slot), context }))
            }
            None => Ok(Place::Absent(Absent { slot, ty, rules })),
        }
    }

    /// Where the targets of a navigation property live: the set that a binding names, else the only set of exactly its type.
    fn target(&mut self, navigation: &Navigation, ty: StructId, owner: Option<&Entity<'m>>) -> Option<Table> {
        let sources = || self.model.containers.iter().flat_map(|container| &container.sources);
        let is_set = |source: &&NavigationSource| source.kind == NavigationSourceKind::EntitySet;
        let root = owner.and_then(|owner| owner.id.table().location.split(['/', '(']).next().map(str::to_owned));
        let source = root.and_then(|root| sources().find(|source| source.name == root));
        let bindings = source.map(|source| source.bindings.as_slice()).unwrap_or_default();
        let bound = bindings.iter().find(|binding| binding.path.rsplit('/').next() == Some(navigation.name.as_str()));
        let named = bound.and_then(|binding| {
            let name = binding.target.rsplit('/').next()?;
            sources().filter(is_set).find(|source| source.name == name)
        });
        let mut same_type = sources().filter(is_set).filter(|source| source.ty == Some(ty));
        let set = named.or_else(|| same_type.next().filter(|_| same_type.next().is_none()))?;
        Some(self.store.table(set.name.as_str(), set.ty?))
    }

    /// A collection, or the item whose key stands in the segment's parentheses.
    fn with_arguments(&mut self, entities: Entities<'m>, segment: &Segment) -> Result<Place<'m>, Refusal> {
        match segment.arguments().map(str::trim) {
            None | Some("") => Ok(Place::Entities(entities)),
            Some(arguments) => self.key_predicate(&entities, arguments).map(Place::Entity),
        }
    }

    /// The type a segment casts to, if it names one that derives from (or is) the present one.
    fn cast(&self, ty: StructId, name: &str) -> Option<StructId> {
        match value::resolve_name(self.model, name)? {
            Type::Struct(id) if self.model.is_a(id, ty) => Some(id),
            _ => None,
        }
    }

    fn no_member(&self, ty: StructId, segment: &Segment) -> Refusal {
        let properties = self.model.properties(ty).into_iter().map(|property| property.name.as_str());
        let names = properties.chain(self.model.navigations(ty).into_iter().map(|navigation| navigation.name.as_str()));
        let hint = nearest(segment.name(), names).map_or(String::new(), |name| format!("; did you mean `{name}`?"));
        let type_name = &self.model.structure(ty).name;
        Refusal::not_found(format!("the type `{type_name}` has no property or operation `{}`{hint}", segment.text))
            .with_target(segment.text.clone())
    }
}

/// The segments of a URL that names something of this service: absolute below `base`, or relative to the service root.
pub(crate) fn reference_segments(url: &str, base: &str, prefix: &str) -> Result<Vec<Segment>, Refusal> {
    let relative = match url.strip_prefix(base) {
        Some(rest) => rest,
        None if url.contains("://") => {
            return Err(Refusal::bad_request(format!("`{url}` is not below the service root `{base}`")).with_target("@odata.id"));
        }
        None => url.strip_prefix(prefix).filter(|_| url.starts_with('/')).unwrap_or(url),
    };
    path::segments(relative.split(['?', '#']).next().unwrap_or_default())
}

fn dynamic_type() -> TypeRef {
    TypeRef::new(Type::Primitive(edmund_model::Primitive::Untyped))
}

fn no_arguments(segment: &Segment) -> Result<(), Refusal> {
    match segment.arguments() {
        Some(_) => {
            Err(Refusal::not_found(format!("`{}` takes no parentheses", segment.name())).with_target(segment.text.clone()))
        }
        None => Ok(()),
    }
}

fn unknown_system(segment: &Segment) -> Refusal {
    match segment.name() {
        "$batch" => Refusal::not_found("`$batch` can only stand at the root of the service"),
        "$each" | "$filter" | "$all" | "$crossjoin" | "$entity" | "$query" => {
            Refusal::not_implemented(format!("the sandbox does not implement the path segment `{}`", segment.text))
        }
        "$count" | "$ref" | "$value" | "$metadata" => {
            Refusal::bad_request(format!("the path segment `{}` can only stand at the end", segment.text))
        }
        _ => Refusal::not_found(format!("`{}` is not a path segment of OData", segment.text)),
    }
}
