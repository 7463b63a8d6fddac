//! What can be asked of one property of an entity, without the entity.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;

use bytes::Bytes;
use http::{Method, StatusCode};
use serde_json::Value;

use super::draft::header_option;
use super::media::{GetMedia, MediaRequest};
use super::operation::returning;
use super::{Delete, Draft, Patch, Prepared, Request, Returned, document};
use crate::address::Address;
use crate::error::Error;
use crate::property::Property;
use crate::property::operators::{All, Changeable};
use crate::transport::BoxFuture;
use crate::{Complex, FieldValue, SlotRef, Stream, encode_value_as};

/// One property of an entity, or of a complex value on the way from it: read it, set it, or make it null.
///
/// ```
/// # edmund::request_types!();
/// # #[derive(edmund::Complex)]
/// # #[odata(name = "example.address")]
/// # pub struct Address { pub city: Option<String> }
/// # #[derive(edmund::Entity)]
/// # #[odata(name = "example.user", key(id))]
/// # pub struct User { pub id: Option<String>, pub home: Option<Address> }
/// async fn moved_to(user: One<User>, city: &str) -> Result<Option<String>, edmund::Error> {
///     let home = user.property(User::HOME).property(Address::CITY);
///     let before = home.get().await?;
///     home.set(city).await?;
///     Ok(before)
/// }
/// ```
///
/// `O` says what the service supports on it, as the property's constant does.
pub struct PropertyRequest<V, O = All> {
    address: Address,
    #[allow(clippy::type_complexity, reason = "the default of `O` counts")]
    marker: PhantomData<fn() -> (V, O)>,
}

impl<V, O> PropertyRequest<V, O> {
    /// The property at this address.
    pub fn new(address: Address) -> Self {
        Self { address, marker: PhantomData }
    }

    /// Where the property is.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// A property of this complex value.
    pub fn property<U, P>(&self, property: Property<V, U, P>) -> PropertyRequest<U, P> {
        PropertyRequest::new(self.address.property(property.name()))
    }

    /// A stream of this complex value.
    pub fn stream<P>(&self, property: Property<V, Stream, P>) -> MediaRequest {
        MediaRequest::new(self.address.property(property.name()))
    }

    /// Makes the property null (OData Protocol 4.01, 11.4.9.2).
    pub fn set_null(&self) -> Delete
    where
        O: Changeable,
    {
        Delete::new(self.address.clone())
    }
}

impl<V: FieldValue, O> PropertyRequest<V, O> {
    /// Reads the property; `None` if it is null.
    pub fn get(&self) -> GetProperty<Option<V>> {
        GetProperty { draft: Draft::new(self.address.clone()), marker: PhantomData }
    }

    /// Reads the property's value as it is, without JSON around it (`/$value`): text for text, the bytes for a binary value.
    pub fn raw_value(&self) -> GetMedia {
        GetMedia::new(self.address.value())
    }

    /// Sets the property (PUT).
    pub fn set(&self, value: impl Into<V>) -> SetProperty
    where
        O: Changeable,
    {
        let value = value.into();
        // An object stands for itself, everything else in a member (OData JSON Format 4.01, section 11).
        let body = encode_value_as(&value, self.address.client().numbers()).map(|json| match V::required_slot_ref(&value) {
            SlotRef::Object(_) => json,
            _ => serde_json::json!({ "value": json }),
        });
        let body = body.map_err(<serde_json::Error as serde_core::ser::Error>::custom);
        SetProperty { draft: Draft::new(self.address.clone()), method: Method::PUT, body: body.map(|json| bytes_of(&json)) }
    }
}

impl<V: Complex, O: Changeable> PropertyRequest<V, O> {
    /// Changes the properties of this complex value that the patch names, and no others (PATCH).
    pub fn update(&self, patch: Patch<V>) -> SetProperty {
        SetProperty {
            draft: Draft::new(self.address.clone()),
            method: Method::PATCH,
            body: patch.into_json(self.address.client().numbers()).map(Bytes::from),
        }
    }
}

fn bytes_of(json: &Value) -> Bytes {
    json.to_string().into()
}

impl<V, O> Clone for PropertyRequest<V, O> {
    fn clone(&self) -> Self {
        Self::new(self.address.clone())
    }
}

impl<V, O> fmt::Debug for PropertyRequest<V, O> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "PropertyRequest({})", self.address.template())
    }
}

/// Reads one property (GET). Await it: all of a collection, also if the service sends it in pages.
#[must_use = "nothing is sent before it is awaited"]
pub struct GetProperty<R> {
    draft: Draft,
    marker: PhantomData<fn() -> R>,
}

impl<R> GetProperty<R> {
    header_option!();
}

impl<R: Returned + 'static> IntoFuture for GetProperty<R> {
    type Output = Result<R, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.prepare()?.send().await })
    }
}

impl<R: Returned + 'static> Request for GetProperty<R> {
    type Output = R;

    fn prepare(self) -> Result<Prepared<R>, Error> {
        returning(&self.draft, Method::GET, None)
    }
}

impl<R> fmt::Debug for GetProperty<R> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "GetProperty({})", self.draft.name(&Method::GET))
    }
}

/// Sets or changes one property (PUT or PATCH). Await it.
#[must_use = "nothing is sent before it is awaited"]
pub struct SetProperty {
    draft: Draft,
    method: Method,
    body: Result<Bytes, serde_json::Error>,
}

impl SetProperty {
    header_option!();
}

impl Request for SetProperty {
    type Output = ();

    fn prepare(self) -> Result<Prepared<()>, Error> {
        let call = self.draft.call_with_json(self.method, self.body)?;
        Ok(Prepared::new(&self.draft, call, |reply| {
            if reply.status == StatusCode::NO_CONTENT || reply.body.is_empty() { Ok(()) } else { document::check(reply) }
        }))
    }
}

impl IntoFuture for SetProperty {
    type Output = Result<(), Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.prepare()?.send().await })
    }
}

impl fmt::Debug for SetProperty {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SetProperty({})", self.draft.name(&self.method))
    }
}
