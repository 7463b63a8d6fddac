//! `$search` as text.

use std::fmt::{self, Display, Formatter, Write as _};

use crate::query::Searched;

impl Display for Searched {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Searched::Word(text) if Searched::is_word(text) => out.write_str(text),
            Searched::Word(text) | Searched::Phrase(text) => phrase(out, text),
            Searched::Not(operand) => {
                out.write_str("NOT ")?;
                grouped(out, operand, |operand| matches!(operand, Searched::And(_) | Searched::Or(_)))
            }
            Searched::And(operands) => {
                joined(out, operands, " AND ", |operand| matches!(operand, Searched::And(_) | Searched::Or(_)))
            }
            Searched::Or(operands) => joined(out, operands, " OR ", |operand| matches!(operand, Searched::Or(_))),
        }
    }
}

fn joined(out: &mut Formatter<'_>, operands: &[Searched], word: &str, needs_group: fn(&Searched) -> bool) -> fmt::Result {
    for (index, operand) in operands.iter().enumerate() {
        if index > 0 {
            out.write_str(word)?;
        }
        grouped(out, operand, needs_group)?;
    }
    Ok(())
}

fn grouped(out: &mut Formatter<'_>, operand: &Searched, needs_group: fn(&Searched) -> bool) -> fmt::Result {
    if needs_group(operand) { write!(out, "({operand})") } else { operand.fmt(out) }
}

/// Quotes and backslashes inside are escaped, as Microsoft Graph wants it.
fn phrase(out: &mut Formatter<'_>, text: &str) -> fmt::Result {
    out.write_char('"')?;
    for ch in text.chars() {
        if matches!(ch, '"' | '\\') {
            out.write_char('\\')?;
        }
        out.write_char(ch)?;
    }
    out.write_char('"')
}
