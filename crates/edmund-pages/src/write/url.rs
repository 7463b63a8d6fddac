//! Templates and example URLs of paths.

use std::collections::HashMap;
use std::fmt::Write as _;

use edmund_model::surface::{KeySlot, Path, Segment};
use edmund_model::{Model, StructId, sample};
use serde_json::Value;

/// A template, as the page shows it. Characters that a URL cannot have, and that could end the line or the fence, are percent-encoded.
pub(super) fn template(path: &Path) -> String {
    printable(&path.to_string())
}

/// The template of a call that leaves out what it may leave out; none where that is nothing.
pub(super) fn least(model: &Model, path: &Path) -> Option<String> {
    let mut least = path.clone();
    let Some(Segment::Call { operation, arguments, .. }) = least.segments.last_mut() else { return None };
    let optional = |name: &str| model.operation(*operation).arguments().iter().any(|it| it.optional && it.name == name);
    let all = arguments.len();
    arguments.retain(|argument| !optional(&argument.name));
    let differs = arguments.len() < all;
    differs.then(|| template(&least))
}

/// A template that was printed before.
pub(super) fn printable(template: &str) -> String {
    template.chars().fold(String::new(), |mut out, character| {
        match character {
            ' ' | '`' | '"' | '<' | '>' | '\\' | '^' | '|' | '?' | '#' | '%' => encode(character, &mut out),
            _ if character.is_control() || character.is_whitespace() => encode(character, &mut out),
            _ => out.push(character),
        }
        out
    })
}

/// The path with sample values for its placeholders. Names stand as in the template, letters of all languages included (RFC 3987); values are
/// percent-encoded. The last item of a type has the key of that type's example; those before it have others.
pub(super) fn example(model: &Model, path: &Path) -> String {
    let mut later: HashMap<StructId, u64> = HashMap::new();
    let mut keys = Vec::new();
    for segment in path.segments.iter().rev() {
        if let Segment::Key { ty, .. } = segment {
            let index = later.entry(*ty).or_default();
            keys.push(*index);
            *index += 1;
        }
    }
    let mut out = String::new();
    for segment in &path.segments {
        match segment {
            Segment::Root(name) | Segment::Navigation(name) | Segment::Property(name) | Segment::Stream(name) => {
                push(&mut out, name);
            }
            Segment::Cast(name) => push(&mut out, &name.to_string()),
            Segment::Reference => out.push_str("/$ref"),
            Segment::Media => out.push_str("/$value"),
            Segment::Key { ty, slots } => push_key(model, *ty, slots, keys.pop().unwrap_or(0), &mut out),
            Segment::Call { operation, name, arguments } => {
                push(&mut out, name);
                let operation = model.operation(*operation);
                let values = operation.arguments().iter().zip(arguments).map(|(parameter, argument)| {
                    let value = sample::parameter(model, parameter);
                    format!("{}={}", printable(&argument.name), literal(&value, argument.quoted))
                });
                let values: Vec<String> = values.collect();
                if !values.is_empty() {
                    let _ = write!(out, "({})", values.join(","));
                }
            }
        }
    }
    out
}

/// The segment that addresses the `index`-th example of a type.
pub(super) fn push_key(model: &Model, ty: StructId, slots: &[KeySlot], index: u64, out: &mut String) {
    let plan = sample::Plan::canonical(model, ty);
    let key = plan.key(index);
    let parts: Vec<(&KeySlot, Value)> = slots
        .iter()
        .zip(model.key(ty))
        .map(|(slot, part)| {
            let steps = part.path.split('/').skip(1);
            let top = key.get(part.path.split('/').next().unwrap_or_default()).cloned().unwrap_or(Value::Null);
            (slot, steps.fold(top, |value, step| value.get(step).cloned().unwrap_or(Value::Null)))
        })
        .collect();
    match parts.as_slice() {
        [(_, value)] => {
            let _ = write!(out, "/{}", literal(value, false));
        }
        _ => {
            let parts: Vec<String> =
                parts.iter().map(|(slot, value)| format!("{}={}", printable(&slot.name), literal(value, slot.quoted))).collect();
            let _ = write!(out, "({})", parts.join(","));
        }
    }
}

fn push(out: &mut String, segment: &str) {
    let _ = write!(out, "/{}", printable(segment));
}

/// A value as it stands in a path (OData URL Conventions 4.01, section 4.3.1): strings in single quotes, quotes inside them doubled.
fn literal(value: &Value, quoted: bool) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if quoted { format!("'{}'", encoded(&text.replace('\'', "''"))) } else { encoded(&text) }
}

fn encoded(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, character| {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | '_' | '~' | '@' | '$' | ':' | '\'' => out.push(character),
            _ => encode(character, &mut out),
        }
        out
    })
}

fn encode(character: char, out: &mut String) {
    let mut buffer = [0; 4];
    for byte in character.encode_utf8(&mut buffer).bytes() {
        let _ = write!(out, "%{byte:02X}");
    }
}
