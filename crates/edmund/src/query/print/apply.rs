//! `$apply` as text.

use std::fmt::{self, Display, Formatter};

use super::{List, separated};
use crate::query::{Aggregate, Grouping, Hierarchy, OrderBy, Transformation};

/// Transformations with `/` between them.
pub(super) struct Sequence<'a>(pub(super) &'a [Transformation]);

impl Display for Sequence<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for (index, transformation) in self.0.iter().enumerate() {
            if index > 0 {
                out.write_str("/")?;
            }
            transformation.fmt(out)?;
        }
        Ok(())
    }
}

impl Display for Transformation {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Transformation::Aggregate(values) => write!(out, "aggregate({})", List(values)),
            Transformation::GroupBy { by, then } => {
                write!(out, "groupby(({})", List(by))?;
                followed(out, then)?;
                out.write_str(")")
            }
            Transformation::Filter(condition) => write!(out, "filter({condition})"),
            Transformation::Search(search) => write!(out, "search({search})"),
            Transformation::OrderBy(terms) => write!(out, "orderby({})", List(terms)),
            Transformation::Top(count) => write!(out, "top({count})"),
            Transformation::Skip(count) => write!(out, "skip({count})"),
            Transformation::Extreme { kind, amount, value } => write!(out, "{}({amount},{value})", kind.word()),
            Transformation::Compute(values) => write!(out, "compute({})", List(values)),
            Transformation::Concat(sequences) => {
                out.write_str("concat(")?;
                separated(out, sequences, |out, sequence| Sequence(sequence).fmt(out))?;
                out.write_str(")")
            }
            Transformation::Identity => out.write_str("identity"),
            Transformation::Join { kind, path, alias, then } => {
                write!(out, "{}({path} as {alias}", kind.word())?;
                followed(out, then)?;
                out.write_str(")")
            }
            Transformation::Nest(nested) => {
                out.write_str("nest(")?;
                named(out, nested)?;
                out.write_str(")")
            }
            Transformation::AddNested { path, nested } => {
                write!(out, "addnested({path},")?;
                named(out, nested)?;
                out.write_str(")")
            }
            Transformation::Relatives { kind, hierarchy, start, distance, keep_start } => {
                write!(out, "{}({hierarchy},{}", kind.word(), Sequence(start))?;
                if let Some(distance) = distance {
                    write!(out, ",{distance}")?;
                }
                out.write_str(if *keep_start { ",keep start)" } else { ")" })
            }
            Transformation::Traverse { hierarchy, order, nodes, siblings } => {
                write!(out, "traverse({hierarchy},{}", order.word())?;
                followed(out, nodes)?;
                siblings.iter().try_for_each(|term: &OrderBy| write!(out, ",{term}"))?;
                out.write_str(")")
            }
            Transformation::Function(call) => call.fmt(out),
        }
    }
}

/// A comma and a sequence, if there is one.
fn followed(out: &mut Formatter<'_>, sequence: &[Transformation]) -> fmt::Result {
    if sequence.is_empty() { Ok(()) } else { write!(out, ",{}", Sequence(sequence)) }
}

fn named(out: &mut Formatter<'_>, nested: &[(Vec<Transformation>, String)]) -> fmt::Result {
    separated(out, nested, |out, (sequence, alias)| write!(out, "{} as {alias}", Sequence(sequence)))
}

impl Display for Aggregate {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        self.value.fmt(out)?;
        method(out, self.method.as_deref())?;
        for from in &self.from {
            write!(out, " from {}", from.path)?;
            method(out, from.method.as_deref())?;
        }
        match &self.alias {
            Some(alias) => write!(out, " as {alias}"),
            None => Ok(()),
        }
    }
}

fn method(out: &mut Formatter<'_>, method: Option<&str>) -> fmt::Result {
    method.map_or(Ok(()), |method| write!(out, " with {method}"))
}

impl Display for Grouping {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Grouping::Path(path) => path.fmt(out),
            Grouping::Rollup(levels) => write!(out, "rollup({})", List(levels)),
            Grouping::RollupRecursive { hierarchy, nodes } => {
                write!(out, "rolluprecursive({hierarchy}")?;
                followed(out, nodes)?;
                out.write_str(")")
            }
        }
    }
}

impl Display for Hierarchy {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "{},{},{}", self.nodes, self.qualifier, self.node)
    }
}
