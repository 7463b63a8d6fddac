//! Names: from Rust to the wire, and to constants.

use proc_macro2::Ident;
use syn::ext::IdentExt;

/// The wire name that a field, parameter or variant has when none is given: lower camel case.
///
/// `r#` is dropped, and so is one trailing underscore (`type_`) and one leading underscore before a digit (`_3d`). Every other underscore is
/// dropped and the character after it becomes upper case; the first character becomes lower case.
pub(crate) fn wire(ident: &Ident) -> String {
    let text = ident.unraw().to_string();
    let text = text.strip_suffix('_').unwrap_or(&text);
    let text = match text.strip_prefix('_') {
        Some(rest) if rest.starts_with(|first: char| first.is_ascii_digit()) => rest,
        _ => text,
    };
    let mut name = String::with_capacity(text.len());
    let mut upper = false;
    for character in text.chars() {
        match character {
            '_' => upper = !name.is_empty(),
            _ if name.is_empty() => name.extend(character.to_lowercase()),
            _ if upper => {
                upper = false;
                name.extend(character.to_uppercase());
            }
            _ => name.push(character),
        }
    }
    name
}

/// The name of the constant for a field: the field's name in upper case, without `r#`.
pub(crate) fn constant(ident: &Ident) -> Ident {
    Ident::new(&ident.unraw().to_string().to_uppercase(), ident.span())
}

/// The one of `known` that was most likely meant by `written`, if any is near.
pub(crate) fn nearest<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    let limit = written.chars().count().max(3) / 3;
    known
        .iter()
        .map(|name| (distance(written, name), *name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// How many characters must be inserted, deleted, replaced or swapped with their neighbour to turn one text into the other.
fn distance(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=right.len()).collect()];
    for line in 1..=left.len() {
        let mut row = vec![line];
        for column in 1..=right.len() {
            let replaced = rows[line - 1][column - 1] + usize::from(left[line - 1] != right[column - 1]);
            let mut least = replaced.min(rows[line - 1][column] + 1).min(row[column - 1] + 1);
            if line > 1 && column > 1 && left[line - 1] == right[column - 2] && left[line - 2] == right[column - 1] {
                least = least.min(rows[line - 2][column - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[left.len()][right.len()]
}

/// The name of the constant for the property with that wire name, when its field has the usual name: `bundleID` gives `BUNDLE_ID`.
pub(crate) fn constant_of_wire(wire: &str, span: proc_macro2::Span) -> Ident {
    let mut name = String::with_capacity(wire.len() + 4);
    let mut lower = false;
    for character in wire.chars() {
        if character.is_uppercase() && lower {
            name.push('_');
        }
        lower = character.is_lowercase() || character.is_ascii_digit();
        if unicode_ident(character) {
            name.extend(character.to_uppercase());
        } else {
            name.push('_');
        }
    }
    if name.starts_with(|first: char| first.is_ascii_digit()) || name.is_empty() {
        name.insert(0, '_');
    }
    Ident::new(&name, span)
}

fn unicode_ident(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}
