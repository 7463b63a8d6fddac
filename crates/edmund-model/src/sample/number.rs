//! Numbers.

use serde_json::Value;

use crate::{Annotation, Expression, Facets, Primitive, annotation};

use super::words;

/// The numbers that one property takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    low: i64,
    high: i64,
    /// Digits behind the point.
    decimals: u32,
}

impl Range {
    /// From what the schema says (type, `Validation.Minimum` and `Maximum`, documentation), else from the name.
    pub(super) fn of(
        primitive: Primitive,
        name: &[String],
        facets: Option<&Facets>,
        annotations: &[Annotation],
        docs: &str,
    ) -> Range {
        let (smallest, largest) = limits(primitive);
        let (mut low, mut high) = words::range(docs).unwrap_or_else(|| usual(name));
        low = bound(annotations, "Org.OData.Validation.V1.Minimum").unwrap_or(low);
        high = bound(annotations, "Org.OData.Validation.V1.Maximum").unwrap_or(high.max(low));
        let low = low.min(high).clamp(smallest, largest);
        Range { low, high: high.clamp(low, largest), decimals: decimals(primitive, facets) }
    }

    /// The number of an address.
    pub(super) fn value(self, address: u64) -> Value {
        let width = (i128::from(self.high) - i128::from(self.low) + 1) as u128;
        let whole = (i128::from(self.low) + (u128::from(address) % width) as i128) as i64;
        if self.decimals == 0 || whole == self.high {
            return Value::from(whole);
        }
        // Quarters and halves are exact in binary, so no reader prints them differently.
        let fraction = if self.decimals == 1 { 0.5 } else { 0.25 * ((address >> 32) % 4) as f64 };
        Value::from(whole as f64 + fraction)
    }

    /// The number of a key in row `index`: counted from the low end, so that rows differ.
    pub(super) fn key(primitive: Primitive, index: u64) -> Value {
        let (_, largest) = limits(primitive);
        Value::from((index % largest as u64) as i64 + 1)
    }
}

const fn limits(primitive: Primitive) -> (i64, i64) {
    match primitive {
        Primitive::Byte => (0, u8::MAX as i64),
        Primitive::SByte => (i8::MIN as i64, i8::MAX as i64),
        Primitive::Int16 => (i16::MIN as i64, i16::MAX as i64),
        Primitive::Int32 => (i32::MIN as i64, i32::MAX as i64),
        // Beyond 2^53 a reader that keeps numbers as doubles would change the value.
        _ => (-(1 << 53), 1 << 53),
    }
}

fn usual(name: &[String]) -> (i64, i64) {
    let any = |words: &[&str]| name.iter().any(|word| words.contains(&word.as_str()));
    match () {
        () if any(&["percent", "percentage", "ratio", "progress"]) => (0, 100),
        () if any(&["bytes", "size", "quota", "length"]) => (1_024, 1_048_576),
        () if any(&["year"]) => (2_020, 2_026),
        () if any(&["month"]) => (1, 12),
        () if any(&["day", "days", "weeks", "hours"]) => (1, 28),
        () if any(&["latitude"]) => (-60, 60),
        () if any(&["longitude"]) => (-170, 170),
        () if any(&["port"]) => (1_024, 49_151),
        () if any(&["count", "total", "number", "amount"]) => (1, 400),
        () => (1, 100),
    }
}

fn decimals(primitive: Primitive, facets: Option<&Facets>) -> u32 {
    match primitive {
        Primitive::Double | Primitive::Single => 2,
        // A decimal without Scale has no digits behind the point (CSDL 4.01, section 7.2.4).
        Primitive::Decimal => match facets.and_then(|facets| facets.scale.as_deref()) {
            Some("variable" | "floating" | "Variable" | "Floating") => 2,
            Some(scale) => scale.parse().unwrap_or(0).min(2),
            None => 0,
        },
        _ => 0,
    }
}

fn bound(annotations: &[Annotation], term: &str) -> Option<i64> {
    match annotation(annotations, term)?.value.as_ref()? {
        Expression::Constant(_, text) => text.parse::<f64>().ok().map(|value| value as i64),
        _ => None,
    }
}
