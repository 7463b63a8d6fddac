//! The state behind the service.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use edmund_model::sample::{Plan, Seed};
use edmund_model::{Model, Primitive, StructId, Type};
use serde_json::Value;

use super::contents::{Content, Contents};
use super::log::{Change, Log};
use super::{EntityId, Row, Sizes, Table};
use crate::key::{self, Part};
use crate::{Refusal, hash};

/// A position in a collection: the index of a row of its own, or behind those a reference.
pub(crate) type Cursor = u64;

/// Compiled plans kept at a time; a table of each parent has a plan of its own.
const PLANS: usize = 256;

/// Rows and references, as made from the seed and changed since.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    model: Arc<Model>,
    pub(super) seed: u64,
    sizes: Sizes,
    pub(super) tables: HashMap<Arc<str>, Changes>,
    singles: HashMap<Arc<str>, Option<Row>>,
    pub(super) references: HashMap<Arc<str>, Vec<EntityId>>,
    plans: HashMap<Arc<str>, Arc<Plan>>,
    indexes: HashMap<Arc<str>, HashMap<String, usize>>,
    /// Locations of entities that requests added.
    added: HashSet<String>,
    pub(super) version: u64,
    log: Log,
    contents: Contents,
}

/// What requests changed in one table.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes {
    added: usize,
    /// New content by index; `None` is deleted.
    rows: BTreeMap<usize, Option<Row>>,
    /// Rows that exist but are no longer referred to by the navigation property that owns them.
    pub(super) unlinked: HashSet<usize>,
}

impl Store {
    /// Remembers so many changes.
    pub(crate) fn new(model: Arc<Model>, seed: u64, sizes: Sizes, changes: usize) -> Self {
        Store {
            model,
            seed,
            sizes,
            tables: HashMap::new(),
            singles: HashMap::new(),
            references: HashMap::new(),
            plans: HashMap::new(),
            indexes: HashMap::new(),
            added: HashSet::new(),
            version: 0,
            log: Log::new(changes),
            contents: Contents::default(),
        }
    }

    /// The table at a location.
    pub(crate) fn table(&self, location: impl Into<Arc<str>>, ty: StructId) -> Table {
        let location = location.into();
        let size = if self.is_inside_added(&location) { 0 } else { self.sizes.of(&self.model, &location, ty) };
        Table { location, ty, size }
    }

    /// Whether a location lies inside an entity that a request added: nothing is there but what requests put there.
    pub(super) fn is_inside_added(&self, location: &str) -> bool {
        !self.added.is_empty() && location.match_indices('/').any(|(slash, _)| self.added.contains(&location[..slash]))
    }

    /// Counts changes: what was computed from the store holds as long as this stays the same.
    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    /// Makes everything what it was, as a change of its own: what was computed in between holds no longer.
    pub(crate) fn restore(&mut self, before: Store) {
        let version = self.version + 1;
        *self = before;
        self.version = version;
    }

    /// The whole entity; `None` when it was deleted or never was.
    pub(crate) fn row(&mut self, id: &EntityId) -> Option<Row> {
        self.read(id, |plan, index| plan.row(index))
    }

    /// The named properties of an entity, and no more work than they need.
    pub(crate) fn partial(&mut self, id: &EntityId, names: &[String]) -> Option<Row> {
        let declared = id.table().ty;
        let model = self.model.clone();
        self.read(id, |plan, index| {
            let tag = (plan.structure() != declared).then(|| type_tag(&model, plan.structure()));
            let values = names.iter().filter_map(|name| Some((name.clone(), plan.property(name, index)?)));
            values.chain(tag).collect()
        })
    }

    fn read(&mut self, id: &EntityId, synthetic: impl FnOnce(&Plan, u64) -> Row) -> Option<Row> {
        match id {
            EntityId::Single(table) => match self.singles.get(&table.location) {
                Some(row) => row.clone(),
                None => Some(synthetic(&self.plan(table), 0)),
            },
            EntityId::Row(table, index) => match self.tables.get(&table.location).and_then(|changes| changes.rows.get(index)) {
                Some(row) => row.clone(),
                None if *index < table.size => Some(synthetic(&self.plan(table), *index as u64)),
                None => None,
            },
        }
    }

    pub(crate) fn exists(&self, id: &EntityId) -> bool {
        match id {
            EntityId::Single(table) => self.singles.get(&table.location).is_none_or(Option::is_some),
            EntityId::Row(table, index) => match self.tables.get(&table.location).and_then(|changes| changes.rows.get(index)) {
                Some(row) => row.is_some(),
                None => *index < table.size,
            },
        }
    }

    /// The URL of an entity relative to the service root.
    pub(crate) fn location(&mut self, id: &EntityId) -> String {
        match id {
            EntityId::Single(table) => table.location.to_string(),
            EntityId::Row(table, index) => {
                let parts = key::parts(&self.model, table.ty);
                let predicate = self.key_row(id).and_then(|row| key::predicate(&self.model, &parts, &row));
                format!("{}({})", table.location, predicate.unwrap_or_else(|| index.to_string()))
            }
        }
    }

    /// The last change of each row of a table since a version, in order; `None` if some are no longer known.
    pub(crate) fn changes_since(&self, table: &Table, version: u64) -> Option<Vec<Change>> {
        self.log.since(table, version)
    }

    pub(super) fn note(&mut self, id: &EntityId, gone: Option<(String, Row)>) {
        self.log.note(Change { version: self.version, id: id.clone(), gone });
    }

    /// The key of an entity, by its properties.
    pub(crate) fn key_row(&mut self, id: &EntityId) -> Option<Row> {
        let names: Vec<String> = key::parts(&self.model, id.table().ty).iter().map(root).collect();
        let mut row = self.partial(id, &names)?;
        row.retain(|name, _| names.contains(name));
        Some(row)
    }

    /// The row with a key, given as [`key::predicate`] writes it.
    pub(crate) fn find(&mut self, table: &Table, predicate: &str) -> Option<EntityId> {
        if key::parts(&self.model, table.ty).is_empty() {
            return predicate.parse().ok().map(|index| EntityId::Row(table.clone(), index)).filter(|id| self.exists(id));
        }
        let index = *self.index(table).get(predicate)?;
        Some(EntityId::Row(table.clone(), index)).filter(|id| self.exists(id))
    }

    /// The first row at or behind an index, of the table's own.
    pub(super) fn next_row(&self, table: &Table, from: usize) -> Option<usize> {
        let changes = self.tables.get(&table.location);
        let end = table.size + changes.map_or(0, |changes| changes.added);
        let is_there = |index: &usize| {
            changes.is_none_or(|changes| changes.rows.get(index).is_none_or(Option::is_some) && !changes.unlinked.contains(index))
        };
        (from..end).find(is_there)
    }

    /// Adds a row; key values that are missing are made.
    pub(crate) fn insert(&mut self, table: &Table, mut row: Row) -> Result<EntityId, Refusal> {
        let parts = key::parts(&self.model, table.ty);
        let index = table.size + self.tables.get(&table.location).map_or(0, |changes| changes.added);
        self.complete_key(table, &parts, &mut row, index)?;
        if let Some(predicate) = key::predicate(&self.model, &parts, &row) {
            if self.find(table, &predicate).is_some() {
                return Err(Refusal::conflict(format!("`{}({predicate})` exists already", table.location)));
            }
            self.index(table).insert(predicate, index);
        }
        let changes = self.changes(table);
        changes.added += 1;
        changes.rows.insert(index, Some(row));
        self.version += 1;
        let id = EntityId::Row(table.clone(), index);
        self.note(&id, None);
        let location = self.location(&id);
        self.added.insert(location);
        Ok(id)
    }

    /// Puts an entity at a location of its own; key values that are missing are made.
    pub(crate) fn insert_single(&mut self, table: &Table, mut row: Row) -> Result<EntityId, Refusal> {
        let parts = key::parts(&self.model, table.ty);
        self.complete_key(table, &parts, &mut row, 0)?;
        let id = EntityId::Single(table.clone());
        self.replace(&id, row);
        self.set_single(table, Some(id.clone()));
        Ok(id)
    }

    fn complete_key(&mut self, table: &Table, parts: &[Part], row: &mut Row, index: usize) -> Result<(), Refusal> {
        let missing: Vec<&Part> = parts.iter().filter(|part| key::value_at(row, &part.path).is_none_or(Value::is_null)).collect();
        for part in missing {
            let value = self.free_key(table, parts, part, index as u64).filter(|_| !part.path.contains('/'));
            let value = value.ok_or_else(|| {
                Refusal::bad_request(format!("the key property `{}` is required: the service makes no values for it", part.path))
                    .with_target(part.path.clone())
            })?;
            row.insert(part.path.clone(), value);
        }
        Ok(())
    }

    /// A value that no other row has; parts of composite keys may repeat.
    fn free_key(&mut self, table: &Table, parts: &[Part], part: &Part, number: u64) -> Option<Value> {
        for attempt in 0..1_u64 << 20 {
            let value = self.made_key(table, part, number + attempt)?;
            let predicate = key::print(&self.model, parts, &[&value]);
            if parts.len() > 1 || !self.index(table).contains_key(&predicate) {
                return Some(value);
            }
        }
        None
    }

    fn made_key(&self, table: &Table, part: &Part, number: u64) -> Option<Value> {
        match key::underlying(&self.model, part.ty.ty) {
            Type::Primitive(Primitive::String | Primitive::Guid) => {
                Some(Value::from(hash::guid(hash::mix(hash::text(self.seed, &table.location) ^ number))))
            }
            Type::Primitive(Primitive::Int64 | Primitive::Int32) => Some(Value::from(i32::try_from(number + 1).ok()?)),
            Type::Primitive(Primitive::Int16) => Some(Value::from(i16::try_from(number + 1).ok()?)),
            Type::Primitive(Primitive::Byte) => Some(Value::from(u8::try_from(number + 1).ok()?)),
            _ => None,
        }
    }

    /// Gives an entity new content.
    pub(crate) fn replace(&mut self, id: &EntityId, row: Row) {
        self.version += 1;
        self.note(id, None);
        match id {
            EntityId::Single(table) => {
                self.singles.insert(table.location.clone(), Some(row));
            }
            EntityId::Row(table, index) => {
                self.changes(table).rows.insert(*index, Some(row));
            }
        }
    }

    /// Deletes an entity and everything that lives inside it.
    pub(crate) fn remove(&mut self, id: &EntityId) {
        let location = self.location(id);
        let key = self.key_row(id).unwrap_or_default();
        self.version += 1;
        self.note(id, Some((location.clone(), key)));
        match id {
            EntityId::Single(table) => {
                self.singles.insert(table.location.clone(), None);
            }
            EntityId::Row(table, index) => {
                self.changes(table).rows.insert(*index, None);
                if let Some(keys) = self.indexes.get_mut(&table.location) {
                    keys.retain(|_, known| known != index);
                }
            }
        }
        self.added.remove(&location);
        self.contents.remove(&location);
        let inside = format!("{location}/");
        self.added.retain(|location| !location.starts_with(&inside));
        self.tables.retain(|location, _| !location.starts_with(&inside));
        self.singles.retain(|location, _| !location.starts_with(&inside));
        self.references.retain(|location, _| !location.starts_with(&inside));
        self.indexes.retain(|location, _| !location.starts_with(&inside));
    }

    /// The content of the stream at a location: `None` if no request has said anything of it, `Some(None)` if one removed it.
    pub(crate) fn content(&self, location: &str) -> Option<&Option<Content>> {
        self.contents.get(location)
    }

    /// Puts a content where a stream is, or removes it; `false` if there is no room.
    pub(crate) fn set_content(&mut self, location: &str, content: Option<Content>) -> bool {
        self.version += 1;
        self.contents.set(location, content)
    }

    /// The most specific type of an entity.
    pub(crate) fn type_of(&self, declared: StructId, row: &Row) -> StructId {
        actual_type(&self.model, declared, row)
    }

    pub(super) fn changes(&mut self, table: &Table) -> &mut Changes {
        self.tables.entry(table.location.clone()).or_default()
    }

    /// A table has no more than one seed: its own place in the service.
    fn plan(&mut self, table: &Table) -> Arc<Plan> {
        if self.plans.len() > PLANS {
            self.plans.clear();
        }
        let (model, seed) = (&self.model, self.seed);
        let make = || Arc::new(Plan::new(model, table.ty, Seed(hash::text(seed, &table.location))));
        self.plans.entry(table.location.clone()).or_insert_with(make).clone()
    }

    /// Indexes by key; made when first asked for.
    fn index(&mut self, table: &Table) -> &mut HashMap<String, usize> {
        if !self.indexes.contains_key(&table.location) {
            let parts = key::parts(&self.model, table.ty);
            let end = table.size + self.tables.get(&table.location).map_or(0, |changes| changes.added);
            let plan = self.plan(table);
            let changes = self.tables.get(&table.location);
            let key_of = |index: usize| match changes.and_then(|changes| changes.rows.get(&index)) {
                Some(row) => key::predicate(&self.model, &parts, row.as_ref()?),
                None => key::predicate(&self.model, &parts, &plan.key(index as u64)),
            };
            let index = (0..end).filter_map(|index| Some((key_of(index)?, index))).collect();
            self.indexes.insert(table.location.clone(), index);
        }
        self.indexes.entry(table.location.clone()).or_default()
    }
}

fn root(part: &Part) -> String {
    part.path.split('/').next().unwrap_or_default().to_owned()
}

/// The member that tells a value's type where it is not the declared one.
pub(crate) fn type_tag(model: &Model, ty: StructId) -> (String, Value) {
    ("@odata.type".to_owned(), Value::from(format!("#{}", model.structure(ty).name)))
}

/// The type that `@odata.type` names, where it derives from the declared one; else the declared one.
pub(crate) fn actual_type(model: &Model, declared: StructId, row: &Row) -> StructId {
    let named = row.get("@odata.type").and_then(Value::as_str).map(|text| text.trim_start_matches('#'));
    let found = named.and_then(edmund_model::QualifiedName::parse).and_then(|name| model.find(&name));
    match found {
        Some(Type::Struct(id)) if model.is_a(id, declared) => id,
        _ => declared,
    }
}
