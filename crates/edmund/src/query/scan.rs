//! The shapes of names and of literals without quotes.

use super::{Literal, date_time};

/// The letters and digits of an identifier (`odataIdentifier`): a letter or `_`, then letters, digits, marks and `_`.
pub(super) fn is_identifier_start(ch: char) -> bool {
    ch == '_' || ch.is_alphabetic()
}

/// What may follow the first character of an identifier.
pub(super) fn is_identifier_continue(ch: char) -> bool {
    ch == '_' || ch.is_alphanumeric() || (!ch.is_ascii() && !ch.is_whitespace() && !ch.is_control())
}

/// `true` of `ns.part.Name` and of `Name`.
pub(super) fn is_qualified_name(text: &str) -> bool {
    text.split('.').all(|part| {
        let mut chars = part.chars();
        chars.next().is_some_and(is_identifier_start) && chars.all(is_identifier_continue)
    })
}

/// How long the qualified name at the start of `text` is, in bytes; 0 when there is none. A final dot does not belong to it.
pub(super) fn qualified_name(text: &str) -> usize {
    let mut end = 0;
    let mut at_start = true;
    for (index, ch) in text.char_indices() {
        if at_start {
            if !is_identifier_start(ch) {
                break;
            }
            at_start = false;
            end = index + ch.len_utf8();
        } else if is_identifier_continue(ch) {
            end = index + ch.len_utf8();
        } else if ch == '.' {
            at_start = true;
        } else {
            break;
        }
    }
    end
}

/// How long the run of characters is that an unquoted literal could consist of.
pub(super) fn bare_run(text: &str) -> usize {
    text.find(|ch: char| !(ch.is_ascii_alphanumeric() || matches!(ch, '.' | ':' | '+' | '-'))).unwrap_or(text.len())
}

/// The GUID at the start of `text`: five groups of hexadecimal digits, not followed by more of a name.
pub(super) fn guid(text: &str) -> Option<&str> {
    let candidate = text.get(..36)?;
    let well_formed = candidate
        .bytes()
        .enumerate()
        .all(|(index, byte)| if matches!(index, 8 | 13 | 18 | 23) { byte == b'-' } else { byte.is_ascii_hexdigit() });
    let ended = !text[36..].starts_with(|ch: char| is_identifier_continue(ch) || ch == '-');
    (well_formed && ended).then_some(candidate)
}

/// The literal that a whole text without quotes is, if it is one.
pub(super) fn bare_literal(text: &str) -> Option<Literal> {
    match text {
        // Letter case does not matter to the grammar (OData ABNF `booleanValue`, `nullValue`).
        _ if text.eq_ignore_ascii_case("null") => return Some(Literal::Null),
        _ if text.eq_ignore_ascii_case("true") => return Some(Literal::Boolean(true)),
        _ if text.eq_ignore_ascii_case("false") => return Some(Literal::Boolean(false)),
        "INF" => return Some(Literal::Double(f64::INFINITY)),
        "-INF" => return Some(Literal::Double(f64::NEG_INFINITY)),
        "NaN" => return Some(Literal::Double(f64::NAN)),
        _ => {}
    }
    if guid(text) == Some(text) {
        return Some(Literal::Guid(text.to_owned()));
    }
    number(text).or_else(|| {
        if date_time::is_date(text) {
            Some(Literal::Date(text.to_owned()))
        } else if date_time::is_date_time_offset(text) {
            Some(Literal::DateTimeOffset(text.to_owned()))
        } else if date_time::is_time_of_day(text) {
            Some(Literal::TimeOfDay(text.to_owned()))
        } else {
            None
        }
    })
}

/// An integer, a decimal with a fraction, or a double with an exponent.
fn number(text: &str) -> Option<Literal> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    if !is_digits(whole) || !fraction.is_none_or(is_digits) {
        return None;
    }
    match exponent {
        Some(exponent) => {
            let well_formed = is_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
            well_formed.then(|| text.parse().ok().map(Literal::Double)).flatten()
        }
        None if fraction.is_some() => Some(Literal::Decimal(text.to_owned())),
        // Beyond 64 bits there is only Edm.Decimal.
        None => Some(text.parse().map_or_else(|_| Literal::Decimal(text.to_owned()), Literal::Integer)),
    }
}

pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
