//! Dates, times and durations as numbers, for comparison and arithmetic. All are picoseconds: OData allows twelve digits of fraction.

/// Picoseconds of a second.
pub(crate) const SECOND: i128 = 1_000_000_000_000;
/// Picoseconds of a day.
pub(crate) const DAY: i128 = 86_400 * SECOND;

/// A point in time with the offset it was written with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Instant {
    /// Since 1970-01-01T00:00Z.
    pub(crate) picos: i128,
    /// Of the local time, in minutes.
    pub(crate) offset: i32,
}

impl Instant {
    /// The local day as days since 1970-01-01, and the picoseconds since its midnight.
    pub(crate) fn local(self) -> (i64, i128) {
        let local = self.picos + i128::from(self.offset) * 60 * SECOND;
        (local.div_euclid(DAY) as i64, local.rem_euclid(DAY))
    }
}

/// `2024-02-29` as days since 1970-01-01. Years may be negative and have up to six digits.
pub(crate) fn date(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let mut parts = digits.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || !(4..=6).contains(&year.len()) {
        return None;
    }
    let (year, month, day) = (sign * number(year)?, two_digits(month, 12)?, two_digits(day, 31)?);
    (month >= 1 && day >= 1 && day <= days_in_month(year, month)).then(|| days(year, month, day))
}

/// `12:30`, `12:30:15.25` as picoseconds since midnight. A leap second counts as the second after it.
pub(crate) fn time(text: &str) -> Option<i128> {
    let mut parts = text.splitn(3, ':');
    let (hour, minute) = (two_digits(parts.next()?, 23)?, two_digits(parts.next()?, 59)?);
    let (second, fraction) = match parts.next() {
        None => (0, 0),
        Some(rest) => {
            let (whole, fraction) = rest.split_once('.').map_or((rest, None), |(whole, fraction)| (whole, Some(fraction)));
            (two_digits(whole, 60)?, fraction.map_or(Some(0), fraction_picos)?)
        }
    };
    Some(i128::from(hour * 3600 + minute * 60 + second) * SECOND + fraction)
}

/// `2024-02-29T12:30:15Z`, `...+02:00`.
pub(crate) fn date_time(text: &str) -> Option<Instant> {
    let (day, rest) = text.split_once(['T', 't'])?;
    let zone = rest.find(['Z', 'z', '+', '-'])?;
    let (clock, zone) = rest.split_at(zone);
    let offset = match zone {
        "Z" | "z" => 0,
        _ => {
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            let (hours, minutes) = zone.get(1..)?.split_once(':')?;
            sign * i32::try_from(two_digits(hours, 14)? * 60 + two_digits(minutes, 59)?).ok()?
        }
    };
    let picos = i128::from(date(day)?) * DAY + time(clock)? - i128::from(offset) * 60 * SECOND;
    Some(Instant { picos, offset })
}

/// `-P1DT2H3M4.5S`. Years and months have no fixed length and are not part of `Edm.Duration`.
pub(crate) fn duration(text: &str) -> Option<i128> {
    let (sign, rest) = text.strip_prefix('-').map_or((1, text.strip_prefix('+').unwrap_or(text)), |rest| (-1, rest));
    let rest = rest.strip_prefix('P')?;
    let (days, clock) = rest.split_once('T').map_or((rest, None), |(days, clock)| (days, Some(clock)));
    let mut total = 0;
    let mut parts = 0;
    let mut take = |text: &mut &str, unit: char, length: i128| -> Option<()> {
        if let Some((amount, rest)) = text.split_once(unit) {
            let (whole, fraction) = amount.split_once('.').map_or((amount, ""), |(whole, fraction)| (whole, fraction));
            if unit != 'S' && !fraction.is_empty() || whole.is_empty() {
                return None;
            }
            let fraction = if fraction.is_empty() { 0 } else { fraction_picos(fraction)? };
            total += i128::from(number(whole)?) * length + fraction;
            parts += 1;
            *text = rest;
        }
        Some(())
    };
    let mut days = days;
    take(&mut days, 'D', DAY)?;
    if let Some(mut clock) = clock.filter(|clock| !clock.is_empty()) {
        take(&mut clock, 'H', 3600 * SECOND)?;
        take(&mut clock, 'M', 60 * SECOND)?;
        take(&mut clock, 'S', SECOND)?;
        if !clock.is_empty() {
            return None;
        }
    } else if clock.is_some() {
        return None;
    }
    (days.is_empty() && parts > 0).then_some(sign * total)
}

/// Year, month and day of a day since 1970-01-01 (the algorithm `civil_from_days` of Howard Hinnant's date papers).
pub(crate) fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// A day since 1970-01-01 as `2024-02-29`.
pub(crate) fn print_date(days: i64) -> String {
    let (year, month, day) = civil(days);
    let sign = if year < 0 { "-" } else { "" };
    format!("{sign}{:04}-{month:02}-{day:02}", year.abs())
}

/// Picoseconds since midnight as `12:30:15.25`.
pub(crate) fn print_time(picos: i128) -> String {
    let seconds = picos / SECOND;
    format!("{:02}:{:02}:{:02}{}", seconds / 3600, seconds / 60 % 60, seconds % 60, print_fraction(picos))
}

/// A point in time with its offset.
pub(crate) fn print_instant(instant: Instant) -> String {
    let (days, picos) = instant.local();
    let sign = if instant.offset < 0 { '-' } else { '+' };
    let minutes = instant.offset.abs();
    let zone = if minutes == 0 { "Z".to_owned() } else { format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60) };
    format!("{}T{}{zone}", print_date(days), print_time(picos))
}

/// Picoseconds as `-P1DT7.5S`.
pub(crate) fn print_duration(picos: i128) -> String {
    let (sign, picos) = (if picos < 0 { "-" } else { "" }, picos.abs());
    let (days, rest) = (picos / DAY, picos % DAY);
    let days = if days > 0 { format!("{days}D") } else { String::new() };
    format!("{sign}P{days}T{}{}S", rest / SECOND, print_fraction(rest))
}

fn print_fraction(picos: i128) -> String {
    let fraction = format!("{:012}", picos % SECOND);
    let digits = fraction.trim_end_matches('0');
    if digits.is_empty() { String::new() } else { format!(".{digits}") }
}

fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

// Digits only: `parse` alone would take a sign.
fn number(text: &str) -> Option<i64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit()) && (1..=12).contains(&text.len());
    digits.then(|| text.parse().ok()).flatten()
}

fn two_digits(text: &str, most: i64) -> Option<i64> {
    number(text).filter(|value| text.len() == 2 && *value <= most)
}

fn fraction_picos(text: &str) -> Option<i128> {
    let value = number(text)?;
    Some(i128::from(value) * 10_i128.pow(12_u32.checked_sub(text.len() as u32)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_go_there_and_back() {
        for day in [-1_000_000, -719_469, -1, 0, 1, 19_782, 2_932_896] {
            let (year, month, date) = civil(day);
            assert_eq!(days(year, month, date), day);
        }
        assert_eq!(date("1970-01-02"), Some(1));
        assert_eq!(date("2024-02-29").map(civil), Some((2024, 2, 29)));
        for bad in ["2023-02-29", "2023-13-01", "23-01-01", "2023-1-01", "", "2023-01-01-", "+023-01-01"] {
            assert_eq!(date(bad), None, "{bad}");
        }
    }

    #[test]
    fn instants_compare_across_offsets() {
        let picos = |text| date_time(text).map(|instant| instant.picos);
        assert_eq!(picos("2024-01-01T00:00:00Z"), picos("2024-01-01T02:00:00.000+02:00"));
        assert_eq!(picos("1970-01-01T00:00Z"), Some(0));
        for bad in
            ["2024-01-01", "2024-01-01T00:00:00", "2024-01-01T25:00:00Z", "T", "2024-01-01T00:00:00+2", "2024-01-01T00:00:00Zé"]
        {
            assert_eq!(picos(bad), None, "{bad}");
        }
    }

    #[test]
    fn durations_have_days_to_seconds() {
        assert_eq!(duration("P1DT2H3M4.5S"), Some(DAY + 7384 * SECOND + SECOND / 2));
        assert_eq!(duration("-PT1S"), Some(-SECOND));
        for bad in ["P", "PT", "P1Y", "PT1.5H", "1D", "P1DT", "PT1S2M", "PT-1S"] {
            assert_eq!(duration(bad), None, "{bad}");
        }
    }
}
