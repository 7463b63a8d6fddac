//! Conversions to and from the types of other crates.
#![cfg(all(feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time", feature = "uuid"))]
#![allow(missing_docs, clippy::unwrap_used)]

use std::fmt::Debug;

use edmund::{Date, DateTimeOffset, Decimal, Duration, Guid, TimeOfDay};

const DATES: [&str; 4] = ["2024-02-29", "0001-01-01", "0000-12-31", "1969-12-31"];
const TIMES: [&str; 3] = ["00:00:00", "23:59:59.999999999", "07:05"];
const INSTANTS: [&str; 5] = [
    "2024-02-29T12:30:00Z",
    "1969-12-31T23:59:59.5Z",
    "2024-01-01T00:00:00.000000001+05:45",
    "2024-01-01T00:00:00-11:00",
    "0001-01-02T00:00:00Z",
];
const LENGTHS: [&str; 5] = ["PT0S", "P1DT2H3M4.5S", "-PT0.000000001S", "-P400D", "PT1.25S"];

/// There and back again is the same value.
fn there_and_back<A, B>(texts: &[&str])
where
    A: std::str::FromStr<Err: Debug> + PartialEq + Debug + Clone + TryInto<B, Error: Debug> + TryFrom<B, Error: Debug>,
{
    for text in texts {
        let value: A = text.parse().unwrap();
        let other: B = value.clone().try_into().unwrap();
        assert_eq!(A::try_from(other).unwrap(), value, "{text}");
    }
}

#[test]
fn dates_and_times() {
    there_and_back::<Date, jiff::civil::Date>(&DATES);
    there_and_back::<Date, time::Date>(&DATES);
    there_and_back::<Date, chrono::NaiveDate>(&DATES);
    there_and_back::<TimeOfDay, jiff::civil::Time>(&TIMES);
    there_and_back::<TimeOfDay, time::Time>(&TIMES);
    there_and_back::<TimeOfDay, chrono::NaiveTime>(&TIMES);
}

#[test]
fn instants_and_their_offsets() {
    there_and_back::<DateTimeOffset, jiff::Timestamp>(&INSTANTS);
    there_and_back::<DateTimeOffset, time::OffsetDateTime>(&INSTANTS);
    there_and_back::<DateTimeOffset, chrono::DateTime<chrono::FixedOffset>>(&INSTANTS);
    for text in INSTANTS {
        let ours: DateTimeOffset = text.parse().unwrap();
        let instant: jiff::Timestamp = text.parse().unwrap();
        assert_eq!(jiff::Timestamp::try_from(ours).unwrap(), instant);
        let with_offset = time::OffsetDateTime::try_from(ours).unwrap();
        assert_eq!(DateTimeOffset::try_from(with_offset).unwrap().offset_minutes(), ours.offset_minutes());
        let parsed = chrono::DateTime::parse_from_rfc3339(text).unwrap();
        assert_eq!(chrono::DateTime::<chrono::FixedOffset>::try_from(ours).unwrap(), parsed);
        assert_eq!(DateTimeOffset::try_from(parsed).unwrap().offset_minutes(), ours.offset_minutes());
    }
}

#[test]
fn durations() {
    for text in LENGTHS {
        let ours: Duration = text.parse().unwrap();
        assert_eq!(Duration::from(jiff::SignedDuration::try_from(&ours).unwrap()), ours);
        assert_eq!(Duration::from(time::Duration::try_from(&ours).unwrap()), ours);
        assert_eq!(Duration::from(chrono::TimeDelta::try_from(&ours).unwrap()), ours);
    }
}

#[test]
fn identifiers_and_decimals() {
    let text = "6f0a2e9c-5b1d-4a43-9c57-0a1b2c3d4e5f";
    let uuid = uuid::Uuid::from(text.parse::<Guid>().unwrap());
    assert_eq!(uuid, uuid::Uuid::parse_str(text).unwrap());
    assert_eq!(Guid::from(uuid).to_string(), text);
    for text in ["0", "-12.3400", "79228162514264337593543950335", "1.5e3"] {
        let ours: Decimal = text.parse().unwrap();
        assert_eq!(Decimal::try_from(rust_decimal::Decimal::try_from(&ours).unwrap()).unwrap(), ours);
    }
}

#[test]
fn what_does_not_fit_is_an_error() {
    let far: Date = "123456789-01-01".parse().unwrap();
    assert_eq!(
        jiff::civil::Date::try_from(far).unwrap_err().to_string(),
        "123456789-01-01 is outside the range of jiff::civil::Date"
    );
    assert!(time::Date::try_from(far).is_err());
    assert!(chrono::NaiveDate::try_from(far).is_err());
    let long: Decimal = "0.12345678901234567890123456789012345".parse().unwrap();
    assert!(rust_decimal::Decimal::try_from(&long).is_err());
    let late: DateTimeOffset = "99999-01-01T00:00:00Z".parse().unwrap();
    assert!(jiff::Timestamp::try_from(late).is_err());
}
