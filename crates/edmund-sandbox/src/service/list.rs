//! Collections: which items a request means, in which order, and which of them stand on this page.

use std::sync::{Arc, PoisonError};

use serde_json::Value;

use super::delta::Removed;
use super::exchange::Exchange;
use super::options::{Reading, Selection};
use super::page::{Token, Tracking};
use super::render::value_json;
use super::reply::Reply;
use crate::Refusal;
use crate::json::ObjectWriter;
use crate::path::Segment;
use crate::query::{Datum, Needs, Scope, compare_keys, finds};
use crate::resolve::{Entities, Entity, Place, Property, Reached, Resolver};
use crate::store::{Cursor, EntityId, Row};

/// Orders kept at a time, so that the second page of an ordered list need not order again.
const ORDERS: usize = 8;
/// Items of a navigation property that a filter looks at.
const MAX_RELATED: usize = 1000;

/// Ordered cursors of earlier requests, with what they hold for: text of the request and version of the store.
#[derive(Debug, Default)]
pub(crate) struct Orders(Vec<(String, u64, Arc<Vec<Cursor>>)>);

/// Some items of a collection.
pub(super) struct Found<'s> {
    pub(super) entities: Vec<Entity<'s>>,
    /// Position of the first item behind them, if there is one.
    pub(super) next: Option<u64>,
}

impl<'s> Exchange<'s> {
    pub(super) fn list(&mut self, entities: &Entities<'s>) -> Result<Reply, Refusal> {
        self.read_collection(entities, self.tracked(entities))
    }

    /// A page of a collection, and of its changes where these are followed.
    pub(super) fn read_collection(&mut self, entities: &Entities<'s>, tracked: Option<Removed>) -> Result<Reply, Refusal> {
        entities.rules.require("ReadRestrictions", "Readable", "reading")?;
        if !self.options.apply.is_empty() {
            return self.applied(entities);
        }
        let reading = Reading::new(self.model, entities.ty, &self.options, &entities.rules)?;
        let scope = self.page_scope();
        let token = reading.token.as_ref().map(|text| Token::read(text, self.service.settings.seed, &scope)).transpose()?;
        if let Some(text) = reading.delta_token.as_ref().or(reading.token.as_ref().filter(|_| is_of_changes(token))) {
            return self.changes(entities, &reading, text, tracked.unwrap_or(Removed::DeletedEntity));
        }
        let tracking = match token {
            Some(token) => token.tracking,
            None => tracked.map_or(Tracking::Untracked, |_| Tracking::From(self.store.version())),
        };
        let sent = token.map_or(0, |token| token.sent);
        let left = reading.top.map_or(u64::MAX, |top| (top as u64).saturating_sub(sent));
        let (page_size, preferred) = self.page_size();
        let limit = page_size.min(usize::try_from(left).unwrap_or(usize::MAX));

        let found = self.items(entities, &reading, token.map(|token| token.position), limit)?;
        let mut writer = ObjectWriter::new();
        let context = self.collection_context(&entities.collection.own.location, entities, &reading.select);
        writer.member("@odata.context", &Value::from(context));
        if reading.count && token.is_none() {
            writer.member("@odata.count", &Value::from(self.total(entities, &reading)?));
        }
        let mut items = Vec::with_capacity(found.entities.len());
        for entity in &found.entities {
            items.push(self.entity_json(entity, &reading, None)?);
        }
        writer.raw("value", &format!("[{}]", items.join(",")));
        let sent = sent + items.len() as u64;
        if let Some(position) = found.next.filter(|_| reading.top.is_none_or(|top| sent < top as u64)) {
            let token = Token { position, sent, tracking }.write(self.service.settings.seed, &scope);
            writer.member("@odata.nextLink", &Value::from(self.own_link(Some(("$skiptoken", &token)))));
        } else if let Tracking::From(version) = tracking {
            let token = Token::changes(version).write(self.service.settings.seed, &scope);
            writer.member("@odata.deltaLink", &Value::from(self.own_link(Some(("$deltatoken", &token)))));
        }
        let page_size = preferred.then(|| format!("odata.maxpagesize={page_size}"));
        let is_preferred = self.preference("track-changes").is_some() && tracking != Tracking::Untracked;
        let track = is_preferred.then(|| "odata.track-changes".to_owned());
        let applied: Vec<String> = page_size.into_iter().chain(track).collect();
        let reply = Reply::json(writer.finish());
        Ok(if applied.is_empty() { reply } else { reply.header("preference-applied", applied.join(", ")) })
    }

    pub(super) fn count(&mut self, entities: &Entities<'s>) -> Result<Reply, Refusal> {
        entities.rules.require("ReadRestrictions", "Readable", "reading")?;
        entities.rules.require_option("CountRestrictions", "Countable", "$count")?;
        if !self.options.apply.is_empty() {
            let options = self.options.clone();
            return Ok(Reply::text("text/plain", self.applied_rows(entities, &options)?.1.len().to_string()));
        }
        let reading = Reading::new(self.model, entities.ty, &self.options, &entities.rules)?;
        Ok(Reply::text("text/plain", self.total(entities, &reading)?.to_string()))
    }

    /// The page size, and whether the client's preference decided it.
    pub(super) fn page_size(&self) -> (usize, bool) {
        let settings = &self.service.settings;
        match self.preference("maxpagesize").and_then(|text| text.parse::<usize>().ok()).filter(|size| *size > 0) {
            Some(size) => (size.min(settings.max_page_size), true),
            None => (settings.page_size.min(settings.max_page_size), false),
        }
    }

    /// What a page token is bound to: the path and all options but the token.
    pub(super) fn page_scope(&self) -> String {
        let mut options = self.options.clone();
        options.system.retain(|(name, _)| !is_token(name));
        let path = edmund::query::decode(&self.raw_path).unwrap_or_else(|_| self.raw_path.clone());
        format!("{path}?{options}")
    }

    /// The request's own URL, query text untouched, with a token by its name, or without any.
    pub(super) fn own_link(&self, token: Option<(&str, &str)>) -> String {
        let is_other = |pair: &&str| {
            let name = pair.split('=').next().unwrap_or_default();
            !pair.is_empty() && !edmund::query::decode_query(name).is_ok_and(|name| is_token(&name))
        };
        let token = token.map(|(name, token)| format!("{name}={token}"));
        let pairs = self.raw_query.split('&').filter(is_other).map(str::to_owned).chain(token);
        let query = pairs.collect::<Vec<_>>().join("&");
        let relative = self.raw_path.strip_prefix(self.service.prefix()).unwrap_or(&self.raw_path).trim_start_matches('/');
        format!("{}{relative}{}{query}", self.base, if query.is_empty() { "" } else { "?" })
    }

    fn collection_context(&self, location: &str, entities: &Entities<'s>, select: &Selection) -> String {
        let cast = if entities.ty == entities.collection.own.ty {
            String::new()
        } else {
            format!("/{}", self.model.structure(entities.ty).name)
        };
        self.context(&format!("{location}{cast}{}", selected(select)))
    }

    /// The first items that a reading wants, with skip and limit.
    pub(super) fn matching(&mut self, entities: &Entities<'s>, reading: &Reading, limit: usize) -> Result<Found<'s>, Refusal> {
        self.items(entities, reading, None, limit)
    }

    fn items(
        &mut self,
        entities: &Entities<'s>,
        reading: &Reading,
        position: Option<u64>,
        limit: usize,
    ) -> Result<Found<'s>, Refusal> {
        if reading.order.is_empty() {
            self.scanned(entities, reading, position, limit)
        } else {
            self.ordered(entities, reading, position, limit)
        }
    }

    /// Items in the order of the store, from a cursor on: no more is read than the page needs.
    fn scanned(
        &mut self,
        entities: &Entities<'s>,
        reading: &Reading,
        from: Option<u64>,
        limit: usize,
    ) -> Result<Found<'s>, Refusal> {
        let mut skip = if from.is_some() { 0 } else { reading.skip };
        let mut cursor = from.unwrap_or(0);
        let mut found = Found { entities: Vec::new(), next: None };
        while let Some((at, id)) = self.store.next(&entities.collection, cursor) {
            cursor = at + 1;
            if !self.is_wanted(entities, &id, reading)? {
                continue;
            }
            if skip > 0 {
                skip -= 1;
            } else if found.entities.len() >= limit {
                found.next = Some(at);
                break;
            } else {
                found.entities.extend(self.item(entities, id));
            }
        }
        Ok(found)
    }

    fn ordered(
        &mut self,
        entities: &Entities<'s>,
        reading: &Reading,
        from: Option<u64>,
        limit: usize,
    ) -> Result<Found<'s>, Refusal> {
        let order = self.order(entities, reading)?;
        let start = from.map_or(reading.skip, |position| usize::try_from(position).unwrap_or(usize::MAX));
        let end = start.saturating_add(limit);
        let mut found = Found { entities: Vec::new(), next: (end < order.len()).then_some(end as u64) };
        for cursor in order.get(start..end.min(order.len())).unwrap_or(&[]) {
            if let Some((_, id)) = self.store.next(&entities.collection, *cursor) {
                found.entities.extend(self.item(entities, id));
            }
        }
        Ok(found)
    }

    /// The cursors of all wanted items in their order.
    fn order(&mut self, entities: &Entities<'s>, reading: &Reading) -> Result<Arc<Vec<Cursor>>, Refusal> {
        let name = format!("{}\n{:?}\n{}", entities.collection.own.location, entities.ty, reading.signature);
        let version = self.store.version();
        let orders = &self.service.orders;
        let known = orders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((.., order)) = known.0.iter().find(|(text, at, _)| *text == name && *at == version) {
            return Ok(order.clone());
        }
        drop(known);
        let mut keyed = Vec::new();
        let mut cursor = 0;
        while let Some((at, id)) = self.store.next(&entities.collection, cursor) {
            cursor = at + 1;
            let row = self.read_needs(&id, &reading.needs)?;
            if self.passes(entities, &id, &row, reading) {
                keyed.push((self.sort_key(&row, reading), at));
            }
        }
        keyed.sort_by(|(left, _), (right, _)| compare_keys(left, right, &reading.order));
        let order: Arc<Vec<Cursor>> = Arc::new(keyed.into_iter().map(|(_, cursor)| cursor).collect());
        let mut known = orders.lock().unwrap_or_else(PoisonError::into_inner);
        known.0.retain(|(_, at, _)| *at == version);
        known.0.truncate(ORDERS - 1);
        known.0.insert(0, (name, version, order.clone()));
        Ok(order)
    }

    fn sort_key(&self, row: &Row, reading: &Reading) -> Vec<Datum<'static>> {
        let scope = Scope { model: self.model, row, now: self.now, fuel: &self.fuel };
        reading.order.iter().map(|(node, _)| node.value(scope).into_owned()).collect()
    }

    /// How many items a reading means, whatever `$top` and `$skip` say.
    pub(super) fn total(&mut self, entities: &Entities<'s>, reading: &Reading) -> Result<u64, Refusal> {
        let mut count = 0;
        let mut cursor = 0;
        while let Some((at, id)) = self.store.next(&entities.collection, cursor) {
            cursor = at + 1;
            count += u64::from(self.is_wanted(entities, &id, reading)?);
        }
        Ok(count)
    }

    pub(super) fn is_wanted(&mut self, entities: &Entities<'s>, id: &EntityId, reading: &Reading) -> Result<bool, Refusal> {
        let is_cast = entities.ty != entities.collection.own.ty;
        if reading.filter.is_none() && reading.search.is_none() && !is_cast {
            return Ok(true);
        }
        let row = self.read_needs(id, &reading.needs)?;
        Ok(self.passes(entities, id, &row, reading))
    }

    fn passes(&self, entities: &Entities<'s>, id: &EntityId, row: &Row, reading: &Reading) -> bool {
        let is_cast = entities.ty != entities.collection.own.ty;
        let is_type = !is_cast || self.model.is_a(self.store.type_of(id.table().ty, row), entities.ty);
        let scope = Scope { model: self.model, row, now: self.now, fuel: &self.fuel };
        let is_found = reading.search.as_ref().is_none_or(|search| finds(search, row));
        is_type && is_found && reading.filter.as_ref().is_none_or(|filter| filter.passes(scope))
    }

    /// The part of an entity that an expression reads; targets of navigation properties stand inside, as with `$expand`.
    pub(super) fn read_needs(&mut self, id: &EntityId, needs: &Needs) -> Result<Row, Refusal> {
        if needs.navigations.is_empty() && !needs.all {
            let names: Vec<String> = needs.properties.iter().cloned().collect();
            return Ok(self.store.partial(id, &names).unwrap_or_default());
        }
        let mut row = self.store.row(id).unwrap_or_default();
        for (name, inner) in &needs.navigations {
            let ty = self.store.type_of(id.table().ty, &row);
            let entity = Entity {
                id: id.clone(),
                ty,
                row: row.clone(),
                rules: Default::default(),
                reached: Reached::Source,
                context: String::new(),
            };
            let mut resolver = Resolver { model: self.model, store: self.store, aliases: &[] };
            let related = match resolver.step_entity(entity, &Segment::named(name)) {
                Ok(Place::Entity(target)) => Value::Object(self.read_needs(&target.id, inner)?),
                Ok(Place::Entities(entities)) => Value::Array(self.related(&entities, inner)?),
                _ => Value::Null,
            };
            row.insert(name.clone(), related);
        }
        Ok(row)
    }

    fn related(&mut self, entities: &Entities<'s>, needs: &Needs) -> Result<Vec<Value>, Refusal> {
        let mut items = Vec::new();
        let mut cursor = 0;
        while let Some((at, id)) = self.store.next(&entities.collection, cursor).filter(|_| items.len() < MAX_RELATED) {
            cursor = at + 1;
            self.count_related(1)?;
            items.push(Value::Object(self.read_needs(&id, needs)?));
        }
        Ok(items)
    }

    pub(super) fn item(&mut self, entities: &Entities<'s>, id: EntityId) -> Option<Entity<'s>> {
        let row = self.store.row(&id)?;
        let reached = Reached::Item(entities.collection.clone());
        Some(Entity { id, ty: entities.ty, row, rules: entities.rules.clone(), reached, context: String::new() })
    }

    /// The answer for a collection that a function returned or a property holds.
    pub(super) fn list_values(
        &mut self,
        property: &Property,
        values: &[Value],
        ty: edmund_model::StructId,
    ) -> Result<Reply, Refusal> {
        let reading = Reading::new(self.model, ty, &self.options, &Default::default())?;
        let wanted = self.wanted_values(values, &reading);
        let scope = self.page_scope();
        let token = reading.token.as_ref().map(|text| Token::read(text, self.service.settings.seed, &scope)).transpose()?;
        let start = token.map_or(reading.skip, |token| token.position as usize).min(wanted.len());
        let last = reading.top.map_or(wanted.len(), |top| reading.skip.saturating_add(top)).min(wanted.len());
        let end = start.saturating_add(self.page_size().0).min(last).max(start);
        let rows = wanted[start..end].iter().filter_map(|value| value.as_object());
        let items: Vec<String> = rows.map(|row| value_json(self.model, ty, row, &reading.select)).collect();
        let context = format!("Collection({}){}", self.model.type_name(property.ty.ty), selected(&reading.select));
        let count = (reading.count && token.is_none()).then_some(wanted.len());
        Ok(self.values_page(&context, count, &items, (end < last).then_some(end)))
    }

    /// A page of values, and where the next one begins.
    pub(super) fn values_page(&self, context: &str, count: Option<usize>, items: &[String], next: Option<usize>) -> Reply {
        let mut writer = ObjectWriter::new();
        writer.member("@odata.context", &Value::from(self.context(context)));
        if let Some(count) = count {
            writer.member("@odata.count", &Value::from(count));
        }
        writer.raw("value", &format!("[{}]", items.join(",")));
        if let Some(next) = next {
            let token = Token { position: next as u64, sent: next as u64, tracking: Tracking::Untracked };
            let token = token.write(self.service.settings.seed, &self.page_scope());
            writer.member("@odata.nextLink", &Value::from(self.own_link(Some(("$skiptoken", &token)))));
        }
        Reply::json(writer.finish())
    }

    fn wanted_values<'v>(&self, values: &'v [Value], reading: &Reading) -> Vec<&'v Value> {
        let passes = |value: &&Value| {
            let Some(row) = value.as_object() else { return reading.filter.is_none() };
            let scope = Scope { model: self.model, row, now: self.now, fuel: &self.fuel };
            let is_found = reading.search.as_ref().is_none_or(|search| finds(search, row));
            is_found && reading.filter.as_ref().is_none_or(|filter| filter.passes(scope))
        };
        let mut wanted: Vec<&Value> = values.iter().filter(passes).collect();
        if !reading.order.is_empty() {
            let key = |value: &Value| value.as_object().map(|row| self.sort_key(row, reading)).unwrap_or_default();
            let mut keyed: Vec<_> = wanted.into_iter().map(|value| (key(value), value)).collect();
            keyed.sort_by(|(left, _), (right, _)| compare_keys(left, right, &reading.order));
            wanted = keyed.into_iter().map(|(_, value)| value).collect();
        }
        wanted
    }
}

/// Whether an option says where to go on.
fn is_token(name: &str) -> bool {
    matches!(name, "$skiptoken" | "$deltatoken")
}

fn is_of_changes(token: Option<Token>) -> bool {
    token.is_some_and(|token| token.tracking == Tracking::Changes)
}

/// `(id,name)` of a context URL.
pub(super) fn selected(select: &Selection) -> String {
    if select.members.is_empty() {
        return String::new();
    }
    format!("({})", select.members.keys().map(String::as_str).collect::<Vec<_>>().join(","))
}
