//! Rules about one document's elements among themselves, which need no other document.

use edmund_model::Finding;

use crate::Document;

/// Applies all of them.
pub(crate) fn check(_document: &Document, _findings: &mut Vec<Finding>) {}
