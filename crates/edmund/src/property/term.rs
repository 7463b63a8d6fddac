//! Typed operands: what a property, an item of a collection or a function of them can be compared with.

use std::fmt;
use std::marker::PhantomData;

use super::{Filter, Order, Property};
use crate::Primitive;
use crate::query::{Binary, Direction, Expr, Literal, Path, Predicate, Quantifier};

/// A value of type `V` computed from a `T`: a property of a property, an item, or a function of one.
pub struct Term<T, V> {
    expr: Expr,
    marker: PhantomData<fn() -> (T, V)>,
}

/// Stands for "one item of a collection of `V`" where a lambda says which type its filter is about.
pub struct Item<V>(PhantomData<fn() -> V>);

/// A value that can be compared with a property of type `V`.
pub trait Operand<V> {
    /// The value as it stands in a URL.
    fn into_literal(self) -> Literal;
}

impl<V: Primitive> Operand<V> for V {
    fn into_literal(self) -> Literal {
        self.to_literal()
    }
}

impl Operand<String> for &str {
    fn into_literal(self) -> Literal {
        Literal::String(self.to_owned())
    }
}

impl<V: Primitive> Operand<V> for &V {
    fn into_literal(self) -> Literal {
        self.to_literal()
    }
}

impl<T, V> From<Property<T, V>> for Term<T, V> {
    fn from(property: Property<T, V>) -> Self {
        Self::new(Path::new(property.name()))
    }
}

impl<T, V> Term<T, V> {
    fn new(expr: impl Into<Expr>) -> Self {
        Self { expr: expr.into(), marker: PhantomData }
    }

    /// The expression as data.
    pub fn into_expr(self) -> Expr {
        self.expr
    }

    /// The path, where something is reached from this value. Only paths have values to reach from.
    fn into_path(self) -> Path {
        match self.expr {
            Expr::Path(path) => path,
            other => Path::new(other.to_string()),
        }
    }

    fn compare(self, operator: Binary, value: impl Operand<V>) -> Filter<T> {
        Filter::from_expr(self.expr.binary(operator, value.into_literal().into()))
    }

    fn call<U>(self, function: &str) -> Term<T, U> {
        Term::new(Expr::call(function, vec![self.expr]))
    }

    fn test(self, function: &str, value: impl Operand<V>) -> Filter<T> {
        Filter::from_expr(Expr::call(function, vec![self.expr, value.into_literal().into()]))
    }
}

/// Declares the same methods on properties and on terms: a property is the commonest term and should not need a conversion.
macro_rules! operations {
    ($($type:ident),*) => {$(
        impl<T, V> $type<T, V> {
            /// Equal to `value`. Equal to null is [`is_null`](Self::is_null).
            // Not the comparison of two Rust values: the service compares.
            #[allow(clippy::should_implement_trait)]
            pub fn eq(self, value: impl Operand<V>) -> Filter<T> {
                Term::from(self).compare(Binary::Eq, value)
            }

            /// Not equal to `value`; also true of null.
            #[allow(clippy::should_implement_trait)]
            pub fn ne(self, value: impl Operand<V>) -> Filter<T> {
                Term::from(self).compare(Binary::Ne, value)
            }

            /// Greater than `value`.
            #[allow(clippy::should_implement_trait)]
            pub fn gt(self, value: impl Operand<V>) -> Filter<T> {
                Term::from(self).compare(Binary::Gt, value)
            }

            /// Greater than `value` or equal to it.
            #[allow(clippy::should_implement_trait)]
            pub fn ge(self, value: impl Operand<V>) -> Filter<T> {
                Term::from(self).compare(Binary::Ge, value)
            }

            /// Less than `value`.
            #[allow(clippy::should_implement_trait)]
            pub fn lt(self, value: impl Operand<V>) -> Filter<T> {
                Term::from(self).compare(Binary::Lt, value)
            }

            /// Less than `value` or equal to it.
            #[allow(clippy::should_implement_trait)]
            pub fn le(self, value: impl Operand<V>) -> Filter<T> {
                Term::from(self).compare(Binary::Le, value)
            }

            /// Equal to one of `values`; true of nothing when there are none.
            pub fn in_<O: Operand<V>>(self, values: impl IntoIterator<Item = O>) -> Filter<T> {
                let list: Vec<Expr> = values.into_iter().map(|value| value.into_literal().into()).collect();
                if list.is_empty() {
                    return Filter::from_expr(Literal::Boolean(false).into());
                }
                Filter::from_expr(Term::from(self).expr.binary(Binary::In, Expr::List(list)))
            }

            /// Has no value.
            pub fn is_null(self) -> Filter<T> {
                Filter::from_expr(Term::from(self).expr.binary(Binary::Eq, Literal::Null.into()))
            }

            /// Has a value.
            pub fn is_not_null(self) -> Filter<T> {
                Filter::from_expr(Term::from(self).expr.binary(Binary::Ne, Literal::Null.into()))
            }

            /// A property of this value, which is complex: `User::ADDRESS.get(Address::CITY)`.
            pub fn get<U>(self, property: Property<V, U>) -> Term<T, U> {
                Term::new(Term::from(self).into_path().join(property.name()))
            }

            /// Smallest first.
            pub fn asc(self) -> Order<T> {
                Order::new(Term::from(self).expr, Direction::Ascending)
            }

            /// Largest first.
            pub fn desc(self) -> Order<T> {
                Order::new(Term::from(self).expr, Direction::Descending)
            }
        }

        impl<T> $type<T, String> {
            /// Begins with `value`.
            pub fn starts_with(self, value: impl Operand<String>) -> Filter<T> {
                Term::from(self).test("startswith", value)
            }

            /// Ends with `value`.
            pub fn ends_with(self, value: impl Operand<String>) -> Filter<T> {
                Term::from(self).test("endswith", value)
            }

            /// Contains `value`.
            pub fn contains(self, value: impl Operand<String>) -> Filter<T> {
                Term::from(self).test("contains", value)
            }

            /// The text in lower case.
            pub fn to_lower(self) -> Term<T, String> {
                Term::from(self).call("tolower")
            }

            /// The text in upper case.
            pub fn to_upper(self) -> Term<T, String> {
                Term::from(self).call("toupper")
            }

            /// The number of characters.
            pub fn length(self) -> Term<T, i32> {
                Term::from(self).call("length")
            }
        }

        impl<T, V> $type<T, Vec<V>> {
            /// At least one item satisfies the condition: `methods.any(|method| method.eq("fido2"))`.
            pub fn any(self, condition: impl FnOnce(Term<Item<V>, V>) -> Filter<Item<V>>) -> Filter<T> {
                lambda(Quantifier::Any, Term::from(self).into_path(), condition)
            }

            /// Every item satisfies the condition.
            pub fn all(self, condition: impl FnOnce(Term<Item<V>, V>) -> Filter<Item<V>>) -> Filter<T> {
                lambda(Quantifier::All, Term::from(self).into_path(), condition)
            }

            /// There is at least one item.
            pub fn is_not_empty(self) -> Filter<T> {
                let collection = Term::from(self).into_path();
                Filter::from_expr(Expr::Lambda { quantifier: Quantifier::Any, collection, predicate: None })
            }
        }
    )*};
}

operations!(Property, Term);

fn lambda<T, V>(
    quantifier: Quantifier,
    collection: Path,
    condition: impl FnOnce(Term<Item<V>, V>) -> Filter<Item<V>>,
) -> Filter<T> {
    let variable = variable(collection.root());
    let item = Term::new(Path::new(variable.clone()));
    let condition = Box::new(condition(item).into_expr());
    Filter::from_expr(Expr::Lambda { quantifier, collection, predicate: Some(Predicate { variable, condition }) })
}

/// A name that the collection's own path does not begin with: a lambda inside another reaches its collection through the outer variable.
fn variable(root: &str) -> String {
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
