//! Conditions, orders and selections about one type.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Not;

use super::operators::{self, Allows};
use super::{Property, Term};
use crate::query::{Direction, Expr, OrderBy, ParseError, Path, Selected, parse_filter};
use crate::{Info, Object};

/// A condition on a `T`, made from its properties.
pub struct Filter<T> {
    expr: Expr,
    marker: PhantomData<fn() -> T>,
}

impl<T> Filter<T> {
    /// A condition that is already data. Whether its names exist is not checked.
    pub fn from_expr(expr: Expr) -> Self {
        Self { expr, marker: PhantomData }
    }

    /// A condition written by hand, for what typed properties cannot say. Its grammar is checked, its names are not.
    ///
    /// Never build the text from values of others: use properties, which encode them.
    ///
    /// # Errors
    /// The text is not an expression; the error has the position.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        parse_filter(text).map(Self::from_expr)
    }

    /// Both conditions hold.
    #[must_use]
    pub fn and(self, other: impl Into<Self>) -> Self {
        Self::from_expr(self.expr.and(other.into().expr))
    }

    /// At least one of the two conditions holds.
    #[must_use]
    pub fn or(self, other: impl Into<Self>) -> Self {
        Self::from_expr(self.expr.or(other.into().expr))
    }

    /// The entity is of a type or one derived from it (`isof`).
    pub fn is_of<U: Object + Default>() -> Self
    where
        T: Object,
    {
        Self::from_expr(Expr::call("isof", vec![Path::new(Info::of::<U>().name()).into()]))
    }

    /// The condition as data.
    pub fn into_expr(self) -> Expr {
        self.expr
    }
}

/// The condition does not hold: `!filter` or `filter.not()`.
impl<T> Not for Filter<T> {
    type Output = Self;

    fn not(self) -> Self {
        Self::from_expr(Expr::Not(Box::new(self.expr)))
    }
}

/// A Boolean property is a condition by itself.
impl<T, O: Allows<operators::eq>> From<Property<T, bool, O>> for Filter<T> {
    fn from(property: Property<T, bool, O>) -> Self {
        Self::from_expr(Path::new(property.name()).into())
    }
}

/// A Boolean value is a condition by itself.
impl<T> From<Term<T, bool>> for Filter<T> {
    fn from(term: Term<T, bool>) -> Self {
        Self::from_expr(term.into_expr())
    }
}

impl<T> Clone for Filter<T> {
    fn clone(&self) -> Self {
        Self::from_expr(self.expr.clone())
    }
}

impl<T> fmt::Debug for Filter<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Filter({})", self.expr)
    }
}

impl<T> fmt::Display for Filter<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.expr.fmt(out)
    }
}

/// One criterion of an order: `User::NAME.asc()`.
pub struct Order<T> {
    term: OrderBy,
    marker: PhantomData<fn() -> T>,
}

impl<T> Order<T> {
    pub(super) fn new(expr: Expr, direction: Direction) -> Self {
        Self { term: OrderBy { expr, direction }, marker: PhantomData }
    }

    /// The criterion as data.
    pub fn into_order_by(self) -> OrderBy {
        self.term
    }
}

impl<T> Clone for Order<T> {
    fn clone(&self) -> Self {
        Self { term: self.term.clone(), marker: PhantomData }
    }
}

impl<T> fmt::Debug for Order<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Order({})", self.term)
    }
}

/// Properties of `T` to ask for: one, a tuple, or a list of the same type.
pub trait Selection<T> {
    /// Adds the properties to a `$select`.
    fn add_to(self, select: &mut Vec<Selected>);
}

impl<T, V, O> Selection<T> for Property<T, V, O> {
    fn add_to(self, select: &mut Vec<Selected>) {
        select.push(Selected::Path(Path::new(self.name())));
    }
}

impl<T, V> Selection<T> for Term<T, V> {
    fn add_to(self, select: &mut Vec<Selected>) {
        select.push(Selected::Path(match self.into_expr() {
            Expr::Path(path) => path,
            // No path can be selected but a path: the service says so, where leaving it out would say nothing.
            other => Path::new(other.to_string()),
        }));
    }
}

impl<T, S: Selection<T>, const N: usize> Selection<T> for [S; N] {
    fn add_to(self, select: &mut Vec<Selected>) {
        self.into_iter().for_each(|item| item.add_to(select));
    }
}

impl<T, S: Selection<T>> Selection<T> for Vec<S> {
    fn add_to(self, select: &mut Vec<Selected>) {
        self.into_iter().for_each(|item| item.add_to(select));
    }
}

macro_rules! tuples {
    ($($($name:ident)*;)*) => {$(
        impl<T, $($name: Selection<T>),*> Selection<T> for ($($name,)*) {
            #[allow(non_snake_case)]
            fn add_to(self, select: &mut Vec<Selected>) {
                let ($($name,)*) = self;
                $($name.add_to(select);)*
            }
        }
    )*};
}

tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
    A B C D E F G H I;
    A B C D E F G H I J;
    A B C D E F G H I J K;
    A B C D E F G H I J K L;
}
