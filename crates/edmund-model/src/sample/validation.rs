//! What the validation vocabulary and documentation ask of values.

use serde_json::Value;

use crate::{Annotation, Expression, annotation};

use super::pattern::Pattern;

const NAMESPACE: &str = "Org.OData.Validation.V1";

fn value<'a>(annotations: &'a [Annotation], term: &str) -> Option<&'a Expression> {
    annotation(annotations, &format!("{NAMESPACE}.{term}"))?.value.as_ref()
}

fn number(annotations: &[Annotation], term: &str) -> Option<f64> {
    match value(annotations, term)? {
        Expression::Constant(_, text) | Expression::String(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

/// A bound of numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bound {
    pub(super) value: f64,
    /// Whether the bound itself is no value.
    pub(super) exclusive: bool,
}

/// `Minimum` or `Maximum`.
pub(super) fn bound(annotations: &[Annotation], term: &str) -> Option<Bound> {
    let value = number(annotations, term)?;
    let own =
        annotation(annotations, &format!("{NAMESPACE}.{term}")).map(|found| found.annotations.as_slice()).unwrap_or_default();
    let exclusive = annotation(own, &format!("{NAMESPACE}.Exclusive")).is_some_and(|found| is_true(found.value.as_ref()));
    Some(Bound { value, exclusive })
}

// The term's own default is true.
fn is_true(value: Option<&Expression>) -> bool {
    value.is_none_or(|value| value.as_bool().unwrap_or(true))
}

/// `MultipleOf`, as far as it is a whole number.
pub(super) fn multiple(annotations: &[Annotation]) -> Option<i64> {
    number(annotations, "MultipleOf").filter(|step| *step >= 1.0 && *step <= 1e15 && step.fract() == 0.0).map(|step| step as i64)
}

/// How many items a collection has at least and at most.
pub(super) fn items(annotations: &[Annotation]) -> (u64, u64) {
    /// More items than this make no example clearer.
    const MOST: f64 = 10.0;
    let count = |term: &str| number(annotations, term).map(|count| count.clamp(0.0, MOST) as u64);
    let least = count("MinItems").unwrap_or(0);
    (least, count("MaxItems").unwrap_or(MOST as u64).max(least))
}

/// The values of `AllowedValues`, as JSON has them.
pub(super) fn allowed(annotations: &[Annotation]) -> Vec<Value> {
    let list = value(annotations, "AllowedValues").map(Expression::items).unwrap_or_default();
    let json = |record: &Expression| match record.member("Value")? {
        Expression::String(text) => Some(Value::from(text.as_str())),
        Expression::Bool(value) => Some(Value::from(*value)),
        Expression::Constant(_, text) => Some(serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.as_str()))),
        _ => None,
    };
    list.iter().filter_map(json).collect()
}

/// `Pattern`, where it is simple enough to be followed.
pub(super) fn pattern(annotations: &[Annotation]) -> Option<Pattern> {
    Pattern::parse(value(annotations, "Pattern")?.as_str()?)
}
