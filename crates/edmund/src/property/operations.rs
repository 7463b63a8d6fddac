//! What is asked of a value: comparisons, arithmetic, functions, tests of collections.

use super::arithmetic::{Fractional, HasDate, HasTime, Minus, Number, Plus};
use super::operators::{self, Allows};
use super::term::{lambda, non_empty};
use super::{Filter, Item, Member, Operand, Order, Property, Term};
use crate::query::{Binary, Direction, Expr, Literal, Path, Quantifier};
use crate::{Date, DateTimeOffset, Decimal, Duration, Flags, Info, Object, OpenEnum, TimeOfDay};

/// Methods that a property has only as far as the service supports them, and a term always. The bound is written where the method is,
/// so that an error shows it there.
macro_rules! guarded {
    (
        [$($of:ident)?] $type:ty:
        $($(#[$meta:meta])* $name:ident $(<$item:ident: $bound:path>)? ($($value:ident: $operand:ty)?) -> $result:ty, [$($allows:tt)*] |$this:ident| $body:expr;)*
    ) => {
        impl<T, $($of,)? O> Property<T, $type, O> {$(
            $(#[$meta])*
            pub fn $name $(<$item: $bound>)? (self, $($value: $operand)?) -> $result
            where
                $($allows)*,
            {
                let $this: Term<T, $type> = self.into();
                $body
            }
        )*}

        impl<T, $($of)?> Term<T, $type> {$(
            $(#[$meta])*
            pub fn $name $(<$item: $bound>)? (self, $($value: $operand)?) -> $result {
                let $this = self;
                $body
            }
        )*}
    };
}

guarded! {
    [V] V:
    /// Equal to `value`. Equal to null is [`is_null`](Self::is_null).
    // Not the comparison of two Rust values: the service compares.
    #[allow(clippy::should_implement_trait)]
    eq(value: impl Operand<T, V>) -> Filter<T>, [O: Allows<operators::eq>] |this| this.compare(Binary::Eq, value.into_operand());
    /// Not equal to `value`; also true of null.
    #[allow(clippy::should_implement_trait)]
    ne(value: impl Operand<T, V>) -> Filter<T>, [O: Allows<operators::ne>] |this| this.compare(Binary::Ne, value.into_operand());
    /// Greater than `value`.
    #[allow(clippy::should_implement_trait)]
    gt(value: impl Operand<T, V>) -> Filter<T>, [O: Allows<operators::gt>] |this| this.compare(Binary::Gt, value.into_operand());
    /// Greater than `value` or equal to it.
    #[allow(clippy::should_implement_trait)]
    ge(value: impl Operand<T, V>) -> Filter<T>, [O: Allows<operators::ge>] |this| this.compare(Binary::Ge, value.into_operand());
    /// Less than `value`.
    #[allow(clippy::should_implement_trait)]
    lt(value: impl Operand<T, V>) -> Filter<T>, [O: Allows<operators::gt>] |this| this.compare(Binary::Lt, value.into_operand());
    /// Less than `value` or equal to it.
    #[allow(clippy::should_implement_trait)]
    le(value: impl Operand<T, V>) -> Filter<T>, [O: Allows<operators::ge>] |this| this.compare(Binary::Le, value.into_operand());
    /// Has no value.
    is_null() -> Filter<T>, [O: Allows<operators::eq>] |this| this.compare(Binary::Eq, Literal::Null.into());
    /// Has a value.
    is_not_null() -> Filter<T>, [O: Allows<operators::ne>] |this| this.compare(Binary::Ne, Literal::Null.into());
    /// Equal to one of `values`; true of nothing when there are none.
    in_<I: Operand<T, V>>(values: impl IntoIterator<Item = I>) -> Filter<T>, [O: Allows<operators::r#in>] |this| this.member_of(values);
    /// Smallest first.
    asc() -> Order<T>, [O: Allows<operators::orderby>] |this| Order::new(this.into_expr(), Direction::Ascending);
    /// Largest first.
    desc() -> Order<T>, [O: Allows<operators::orderby>] |this| Order::new(this.into_expr(), Direction::Descending);
}

guarded! {
    [] String:
    /// Begins with `value`.
    starts_with(value: impl Operand<T, String>) -> Filter<T>, [O: Allows<operators::startswith>] |this| this.test("startswith", value.into_operand());
    /// Ends with `value`.
    ends_with(value: impl Operand<T, String>) -> Filter<T>, [O: Allows<operators::endswith>] |this| this.test("endswith", value.into_operand());
    /// Contains `value`.
    contains(value: impl Operand<T, String>) -> Filter<T>, [O: Allows<operators::contains>] |this| this.test("contains", value.into_operand());
}

impl<T, V> Term<T, V> {
    fn compare(self, operator: Binary, operand: Expr) -> Filter<T> {
        Filter::from(self.binary::<bool>(operator, operand))
    }

    /// `function(self,argument)`, which is true or false.
    fn test(self, function: &'static str, argument: Expr) -> Filter<T> {
        Filter::from(self.call::<bool>(function, [argument]))
    }

    fn member_of<I: Operand<T, V>>(self, values: impl IntoIterator<Item = I>) -> Filter<T> {
        let list: Vec<Expr> = values.into_iter().map(Operand::into_operand).collect();
        if !list.is_empty() && list.iter().all(|item| matches!(item, Expr::Literal(_))) {
            return self.compare(Binary::In, Expr::List(list));
        }
        // A list holds literals only: what is computed is compared one by one.
        let compared = list.into_iter().map(|item| self.clone().compare(Binary::Eq, item));
        compared.reduce(Filter::or).unwrap_or_else(|| Filter::from_expr(Literal::Boolean(false).into()))
    }
}

/// Methods that properties and terms have alike: a property is the commonest term and should not need a conversion.
macro_rules! operations {
    ($($type:ident<T $(, $own:ident)?>;)*) => {$(
        impl<T, V $(, $own)?> $type<T, V $(, $own)?> {
            /// A property of this value, which is complex or an entity: `User::ADDRESS.get(Address::CITY)`.
            pub fn get<M: Member<V>>(self, member: M) -> Term<T, M::Value> {
                Term::from(self).member(member.member_name())
            }

            /// The sum with a number, or a time so much later.
            #[allow(clippy::should_implement_trait)]
            pub fn add<R>(self, value: impl Operand<T, R>) -> Term<T, V::Output>
            where
                V: Plus<R>,
            {
                Term::from(self).binary(Binary::Add, value.into_operand())
            }

            /// The difference: a number less, a time so much earlier, or the span between two times.
            #[allow(clippy::should_implement_trait)]
            pub fn sub<R>(self, value: impl Operand<T, R>) -> Term<T, V::Output>
            where
                V: Minus<R>,
            {
                Term::from(self).binary(Binary::Sub, value.into_operand())
            }

            /// The value as one of a derived type, whose properties are reached with [`get`](Self::get).
            pub fn cast<U: Object + Default>(self) -> Term<T, U>
            where
                V: Object,
            {
                Term::from(self).member(Info::of::<U>().name())
            }

            /// Whether the value is of a type or one derived from it (`isof`).
            pub fn is_of<U: Object + Default>(self) -> Filter<T>
            where
                V: Object,
            {
                let ty = Path::new(Info::of::<U>().name()).into();
                Term::from(self).test("isof", ty)
            }
        }

        impl<T, V: Number $(, $own)?> $type<T, V $(, $own)?> {
            /// The product.
            #[allow(clippy::should_implement_trait)]
            pub fn mul(self, value: impl Operand<T, V>) -> Term<T, V> {
                Term::from(self).binary(Binary::Mul, value.into_operand())
            }

            /// The quotient; of integers without a fraction.
            #[allow(clippy::should_implement_trait)]
            pub fn div(self, value: impl Operand<T, V>) -> Term<T, V> {
                Term::from(self).binary(Binary::Div, value.into_operand())
            }

            /// The quotient with a fraction, also of integers (OData 4.01).
            pub fn div_by(self, value: impl Operand<T, V>) -> Term<T, Decimal> {
                Term::from(self).binary(Binary::DivBy, value.into_operand())
            }

            /// What is left of a division (`mod`).
            pub fn mod_(self, value: impl Operand<T, V>) -> Term<T, V> {
                Term::from(self).binary(Binary::Mod, value.into_operand())
            }

            /// The number with the other sign.
            #[allow(clippy::should_implement_trait)]
            pub fn neg(self) -> Term<T, V> {
                Term::new(Expr::Negate(Box::new(Term::from(self).into_expr())))
            }
        }

        impl<T, V: Fractional $(, $own)?> $type<T, V $(, $own)?> {
            /// The nearest whole number.
            pub fn round(self) -> Term<T, V> {
                Term::from(self).call("round", [])
            }

            /// The largest whole number that is not larger.
            pub fn floor(self) -> Term<T, V> {
                Term::from(self).call("floor", [])
            }

            /// The smallest whole number that is not smaller.
            pub fn ceiling(self) -> Term<T, V> {
                Term::from(self).call("ceiling", [])
            }
        }

        impl<T $(, $own)?> $type<T, String $(, $own)?> {
            /// Matches a regular expression as ECMAScript has them (OData 4.01).
            pub fn matches_pattern(self, pattern: impl Operand<T, String>) -> Filter<T> {
                Term::from(self).test("matchesPattern", pattern.into_operand())
            }

            /// The text in lower case.
            pub fn to_lower(self) -> Term<T, String> {
                Term::from(self).call("tolower", [])
            }

            /// The text in upper case.
            pub fn to_upper(self) -> Term<T, String> {
                Term::from(self).call("toupper", [])
            }

            /// The text without blanks at its ends.
            pub fn trim(self) -> Term<T, String> {
                Term::from(self).call("trim", [])
            }

            /// The number of characters.
            pub fn length(self) -> Term<T, i32> {
                Term::from(self).call("length", [])
            }

            /// Where `value` begins in it, counted from 0; -1 if it does not.
            pub fn index_of(self, value: impl Operand<T, String>) -> Term<T, i32> {
                Term::from(self).call("indexof", [value.into_operand()])
            }

            /// The text from a character on, counted from 0.
            pub fn substring(self, start: impl Operand<T, i32>) -> Term<T, String> {
                Term::from(self).call("substring", [start.into_operand()])
            }

            /// So many characters from one on, counted from 0.
            pub fn substring_of(self, start: impl Operand<T, i32>, length: impl Operand<T, i32>) -> Term<T, String> {
                Term::from(self).call("substring", [start.into_operand(), length.into_operand()])
            }

            /// The text and another behind it.
            pub fn concat(self, value: impl Operand<T, String>) -> Term<T, String> {
                Term::from(self).call("concat", [value.into_operand()])
            }
        }

        impl<T, V: HasDate $(, $own)?> $type<T, V $(, $own)?> {
            /// The year.
            pub fn year(self) -> Term<T, i32> {
                Term::from(self).call("year", [])
            }

            /// The month, 1 to 12.
            pub fn month(self) -> Term<T, i32> {
                Term::from(self).call("month", [])
            }

            /// The day of the month, from 1.
            pub fn day(self) -> Term<T, i32> {
                Term::from(self).call("day", [])
            }
        }

        impl<T, V: HasTime $(, $own)?> $type<T, V $(, $own)?> {
            /// The hour, 0 to 23.
            pub fn hour(self) -> Term<T, i32> {
                Term::from(self).call("hour", [])
            }

            /// The minute, 0 to 59.
            pub fn minute(self) -> Term<T, i32> {
                Term::from(self).call("minute", [])
            }

            /// The second, without its fraction.
            pub fn second(self) -> Term<T, i32> {
                Term::from(self).call("second", [])
            }

            /// The fraction of the second.
            pub fn fractional_seconds(self) -> Term<T, Decimal> {
                Term::from(self).call("fractionalseconds", [])
            }
        }

        impl<T $(, $own)?> $type<T, DateTimeOffset $(, $own)?> {
            /// The date.
            pub fn date(self) -> Term<T, Date> {
                Term::from(self).call("date", [])
            }

            /// The time of day.
            pub fn time(self) -> Term<T, TimeOfDay> {
                Term::from(self).call("time", [])
            }

            /// How many minutes it is ahead of UTC.
            pub fn total_offset_minutes(self) -> Term<T, i32> {
                Term::from(self).call("totaloffsetminutes", [])
            }
        }

        impl<T $(, $own)?> $type<T, Duration $(, $own)?> {
            /// The whole span in seconds.
            pub fn total_seconds(self) -> Term<T, Decimal> {
                Term::from(self).call("totalseconds", [])
            }
        }

        impl<T, E: OpenEnum $(, $own)?> $type<T, Flags<E> $(, $own)?> {
            /// Has a member among its flags.
            pub fn has(self, member: E) -> Filter<T> {
                Term::from(self).compare(Binary::Has, crate::Primitive::to_literal(&member).into())
            }
        }

        impl<T, V $(, $own)?> $type<T, Vec<V> $(, $own)?> {
            /// At least one item satisfies the condition: `methods.any(|method| method.eq("fido2"))`.
            pub fn any<F: Into<Filter<Item<V, T>>>>(self, condition: impl FnOnce(Term<Item<V, T>, V>) -> F) -> Filter<T> {
                lambda(Quantifier::Any, Term::from(self).into_expr(), condition)
            }

            /// Every item satisfies the condition.
            pub fn all<F: Into<Filter<Item<V, T>>>>(self, condition: impl FnOnce(Term<Item<V, T>, V>) -> F) -> Filter<T> {
                lambda(Quantifier::All, Term::from(self).into_expr(), condition)
            }

            /// There is at least one item.
            pub fn is_not_empty(self) -> Filter<T> {
                non_empty(Term::from(self).into_expr())
            }

            /// How many items there are (`/$count`).
            pub fn count(self) -> Term<T, i64> {
                Term::from(self).member("$count")
            }
        }
    )*};
}

operations! {
    Property<T, O>;
    Term<T>;
}
