//! Enumerations: known and unknown members, by name and by number.

use edmund::{Flags, OpenEnum};

use crate::models::{Level, Rights};

#[test]
fn members_have_names_and_values() {
    assert_eq!(
        Level::MEMBERS.iter().collect::<Vec<_>>(),
        [("low", 0), ("high", 1), ("unknownFutureValue", 99), ("HIGHEST", 100)]
    );
    assert_eq!(Level::TYPE, "example.level");
    assert_eq!(Level::Highest.name(), "HIGHEST");
    assert_eq!(Level::Highest.value(), Some(100));
    assert_eq!(Level::from_name("high"), Level::High);
    assert_eq!(Level::from_value(99), Level::UnknownFutureValue);
    assert_eq!(Level::from_name("99"), Level::UnknownFutureValue);
    assert_eq!(Rights::MEMBERS.iter().last(), Some(("readWrite", 3)));
    assert_eq!(Rights::MEMBERS.value(4), None);
    assert_eq!(format!("{} {:?} {:>6}", Level::Low, Level::Low, Level::Low), "low low    low");
}

#[test]
fn an_unknown_member_stays_what_it_was() {
    for json in [r#""mid""#, r#""""#, r#""Low""#, r#""-5""#] {
        let level: Level = serde_json::from_str(json).unwrap();
        assert!(matches!(level, Level::Unrecognized(_)), "{level:?}");
        assert_eq!(serde_json::to_string(&level).unwrap(), json);
        assert_eq!(level.clone(), level);
    }
    assert_eq!(Level::from_value(-5).value(), Some(-5));
    assert_eq!(Level::from_name("mid").value(), None);
    assert_eq!(serde_json::from_str::<Level>("1").unwrap(), Level::High);
}

#[test]
fn members_are_keys_of_maps() {
    let mut counts = std::collections::HashMap::new();
    for name in ["low", "mid", "low", "mid", "high"] {
        *counts.entry(Level::from_name(name)).or_insert(0) += 1;
    }
    assert_eq!((counts[&Level::Low], counts[&Level::from_name("mid")], counts.len()), (2, 2, 3));
}

#[test]
fn sets_of_members_are_names_separated_by_commas() {
    let check = |json: &str, expected: &[Rights], again: &str| {
        let user: crate::models::User = serde_json::from_str(&format!(r#"{{"rights":{json}}}"#)).unwrap();
        let rights = user.rights.as_ref().unwrap();
        assert_eq!(rights.iter().cloned().collect::<Vec<_>>(), expected, "{json}");
        assert_eq!(serde_json::to_value(&user).unwrap()["rights"], again, "{json}");
    };
    check(r#""read, write""#, &[Rights::Read, Rights::Write], "read,write");
    check(r#""write,fly""#, &[Rights::Write, Rights::from_name("fly")], "write,fly");
    check("3", &[Rights::ReadWrite], "readWrite");
    check("11", &[Rights::ReadWrite, Rights::from_name("8")], "readWrite,8");
    check(r#""2""#, &[Rights::Write], "write");
    check("0", &[Rights::None], "none");
    check(r#""""#, &[], "0");
}

#[test]
fn a_set_is_changed_member_by_member() {
    let mut rights = Flags::from(Rights::Read);
    assert!(rights.insert(Rights::Write) && !rights.insert(Rights::Write));
    assert!(rights.remove(&Rights::Read) && !rights.remove(&Rights::Read));
    assert_eq!(rights.to_string(), "write");
}
