//! `rust_decimal`.

use super::try_from;
use crate::edm::Decimal;

try_from! {
    &Decimal => rust_decimal::Decimal, "rust_decimal::Decimal", |decimal| {
        let text = decimal.as_str();
        // Exactly or not at all: a digit too many is an error, not a rounding.
        match text.contains(['e', 'E']) {
            true => rust_decimal::Decimal::from_scientific(text).ok(),
            false => rust_decimal::Decimal::from_str_exact(text).ok(),
        }
    };
    rust_decimal::Decimal => Decimal, "edmund::Decimal", |decimal| decimal.to_string().parse().ok();
}
