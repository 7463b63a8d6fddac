//! Queries as data: built by typed properties, printed once, parsed by the same grammar.
//!
//! [`Expr`] is the tree of an expression, its `Display` writes the decoded URL form, [`parse_filter`] and its siblings read it back, and
//! [`Options`] is the whole query string. `parse(print(tree)) == tree` holds for every tree in normal form (see [`Expr`]).

mod apply;
mod cursor;
mod date_time;
mod encoding;
mod expr;
mod items;
mod literal;
mod operator;
mod options;
mod parse;
mod path;
mod print;
mod scan;
mod search;

pub use apply::{Aggregate, AggregateFrom, Extreme, Grouping, Hierarchy, Join, Relatives, Transformation, Traversal};
pub use cursor::ParseError;
pub use encoding::{DecodeError as EncodingError, decode, decode_query, encode_query, encode_segment};
pub use expr::{Arguments, Expr, Predicate, Quantifier, Step};
pub use items::{Computed, Direction, Expanded, ExpandedForm, Levels, OrderBy, Selected};
pub use literal::Literal;
pub use operator::Binary;
pub use options::{Options, OptionsError};
pub use parse::{MAX_DEPTH, parse_filter, parse_literal, parse_order_by, parse_select};
pub use path::{Name, Path};
pub use search::Searched;
