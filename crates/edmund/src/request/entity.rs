//! What can be asked of one entity.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;

use http::{Method, StatusCode};
use serde_core::de::DeserializeOwned;

use super::draft::{changed, condition_options, header_option, repeat_option, return_options};
use super::media::MediaRequest;
use super::property::PropertyRequest;
use super::reference::{Reference, RemoveRef, SetRef, reference_body};
use super::{Draft, Edit, Patch, Prepared, Request, document};
use crate::address::Address;
use crate::error::Error;
use crate::property::{Expand, Property, Selection};
use crate::transport::BoxFuture;
use crate::{Entity, Projection, Stream, Variants, encode_object};

/// One entity, by key, as a singleton, or behind a single-valued navigation property: what `One<T>` can do.
pub struct EntityRequest<T> {
    address: Address,
    marker: PhantomData<fn() -> T>,
}

impl<T> EntityRequest<T> {
    /// The entity at this address.
    pub fn new(address: Address) -> Self {
        Self { address, marker: PhantomData }
    }

    /// Where the entity is.
    pub fn address(&self) -> &Address {
        &self.address
    }
}

impl<T: Entity> EntityRequest<T> {
    /// Reads the entity.
    pub fn get(&self) -> Get<T> {
        Get { draft: Draft::new(self.address.clone()), marker: PhantomData }
    }

    /// Changes the properties that the patch names, and no others.
    pub fn update(&self, patch: Patch<T>) -> Update<T> {
        Update { draft: Draft::new(self.address.clone()), patch }
    }

    /// Changes the entity as `change` says when it sees it. If someone else changes it in between, it is read again, and `change` asked
    /// again: nothing that was written meanwhile is lost. For services with entity tags.
    ///
    /// ```
    /// # edmund::request_types!();
    /// # #[derive(edmund::Entity)]
    /// # #[odata(name = "example.counter", key(id))]
    /// # pub struct Counter { pub id: Option<String>, pub value: Option<i64>, pub extra: edmund::Extra }
    /// async fn count(counter: &One<Counter>) -> Result<(), edmund::Error> {
    ///     counter.edit(|counter| edmund::Patch::new().set(Counter::VALUE, counter.value.unwrap_or(0) + 1)).await?;
    ///     Ok(())
    /// }
    /// ```
    pub fn edit<F: FnMut(&T) -> Patch<T>>(&self, change: F) -> Edit<T, F> {
        Edit::new(self.clone(), change)
    }

    /// Deletes the entity.
    pub fn delete(&self) -> Delete {
        Delete::new(self.address.clone())
    }

    /// Replaces the entity: what `entity` leaves out gets its default value (PUT). Prefer [`update`](Self::update), which changes only what
    /// it names (OData Protocol 4.01, 11.4.3).
    pub fn replace(&self, entity: &T) -> Replace<T> {
        Replace {
            draft: Draft::new(self.address.clone()),
            body: encode_object(entity, self.address.client().numbers()),
            marker: PhantomData,
        }
    }

    /// One property of the entity, without the others.
    pub fn property<V, O>(&self, property: Property<T, V, O>) -> PropertyRequest<V, O> {
        PropertyRequest::new(self.address.property(property.name()))
    }

    /// The content of a stream property.
    pub fn stream<O>(&self, property: Property<T, Stream, O>) -> MediaRequest {
        MediaRequest::new(self.address.property(property.name()))
    }

    /// The content of this media entity.
    pub fn media(&self) -> MediaRequest {
        MediaRequest::new(self.address.value())
    }

    /// Makes this navigation property refer to an entity that exists already: an entity of this client, its `One`, or a URL.
    pub fn set_ref(&self, target: impl Reference) -> SetRef {
        SetRef::new(Draft::new(self.address.reference()), reference_body(&self.address, &target))
    }

    /// Makes this navigation property refer to nothing; the entity itself stays.
    pub fn remove_ref(&self) -> RemoveRef {
        RemoveRef::new(self.address.reference())
    }
}

impl<T> Clone for EntityRequest<T> {
    fn clone(&self) -> Self {
        Self::new(self.address.clone())
    }
}

impl<T> fmt::Debug for EntityRequest<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "EntityRequest({})", self.address.template())
    }
}

/// Reads one `T` as an `R` (GET). Await it.
#[must_use = "nothing is sent before it is awaited"]
pub struct Get<T, R = T> {
    draft: Draft,
    marker: PhantomData<fn() -> (T, R)>,
}

impl<T, R: DeserializeOwned> Get<T, R> {
    header_option!();

    /// The URL that is read, for logs and tests: nothing is sent.
    ///
    /// # Errors
    /// What is asked for cannot be: the error that sending it would give.
    pub fn url(&self) -> Result<String, Error> {
        self.draft.url()
    }

    /// Only these properties; a second call adds to the first. See [`project`](Self::project) for a type that has no others.
    pub fn select(mut self, properties: impl Selection<T>) -> Self {
        properties.add_to(&mut self.draft.options.select);
        self
    }

    /// Brings a navigation property along (`$expand`); a second call adds to the first.
    pub fn expand<U>(mut self, expand: impl Into<Expand<T, U>>) -> Self {
        self.draft.options.expand.push(expand.into().into_expanded());
        self
    }

    /// Reads the entity as the variant of `V` whose type it has. See [`Variants`](derive@crate::Variants).
    pub fn variants<V: Variants<Of = T>>(self) -> Get<T, V> {
        Get { draft: self.draft, marker: PhantomData }
    }

    /// Reads the entity as `P`, asking for its properties only.
    pub fn project<P: Projection<Of = T>>(mut self) -> Get<T, P> {
        self.draft.options.project::<P>();
        Get { draft: self.draft, marker: PhantomData }
    }

    /// Reads the entity unless it still has this entity tag: `None` if it has not changed (304, OData Protocol 4.01, 8.2.5).
    ///
    /// # Errors
    /// As awaiting the request itself.
    pub async fn if_changed(self, etag: &str) -> Result<Option<R>, Error>
    where
        R: 'static,
    {
        changed(self.header("if-none-match", etag).prepare()?.send().await)
    }

    /// Reads an entity that may not be there: `None` if the service says that there is none (204, OData Protocol 4.01, 11.2.7).
    ///
    /// # Errors
    /// As awaiting the request itself.
    pub async fn optional(self) -> Result<Option<R>, Error> {
        let call = self.draft.call(Method::GET, None)?;
        let reply = self.draft.client().execute(&call).await?;
        if reply.status == StatusCode::NO_CONTENT { Ok(None) } else { document::read(&reply).map(Some) }
    }
}

impl<T, R: DeserializeOwned + 'static> Request for Get<T, R> {
    type Output = R;

    fn prepare(self) -> Result<Prepared<R>, Error> {
        let call = self.draft.call(Method::GET, None)?;
        Ok(Prepared::new(&self.draft, call, document::read))
    }
}

impl<T: 'static, R: DeserializeOwned + 'static> IntoFuture for Get<T, R> {
    type Output = Result<R, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.prepare()?.send().await })
    }
}

impl<T, R> fmt::Debug for Get<T, R> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Get({})", self.draft.name(&Method::GET))
    }
}

/// Changes one entity (PATCH). Await it: the entity after the change, if the service sends it.
#[must_use = "nothing is sent before it is awaited"]
pub struct Update<T> {
    draft: Draft,
    patch: Patch<T>,
}

impl<T: Entity> Update<T> {
    header_option!();
    repeat_option!();
    condition_options!();
    return_options!();
}

impl<T: Entity + 'static> Request for Update<T> {
    type Output = Option<T>;

    fn prepare(self) -> Result<Prepared<Option<T>>, Error> {
        let body = self.patch.into_json(self.draft.client().numbers());
        change(&self.draft, Method::PATCH, body)
    }
}

/// A change; its answer is the entity after it, if the service sends that.
fn change<T: Entity + 'static>(
    draft: &Draft,
    method: Method,
    body: Result<Vec<u8>, serde_json::Error>,
) -> Result<Prepared<Option<T>>, Error> {
    let call = draft.call_with_json(method, body)?;
    Ok(Prepared::new(draft, call, |reply| {
        if reply.status == StatusCode::NO_CONTENT || reply.body.is_empty() { Ok(None) } else { document::read(reply).map(Some) }
    }))
}

/// Replaces one entity (PUT). Await it: the entity after the change, if the service sends it.
#[must_use = "nothing is sent before it is awaited"]
pub struct Replace<T> {
    draft: Draft,
    body: Result<Vec<u8>, serde_json::Error>,
    marker: PhantomData<fn() -> T>,
}

impl<T: Entity> Replace<T> {
    header_option!();
    condition_options!();
    return_options!();

    /// Only if there is no such entity yet: makes it, and changes none (`If-None-Match: *`, OData Protocol 4.01, 11.4.4). Otherwise the
    /// service answers 412.
    pub fn if_absent(self) -> Self {
        self.header("if-none-match", "*")
    }
}

impl<T: Entity + 'static> Request for Replace<T> {
    type Output = Option<T>;

    fn prepare(self) -> Result<Prepared<Option<T>>, Error> {
        change(&self.draft, Method::PUT, self.body)
    }
}

impl<T: Entity> IntoFuture for Replace<T> {
    type Output = Result<Option<T>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.prepare()?.send().await })
    }
}

impl<T> fmt::Debug for Replace<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Replace({})", self.draft.name(&Method::PUT))
    }
}

impl<T: Entity> IntoFuture for Update<T> {
    type Output = Result<Option<T>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.prepare()?.send().await })
    }
}

impl<T> fmt::Debug for Update<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Update({})", self.draft.name(&Method::PATCH))
    }
}

/// Deletes one entity (DELETE). Await it.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct Delete {
    draft: Draft,
}

impl Delete {
    pub(super) fn new(address: Address) -> Self {
        Self { draft: Draft::new(address) }
    }

    header_option!();
    condition_options!();
}

impl Request for Delete {
    type Output = ();

    fn prepare(self) -> Result<Prepared<()>, Error> {
        let call = self.draft.call(Method::DELETE, None)?;
        Ok(Prepared::new(&self.draft, call, |_| Ok(())))
    }
}

impl IntoFuture for Delete {
    type Output = Result<(), Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.prepare()?.send().await })
    }
}
