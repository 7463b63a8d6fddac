//! One change, in each of the three forms in which services write them.

use serde_core::de::Error as _;
use serde_core::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::EntityKey;
use crate::request::document::contains;
use crate::{Entity, Extra, Info};

/// One change to a collection.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Change<T> {
    /// An entity is new, or has changed: its key, and the properties that the service sent. What it left out is as it was;
    /// [`is_null`](crate::Object::is_null) tells what has no value any more from what was left out.
    Upsert(T),
    /// An entity is no longer in the collection.
    Removed(Removed),
    /// A relationship between two entities has begun or ended, said apart from either (OData JSON 4.01, sections 15.5 and 15.6).
    Link(LinkChange),
}

/// An entity that is no longer in the collection.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Removed {
    /// Which one.
    pub key: EntityKey,
    /// Why.
    pub reason: Reason,
}

/// Why something is no longer there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// It still exists, but does not belong here any more; Graph's directory says so of what was deleted and can be restored.
    Changed,
    /// It is gone for good.
    Deleted,
    /// What else the service says; empty when it says nothing.
    Other(Box<str>),
}

/// A relationship that has begun or ended.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LinkChange {
    /// The entity whose navigation property has changed.
    pub source: EntityKey,
    /// The navigation property.
    pub navigation: String,
    /// The entity it leads to, or no longer does.
    pub target: EntityKey,
    /// Why it no longer leads there; `None` if now it does.
    pub removed: Option<Reason>,
}

impl<T: Entity> Change<T> {
    /// The relationships that this change tells of: by itself, or as a member such as `members@delta` of an entity.
    pub fn links(&self) -> Vec<LinkChange> {
        match self {
            Self::Upsert(entity) => entity_links(entity).unwrap_or_default(),
            Self::Removed(_) => Vec::new(),
            Self::Link(link) => vec![link.clone()],
        }
    }
}

fn entity_links<T: Entity>(entity: &T) -> Option<Vec<LinkChange>> {
    let extra = Extra::of(entity)?;
    let deltas = extra.iter().filter_map(|(name, value)| {
        let name = name.strip_suffix("@delta").or_else(|| name.strip_suffix("@odata.delta"))?;
        Some((name, value.as_array()?))
    });
    let mut links = Vec::new();
    for (navigation, targets) in deltas {
        let source = EntityKey::of(entity)?;
        for target in targets.iter().filter_map(Value::as_object) {
            if let Some(key) = target_key(target) {
                let removed = target.get("@removed").or_else(|| target.get("@odata.removed")).map(reason);
                links.push(LinkChange { source: source.clone(), navigation: navigation.to_owned(), target: key, removed });
            }
        }
    }
    Some(links)
}

/// The target's type is often an abstract one without a key of its own, so that only its URL and `id` are left to go by.
fn target_key(target: &Map<String, Value>) -> Option<EntityKey> {
    let by_url = ["@id", "@odata.id"].iter().find_map(|name| EntityKey::from_url(target.get(*name)?.as_str()?));
    by_url.or_else(|| match target.get("id")? {
        Value::String(id) => Some(EntityKey::from(id.as_str())),
        Value::Number(id) => Some(EntityKey::from(id.to_string().as_str())),
        _ => None,
    })
}

fn reason(removed: &Value) -> Reason {
    Reason::of(removed.get("reason").and_then(Value::as_str).unwrap_or_default())
}

impl Reason {
    fn of(text: &str) -> Self {
        match text {
            "changed" => Self::Changed,
            "deleted" => Self::Deleted,
            other => Self::Other(other.into()),
        }
    }
}

/// An item of a delta answer. Read through its text, because only its members say what it is.
pub(super) struct Incoming<T>(pub(super) Change<T>);

/// What items have that are not entities.
const MARKS: [&[u8]; 4] = [b"removed\"", b"/$deletedEntity\"", b"/$link\"", b"/$deletedLink\""];

impl<'de, T: Entity> Deserialize<'de> for Incoming<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Box::<RawValue>::deserialize(deserializer)?;
        let json = text.get();
        if MARKS.iter().any(|mark| contains(json.as_bytes(), mark)) {
            let members: Map<String, Value> = serde_json::from_str(json).map_err(D::Error::custom)?;
            if let Some(change) = marked::<T>(&members).map_err(D::Error::custom)? {
                return Ok(Self(change));
            }
        }
        serde_json::from_str(json).map(|entity| Self(Change::Upsert(entity))).map_err(D::Error::custom)
    }
}

/// The change that is no entity; `None` if it is one that only mentions the words.
fn marked<T: Entity>(members: &Map<String, Value>) -> Result<Option<Change<T>>, &'static str> {
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    let control = |name: &str| {
        let names = members.iter().find(|(member, _)| {
            member.strip_prefix('@').is_some_and(|member| member.strip_prefix("odata.").unwrap_or(member) == name)
        });
        names.map(|(_, value)| value)
    };
    // OData 4.01, with `@id`, and Microsoft Graph, with the key properties.
    if let Some(removed) = control("removed") {
        let by_url = || EntityKey::from_url(control("id")?.as_str()?);
        let key = EntityKey::from_members(Info::of::<T>(), members).or_else(by_url);
        let key = key.ok_or("a removed entity has neither its key nor @id")?;
        return Ok(Some(Change::Removed(Removed { key, reason: reason(removed) })));
    }
    // OData 4.0 says by a context of each item's own what it is.
    let context = control("context").and_then(Value::as_str).unwrap_or_default();
    let key = |name: &str| text(name).and_then(EntityKey::from_url);
    if context.ends_with("/$deletedEntity") {
        let key = key("id").ok_or("a deleted entity has no id")?;
        return Ok(Some(Change::Removed(Removed { key, reason: Reason::of(text("reason").unwrap_or_default()) })));
    }
    let removed = match context {
        _ if context.ends_with("/$link") => None,
        _ if context.ends_with("/$deletedLink") => Some(Reason::Deleted),
        _ => return Ok(None),
    };
    match (key("source"), text("relationship"), key("target")) {
        (Some(source), Some(navigation), Some(target)) => {
            Ok(Some(Change::Link(LinkChange { source, navigation: navigation.to_owned(), target, removed })))
        }
        _ => Err("a link has no source, relationship and target"),
    }
}
