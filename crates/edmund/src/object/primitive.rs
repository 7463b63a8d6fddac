//! Types that JSON writes as one primitive value.

use crate::query::Literal;
use crate::{FieldValue, OpenEnum, Scalar, kind};

/// A primitive or enumeration type.
pub trait Primitive: Clone + PartialEq + Sized + 'static {
    /// What a value is, with its article: `a Guid`. Used in errors.
    const EXPECTED: &'static str;

    /// Whether numbers are to be read as written, not as binary numbers.
    const EXACT: bool = false;

    /// Whether values may be written as strings instead of numbers ([`Numbers`](crate::Numbers)).
    const WIDE: bool = false;

    /// The value that `scalar` stands for, if it is one of this type.
    fn read(scalar: Scalar<'_>) -> Option<Self>;

    /// The value as JSON writes it.
    fn write(&self) -> Scalar<'_>;

    /// The value as it stands in a URL.
    fn to_literal(&self) -> Literal;

    /// What a required member holds before it is decoded.
    fn absent() -> Self;
}

impl Primitive for bool {
    const EXPECTED: &'static str = "a Boolean";

    fn read(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Boolean(value) => Some(value),
            _ => None,
        }
    }

    fn write(&self) -> Scalar<'_> {
        Scalar::Boolean(*self)
    }

    fn to_literal(&self) -> Literal {
        Literal::Boolean(*self)
    }

    fn absent() -> Self {
        false
    }
}

impl FieldValue for bool {
    type Kind = kind::Boolean;
}

/// The integer that `scalar` stands for. A fraction of zero is no reason to refuse: JSON knows one kind of number.
pub(crate) fn integer(scalar: Scalar<'_>) -> Option<i64> {
    // Above this a double no longer holds every integer, so that the value could be another than the one written.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match scalar {
        Scalar::Integer(value) => Some(value),
        Scalar::Double(value) if value.fract() == 0.0 && value.abs() <= EXACT => Some(value as i64),
        _ => None,
    }
}

/// As [`integer`], also from a string: what a service sends that was asked for `IEEE754Compatible` numbers.
pub(crate) fn long(scalar: Scalar<'_>) -> Option<i64> {
    match scalar {
        Scalar::Text(text) => text.parse().ok(),
        _ => integer(scalar),
    }
}

/// The floating-point number that `scalar` stands for, with the names that OData has for those that are none.
pub(crate) fn double(scalar: Scalar<'_>) -> Option<f64> {
    match scalar {
        Scalar::Double(value) => Some(value),
        Scalar::Integer(value) => Some(value as f64),
        Scalar::Unsigned(value) => Some(value as f64),
        Scalar::Text("INF") => Some(f64::INFINITY),
        Scalar::Text("-INF") => Some(f64::NEG_INFINITY),
        Scalar::Text("NaN") => Some(f64::NAN),
        _ => None,
    }
}

macro_rules! integers {
    ($($type:ty, $kind:ty, $expected:literal, $read:ident, wide $wide:literal;)*) => {$(
        impl Primitive for $type {
            const EXPECTED: &'static str = $expected;
            const WIDE: bool = $wide;

            fn read(scalar: Scalar<'_>) -> Option<Self> {
                $read(scalar).and_then(|value| value.try_into().ok())
            }

            fn write(&self) -> Scalar<'_> {
                Scalar::Integer((*self).into())
            }

            fn to_literal(&self) -> Literal {
                Literal::Integer((*self).into())
            }

            fn absent() -> Self {
                0
            }
        }

        impl FieldValue for $type {
            type Kind = $kind;
        }
    )*};
}

integers! {
    u8, kind::Scalar, "a Byte", integer, wide false;
    i8, kind::Scalar, "an SByte", integer, wide false;
    i16, kind::Scalar, "an Int16", integer, wide false;
    i32, kind::Int32, "an Int32", integer, wide false;
    i64, kind::Int64, "an Int64", long, wide true;
}

impl Primitive for f32 {
    const EXPECTED: &'static str = "a Single";

    fn read(scalar: Scalar<'_>) -> Option<Self> {
        let wide = double(scalar)?;
        let narrow = wide as f32;
        // A finite number must not become infinite: that would be another value.
        (narrow.is_finite() || !wide.is_finite()).then_some(narrow)
    }

    fn write(&self) -> Scalar<'_> {
        Scalar::Single(*self)
    }

    fn to_literal(&self) -> Literal {
        // Through its own shortest digits: widening 0.1 would write 0.10000000149011612.
        Literal::Double(self.to_string().parse().unwrap_or_else(|_| f64::from(*self)))
    }

    fn absent() -> Self {
        0.0
    }
}

impl FieldValue for f32 {
    type Kind = kind::Scalar;
}

impl Primitive for f64 {
    const EXPECTED: &'static str = "a Double";

    fn read(scalar: Scalar<'_>) -> Option<Self> {
        double(scalar)
    }

    fn write(&self) -> Scalar<'_> {
        Scalar::Double(*self)
    }

    fn to_literal(&self) -> Literal {
        Literal::Double(*self)
    }

    fn absent() -> Self {
        0.0
    }
}

impl FieldValue for f64 {
    type Kind = kind::Double;
}

impl Primitive for String {
    const EXPECTED: &'static str = "a String";

    fn read(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) => Some(text.to_owned()),
            _ => None,
        }
    }

    fn write(&self) -> Scalar<'_> {
        Scalar::Text(self)
    }

    fn to_literal(&self) -> Literal {
        Literal::String(self.clone())
    }

    fn absent() -> Self {
        Self::new()
    }
}

impl FieldValue for String {
    type Kind = kind::String;
}

impl<T: OpenEnum> Primitive for T {
    const EXPECTED: &'static str = "the name of a member";

    fn read(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(name) => Some(T::from_name(name)),
            _ => integer(scalar).map(T::from_value),
        }
    }

    fn write(&self) -> Scalar<'_> {
        Scalar::Text(self.name())
    }

    fn to_literal(&self) -> Literal {
        Literal::Enum { ty: T::TYPE.to_owned(), members: self.name().to_owned() }
    }

    fn absent() -> Self {
        T::new(usize::MAX, Box::default())
    }
}
