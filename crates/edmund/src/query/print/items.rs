//! What the lists of query options consist of, as text.

use std::fmt::{self, Display, Formatter};

use super::Nested;
use crate::query::{Computed, Direction, Expanded, ExpandedForm, Levels, OrderBy, Selected};

impl Display for OrderBy {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        self.expr.fmt(out)?;
        if self.direction == Direction::Descending { out.write_str(" desc") } else { Ok(()) }
    }
}

impl Display for Selected {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Selected::All => out.write_str("*"),
            Selected::Operations(namespace) => write!(out, "{namespace}.*"),
            Selected::Path(path) => path.fmt(out),
            Selected::With { path, options } => write!(out, "{path}({})", Nested(options)),
            Selected::Overload { path, parameters } => write!(out, "{path}({})", parameters.join(",")),
        }
    }
}

impl Display for Expanded {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        self.path.fmt(out)?;
        out.write_str(match self.form {
            ExpandedForm::Entities => "",
            ExpandedForm::References => "/$ref",
            ExpandedForm::Count => "/$count",
        })?;
        if self.options.is_empty() { Ok(()) } else { write!(out, "({})", Nested(&self.options)) }
    }
}

impl Display for Levels {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Levels::Number(number) => number.fmt(out),
            Levels::Max => out.write_str("max"),
        }
    }
}

impl Display for Computed {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "{} as {}", self.expr, self.alias)
    }
}
