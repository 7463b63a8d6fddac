//! Literals as text. No value changes the shape of what is printed: text that is not what its literal claims to be becomes a quoted string.

use std::fmt::{self, Display, Formatter};

use crate::query::{Literal, scan};

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
