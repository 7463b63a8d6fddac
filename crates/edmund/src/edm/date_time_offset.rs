//! `Edm.DateTimeOffset`.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::str::FromStr;

use crate::edm::print::Print;
use crate::edm::scan::Scan;
use crate::edm::text::{ParseEdmError, text_value};
use crate::edm::{Date, TimeOfDay};

/// A point in time, with the offset of the place where it was written.
///
/// Digits, precision and offset are written as they were read. Two values are equal, and ordered, by the instant that they stand for:
/// `2024-01-01T12:00Z` equals `2024-01-01T14:00:00.000+02:00`. Compare the texts to tell them apart.
#[derive(Clone, Copy)]
pub struct DateTimeOffset {
    date: Date,
    time: TimeOfDay,
    offset: Offset,
}

/// How far a clock is ahead of UTC.
#[derive(Clone, Copy)]
enum Offset {
    /// Written `Z`.
    Utc,
    /// Written with a sign. The sign stands apart because of `-00:00`.
    Clock { negative: bool, hours: u8, minutes: u8 },
}

impl Offset {
    fn read(scan: &mut Scan<'_>) -> Option<Self> {
        if scan.eat(b'Z') || scan.eat(b'z') {
            return Some(Self::Utc);
        }
        let negative = scan.eat(b'-');
        if !negative {
            scan.expect(b'+')?;
        }
        let hours = scan.pair(23)?;
        scan.expect(b':')?;
        Some(Self::Clock { negative, hours, minutes: scan.pair(59)? })
    }

    fn print(self, output: &mut Print) {
        match self {
            Self::Utc => output.byte(b'Z'),
            Self::Clock { negative, hours, minutes } => {
                output.byte(if negative { b'-' } else { b'+' });
                output.pair(hours);
                output.byte(b':');
                output.pair(minutes);
            }
        }
    }

    /// Minutes ahead of UTC.
    fn minutes(self) -> i16 {
        match self {
            Self::Utc => 0,
            Self::Clock { negative, hours, minutes } => {
                let ahead = i16::from(hours) * 60 + i16::from(minutes);
                if negative { -ahead } else { ahead }
            }
        }
    }
}

impl DateTimeOffset {
    /// The point in time at `date` and `time` in UTC.
    pub const fn utc(date: Date, time: TimeOfDay) -> Self {
        Self { date, time, offset: Offset::Utc }
    }

    /// The point in time `seconds` after the start of 1970 in UTC; `None` if its year has more than nine digits.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        let date = Date::of_days_from_epoch(seconds.div_euclid(86_400))?;
        let second = u32::try_from(seconds.rem_euclid(86_400)).ok()?;
        let part = |value: u32| u8::try_from(value).ok();
        let time = TimeOfDay::new(part(second / 3_600)?, part(second / 60 % 60)?, part(second % 60)?, 0)?;
        Some(Self::utc(date, time))
    }

    /// The point in time so many nanoseconds after the start of 1970 in UTC.
    #[allow(dead_code, reason = "used by conversions behind features")]
    pub(super) fn from_unix(nanoseconds: i128) -> Option<Self> {
        const SECOND: i128 = 1_000_000_000;
        let whole = Self::from_unix_seconds(i64::try_from(nanoseconds.div_euclid(SECOND)).ok()?)?;
        let part = u32::try_from(nanoseconds.rem_euclid(SECOND)).ok()?;
        let time = TimeOfDay::new(whole.time.hour(), whole.time.minute(), whole.time.second(), part)?;
        Some(Self { time, ..whole })
    }

    /// The same point in time on a clock that is so many minutes ahead of UTC.
    #[allow(dead_code, reason = "used by conversions behind features")]
    pub(super) fn at_offset(self, minutes: i16) -> Option<Self> {
        if minutes == 0 {
            return Some(self);
        }
        let local = Self::from_unix_seconds(self.unix_seconds().checked_add(i64::from(minutes) * 60)?)?;
        let ahead = minutes.unsigned_abs();
        let (hours, rest) = (u8::try_from(ahead / 60).ok().filter(|hours| *hours < 24)?, u8::try_from(ahead % 60).ok()?);
        let time = TimeOfDay::new(local.time.hour(), local.time.minute(), local.time.second(), self.time.nanosecond())?;
        Some(Self { date: local.date, time, offset: Offset::Clock { negative: minutes < 0, hours, minutes: rest } })
    }

    /// The date on the clock at the offset.
    pub const fn date(self) -> Date {
        self.date
    }

    /// The time on the clock at the offset.
    pub const fn time(self) -> TimeOfDay {
        self.time
    }

    /// How many minutes the clock is ahead of UTC.
    pub fn offset_minutes(self) -> i16 {
        self.offset.minutes()
    }

    /// Whole seconds since the start of 1970 in UTC; parts of a second are cut off towards the past.
    pub fn unix_seconds(self) -> i64 {
        self.instant().0
    }

    /// Seconds since the start of 1970 in UTC, and picoseconds.
    fn instant(self) -> (i64, u64) {
        let (seconds, picoseconds) = self.time.of_midnight();
        let day = self.date.days_from_epoch() * 86_400;
        (day + seconds - i64::from(self.offset.minutes()) * 60, picoseconds)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut scan = Scan::new(text);
        let date = Date::read(&mut scan)?;
        if !scan.eat(b'T') {
            scan.expect(b't')?;
        }
        let time = TimeOfDay::read(&mut scan)?;
        let offset = Offset::read(&mut scan)?;
        scan.end()?;
        Some(Self { date, time, offset })
    }
}

impl FromStr for DateTimeOffset {
    type Err = ParseEdmError;

    fn from_str(text: &str) -> Result<Self, ParseEdmError> {
        Self::parse(text)
            .ok_or(ParseEdmError::new("a DateTimeOffset", "expected YYYY-MM-DDThh:mm:ss and Z or an offset such as +02:00"))
    }
}

impl fmt::Display for DateTimeOffset {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut output = Print::new();
        self.date.print(&mut output);
        output.byte(b'T');
        self.time.print(&mut output);
        self.offset.print(&mut output);
        formatter.pad(output.as_str())
    }
}

impl PartialEq for DateTimeOffset {
    fn eq(&self, other: &Self) -> bool {
        self.instant() == other.instant()
    }
}

impl Eq for DateTimeOffset {}

impl PartialOrd for DateTimeOffset {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTimeOffset {
    fn cmp(&self, other: &Self) -> Ordering {
        self.instant().cmp(&other.instant())
    }
}

impl Hash for DateTimeOffset {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.instant().hash(state);
    }
}

text_value!(
    DateTimeOffset,
    "a DateTimeOffset",
    DateTimeOffset,
    absent Self::utc(crate::Primitive::absent(), crate::Primitive::absent())
);
