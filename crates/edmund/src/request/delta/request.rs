//! Asking for changes.

use std::fmt;
use std::marker::PhantomData;

use http::Method;

use super::{Changes, DeltaStore, DeltaToken, Round};
use crate::Entity;
use crate::client::Call;
use crate::error::Error;
use crate::property::{Filter, Selection};
use crate::request::Draft;
use crate::request::draft::header_option;

/// The changes of a collection: all of it in the first round, and in later rounds what changed since.
///
/// Made from a list ([`List::changes`](crate::request::List::changes)) or from a delta function
/// ([`Function::changes`](crate::request::Function::changes)).
#[must_use = "nothing is sent before the changes are asked for"]
pub struct Delta<T> {
    draft: Draft,
    start: Start,
    marker: PhantomData<fn() -> T>,
}

#[derive(Clone)]
enum Start {
    /// With everything there is.
    Everything,
    /// With what happens from now on.
    Now,
    /// Where an earlier round ended.
    Since(Box<DeltaToken>),
}

impl<T: Entity + 'static> Delta<T> {
    pub(in crate::request) fn new(draft: Draft) -> Self {
        Self { draft, start: Start::Everything, marker: PhantomData }
    }

    header_option!();

    /// Only these properties; a second call adds to the first. Services then also tell only of changes to these.
    pub fn select(mut self, properties: impl Selection<T>) -> Self {
        properties.add_to(&mut self.draft.options.select);
        self
    }

    /// Only items that satisfy the condition, as far as the service can: Graph's directory takes `id eq '..'` alone.
    pub fn filter(mut self, filter: impl Into<Filter<T>>) -> Self {
        self.draft.options.and_filter(filter.into().into_expr());
        self
    }

    /// Asks for pages of this many changes (`Prefer: odata.maxpagesize`). The service may send fewer.
    pub fn page_size(mut self, items: u32) -> Self {
        self.draft.prefer(format!("odata.maxpagesize={items}"));
        self
    }

    /// Goes on where an earlier round ended. The request must be the same: with a token of another service or of other options it fails with
    /// [`PolicyViolation::Bookmark`](crate::PolicyViolation::Bookmark).
    pub fn since(mut self, token: DeltaToken) -> Self {
        self.start = Start::Since(Box::new(token));
        self
    }

    /// Leaves out what there is: the round gives no change, only the token (`$deltatoken=latest`, as Graph has it).
    pub fn from_now(mut self) -> Self {
        self.start = Start::Now;
        self
    }

    /// The changes of one round, over all pages.
    pub fn stream(self) -> Changes<T> {
        let client = self.draft.client().clone();
        let since = match &self.start {
            Start::Since(token) => Some(&token.0),
            Start::Everything | Start::Now => None,
        };
        Changes::new(&client, self.calls(), since)
    }

    /// Brings a store up to date with one round: from the store's token on, or with everything if it has none. When the service no longer
    /// knows the token, everything is read again, and what is gone is taken out of the store.
    ///
    /// # Errors
    /// A page did not come, or is not one. The store then has some of the changes and its old token; another call repeats them, which does
    /// no harm.
    pub async fn sync(mut self, store: &mut DeltaStore<T>) -> Result<Round, Error> {
        let mut resynchronised = false;
        loop {
            self.start = match store.token() {
                Some(token) => Start::Since(Box::new(token.clone())),
                None => self.start,
            };
            let request = Self { draft: self.draft.clone(), start: self.start.clone(), marker: PhantomData };
            match request.round(store).await {
                Err(Error::ResyncRequired { restart, .. }) if !resynchronised => {
                    resynchronised = true;
                    store.begin_resync();
                    self.start = restart.map_or(Start::Everything, Start::Since);
                }
                Err(error) => return Err(error),
                Ok(round) => return Ok(Round { resynchronised, ..round }),
            }
        }
    }

    async fn round(self, store: &mut DeltaStore<T>) -> Result<Round, Error> {
        let request = self.draft.name(&Method::GET);
        let mut changes = self.stream();
        let mut count = 0;
        while let Some(change) = changes.try_next().await? {
            store.apply(change).map_err(|violation| Error::Policy { request: request.clone(), violation })?;
            count += 1;
        }
        if let Some(token) = changes.into_token() {
            store.finish(token);
        }
        Ok(Round { changes: count, resynchronised: false })
    }

    /// The call that tokens are bound to, and the call to begin with.
    fn calls(&self) -> Result<(Call, Call), Error> {
        let bound = self.draft.call(Method::GET, None)?;
        let mut first = self.draft.clone();
        if matches!(self.start, Start::Now) {
            first.options.set_text("$deltatoken", "latest");
        }
        Ok((bound, first.call(Method::GET, None)?))
    }
}

impl<T> Clone for Delta<T> {
    fn clone(&self) -> Self {
        Self { draft: self.draft.clone(), start: self.start.clone(), marker: PhantomData }
    }
}

impl<T> fmt::Debug for Delta<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Delta({})", self.draft.name(&Method::GET))
    }
}
