//! Dates, times and durations.

use super::hash;

const DAY: u64 = 86_400;
/// 2024-01-01T00:00:00Z in seconds since 1970: the first day of every table.
const START: u64 = 19_723 * DAY;
/// How far apart two stages of a row's life lie, so that their order is certain.
const STAGE: u64 = 45 * DAY;

/// The stage of what says nothing of it.
pub(super) const NEUTRAL: u64 = 2;
/// The stage of what lies years before the first day: birthdays, and when somebody was hired.
pub(super) const BIRTH: u64 = u64::MAX;
/// Between birth and the first day.
pub(super) const HIRE: u64 = u64::MAX - 1;

/// Where in the life of a row a timestamp of this name lies; later stages never precede earlier ones. `None` where the name does not say.
pub(super) fn stage(words: &[String]) -> Option<u64> {
    let any = |names: &[&str]| words.iter().any(|word| names.contains(&word.as_str()));
    if any(&[
        "end",
        "ended",
        "expiration",
        "expiry",
        "expires",
        "due",
        "deleted",
        "completed",
        "closed",
        "resolved",
        "removed",
        "until",
    ]) {
        Some(5)
    } else if any(&["last", "refresh", "refreshed", "recent", "latest"]) {
        Some(4)
    } else if any(&["modified", "updated", "changed", "edited", "modification"]) {
        Some(3)
    } else if any(&["start", "started", "begin", "issued", "activated", "from", "sent", "received"]) {
        Some(2)
    } else if any(&["created", "creation", "registered", "added", "registration", "first"]) {
        Some(1)
    } else if any(&["birthday", "birth", "birthdate"]) {
        Some(BIRTH)
    } else if any(&["hire", "hired", "employment"]) {
        Some(HIRE)
    } else {
        None
    }
}

/// The second, counted from 1970, of a stage of one row.
pub(super) fn second(row: u64, address: u64, stage: u64) -> u64 {
    // Somebody is born between 1971 and 1997, and hired between 2015 and 2023.
    match stage {
        BIRTH => return START - (27 * 365 + row % (26 * 365)) * DAY,
        HIRE => return START - (30 + row % (9 * 365)) * DAY,
        _ => {}
    }
    // All timestamps of a row share its first day; what differs by property stays within the stage.
    START + (row % 300) * DAY + stage * STAGE + address % (STAGE - 1)
}

/// `2024-05-06`.
pub(super) fn date(second: u64) -> String {
    let (year, month, day) = civil(second / DAY);
    format!("{year:04}-{month:02}-{day:02}")
}

/// `2024-05-06T07:08:09Z`.
pub(super) fn timestamp(second: u64) -> String {
    format!("{}T{}Z", date(second), clock(second))
}

/// `2024-05-06T07:08:00`: a time of the day in a zone that is named elsewhere.
pub(super) fn local(second: u64) -> String {
    format!("{}T{}", date(second), clock(second - second % 900))
}

/// `07:08:09`.
pub(super) fn clock(second: u64) -> String {
    let second = second % DAY;
    format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}

/// A time of the day: what starts does so in the morning, what ends in the afternoon.
pub(super) fn of_day(address: u64, stage: u64) -> String {
    let hour = match stage {
        5 => 15 + address % 4,
        1 | 2 => 7 + address % 4,
        _ => 6 + address % 12,
    };
    clock(hour * 3600 + (address >> 8) % 4 * 900)
}

/// A positive duration between five minutes and a week.
pub(super) fn duration(address: u64) -> String {
    let amount = hash::mix(address);
    match address % 4 {
        0 => format!("PT{}M", 5 + amount % 55),
        1 => format!("PT{}H", 1 + amount % 23),
        2 => format!("PT{}H30M", 1 + amount % 12),
        _ => format!("P{}D", 1 + amount % 7),
    }
}

/// Year, month and day of a day counted from 1970-01-01 (Hinnant, "chrono-compatible low-level date algorithms"), for days that lie after it.
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates_across_leap_years() {
        for (days, expected) in
            [(19_723, "2024-01-01"), (19_782, "2024-02-29"), (19_783, "2024-03-01"), (20_088, "2024-12-31"), (0, "1970-01-01")]
        {
            assert_eq!(date(days * DAY), expected);
        }
        assert_eq!(timestamp(START + 3_661), "2024-01-01T01:01:01Z");
    }
}
