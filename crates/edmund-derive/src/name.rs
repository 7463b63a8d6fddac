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

/// How many characters must be inserted, deleted or replaced to turn one text into the other.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, from) in left.chars().enumerate() {
        let mut diagonal = line;
        row[0] = line + 1;
        for (column, to) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row.last().copied().unwrap_or(0)
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
