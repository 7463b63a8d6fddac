//! Single values: numbers, strings, members of enumerations.

use edmund_model::{Finding, Primitive};

use super::Context;
use super::enumeration::{SENTINEL, quoted};
use crate::json::{Kind, Value};
use crate::template::is_guid;

/// GD306: a value has the JSON kind of its type.
pub(super) fn wrong_kind(context: &mut Context<'_>, value: &Value, wanted: &str) {
    context.report(
        Finding::error("GD306", value.origin, format!("value is {}, the property is {wanted}", value.describe()))
            .with_help("write the value as the service sends it"),
    );
}

pub(super) fn scalar(context: &mut Context<'_>, name: &str, value: &Value, primitive: Primitive, listed: &[&str]) {
    use Primitive as P;
    let text = value.as_str();
    match (primitive, &value.kind) {
        (_, Kind::Null) | (P::Stream, _) => {}
        (P::Boolean, Kind::Bool(_)) => {}
        (P::Boolean, _) => wrong_kind(context, value, "a Boolean"),
        (P::Byte | P::SByte | P::Int16 | P::Int32 | P::Int64 | P::Single | P::Double | P::Decimal, Kind::Number(_)) => {}
        // Int64 and Decimal may be strings (IEEE754Compatible), floating-point numbers have three names.
        (P::Int64 | P::Decimal, Kind::String(_)) => {}
        (P::Single | P::Double, Kind::String(text)) if matches!(text.as_str(), "NaN" | "INF" | "-INF") => {}
        (P::Byte | P::SByte | P::Int16 | P::Int32 | P::Int64 | P::Single | P::Double | P::Decimal, _) => {
            wrong_kind(context, value, "a number");
        }
        (P::DateTimeOffset, Kind::String(text)) => timestamp(context, value, text),
        (P::Guid, Kind::String(text)) if !is_guid(text) && !text.contains(['{', '<']) => {
            context.report(
                Finding::info("GD309", value.origin, format!("`{text}` is not a GUID"))
                    .with_help("write 8-4-4-4-12 hexadecimal digits"),
            );
        }
        (P::String, Kind::String(_)) => strings(context, name, value, text.unwrap_or(""), listed),
        (P::Guid | P::Date | P::TimeOfDay | P::Duration | P::Binary, Kind::String(_)) => {}
        (P::String | P::Guid | P::Date | P::TimeOfDay | P::Duration | P::Binary | P::DateTimeOffset, _) => {
            wrong_kind(context, value, "a string");
        }
        _ => {}
    }
}

/// GD308: timestamps are ISO 8601 with an offset.
/// Source: OData ABNF 4.01, `dateTimeOffsetValue`.
fn timestamp(context: &mut Context<'_>, value: &Value, text: &str) {
    let bytes = text.as_bytes();
    let digit = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
    let mark = |index: usize, marks: &[u8]| bytes.get(index).is_some_and(|byte| marks.contains(byte));
    let date = [0, 1, 2, 3, 5, 6, 8, 9].into_iter().all(digit) && mark(4, b"-") && mark(7, b"-");
    let time = mark(10, b"Tt") && digit(11) && digit(12) && mark(13, b":");
    let placeholder = text.contains(['{', '<']);
    if !(placeholder || date && time) {
        context.report(
            Finding::warning("GD308", value.origin, format!("`{text}` is not a timestamp"))
                .with_help("write it as `2024-05-01T12:34:56Z`"),
        );
    }
}

/// GD304, GD305: values of a String whose description lists them. GD312: user principal names look like mail addresses.
fn strings(context: &mut Context<'_>, name: &str, value: &Value, text: &str, listed: &[&str]) {
    if name == "userPrincipalName" && !text.is_empty() && !text.contains(['@', '{', '<']) {
        context.report(
            Finding::info("GD312", value.origin, format!("`{text}` is not a plausible user principal name"))
                .with_help("use a name such as `adele@contoso.com`"),
        );
    }
    let all_listed = || text.split(',').all(|part| listed.contains(&part.trim()));
    if listed.is_empty() || text.is_empty() || all_listed() {
        return;
    }
    match listed.iter().find(|known| known.eq_ignore_ascii_case(text)) {
        Some(known) => context.report(
            Finding::warning("GD304", value.origin, format!("value `{text}` is spelt `{known}` in the list")).with_fix(
                format!("write `{known}`"),
                value.origin,
                format!("\"{known}\""),
            ),
        ),
        None => context.report(
            Finding::warning("GD305", value.origin, format!("`{text}` is not one of the listed values"))
                .with_help(format!("listed are {}", quoted(listed))),
        ),
    }
}

/// GD302, GD303, GD304: values of an enumeration are its members.
pub(super) fn member_of(context: &mut Context<'_>, value: &Value, members: &[&str], flags: bool) {
    let Some(text) = value.as_str() else {
        if value.kind != Kind::Null {
            wrong_kind(context, value, "a member of an enumeration, which is a string");
        }
        return;
    };
    if members.is_empty() || members.contains(&text) {
        return;
    }
    // Sets of members are comma-joined; whether an enumeration is a set is not always written down.
    if text.contains(',') && text.split(',').all(|part| members.contains(&part.trim())) || (flags && text.is_empty()) {
        return;
    }
    let first = members.iter().find(|member| **member != SENTINEL).unwrap_or(&members[0]);
    if is_placeholder(text) {
        context.report(
            Finding::error("GD303", value.origin, format!("`\"{text}\"` is a placeholder, not a member of the enumeration"))
                .with_note(format!("members are {}", quoted(members)))
                .with_fix(format!("write `\"{first}\"`"), value.origin, format!("\"{first}\"")),
        );
    } else if let Some(member) = members.iter().find(|member| member.eq_ignore_ascii_case(text)) {
        context.report(
            Finding::warning("GD304", value.origin, format!("enum value `{text}` is spelt `{member}`"))
                .with_note("members are case-sensitive")
                .with_fix(format!("write `\"{member}\"`"), value.origin, format!("\"{member}\"")),
        );
    } else {
        let finding = Finding::error("GD302", value.origin, format!("`{text}` is not a member of the enumeration"))
            .with_note(format!("members are {}", quoted(members)));
        context.report(match edmund_model::nearest(text, members.iter().copied()) {
            Some(near) => finding.with_help(format!("did you mean `{near}`?")),
            None => finding.with_help("use a member, or add this one to the enumeration"),
        });
    }
}

fn is_placeholder(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower == "string"
        || lower.starts_with("string (")
        || lower.ends_with(" value")
        || lower.ends_with("-value")
        || lower.contains(" | ")
        || lower.starts_with("microsoft.graph.")
        || lower.ends_with("string") && lower.len() < 12 && !lower.contains(' ') && lower != "connectionstring"
}
