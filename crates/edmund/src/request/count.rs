//! The number of items of a collection.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;

use http::Method;
use http::header::ACCEPT;

use super::draft::header_option;
use super::{Draft, Prepared, Request, document};
use crate::address::Address;
use crate::error::{DecodeFailure, Error};
use crate::property::Filter;
use crate::transport::BoxFuture;

/// Asks for the number of items (`/$count`). Await it.
///
/// Graph's directory wants the header `ConsistencyLevel: eventual` with this request.
#[must_use = "nothing is sent before it is awaited"]
pub struct Count<T> {
    draft: Draft,
    marker: PhantomData<fn() -> T>,
}

impl<T> Count<T> {
    pub(super) fn new(collection: &Address) -> Self {
        Self { draft: Draft::new(collection.count()), marker: PhantomData }
    }

    header_option!();

    /// Only items that satisfy the condition. A second condition is added to the first with `and`.
    pub fn filter(mut self, filter: impl Into<Filter<T>>) -> Self {
        self.draft.options.and_filter(filter.into().into_expr());
        self
    }
}

impl<T> Request for Count<T> {
    type Output = u64;

    fn prepare(mut self) -> Result<Prepared<u64>, Error> {
        self.draft.header_unless_set(ACCEPT, "text/plain");
        let call = self.draft.call(Method::GET, None)?;
        Ok(Prepared::new(&self.draft, call, |reply| {
            let text = document::text(reply).trim_ascii();
            let number = std::str::from_utf8(text).ok().and_then(|text| text.parse().ok());
            number.ok_or_else(|| DecodeFailure::new(reply, "expected the number of items as plain text").into())
        }))
    }
}

impl<T: 'static> IntoFuture for Count<T> {
    type Output = Result<u64, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.prepare()?.send().await })
    }
}

impl<T> fmt::Debug for Count<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Count({})", self.draft.name(&Method::GET))
    }
}
