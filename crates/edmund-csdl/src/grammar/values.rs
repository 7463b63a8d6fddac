//! What single values must look like.

use edmund_model::{Finding, Origin};

use super::Value;

/// Checks one value.
pub(crate) fn check(_value: Value, _name: &str, _text: &str, _place: Origin, _findings: &mut Vec<Finding>) {}
