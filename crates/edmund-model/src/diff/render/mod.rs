//! Changes as text, JSON and Markdown.

mod json;
mod markdown;
mod text;

pub use json::json;
pub use markdown::markdown;
pub use text::text;

use super::Change;
use crate::Sources;

/// The input files that the origins of changes point into.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    /// The sources of the older model.
    pub old: &'a Sources,
    /// The sources of the newer model.
    pub new: &'a Sources,
}

/// How many changes there are of a class.
pub fn count(changes: &[Change], class: super::Class) -> usize {
    changes.iter().filter(|change| change.class == class).count()
}
