//! `Edm.Date`.

use core::fmt;
use core::str::FromStr;

use crate::edm::print::Print;
use crate::edm::scan::{Scan, number};
use crate::edm::text::{ParseEdmError, text_value};

/// A day of the proleptic Gregorian calendar, in any year: 0 and negative years are allowed (OData ABNF 4.01, `dateValue`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// The largest year, and with a minus the smallest: nine digits.
    const MAX_YEAR: i32 = 999_999_999;

    /// The day of that year, month (from 1) and day of the month (from 1); `None` if there is no such day, or the year has more than nine digits.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let known = year.unsigned_abs() <= Self::MAX_YEAR.unsigned_abs() && (1..=days_in_month(year, month)).contains(&day);
        known.then_some(Self { year, month, day })
    }

    /// The year; 0 is the year before year 1.
    pub const fn year(self) -> i32 {
        self.year
    }

    /// The month, from 1.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub const fn day(self) -> u8 {
        self.day
    }

    pub(super) fn read(scan: &mut Scan<'_>) -> Option<Self> {
        let negative = scan.eat(b'-');
        let digits = scan.digits();
        // At least four digits, and no leading zero before more.
        if digits.len() < 4 || digits.len() > 9 || (digits.len() > 4 && digits[0] == b'0') {
            return None;
        }
        let year = i32::try_from(number(digits)?).ok()?;
        scan.expect(b'-')?;
        let month = scan.pair(12)?;
        scan.expect(b'-')?;
        let day = scan.pair(31)?;
        Self::new(if negative { -year } else { year }, month, day)
    }

    pub(super) fn print(self, output: &mut Print) {
        if self.year < 0 {
            output.byte(b'-');
        }
        output.number(self.year.unsigned_abs().into(), 4);
        output.byte(b'-');
        output.pair(self.month);
        output.byte(b'-');
        output.pair(self.day);
    }

    /// Days since 1970-01-01, by counting in years that begin in March, so that the leap day is the last.
    pub(super) fn days_from_epoch(self) -> i64 {
        let january_or_february = i64::from(self.month <= 2);
        let year = i64::from(self.year) - january_or_february;
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The inverse of [`days_from_epoch`](Self::days_from_epoch).
    pub(super) fn of_days_from_epoch(days: i64) -> Option<Self> {
        let days = days.checked_add(719_468)?;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self::new(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }
}

fn days_in_month(year: i32, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + u8::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

impl FromStr for Date {
    type Err = ParseEdmError;

    fn from_str(text: &str) -> Result<Self, ParseEdmError> {
        let mut scan = Scan::new(text);
        let date = Self::read(&mut scan).filter(|_| scan.end().is_some());
        date.ok_or(ParseEdmError::new("a Date", "expected a day that exists, as YYYY-MM-DD"))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut output = Print::new();
        self.print(&mut output);
        formatter.pad(output.as_str())
    }
}

text_value!(Date, "a Date", Date, absent Self { year: 1970, month: 1, day: 1 });
