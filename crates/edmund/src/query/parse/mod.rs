//! Text to trees. Total: every text gives a tree or an error with its position, and no text exhausts the stack.

mod apply;
mod expression;
mod items;
mod json;
mod options;
mod search;
mod steps;

pub(super) use self::options::{after, is_system, system_name};

use super::cursor::{ParseError, Parser};
use super::{Expr, Literal, OrderBy, Selected};

/// How many levels of nesting an expression may have; chains of `and` and `or` count as one level.
pub const MAX_DEPTH: usize = 100;

/// Reads a `$filter`, percent-decoded.
///
/// # Errors
/// The position of the first character that cannot continue an expression.
pub fn parse_filter(text: &str) -> Result<Expr, ParseError> {
    whole(text, "$filter", Parser::spaced_expr)
}

/// Reads a `$orderby`, percent-decoded: terms separated by commas, each with an optional `asc` or `desc`.
///
/// # Errors
/// The position of the first character that cannot continue a term.
pub fn parse_order_by(text: &str) -> Result<Vec<OrderBy>, ParseError> {
    whole(text, "$orderby", Parser::order_by)
}

/// Reads a `$select`, percent-decoded: `*`, `ns.*`, paths and operations, separated by commas.
///
/// # Errors
/// The position of the first character that cannot continue an item.
pub fn parse_select(text: &str) -> Result<Vec<Selected>, ParseError> {
    whole(text, "$select", Parser::select)
}

/// Reads one literal, percent-decoded: a key or a function argument.
///
/// # Errors
/// The text is not exactly one literal.
pub fn parse_literal(text: &str) -> Result<Literal, ParseError> {
    let mut parser = Parser::new(text);
    match parser.primary()? {
        Expr::Literal(literal) => {
            parser.end("the end of the literal")?;
            Ok(literal)
        }
        _ => {
            parser.position = 0;
            Err(parser.error("a literal"))
        }
    }
}

fn whole<'a, T>(
    text: &'a str,
    option: &str,
    read: impl FnOnce(&mut Parser<'a>) -> Result<T, ParseError>,
) -> Result<T, ParseError> {
    let mut parser = Parser::new(text);
    let tree = read(&mut parser)?;
    parser.end(after(option))?;
    Ok(tree)
}

impl<'a> Parser<'a> {
    /// One level deeper, if there may be one more.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, ParseError>) -> Result<T, ParseError> {
        if self.depth >= MAX_DEPTH {
            return Err(self.error("at most 100 levels of nesting"));
        }
        self.depth += 1;
        let tree = read(self);
        self.depth -= 1;
        tree
    }

    /// Items separated by commas, blanks around them.
    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Result<T, ParseError>) -> Result<Vec<T>, ParseError> {
        let mut items = Vec::new();
        loop {
            self.spaces();
            items.push(item(self)?);
            self.spaces();
            if !self.eat(',') {
                return Ok(items);
            }
        }
    }
}
