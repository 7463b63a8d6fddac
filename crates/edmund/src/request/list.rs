//! Reading a collection.

use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::marker::PhantomData;

use http::Method;
use serde_core::de::DeserializeOwned;

use super::draft::{CONSISTENCY_LEVEL, header_option};
use super::paging::{Reading, Walk};
use super::{Checkpoint, Delta, Draft, Items, Page, Pages, Prepared, Request};
use crate::address::Address;
use crate::error::{Error, PolicyViolation};
use crate::property::{Apply, Expand, Filter, Order, Search, Selection, Term};
use crate::query::Computed;
use crate::{Entity, Projection, Variants};

/// The items of a collection of `T`, to be read as `R`.
///
/// Options are added in any order and go out in one. Read it with [`stream`](Self::stream), [`pages`](Self::pages),
/// [`first_page`](Self::first_page) or [`try_collect`](Self::try_collect).
#[must_use = "nothing is sent before the items are asked for"]
pub struct List<T, R = T> {
    draft: Draft,
    reading: Reading<R>,
    marker: PhantomData<fn() -> (T, R)>,
}

impl<T, R: DeserializeOwned + Send + 'static> List<T, R> {
    pub(super) fn new(address: Address) -> Self {
        Self { draft: Draft::new(address), reading: Reading::default(), marker: PhantomData }
    }

    /// See [`advanced`](Self::advanced).
    pub(super) fn know_advanced(&mut self) {
        self.draft.know_advanced();
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
        self.draft.options.expand.push(expand.into().into_expanded());
        self
    }

    /// Only items in which this is found (`$search`). A second search takes the place of the first.
    pub fn search(mut self, search: Search) -> Self {
        self.draft.options.search = Some(search.into_searched());
        self
    }

    /// Adds a value that the service computes of each item (`$compute`), under a name of its own: a projection with a field of that name reads it, and
    /// so does [`Extra`](crate::Extra). With [`select`](Self::select), the name has to be selected too.
    pub fn compute<V>(mut self, value: impl Into<Term<T, V>>, name: &str) -> Self {
        self.draft.options.compute.push(Computed { expr: value.into().into_expr(), alias: name.to_owned() });
        self
    }

    /// Lets the service transform the items (`$apply`), and reads what comes of it as `Row`s.
    pub fn apply<Row: DeserializeOwned + Send + 'static>(mut self, apply: Apply<T>) -> List<T, Row> {
        self.draft.options.apply.extend(apply.into_transformations());
        List { draft: self.draft, reading: self.reading.with_other_items(), marker: PhantomData }
    }

    /// Lets Graph's directory answer what only its index can. Sends `ConsistencyLevel: eventual`, with every page, and `$count=true`, as the
    /// service demands.
    ///
    /// Queries of types of which the schema says that they can be asked so do it by themselves where it is needed: for `$search`, `ne`, `not`,
    /// `endsWith`, `$count` in conditions, and `$filter` together with `$orderby`.
    pub fn advanced(self) -> Self {
        self.header(CONSISTENCY_LEVEL.as_str(), "eventual").count()
    }

    /// A query option that has no method of its own, such as `$format` or a parameter of the service's. The value is encoded.
    ///
    /// A system query option, with its `$`, takes the place of what was set before; text that does not follow the grammar is sent as it is.
    pub fn option(mut self, name: &str, value: &str) -> Self {
        self.draft.options.set_text(name, value);
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

    /// At most this many items, however many the service has: pages behind them are not asked for. Unlike [`top`](Self::top) the service is not
    /// told.
    pub fn limit(mut self, items: u64) -> Self {
        self.reading.limit = items;
        self
    }

    /// While you have one page, the next is fetched if the text of that page was no longer than this, in bytes: 4 MiB unless said otherwise,
    /// and with 0 never. No more than one page is fetched ahead.
    pub fn read_ahead(mut self, bytes: usize) -> Self {
        self.reading.read_ahead = bytes;
        self
    }

    /// How many items [`try_collect`](Self::try_collect) holds in memory at most before it fails: a million unless said otherwise.
    pub fn max_items(mut self, items: usize) -> Self {
        self.reading.max_items = items;
        self
    }

    /// Goes on behind the page that gave the checkpoint, in this process or another. The list must be the same: the first request fails with
    /// [`PolicyViolation::Bookmark`](crate::PolicyViolation::Bookmark) if the checkpoint is of another service or of other options.
    ///
    /// ```
    /// # use edmund::request::Checkpoint;
    /// # edmund::request_types!();
    /// # #[derive(edmund::Entity)]
    /// # #[odata(name = "example.user", key(id))]
    /// # pub struct User { pub id: Option<String> }
    /// async fn export(users: &Many<User>, saved: Option<Checkpoint>) -> Result<(), Box<dyn std::error::Error>> {
    ///     let mut list = users.list().page_size(999);
    ///     if let Some(checkpoint) = saved {
    ///         list = list.resume(checkpoint);
    ///     }
    ///     let mut pages = list.pages();
    ///     while let Some(page) = pages.try_next().await? {
    ///         // Write the items and the checkpoint in one transaction, or the items first.
    ///         let checkpoint = serde_json::to_string(&page.checkpoint())?;
    /// #       drop(checkpoint);
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub fn resume(mut self, checkpoint: Checkpoint) -> Self {
        self.reading.from = Some(Box::new(checkpoint));
        self
    }

    /// Reads each item as the variant of `V` whose type it has. See [`Variants`](derive@crate::Variants).
    pub fn variants<V: Variants<Of = T> + Send + 'static>(self) -> List<T, V> {
        List { draft: self.draft, reading: self.reading.with_other_items(), marker: PhantomData }
    }

    /// Reads items as `P`, asking for its properties only.
    pub fn project<P: Projection<Of = T>>(mut self) -> List<T, P> {
        self.draft.options.project::<P>();
        List { draft: self.draft, reading: self.reading.with_other_items(), marker: PhantomData }
    }

    /// The URL of the first page, for logs and tests: nothing is sent.
    ///
    /// # Errors
    /// What is asked for cannot be: the error that sending it would give.
    pub fn url(&self) -> Result<String, Error> {
        self.draft.url()
    }

    /// The items, over all pages.
    pub fn stream(self) -> Items<R> {
        Items::new(self.pages())
    }

    /// The items by page.
    pub fn pages(self) -> Pages<R> {
        Pages::new(self.draft.client(), self.draft.call(Method::GET, None), &self.reading)
    }

    /// The first page only; an empty one if there is nothing behind the checkpoint that it goes on from.
    ///
    /// # Errors
    /// The page did not come, or is not one.
    pub async fn first_page(self) -> Result<Page<R>, Error> {
        let call = self.draft.call(Method::GET, None)?;
        let walk = Walk::begin(self.draft.client(), call, self.reading.from.as_deref())?;
        if walk.goes_on() { walk.read_one().await } else { Ok(Page::default()) }
    }

    /// Every item, in memory.
    ///
    /// # Errors
    /// A page did not come, or is not one; the items before it are lost. [`Error::TooManyItems`]: there are more than a million, or than
    /// [`max_items`](Self::max_items) says.
    pub async fn try_collect(self) -> Result<Vec<R>, Error> {
        self.stream().try_collect().await
    }
}

impl<T: Entity + 'static> List<T> {
    /// What changes: everything in the first round, and later what changed since (`Prefer: odata.track-changes`). For services that track
    /// changes of any list; Graph has a function `delta` for it instead, whose [`changes`](crate::request::Function::changes) are the same.
    pub fn changes(mut self) -> Delta<T> {
        self.draft.prefer("odata.track-changes");
        Delta::new(self.draft)
    }
}

impl<T, R: Entity> List<T, R> {
    /// Leaves out items whose key was there already: for services that send an item twice when the collection changes between two pages. Costs
    /// some 16 bytes an item, and fails with [`PolicyViolation::NoReference`](crate::PolicyViolation::NoReference) for items without a key.
    pub fn distinct(mut self) -> Self {
        self.reading.identity = Some(identity);
        self
    }

    /// Begins anew when the service no longer follows its link to the next page, as Graph's directory does after some minutes, and leaves
    /// out the items that were there already, as [`distinct`](Self::distinct) does. Without it that is an error. What is resumed from a
    /// checkpoint cannot begin anew: which items there were is not known.
    pub fn restart_expired(mut self) -> Self {
        self.reading.anew = true;
        self.distinct()
    }
}

/// The first page: inside a batch, the pages behind it are read by going on from its [`checkpoint`](Page::checkpoint).
impl<T, R: DeserializeOwned + Send + 'static> Request for List<T, R> {
    type Output = Page<R>;

    fn prepare(self) -> Result<Prepared<Page<R>>, Error> {
        let first = self.draft.call(Method::GET, None)?;
        let walk = Walk::begin(self.draft.client(), first, self.reading.from.as_deref())?;
        let call = walk.call().clone();
        if !walk.goes_on() {
            let violation = PolicyViolation::Bookmark { reason: "there is nothing behind it".to_owned() };
            return Err(Error::Policy { request: call.request, violation });
        }
        let limit = usize::try_from(self.reading.limit).unwrap_or(usize::MAX);
        Ok(Prepared::new(&self.draft, call, move |reply| walk.read_reply(reply).map(|page| page.cut_to(limit))))
    }
}

/// A hash of the item's key.
fn identity<R: Entity>(item: &R) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    for (_, value) in item.key_values()? {
        value.to_string().hash(&mut hasher);
    }
    Some(hasher.finish())
}

impl<T, R> Clone for List<T, R> {
    fn clone(&self) -> Self {
        Self { draft: self.draft.clone(), reading: self.reading.clone(), marker: PhantomData }
    }
}

impl<T, R> fmt::Debug for List<T, R> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "List({})", self.draft.name(&Method::GET))
    }
}
