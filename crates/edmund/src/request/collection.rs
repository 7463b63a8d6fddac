//! What can be asked of a collection of entities.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;

use bytes::Bytes;
use http::{HeaderName, Method, StatusCode};
use serde_json::Value;

use super::draft::{CONSISTENCY_LEVEL, header_option, repeat_option, return_options};
use super::reference::{AddRef, Reference, RemoveRef, reference_body};
use super::{Count, Draft, List, Prepared, Request, document};
use crate::address::{Address, Key};
use crate::client::Reply;
use crate::error::{Error, PolicyViolation};
use crate::transport::BoxFuture;
use crate::{Entity, Fixed, Info, Object, Slot, encode_object, is_absent};

/// An entity set, or a collection-valued navigation property, of `T`: what `Many<T>` can do.
pub struct CollectionRequest<T> {
    address: Address,
    marker: PhantomData<fn() -> T>,
}

impl<T> CollectionRequest<T> {
    /// The collection at this address.
    pub fn new(address: Address) -> Self {
        Self { address, marker: PhantomData }
    }

    /// Where the collection is.
    pub fn address(&self) -> &Address {
        &self.address
    }
}

impl<T: Entity> CollectionRequest<T> {
    /// Reads the items.
    pub fn list(&self) -> List<T> {
        let mut list = List::new(self.address.clone());
        if Info::of::<T>().advanced {
            list.know_advanced();
        }
        list
    }

    /// Asks for the number of items.
    pub fn count(&self) -> Count<T> {
        let count = Count::new(&self.address);
        if Info::of::<T>().advanced { count.header(CONSISTENCY_LEVEL.as_str(), "eventual") } else { count }
    }

    /// Adds a new entity. If it holds a value that only the service gives, the request fails before anything is sent.
    pub fn create(&self, entity: &T) -> Create<T> {
        let mut draft = Draft::new(self.address.clone());
        if let Some(property) = computed(entity) {
            draft.refuse(PolicyViolation::Computed { property });
        }
        Create { draft, body: encode_object(entity, self.address.client().numbers()), marker: PhantomData }
    }

    /// Adds a reference to an entity that exists already: an entity of this client, its `One`, or a URL.
    pub fn add_ref(&self, target: impl Reference) -> AddRef {
        AddRef::new(Draft::new(self.address.reference()), reference_body(&self.address, &target))
    }

    /// Removes the reference to an entity, which is named by its URL (`.../$ref?$id=...`); the entity itself stays. What services understand
    /// that know OData 4.0 only; see [`remove_ref`](Self::remove_ref) for Microsoft Graph.
    pub fn remove_ref_to(&self, target: impl Reference) -> RemoveRef {
        RemoveRef::to(&self.address, &target)
    }

    /// Removes the reference to the item with this key (`.../key/$ref`); the entity itself stays.
    pub fn remove_ref(&self, key: impl Into<Key>) -> RemoveRef {
        RemoveRef::new(self.address.key(key).reference())
    }
}

/// The first property with a value that only the service gives.
fn computed(entity: &dyn Object) -> Option<&'static str> {
    let info = entity.info();
    let is_set = |index: usize| !is_absent(&entity.slot_ref(index));
    let found = info.fixed.iter().find(|(index, fixed)| *fixed == Fixed::Computed && is_set(usize::from(*index)));
    info.fields().get(usize::from(found?.0)).copied()
}

impl<T> Clone for CollectionRequest<T> {
    fn clone(&self) -> Self {
        Self::new(self.address.clone())
    }
}

impl<T> fmt::Debug for CollectionRequest<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "CollectionRequest({})", self.address.template())
    }
}

/// Adds a new entity to a collection (POST). Await it: the entity as the service made it.
///
/// A service that answers without a body made the entity as it was sent; then the result is that, with `@odata.id`.
#[must_use = "nothing is sent before it is awaited"]
pub struct Create<T> {
    draft: Draft,
    body: Result<Vec<u8>, serde_json::Error>,
    marker: PhantomData<fn() -> T>,
}

impl<T: Entity> Create<T> {
    header_option!();
    repeat_option!();
    return_options!();
}

impl<T: Entity + 'static> Request for Create<T> {
    type Output = T;

    fn prepare(self) -> Result<Prepared<T>, Error> {
        let call = self.draft.call_with_json(Method::POST, self.body)?;
        let sent = call.body.clone().unwrap_or_default();
        Ok(Prepared::new(&self.draft, call, |reply| {
            if reply.status == StatusCode::NO_CONTENT || reply.body.is_empty() {
                as_sent(reply, sent)
            } else {
                document::read(reply)
            }
        }))
    }
}

/// The entity that was sent, with the name that the service gave it (OData Protocol 4.01, 8.3.4).
fn as_sent<T: Entity>(reply: &Reply, sent: Bytes) -> Result<T, Error> {
    let id = [HeaderName::from_static("odata-entityid"), http::header::LOCATION]
        .iter()
        .find_map(|name| reply.headers.get(name).cloned());
    let mut entity: T = document::read(&Reply { body: sent, ..reply.clone() })?;
    if let (Some(id), Some(index)) = (id, entity.info().extra_index())
        && let Slot::Extra(extra) = entity.slot(index)
    {
        extra.insert("@odata.id", Value::String(String::from_utf8_lossy(id.as_bytes()).into_owned()));
    }
    Ok(entity)
}

impl<T: Entity> IntoFuture for Create<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.prepare()?.send().await })
    }
}

impl<T> fmt::Debug for Create<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Create({})", self.draft.name(&Method::POST))
    }
}
