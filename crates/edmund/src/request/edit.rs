//! Changing an entity that others change as well.

use std::fmt;
use std::future::IntoFuture;

use http::Method;
use http::header::ETAG;

use super::{Draft, EntityRequest, Patch, document};
use crate::error::{Error, PolicyViolation};
use crate::transport::BoxFuture;
use crate::{Entity, SlotRef};

/// How often an entity is read again because someone else was faster.
const ATTEMPTS: u32 = 8;

/// Reads an entity, and changes it if it is still the same ([`EntityRequest::edit`]). Await it: the entity after the change, if the service
/// sends it.
#[must_use = "nothing is sent before it is awaited"]
pub struct Edit<T, F> {
    request: EntityRequest<T>,
    change: F,
}

impl<T: Entity, F: FnMut(&T) -> Patch<T>> Edit<T, F> {
    pub(super) fn new(request: EntityRequest<T>, change: F) -> Self {
        Self { request, change }
    }

    async fn send(mut self) -> Result<Option<T>, Error> {
        let mut attempt = 1;
        loop {
            let draft = Draft::new(self.request.address().clone());
            let reply = draft.client().execute(&draft.call(Method::GET, None)?).await?;
            let entity: T = document::read(&reply)?;
            let header = reply.headers.get(ETAG).and_then(|tag| tag.to_str().ok());
            let Some(tag) = tag(&entity).or(header).map(str::to_owned) else {
                let request = draft.name(&Method::PATCH);
                return Err(Error::Policy { request, violation: PolicyViolation::NoEntityTag });
            };
            match self.request.update((self.change)(&entity)).if_match(&tag).await {
                Err(error) if is_someone_elses(&error) && attempt < ATTEMPTS => attempt += 1,
                result => return result,
            }
        }
    }
}

/// Whether the entity was changed by someone else. After an attempt of ours whose answer was lost it may be our own change that is in the way,
/// and making it twice would do harm.
fn is_someone_elses(error: &Error) -> bool {
    error.service().is_some_and(|error| error.is_stale()) && !error.maybe_applied()
}

fn tag<T: Entity>(entity: &T) -> Option<&str> {
    match entity.slot_ref(entity.info().extra_index()?) {
        SlotRef::Extra(extra) => extra.etag(),
        _ => None,
    }
}

impl<T: Entity, F: FnMut(&T) -> Patch<T> + Send + 'static> IntoFuture for Edit<T, F> {
    type Output = Result<Option<T>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<T, F> fmt::Debug for Edit<T, F> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Edit({:?})", self.request)
    }
}
