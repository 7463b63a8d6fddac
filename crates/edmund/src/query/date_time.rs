//! The shapes of dates and times in a URL (OData ABNF `dateValue`, `timeOfDayValue`, `dateTimeOffsetValue`).
//!
//! Only the shape is checked, with the ranges of each field: what day a month has belongs to the typed values.

use super::scan::is_digits;

/// `2024-02-29`, `-0044-03-15`; a year has at least four digits.
pub(super) fn is_date(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let mut parts = unsigned.splitn(3, '-');
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let year_ok = is_digits(year) && (year.len() == 4 || (year.len() > 4 && !year.starts_with('0')));
    year_ok && two_digits(month, 1..=12) && two_digits(day, 1..=31)
}

/// `12:30`, `12:30:59`, `12:30:59.1234567`; 60 is a leap second.
pub(super) fn is_time_of_day(text: &str) -> bool {
    let (clock, fraction) = match text.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (text, None),
    };
    let mut parts = clock.split(':');
    let (Some(hour), Some(minute)) = (parts.next(), parts.next()) else { return false };
    let second = parts.next();
    let clock_ok =
        two_digits(hour, 0..=23) && two_digits(minute, 0..=59) && second.is_none_or(|second| two_digits(second, 0..=60));
    let fraction_ok = fraction.is_none_or(|fraction| second.is_some() && is_digits(fraction) && fraction.len() <= 12);
    clock_ok && fraction_ok && parts.next().is_none()
}

/// `2024-02-29T12:30:59Z`, `2024-02-29T12:30+02:00`.
pub(super) fn is_date_time_offset(text: &str) -> bool {
    let Some((date, rest)) = text.split_once(['T', 't']) else { return false };
    let time = match rest.strip_suffix(['Z', 'z']) {
        Some(time) => time,
        None => {
            let Some(at) = rest.rfind(['+', '-']) else { return false };
            let (time, offset) = rest.split_at(at);
            let Some((hours, minutes)) = offset[1..].split_once(':') else { return false };
            if !two_digits(hours, 0..=23) || !two_digits(minutes, 0..=59) {
                return false;
            }
            time
        }
    };
    is_date(date) && is_time_of_day(time)
}

fn two_digits(text: &str, range: std::ops::RangeInclusive<u8>) -> bool {
    text.len() == 2 && is_digits(text) && text.parse().is_ok_and(|value: u8| range.contains(&value))
}
