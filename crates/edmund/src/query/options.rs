//! The query string of a request.

use super::cursor::Parser;
use super::encoding::{DecodeError, decode_query};
use super::parse::{after, is_system, system_name};
use super::{Binary, Computed, Expanded, Expr, Levels, OrderBy, ParseError, Path, Searched, Selected, Transformation};
use crate::Projection;

/// The options of a query string, or of an item of `$expand` or `$select`.
///
/// `Display` writes the percent-encoded query without `?`, always in the same order; [`Options::parse`] reads it.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Options {
    /// `$select`; empty when absent.
    pub select: Vec<Selected>,
    /// `$filter`.
    pub filter: Option<Expr>,
    /// `$orderby`; empty when absent.
    pub order_by: Vec<OrderBy>,
    /// `$top`: at most this many items.
    pub top: Option<u64>,
    /// `$skip`: leave out this many items.
    pub skip: Option<u64>,
    /// `$count`: tell the number of all items.
    pub count: Option<bool>,
    /// `$expand`; empty when absent.
    pub expand: Vec<Expanded>,
    /// `$levels`: how often an expansion is repeated inside itself.
    pub levels: Option<Levels>,
    /// `$search`.
    pub search: Option<Searched>,
    /// `$compute`; empty when absent.
    pub compute: Vec<Computed>,
    /// `$apply`; empty when absent.
    pub apply: Vec<Transformation>,
    /// `$index`: where in an ordered collection; from the end when negative.
    pub index: Option<i64>,
    /// System query options kept as decoded text (`$format`, `$skiptoken`, ...), with their `$`.
    pub system: Vec<(String, String)>,
    /// Custom query options and parameter aliases (`@p`), decoded.
    pub custom: Vec<(String, String)>,
}

/// Why a query string is not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OptionsError {
    /// The text of an option does not follow its grammar.
    #[error("query option {name}: {error}")]
    Syntax {
        /// The option, with its `$`.
        name: String,
        /// Where and what.
        error: ParseError,
    },
    /// A system query option stands twice (OData URL Conventions 4.01, 5.1).
    #[error("query option {name} stands more than once")]
    Duplicate {
        /// The option, with its `$`.
        name: String,
    },
    /// A name that begins with `$` and is no system query option.
    #[error("unknown system query option {name}")]
    Unknown {
        /// The option, with its `$`.
        name: String,
    },
    /// The percent-encoding does not hold UTF-8.
    #[error("query string: {0}")]
    Encoding(#[from] DecodeError),
}

impl Options {
    /// Reads a query string, without `?`.
    ///
    /// # Errors
    /// The first option that is unknown, stands twice, or whose value does not follow its grammar.
    pub fn parse(query: &str) -> Result<Self, OptionsError> {
        let mut options = Self::default();
        let mut seen = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decode_query(name)?, decode_query(value)?);
            let system = system_name(&name);
            if !is_system(&system) {
                if name.starts_with('$') {
                    return Err(OptionsError::Unknown { name: system });
                }
                options.custom.push((name, value));
                continue;
            }
            if seen.contains(&system) {
                return Err(OptionsError::Duplicate { name: system });
            }
            let read = options.set_system(&system, &value);
            read.map_err(|error| OptionsError::Syntax { name: system.clone(), error })?;
            seen.push(system);
        }
        Ok(options)
    }

    fn set_system(&mut self, name: &str, value: &str) -> Result<(), ParseError> {
        let mut parser = Parser::new(value);
        if value.starts_with([' ', '\t']) {
            return Err(parser.error("no blank before the value"));
        }
        parser.option(self, name)?;
        parser.end(after(name))
    }

    /// Adds a condition: both hold, the one before and this one.
    pub(crate) fn and_filter(&mut self, filter: Expr) {
        self.filter = Some(match self.filter.take() {
            Some(first) => first.and(filter),
            None => filter,
        });
    }

    /// Asks for the properties of a projection, and for what it expands.
    pub(crate) fn project<P: Projection>(&mut self) {
        self.select = P::SELECT.iter().map(|name| Selected::Path(Path::new(*name))).collect();
        self.expand.extend(P::EXPAND.iter().map(|expansion| expansion.to_expanded()));
    }

    /// Sets an option that is given as text. A system query option is read by its grammar; text that does not follow it is kept and sent as it is,
    /// because services have grammars of their own. What was set before under the same name goes.
    pub(crate) fn set_text(&mut self, name: &str, value: &str) {
        let system = system_name(name);
        let is_own = !name.starts_with('$') || !is_system(&system);
        if is_own {
            self.custom.push((name.to_owned(), value.to_owned()));
            return;
        }
        self.system.retain(|(there, _)| *there != system);
        let mut read = Self::default();
        let is_read = read.set_system(&system, value).is_ok();
        self.take(
            &system,
            if is_read { read } else { Self { system: vec![(system.clone(), value.to_owned())], ..Self::default() } },
        );
    }

    /// Takes one option from other options.
    fn take(&mut self, name: &str, from: Self) {
        match name {
            "$select" => self.select = from.select,
            "$filter" => self.filter = from.filter,
            "$orderby" => self.order_by = from.order_by,
            "$expand" => self.expand = from.expand,
            "$search" => self.search = from.search,
            "$compute" => self.compute = from.compute,
            "$apply" => self.apply = from.apply,
            "$top" => self.top = from.top,
            "$skip" => self.skip = from.skip,
            "$count" => self.count = from.count,
            "$index" => self.index = from.index,
            "$levels" => self.levels = from.levels,
            _ => {}
        }
        self.system.extend(from.system);
    }

    /// Whether Microsoft Graph's directory answers the query from its index only, and wants to be told so: a search, `ne`, `not`, `endswith`, a
    /// count in a condition, or a filter together with an order (Microsoft Graph, advanced query capabilities on directory objects).
    pub(crate) fn is_advanced(&self) -> bool {
        let is_advanced = |expr: &Expr| match expr {
            Expr::Not(_) | Expr::Binary { operator: Binary::Ne, .. } => true,
            Expr::Call { function, .. } => function == "endswith",
            Expr::Path(path) => path.segments().last().is_some_and(|name| name == "$count"),
            _ => false,
        };
        let is_ordered = self.filter.is_some() && !self.order_by.is_empty();
        self.search.is_some() || is_ordered || self.filter.as_ref().is_some_and(|filter| filter.any(&is_advanced))
    }

    /// `true` when nothing would be printed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
