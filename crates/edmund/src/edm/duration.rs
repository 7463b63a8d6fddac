//! `Edm.Duration`.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::str::FromStr;

use crate::edm::scan::{Scan, number};
use crate::edm::text::{ParseEdmError, text_value};

/// A length of time in days, hours, minutes and seconds, such as `-P1DT2H3.5S`; without months and years, whose length varies.
///
/// Written as it was read; equal and ordered by length, so that `PT60S` equals `PT1M`.
#[derive(Clone)]
pub struct Duration(Box<str>);

/// The length that a text stands for.
#[derive(PartialEq, Eq, Hash)]
struct Length<'a> {
    negative: bool,
    seconds: u64,
    /// The digits after the point without trailing zeros: as text they are ordered as the fractions are.
    fraction: &'a str,
}

impl Duration {
    /// The length in whole seconds; parts of a second are cut off.
    pub fn whole_seconds(&self) -> i64 {
        let length = self.length();
        let seconds = i64::try_from(length.seconds).unwrap_or(i64::MAX);
        if length.negative { -seconds } else { seconds }
    }

    /// The same length, down to nanoseconds; `None` if it is negative.
    pub fn to_std(&self) -> Option<core::time::Duration> {
        let length = self.length();
        let nanoseconds = format!("{:0<9.9}", length.fraction).parse().unwrap_or(0);
        (!length.negative).then(|| core::time::Duration::new(length.seconds, nanoseconds))
    }

    /// The part of a second beyond [`whole_seconds`](Self::whole_seconds), in nanoseconds and with its sign; further digits are cut off.
    pub fn subsec_nanoseconds(&self) -> i32 {
        let length = self.length();
        let nanoseconds = format!("{:0<9.9}", length.fraction).parse().unwrap_or(0);
        if length.negative { -nanoseconds } else { nanoseconds }
    }

    /// That length, before zero if `negative`.
    #[allow(dead_code, reason = "used by conversions behind features")]
    pub(super) fn of(negative: bool, length: core::time::Duration) -> Self {
        let length = Self::from(length);
        if negative { Self(format!("-{}", length.0).into()) } else { length }
    }

    fn length(&self) -> Length<'_> {
        // The text was read once already, so it can be read again.
        parse(&self.0).unwrap_or(Length { negative: false, seconds: 0, fraction: "" })
    }
}

/// The units before and after the `T`, with their seconds. Fractions are for seconds only.
const DATE_UNITS: &[(u8, u64)] = &[(b'D', 86_400)];
const TIME_UNITS: &[(u8, u64)] = &[(b'H', 3_600), (b'M', 60), (b'S', 1)];

fn parse(text: &str) -> Option<Length<'_>> {
    let mut scan = Scan::new(text);
    let negative = scan.eat(b'-');
    scan.expect(b'P')?;
    let (days, _) = units(&mut scan, DATE_UNITS)?;
    let (time, fraction) = if scan.eat(b'T') { units(&mut scan, TIME_UNITS)? } else { (None, "") };
    scan.end()?;
    if text.ends_with(['P', 'T']) {
        return None;
    }
    let seconds = days.unwrap_or(0).checked_add(time.unwrap_or(0)).filter(|seconds| i64::try_from(*seconds).is_ok())?;
    // There is no negative zero.
    Some(Length { negative: negative && (seconds > 0 || !fraction.is_empty()), seconds, fraction })
}

/// Reads numbers with units, in the order of `units`, each at most once: their sum in seconds, and the digits after the point.
fn units<'a>(scan: &mut Scan<'a>, units: &[(u8, u64)]) -> Option<(Option<u64>, &'a str)> {
    let mut total = None;
    let mut left = units;
    loop {
        let digits = scan.digits();
        if digits.is_empty() {
            return Some((total, ""));
        }
        let fraction = if scan.eat(b'.') { Some(scan.digits()) } else { None };
        let position = left.iter().position(|(unit, _)| scan.eat(*unit))?;
        let (unit, seconds) = left[position];
        left = &left[position + 1..];
        total = Some(total.unwrap_or(0_u64).checked_add(number(digits)?.checked_mul(seconds)?)?);
        match fraction {
            None => {}
            Some(digits) if unit == b'S' && !digits.is_empty() => {
                return Some((total, core::str::from_utf8(digits).ok()?.trim_end_matches('0')));
            }
            Some(_) => return None,
        }
    }
}

impl From<core::time::Duration> for Duration {
    /// The same length in seconds. What is longer than 2^63 seconds becomes that long.
    fn from(duration: core::time::Duration) -> Self {
        let seconds = duration.as_secs().min(i64::MAX.unsigned_abs());
        let fraction = format!(".{:09}", duration.subsec_nanos());
        Self(format!("PT{seconds}{}S", fraction.trim_end_matches('0').trim_end_matches('.')).into())
    }
}

impl FromStr for Duration {
    type Err = ParseEdmError;

    fn from_str(text: &str) -> Result<Self, ParseEdmError> {
        let error = ParseEdmError::new("a Duration", "expected days, hours, minutes and seconds as in P1DT2H3M4.5S");
        parse(text).map(|_| Self(text.into())).ok_or(error)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl PartialEq for Duration {
    fn eq(&self, other: &Self) -> bool {
        self.length() == other.length()
    }
}

impl Eq for Duration {}

impl PartialOrd for Duration {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Duration {
    fn cmp(&self, other: &Self) -> Ordering {
        let (left, right) = (self.length(), other.length());
        let size = (left.seconds, left.fraction).cmp(&(right.seconds, right.fraction));
        match (left.negative, right.negative) {
            (false, false) => size,
            (true, true) => size.reverse(),
            (left, right) => right.cmp(&left),
        }
    }
}

impl Hash for Duration {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.length().hash(state);
    }
}

text_value!(Duration, "a Duration", Duration, absent Self("PT0S".into()));
