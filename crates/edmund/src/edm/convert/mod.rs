//! Conversions to and from the types of other crates, each behind the feature of that crate's name.
//!
//! Ours hold every value of the Entity Data Model (years before 1, twelve digits of a second, decimals of any length); most others do not, so
//! that most conversions can fail. Digits of a second beyond nanoseconds are cut off.

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "uuid")]
mod uuid;

/// A value that the other type has no room for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{value} is outside the range of {target}")]
pub struct ConversionError {
    value: String,
    target: &'static str,
}

#[allow(dead_code, reason = "used by whichever features are on")]
impl ConversionError {
    fn new(value: &impl ToString, target: &'static str) -> Self {
        Self { value: value.to_string(), target }
    }
}

/// Declares `TryFrom<$from> for $to`, by an expression that is `None` when there is no such value.
#[allow(unused_macros, reason = "used by whichever features are on")]
macro_rules! try_from {
    ($($from:ty => $to:ty, $name:literal, |$value:ident| $convert:expr;)*) => {$(
        impl TryFrom<$from> for $to {
            type Error = $crate::ConversionError;

            fn try_from($value: $from) -> Result<Self, Self::Error> {
                let text = $value.to_string();
                $convert.ok_or_else(|| $crate::edm::convert::ConversionError::new(&text, $name))
            }
        }
    )*};
}

#[allow(unused_imports, reason = "used by whichever features are on")]
use try_from;
