//! Entities and values as JSON text: control information first, then properties in the order of the schema.

use edmund::query::ExpandedForm;
use edmund_model::{Model, Primitive, StructId, Type};
use serde_json::{Map, Value};

use super::exchange::Exchange;
use super::options::{Expand, Reading, Selection};
use crate::json::ObjectWriter;
use crate::path::Segment;
use crate::query::Scope;
use crate::resolve::{Entities, Entity, Place, Resolver};
use crate::store::{Row, actual_type};
use crate::{Refusal, hash, value};

/// The entity tag of content.
pub(super) fn etag(row: &Row) -> String {
    let text = serde_json::to_string(row).unwrap_or_default();
    format!("W/\"{:016x}\"", hash::text(0, &text))
}

/// The members of an entity or complex value that are wanted, declared ones in the order of the schema, then others.
pub(super) fn members(model: &Model, ty: StructId, row: &Row, select: &Selection, writer: &mut ObjectWriter) {
    let properties = model.properties(ty);
    let mut declared = 0;
    for property in &properties {
        let found = row.get(&property.name);
        declared += usize::from(found.is_some());
        if !select.has(&property.name) || property.ty.ty == Type::Primitive(Primitive::Stream) {
            continue;
        }
        let value = found.unwrap_or(&Value::Null);
        match (select.of(&property.name), property.ty.ty) {
            (Some(inner), Type::Struct(id)) => writer.raw(&property.name, &projected(model, id, value, inner)),
            _ => writer.member(&property.name, value),
        }
    }
    if declared == row.len() {
        return;
    }
    let is_dynamic = |name: &String| !value::is_annotation(name) && properties.iter().all(|property| property.name != **name);
    for (name, value) in row.iter().filter(|(name, _)| is_dynamic(name) && select.has(name)) {
        writer.member(name, value);
    }
}

fn projected(model: &Model, declared: StructId, value: &Value, select: &Selection) -> String {
    match value {
        Value::Object(inner) => {
            let mut writer = ObjectWriter::new();
            members(model, actual_type(model, declared, inner), inner, select, &mut writer);
            writer.finish()
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| projected(model, declared, item, select)).collect();
            format!("[{}]", items.join(","))
        }
        other => other.to_string(),
    }
}

impl<'s> Exchange<'s> {
    /// An entity with its control information. `context` stands at the top of an answer only.
    pub(super) fn entity_json(
        &mut self,
        entity: &Entity<'s>,
        reading: &Reading,
        context: Option<&str>,
    ) -> Result<String, Refusal> {
        let mut writer = ObjectWriter::new();
        if let Some(context) = context {
            writer.member("@odata.context", &Value::from(context));
        }
        let actual = actual_type(self.model, entity.id.table().ty, &entity.row);
        if actual != entity.ty {
            writer.member("@odata.type", &Value::from(format!("#{}", self.model.structure(actual).name)));
        }
        if entity.rules.has_etags() {
            writer.member("@odata.etag", &Value::from(etag(&entity.row)));
        }
        members(self.model, actual, &entity.row, &reading.select, &mut writer);
        let scope = Scope { model: self.model, row: &entity.row, now: self.now, fuel: &self.fuel };
        for (name, node) in reading.computed.iter().filter(|(name, _)| reading.select.has(name)) {
            writer.member(name, &node.value(scope).to_json());
        }
        for item in &reading.expand {
            self.expanded(entity, item, &mut writer)?;
        }
        Ok(writer.finish())
    }

    fn expanded(&mut self, entity: &Entity<'s>, expand: &Expand, writer: &mut ObjectWriter) -> Result<(), Refusal> {
        let actual = actual_type(self.model, entity.id.table().ty, &entity.row);
        if self.model.navigations(actual).iter().all(|navigation| navigation.name != expand.name) {
            return Ok(());
        }
        let inside = Entity { ty: actual, ..entity.clone() };
        let mut resolver = Resolver { model: self.model, store: self.store, aliases: &self.options.custom };
        match resolver.step_entity(inside, &Segment::named(&expand.name))? {
            Place::Entities(mut entities) => {
                entities.ty = expand.cast.unwrap_or(entities.ty);
                self.expanded_many(entity, &entities, expand, writer)
            }
            Place::Entity(target) if expand.cast.is_none_or(|cast| self.is_of(&target, cast)) => {
                self.count_related(1)?;
                let json = self.expanded_json(&Entity { ty: expand.cast.unwrap_or(target.ty), ..target }, expand)?;
                writer.raw(&expand.name, &json);
                Ok(())
            }
            _ => {
                writer.member(&expand.name, &Value::Null);
                Ok(())
            }
        }
    }

    fn is_of(&self, entity: &Entity<'s>, ty: StructId) -> bool {
        self.model.is_a(self.store.type_of(entity.id.table().ty, &entity.row), ty)
    }

    /// An entity inside another, or its reference.
    fn expanded_json(&mut self, entity: &Entity<'s>, expand: &Expand) -> Result<String, Refusal> {
        if expand.form == ExpandedForm::References {
            let mut writer = ObjectWriter::new();
            writer.member("@odata.id", &Value::from(format!("{}{}", self.base, self.store.location(&entity.id))));
            return Ok(writer.finish());
        }
        self.entity_json(entity, &expand.reading, None)
    }

    fn expanded_many(
        &mut self,
        owner: &Entity<'s>,
        entities: &Entities<'s>,
        expand: &Expand,
        writer: &mut ObjectWriter,
    ) -> Result<(), Refusal> {
        if expand.form == ExpandedForm::Count {
            let total = self.total(entities, &expand.reading)?;
            writer.member(&format!("{}@odata.count", expand.name), &Value::from(total));
            return Ok(());
        }
        let limit = expand.reading.top.unwrap_or(usize::MAX).min(self.service.settings.max_page_size);
        let found = self.matching(entities, &expand.reading, limit)?;
        self.count_related(found.entities.len())?;
        let mut items = Vec::new();
        for entity in &found.entities {
            items.push(self.expanded_json(entity, expand)?);
        }
        if expand.reading.count {
            let total = self.total(entities, &expand.reading)?;
            writer.member(&format!("{}@odata.count", expand.name), &Value::from(total));
        }
        writer.raw(&expand.name, &format!("[{}]", items.join(",")));
        if found.next.is_some() && expand.reading.top.is_none_or(|top| top > items.len()) {
            let skip = expand.reading.skip.saturating_add(items.len());
            let others = expand
                .query
                .split('&')
                .filter(|pair| !pair.is_empty() && !pair.starts_with("$skip="))
                .map(|pair| format!("&{pair}"));
            let owner = self.store.location(&owner.id);
            let link = format!("{}{owner}/{}?$skip={skip}{}", self.base, expand.name, others.collect::<String>());
            writer.member(&format!("{}@odata.nextLink", expand.name), &Value::from(link));
        }
        Ok(())
    }
}

/// A complex value or computed entity without control information.
pub(super) fn value_json(model: &Model, declared: StructId, row: &Map<String, Value>, select: &Selection) -> String {
    let mut writer = ObjectWriter::new();
    let actual = actual_type(model, declared, row);
    if actual != declared {
        writer.member("@odata.type", &Value::from(format!("#{}", model.structure(actual).name)));
    }
    members(model, actual, row, select, &mut writer);
    writer.finish()
}
