//! What of a navigation property a query brings along.

use std::fmt;
use std::marker::PhantomData;

use super::{Filter, Order, Property, Search, Selection};
use crate::query::{Expanded, ExpandedForm, Levels, Options, Path, Selected};
use crate::{Info, Object};

/// A navigation property with what of it comes along (`$expand`), or [a property](Part) with what of it is selected.
pub struct Expand<T, U, Of = Navigated> {
    item: Expanded,
    #[allow(clippy::type_complexity, reason = "the default of `Of` counts")]
    marker: PhantomData<fn() -> (T, U, Of)>,
}

/// What a navigation property leads to.
pub struct Navigated(());

/// What a structural property has.
pub struct Structural(());

/// A complex property, or a collection, with what of it is selected (`$select`, OData 4.01): `User::ADDRESSES.items().top(2)`.
pub type Part<T, U> = Expand<T, U, Structural>;

impl<T, V, O> Property<T, V, O> {
    /// Only some properties of a complex value.
    pub fn part(self) -> Part<T, V>
    where
        V: Object,
    {
        Expand::new(self.name())
    }
}

impl<T, V, O> Property<T, Vec<V>, O> {
    /// Only some items of a collection, and only some properties of them.
    pub fn items(self) -> Part<T, V> {
        Expand::new(self.name())
    }
}

impl<T, U> Selection<T> for Part<T, U> {
    fn add_to(self, select: &mut Vec<Selected>) {
        let Expanded { path, options, .. } = self.item;
        let is_whole = options == Options::default();
        select.push(if is_whole { Selected::Path(path) } else { Selected::With { path, options: Box::new(options) } });
    }
}

impl<T, U, Of> Expand<T, U, Of> {
    pub(super) fn new(name: &'static str) -> Self {
        Self { item: Expanded::new(Path::new(name)), marker: PhantomData }
    }

    /// Only these properties; a second call adds to the first.
    #[must_use]
    pub fn select(mut self, properties: impl Selection<U>) -> Self {
        properties.add_to(&mut self.item.options.select);
        self
    }

    /// Only what satisfies the condition; a second condition is added to the first with `and`.
    #[must_use]
    pub fn filter(mut self, filter: impl Into<Filter<U>>) -> Self {
        self.item.options.and_filter(filter.into().into_expr());
        self
    }

    /// Only that in which this is found; a second search takes the place of the first.
    #[must_use]
    pub fn search(mut self, search: Search) -> Self {
        self.item.options.search = Some(search.into_searched());
        self
    }

    /// In this order.
    #[must_use]
    pub fn order_by(mut self, order: Order<U>) -> Self {
        self.item.options.order_by.push(order.into_order_by());
        self
    }

    /// At most so many.
    #[must_use]
    pub fn top(mut self, count: u64) -> Self {
        self.item.options.top = Some(count);
        self
    }

    /// Without the first ones.
    #[must_use]
    pub fn skip(mut self, count: u64) -> Self {
        self.item.options.skip = Some(count);
        self
    }

    /// With the number of all.
    #[must_use]
    pub fn count(mut self) -> Self {
        self.item.options.count = Some(true);
        self
    }
}

impl<T, U> Expand<T, U> {
    /// What the entities that come along bring along themselves.
    #[must_use]
    pub fn expand<W>(mut self, expand: impl Into<Expand<U, W>>) -> Self {
        self.item.options.expand.push(expand.into().into_expanded());
        self
    }

    /// The same again inside itself, so often (`$levels`): a manager's manager, and so on.
    #[must_use]
    pub fn levels(mut self, levels: Levels) -> Self {
        self.item.options.levels = Some(levels);
        self
    }

    /// Only what is of a derived type comes along, with that type's properties: `Group::MEMBERS` as `Expand` of `User`.
    #[must_use]
    pub fn cast<W: Object + Default>(mut self) -> Expand<T, W> {
        self.item.path = self.item.path.join(Info::of::<W>().name());
        Expand { item: self.item, marker: PhantomData }
    }

    /// Only references to the entities (`/$ref`), not the entities.
    #[must_use]
    pub fn references(mut self) -> Self {
        self.item.form = ExpandedForm::References;
        self
    }

    /// The item as data.
    pub fn into_expanded(self) -> Expanded {
        self.item
    }
}

/// As `$expand` has it, not yet percent-encoded (OData URL Conventions 4.01, 5.1.3).
impl<T, U, Of> fmt::Display for Expand<T, U, Of> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.item.fmt(out)
    }
}

impl<T, U, Of> Clone for Expand<T, U, Of> {
    fn clone(&self) -> Self {
        Self { item: self.item.clone(), marker: PhantomData }
    }
}

impl<T, U, Of> fmt::Debug for Expand<T, U, Of> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Expand({self})")
    }
}
