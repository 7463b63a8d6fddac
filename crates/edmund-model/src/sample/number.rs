//! Numbers.

use serde_json::Value;

use crate::{Annotation, Facets, Primitive};

use super::validation::{self, Bound};
use super::words;

/// The numbers that one property takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    low: i64,
    high: i64,
    /// Every number is a multiple of this.
    step: i64,
    /// Digits behind the point.
    decimals: u32,
    /// The only number there is between two bounds that have no whole one between them.
    only: Option<f64>,
}

impl Range {
    /// From what the schema says (type, `Validation.Minimum`, `Maximum` and `MultipleOf`, documentation), else from the name.
    pub(super) fn of(
        primitive: Primitive,
        name: &[String],
        facets: Option<&Facets>,
        annotations: &[Annotation],
        docs: &str,
    ) -> Range {
        let (smallest, largest) = limits(primitive);
        let decimals = decimals(primitive, facets);
        let (minimum, maximum) = (validation::bound(annotations, "Minimum"), validation::bound(annotations, "Maximum"));
        let (mut low, mut high) = words::range(docs).unwrap_or_else(|| usual(name));
        low = minimum.map_or(low, at_least);
        // A bound of one side leaves the other where it is, unless that lies beyond it.
        high = maximum.map_or(if minimum.is_some() { high.max(low.saturating_add(1)) } else { high }, at_most);
        low = if minimum.is_some() { low } else { low.min(high) };
        if let (Some(from), Some(to)) = (minimum, maximum)
            && low > high
        {
            let only = Some((from.value + to.value) / 2.0).filter(|_| decimals > 0);
            return Range { low, high: low, step: 1, decimals, only };
        }
        let low = low.clamp(smallest, largest);
        let high = high.clamp(low, largest);
        let step = validation::multiple(annotations).filter(|step| high.div_euclid(*step) * step >= low).unwrap_or(1);
        Range { low, high, step, decimals: if step == 1 { decimals } else { 0 }, only: None }
    }

    /// The number of an address.
    pub(super) fn value(self, address: u64) -> Value {
        if let Some(only) = self.only {
            return Value::from(only);
        }
        let width = (i128::from(self.high) - i128::from(self.low) + 1) as u128;
        let drawn = (i128::from(self.low) + (u128::from(address) % width) as i128) as i64;
        let multiple = drawn.div_euclid(self.step) * self.step;
        let whole = if multiple < self.low { multiple + self.step } else { multiple };
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

/// The least whole number that a minimum allows.
fn at_least(bound: Bound) -> i64 {
    let whole = bound.value.ceil();
    if bound.exclusive && whole == bound.value { (whole as i64).saturating_add(1) } else { whole as i64 }
}

/// The greatest whole number that a maximum allows.
fn at_most(bound: Bound) -> i64 {
    let whole = bound.value.floor();
    if bound.exclusive && whole == bound.value { (whole as i64).saturating_sub(1) } else { whole as i64 }
}
