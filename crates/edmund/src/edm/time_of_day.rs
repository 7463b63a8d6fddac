//! `Edm.TimeOfDay`.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::str::FromStr;

use crate::edm::print::Print;
use crate::edm::scan::{Fraction, Scan};
use crate::edm::text::{ParseEdmError, text_value};

/// A time on a clock, without a date or zone. Seconds may be left out and have up to twelve digits after the point; what was written is kept.
#[derive(Clone, Copy)]
pub struct TimeOfDay {
    hour: u8,
    minute: u8,
    /// `None` if they were not written.
    second: Option<u8>,
    fraction: Fraction,
}

impl TimeOfDay {
    /// The time at that hour (0 to 23), minute (0 to 59), second (0 to 59) and nanosecond; `None` if one is out of range.
    pub fn new(hour: u8, minute: u8, second: u8, nanosecond: u32) -> Option<Self> {
        let known = hour < 24 && minute < 60 && second < 60 && nanosecond < 1_000_000_000;
        known.then(|| Self { hour, minute, second: Some(second), fraction: Fraction::of_nanoseconds(nanosecond) })
    }

    /// The hour, 0 to 23.
    pub const fn hour(self) -> u8 {
        self.hour
    }

    /// The minute, 0 to 59.
    pub const fn minute(self) -> u8 {
        self.minute
    }

    /// The second, 0 to 59, or 60 in a leap second; 0 if it was not written.
    pub fn second(self) -> u8 {
        self.second.unwrap_or(0)
    }

    /// The part of the second in nanoseconds; further digits are cut off.
    pub fn nanosecond(self) -> u32 {
        u32::try_from(self.fraction.picoseconds() / 1_000).unwrap_or(0)
    }

    pub(super) fn read(scan: &mut Scan<'_>) -> Option<Self> {
        let hour = scan.pair(23)?;
        scan.expect(b':')?;
        let minute = scan.pair(59)?;
        if !scan.eat(b':') {
            return Some(Self { hour, minute, second: None, fraction: Fraction::NONE });
        }
        let second = Some(scan.pair(60)?);
        Some(Self { hour, minute, second, fraction: Fraction::read(scan)? })
    }

    pub(super) fn print(self, output: &mut Print) {
        output.pair(self.hour);
        output.byte(b':');
        output.pair(self.minute);
        if let Some(second) = self.second {
            output.byte(b':');
            output.pair(second);
            self.fraction.print(output);
        }
    }

    /// Seconds since midnight, and picoseconds.
    pub(super) fn of_midnight(self) -> (i64, u64) {
        let minutes = i64::from(self.hour) * 60 + i64::from(self.minute);
        (minutes * 60 + i64::from(self.second()), self.fraction.picoseconds())
    }
}

impl FromStr for TimeOfDay {
    type Err = ParseEdmError;

    fn from_str(text: &str) -> Result<Self, ParseEdmError> {
        let mut scan = Scan::new(text);
        let time = Self::read(&mut scan).filter(|_| scan.end().is_some());
        time.ok_or(ParseEdmError::new("a TimeOfDay", "expected hh:mm, hh:mm:ss or hh:mm:ss with up to 12 digits after a point"))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut output = Print::new();
        self.print(&mut output);
        formatter.pad(output.as_str())
    }
}

/// Equal if they are the same time, however many digits were written.
impl PartialEq for TimeOfDay {
    fn eq(&self, other: &Self) -> bool {
        self.of_midnight() == other.of_midnight()
    }
}

impl Eq for TimeOfDay {}

impl PartialOrd for TimeOfDay {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for TimeOfDay {
    fn cmp(&self, other: &Self) -> Ordering {
        self.of_midnight().cmp(&other.of_midnight())
    }
}

impl Hash for TimeOfDay {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.of_midnight().hash(state);
    }
}

text_value!(TimeOfDay, "a TimeOfDay", TimeOfDay, absent Self { hour: 0, minute: 0, second: Some(0), fraction: Fraction::NONE });
