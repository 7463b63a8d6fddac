//! Relations between entities that exist already (OData Protocol 4.01, 11.4.6).

use std::future::IntoFuture;

use http::Method;
use serde_json::json;

use super::draft::header_option;
use super::{Draft, EntityRequest, Prepared, Request};
use crate::address::{Address, Key};
use crate::error::{Error, PolicyViolation};
use crate::transport::BoxFuture;
use crate::{Entity, SlotRef};

/// Something that names an entity: its URL, its request, or the entity itself.
pub trait Reference {
    /// The absolute URL of the entity. `collection` is where the reference is to be added: an entity that does not say where it is, is
    /// taken to be an item of that collection.
    ///
    /// # Errors
    /// There is no such URL.
    fn url(&self, collection: &Address) -> Result<String, PolicyViolation>;
}

impl Reference for &str {
    fn url(&self, _: &Address) -> Result<String, PolicyViolation> {
        Ok((*self).to_owned())
    }
}

impl Reference for String {
    fn url(&self, _: &Address) -> Result<String, PolicyViolation> {
        Ok(self.clone())
    }
}

impl Reference for &String {
    fn url(&self, _: &Address) -> Result<String, PolicyViolation> {
        Ok((*self).clone())
    }
}

impl<T> Reference for &EntityRequest<T> {
    fn url(&self, _: &Address) -> Result<String, PolicyViolation> {
        self.address().url()
    }
}

impl<T: Entity> Reference for &T {
    fn url(&self, collection: &Address) -> Result<String, PolicyViolation> {
        let id = self.info().extra_index().and_then(|index| match self.slot_ref(index) {
            SlotRef::Extra(extra) => extra.odata_id(),
            _ => None,
        });
        match id {
            // Relative ones are relative to the root of the service, which its context URLs name.
            Some(id) if !id.contains("://") => Ok(format!("{}/{}", collection.client().base_url(), id.trim_start_matches('/'))),
            Some(id) => Ok(id.to_owned()),
            None => {
                let key = self.key_values().and_then(Key::of_values).ok_or(PolicyViolation::NoReference)?;
                collection.key(key).url()
            }
        }
    }
}

/// The body that refers to `target`.
pub(super) fn reference_body(collection: &Address, target: &impl Reference) -> Result<Vec<u8>, PolicyViolation> {
    target.url(collection).map(|url| json!({ "@odata.id": url }).to_string().into_bytes())
}

/// A request that puts a reference.
#[derive(Debug)]
struct PutReference {
    draft: Draft,
    body: Result<Vec<u8>, PolicyViolation>,
}

impl PutReference {
    fn prepare(self, method: Method) -> Result<Prepared<()>, Error> {
        match self.body {
            Ok(body) => {
                let call = self.draft.call(method, Some(body.into()))?;
                Ok(Prepared::new(&self.draft, call, |_| Ok(())))
            }
            Err(violation) => Err(Error::Policy { request: self.draft.name(&method), violation }),
        }
    }
}

macro_rules! put_reference {
    ($(#[$doc:meta])* $name:ident, $method:expr) => {
        $(#[$doc])*
        #[derive(Debug)]
        #[must_use = "nothing is sent before it is awaited"]
        pub struct $name(PutReference);

        impl $name {
            pub(super) fn new(draft: Draft, body: Result<Vec<u8>, PolicyViolation>) -> Self {
                Self(PutReference { draft, body })
            }

            /// A header of this request; see [`Get::header`](super::Get::header).
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.0.draft.header(name, value);
                self
            }
        }

        impl IntoFuture for $name {
            type Output = Result<(), Error>;
            type IntoFuture = BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(async move { self.prepare()?.send().await })
            }
        }

        impl Request for $name {
            type Output = ();

            fn prepare(self) -> Result<Prepared<()>, Error> {
                self.0.prepare($method)
            }
        }
    };
}

put_reference! {
    /// Adds a reference to a collection (POST `.../$ref`). Await it.
    AddRef, Method::POST
}

put_reference! {
    /// Sets a single reference (PUT `.../$ref`). Await it.
    SetRef, Method::PUT
}

/// Removes a reference (DELETE `.../$ref`). Await it.
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct RemoveRef {
    draft: Draft,
    problem: Option<PolicyViolation>,
}

impl RemoveRef {
    pub(super) fn new(address: Address) -> Self {
        Self { draft: Draft::new(address), problem: None }
    }

    /// Removes the reference to `target` from a collection, which is named by its URL.
    pub(super) fn to(collection: &Address, target: &impl Reference) -> Self {
        let mut request = Self::new(collection.reference());
        match target.url(collection) {
            Ok(url) => request.draft.options.set_text("$id", &url),
            Err(violation) => request.problem = Some(violation),
        }
        request
    }

    header_option!();
}

impl Request for RemoveRef {
    type Output = ();

    fn prepare(self) -> Result<Prepared<()>, Error> {
        if let Some(violation) = self.problem {
            return Err(Error::Policy { request: self.draft.name(&Method::DELETE), violation });
        }
        let call = self.draft.call(Method::DELETE, None)?;
        Ok(Prepared::new(&self.draft, call, |_| Ok(())))
    }
}

impl IntoFuture for RemoveRef {
    type Output = Result<(), Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.prepare()?.send().await })
    }
}
