//! Single entities, properties and raw values.

use edmund_model::{Primitive, Type};
use serde_json::Value;

use super::exchange::Exchange;
use super::list::selected;
use super::options::Reading;
use super::render::{etag, value_json};
use super::reply::Reply;
use super::stream::is_stream;
use crate::Refusal;
use crate::json::ObjectWriter;
use crate::resolve::{Entity, Property, Reached};

impl<'s> Exchange<'s> {
    pub(super) fn get(&mut self, entity: &Entity<'s>) -> Result<Reply, Refusal> {
        entity.rules.require_read_by_key()?;
        let etag = etag(&entity.row);
        if self.header("if-none-match").is_some_and(|known| known == "*" || known.split(',').any(|known| known.trim() == etag)) {
            return Ok(Reply::not_modified().header("etag", etag));
        }
        Ok(Reply::json(self.entity_document(entity)?).header("etag", etag))
    }

    /// An entity as the whole of an answer, with the request's `$select` and `$expand`.
    pub(super) fn entity_document(&mut self, entity: &Entity<'s>) -> Result<String, Refusal> {
        let reading = Reading::new(self.model, entity.ty, &self.options, &entity.rules)?;
        if reading.filter.is_some() || !reading.order.is_empty() {
            return Err(Refusal::bad_request("`$filter` and `$orderby` apply to collections, not to one entity"));
        }
        let suffix = if matches!(entity.reached, Reached::Item(_)) { "/$entity" } else { "" };
        let cast =
            if entity.ty == entity.id.table().ty { String::new() } else { format!("/{}", self.model.structure(entity.ty).name) };
        let context = self.context(&format!("{}{cast}{}{suffix}", entity.context, selected(&reading.select)));
        self.entity_json(entity, &reading, Some(&context))
    }

    pub(super) fn get_property(&mut self, property: &Property) -> Result<Reply, Refusal> {
        let value = Self::property_value(property);
        if let (Value::Array(items), Type::Struct(ty)) = (&value, property.ty.ty) {
            return self.list_values(property, items, ty);
        }
        if is_stream(property) {
            return self.stream(&property.location);
        }
        if property.ty.ty == Type::Primitive(Primitive::Stream) {
            return Ok(Reply::text("application/octet-stream", property.location.clone()));
        }
        if value.is_null() && !property.ty.collection {
            return Ok(Reply::no_content());
        }
        let context = self.context(&self.property_context(property));
        if let (Value::Object(row), Type::Struct(ty)) = (&value, property.ty.ty) {
            let reading = Reading::new(self.model, ty, &self.options, &Default::default())?;
            let inner = value_json(self.model, ty, row, &reading.select);
            let rest = inner.strip_prefix('{').unwrap_or_default();
            let comma = if rest == "}" { "" } else { "," };
            return Ok(Reply::json(format!("{{\"@odata.context\":{}{comma}{rest}", Value::from(context))));
        }
        let mut writer = ObjectWriter::new();
        writer.member("@odata.context", &Value::from(context));
        writer.member("value", &if property.ty.collection && value.is_null() { Value::Array(Vec::new()) } else { value });
        Ok(Reply::json(writer.finish()))
    }

    /// The path of a property, or the type of a result (OData Protocol 4.01, sections 10.15 to 10.18).
    fn property_context(&self, property: &Property) -> String {
        if property.owner.is_some() {
            return property.location.clone();
        }
        let name = self.model.type_name(property.ty.ty);
        if property.ty.collection { format!("Collection({name})") } else { name }
    }

    pub(super) fn count_property(&self, property: &Property) -> Result<Reply, Refusal> {
        match &property.value {
            Some(Value::Array(items)) => Ok(Reply::text("text/plain", items.len().to_string())),
            _ if property.ty.collection => Ok(Reply::text("text/plain", "0".to_owned())),
            _ => Err(Refusal::bad_request(format!("`{}` is not a collection: `$count` does not apply", property.location))
                .with_target("$count")),
        }
    }
}
