//! Queries as data: built by typed properties, printed once, parsed by the same grammar.
//!
//! [`Expr`] is the tree, its `Display` writes the decoded URL form, [`parse_filter`] and its siblings read it back, and [`Options`]
//! is the whole query string. `parse(print(tree)) == tree` holds for every tree in normal form (see [`Expr`]).

mod cursor;
mod date_time;
mod encoding;
mod expr;
mod literal;
mod options;
mod parse;
mod print;
mod scan;

pub use cursor::ParseError;
pub use encoding::{DecodeError as EncodingError, decode, decode_query, encode_query, encode_segment};
pub use expr::{Binary, Direction, Expr, OrderBy, Path, Predicate, Quantifier, Selected};
pub use literal::Literal;
pub use options::{Options, OptionsError};
pub use parse::{MAX_DEPTH, parse_filter, parse_literal, parse_order_by, parse_select};
