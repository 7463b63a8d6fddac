//! Trees as text, before percent-encoding.

mod apply;
mod expression;
mod items;
mod literal;
mod options;
mod search;

use std::fmt::{self, Display, Formatter};

use self::expression::separated;
pub(super) use self::options::Nested;

/// Items with a comma between them.
pub(super) struct List<'a, T>(pub(super) &'a [T]);

impl<T: Display> Display for List<'_, T> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        separated(out, self.0, |out, item| item.fmt(out))
    }
}
