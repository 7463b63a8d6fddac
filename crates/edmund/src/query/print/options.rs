//! Query options as text: encoded in a query string, plain inside parentheses.

use std::fmt::{self, Display, Formatter, Write};

use super::List;
use super::apply::Sequence;
use crate::query::Options;
use crate::query::encoding::write_encoded;

/// Bytes of most values, so that writing one seldom has to move it.
const LIKELY_VALUE: usize = 128;

impl Options {
    /// Calls `visit` with the name and the value of each option, in the one order in which they are printed; `count` stands in the place of
    /// its own.
    fn each(&self, count: Option<bool>, visit: &mut dyn FnMut(&str, &dyn Display) -> fmt::Result) -> fmt::Result {
        let mut visit_if = |is_set: bool, name: &str, value: &dyn Display| if is_set { visit(name, value) } else { Ok(()) };
        visit_if(!self.apply.is_empty(), "$apply", &Sequence(&self.apply))?;
        visit_if(!self.select.is_empty(), "$select", &List(&self.select))?;
        if let Some(filter) = &self.filter {
            visit_if(true, "$filter", filter)?;
        }
        visit_if(!self.order_by.is_empty(), "$orderby", &List(&self.order_by))?;
        let numbers = [("$top", self.top), ("$skip", self.skip)];
        numbers.iter().try_for_each(|(name, number)| visit_if(number.is_some(), name, &number.unwrap_or_default()))?;
        if let Some(count) = count {
            visit_if(true, "$count", &count)?;
        }
        visit_if(!self.compute.is_empty(), "$compute", &List(&self.compute))?;
        if let Some(index) = self.index {
            visit_if(true, "$index", &index)?;
        }
        if let Some(levels) = self.levels {
            visit_if(true, "$levels", &levels)?;
        }
        visit_if(!self.expand.is_empty(), "$expand", &List(&self.expand))?;
        if let Some(search) = &self.search {
            visit_if(true, "$search", search)?;
        }
        self.system.iter().chain(&self.custom).try_for_each(|(name, value)| visit_if(true, name, value))
    }
}

/// A query string, percent-encoded, without `?`.
impl Display for Options {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        self.write_query(self.count, out)
    }
}

impl Options {
    /// Writes the query string, percent-encoded, with this `$count`.
    pub(crate) fn write_query(&self, count: Option<bool>, out: &mut impl Write) -> fmt::Result {
        let mut is_first = true;
        let mut plain = String::with_capacity(LIKELY_VALUE);
        self.each(count, &mut |name, value| {
            if !std::mem::take(&mut is_first) {
                out.write_char('&')?;
            }
            // The `$` of a system query option is not encoded: it marks the option as one.
            let rest = name.strip_prefix('$').map_or(Ok(name), |rest| out.write_char('$').map(|()| rest))?;
            write_encoded(out, rest)?;
            out.write_char('=')?;
            // A value is encoded as a whole: it is written in many small pieces.
            plain.clear();
            write!(plain, "{value}")?;
            write_encoded(out, &plain)
        })
    }
}

/// Options inside parentheses: not encoded, `;` between them.
pub(in crate::query) struct Nested<'a>(pub(in crate::query) &'a Options);

impl Display for Nested<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let mut is_first = true;
        self.0.each(self.0.count, &mut |name, value| {
            if !std::mem::take(&mut is_first) {
                out.write_char(';')?;
            }
            write!(out, "{name}={value}")
        })
    }
}
