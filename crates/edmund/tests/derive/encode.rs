//! Encoding, copying and comparing.

use edmund::{Decimal, Entity as _, Flags, Object as _};
use expect_test::{Expect, expect};

use crate::models::{Address, Level, Primitives, Rights, User};

fn check(user: &User, expected: Expect) {
    let text = serde_json::to_string(user).unwrap();
    expected.assert_eq(&text);
    let again: User = serde_json::from_str(&text).unwrap();
    assert!(again == *user, "{again:?}");
    assert!(user.clone() == *user);
}

#[test]
fn absent_members_are_left_out() {
    check(&User::default(), expect!["{}"]);
    let user = User {
        id: Some("1".to_owned()),
        is_admin: Some(false),
        home: Some(Address { next: Some(Box::new(Address { number: Some(7), ..Address::default() })), ..Address::default() }),
        addresses: Some(vec![Address::default()]),
        nicknames: Some(Vec::new()),
        marks: Some(vec![1, 2]),
        level: Some(Level::Highest),
        levels: Some(vec![Level::Low, Level::Unrecognized("lowest".into())]),
        rights: Some([Rights::Write, Rights::Read].into_iter().collect()),
        anything: Some(serde_json::json!([null])),
        things: Some(vec![serde_json::json!(1)]),
        ..User::default()
    };
    check(
        &user,
        expect![[
            r#"{"id":"1","isAdmin":false,"addresses":[{}],"home":{"next":{"number":7}},"nicknames":[],"marks":[1,2],"level":"HIGHEST","levels":["low","lowest"],"rights":"write,read","anything":[null],"things":[1]}"#
        ]],
    );
}

#[test]
fn control_information_comes_first_and_other_extras_last() {
    let mut user = User { id: Some("1".to_owned()), ..User::default() };
    user.extra.insert("later", 1);
    user.extra.insert("@odata.type", "#example.user");
    user.extra.insert("manager@odata.bind", "users/2");
    let text = serde_json::to_string(&user).unwrap();
    expect![[r##"{"@odata.type":"#example.user","id":"1","later":1,"manager@odata.bind":"users/2"}"##]].assert_eq(&text);
}

#[test]
fn navigation_properties_are_written_as_set_or_read() {
    let mut user = User::default();
    user.manager.set(&crate::models::DirectoryObject { id: Some("2".to_owned()), ..Default::default() }).unwrap();
    user.direct_reports.set(&[]).unwrap();
    check(&user, expect![[r#"{"manager":{"id":"2"},"directReports":[]}"#]]);
}

#[test]
fn numbers_that_are_none_are_names() {
    let values = Primitives { double: Some(f64::NEG_INFINITY), single: Some(f32::NAN), ..Primitives::default() };
    expect![[r#"{"single":"NaN","double":"-INF"}"#]].assert_eq(&serde_json::to_string(&values).unwrap());
}

#[test]
fn primitives_are_written_digit_by_digit() {
    for text in [
        r#"{"byte":255,"signedByte":-128,"single":0.1,"double":1e+300,"long":-9223372036854775808}"#,
        r#"{"binary":"_-8=","date":"-0044-03-15","instant":"2024-02-29T23:59:60.120000000000-05:30","decimal":1.10}"#,
        r#"{"decimals":[0,-0.50,123456789012345678901234567890,1e5],"duration":"-P1DT36H0.500S"}"#,
        r#"{"guid":"0F8fad5b-D9cb-469f-a165-70867728950E","time":"07:59","stream":{"inline":true}}"#,
    ] {
        let values: Primitives = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&values).unwrap(), text);
        assert!(values.clone() == values);
        // The same through a value in memory. That has binary numbers only, so decimals lose digits there, and only there.
        let value = serde_json::to_value(&values).unwrap();
        let again: Primitives = serde_json::from_value(value).unwrap();
        assert_eq!(format!("{:?}", again.instant), format!("{:?}", values.instant));
    }
}

#[test]
fn decimals_that_json_has_no_number_for_are_strings() {
    for text in ["INF", "-INF", "NaN", "+1", "007"] {
        let values = Primitives { decimal: Some(text.parse::<Decimal>().unwrap()), ..Primitives::default() };
        assert_eq!(serde_json::to_string(&values).unwrap(), format!(r#"{{"decimal":"{text}"}}"#));
    }
}

#[test]
fn comparing_looks_at_every_field() {
    let full = r#"{"id":"1","displayName":"a","isAdmin":true,"age":1,"quota":1,"score":1.5,
        "bundleID":"0f8fad5b-d9cb-469f-a165-70867728950e","addresses":[{"city":"x"}],"home":{"city":"y"},"nicknames":["n"],"marks":[1],
        "level":"low","levels":["low"],"rights":"read","anything":1,"things":[1],"manager":{"id":"1"},"directReports":[],"other":1}"#;
    let user: User = serde_json::from_str(full).unwrap();
    assert!(user == user.clone());
    let members: serde_json::Map<String, serde_json::Value> = serde_json::from_str(full).unwrap();
    for name in members.keys() {
        let mut less = members.clone();
        less.remove(name);
        let less: User = serde_json::from_value(less.into()).unwrap();
        assert!(less != user, "{name}");
        assert!(user != less, "{name}");
    }
}

#[test]
fn a_set_is_equal_in_any_order() {
    let one: Flags<Rights> = [Rights::Read, Rights::Write].into_iter().collect();
    let other: Flags<Rights> = [Rights::Write, Rights::Read].into_iter().collect();
    assert_eq!(one, other);
    assert_ne!(one, Rights::Read.into());
}

#[test]
fn a_key_is_its_values() {
    use edmund::query::Literal;
    let user = User { id: Some("1".to_owned()), ..User::default() };
    assert_eq!(edmund::Info::of::<User>().key(), ["id"]);
    assert_eq!(user.key_values(), Some(vec![("id", Literal::String("1".to_owned()))]));
    assert_eq!(User::default().key_values(), None);
}

#[test]
fn null_is_written_as_it_came() {
    let text = r##"{"@odata.type":"#example.user","id":"1","isAdmin":null,"addresses":[null,{"city":"Oslo"},null],"home":null,"nicknames":["a",null],"marks":null,"levels":[null],"rights":null,"anything":null,"manager":null}"##;
    let user: User = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&user).unwrap(), text);
    assert_eq!(serde_json::to_string(&user.clone()).unwrap(), text, "a copy knows of nulls");
    assert!(user.is_null(User::IS_ADMIN) && user.is_null(User::HOME) && user.is_null(User::MARKS));
    assert!(!user.is_null(User::ID) && !user.is_null(User::DISPLAY_NAME), "neither a value nor an absent member is null");
}

#[test]
fn a_value_replaces_the_null_that_came() {
    let mut user: User = serde_json::from_str(r#"{"id":null,"isAdmin":null,"nicknames":["a",null],"marks":[null,1]}"#).unwrap();
    user.id = Some("1".to_owned());
    user.nicknames = Some(vec!["a".to_owned(), "b".to_owned()]);
    user.marks = Some(vec![2]);
    assert!(!user.is_null(User::ID));
    expect![[r#"{"id":"1","isAdmin":null,"nicknames":["a","b"],"marks":[null,2]}"#]]
        .assert_eq(&serde_json::to_string(&user).unwrap());
}

#[test]
fn nulls_make_no_difference_to_equality() {
    let null: User = serde_json::from_str(r#"{"id":"1","isAdmin":null}"#).unwrap();
    let absent: User = serde_json::from_str(r#"{"id":"1"}"#).unwrap();
    assert_eq!(null, absent);
}
