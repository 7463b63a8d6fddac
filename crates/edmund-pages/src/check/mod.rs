//! Judges what pages say.

use edmund_model::{Finding, Model, Sources};

use crate::page::Page;

/// Judges pages.
pub fn check(_pages: &[Page], _sources: &Sources, _model: Option<&Model>) -> Vec<Finding> {
    Vec::new()
}
