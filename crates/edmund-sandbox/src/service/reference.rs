//! `$ref`: relationships instead of entities (OData Protocol 4.01, sections 11.2.8 and 11.4.6).

use edmund_model::StructId;
use serde_json::{Value, json};

use super::exchange::Exchange;
use super::options::Reading;
use super::reply::Reply;
use crate::Refusal;
use crate::resolve::{Absent, Entities, Entity, Place, Reached, Slot};
use crate::store::EntityId;

impl<'s> Exchange<'s> {
    pub(super) fn reference(&mut self, place: Place<'s>) -> Result<Reply, Refusal> {
        match (self.method.as_str(), place) {
            ("GET", Place::Entities(entities)) => self.references(&entities),
            ("POST", Place::Entities(entities)) => self.add_reference(&entities),
            ("DELETE", Place::Entities(entities)) => self.remove_by_id(&entities),
            (_, Place::Entities(_)) => Err(self.not_allowed("GET, POST, DELETE", "the references of a collection")),
            ("GET", Place::Entity(entity)) => {
                let url = self.url(&entity.id);
                Ok(Reply::json(json!({ "@odata.context": self.context("$ref"), "@odata.id": url }).to_string()))
            }
            ("GET", Place::Absent(_)) => Ok(Reply::no_content()),
            ("PUT", Place::Entity(Entity { reached: Reached::Single(slot), ty, .. }))
            | ("PUT", Place::Absent(Absent { slot, ty, .. })) => self.set_reference(&slot, ty),
            ("DELETE", Place::Entity(entity)) => self.remove_reference(&entity),
            ("DELETE", Place::Absent(_)) => Err(Refusal::not_found("the navigation property has no target to remove")),
            (_, Place::Entity(_) | Place::Absent(_)) => Err(self.not_allowed("GET, PUT, DELETE", "a reference")),
            _ => Err(Refusal::not_found("`$ref` does not apply here").with_target("$ref")),
        }
    }

    fn url(&mut self, id: &EntityId) -> String {
        format!("{}{}", self.base, self.store.location(id))
    }

    fn references(&mut self, entities: &Entities<'s>) -> Result<Reply, Refusal> {
        let reading = Reading::new(self.model, entities.ty, &self.options, &entities.rules)?;
        let found =
            self.matching(entities, &reading, reading.top.unwrap_or(usize::MAX).min(self.service.settings.max_page_size))?;
        let items: Vec<Value> = found.entities.iter().map(|entity| json!({ "@odata.id": self.url(&entity.id) })).collect();
        Ok(Reply::json(json!({ "@odata.context": self.context("Collection($ref)"), "value": items }).to_string()))
    }

    /// The entity that the body refers to.
    fn referred_in_body(&mut self, ty: StructId) -> Result<EntityId, Refusal> {
        let body = self.body_object()?;
        let url = body.get("@odata.id").or_else(|| body.get("@id")).and_then(Value::as_str);
        let url = url.ok_or_else(|| {
            Refusal::bad_request("the body has to be `{\"@odata.id\": \"URL of an entity\"}`").with_target("@odata.id")
        })?;
        self.referred(url, Some(ty))
    }

    fn add_reference(&mut self, entities: &Entities<'s>) -> Result<Reply, Refusal> {
        let id = self.referred_in_body(entities.ty)?;
        // What is in the collection already may be added again: nothing changes.
        if !entities.collection.by_reference && !self.store.is_in(&entities.collection, &id) {
            return Err(Refusal::method_not_allowed(
                "GET",
                "entities live in this collection; only navigation properties without containment take references",
            ));
        }
        self.store.link(&entities.collection, id);
        Ok(Reply::no_content())
    }

    /// `DELETE members/$ref?$id=URL`.
    fn remove_by_id(&mut self, entities: &Entities<'s>) -> Result<Reply, Refusal> {
        let url = self.options.system.iter().find(|(name, _)| name == "$id").map(|(_, value)| value.clone());
        let url = url.ok_or_else(|| {
            Refusal::bad_request("name the entity with `$id=URL`, or with its key in front of `$ref`").with_target("$id")
        })?;
        let id = self.referred(&url, None)?;
        self.unlink(entities.collection.by_reference, &entities.collection, &id)
    }

    fn remove_reference(&mut self, entity: &Entity<'s>) -> Result<Reply, Refusal> {
        match &entity.reached {
            Reached::Item(collection) => self.unlink(collection.by_reference, collection, &entity.id),
            Reached::Single(slot) if slot.contains => {
                Err(Refusal::method_not_allowed("GET", "a contained entity cannot be taken out; delete it instead"))
            }
            Reached::Single(slot) if !slot.nullable => Err(Refusal::bad_request("the navigation property cannot be null")),
            Reached::Single(slot) => {
                self.store.set_single(&slot.own, None);
                Ok(Reply::no_content())
            }
            Reached::Source => Err(Refusal::method_not_allowed("GET", "a singleton is not a reference")),
        }
    }

    fn unlink(&mut self, by_reference: bool, collection: &crate::store::Collection, id: &EntityId) -> Result<Reply, Refusal> {
        if !by_reference {
            return Err(Refusal::method_not_allowed(
                "GET",
                "entities live in this collection; delete the entity instead of a reference",
            ));
        }
        if self.store.unlink(collection, id) {
            return Ok(Reply::no_content());
        }
        Err(Refusal::not_found(format!("`{}` has no such reference", collection.own.location)))
    }

    fn set_reference(&mut self, slot: &Slot, ty: StructId) -> Result<Reply, Refusal> {
        if slot.contains {
            return Err(Refusal::method_not_allowed(
                "GET",
                "the target lives inside its owner; only navigation properties without containment take references",
            ));
        }
        let id = self.referred_in_body(ty)?;
        self.store.set_single(&slot.own, Some(id));
        Ok(Reply::no_content())
    }
}
