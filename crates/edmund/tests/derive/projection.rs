//! Structs of the user's own with some properties of a model.

use edmund::{Complex, Entity, Extra, Projection};
use expect_test::{Expect, expect};

use crate::models::{Address, DirectoryObject, Level, User};

#[derive(Entity)]
#[odata(of = User)]
struct Row {
    id: String,
    display_name: Option<String>,
    is_admin: bool,
    #[odata(name = "bundleID")]
    bundle: Option<edmund::Guid>,
    levels: Vec<Level>,
    home: Option<Town>,
}

#[derive(Complex)]
#[odata(of = Address)]
struct Town {
    city: String,
    extra: Extra,
}

#[test]
fn a_projection_selects_its_properties() {
    assert_eq!(Row::SELECT, ["id", "displayName", "isAdmin", "bundleID", "levels", "home"]);
    assert_eq!(Town::SELECT, ["city"]);
}

#[test]
fn required_members_are_plain_values() {
    let text = r#"{"id":"1","isAdmin":true,"levels":["high"],"home":{"city":"Lima"}}"#;
    let row: Row = serde_json::from_str(text).unwrap();
    assert_eq!((row.id.as_str(), row.is_admin, row.levels.len()), ("1", true, 1));
    assert!(row.display_name.is_none() && row.bundle.is_none());
    let home = row.home.as_ref().unwrap();
    assert_eq!((home.city.as_str(), home.extra.len()), ("Lima", 0));
    assert_eq!(serde_json::to_string(&row.clone()).unwrap(), text);
}

fn check_error(json: &str, expected: Expect) {
    expected.assert_eq(&serde_json::from_str::<Row>(json).unwrap_err().to_string());
}

#[test]
fn a_missing_required_member_is_named() {
    check_error("{}", expect!["Row/id: required, but missing at line 1 column 2"]);
    check_error(r#"{"id":"1","levels":[]}"#, expect!["Row/isAdmin: required, but missing at line 1 column 22"]);
    check_error(r#"{"id":null}"#, expect!["Row/id: expected a String, found null at line 1 column 11"]);
    check_error(
        r#"{"id":"1","isAdmin":true,"levels":null}"#,
        expect!["Row/levels: expected a collection, found null at line 1 column 39"],
    );
    check_error(
        r#"{"id":"1","isAdmin":true,"levels":[],"home":{}}"#,
        expect!["Row/home/city: required, but missing at line 1 column 46"],
    );
}

/// The kinds of directory objects that a program cares about.
#[derive(edmund::Variants, Debug)]
#[odata(of = DirectoryObject)]
enum Member {
    User(Box<User>),
    Other(DirectoryObject),
}

#[test]
fn a_value_becomes_the_variant_that_its_type_names() {
    let text = r##"[{"displayName":"Ada","@odata.type":"#example.user"},{"@odata.type":"https://x/$metadata#example.device","serial":7},{"id":"3"}]"##;
    let members: Vec<Member> = serde_json::from_str(text).unwrap();
    let [Member::User(ada), Member::Other(device), Member::Other(untyped)] = &members[..] else { panic!("{members:?}") };
    assert_eq!(ada.display_name.as_deref(), Some("Ada"));
    assert_eq!(device.extra.get("serial"), Some(&serde_json::json!(7)));
    assert_eq!(untyped.id.as_deref(), Some("3"));
    let written = serde_json::to_value(&members).unwrap();
    assert_eq!(written, serde_json::from_str::<serde_json::Value>(text).unwrap());
}

#[test]
fn expanded_entities_become_variants_too() {
    let user: User =
        serde_json::from_str(r##"{"manager":{"@odata.type":"#example.user","id":"2"},"directReports":[{"id":"3"}]}"##).unwrap();
    assert!(matches!(user.manager.variant::<Member>().unwrap(), Some(Member::User(boss)) if boss.id.as_deref() == Some("2")));
    assert!(matches!(&user.direct_reports.variants::<Member>().unwrap().unwrap()[..], [Member::Other(_)]));
    assert!(User::default().manager.variant::<Member>().unwrap().is_none());
    let wrong: User = serde_json::from_str(r##"{"manager":{"@odata.type":"#example.user","isAdmin":"x"}}"##).unwrap();
    let error = wrong.manager.variant::<Member>().unwrap_err().to_string();
    expect!["user/isAdmin: expected a Boolean, found the string \"x\""].assert_eq(&error);
}
