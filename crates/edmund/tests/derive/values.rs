//! Values outside a model: arguments, results, literals of URLs, and requests along navigation properties.

use std::fmt::Debug;

use edmund::query::Literal;
use edmund::{Date, FieldValue, Flags, Guid, OpenEnum, Property, Untyped, decode_value, encode_value};
use serde_json::json;

use crate::models::{Address, DirectoryObject, Level, Many, One, Rights, User};

fn check<T: FieldValue + PartialEq + Debug>(value: T, json: serde_json::Value, literal: Option<Literal>) {
    assert_eq!(encode_value(&value).unwrap(), json);
    assert_eq!(decode_value::<T>(&json).unwrap(), value);
    assert_eq!(value.to_literal(), literal);
}

#[test]
fn values_have_json_and_literals() {
    check(true, json!(true), Some(Literal::Boolean(true)));
    check(5_u8, json!(5), Some(Literal::Integer(5)));
    check(-5_i64, json!(-5), Some(Literal::Integer(-5)));
    check(0.1_f32, json!(0.1_f32), Some(Literal::Double(0.1)));
    check("O'Neil".to_owned(), json!("O'Neil"), Some(Literal::String("O'Neil".to_owned())));
    check(Level::High, json!("high"), Some(Literal::Enum { ty: "example.level".to_owned(), members: "high".to_owned() }));
    let flags: Flags<Rights> = [Rights::Read, Rights::from_name("fly")].into_iter().collect();
    check(flags, json!("read,fly"), Some(Literal::Enum { ty: "example.rights".to_owned(), members: "read,fly".to_owned() }));
    check("2024-02-29".parse::<Date>().unwrap(), json!("2024-02-29"), Some(Literal::Date("2024-02-29".to_owned())));
    check(vec!["a".to_owned()], json!(["a"]), None);
    check(Address { city: Some("Lima".to_owned()), ..Address::default() }, json!({"city": "Lima"}), None);
    check(vec![Address::default()], json!([{}]), None);
    check::<Untyped>(json!({"a": 1}), json!({"a": 1}), None);
    check(Box::new(Address::default()), json!({}), None);
}

#[test]
fn a_value_that_does_not_fit_is_named() {
    let error = decode_value::<Guid>(&json!("x")).unwrap_err().to_string();
    assert_eq!(error, r#"value: expected a Guid, found the string "x""#);
    let error = decode_value::<Vec<Address>>(&json!([{}, {"number": "x"}])).unwrap_err().to_string();
    assert_eq!(error, r#"value[1]/number: expected an Int16, found the string "x""#);
    let error = decode_value::<String>(&json!(null)).unwrap_err().to_string();
    assert_eq!(error, "value: expected a String, found null");
}

#[test]
fn property_constants_have_the_type_of_the_values() {
    let _: Property<User, bool> = User::IS_ADMIN;
    let _: Property<User, Guid> = User::BUNDLE_ID;
    let _: Property<User, Vec<Address>> = User::ADDRESSES;
    let _: Property<Address, Address> = Address::NEXT;
    assert_eq!(User::BUNDLE_ID.name(), "bundleID");
}

#[test]
fn navigation_properties_lead_on() {
    let client = edmund::Client::builder().base_url("https://example.com/v1").build().unwrap();
    let user: One<User> = One::from(edmund::Address::root(&client).property("me"));
    let manager: One<DirectoryObject> = user.manager();
    let reports: Many<DirectoryObject> = user.direct_reports();
    assert!(manager.address().path().ends_with("me/manager"));
    assert!(reports.address().path().ends_with("me/directReports"));
}
