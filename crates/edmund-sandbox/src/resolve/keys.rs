//! Keys in parentheses and as segments (OData URL Conventions 4.01, sections 4.3.1 to 4.3.6).

use edmund_model::{Expression, Primitive, Type, annotation};
use serde_json::Value;

use super::{Entities, Entity, Place, Reached, Resolver};
use crate::key::{self, Part};
use crate::path::{Segment, split_outside};
use crate::store::EntityId;
use crate::{Refusal, value};

impl<'m> Resolver<'m, '_> {
    /// The item that `('a')`, `(1)`, `(a=1,b='x')` or `(@alias)` names.
    pub(super) fn key_predicate(&mut self, entities: &Entities<'m>, arguments: &str) -> Result<Entity<'m>, Refusal> {
        let parts = key::parts(self.model, entities.ty);
        let given = split_outside(arguments, ',');
        if parts.is_empty() {
            return self.item(entities, arguments, arguments);
        }
        let named: Vec<_> = given.iter().filter_map(|text| named_value(text)).collect();
        if named.is_empty() {
            let ([part], [text]) = (parts.as_slice(), given.as_slice()) else {
                return Err(self.wrong_key(&parts, arguments));
            };
            let value = self.key_value(part, text)?;
            return self.item(entities, &key::print(self.model, &parts, &[&value]), arguments);
        }
        if named.len() != given.len() {
            return Err(self.wrong_key(&parts, arguments));
        }
        if !parts.iter().all(|part| named.iter().any(|(name, _)| *name == part.name)) || named.len() != parts.len() {
            return self.alternate_key(entities, &named, arguments);
        }
        let values: Vec<Value> = parts
            .iter()
            .filter_map(|part| named.iter().find(|(name, _)| *name == part.name).map(|(_, text)| self.key_value(part, text)))
            .collect::<Result<_, _>>()?;
        self.item(entities, &key::print(self.model, &parts, &values.iter().collect::<Vec<_>>()), arguments)
    }

    /// The item that one segment names, or as many segments as the key has parts.
    pub(super) fn key_segments(
        &mut self,
        entities: &Entities<'m>,
        segment: &Segment,
        after: &[Segment],
    ) -> Result<(Place<'m>, usize), Refusal> {
        let parts = key::parts(self.model, entities.ty);
        if parts.is_empty() {
            return Ok((Place::Entity(self.item(entities, &segment.text, &segment.text)?), 0));
        }
        let more = parts.len() - 1;
        let Some(rest) = after.get(..more).filter(|rest| rest.iter().all(|segment| !segment.is_system)) else {
            return Err(self.wrong_key(&parts, &segment.text));
        };
        let texts = std::iter::once(segment).chain(rest).map(|segment| segment.text.as_str());
        let values: Vec<Value> =
            parts.iter().zip(texts).map(|(part, text)| self.segment_value(part, text)).collect::<Result<_, _>>()?;
        let predicate = key::print(self.model, &parts, &values.iter().collect::<Vec<_>>());
        Ok((Place::Entity(self.item(entities, &predicate, &segment.text)?), more))
    }

    fn key_value(&mut self, part: &Part, text: &str) -> Result<Value, Refusal> {
        let text = self.alias(text)?;
        let value = value::parse_literal(self.model, &part.ty, &text, &part.name)?;
        match value {
            Value::Null => Err(Refusal::bad_request(format!("the key `{}` cannot be null", part.name))),
            value => Ok(value),
        }
    }

    // As a segment, a key stands without quotes and prefix (OData URL Conventions 4.01, section 4.3.6).
    fn segment_value(&self, part: &Part, text: &str) -> Result<Value, Refusal> {
        let value = match key::underlying(self.model, part.ty.ty) {
            Type::Primitive(
                Primitive::Boolean | Primitive::Byte | Primitive::SByte | Primitive::Int16 | Primitive::Int32 | Primitive::Int64,
            )
            | Type::Primitive(Primitive::Decimal | Primitive::Double | Primitive::Single) => {
                serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
            }
            _ => Value::from(text),
        };
        value::check(self.model, &part.ty, &value, &part.name)?;
        Ok(value)
    }

    /// The text of a parameter alias, or the text itself.
    pub(super) fn alias(&self, text: &str) -> Result<String, Refusal> {
        let text = text.trim();
        if !text.starts_with('@') {
            return Ok(text.to_owned());
        }
        let found = self.aliases.iter().find(|(name, _)| name == text).map(|(_, value)| value.clone());
        found.ok_or_else(|| {
            Refusal::bad_request(format!("the query string does not define the parameter alias `{text}`")).with_target(text)
        })
    }

    fn item(&mut self, entities: &Entities<'m>, predicate: &str, shown: &str) -> Result<Entity<'m>, Refusal> {
        let missing = || Refusal::not_found(format!("`{}` has no item with the key `{shown}`", entities.collection.own.location));
        let id = self.store.find_in(&entities.collection, predicate).ok_or_else(missing)?;
        self.entity(entities, id).ok_or_else(missing)
    }

    /// The entity of an id as the item of a collection; `None` when a cast in the path excludes it.
    fn entity(&mut self, entities: &Entities<'m>, id: EntityId) -> Option<Entity<'m>> {
        let row = self.store.row(&id)?;
        let actual = self.store.type_of(id.table().ty, &row);
        let is_cast = entities.ty != entities.collection.own.ty;
        if is_cast && !self.model.is_a(actual, entities.ty) {
            return None;
        }
        let context = entities.collection.own.location.to_string();
        Some(Entity {
            id,
            ty: entities.ty,
            row,
            rules: entities.rules.clone(),
            reached: Reached::Item(entities.collection.clone()),
            context,
        })
    }

    /// `Org.OData.Core.V1.AlternateKeys` on the type: other properties that identify an entity.
    fn alternate_key(&mut self, entities: &Entities<'m>, given: &[(&str, &str)], shown: &str) -> Result<Entity<'m>, Refusal> {
        let mut wanted = Vec::new();
        for (name, text) in given {
            let path = self.alternate_path(entities, name);
            let property = path.as_ref().and_then(|path| key::property_at(self.model, entities.ty, path));
            let (Some(path), Some(property)) = (path, property) else {
                return Err(self.wrong_key(&key::parts(self.model, entities.ty), shown));
            };
            wanted.push((path, value::parse_literal(self.model, &property.ty, &self.alias(text)?, name)?));
        }
        let names: Vec<String> = wanted.iter().filter_map(|(path, _)| path.split('/').next().map(str::to_owned)).collect();
        let mut cursor = 0;
        while let Some((at, id)) = self.store.next(&entities.collection, cursor) {
            cursor = at + 1;
            let row = self.store.partial(&id, &names).unwrap_or_default();
            if wanted.iter().all(|(path, value)| key::value_at(&row, path) == Some(value)) {
                return self
                    .entity(entities, id)
                    .ok_or_else(|| Refusal::not_found(format!("no item has the alternate key `{shown}`")));
            }
        }
        Err(Refusal::not_found(format!("`{}` has no item with the alternate key `{shown}`", entities.collection.own.location)))
    }

    fn alternate_path(&self, entities: &Entities<'m>, name: &str) -> Option<String> {
        let lineage = self.model.lineage(entities.ty);
        let keys = lineage.filter_map(|id| {
            annotation(&self.model.structure(id).annotations, "Org.OData.Core.V1.AlternateKeys")?.value.as_ref()
        });
        let references = keys.flat_map(Expression::items).filter_map(|key| key.member("Key")).flat_map(Expression::items);
        references
            .filter_map(|reference| {
                let (Expression::Path(_, path) | Expression::String(path)) = reference.member("Name")? else { return None };
                let alias = reference.member("Alias").and_then(Expression::as_str).unwrap_or(path);
                (alias == name || path == name).then(|| path.clone())
            })
            .next()
    }

    fn wrong_key(&self, parts: &[Part], shown: &str) -> Refusal {
        let expected: Vec<String> =
            parts.iter().map(|part| format!("{} ({})", part.name, self.model.type_name(part.ty.ty))).collect();
        Refusal::bad_request(format!("`{shown}` is not the key: expected {}", expected.join(", "))).with_target(shown)
    }
}

/// `name=value` with a simple name in front.
fn named_value(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once('=')?;
    let name = name.trim();
    edmund_model::is_identifier(name).then_some((name, value))
}
