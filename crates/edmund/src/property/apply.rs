//! Transformations of a collection: what a service computes of many items.

use std::fmt;
use std::marker::PhantomData;

use super::{Filter, Number, Order, Property, Search, Selection, Term};
use crate::query::{Aggregate, Computed, Expr, Grouping, Path, Selected, Transformation};

/// Transformations of the items of a `T`, one after the other (`$apply`, OData Extension for Data Aggregation 4.0).
///
/// The rows that come back are what the transformations make, not `T`s: [`List::apply`](crate::request::List::apply) reads them as any type.
///
/// ```
/// # use edmund::{Apply, Property};
/// # struct Sale;
/// # impl Sale {
/// #     const COUNTRY: Property<Self, String> = Property::new("country");
/// #     const AMOUNT: Property<Self, f64> = Property::new("amount");
/// # }
/// let apply = Apply::new()
///     .filter(Sale::AMOUNT.gt(0.5))
///     .group_by(Sale::COUNTRY, [Sale::AMOUNT.sum("total"), Sale::AMOUNT.max("largest")]);
/// assert_eq!(
///     apply.to_string(),
///     "filter(amount gt 0.5)/groupby((country),aggregate(amount with sum as total,amount with max as largest))"
/// );
/// ```
pub struct Apply<T> {
    steps: Vec<Transformation>,
    marker: PhantomData<fn() -> T>,
}

impl<T> Apply<T> {
    /// No transformation yet.
    pub fn new() -> Self {
        Self { steps: Vec::new(), marker: PhantomData }
    }

    /// Only items that satisfy the condition.
    #[must_use]
    pub fn filter(self, filter: impl Into<Filter<T>>) -> Self {
        self.step(Transformation::Filter(filter.into().into_expr()))
    }

    /// Only items in which this is found.
    #[must_use]
    pub fn search(self, search: Search) -> Self {
        self.step(Transformation::Search(search.into_searched()))
    }

    /// One row of all items.
    #[must_use]
    pub fn aggregate(self, values: impl IntoIterator<Item = Aggregated<T>>) -> Self {
        self.step(Transformation::Aggregate(values.into_iter().map(|value| value.tree).collect()))
    }

    /// One row for each value, or each combination of values, of properties, with what is computed of its items.
    #[must_use]
    pub fn group_by(self, properties: impl Selection<T>, values: impl IntoIterator<Item = Aggregated<T>>) -> Self {
        let mut selected = Vec::new();
        properties.add_to(&mut selected);
        let by = selected.into_iter().filter_map(|item| match item {
            Selected::Path(path) => Some(Grouping::Path(path)),
            _ => None,
        });
        let values: Vec<Aggregate> = values.into_iter().map(|value| value.tree).collect();
        let then = if values.is_empty() { Vec::new() } else { vec![Transformation::Aggregate(values)] };
        self.step(Transformation::GroupBy { by: by.collect(), then })
    }

    /// Each item with a value more, under a name of its own.
    #[must_use]
    pub fn compute<V>(self, value: impl Into<Term<T, V>>, name: &str) -> Self {
        let expr = value.into().into_expr();
        self.step(Transformation::Compute(vec![Computed { expr, alias: name.to_owned() }]))
    }

    /// In this order. What a transformation before it made is named with [`Term::computed`].
    #[must_use]
    pub fn order_by(self, order: Order<T>) -> Self {
        self.step(Transformation::OrderBy(vec![order.into_order_by()]))
    }

    /// At most so many.
    #[must_use]
    pub fn top(self, count: u64) -> Self {
        self.step(Transformation::Top(count))
    }

    /// Without the first ones.
    #[must_use]
    pub fn skip(self, count: u64) -> Self {
        self.step(Transformation::Skip(count))
    }

    /// Any other transformation, as data. Whether its names exist is not checked.
    #[must_use]
    pub fn step(mut self, transformation: Transformation) -> Self {
        self.steps.push(transformation);
        self
    }

    /// The transformations as data.
    pub fn into_transformations(self) -> Vec<Transformation> {
        self.steps
    }
}

impl<T> Default for Apply<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Clone for Apply<T> {
    fn clone(&self) -> Self {
        Self { steps: self.steps.clone(), marker: PhantomData }
    }
}

impl<T> fmt::Debug for Apply<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Apply({self})")
    }
}

/// As `$apply` has it, not yet percent-encoded.
impl<T> fmt::Display for Apply<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.steps.iter().enumerate() {
            write!(out, "{}{step}", if index > 0 { "/" } else { "" })?;
        }
        Ok(())
    }
}

/// One value of many items of a `T`, with its name: `Sale::AMOUNT.sum("total")`.
pub struct Aggregated<T> {
    tree: Aggregate,
    marker: PhantomData<fn() -> T>,
}

impl<T> Aggregated<T> {
    /// How many items there are.
    pub fn count(name: &str) -> Self {
        Self::new(Path::new("$count").into(), None, name)
    }

    fn new(value: Expr, method: Option<&str>, name: &str) -> Self {
        let (method, alias) = (method.map(str::to_owned), Some(name.to_owned()));
        Self { tree: Aggregate { value, method, from: Vec::new(), alias }, marker: PhantomData }
    }
}

impl<T, V> Term<T, V> {
    /// A value that a transformation or `$compute` made, by its name. Whether there is one, of the type `V`, is not checked.
    pub fn computed(name: &str) -> Self {
        Self::new(Path::new(name.to_owned()))
    }

    /// One value of all items, by a method of the service's own.
    pub fn aggregate(self, method: &str, name: &str) -> Aggregated<T> {
        Aggregated::new(self.into_expr(), Some(method), name)
    }
}

macro_rules! aggregations {
    ($($type:ident<T $(, $own:ident)?>;)*) => {$(
        impl<T, V $(, $own)?> $type<T, V $(, $own)?> {
            /// The smallest value, under a name.
            pub fn min(self, name: &str) -> Aggregated<T> {
                Term::from(self).aggregate("min", name)
            }

            /// The largest value, under a name.
            pub fn max(self, name: &str) -> Aggregated<T> {
                Term::from(self).aggregate("max", name)
            }

            /// How many different values there are, under a name.
            pub fn count_distinct(self, name: &str) -> Aggregated<T> {
                Term::from(self).aggregate("countdistinct", name)
            }
        }

        impl<T, V: Number $(, $own)?> $type<T, V $(, $own)?> {
            /// The sum of the values, under a name.
            pub fn sum(self, name: &str) -> Aggregated<T> {
                Term::from(self).aggregate("sum", name)
            }

            /// The mean of the values, under a name.
            pub fn average(self, name: &str) -> Aggregated<T> {
                Term::from(self).aggregate("average", name)
            }
        }
    )*};
}

aggregations! {
    Property<T, O>;
    Term<T>;
}
