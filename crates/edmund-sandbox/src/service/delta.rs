//! Change tracking (OData Protocol 4.01, section 11.3): what changed in a collection since it was read.
//!
//! A collection of its own rows is tracked when it is asked for with `Prefer: odata.track-changes`, or by a bound function called `delta`, as
//! Microsoft Graph has it. References to entities that live elsewhere are not tracked.

use edmund_model::{OperationKind, Type};
use http::StatusCode;
use serde_json::Value;

use super::exchange::Exchange;
use super::list::selected;
use super::options::Reading;
use super::page::{Token, Tracking};
use super::reply::Reply;
use crate::Refusal;
use crate::json::ObjectWriter;
use crate::resolve::{Call, Entities, Place};
use crate::store::{Change, Row};

/// Instead of a token: from now on, without what is there.
const LATEST: &str = "latest";

/// How an answer says that an entity is no longer there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Removed {
    /// `#users/$deletedEntity` with the entity's id: OData JSON Format 4.0, section 13.
    DeletedEntity,
    /// `@removed` with the entity's key: Microsoft Graph, and OData JSON Format 4.01, section 15.3.
    Annotation,
}

impl<'s> Exchange<'s> {
    /// How changes of a collection are told, if the request asks for it to be tracked.
    pub(super) fn tracked(&self, entities: &Entities<'s>) -> Option<Removed> {
        let is_asked = self.preference("track-changes").is_some();
        (is_asked && is_trackable(entities)).then_some(Removed::DeletedEntity)
    }

    /// The collection whose changes a function tells: one called `delta` that is bound to it and returns its items.
    pub(super) fn delta_of(&self, call: &Call<'s>) -> Option<Entities<'s>> {
        let returns = &call.operation.returns.as_ref()?.ty;
        let Some(Place::Entities(entities)) = call.binding.as_deref() else { return None };
        let is_registered = self.service.settings.handlers.contains_key(&call.operation.name.to_string());
        let is_delta = call.operation.kind == OperationKind::Function && call.operation.name.name == "delta";
        let is_same = returns.collection && returns.ty == Type::Struct(entities.ty);
        (is_delta && is_same && !is_registered && is_trackable(entities)).then(|| entities.clone())
    }

    /// What changed since the token was made.
    pub(super) fn changes(
        &mut self,
        entities: &Entities<'s>,
        reading: &Reading,
        token: &str,
        removed: Removed,
    ) -> Result<Reply, Refusal> {
        let (seed, scope) = (self.service.settings.seed, self.page_scope());
        let token = if token == LATEST { Token::changes(self.store.version()) } else { Token::read(token, seed, &scope)? };
        if token.tracking != Tracking::Changes {
            return Err(Refusal::bad_request("the token is of a page, not of changes").with_target("$deltatoken"));
        }
        let Some(changes) = self.store.changes_since(&entities.collection.own, token.position) else {
            let message = "the changes since the link was made are no longer known: read everything again";
            let refusal = Refusal::new(StatusCode::GONE, "resyncRequired", message).with_target("$deltatoken");
            return Ok(Reply::from(refusal).header("location", self.own_link(None)));
        };
        let (limit, preferred) = self.page_size();
        let is_last = changes.len() <= limit;
        let until = if is_last { self.store.version() } else { changes[limit - 1].version };
        let mut items = Vec::new();
        for change in changes.into_iter().take(limit) {
            items.push(self.change_json(entities, reading, change, removed)?);
        }
        let mut writer = ObjectWriter::new();
        let location = &entities.collection.own.location;
        writer.member("@odata.context", &Value::from(self.context(&format!("{location}{}/$delta", selected(&reading.select)))));
        writer.raw("value", &format!("[{}]", items.join(",")));
        let next = Token::changes(until).write(seed, &scope);
        let link = if is_last { ("@odata.deltaLink", "$deltatoken") } else { ("@odata.nextLink", "$skiptoken") };
        writer.member(link.0, &Value::from(self.own_link(Some((link.1, &next)))));
        let reply = Reply::json(writer.finish());
        Ok(if preferred { reply.header("preference-applied", format!("odata.maxpagesize={limit}")) } else { reply })
    }

    fn change_json(
        &mut self,
        entities: &Entities<'s>,
        reading: &Reading,
        change: Change,
        removed: Removed,
    ) -> Result<String, Refusal> {
        match change.gone {
            Some((location, key)) => {
                let reason = if self.store.exists(&change.id) { "changed" } else { "deleted" };
                Ok(self.removed_json(&location, key, reason, removed))
            }
            None if self.is_wanted(entities, &change.id, reading)? => match self.item(entities, change.id) {
                Some(entity) => self.entity_json(&entity, reading, None),
                None => Err(Refusal::not_found("the entity is not there")),
            },
            // It may have been among the items before.
            None => {
                let location = self.store.location(&change.id);
                let key = self.store.key_row(&change.id).unwrap_or_default();
                Ok(self.removed_json(&location, key, "changed", removed))
            }
        }
    }

    fn removed_json(&self, location: &str, mut key: Row, reason: &str, removed: Removed) -> String {
        let mut writer = ObjectWriter::new();
        match removed {
            Removed::DeletedEntity => {
                let set = location.split('(').next().unwrap_or(location);
                writer.member("@odata.context", &Value::from(self.context(&format!("{set}/$deletedEntity"))));
                writer.member("id", &Value::from(format!("{}{location}", self.base)));
                writer.member("reason", &Value::from(reason));
            }
            Removed::Annotation => {
                writer.member("@removed", &serde_json::json!({ "reason": reason }));
                key.retain(|name, _| !name.starts_with('@'));
                key.iter().for_each(|(name, value)| writer.member(name, value));
            }
        }
        writer.finish()
    }
}

/// Rows that live in the collection itself have a log; references to others have none.
fn is_trackable(entities: &Entities<'_>) -> bool {
    entities.collection.target.is_none()
}
