//! `chrono`.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Timelike as _, Utc};

use super::try_from;
use crate::edm::{Date, DateTimeOffset, Duration, TimeOfDay};

try_from! {
    Date => NaiveDate, "chrono::NaiveDate", |date| NaiveDate::from_ymd_opt(date.year(), date.month().into(), date.day().into());
    NaiveDate => Date, "edmund::Date", |date| part(date.month()).zip(part(date.day())).and_then(|(month, day)| {
        Date::new(date.year(), month, day)
    });
    TimeOfDay => NaiveTime, "chrono::NaiveTime", |time| NaiveTime::from_hms_nano_opt(
        time.hour().into(), time.minute().into(), time.second().min(59).into(), time.nanosecond(),
    );
    NaiveTime => TimeOfDay, "edmund::TimeOfDay", |time| {
        let (hour, minute, second) = (part(time.hour()), part(time.minute()), part(time.second()));
        // Chrono writes a leap second as a nanosecond above a thousand million.
        let nanosecond = time.nanosecond().min(999_999_999);
        hour.zip(minute).zip(second).and_then(|((hour, minute), second)| TimeOfDay::new(hour, minute, second, nanosecond))
    };
    DateTimeOffset => DateTime<FixedOffset>, "chrono::DateTime", |instant| {
        let utc = Utc.timestamp_opt(instant.unix_seconds(), instant.time().nanosecond()).single();
        let offset = FixedOffset::east_opt(i32::from(instant.offset_minutes()) * 60);
        utc.zip(offset).map(|(utc, offset)| utc.with_timezone(&offset))
    };
    DateTime<FixedOffset> => DateTimeOffset, "edmund::DateTimeOffset", |instant| {
        let nanoseconds = i128::from(instant.timestamp()) * 1_000_000_000 + i128::from(instant.timestamp_subsec_nanos());
        let minutes = i16::try_from(instant.offset().local_minus_utc() / 60).ok();
        DateTimeOffset::from_unix(nanoseconds).zip(minutes).and_then(|(utc, minutes)| utc.at_offset(minutes))
    };
    DateTime<Utc> => DateTimeOffset, "edmund::DateTimeOffset", |instant| DateTimeOffset::from_unix(
        i128::from(instant.timestamp()) * 1_000_000_000 + i128::from(instant.timestamp_subsec_nanos())
    );
    &Duration => TimeDelta, "chrono::TimeDelta", |length| {
        TimeDelta::try_seconds(length.whole_seconds())
            .and_then(|whole| whole.checked_add(&TimeDelta::nanoseconds(length.subsec_nanoseconds().into())))
    };
}

fn part(value: u32) -> Option<u8> {
    u8::try_from(value).ok()
}

impl From<TimeDelta> for Duration {
    fn from(length: TimeDelta) -> Self {
        Self::of(length < TimeDelta::zero(), length.abs().to_std().unwrap_or_default())
    }
}
