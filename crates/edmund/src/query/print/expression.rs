//! Expressions as text. Parentheses stand only where precedence needs them.

use std::fmt::{self, Display, Formatter, Write as _};

use super::{List, Nested};
use crate::query::operator::precedence;
use crate::query::{Arguments, Expr, Literal, Path, Step};

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
            Expr::Call { function, arguments } => write!(out, "{function}{arguments}"),
            Expr::Member { of, step } => write!(out, "{of}{step}"),
            Expr::Case(cases) => {
                out.write_str("case(")?;
                separated(out, cases, |out, (condition, value)| {
                    // A colon behind a number could belong to a time.
                    let condition = condition.to_string();
                    let blank = if condition.ends_with(|ch: char| ch.is_ascii_digit()) { " " } else { "" };
                    write!(out, "{condition}{blank}:{value}")
                })?;
                out.write_char(')')
            }
            Expr::Lambda { quantifier, collection, predicate } => {
                write!(out, "{collection}/{}(", quantifier.word())?;
                if let Some(predicate) = predicate {
                    write!(out, "{}:{}", predicate.variable, predicate.condition)?;
                }
                out.write_char(')')
            }
            Expr::List(items) => write!(out, "({})", List(items)),
            Expr::Array(items) => {
                out.write_char('[')?;
                separated(out, items, json_value)?;
                out.write_char(']')
            }
            Expr::Object(members) => {
                out.write_char('{')?;
                separated(out, members, |out, (name, value)| {
                    json_text(out, name)?;
                    out.write_char(':')?;
                    json_value(out, value)
                })?;
                out.write_char('}')
            }
        }
    }
}

/// With the `/` before it, except before a key.
impl Display for Step {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Step::Path(path) => write!(out, "/{path}"),
            Step::Call { function, arguments } => write!(out, "/{function}{arguments}"),
            Step::Key(arguments) => arguments.fmt(out),
            Step::Filter(condition) => write!(out, "/$filter({condition})"),
            Step::Count(options) => write!(out, "/$count({})", Nested(options)),
            Step::Aggregate(aggregate) => write!(out, "/aggregate({aggregate})"),
        }
    }
}

/// With their parentheses.
impl Display for Arguments {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_char('(')?;
        match self {
            Arguments::Positional(values) => List(values).fmt(out)?,
            Arguments::Named(values) => separated(out, values, |out, (name, value)| write!(out, "{name}={value}"))?,
        }
        out.write_char(')')
    }
}

fn json_value(out: &mut Formatter<'_>, value: &Expr) -> fmt::Result {
    match value {
        Expr::Literal(Literal::String(text)) => json_text(out, text),
        other => other.fmt(out),
    }
}

fn json_text(out: &mut Formatter<'_>, text: &str) -> fmt::Result {
    out.write_str(&serde_json::to_string(text).map_err(|_| fmt::Error)?)
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
        Expr::Path(_) | Expr::Call { .. } | Expr::Member { .. } | Expr::Case(_) | Expr::Lambda { .. } => {
            write!(out, "-{operand}")
        }
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

pub(super) fn separated<T>(
    out: &mut Formatter<'_>,
    items: &[T],
    write: impl Fn(&mut Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.write_char(',')?;
        }
        write(out, item)?;
    }
    Ok(())
}

impl Display for Path {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for (index, name) in self.segments().iter().enumerate() {
            if index > 0 {
                out.write_char('/')?;
            }
            out.write_str(name)?;
        }
        Ok(())
    }
}
