//! Reading a collection.

use std::fmt;
use std::marker::PhantomData;

use http::Method;
use serde_core::de::DeserializeOwned;

use super::draft::header_option;
use super::{Draft, Items, Page, Pages};
use crate::address::Address;
use crate::error::Error;
use crate::property::{Expand, Filter, Order, Search, Selection};
use crate::{Projection, Variants};

/// The items of a collection of `T`, to be read as `R`.
///
/// Options are added in any order and go out in one. Read it with [`stream`](Self::stream), [`pages`](Self::pages),
/// [`first_page`](Self::first_page) or [`try_collect`](Self::try_collect).
#[must_use = "nothing is sent before the items are asked for"]
pub struct List<T, R = T> {
    draft: Draft,
    marker: PhantomData<fn() -> (T, R)>,
}

impl<T, R: DeserializeOwned> List<T, R> {
    pub(super) fn new(address: Address) -> Self {
        Self { draft: Draft::new(address), marker: PhantomData }
    }

    header_option!();

    /// Only items that satisfy the condition. A second condition is added to the first with `and`.
    pub fn filter(mut self, filter: impl Into<Filter<T>>) -> Self {
        self.draft.options.and_filter(filter.into().into_expr());
        self
    }

    /// Only these properties; a second call adds to the first. See [`project`](Self::project) for a type that has no others.
    pub fn select(mut self, properties: impl Selection<T>) -> Self {
        properties.add_to(&mut self.draft.options.select);
        self
    }

    /// Brings a navigation property along (`$expand`); a second call adds to the first.
    pub fn expand<U>(mut self, expand: impl Into<Expand<T, U>>) -> Self {
        self.draft.options.push_system("$expand", expand.into().to_string());
        self
    }

    /// Only items in which this is found (`$search`). A second search takes the place of the first.
    pub fn search(mut self, search: Search) -> Self {
        self.draft.options.system.retain(|(name, _)| name != "$search");
        self.draft.options.system.push(("$search".to_owned(), search.to_string()));
        self
    }

    /// Lets Graph's directory answer what only its index can: `$search`, `ne`, `not`, `endsWith`, `$filter` together with `$orderby`. Sends
    /// `ConsistencyLevel: eventual`, with every page, and `$count=true`, as the service demands.
    pub fn advanced(self) -> Self {
        self.header("consistencylevel", "eventual").count()
    }

    /// A query option of the service's own, such as `$format` or an API version. The value is encoded.
    pub fn option(mut self, name: &str, value: &str) -> Self {
        let option = (name.to_owned(), value.to_owned());
        let options = &mut self.draft.options;
        if name.starts_with('$') {
            options.system.push(option)
        } else {
            options.custom.push(option)
        }
        self
    }

    /// In this order; a second criterion orders what the first leaves equal.
    pub fn order_by(mut self, order: Order<T>) -> Self {
        self.draft.options.order_by.push(order.into_order_by());
        self
    }

    /// At most this many items in all (`$top`). Some services take it for the size of a page and go on after it.
    pub fn top(mut self, count: u64) -> Self {
        self.draft.options.top = Some(count);
        self
    }

    /// Without the first items.
    pub fn skip(mut self, count: u64) -> Self {
        self.draft.options.skip = Some(count);
        self
    }

    /// Asks for the number of all items: [`Page::count`] of the first page, [`Items::total`].
    pub fn count(mut self) -> Self {
        self.draft.options.count = Some(true);
        self
    }

    /// Asks for pages of this many items (`Prefer: odata.maxpagesize`). The service may send fewer.
    pub fn page_size(mut self, items: u32) -> Self {
        self.draft.prefer(format!("odata.maxpagesize={items}"));
        self
    }

    /// Reads each item as the variant of `V` whose type it has. See [`Variants`](derive@crate::Variants).
    pub fn variants<V: Variants<Of = T>>(self) -> List<T, V> {
        List { draft: self.draft, marker: PhantomData }
    }

    /// Reads items as `P`, asking for its properties only.
    pub fn project<P: Projection<Of = T>>(mut self) -> List<T, P> {
        self.draft.options.project::<P>();
        List { draft: self.draft, marker: PhantomData }
    }

    /// The items, over all pages.
    pub fn stream(self) -> Items<R> {
        Items::new(self.pages())
    }

    /// The items by page.
    pub fn pages(self) -> Pages<R> {
        Pages::new(self.draft.client(), self.draft.call(Method::GET, None))
    }

    /// The first page only.
    ///
    /// # Errors
    /// The page did not come, or is not one.
    pub async fn first_page(self) -> Result<Page<R>, Error> {
        let call = self.draft.call(Method::GET, None)?;
        let reply = self.draft.client().execute(&call).await?;
        Page::read(&reply)
    }

    /// Every item, in memory.
    ///
    /// # Errors
    /// A page did not come, or is not one; the items before it are lost.
    pub async fn try_collect(self) -> Result<Vec<R>, Error> {
        self.stream().try_collect().await
    }
}

impl<T, R> Clone for List<T, R> {
    fn clone(&self) -> Self {
        Self { draft: self.draft.clone(), marker: PhantomData }
    }
}

impl<T, R> fmt::Debug for List<T, R> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "List({})", self.draft.name(&Method::GET))
    }
}
