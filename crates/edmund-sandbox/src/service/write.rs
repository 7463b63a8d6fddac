//! Creating, changing and deleting (OData Protocol 4.01, section 11.4).

use edmund_model::{Model, Navigation, StructId, Type, TypeRef};
use http::StatusCode;
use serde_json::{Map, Value};

use super::body::Payload;
use super::exchange::Exchange;
use super::render::etag;
use super::reply::Reply;
use super::stream::is_stream;
use crate::path::Segment;
use crate::resolve::{Absent, Entities, Entity, Place, Property, Reached, Resolver, Slot};
use crate::rules::Rules;
use crate::store::{Collection, Content, EntityId, Row, actual_type};
use crate::{Refusal, key, value};

impl<'s> Exchange<'s> {
    pub(super) fn create(&mut self, entities: &Entities<'s>) -> Result<Reply, Refusal> {
        entities.rules.require("InsertRestrictions", "Insertable", "creating entities")?;
        let payload = if self.is_content(entities.ty) { Payload::empty(entities.ty) } else { self.payload(entities.ty)? };
        let id = self.insert(&entities.collection, payload)?;
        if self.is_content(entities.ty) {
            let content =
                Content { media_type: self.header("content-type").unwrap_or_default().to_owned(), bytes: self.body.clone() };
            let location = format!("{}/$value", self.store.location(&id));
            self.set_content(&location, Some(content)).inspect_err(|_| self.store.remove(&id))?;
        }
        let row = self.store.row(&id).unwrap_or_default();
        let reached = Reached::Item(entities.collection.clone());
        let context = entities.collection.own.location.to_string();
        let entity = Entity { id, ty: entities.ty, row, rules: entities.rules.clone(), reached, context };
        self.created(&entity)
    }

    /// Whether the body of a creation is the content of a media entity, and not the entity (OData Protocol 4.01, 11.4.7.1).
    fn is_content(&self, ty: StructId) -> bool {
        let media_type = self.header("content-type").unwrap_or_default();
        self.has_stream(ty) && !media_type.is_empty() && !media_type.contains("json")
    }

    /// The answer to a creation: the entity, or with `Prefer: return=minimal` only where it is.
    fn created(&mut self, entity: &Entity<'s>) -> Result<Reply, Refusal> {
        let location = format!("{}{}", self.base, self.store.location(&entity.id));
        let minimal = self.preference("return").as_deref() == Some("minimal");
        let reply = if minimal {
            Reply::no_content().header("preference-applied", "return=minimal").header("odata-entityid", location.clone())
        } else {
            Reply::json(self.entity_document(entity)?).status(StatusCode::CREATED)
        };
        Ok(reply.header("location", location).header("etag", etag(&entity.row)))
    }

    /// Adds an entity with all that is inside it, or nothing.
    fn insert(&mut self, collection: &Collection, payload: Payload<'s>) -> Result<EntityId, Refusal> {
        let Payload { ty, row, binds, inside } = payload;
        let row = complete(self.model, ty, row)?;
        let binds = self.resolve_binds(binds)?;
        let table = collection.target.as_ref().unwrap_or(&collection.own);
        let id = self.store.insert(table, row)?;
        self.store.link(collection, id.clone());
        self.attach(&id, ty, binds, inside).inspect_err(|_| self.store.remove(&id))?;
        Ok(id)
    }

    fn resolve_binds(
        &mut self,
        binds: Vec<(&'s Navigation, Vec<String>)>,
    ) -> Result<Vec<(&'s Navigation, Vec<EntityId>)>, Refusal> {
        let mut resolved = Vec::new();
        for (navigation, urls) in binds {
            let ids = urls.iter().map(|url| self.referred(url, navigation.target)).collect::<Result<Vec<_>, _>>()?;
            resolved.push((navigation, ids));
        }
        Ok(resolved)
    }

    /// The existing entity of a URL, of the type or one derived from it.
    pub(super) fn referred(&mut self, url: &str, ty: Option<StructId>) -> Result<EntityId, Refusal> {
        let place = self.resolve_url(url).map_err(|refusal| {
            Refusal::bad_request(format!("`{url}` is not an entity of this service: {}", refusal.message))
                .with_target("@odata.id")
        })?;
        let Place::Entity(entity) = place else {
            return Err(Refusal::bad_request(format!("`{url}` is not the URL of an entity")).with_target("@odata.id"));
        };
        let actual = actual_type(self.model, entity.id.table().ty, &entity.row);
        match ty {
            Some(ty) if !self.model.is_a(actual, ty) => {
                let (found, wanted) = (&self.model.structure(actual).name, &self.model.structure(ty).name);
                Err(Refusal::bad_request(format!("`{url}` is a `{found}`, not a `{wanted}`")).with_target("@odata.id"))
            }
            _ => Ok(entity.id),
        }
    }

    fn attach(
        &mut self,
        id: &EntityId,
        ty: StructId,
        binds: Vec<(&'s Navigation, Vec<EntityId>)>,
        inside: Vec<(&'s Navigation, Vec<Payload<'s>>)>,
    ) -> Result<(), Refusal> {
        for (navigation, ids) in binds {
            match self.navigation(id, ty, navigation)? {
                Place::Entities(entities) => ids.into_iter().for_each(|id| self.store.link(&entities.collection, id)),
                Place::Entity(Entity { reached: Reached::Single(slot), .. }) | Place::Absent(Absent { slot, .. }) => {
                    self.store.set_single(&slot.own, ids.into_iter().next());
                }
                _ => {}
            }
        }
        for (navigation, payloads) in inside {
            for payload in payloads {
                match self.navigation(id, ty, navigation)? {
                    Place::Entities(entities) => {
                        self.insert(&entities.collection, payload)?;
                    }
                    Place::Entity(Entity { reached: Reached::Single(slot), .. }) | Place::Absent(Absent { slot, .. }) => {
                        self.insert_single(&slot, payload)?;
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Creates the target of a single-valued navigation property: where the schema says, or inside.
    fn insert_single(&mut self, slot: &Slot, payload: Payload<'s>) -> Result<EntityId, Refusal> {
        let Payload { ty, row, binds, inside } = payload;
        let row = complete(self.model, ty, row)?;
        let binds = self.resolve_binds(binds)?;
        let id = match &slot.target {
            Some(target) => self.store.insert(target, row)?,
            None => self.store.insert_single(&slot.own, row)?,
        };
        self.store.set_single(&slot.own, Some(id.clone()));
        self.attach(&id, ty, binds, inside)?;
        Ok(id)
    }

    fn navigation(&mut self, id: &EntityId, ty: StructId, navigation: &Navigation) -> Result<Place<'s>, Refusal> {
        let row = self.store.row(id).unwrap_or_default();
        let entity =
            Entity { id: id.clone(), ty, row, rules: Rules::default(), reached: Reached::Source, context: String::new() };
        let mut resolver = Resolver { model: self.model, store: self.store, aliases: &[] };
        resolver.step_entity(entity, &Segment::named(&navigation.name))
    }

    pub(super) fn create_single(&mut self, absent: &Absent<'s>) -> Result<Reply, Refusal> {
        if !absent.slot.contains && absent.slot.target.is_some() {
            let message = "the target lives elsewhere: create it there and refer to it with PUT to `$ref`";
            return Err(Refusal::method_not_allowed("GET", message));
        }
        absent.rules.require("InsertRestrictions", "Insertable", "creating entities")?;
        let payload = self.payload(absent.ty)?;
        let id = self.insert_single(&absent.slot, payload)?;
        let row = self.store.row(&id).unwrap_or_default();
        let context = absent.slot.own.location.to_string();
        let reached = Reached::Single(absent.slot.clone());
        self.created(&Entity { id, ty: absent.ty, row, rules: absent.rules.clone(), reached, context })
    }

    pub(super) fn update(&mut self, entity: &Entity<'s>) -> Result<Reply, Refusal> {
        let (ty, payload) = self.change_payload(entity)?;
        let mut row = entity.row.clone();
        let fixed = fixed_names(self.model, ty);
        for (name, value) in payload.row {
            if !fixed.contains(&name) && !value::is_annotation(&name) {
                merge(row.entry(name).or_insert(Value::Null), value);
            }
        }
        self.changed(entity, row, payload.binds)
    }

    pub(super) fn replace(&mut self, entity: &Entity<'s>) -> Result<Reply, Refusal> {
        let (ty, payload) = self.change_payload(entity)?;
        let fixed = fixed_names(self.model, ty);
        let mut row = payload.row;
        row.retain(|name, _| !fixed.contains(name));
        let kept = entity.row.iter().filter(|(name, _)| fixed.contains(name) || *name == "@odata.type");
        row.extend(kept.map(|(name, value)| (name.clone(), value.clone())));
        let row = complete(self.model, ty, row)?;
        self.changed(entity, row, payload.binds)
    }

    /// The body of a change, and the entity's own type.
    fn change_payload(&mut self, entity: &Entity<'s>) -> Result<(StructId, Payload<'s>), Refusal> {
        entity.rules.require("UpdateRestrictions", "Updatable", "changing entities")?;
        self.check_etag(entity)?;
        let ty = actual_type(self.model, entity.id.table().ty, &entity.row);
        let payload = self.payload(if self.model.is_a(ty, entity.ty) { ty } else { entity.ty })?;
        if let Some((navigation, _)) = payload.inside.first() {
            let name = &navigation.name;
            let message = format!(
                "`{name}` cannot change with its owner; use its own URL, or `{name}@odata.bind` to refer to another entity"
            );
            return Err(Refusal::bad_request(message).with_target(name.clone()));
        }
        Ok((ty, payload))
    }

    fn changed(&mut self, entity: &Entity<'s>, row: Row, binds: Vec<(&'s Navigation, Vec<String>)>) -> Result<Reply, Refusal> {
        let binds = self.resolve_binds(binds)?;
        let ty = actual_type(self.model, entity.id.table().ty, &row);
        self.store.replace(&entity.id, row.clone());
        self.attach(&entity.id, ty, binds, Vec::new())?;
        let tag = etag(&row);
        if self.preference("return").as_deref() != Some("representation") {
            return Ok(Reply::no_content().header("etag", tag));
        }
        let document = self.entity_document(&Entity { row, ..entity.clone() })?;
        Ok(Reply::json(document).header("preference-applied", "return=representation").header("etag", tag))
    }

    pub(super) fn delete(&mut self, entity: &Entity<'s>) -> Result<Reply, Refusal> {
        if matches!(entity.reached, Reached::Source) {
            return Err(Refusal::method_not_allowed("GET, PATCH, PUT", "a singleton cannot be deleted"));
        }
        entity.rules.require("DeleteRestrictions", "Deletable", "deleting entities")?;
        self.check_etag(entity)?;
        self.store.remove(&entity.id);
        Ok(Reply::no_content())
    }

    /// `If-Match` against the present content (OData Protocol 4.01, sections 8.2.4 and 11.4.1.1).
    fn check_etag(&self, entity: &Entity<'s>) -> Result<(), Refusal> {
        let present = etag(&entity.row);
        match self.header("if-match") {
            Some(wanted) if wanted.trim() != "*" && !wanted.split(',').any(|tag| tag.trim() == present) => {
                let message = format!("the entity has changed: its ETag is `{present}`, not `{wanted}`");
                Err(Refusal::new(StatusCode::PRECONDITION_FAILED, "PreconditionFailed", message))
            }
            None if entity.rules.has_etags() => {
                let message = "the schema asks for `If-Match` with the ETag of the entity, or `*`";
                Err(Refusal::new(StatusCode::PRECONDITION_REQUIRED, "PreconditionRequired", message))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn change_property(&mut self, property: &Property) -> Result<Reply, Refusal> {
        if is_stream(property) {
            return self.stream(&property.location);
        }
        let new = if property.owner.is_some() { self.new_value(property)? } else { Value::Null };
        self.set_property(property, new)
    }

    /// What a property shall be: `{"value": ...}` for primitive values and collections, the object itself for complex values.
    fn new_value(&self, property: &Property) -> Result<Value, Refusal> {
        let old = Self::property_value(property);
        if self.method == http::Method::DELETE {
            return Ok(if property.ty.collection { Value::Array(Vec::new()) } else { Value::Null });
        }
        let mut body = self.body_object()?;
        let is_complex = matches!(property.ty.ty, Type::Struct(_));
        let sent = match body.remove("value") {
            Some(value) if !is_complex || property.ty.collection => value,
            None if is_complex => {
                body.retain(|name, _| !name.contains('@') || name == "@odata.type");
                Value::Object(body)
            }
            _ => return Err(Refusal::bad_request("the body has to be `{\"value\": ...}`")),
        };
        Ok(match (self.method.as_str(), old) {
            ("POST", Value::Array(mut items)) => {
                match sent {
                    Value::Array(more) => items.extend(more),
                    one => items.push(one),
                }
                Value::Array(items)
            }
            ("PATCH", mut old) if !property.ty.collection => {
                merge(&mut old, sent);
                old
            }
            _ => sent,
        })
    }
}

/// Fills in what a client may leave out, and refuses what it may not.
fn complete(model: &Model, ty: StructId, mut row: Row) -> Result<Row, Refusal> {
    if model.structure(ty).is_abstract {
        let name = &model.structure(ty).name;
        return Err(Refusal::bad_request(format!("`{name}` is abstract: say with `@odata.type` which derived type is meant"))
            .with_target("@odata.type"));
    }
    let keys: Vec<String> = key::parts(model, ty).into_iter().map(|part| part.path).collect();
    for property in model.properties(ty) {
        let is_key = keys.iter().any(|key| key.split('/').next() == Some(property.name.as_str()));
        if value::is_computed(property) && !is_key {
            row.insert(property.name.clone(), Value::Null);
        }
        match row.get_mut(&property.name) {
            Some(given) => fill(model, &property.ty, given)?,
            None if is_key => {}
            None => {
                row.insert(property.name.clone(), default(model, property)?);
            }
        }
    }
    Ok(row)
}

/// Fills in what may be left out of complex values. How deep they go was checked before.
fn fill(model: &Model, ty: &TypeRef, given: &mut Value) -> Result<(), Refusal> {
    match (ty.ty, given) {
        (Type::Struct(_), Value::Array(items)) => items.iter_mut().try_for_each(|item| fill(model, ty, item)),
        (Type::Struct(id), Value::Object(members)) => {
            for property in model.properties(actual_type(model, id, members)) {
                match members.get_mut(&property.name) {
                    Some(given) => fill(model, &property.ty, given)?,
                    None => {
                        members.insert(property.name.clone(), default(model, property)?);
                    }
                }
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn default(model: &Model, property: &edmund_model::Property) -> Result<Value, Refusal> {
    value::default_value(model, property).ok_or_else(|| {
        Refusal::bad_request(format!("`{}` is required: it cannot be null and has no default", property.name))
            .with_target(property.name.clone())
    })
}

/// Properties that a change does not touch: parts of the key, and what only the service sets (OData Protocol 4.01, section 11.4.3).
pub(super) fn fixed_names(model: &Model, ty: StructId) -> Vec<String> {
    let keys = key::parts(model, ty).into_iter().filter_map(|part| part.path.split('/').next().map(str::to_owned));
    let computed =
        model.properties(ty).into_iter().filter(|property| value::is_computed(property)).map(|property| property.name.clone());
    keys.chain(computed).collect()
}

/// Complex values are merged member by member, everything else is replaced.
fn merge(old: &mut Value, new: Value) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            for (name, value) in new {
                merge(old.entry(name).or_insert(Value::Null), value);
            }
        }
        (old, new) => *old = new,
    }
}

pub(super) fn set_at(row: &mut Map<String, Value>, path: &[String], value: Value) {
    match path {
        [] => {}
        [last] => {
            row.insert(last.clone(), value);
        }
        [first, rest @ ..] => {
            let inner = row.entry(first.clone()).or_insert(Value::Null);
            if !inner.is_object() {
                *inner = Value::Object(Map::new());
            }
            if let Value::Object(inner) = inner {
                set_at(inner, rest, value);
            }
        }
    }
}
