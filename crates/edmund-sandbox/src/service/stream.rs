//! Streams and raw values (OData Protocol 4.01, sections 11.2.4.1, 11.4.7 and 11.4.9).

use edmund_model::{Primitive, StructId, Type};
use http::{Method, StatusCode};
use serde_json::Value;

use super::exchange::Exchange;
use super::reply::Reply;
use super::write::{fixed_names, set_at};
use crate::resolve::{Entity, Property};
use crate::store::Content;
use crate::{Refusal, key, value};

impl<'s> Exchange<'s> {
    /// The content of a media entity.
    pub(super) fn media(&mut self, entity: &Entity<'s>) -> Result<Reply, Refusal> {
        if !self.has_stream(entity.ty) {
            let name = &self.model.structure(entity.ty).name;
            return Err(
                Refusal::bad_request(format!("`{name}` is not a media type: `$value` does not apply")).with_target("$value")
            );
        }
        let location = format!("{}/$value", self.store.location(&entity.id));
        self.stream(&location)
    }

    /// Whether an entity of a type is itself the content of a stream.
    pub(super) fn has_stream(&self, ty: StructId) -> bool {
        self.model.lineage(ty).any(|id| self.model.structure(id).has_stream)
    }

    /// Reads, replaces or removes the content at a location. Where no request has put one, the location stands for it.
    pub(super) fn stream(&mut self, location: &str) -> Result<Reply, Refusal> {
        let content = match self.method {
            Method::GET => {
                return Ok(match self.store.content(location) {
                    None => Reply::text("application/octet-stream", location.to_owned()),
                    Some(None) => Reply::no_content(),
                    Some(Some(Content { media_type, bytes })) => Reply::bytes(media_type.clone(), bytes.clone()),
                });
            }
            Method::PUT => {
                let media_type = self.header("content-type").unwrap_or("application/octet-stream").to_owned();
                Some(Content { media_type, bytes: self.body.clone() })
            }
            Method::DELETE => None,
            _ => return Err(self.not_allowed("GET, PUT, DELETE", "a stream")),
        };
        self.set_content(location, content).map(|()| Reply::no_content())
    }

    pub(super) fn set_content(&mut self, location: &str, content: Option<Content>) -> Result<(), Refusal> {
        let message = "the sandbox holds no more contents of streams";
        let refusal = || Refusal::new(StatusCode::INSUFFICIENT_STORAGE, "InsufficientStorage", message);
        if self.store.set_content(location, content) { Ok(()) } else { Err(refusal()) }
    }

    /// Reads or changes the text of a primitive value.
    pub(super) fn raw_value(&mut self, property: &Property) -> Result<Reply, Refusal> {
        if is_stream(property) {
            return self.stream(&property.location);
        }
        let is_primitive = !property.ty.collection && !matches!(key::underlying(self.model, property.ty.ty), Type::Struct(_));
        if !is_primitive {
            let message = format!("`{}` is not a primitive value: `$value` does not apply", property.location);
            return Err(Refusal::bad_request(message).with_target("$value"));
        }
        let new = match self.method {
            Method::GET => {
                return Ok(match &property.value {
                    None | Some(Value::Null) => Reply::no_content(),
                    Some(Value::String(text)) => Reply::text("text/plain", text.clone()),
                    Some(other) => Reply::text("text/plain", other.to_string()),
                });
            }
            Method::PUT => self.text_value(property)?,
            Method::DELETE => Value::Null,
            _ => return Err(self.not_allowed("GET, PUT, DELETE", "$value")),
        };
        self.set_property(property, new)
    }

    /// The value of a body that is plain text.
    fn text_value(&self, property: &Property) -> Result<Value, Refusal> {
        let text =
            std::str::from_utf8(&self.body).map_err(|_| Refusal::bad_request("the body has to be text in UTF-8"))?.to_owned();
        let is_literal = |primitive| {
            use Primitive::{Boolean, Byte, Decimal, Double, Int16, Int32, Int64, SByte, Single};
            matches!(primitive, Boolean | Byte | Decimal | Double | Int16 | Int32 | Int64 | SByte | Single)
        };
        Ok(match key::underlying(self.model, property.ty.ty) {
            Type::Primitive(primitive) if is_literal(primitive) => {
                serde_json::from_str(text.trim()).unwrap_or(Value::String(text))
            }
            _ => Value::String(text),
        })
    }

    /// Gives a property of an entity a new value.
    pub(super) fn set_property(&mut self, property: &Property, new: Value) -> Result<Reply, Refusal> {
        let Some((id, ty)) = property.owner.clone() else {
            return Err(Refusal::method_not_allowed("GET", "the result of a function cannot be changed"));
        };
        let root = property.path.first().cloned().unwrap_or_default();
        if property.computed || fixed_names(self.model, ty).contains(&root) {
            return Err(Refusal::bad_request(format!("`{root}` is a key or computed and cannot be changed")).with_target(root));
        }
        value::check(self.model, &property.ty, &new, &property.path.join("/"))?;
        let mut row = self.store.row(&id).unwrap_or_default();
        set_at(&mut row, &property.path, new);
        self.store.replace(&id, row);
        Ok(Reply::no_content())
    }
}

/// Whether a property is a stream of its own.
pub(super) fn is_stream(property: &Property) -> bool {
    property.owner.is_some() && !property.ty.collection && property.ty.ty == Type::Primitive(Primitive::Stream)
}
