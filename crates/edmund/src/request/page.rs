//! One page of a collection.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::document;
use crate::client::Reply;
use crate::error::{DecodeFailure, Error, ServiceError};

/// One page of a collection, as the service sent it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items. A page may be empty and still not be the last.
    pub value: Vec<T>,
    /// The number of all items, if it was asked for; services send it with the first page only.
    pub count: Option<i64>,
    /// Where the next page is, as the service wrote it; absent on the last page.
    pub next_link: Option<String>,
    /// Where the changes since now will be, as the service wrote it.
    pub delta_link: Option<String>,
    /// The context URL.
    pub context: Option<String>,
}

impl<T: DeserializeOwned> Page<T> {
    /// Reads a page. A document without `value`, an error object, and an error object that ends the items are errors.
    pub(crate) fn read(reply: &Reply) -> Result<Self, Error> {
        document::check(reply)?;
        let text = document::text(reply);
        if let Some(error) = error_among_items(text) {
            return Err(ServiceError::from_object(reply, &error).into());
        }
        let place = Place::default();
        let mut json = serde_json::Deserializer::from_slice(text);
        let envelope = PageSeed { place: &place, marker: PhantomData }.deserialize(&mut json);
        let envelope = envelope.and_then(|envelope| json.end().map(|()| envelope));
        let (page, error) = envelope.map_err(|error| DecodeFailure::json(reply, place.path(), &error))?;
        if let Some(error) = error.as_ref().and_then(Value::as_object) {
            return Err(ServiceError::from_object(reply, error).into());
        }
        page.ok_or_else(|| DecodeFailure::new(reply, "expected a collection, found an object without the member value").into())
    }
}

/// A service that fails inside a page may end the items with an error object (OData Protocol 4.01, 11.4.1). No item is looked at unless the
/// page holds the word at all.
fn error_among_items(text: &[u8]) -> Option<Map<String, Value>> {
    #[derive(Default)]
    struct Raw<'a>(Vec<&'a RawValue>);

    if !document::contains(text, b"\"error\"") {
        return None;
    }
    let envelope: std::collections::HashMap<String, &RawValue> = serde_json::from_slice(text).ok()?;
    let items: Raw<'_> = serde_json::from_str(envelope.get("value")?.get()).map(Raw).ok()?;
    items.0.last().and_then(|item| document::in_band_error(item.get().as_bytes()))
}

/// How far the reading of a page came.
#[derive(Default)]
struct Place {
    item: Cell<Option<usize>>,
}

impl Place {
    fn path(&self) -> String {
        self.item.get().map(|index| format!("value/{index}")).unwrap_or_default()
    }
}

/// The page, if there was a `value`, and the error member, if there was one.
type Envelope<T> = (Option<Page<T>>, Option<Value>);

struct PageSeed<'a, T> {
    place: &'a Place,
    marker: PhantomData<T>,
}

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for PageSeed<'_, T> {
    type Value = Envelope<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: DeserializeOwned> Visitor<'de> for PageSeed<'_, T> {
    type Value = Envelope<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object with a collection in its member value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut value: Option<Vec<T>> = None;
        let mut frame = Frame::default();
        while let Some(name) = members.next_key::<std::borrow::Cow<'_, str>>()? {
            if name == "value" {
                if value.is_some() {
                    return Err(A::Error::custom("the member value stands twice"));
                }
                value = Some(members.next_value_seed(ItemsSeed { place: self.place, marker: PhantomData })?);
                self.place.item.set(None);
            } else {
                frame.read(&name, &mut members)?;
            }
        }
        let Frame { count, next_link, delta_link, context, error } = frame;
        Ok((value.map(|value| Page { value, count, next_link, delta_link, context }), error))
    }
}

/// The members of a page beside its items.
#[derive(Default)]
struct Frame {
    count: Option<i64>,
    next_link: Option<String>,
    delta_link: Option<String>,
    context: Option<String>,
    error: Option<Value>,
}

impl Frame {
    /// Reads one member; `@odata.` and `@` are the same (OData JSON 4.01, section 4.6). Unknown ones are skipped.
    fn read<'de, A: MapAccess<'de>>(&mut self, name: &str, members: &mut A) -> Result<(), A::Error> {
        let control = name.strip_prefix('@').map(|name| name.strip_prefix("odata.").unwrap_or(name));
        match control {
            // Counts are strings where the service was asked for IEEE754Compatible numbers.
            Some("count") => {
                let count: Value = members.next_value()?;
                self.count = count.as_i64().or_else(|| count.as_str().and_then(|text| text.parse().ok()));
            }
            Some("nextLink") => self.next_link = link(members)?,
            Some("deltaLink") => self.delta_link = link(members)?,
            Some("context") => self.context = link(members)?,
            None if name == "error" => self.error = Some(members.next_value()?),
            _ => {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// A link; an empty one is none.
fn link<'de, A: MapAccess<'de>>(members: &mut A) -> Result<Option<String>, A::Error> {
    Ok(members.next_value::<Option<String>>()?.filter(|link| !link.is_empty()))
}

struct ItemsSeed<'a, T> {
    place: &'a Place,
    marker: PhantomData<T>,
}

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for ItemsSeed<'_, T> {
    type Value = Vec<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: DeserializeOwned> Visitor<'de> for ItemsSeed<'_, T> {
    type Value = Vec<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the items of a collection")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        self.place.item.set(Some(0));
        while let Some(item) = sequence.next_element()? {
            items.push(item);
            self.place.item.set(Some(items.len()));
        }
        Ok(items)
    }
}
