//! Constants of the primitive types as text (OData ABNF, rules `binaryValue` to `timeOfDayValue`).

use edmund_model::{Constant, Primitive};

/// Whether the text is a constant of a kind that annotation expressions have (CSDL 4.01, section 14.3).
pub(crate) fn is_constant(kind: Constant, text: &str) -> bool {
    match kind {
        Constant::Binary => is_binary(text),
        Constant::Date => is_date(text),
        Constant::DateTimeOffset => is_date_time_offset(text),
        Constant::Decimal | Constant::Float => is_number(text),
        Constant::Duration => is_duration(text),
        Constant::Guid => is_guid(text),
        Constant::Int => is_integer(text),
        Constant::TimeOfDay => is_time(text),
    }
}

/// An example of a kind, for people.
pub(crate) fn looks_like(kind: Constant) -> &'static str {
    match kind {
        Constant::Binary => "base64url text",
        Constant::Date => "a date such as 2024-12-31",
        Constant::DateTimeOffset => "a date, time and offset such as 2024-12-31T23:59:59Z",
        Constant::Decimal | Constant::Float => "a number such as 3.14, or INF, -INF or NaN",
        Constant::Duration => "a duration such as P1DT2H30M",
        Constant::Guid => "eight, four, four, four and twelve hexadecimal digits with hyphens between them",
        Constant::Int => "an integer",
        Constant::TimeOfDay => "a time such as 23:59:59",
    }
}

/// Whether the text can be a value of a primitive type. Types whose text is free, or too rich to look into, take everything.
pub(crate) fn is_value(primitive: Primitive, text: &str) -> bool {
    match primitive {
        Primitive::Boolean => text == "true" || text == "false",
        Primitive::Byte => text.parse::<u8>().is_ok(),
        Primitive::SByte => text.parse::<i8>().is_ok(),
        Primitive::Int16 => text.parse::<i16>().is_ok(),
        Primitive::Int32 => text.parse::<i32>().is_ok(),
        Primitive::Int64 => text.parse::<i64>().is_ok(),
        Primitive::Single | Primitive::Double | Primitive::Decimal => is_number(text),
        Primitive::Guid => is_guid(text),
        Primitive::Date => is_date(text),
        Primitive::DateTimeOffset => is_date_time_offset(text),
        Primitive::TimeOfDay => is_time(text),
        Primitive::Duration => is_duration(text),
        Primitive::Binary => is_binary(text),
        _ => true,
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['-', '+']).unwrap_or(text)
}

fn is_integer(text: &str) -> bool {
    digits(unsigned(text))
}

fn is_number(text: &str) -> bool {
    if ["INF", "-INF", "NaN"].contains(&text) {
        return true;
    }
    let (mantissa, exponent) =
        text.split_once(['e', 'E']).map_or((text, None), |(mantissa, exponent)| (mantissa, Some(exponent)));
    let (whole, fraction) =
        unsigned(mantissa).split_once('.').map_or((unsigned(mantissa), None), |(whole, fraction)| (whole, Some(fraction)));
    digits(whole) && fraction.is_none_or(digits) && exponent.is_none_or(is_integer)
}

/// base64url, with or without padding; the older alphabet is in use too.
fn is_binary(text: &str) -> bool {
    let data = text.trim_end_matches('=');
    text.len() - data.len() <= 2
        && data.len() % 4 != 1
        && data.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b'/'))
}

fn is_guid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Two digits from `low` to `high`.
fn is_part(text: &str, low: u8, high: u8) -> bool {
    text.len() == 2 && digits(text) && text.parse::<u8>().is_ok_and(|value| (low..=high).contains(&value))
}

fn is_date(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let mut parts = text.splitn(3, '-');
    let year = parts.next().unwrap_or_default();
    let (month, day) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    digits(year) && year.len() >= 4 && is_part(month, 1, 12) && is_part(day, 1, 31)
}

/// Hours and minutes; seconds and their fraction may be left out.
fn is_time(text: &str) -> bool {
    let mut parts = text.splitn(3, ':');
    let (hour, minute) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let second = parts.next().is_none_or(|second| {
        let (whole, fraction) = second.split_once('.').map_or((second, None), |(whole, fraction)| (whole, Some(fraction)));
        is_part(whole, 0, 60) && fraction.is_none_or(|fraction| digits(fraction) && fraction.len() <= 12)
    });
    is_part(hour, 0, 24) && is_part(minute, 0, 59) && second
}

fn is_date_time_offset(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else { return false };
    let time = match time.strip_suffix(['Z', 'z']) {
        Some(time) => time,
        None => match time.rfind(['+', '-']) {
            Some(sign) if is_offset(&time[sign + 1..]) => &time[..sign],
            _ => return false,
        },
    };
    is_date(date) && is_time(time)
}

fn is_offset(text: &str) -> bool {
    text.split_once(':').is_some_and(|(hour, minute)| is_part(hour, 0, 24) && is_part(minute, 0, 59))
}

/// `P`, days, then behind a `T` hours, minutes and seconds; at least one of them.
fn is_duration(text: &str) -> bool {
    let Some(rest) = unsigned(text).strip_prefix('P') else { return false };
    let (days, time) = rest.split_once('T').map_or((rest, None), |(days, time)| (days, Some(time)));
    let days_fit = days.is_empty() || days.strip_suffix('D').is_some_and(digits);
    days_fit && time.map_or(!days.is_empty(), |time| !time.is_empty() && is_clock(time))
}

fn is_clock(text: &str) -> bool {
    let mut rest = text;
    for unit in ['H', 'M'] {
        if let Some((number, behind)) = rest.split_once(unit) {
            if !digits(number) {
                return false;
            }
            rest = behind;
        }
    }
    rest.is_empty()
        || rest.strip_suffix('S').is_some_and(|seconds| {
            let (whole, fraction) = seconds.split_once('.').map_or((seconds, None), |(whole, fraction)| (whole, Some(fraction)));
            digits(whole) && fraction.is_none_or(digits)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: Constant, good: &[&str], bad: &[&str]) {
        good.iter().for_each(|text| assert!(is_constant(kind, text), "{kind:?} {text}"));
        bad.iter().for_each(|text| assert!(!is_constant(kind, text), "{kind:?} {text}"));
    }

    #[test]
    fn constants_are_told_from_other_text() {
        check(Constant::Int, &["0", "-1", "9007199254740992"], &["", "1.5", "-", "0x1", "1 "]);
        check(Constant::Decimal, &["3.14", "-2E80", "INF", "1e-3"], &[".5", "1.", "e5", "inf", "1,5"]);
        check(Constant::Guid, &["21EC2020-3AEA-1069-A2DD-08002B30309D"], &["21EC2020", "1234567-89ab-cdef-0123-456789abcdef"]);
        check(Constant::Date, &["2000-01-01", "-0001-12-31", "12024-02-29"], &["2000-13-01", "2000-1-1", "200-01-01", "2000-01"]);
        check(Constant::TimeOfDay, &["21:45", "21:45:00.000000000000"], &["25:00", "21", "21:45:61", "21:45:00."]);
        check(
            Constant::DateTimeOffset,
            &["2000-01-01T16:00Z", "2000-01-01T16:00:00.000-09:00"],
            &["2000-01-01", "2000-01-01T16:00:00"],
        );
        check(Constant::Duration, &["P7D", "P11DT23H59M59.999S", "-PT1S", "PT1M"], &["P", "PT", "P1H", "PT1S1M", "7D"]);
        check(Constant::Binary, &["", "Zg", "Zg==", "Zm8=", "T0RhdGE"], &["Z", "Zg===", "Z g"]);
    }
}
