//! Typed operands: what can be compared, and with what.

use std::fmt;
use std::marker::PhantomData;

use super::{Filter, Property};
use crate::query::{Binary, Expr, Literal, Path, Predicate, Quantifier, Step};
use crate::{DateTimeOffset, Primitive};

/// A value of type `V` computed from a `T`: a property of a property, an item, or a function of one.
pub struct Term<T, V> {
    expr: Expr,
    marker: PhantomData<fn() -> (T, V)>,
}

/// Stands for "one item of a collection of `V`" where a lambda says which type its filter is about.
pub struct Item<V>(PhantomData<fn() -> V>);

/// What a value of type `V`, computed from a `T`, can be compared with: a value, or another property of `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with a property of the type `{V}`",
    label = "not a value of the type `{V}`"
)]
pub trait Operand<T, V> {
    /// The operand as it stands in a URL.
    fn into_operand(self) -> Expr;
}

impl<T, V: Primitive> Operand<T, V> for V {
    fn into_operand(self) -> Expr {
        self.to_literal().into()
    }
}

impl<T> Operand<T, String> for &str {
    fn into_operand(self) -> Expr {
        Literal::String(self.to_owned()).into()
    }
}

impl<T, V: Primitive> Operand<T, V> for &V {
    fn into_operand(self) -> Expr {
        self.to_literal().into()
    }
}

impl<T, V, O> Operand<T, V> for Property<T, V, O> {
    fn into_operand(self) -> Expr {
        Path::new(self.name()).into()
    }
}

impl<T, V> Operand<T, V> for Term<T, V> {
    fn into_operand(self) -> Expr {
        self.expr
    }
}

impl<T, V, O> From<Property<T, V, O>> for Term<T, V> {
    fn from(property: Property<T, V, O>) -> Self {
        Self::new(Path::new(property.name()))
    }
}

impl<T, V> Term<T, V> {
    pub(super) fn new(expr: impl Into<Expr>) -> Self {
        Self { expr: expr.into(), marker: PhantomData }
    }

    /// An expression that is already data. Whether its names exist, and whether its type is `V`, is not checked.
    pub fn from_expr(expr: Expr) -> Self {
        Self::new(expr)
    }

    /// The expression as data.
    pub fn into_expr(self) -> Expr {
        self.expr
    }

    /// `self/name`.
    pub(super) fn member<U>(self, name: impl Into<String>) -> Term<T, U> {
        Term::new(match self.expr {
            Expr::Path(path) => path.join(name).into(),
            other => other.member(Step::Path(Path::new(name))),
        })
    }

    pub(super) fn binary<U>(self, operator: Binary, operand: Expr) -> Term<T, U> {
        Term::new(self.expr.binary(operator, operand))
    }

    /// `function(self,arguments)`.
    pub(super) fn call<U>(self, function: &str, arguments: impl IntoIterator<Item = Expr>) -> Term<T, U> {
        Term::new(Expr::call(function, std::iter::once(self.expr).chain(arguments).collect()))
    }
}

impl<T> Term<T, DateTimeOffset> {
    /// The service's time when it answers (`now()`).
    pub fn now() -> Self {
        Self::new(Expr::call("now", Vec::new()))
    }

    /// The earliest time that the service knows (`mindatetime()`).
    pub fn earliest() -> Self {
        Self::new(Expr::call("mindatetime", Vec::new()))
    }

    /// The latest time that the service knows (`maxdatetime()`).
    pub fn latest() -> Self {
        Self::new(Expr::call("maxdatetime", Vec::new()))
    }
}

pub(super) fn lambda<T, V, F: Into<Filter<Item<V>>>>(
    quantifier: Quantifier,
    collection: Expr,
    condition: impl FnOnce(Term<Item<V>, V>) -> F,
) -> Filter<T> {
    let variable = variable(&collection);
    let item = Term::new(Path::new(variable.clone()));
    let condition = Box::new(condition(item).into().into_expr());
    let predicate = Some(Predicate { variable, condition });
    Filter::from_expr(Expr::Lambda { quantifier, collection: Box::new(collection), predicate })
}

pub(super) fn non_empty<T>(collection: Expr) -> Filter<T> {
    Filter::from_expr(Expr::Lambda { quantifier: Quantifier::Any, collection: Box::new(collection), predicate: None })
}

/// A name that the collection's own path does not begin with: a lambda inside another reaches its collection through the outer variable.
fn variable(collection: &Expr) -> String {
    let root = match collection {
        Expr::Path(path) => path.root(),
        _ => "",
    };
    match root.strip_prefix('x').map(|number| if number.is_empty() { Ok(0_u32) } else { number.parse() }) {
        Some(Ok(number)) => format!("x{}", u64::from(number) + 1),
        _ => "x".to_owned(),
    }
}

impl<T, V> Clone for Term<T, V> {
    fn clone(&self) -> Self {
        Self { expr: self.expr.clone(), marker: PhantomData }
    }
}

impl<T, V> fmt::Debug for Term<T, V> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Term({})", self.expr)
    }
}
