//! One property's values.

use serde_json::{Value, json};

use crate::{Primitive, Property, Type, TypeRef};

use super::choice::Choice;
use super::number::Range;
use super::pattern::Pattern;
use super::plan::{Around, Builder, Plan};
use super::text::Text;
use super::vocabulary::About;
use super::{Variety, hash, time, validation, words};

/// One property of a [`Plan`]: everything that its values depend on, owned.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: String,
    /// The name, taken apart.
    pub(super) words: Vec<String>,
    /// Address of the property: seed, type and name.
    address: u64,
    pub(super) collection: bool,
    is_key: bool,
    nullable: bool,
    variety: Variety,
    pub(super) kind: Kind,
    /// Of a collection: how many items it has at least and at most.
    items: (u64, u64),
    /// Of a collection: the Boolean fields that say whether there is anything in it. Empty when nothing says so.
    pub(super) told_by: Vec<usize>,
}

/// What a value is made of.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// True in so many of a hundred rows, and only where the named fields are true.
    /// Or the other way round.
    Boolean {
        percent: u64,
        requires: Vec<usize>,
        turned: bool,
    },
    /// One of the values that the schema allows.
    Allowed(Vec<Value>),
    Number(Range),
    /// A number that is part of a key.
    Counter(Primitive),
    Text {
        text: Text,
        max: Option<usize>,
    },
    Choice(Choice),
    Date {
        stage: u64,
    },
    Timestamp {
        stage: u64,
    },
    /// A time as text, without the zone that is named beside it.
    LocalTime {
        stage: u64,
    },
    Clock {
        stage: u64,
    },
    Duration,
    Guid,
    Binary {
        max: usize,
    },
    Struct(Box<Plan>),
    /// The same value always: where the type leaves no choice.
    Fixed(Value),
}

/// Where a value stands: the table's seed, the row, and for items of collections which one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) seed: u64,
    pub(super) index: u64,
    pub(super) item: u64,
}

impl Place {
    pub(super) const fn row(seed: u64, index: u64) -> Place {
        Place { seed, index, item: 0 }
    }

    /// The hash that all values of the row share.
    const fn life(self) -> u64 {
        hash::step(self.seed, self.index)
    }

    /// An item of a collection: a place of its own. Items of neighbouring rows do not meet.
    const fn item(self, item: u64) -> Place {
        Place { seed: self.seed, index: self.index.wrapping_mul(4).wrapping_add(item), item }
    }
}

/// What a property is to its owner.
pub(super) struct Role<'a> {
    /// Paths of the key that begin at this property; `""` is the property itself.
    pub(super) keys: Vec<&'a str>,
    /// What the owner's type tells.
    pub(super) about: &'a About,
    /// The owner's address: seed and type.
    pub(super) owner: u64,
}

impl Field {
    /// The values of a property; `None` when JSON does not carry it (streams).
    pub(super) fn of(builder: &mut Builder<'_>, property: &Property, role: &Role<'_>) -> Option<Field> {
        if property.ty.ty == Type::Primitive(Primitive::Stream) {
            return None;
        }
        let is_key = role.keys.contains(&"");
        let kind = kind(builder, property, role, is_key);
        Some(Field {
            name: property.name.clone(),
            words: words::split(&property.name),
            address: hash::step(role.owner, hash::name(&property.name)),
            collection: property.ty.collection,
            is_key,
            nullable: property.ty.nullable && !is_key && !property.ty.collection && may_be_absent(&kind),
            variety: builder.variety,
            kind,
            items: validation::items(&property.annotations),
            told_by: Vec::new(),
        })
    }

    /// The value at a place. `fields` are the fields of the same plan.
    pub(super) fn value(&self, place: Place, fields: &[Field]) -> Value {
        if self.collection {
            return Value::Array((0..self.count(place, fields)).map(|item| self.single(place.item(item), fields)).collect());
        }
        // One row in sixteen lacks a value that may be absent, so that clients meet nulls.
        if self.nullable && self.variety == Variety::Rows && self.hash(place).is_multiple_of(16) {
            return Value::Null;
        }
        self.single(place, fields)
    }

    /// One item in an example, none to three in a row, and never more than there are different ones.
    fn count(&self, place: Place, fields: &[Field]) -> u64 {
        let told = |index: &usize| fields.get(*index).is_some_and(|field| field.truth(place, &[]));
        let wanted = match self.variety {
            Variety::Canonical => 1,
            Variety::Rows if self.told_by.is_empty() => self.hash(place) % 4,
            Variety::Rows if self.told_by.iter().any(told) => 1 + self.hash(place) % 3,
            Variety::Rows => 0,
        };
        let wanted = wanted.clamp(self.items.0, self.items.1);
        match &self.kind {
            Kind::Choice(choice) => wanted.min(choice.len() as u64),
            Kind::Text { text, .. } => text.variety().map_or(wanted, |variety| wanted.min(variety as u64)),
            Kind::Fixed(Value::Null) => 0,
            Kind::Boolean { .. } => wanted.min(1),
            _ => wanted,
        }
    }

    fn hash(&self, place: Place) -> u64 {
        hash::step(self.address, place.index)
    }

    fn single(&self, place: Place, fields: &[Field]) -> Value {
        let address = self.hash(place);
        match &self.kind {
            Kind::Boolean { .. } => Value::Bool(self.truth(place, fields)),
            Kind::Number(range) => range.value(address),
            Kind::Counter(primitive) => Range::key(*primitive, place.index),
            Kind::Text { text, max } => Value::String(self.string(text, *max, place)),
            Kind::Allowed(values) => values[(address % values.len() as u64) as usize].clone(),
            Kind::Choice(choice) if self.is_key => choice.value(place.index),
            Kind::Choice(choice) if self.variety == Variety::Canonical => {
                choice.value(if self.collection { place.item } else { place.index })
            }
            // Items follow each other, so that none comes twice.
            Kind::Choice(choice) if self.collection => choice.value(place.item + hash::step(self.address, place.index / 4) % 7),
            Kind::Choice(choice) => choice.value(address),
            Kind::Date { .. } if self.is_key => {
                Value::from(time::date(time::second(0, 0, 0).saturating_add((place.index % 36_500) * 86_400)))
            }
            Kind::Date { stage } => Value::from(time::date(time::second(place.life(), address, *stage))),
            Kind::Timestamp { .. } if self.is_key => {
                Value::from(time::timestamp(time::second(0, 0, 0) + place.index % 3_000_000_000))
            }
            Kind::Timestamp { stage } => Value::from(time::timestamp(time::second(place.life(), address, *stage))),
            Kind::LocalTime { stage } => Value::from(time::local(time::second(place.life(), address, *stage))),
            Kind::Clock { .. } if self.is_key => Value::from(time::clock(place.index % 86_400)),
            Kind::Clock { stage } => Value::from(time::of_day(address, *stage)),
            Kind::Duration if self.is_key => Value::from(format!("PT{}S", place.index.saturating_add(1))),
            Kind::Duration => Value::from(time::duration(address)),
            Kind::Guid => Value::from(hash::guid(self.address, place.index)),
            Kind::Binary { max } => Value::from(binary(address, place.index, *max)),
            Kind::Struct(plan) => Value::Object(plan.fill(place)),
            Kind::Fixed(value) => value.clone(),
        }
    }

    fn truth(&self, place: Place, fields: &[Field]) -> bool {
        let Kind::Boolean { percent, requires, turned } = &self.kind else { return true };
        if self.is_key {
            return place.index % 2 == 1;
        }
        // Fields that are required do not require anything themselves (see `Plan`), so this ends after one step.
        let allowed = requires.iter().filter_map(|other| fields.get(*other)).all(|field| field.truth(place, &[]));
        allowed && (self.hash(place) % 100 < *percent) != *turned
    }

    /// Turns a Boolean round.
    pub(super) fn turn(&mut self) {
        if let Kind::Boolean { turned, .. } = &mut self.kind {
            *turned = !*turned;
        }
    }

    fn string(&self, text: &Text, max: Option<usize>, place: Place) -> String {
        let mut value = text.value(self.address, place.seed, place.index, place.item);
        if self.is_key && !text.is_distinct() {
            value = format!("{value}-{}", place.index.saturating_add(1));
        }
        match max {
            Some(max) if value.chars().count() > max && self.is_key => {
                let digits = place.index.saturating_add(1).to_string();
                digits[digits.len().saturating_sub(max.max(1))..].to_owned()
            }
            Some(max) => text.within(max, value, place.index.saturating_add(1)),
            None => value,
        }
    }
}

// Names, truths and structures are always there: a table of users without names would serve nobody.
fn may_be_absent(kind: &Kind) -> bool {
    match kind {
        Kind::Boolean { .. } | Kind::Struct(_) | Kind::Counter(_) => false,
        Kind::Text { text, .. } => !text.is_always_there(),
        _ => true,
    }
}

fn kind(builder: &mut Builder<'_>, property: &Property, role: &Role<'_>, is_key: bool) -> Kind {
    match property.ty.ty {
        Type::Primitive(primitive) => of_primitive(builder, primitive, &property.ty, property, role, is_key),
        Type::Definition(id) => {
            let definition = builder.model.definition(id);
            let facets = property.ty.facets.clone().unwrap_or_else(|| Box::new(definition.facets.clone()));
            let ty = TypeRef { facets: Some(facets), ..property.ty.clone() };
            // What is asked of the definition is asked of the property, unless that asks for something else.
            let annotations = property.annotations.iter().chain(&definition.annotations).cloned().collect();
            let property = Property { annotations, ..property.clone() };
            of_primitive(builder, definition.underlying, &ty, &property, role, is_key)
        }
        Type::Enum(id) => {
            let choice = Choice::of(builder.model.enumeration(id), builder.variety);
            if choice.is_empty() { Kind::Fixed(Value::Null) } else { Kind::Choice(choice) }
        }
        Type::Struct(id) => {
            let keys: Vec<&str> = role.keys.iter().filter_map(|path| path.strip_prefix('/')).collect();
            let name = words::split(&property.name);
            let stage = time::stage(&name).or(builder.around.stage);
            let around = std::mem::replace(&mut builder.around, Around { stage, words: name });
            let nested = builder.nested(id, &keys, role.owner ^ hash::name(&property.name));
            builder.around = around;
            match nested {
                Some(plan) => Kind::Struct(Box::new(plan)),
                None if property.ty.nullable || property.ty.collection => Kind::Fixed(Value::Null),
                None => Kind::Fixed(json!({})),
            }
        }
        Type::Unknown => Kind::Fixed(json!({})),
    }
}

fn of_primitive(
    builder: &Builder<'_>,
    primitive: Primitive,
    ty: &TypeRef,
    property: &Property,
    role: &Role<'_>,
    is_key: bool,
) -> Kind {
    let name = words::split(&property.name);
    let docs = documentation(property);
    let facet = ty.facets.as_ref().and_then(|facets| facets.max_length.as_deref()).and_then(|max| max.parse().ok());
    let max = facet.into_iter().chain(words::length(&docs)).min();
    let stage = time::stage(&name).or(builder.around.stage).unwrap_or(time::NEUTRAL);
    let allowed = validation::allowed(&property.annotations);
    if !allowed.is_empty() && !is_key {
        return Kind::Allowed(allowed);
    }
    match primitive {
        Primitive::Boolean => Kind::Boolean { percent: odds(&name), requires: Vec::new(), turned: false },
        Primitive::String if is_time(&name) && !is_key && max.is_none_or(|max| max >= TIME) => {
            let local = role.about.words.iter().any(|word| word == "zone");
            if local { Kind::LocalTime { stage } } else { Kind::Timestamp { stage } }
        }
        Primitive::String => Kind::Text { text: text(property, &docs, role, max), max },
        Primitive::Guid => Kind::Guid,
        Primitive::Date => Kind::Date { stage },
        Primitive::DateTimeOffset => Kind::Timestamp { stage },
        Primitive::TimeOfDay => Kind::Clock { stage },
        Primitive::Duration => Kind::Duration,
        Primitive::Binary => Kind::Binary { max: max.unwrap_or(9) },
        Primitive::Byte | Primitive::SByte | Primitive::Int16 | Primitive::Int32 | Primitive::Int64 if is_key => {
            Kind::Counter(primitive)
        }
        Primitive::Decimal | Primitive::Double | Primitive::Single if is_key => Kind::Counter(Primitive::Int32),
        Primitive::Byte
        | Primitive::SByte
        | Primitive::Int16
        | Primitive::Int32
        | Primitive::Int64
        | Primitive::Decimal
        | Primitive::Double
        | Primitive::Single => Kind::Number(Range::of(primitive, &name, ty.facets.as_deref(), &property.annotations, &docs)),
        Primitive::PrimitiveType => Kind::Fixed(json!("text")),
        spatial if spatial.is_spatial() => Kind::Fixed(geometry(spatial)),
        Primitive::Untyped | Primitive::ComplexType | Primitive::EntityType => Kind::Fixed(json!({})),
        _ => Kind::Fixed(json!("id")),
    }
}

/// The length of a timestamp.
const TIME: usize = 20;

/// Whether a text of this name is a time.
fn is_time(name: &[String]) -> bool {
    name.ends_with(&["date".to_owned(), "time".to_owned()])
}

/// What the schema's pattern says, else the name.
fn text(property: &Property, docs: &str, role: &Role<'_>, max: Option<usize>) -> Text {
    let fits = |pattern: &Pattern| max.is_none_or(|max| pattern.longest() <= max);
    let pattern = validation::pattern(&property.annotations).filter(fits);
    pattern.map_or_else(|| Text::of(&property.name, docs, role.about), Text::Pattern)
}

fn documentation(property: &Property) -> String {
    [&property.docs.summary, &property.docs.details].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// In how many of a hundred rows a Boolean of this name is true.
fn odds(name: &[String]) -> u64 {
    let any = |words: &[&str]| name.iter().any(|word| words.contains(&word.as_str()));
    if any(&["admin", "administrator", "deleted", "disabled", "blocked", "revoked", "failed", "guest", "hidden", "archived"]) {
        8
    } else if any(&["enabled", "active", "valid"]) {
        85
    } else if any(&["registered", "capable", "supported", "verified", "compliant"]) {
        72
    } else {
        50
    }
}

/// A point, or the least value of another shape, as GeoJSON (RFC 7946; OData JSON 4.01, section 7.1).
fn geometry(primitive: Primitive) -> Value {
    let name = primitive.name();
    let shape = name.trim_start_matches("Geography").trim_start_matches("Geometry");
    let line = json!([[10.75, 59.91], [10.5, 60.25]]);
    let ring = json!([[[10.75, 59.75], [11.0, 59.75], [11.0, 60.0], [10.75, 59.75]]]);
    let coordinates = match shape {
        "LineString" => line,
        "Polygon" => ring,
        "MultiPoint" => json!([[10.75, 59.91]]),
        "MultiLineString" => json!([line]),
        "MultiPolygon" => json!([ring]),
        "Collection" => {
            return json!({ "type": "GeometryCollection", "geometries": [{ "type": "Point", "coordinates": [10.75, 59.91] }] });
        }
        _ => return json!({ "type": "Point", "coordinates": [10.75, 59.91] }),
    };
    json!({ "type": shape, "coordinates": coordinates })
}

/// Bytes in base64url (RFC 4648, section 5), which is how OData JSON has them; a multiple of three where there is room, so without padding.
fn binary(address: u64, index: u64, max: usize) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bytes: Vec<u8> = address.to_be_bytes().into_iter().chain(index.to_be_bytes()).skip(2).take(max.min(9) / 3 * 3).collect();
    let group = |chunk: &[u8]| chunk.iter().fold(0u32, |sum, byte| (sum << 8) | u32::from(*byte));
    bytes
        .chunks_exact(3)
        .map(group)
        .flat_map(|sum| [18, 12, 6, 0].map(|shift| char::from(DIGITS[(sum >> shift) as usize & 63])))
        .collect()
}
