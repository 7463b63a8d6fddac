//! Pages to model.

use edmund_model::{Finding, Model, Sources};

use crate::page::Page;

/// Lowers pages.
pub fn lower(_pages: &[Page], _sources: &Sources, _model: &mut Model) -> Vec<Finding> {
    Vec::new()
}
