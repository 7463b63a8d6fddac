//! Functions and actions: computed by registered code, or a value that the schema allows.

use std::fmt;

use edmund_model::sample::{self, Seed};
use edmund_model::{OperationKind, TypeRef};
use http::StatusCode;
use serde_json::{Map, Value};

use super::delta::Removed;
use super::exchange::Exchange;
use super::reply::Reply;
use crate::path;
use crate::resolve::{Call, Place, Property, Resolver};
use crate::{Refusal, hash, value};

/// One call of a function or action, as registered code sees it.
pub struct Invocation<'a, 's> {
    exchange: &'a mut Exchange<'s>,
    binding: Option<Place<'s>>,
    arguments: Map<String, Value>,
}

impl fmt::Debug for Invocation<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invocation").field("arguments", &self.arguments).finish_non_exhaustive()
    }
}

impl Invocation<'_, '_> {
    /// The value of a parameter; `None` when the caller left it out.
    pub fn argument(&self, name: &str) -> Option<&Value> {
        self.arguments.get(name)
    }

    /// The members of the entity that the operation is called on, when it is called on one.
    pub fn entity(&self) -> Option<&Map<String, Value>> {
        match &self.binding {
            Some(Place::Entity(entity)) => Some(&entity.row),
            _ => None,
        }
    }

    /// Visits every entity of a collection: a path from what the operation is called on (`userRegistrationDetails`, empty for itself),
    /// or with a leading slash from the service root (`/users`).
    ///
    /// # Errors
    /// The path does not lead to a collection of entities.
    pub fn for_each(&mut self, path: &str, mut visit: impl FnMut(&Map<String, Value>)) -> Result<(), Refusal> {
        let start = if path.starts_with('/') { Place::Root } else { self.binding.clone().unwrap_or(Place::Root) };
        let segments = path::segments(path)?;
        let mut resolver = Resolver { model: self.exchange.model, store: self.exchange.store, aliases: &[] };
        let (Place::Entities(entities), []) = resolver.resolve(start, &segments)? else {
            return Err(Refusal::not_found(format!("`{path}` is not a collection of entities")));
        };
        let mut cursor = 0;
        while let Some((at, id)) = self.exchange.store.next(&entities.collection, cursor) {
            cursor = at + 1;
            visit(&self.exchange.store.row(&id).unwrap_or_default());
        }
        Ok(())
    }
}

impl<'s> Exchange<'s> {
    pub(super) fn call(&mut self, call: &Call<'s>) -> Result<Reply, Refusal> {
        match (call.operation.kind, self.method.as_str()) {
            (OperationKind::Function, "GET") => {
                if let Some(entities) = self.delta_of(call) {
                    return self.read_collection(&entities, Some(Removed::Annotation));
                }
                let result = self.call_function(call)?;
                self.get_property(&result)
            }
            (OperationKind::Function, _) => Err(self.not_allowed("GET", "a function")),
            (OperationKind::Action, "POST") => self.call_action(call),
            (OperationKind::Action, _) => Err(self.not_allowed("POST", "an action")),
        }
    }

    /// The result of a function.
    pub(super) fn call_function(&mut self, call: &Call<'s>) -> Result<Property, Refusal> {
        if call.operation.kind != OperationKind::Function {
            return Err(self.not_allowed("POST", "an action"));
        }
        let Some(returns) = &call.operation.returns else {
            return Err(Refusal::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "InternalError",
                "the schema gives the function no return type",
            ));
        };
        self.result(call, &returns.ty, call.arguments.clone())
    }

    fn call_action(&mut self, call: &Call<'s>) -> Result<Reply, Refusal> {
        let arguments = self.parameters(call)?;
        match &call.operation.returns {
            Some(returns) => {
                let result = self.result(call, &returns.ty, arguments)?;
                self.get_property(&result)
            }
            None => {
                if let Some(handler) = self.service.settings.handlers.get(&call.operation.name.to_string()).cloned() {
                    let binding = call.binding.as_deref().cloned();
                    handler(&mut Invocation { exchange: self, binding, arguments })?;
                }
                Ok(Reply::no_content())
            }
        }
    }

    /// The parameters of an action, from the body.
    fn parameters(&self, call: &Call<'s>) -> Result<Map<String, Value>, Refusal> {
        let declared = call.operation.arguments();
        if declared.is_empty() && self.body.is_empty() {
            return Ok(Map::new());
        }
        let required =
            declared.iter().filter(|parameter| !parameter.optional && !parameter.ty.nullable && !parameter.ty.collection);
        let body = if self.body.is_empty() { Map::new() } else { self.body_object()? };
        for (name, value) in body.iter().filter(|(name, _)| !value::is_annotation(name)) {
            let parameter = declared.iter().find(|parameter| parameter.name == *name).ok_or_else(|| {
                let names: Vec<&str> = declared.iter().map(|parameter| parameter.name.as_str()).collect();
                let message =
                    format!("the action `{}` has no parameter `{name}`; it has {}", call.operation.name, names.join(", "));
                Refusal::bad_request(message).with_target(name.clone())
            })?;
            value::check(self.model, &parameter.ty, value, name)?;
        }
        for parameter in required {
            if !body.contains_key(&parameter.name) {
                let message = format!("the action `{}` needs the parameter `{}`", call.operation.name, parameter.name);
                return Err(Refusal::bad_request(message).with_target(parameter.name.clone()));
            }
        }
        Ok(body)
    }

    fn result(&mut self, call: &Call<'s>, ty: &TypeRef, arguments: Map<String, Value>) -> Result<Property, Refusal> {
        let name = call.operation.name.to_string();
        let value = match self.service.settings.handlers.get(&name).cloned() {
            Some(handler) => {
                let binding = call.binding.as_deref().cloned();
                let value = handler(&mut Invocation { exchange: self, binding, arguments })?;
                value::check(self.model, ty, &value, &call.operation.name.name).map_err(|refusal| {
                    let message =
                        format!("the registered code of `{name}` returned what the schema does not allow: {}", refusal.message);
                    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalError", message)
                })?;
                value
            }
            None => {
                let seed = hash::text(self.service.settings.seed, &name);
                sample::value(
                    self.model,
                    ty,
                    &call.operation.name.name,
                    Seed(seed),
                    hash::text(seed, &Value::Object(arguments).to_string()) % 1000,
                )
            }
        };
        let location = match call.binding.as_deref() {
            Some(place) => format!("{}/{}", self.place_location(place), call.name),
            None => call.name.clone(),
        };
        Ok(Property { owner: None, path: Vec::new(), ty: ty.clone(), value: Some(value), location, computed: true })
    }

    fn place_location(&mut self, place: &Place<'s>) -> String {
        match place {
            Place::Entity(entity) => self.store.location(&entity.id),
            Place::Entities(entities) => entities.collection.own.location.to_string(),
            Place::Value(property) => property.location.clone(),
            _ => String::new(),
        }
    }
}
