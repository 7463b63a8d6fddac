//! Structs of the user's own with some properties of a model.

use edmund::{Complex, Entity, Extra, Projection};
use expect_test::{Expect, expect};

use crate::models::{Address, Level, User};

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
