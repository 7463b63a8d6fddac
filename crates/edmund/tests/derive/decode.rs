//! Decoding: what is taken, what is kept, what is refused and with which words.

use edmund::Entity as _;
use expect_test::{Expect, expect};

use crate::models::{Address, DirectoryObject, Primitives, User};

fn user(json: &str) -> User {
    serde_json::from_str(json).unwrap()
}

fn check(json: &str, expected: Expect) {
    expected.assert_eq(&format!("{:?}", user(json)));
}

fn check_error(json: &str, expected: Expect) {
    expected.assert_eq(&serde_json::from_str::<User>(json).unwrap_err().to_string());
    // The same from a value in memory, but for the position.
    let value: Result<serde_json::Value, _> = serde_json::from_str(json);
    if let Ok(value) = value {
        let from_text = expected.data().split(" at line").next().unwrap();
        assert_eq!(serde_json::from_value::<User>(value).unwrap_err().to_string(), from_text);
    }
}

#[test]
fn members_of_every_sort() {
    check("{}", expect!["user"]);
    check(
        r#"{"id":"1","displayName":"Ada","isAdmin":true,"age":36,"quota":9007199254740993,"score":0.5}"#,
        expect![[r#"user { id: "1", displayName: "Ada", isAdmin: true, age: 36, quota: 9007199254740993, score: 0.5 }"#]],
    );
    check(
        r#"{"home":{"city":"Lima","next":{"number":7,"next":{}}},"addresses":[{"city":"Oslo"},{}]}"#,
        expect![[
            r#"user { addresses: [address { city: "Oslo" }, address], home: address { city: "Lima", next: address { number: 7, next: address } } }"#
        ]],
    );
    check(
        r#"{"nicknames":["a","b"],"marks":[1,2],"bundleID":"0F8FAD5B-d9cb-469f-a165-70867728950e"}"#,
        expect![[r#"user { bundleID: 0F8FAD5B-d9cb-469f-a165-70867728950e, nicknames: ["a", "b"], marks: [1, 2] }"#]],
    );
    check(
        r#"{"anything":{"a":[1]},"things":[1,"x",null]}"#,
        expect![[r#"user { anything: Object {"a": Array [Number(1)]}, things: Array [Number(1), String("x"), Null] }"#]],
    );
}

#[test]
fn the_order_of_members_is_free() {
    check(
        r#"{"score":1,"isAdmin":false,"id":"1","age":2}"#,
        expect![[r#"user { id: "1", isAdmin: false, age: 2, score: 1.0 }"#]],
    );
}

#[test]
fn null_is_absent_and_null_items_are_dropped() {
    check(
        r#"{"id":null,"displayName":"x","isAdmin":null,"home":null,"addresses":null,"level":null,"rights":null,"anything":null,"bundleID":null}"#,
        expect![[r#"user { displayName: "x" }"#]],
    );
    check(
        r#"{"nicknames":[null,"a",null],"marks":[null,1],"addresses":[null,{"city":"Oslo"}],"levels":[null,"low"]}"#,
        expect![[r#"user { addresses: [address { city: "Oslo" }], nicknames: ["a"], marks: [1], levels: ["low"] }"#]],
    );
}

#[test]
fn numbers_in_the_forms_that_services_use() {
    check(r#"{"quota":"9007199254740993","age":5.0,"score":3}"#, expect!["user { age: 5, quota: 9007199254740993, score: 3.0 }"]);
    check(r#"{"score":"-INF"}"#, expect!["user { score: -inf }"]);
    check(r#"{"score":"NaN"}"#, expect!["user { score: NaN }"]);
}

#[test]
fn what_is_not_declared_is_kept_in_order() {
    let user = user(
        r##"{"@odata.type":"#example.user","@odata.etag":"W/\"1\"","later":{"a":1},"id":"1","mail@odata.type":"String","@odata.id":"users('1')"}"##,
    );
    let names: Vec<&str> = user.extra.iter().map(|entry| entry.0).collect();
    assert_eq!(names, ["@odata.type", "@odata.etag", "later", "mail@odata.type", "@odata.id"]);
    assert_eq!(user.extra.odata_type(), Some("example.user"));
    assert_eq!(user.extra.etag(), Some("W/\"1\""));
    assert_eq!(user.extra.odata_id(), Some("users('1')"));
    assert_eq!(user.extra.get("later").unwrap()["a"], 1);
}

#[test]
fn control_information_may_lack_its_prefix() {
    let user = user(r#"{"@type":"https://host/$metadata#example.user","@id":"x"}"#);
    assert_eq!((user.extra.odata_type(), user.extra.odata_id()), (Some("example.user"), Some("x")));
}

#[test]
fn a_type_without_the_rest_skips_it() {
    let address: Address = serde_json::from_str(r#"{"@odata.type":"x","unknown":[{"deep":[1,2,{}]}],"city":"Lima"}"#).unwrap();
    expect![[r#"address { city: "Lima" }"#]].assert_eq(&format!("{address:?}"));
}

#[test]
fn what_does_not_fit_is_named() {
    check_error(r#"{"isAdmin":"x"}"#, expect![[r#"user/isAdmin: expected a Boolean, found the string "x" at line 1 column 14"#]]);
    check_error(r#"{"id":5}"#, expect!["user/id: expected a String, found the number 5 at line 1 column 7"]);
    check_error(r#"{"age":"5"}"#, expect![[r#"user/age: expected an Int32, found the string "5" at line 1 column 10"#]]);
    check_error(r#"{"age":3000000000}"#, expect!["user/age: expected an Int32, found the number 3000000000 at line 1 column 17"]);
    check_error(r#"{"age":1.5}"#, expect!["user/age: expected an Int32, found the number 1.5 at line 1 column 10"]);
    check_error(
        r#"{"quota":99999999999999999999}"#,
        expect!["user/quota: expected an Int64, found the number 1e20 at line 1 column 29"],
    );
    check_error(
        r#"{"quota":9223372036854775808}"#,
        expect!["user/quota: expected an Int64, found the number 9223372036854775808 at line 1 column 28"],
    );
    check_error(
        r#"{"score":"infinity"}"#,
        expect![[r#"user/score: expected a Double, found the string "infinity" at line 1 column 19"#]],
    );
    check_error(
        r#"{"bundleID":"0f8fad5b"}"#,
        expect![[r#"user/bundleID: expected a Guid, found the string "0f8fad5b" at line 1 column 22"#]],
    );
    check_error(
        r#"{"level":true}"#,
        expect!["user/level: expected the name of a member, found the Boolean true at line 1 column 13"],
    );
    check_error(r#"{"home":[]}"#, expect!["user/home: expected an object, found an array at line 1 column 10"]);
    check_error(r#"{"home":{"number":{}}}"#, expect!["user/home/number: expected an Int16, found an object at line 1 column 20"]);
    check_error(r#"{"addresses":{}}"#, expect!["user/addresses: expected a collection, found an object at line 1 column 15"]);
    check_error(
        r#"{"addresses":[{},{"next":{"number":70000}}]}"#,
        expect!["user/addresses[1]/next/number: expected an Int16, found the number 70000 at line 1 column 40"],
    );
    check_error(
        r#"{"nicknames":["a",1]}"#,
        expect!["user/nicknames[1]: expected a String, found the number 1 at line 1 column 19"],
    );
    check_error(
        r#"{"marks":[1,"2"]}"#,
        expect![[r#"user/marks[1]: expected an Int32, found the string "2" at line 1 column 15"#]],
    );
    check_error(r#"{"things":7}"#, expect!["user/things: expected a collection, found the number 7 at line 1 column 12"]);
    check_error("[]", expect!["user: expected an object, found an array at line 1 column 2"]);
    check_error("null", expect!["user: expected an object, found null"]);
    check_error(r#"{"id":"1""#, expect!["EOF while parsing an object at line 1 column 9"]);
}

#[test]
fn an_error_repeats_only_the_beginning_of_a_text() {
    let json = format!(r#"{{"isAdmin":"{}"}}"#, "é".repeat(1000));
    let text = serde_json::from_str::<User>(&json).unwrap_err().to_string();
    assert!(text.starts_with("user/isAdmin: expected a Boolean, found a string that begins with \"é"));
    assert!(text.len() < 300);
}

#[test]
fn decimals_are_read_digit_by_digit() {
    let text = r#"{"decimal":1.1000000000000000000000000000000001,"decimals":[0.10,"2.50",null,1e2]}"#;
    let value: Primitives = serde_json::from_str(text).unwrap();
    expect!["primitives { decimal: 1.1000000000000000000000000000000001, decimals: [0.10, 2.50, 1e2] }"]
        .assert_eq(&format!("{value:?}"));
    for (json, error) in [
        (r#"{"decimal":"x"}"#, expect![[r#"primitives/decimal: expected a Decimal, found the string "x" at line 1 column 15"#]]),
        (r#"{"decimal":true}"#, expect!["primitives/decimal: expected a Decimal, found the Boolean true at line 1 column 16"]),
        (r#"{"decimal":{}}"#, expect!["primitives/decimal: expected a Decimal, found an object at line 1 column 14"]),
    ] {
        error.assert_eq(&serde_json::from_str::<Primitives>(json).unwrap_err().to_string());
    }
    let absent: Primitives = serde_json::from_str(r#"{"decimal":null}"#).unwrap();
    assert!(absent.decimal.is_none());
}

#[test]
fn no_depth_exhausts_the_stack() {
    let depth = 100_000;
    let json = format!(r#"{{"home":{}{}}}"#, r#"{"next":"#.repeat(depth), "}".repeat(depth));
    assert!(serde_json::from_str::<User>(&json).is_err());
    // Without serde_json's own limit, ours holds.
    let mut value = serde_json::json!({});
    for _ in 0..200 {
        value = serde_json::json!({ "next": value });
    }
    let error = serde_json::from_value::<Address>(value).unwrap_err().to_string();
    expect!["objects are nested more than 128 deep in address"].assert_eq(&error);
}

#[test]
fn many_unknown_members_take_linear_time() {
    let members: Vec<String> = (0..100_000).map(|index| format!(r#""x{index}":0"#)).collect();
    let user = user(&format!("{{{}}}", members.join(",")));
    assert_eq!(user.extra.len(), 100_000);
}

#[test]
fn a_member_given_twice_counts_as_written_last() {
    let user = user(r#"{"id":"1","id":"2","x":1,"x":2}"#);
    assert_eq!((user.id.as_deref(), user.extra.get("x").unwrap().as_i64()), (Some("2"), Some(2)));
}

#[test]
fn navigation_properties_are_typed_when_asked() {
    let user = user(r#"{"manager":{"id":"7"},"directReports":[{"id":"8"},{"id":"9"}]}"#);
    assert_eq!(user.manager.get().unwrap().unwrap().id.as_deref(), Some("7"));
    let reports = user.direct_reports.get().unwrap().unwrap();
    assert_eq!(reports.len(), 2);
    assert!(user.clone() == user);

    let user = self::user(r#"{"manager":null}"#);
    assert!(user.manager.get().unwrap().is_none());
    assert!(user.direct_reports.get().unwrap().is_none());

    let user = self::user(r#"{"manager":{"id":7},"directReports":{}}"#);
    let error = user.manager.get().unwrap_err().to_string();
    expect!["directoryObject/id: expected a String, found the number 7"].assert_eq(&error);
    expect!["value: expected a collection, found an object"].assert_eq(&user.direct_reports.get().unwrap_err().to_string());
}

#[test]
fn a_base_value_is_asked_for_a_derived_type() {
    let object: DirectoryObject =
        serde_json::from_str(r##"{"@odata.type":"#example.user","id":"1","displayName":"Ada","manager":{"id":"2"}}"##).unwrap();
    let user = object.as_::<User>().unwrap().unwrap();
    assert_eq!((user.id.as_deref(), user.display_name.as_deref()), (Some("1"), Some("Ada")));
    assert_eq!(user.manager.get().unwrap().unwrap().id.as_deref(), Some("2"));

    let group: DirectoryObject = serde_json::from_str(r##"{"@odata.type":"#example.group","id":"1"}"##).unwrap();
    assert!(group.as_::<User>().unwrap().is_none());

    let wrong: DirectoryObject = serde_json::from_str(r#"{"displayName":1}"#).unwrap();
    expect!["user/displayName: expected a String, found the number 1"].assert_eq(&wrong.as_::<User>().unwrap_err().to_string());
}
