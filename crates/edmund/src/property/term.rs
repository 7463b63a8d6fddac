//! Typed operands: what can be compared, and with what.

use std::fmt;
use std::marker::PhantomData;

use super::{Filter, Property};
use crate::query::{Binary, Expr, Literal, Name, Path, Predicate, Quantifier, Step};
use crate::{DateTimeOffset, Info, Object, Primitive};

/// A value of type `V` computed from a `T`: a property of a property, an item, or a function of one.
pub struct Term<T, V> {
    expr: Expr,
    marker: PhantomData<fn() -> (T, V)>,
}

/// Stands for "one item of a collection of `V`, looked at from a `T`" where a lambda says which type its filter is about.
pub struct Item<V, T>(PhantomData<fn() -> (V, T)>);

/// What a value of type `V`, computed from a `T`, can be compared with: a value, or another property of `T`. An item of a collection can be
/// compared with what it is looked at from, too.
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

/// A property of the entity whose collection a lambda looks through.
#[diagnostic::do_not_recommend]
impl<W, T, V, O> Operand<Item<W, T>, V> for Property<T, V, O> {
    fn into_operand(self) -> Expr {
        // A lambda's variable would hide a property of its name.
        if is_variable(self.name()) { Path::new("$it").join(self.name()).into() } else { Path::new(self.name()).into() }
    }
}

/// A value of the item of an outer lambda.
#[diagnostic::do_not_recommend]
impl<W, T, V> Operand<Item<W, T>, V> for Term<T, V> {
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

    /// A constant, to begin a computation with: `Term::value("X-").concat(User::NAME)`.
    pub fn value(value: impl Operand<T, V>) -> Self {
        Self::new(value.into_operand())
    }

    /// `self/name`.
    pub(super) fn member<U>(self, name: impl Into<Name>) -> Term<T, U> {
        Term::new(match self.expr {
            Expr::Path(path) => path.join(name).into(),
            other => other.member(Step::Path(Path::new(name))),
        })
    }

    pub(super) fn binary<U>(self, operator: Binary, operand: Expr) -> Term<T, U> {
        Term::new(self.expr.binary(operator, operand))
    }

    /// `function(self,arguments)`.
    pub(super) fn call<U>(self, function: &'static str, arguments: impl IntoIterator<Item = Expr>) -> Term<T, U> {
        Term::new(Expr::call(function, std::iter::once(self.expr).chain(arguments).collect()))
    }
}

impl<T> Term<T, T> {
    /// The item itself (`$it`), for collections of what has no properties: `Term::it().starts_with("a")` of a `String`.
    pub fn it() -> Self {
        Self::new(Path::new("$it"))
    }
}

impl<T: Object> Term<T, T> {
    /// The entity as one of a derived type: `Term::derived::<Manager>().get(Manager::BUDGET)`.
    pub fn derived<U: Object + Default>() -> Term<T, U> {
        Term::new(Path::new(Info::of::<U>().name()))
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

pub(super) fn lambda<T, V, F: Into<Filter<Item<V, T>>>>(
    quantifier: Quantifier,
    collection: Expr,
    condition: impl FnOnce(Term<Item<V, T>, V>) -> F,
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
    match root.strip_prefix('x').filter(|_| is_variable(root)) {
        Some(number) => format!("x{}", number.parse::<u64>().unwrap_or(0).saturating_add(1)),
        None => "x".to_owned(),
    }
}

/// `x`, or `x` and a number.
fn is_variable(name: &str) -> bool {
    name.strip_prefix('x').is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
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
