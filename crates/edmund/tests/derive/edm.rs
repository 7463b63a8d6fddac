//! The primitive types: which texts are values, and what they become again.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use edmund::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, TimeOfDay};

fn check<T: FromStr + Display>(valid: &[&str], invalid: &[&str])
where
    T::Err: Debug,
{
    for text in valid {
        match text.parse::<T>() {
            Ok(value) => assert_eq!(value.to_string(), *text),
            Err(error) => panic!("{text}: {error:?}"),
        }
    }
    for text in invalid {
        assert!(text.parse::<T>().is_err(), "{text}");
    }
}

/// Each row holds equal values; each value is less than those of the rows below.
fn check_order<T: FromStr + Ord + Debug>(rows: &[&[&str]])
where
    T::Err: Debug,
{
    let rows: Vec<Vec<T>> = rows.iter().map(|row| row.iter().map(|text| text.parse().unwrap()).collect()).collect();
    for (left_index, left) in rows.iter().enumerate() {
        for (right_index, right) in rows.iter().enumerate() {
            for (left, right) in left.iter().flat_map(|left| right.iter().map(move |right| (left, right))) {
                assert_eq!(left.cmp(right), left_index.cmp(&right_index), "{left:?} {right:?}");
            }
        }
    }
}

#[test]
fn guids() {
    check::<Guid>(
        &["00000000-0000-0000-0000-000000000000", "0F8FAD5B-D9CB-469F-A165-70867728950E", "0f8fAd5b-d9cb-469f-a165-70867728950E"],
        &[
            "",
            "0f8fad5b",
            "0f8fad5b-d9cb-469f-a165-70867728950",
            "0f8fad5b-d9cb-469f-a165-70867728950g",
            "0f8fad5bd9cb-469f-a165-70867728950e-",
            "{0f8fad5b-d9cb-469f-a165-70867728950}",
            "０f8fad5b-d9cb-469f-a165-70867728950e",
            "01234567-89ab-cdef-456789abcdef",
        ],
    );
    check_order::<Guid>(&[
        &["0f8fad5b-d9cb-469f-a165-70867728950e", "0F8FAD5B-D9CB-469F-A165-70867728950E"],
        &["1f8fad5b-d9cb-469f-a165-70867728950e"],
    ]);
}

#[test]
fn dates() {
    check::<Date>(
        &["2012-09-03", "0000-01-01", "0000-02-29", "-0001-12-31", "-10000-04-01", "999999999-12-31", "2000-02-29", "2024-02-29"],
        &[
            "",
            "2012-9-3",
            "2012-13-01",
            "2012-00-01",
            "2012-01-00",
            "2012-04-31",
            "1900-02-29",
            "2023-02-29",
            "012012-01-01",
            "123-01-01",
            "INF",
            "-INF",
            "+2012-01-01",
            "2012-01-01Z",
            "1234567890-01-01",
            "2012/01/01",
            "20120101",
            "２012-01-01",
        ],
    );
    check_order::<Date>(&[&["-0001-12-31"], &["0000-01-01"], &["1999-12-31"], &["2000-01-01"], &["10000-01-01"]]);
}

#[test]
fn times_of_day() {
    check::<TimeOfDay>(
        &["11:22:33", "11:22", "11:22:33.4444444", "00:00:00.000000000000", "23:59:60", "07:59:59.9"],
        &["", "24:00:00", "11:60", "11:22:61", "11:22:33.", "11:22:33.1234567890123", "1:22", "11:22:33Z", "11", "11:22.5"],
    );
    check_order::<TimeOfDay>(&[
        &["00:00", "00:00:00", "00:00:00.000"],
        &["00:00:00.000000000001"],
        &["00:00:00.1", "00:00:00.100"],
        &["23:59"],
    ]);
    let time = TimeOfDay::new(1, 2, 3, 4_000_000).unwrap();
    assert_eq!((time.to_string().as_str(), time.nanosecond()), ("01:02:03.004", 4_000_000));
    assert!(TimeOfDay::new(24, 0, 0, 0).is_none());
}

#[test]
fn points_in_time() {
    check::<DateTimeOffset>(
        &[
            "2012-09-03T13:52Z",
            "2012-09-03T22:09:02Z",
            "1972-06-30T23:59:60Z",
            "2012-08-31T18:19:22.1Z",
            "0000-01-01T00:00Z",
            "2012-09-03T14:53+02:00",
            "2024-01-01T00:00:00.1234567Z",
            "2024-01-01T00:00:00.123456789012-00:00",
            "-0044-03-15T12:00:00+23:59",
        ],
        &[
            "",
            "2011-12-31T24:00Z",
            "-INF",
            "2012-09-03T23%3A59Z",
            "2012-09-03T23:59+01%3A00",
            "2012-09-03T13:52",
            "2012-09-03 13:52Z",
            "2012-09-03T13:52+0200",
            "2012-09-03T13:52+24:00",
            "2012-09-03T13:52ZZ",
            "2012-02-30T00:00Z",
            "2012-09-03",
        ],
    );
    check_order::<DateTimeOffset>(&[
        &["-0001-12-31T23:59:59.999Z"],
        &["0000-01-01T00:00Z"],
        &["2024-01-01T11:59:59.999999999999Z"],
        &["2024-01-01T12:00Z", "2024-01-01T14:00:00.000+02:00", "2023-12-31T23:30:00-12:30"],
        &["2024-01-01T12:00:00.000000000001Z"],
    ]);
    assert_eq!("2012-09-03t13:52z".parse::<DateTimeOffset>().unwrap().to_string(), "2012-09-03T13:52Z");
}

#[test]
fn points_in_time_and_seconds_since_1970() {
    for (text, seconds) in [
        ("1970-01-01T00:00:00Z", 0),
        ("1969-12-31T23:59:59Z", -1),
        ("2000-03-01T00:00:00Z", 951_868_800),
        ("2024-02-29T12:34:56Z", 1_709_210_096),
        ("0000-01-01T00:00:00Z", -62_167_219_200),
        ("-0001-12-31T00:00:00Z", -62_167_305_600),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
    ] {
        assert_eq!(text.parse::<DateTimeOffset>().unwrap().unix_seconds(), seconds, "{text}");
        assert_eq!(DateTimeOffset::from_unix_seconds(seconds).unwrap().to_string(), text);
    }
    for seconds in [i64::MIN, i64::MAX] {
        assert!(DateTimeOffset::from_unix_seconds(seconds).is_none());
    }
}

#[test]
fn durations() {
    check::<Duration>(
        &["P1D", "PT0S", "-P6DT23H59M59.9999S", "PT36H", "PT1M", "P0DT0H", "PT0.000S", "PT1H0.5S", "P10675199DT2H48M5.4775807S"],
        &[
            "",
            "P",
            "PT",
            "P1DT",
            "+P1D",
            "P1Y",
            "P1M",
            "P1W",
            "PT1D",
            "P1H",
            "PT1.5H",
            "PT1S1M",
            "PT1.S",
            "PT.5S",
            "1D",
            "P1D2H",
            "PT1S ",
            "P99999999999999999999D",
            "P106751991167301D",
            "PT1H1H",
        ],
    );
    check_order::<Duration>(&[
        &["-P1D", "-PT24H"],
        &["-PT0.50S"],
        &["PT0S", "P0D", "-PT0S", "PT0.0S"],
        &["PT0.05S"],
        &["PT0.5S", "PT0.500S"],
        &["PT60S", "PT1M"],
        &["P1DT12H", "PT36H"],
    ]);
    let duration: Duration = "PT1M0.5S".parse().unwrap();
    assert_eq!(duration.to_std(), Some(std::time::Duration::from_millis(60_500)));
    assert_eq!(duration.whole_seconds(), 60);
    assert_eq!(Duration::from(std::time::Duration::from_millis(60_500)).to_string(), "PT60.5S");
    assert_eq!(Duration::from(std::time::Duration::MAX).whole_seconds(), i64::MAX);
    assert_eq!("-P1D".parse::<Duration>().unwrap().to_std(), None);
}

#[test]
fn decimals() {
    check::<Decimal>(
        &[
            "0",
            "-2",
            "+42",
            "3.14",
            "1.10",
            "00.50",
            "1e5",
            "1.5E-10",
            "INF",
            "-INF",
            "NaN",
            "123456789012345678901234567890.123456789",
            "1e999999999999999999999",
        ],
        &["", "-", "42.", ".1", "1e", "1e+", "1.2.3", "0x1", "1_000", "inf", "nan", "+INF", " 1", "1,5"],
    );
    check_order::<Decimal>(&[
        &["-INF"],
        &["-1e999999999999999999999"],
        &["-100"],
        &["-1.5", "-1.50", "-15e-1"],
        &["-1e-999999999999999999999"],
        &["0", "-0", "0.00", "0e5"],
        &["0.001", "1e-3"],
        &["1.1", "1.10", "+1.1", "01.1"],
        &["9"],
        &["10", "1e1"],
        &["123456789012345678901234567890"],
        &["123456789012345678901234567890.1"],
        &["INF"],
        &["NaN"],
    ]);
}

#[test]
fn bytes() {
    check::<Binary>(
        &["", "Zg==", "Zg", "Zm8=", "Zm8", "Zm9v", "Zm9vYg==", "_-8=", "_-8", "/+8=", "+/+/"],
        &["Z", "Zg=", "Zg===", "Zm9v=", "Zh==", "Zm9=", "_+8=", "Zm 9v", "Zm9v\n", "====", "=", "é"],
    );
    assert_eq!("_-8".parse::<Binary>().unwrap(), "/+8=".parse().unwrap());
    for length in 0..64_u8 {
        let bytes: Vec<u8> = (0..length).map(|byte| byte.wrapping_mul(73)).collect();
        let binary = Binary::from(bytes.clone());
        assert_eq!(binary.to_string().parse::<Binary>().unwrap().into_bytes(), bytes);
    }
}
