//! The query string of a request.

use std::fmt::{self, Display, Formatter};

use super::encoding::{DecodeError, decode_query, encode_query};
use super::{Expr, OrderBy, ParseError, Path, Selected, parse_filter, parse_order_by, parse_select};
use crate::Projection;

/// The options of a query string, in the one order in which they are printed.
///
/// `Display` writes the percent-encoded query without `?`; [`Options::parse`] reads it.
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
    /// System query options kept as decoded text (`$expand`, `$search`, `$skiptoken`, ...), with their `$`.
    pub system: Vec<(String, String)>,
    /// Custom query options and parameter aliases (`@p`), decoded.
    pub custom: Vec<(String, String)>,
}

/// System query options that are kept as text.
const TEXT_OPTIONS: [&str; 11] = [
    "$apply",
    "$compute",
    "$deltatoken",
    "$expand",
    "$format",
    "$id",
    "$index",
    "$levels",
    "$schemaversion",
    "$search",
    "$skiptoken",
];

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
    /// The value is neither a number nor a Boolean where one is needed.
    #[error("query option {name}: expected {expected}, found `{found}`")]
    Value {
        /// The option, with its `$`.
        name: String,
        /// What could have stood there.
        expected: &'static str,
        /// The value.
        found: String,
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
            let (mut name, value) = (decode_query(name)?, decode_query(value)?);
            if !name.starts_with('$') {
                options.custom.push((name, value));
                continue;
            }
            // Letter case does not matter to a service (OData Protocol 4.01, 11.2.1).
            name.make_ascii_lowercase();
            if seen.contains(&name) {
                return Err(OptionsError::Duplicate { name });
            }
            options.set_system(&name, value)?;
            seen.push(name);
        }
        Ok(options)
    }

    fn set_system(&mut self, name: &str, value: String) -> Result<(), OptionsError> {
        let syntax = |error| OptionsError::Syntax { name: name.to_owned(), error };
        match name {
            "$select" => self.select = parse_select(&value).map_err(syntax)?,
            "$filter" => self.filter = Some(parse_filter(&value).map_err(syntax)?),
            "$orderby" => self.order_by = parse_order_by(&value).map_err(syntax)?,
            "$top" => self.top = Some(number(name, &value)?),
            "$skip" => self.skip = Some(number(name, &value)?),
            "$count" => self.count = Some(boolean(name, &value)?),
            _ if TEXT_OPTIONS.contains(&name) => self.system.push((name.to_owned(), value)),
            _ => return Err(OptionsError::Unknown { name: name.to_owned() }),
        }
        Ok(())
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
        for expansion in P::EXPAND {
            self.push_system("$expand", expansion.to_string());
        }
    }

    /// Adds to a system query option that is kept as text, behind a comma if there is something already.
    pub(crate) fn push_system(&mut self, name: &str, value: String) {
        match self.system.iter_mut().find(|(there, _)| there == name) {
            Some((_, text)) => {
                text.push(',');
                text.push_str(&value);
            }
            None => self.system.push((name.to_owned(), value)),
        }
    }

    /// `true` when nothing would be printed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn number(name: &str, value: &str) -> Result<u64, OptionsError> {
    value.parse().map_err(|_| OptionsError::Value {
        name: name.to_owned(),
        expected: "a non-negative integer",
        found: value.to_owned(),
    })
}

fn boolean(name: &str, value: &str) -> Result<bool, OptionsError> {
    value.parse().map_err(|_| OptionsError::Value { name: name.to_owned(), expected: "true or false", found: value.to_owned() })
}

impl Display for Options {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let mut pairs = Pairs { out, first: true };
        if !self.select.is_empty() {
            pairs.write("$select", &list(&self.select))?;
        }
        if let Some(filter) = &self.filter {
            pairs.write("$filter", &filter.to_string())?;
        }
        if !self.order_by.is_empty() {
            pairs.write("$orderby", &list(&self.order_by))?;
        }
        if let Some(top) = self.top {
            pairs.write("$top", &top.to_string())?;
        }
        if let Some(skip) = self.skip {
            pairs.write("$skip", &skip.to_string())?;
        }
        if let Some(count) = self.count {
            pairs.write("$count", &count.to_string())?;
        }
        for (name, value) in self.system.iter().chain(&self.custom) {
            pairs.write(name, value)?;
        }
        Ok(())
    }
}

fn list<T: Display>(items: &[T]) -> String {
    items.iter().map(T::to_string).collect::<Vec<_>>().join(",")
}

struct Pairs<'a, 'b> {
    out: &'a mut Formatter<'b>,
    first: bool,
}

impl Pairs<'_, '_> {
    /// The `$` of a system query option is not encoded: it marks the option as one.
    fn write(&mut self, name: &str, value: &str) -> fmt::Result {
        if !std::mem::take(&mut self.first) {
            self.out.write_str("&")?;
        }
        match name.strip_prefix('$') {
            Some(rest) => write!(self.out, "${}", encode_query(rest))?,
            None => self.out.write_str(&encode_query(name))?,
        }
        write!(self.out, "={}", encode_query(value))
    }
}
