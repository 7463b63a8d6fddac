//! Which types can be calculated with, and what comes of it.

use crate::{Date, DateTimeOffset, Decimal, Duration, TimeOfDay};

/// A number, or a time and a span of time: what `add` gives.
#[diagnostic::on_unimplemented(message = "nothing of the type `{R}` can be added to a value of the type `{Self}`")]
pub trait Plus<R> {
    /// The type of the sum.
    type Output;
}

/// A number, or times and spans of time: what `sub` gives.
#[diagnostic::on_unimplemented(message = "nothing of the type `{R}` can be subtracted from a value of the type `{Self}`")]
pub trait Minus<R> {
    /// The type of the difference.
    type Output;
}

/// A type of numbers.
#[diagnostic::on_unimplemented(message = "a value of the type `{Self}` is not a number")]
pub trait Number {}

/// A number with a fraction.
#[diagnostic::on_unimplemented(message = "a value of the type `{Self}` is not a number with a fraction")]
pub trait Fractional: Number {}

/// A type that has a year, a month and a day.
#[diagnostic::on_unimplemented(message = "a value of the type `{Self}` is not a date")]
pub trait HasDate {}

/// A type that has an hour, a minute and a second.
#[diagnostic::on_unimplemented(message = "a value of the type `{Self}` has no time of day")]
pub trait HasTime {}

macro_rules! implement {
    ($($trait:ident: $($type:ty),*;)*) => {$($(impl $trait for $type {})*)*};
    (numbers $($type:ty),*) => {$(
        impl Number for $type {}
        impl Plus<$type> for $type {
            type Output = $type;
        }
        impl Minus<$type> for $type {
            type Output = $type;
        }
    )*};
    (times $($left:ty, $right:ty => $sum:ty),*) => {$(
        impl Plus<$right> for $left {
            type Output = $sum;
        }
        impl Minus<$right> for $left {
            type Output = $sum;
        }
    )*};
}

implement!(numbers u8, i8, i16, i32, i64, f32, f64, Decimal);
implement!(times DateTimeOffset, Duration => DateTimeOffset, Date, Duration => Date, Duration, Duration => Duration);
implement! {
    Fractional: f32, f64, Decimal;
    HasDate: Date, DateTimeOffset;
    HasTime: TimeOfDay, DateTimeOffset;
}

impl Minus<DateTimeOffset> for DateTimeOffset {
    type Output = Duration;
}

impl Minus<Date> for Date {
    type Output = Duration;
}
