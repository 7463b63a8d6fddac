//! `$search`: which rows contain a text.
//!
//! OData leaves it to the service what is searched (OData URL Conventions 4.01, section 5.1.8): here every text of a row, without regard to letter
//! case. `"property:text"` looks into one property, as Microsoft Graph's directory does.

use edmund::query::Searched;
use serde_json::Value;

use crate::store::Row;

/// Whether a row has what is searched for.
pub(crate) fn finds(searched: &Searched, row: &Row) -> bool {
    match searched {
        Searched::Word(text) | Searched::Phrase(text) => match text.split_once(':') {
            Some((property, text)) if row.contains_key(property) => {
                row.get(property).is_some_and(|value| holds(value, &text.to_lowercase()))
            }
            _ => row.iter().any(|(name, value)| !name.starts_with('@') && holds(value, &text.to_lowercase())),
        },
        Searched::Not(inner) => !finds(inner, row),
        Searched::And(all) => all.iter().all(|one| finds(one, row)),
        Searched::Or(any) => any.iter().any(|one| finds(one, row)),
    }
}

/// Whether a text of a value contains another, which is in lower case.
fn holds(value: &Value, text: &str) -> bool {
    match value {
        Value::String(value) => value.to_lowercase().contains(text),
        Value::Array(items) => items.iter().any(|item| holds(item, text)),
        Value::Object(members) => members.values().any(|member| holds(member, text)),
        _ => false,
    }
}
