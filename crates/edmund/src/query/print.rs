//! Expressions as text, before percent-encoding.
//!
//! Parentheses stand only where precedence needs them. No value changes the shape of what is printed: text that is not what its
//! literal claims to be becomes a quoted string.

use std::fmt::{self, Display, Formatter, Write as _};

use super::expr::precedence;
use super::{Direction, Expr, Literal, OrderBy, Path, Selected, scan};

impl Display for Expr {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Expr::Literal(literal) => literal.fmt(out),
            Expr::Path(path) => path.fmt(out),
            Expr::Alias(name) => write!(out, "@{name}"),
            Expr::And(operands) => chain(out, operands, "and", precedence::AND, true),
            Expr::Or(operands) => chain(out, operands, "or", precedence::OR, false),
            Expr::Not(operand) => {
                out.write_str("not ")?;
                grouped(out, operand, precedence::UNARY)
            }
            Expr::Negate(operand) => negate(out, operand),
            Expr::Binary { operator, left, right } => {
                let level = operator.precedence();
                grouped(out, left, level)?;
                write!(out, " {} ", operator.word())?;
                grouped(out, right, level + 1)
            }
            Expr::Call { function, arguments } => {
                write!(out, "{function}(")?;
                separated(out, arguments)?;
                out.write_char(')')
            }
            Expr::Lambda { quantifier, collection, predicate } => {
                write!(out, "{collection}/{}(", quantifier.word())?;
                if let Some(predicate) = predicate {
                    write!(out, "{}:{}", predicate.variable, predicate.condition)?;
                }
                out.write_char(')')
            }
            Expr::List(items) => {
                out.write_char('(')?;
                separated(out, items)?;
                out.write_char(')')
            }
        }
    }
}

fn level(expr: &Expr) -> u8 {
    match expr {
        Expr::Or(operands) if operands.len() > 1 => precedence::OR,
        Expr::And(operands) if operands.len() > 1 => precedence::AND,
        Expr::And(operands) | Expr::Or(operands) => operands.first().map_or(precedence::PRIMARY, level),
        Expr::Binary { operator, .. } => operator.precedence(),
        Expr::Not(_) | Expr::Negate(_) => precedence::UNARY,
        _ => precedence::PRIMARY,
    }
}

fn grouped(out: &mut Formatter<'_>, expr: &Expr, least: u8) -> fmt::Result {
    if level(expr) < least { write!(out, "({expr})") } else { expr.fmt(out) }
}

/// The sign before a number would become part of the number, so that a negated literal stands in parentheses.
fn negate(out: &mut Formatter<'_>, operand: &Expr) -> fmt::Result {
    match operand {
        Expr::Path(_) | Expr::Call { .. } | Expr::Lambda { .. } => write!(out, "-{operand}"),
        _ => write!(out, "-({operand})"),
    }
}

fn chain(out: &mut Formatter<'_>, operands: &[Expr], word: &str, level: u8, neutral: bool) -> fmt::Result {
    if operands.is_empty() {
        return write!(out, "{neutral}");
    }
    for (index, operand) in operands.iter().enumerate() {
        if index > 0 {
            write!(out, " {word} ")?;
        }
        grouped(out, operand, if operands.len() == 1 { 0 } else { level + 1 })?;
    }
    Ok(())
}

fn separated<T: Display>(out: &mut Formatter<'_>, items: &[T]) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.write_char(',')?;
        }
        item.fmt(out)?;
    }
    Ok(())
}

impl Display for Path {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(&self.segments().join("/"))
    }
}

impl Display for OrderBy {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        self.expr.fmt(out)?;
        if self.direction == Direction::Descending { out.write_str(" desc") } else { Ok(()) }
    }
}

impl Display for Selected {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Selected::All => out.write_char('*'),
            Selected::Operations(namespace) => write!(out, "{namespace}.*"),
            Selected::Path(path) => path.fmt(out),
        }
    }
}

impl Display for Literal {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Literal::Null => out.write_str("null"),
            Literal::Boolean(value) => write!(out, "{value}"),
            Literal::Integer(value) => write!(out, "{value}"),
            Literal::Double(value) => double(out, *value),
            Literal::String(text) => quoted(out, text),
            Literal::Duration(text) => prefixed(out, "duration", text),
            Literal::Binary(text) => prefixed(out, "binary", text),
            Literal::Geography(text) => prefixed(out, "geography", text),
            Literal::Geometry(text) => prefixed(out, "geometry", text),
            Literal::Enum { ty, members } if scan::is_qualified_name(ty) => prefixed(out, ty, members),
            Literal::Enum { members, .. } => quoted(out, members),
            Literal::Decimal(text)
            | Literal::Guid(text)
            | Literal::Date(text)
            | Literal::DateTimeOffset(text)
            | Literal::TimeOfDay(text) => bare(out, self, text),
        }
    }
}

/// Text that stands without quotes, but only when it is what the literal says.
fn bare(out: &mut Formatter<'_>, literal: &Literal, text: &str) -> fmt::Result {
    let is_number = matches!(literal, Literal::Decimal(_));
    let shaped = scan::bare_literal(text).is_some_and(|read| {
        let read_number = matches!(read, Literal::Decimal(_) | Literal::Integer(_) | Literal::Double(_));
        if is_number { read_number } else { std::mem::discriminant(&read) == std::mem::discriminant(literal) }
    });
    if shaped { out.write_str(text) } else { quoted(out, text) }
}

/// A single quote inside a string is doubled (OData ABNF `SQUOTE-in-string`).
fn quoted(out: &mut Formatter<'_>, text: &str) -> fmt::Result {
    write!(out, "'{}'", text.replace('\'', "''"))
}

fn prefixed(out: &mut Formatter<'_>, prefix: &str, text: &str) -> fmt::Result {
    out.write_str(prefix)?;
    quoted(out, text)
}

/// Without an exponent while the number is of ordinary size: not every service reads exponents.
fn double(out: &mut Formatter<'_>, value: f64) -> fmt::Result {
    let size = value.abs();
    if value.is_nan() {
        out.write_str("NaN")
    } else if value.is_infinite() {
        out.write_str(if value > 0.0 { "INF" } else { "-INF" })
    } else if value == 0.0 || (1e-5..1e15).contains(&size) {
        write!(out, "{value:?}")
    } else {
        write!(out, "{value:e}")
    }
}
