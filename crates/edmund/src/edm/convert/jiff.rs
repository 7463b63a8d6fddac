//! `jiff`.

use jiff::civil;
use jiff::{SignedDuration, Timestamp};

use super::try_from;
use crate::edm::{Date, DateTimeOffset, Duration, TimeOfDay};

try_from! {
    Date => civil::Date, "jiff::civil::Date", |date| civil::Date::new(
        i16::try_from(date.year()).unwrap_or(i16::MAX), date.month().cast_signed(), date.day().cast_signed(),
    ).ok();
    civil::Date => Date, "edmund::Date", |date| Date::new(
        date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs(),
    );
    TimeOfDay => civil::Time, "jiff::civil::Time", |time| civil::Time::new(
        time.hour().cast_signed(), time.minute().cast_signed(), time.second().min(59).cast_signed(), time.nanosecond().cast_signed(),
    ).ok();
    civil::Time => TimeOfDay, "edmund::TimeOfDay", |time| TimeOfDay::new(
        time.hour().unsigned_abs(), time.minute().unsigned_abs(), time.second().unsigned_abs(), time.subsec_nanosecond().unsigned_abs(),
    );
    DateTimeOffset => Timestamp, "jiff::Timestamp", |instant| {
        Timestamp::new(instant.unix_seconds(), instant.time().nanosecond().cast_signed()).ok()
    };
    Timestamp => DateTimeOffset, "edmund::DateTimeOffset", |instant| {
        DateTimeOffset::from_unix(instant.as_nanosecond())
    };
    &Duration => SignedDuration, "jiff::SignedDuration", |length| Some(
        SignedDuration::new(length.whole_seconds(), length.subsec_nanoseconds())
    );
}

impl From<SignedDuration> for Duration {
    fn from(length: SignedDuration) -> Self {
        Self::of(length.is_negative(), length.unsigned_abs())
    }
}
