//! `time`.

use time::{Month, OffsetDateTime, Time, UtcOffset};

use super::try_from;
use crate::edm::{Date, DateTimeOffset, Duration, TimeOfDay};

try_from! {
    Date => time::Date, "time::Date", |date| Month::try_from(date.month()).ok().and_then(|month| {
        time::Date::from_calendar_date(date.year(), month, date.day()).ok()
    });
    time::Date => Date, "edmund::Date", |date| Date::new(date.year(), date.month().into(), date.day());
    TimeOfDay => Time, "time::Time", |time| {
        Time::from_hms_nano(time.hour(), time.minute(), time.second().min(59), time.nanosecond()).ok()
    };
    Time => TimeOfDay, "edmund::TimeOfDay", |time| TimeOfDay::new(time.hour(), time.minute(), time.second(), time.nanosecond());
    DateTimeOffset => OffsetDateTime, "time::OffsetDateTime", |instant| {
        let nanoseconds = i128::from(instant.unix_seconds()) * 1_000_000_000 + i128::from(instant.time().nanosecond());
        let offset = UtcOffset::from_whole_seconds(i32::from(instant.offset_minutes()) * 60).ok();
        let utc = OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).ok();
        utc.zip(offset).and_then(|(utc, offset)| utc.checked_to_offset(offset))
    };
    OffsetDateTime => DateTimeOffset, "edmund::DateTimeOffset", |instant| {
        DateTimeOffset::from_unix(instant.unix_timestamp_nanos())
            .and_then(|utc| utc.at_offset(instant.offset().whole_minutes()))
    };
    &Duration => time::Duration, "time::Duration", |length| Some(
        time::Duration::new(length.whole_seconds(), length.subsec_nanoseconds())
    );
}

impl From<time::Duration> for Duration {
    fn from(length: time::Duration) -> Self {
        Self::of(length.is_negative(), length.unsigned_abs())
    }
}
