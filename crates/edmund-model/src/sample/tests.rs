use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;
use crate::fixture::{enumeration, primitive, property, structure};
use crate::{
    Annotation, Constant, Expression, Facets, Origin, Primitive, Property, PropertyValue, QualifiedName, Struct, Type, TypeRef,
};

fn registration() -> (Model, StructId) {
    let mut model = Model::default();
    let method = model.add_enum(enumeration(&["none", "email", "fido", "unknownFutureValue"], false));
    let properties = vec![
        property("id", primitive(Primitive::String)),
        property("userPrincipalName", primitive(Primitive::String)),
        property("userDisplayName", primitive(Primitive::String)),
        property("authMethods", TypeRef::collection(Type::Enum(method))),
        property("preferred", TypeRef::new(Type::Enum(method))),
        property("isMfaRegistered", primitive(Primitive::Boolean)),
        property("isMfaCapable", primitive(Primitive::Boolean)),
        property("createdDateTime", primitive(Primitive::DateTimeOffset)),
        property("lastUpdatedDateTime", primitive(Primitive::DateTimeOffset)),
        property("expirationDateTime", primitive(Primitive::DateTimeOffset)),
        property("photo", primitive(Primitive::Stream)),
    ];
    let id = model.add_struct(structure("registration", properties, &["id"]));
    (model, id)
}

#[test]
fn rows_keep_what_the_module_promises() {
    let (model, id) = registration();
    let plan = Plan::new(&model, id, Seed(7));
    let (mut keys, mut accounts, mut truths) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for index in 0..5_000 {
        let row = plan.row(index);
        assert_eq!(row, self::row(&model, id, Seed(7), index));
        assert!(keys.insert(row["id"].as_str().unwrap().to_owned()));
        assert_eq!(plan.key(index)["id"], row["id"]);
        assert_eq!(plan.property("preferred", index).as_ref(), row.get("preferred"));
        assert!(accounts.insert(row["userPrincipalName"].as_str().unwrap().to_owned()));
        assert_eq!(row.get("photo"), None);
        let (registered, capable) = (row["isMfaRegistered"].as_bool().unwrap(), row["isMfaCapable"].as_bool().unwrap());
        assert!(registered || !capable);
        truths.insert((registered, capable));
        let methods = row["authMethods"].as_array().unwrap();
        assert_eq!(methods.is_empty(), !registered);
        assert!(methods.len() <= 3 && methods.iter().all(|method| *method != "unknownFutureValue"));
        assert_eq!(methods.iter().collect::<Vec<_>>().len(), methods.iter().map(Value::to_string).collect::<BTreeSet<_>>().len());
        let time = |name: &str| row[name].as_str().map(str::to_owned);
        if let (Some(created), Some(updated)) = (time("createdDateTime"), time("lastUpdatedDateTime")) {
            assert!(created <= updated, "{created} {updated}");
        }
    }
    assert_eq!(truths.len(), 3);
}

#[test]
fn examples_are_complete_and_never_change() {
    let (model, id) = registration();
    let object = object(&model, id);
    expect_test::expect![[r#"
        {
          "authMethods": [
            "email"
          ],
          "createdDateTime": "2024-11-15T20:31:42Z",
          "expirationDateTime": "2025-05-02T22:11:31Z",
          "id": "24ee5de4-89e7-4d7b-8dbc-9b3a9b604a56",
          "isMfaCapable": false,
          "isMfaRegistered": true,
          "lastUpdatedDateTime": "2025-03-04T01:17:21Z",
          "preferred": "email",
          "userDisplayName": "Hugo Garcia",
          "userPrincipalName": "hugo.garcia@contoso.com"
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&sorted(object)).unwrap());
}

// Whether a map keeps the order of insertion is a feature that another crate may switch on.
fn sorted(object: Map<String, Value>) -> std::collections::BTreeMap<String, Value> {
    object.into_iter().collect()
}

#[test]
fn types_that_contain_themselves_end() {
    let mut model = Model::default();
    let id = model.add_struct(structure("node", Vec::new(), &[]));
    let mut required = TypeRef::new(Type::Struct(id));
    required.nullable = false;
    model.structs[0].properties = vec![
        property("next", TypeRef::new(Type::Struct(id))),
        property("all", TypeRef::collection(Type::Struct(id))),
        property("must", required),
    ];
    assert_eq!(Value::Object(object(&model, id)), json!({ "next": null, "all": [], "must": {} }));
}

#[test]
fn wide_and_deep_types_stay_small() {
    let mut model = Model::default();
    let leaf = model.add_struct(structure("leaf", vec![property("x", primitive(Primitive::Int32))], &[]));
    let mut inner = leaf;
    for level in 0..5 {
        let properties = (0..40).map(|index| property(&format!("p{index}"), TypeRef::new(Type::Struct(inner)))).collect();
        inner = model.add_struct(structure(&format!("level{level}"), properties, &[]));
    }
    let text = serde_json::to_string(&object(&model, inner)).unwrap();
    assert!(text.len() < 100_000, "{}", text.len());
}

#[test]
fn abstract_types_are_shown_by_a_concrete_one() {
    let mut model = Model::default();
    let base = model.add_struct(Struct { is_abstract: true, ..structure("base", vec![], &["id"]) });
    model.structs[0].properties = vec![property("id", primitive(Primitive::String))];
    model.add_struct(Struct { base: Some(base), ..structure("real", vec![property("x", primitive(Primitive::Boolean))], &[]) });
    let row = row(&model, base, Seed(1), 3);
    assert_eq!(row["@odata.type"], "#ns.real");
    assert!(row.contains_key("x") && row.contains_key("id"));
}

#[test]
fn every_kind_of_key_differs_by_row() {
    let kinds = [
        Primitive::String,
        Primitive::Guid,
        Primitive::Int16,
        Primitive::Int64,
        Primitive::Decimal,
        Primitive::Date,
        Primitive::DateTimeOffset,
        Primitive::Duration,
        Primitive::TimeOfDay,
    ];
    for kind in kinds {
        for name in ["id", "department", "code"] {
            let mut model = Model::default();
            let mut ty = primitive(kind);
            ty.facets = Some(Box::new(Facets { max_length: Some("5".to_owned()), ..Facets::default() }));
            let id = model.add_struct(structure("thing", vec![property(name, ty)], &[name]));
            let plan = Plan::new(&model, id, Seed(0));
            let keys: BTreeSet<String> = (0..500).map(|index| plan.row(index)[name].to_string()).collect();
            assert_eq!(keys.len(), 500, "{kind:?} {name}");
        }
    }
}

#[test]
fn values_of_every_primitive_have_the_right_shape_and_extreme_rows_do_not_overflow() {
    for kind in Primitive::ALL.iter().copied() {
        for index in [0, 1, u64::MAX] {
            let mut model = Model::default();
            let id = model.add_struct(structure("thing", vec![property("value", primitive(kind))], &["value"]));
            row(&model, id, Seed(u64::MAX), index);
            let value = value(&model, &TypeRef { nullable: false, ..primitive(kind) }, "value", Seed(3), index);
            match kind {
                Primitive::Boolean => assert!(value.is_boolean()),
                Primitive::Int16 | Primitive::Int32 | Primitive::Int64 | Primitive::Byte | Primitive::SByte => {
                    assert!(value.is_i64())
                }
                Primitive::Double | Primitive::Single => assert!(value.is_number()),
                Primitive::Stream => assert!(value.is_null()),
                _ => assert!(!value.is_null(), "{kind:?}"),
            }
        }
    }
}

fn validation(term: &str, value: Expression, own: Vec<Annotation>) -> Annotation {
    let term = QualifiedName::new("Org.OData.Validation.V1", term);
    Annotation { term, qualifier: None, value: Some(value), annotations: own, origin: Origin::default() }
}

fn constant(text: &str) -> Expression {
    Expression::Constant(Constant::Decimal, text.to_owned())
}

/// Values of a property with these annotations, over many rows and in an example.
fn values(ty: TypeRef, annotations: Vec<Annotation>) -> Vec<Value> {
    let mut model = Model::default();
    let property = Property { annotations, ..property("value", ty) };
    let id = model.add_struct(structure("thing", vec![property], &[]));
    let rows = (0..300).map(|index| row(&model, id, Seed(index), index)["value"].clone());
    rows.chain([object(&model, id)["value"].clone()]).filter(|value| !value.is_null()).collect()
}

#[test]
fn numbers_keep_to_the_bounds_of_the_schema() {
    let exclusive = || validation("Exclusive", Expression::Bool(true), Vec::new());
    let minimum = |text: &str, own| validation("Minimum", constant(text), own);
    let maximum = |text: &str, own| validation("Maximum", constant(text), own);
    for (primitive_type, annotations, low, high) in [
        (Primitive::Int32, vec![minimum("3", vec![]), maximum("5", vec![])], 3.0, 5.0),
        (Primitive::Int32, vec![minimum("3", vec![exclusive()]), maximum("5", vec![exclusive()])], 4.0, 4.0),
        (Primitive::Int64, vec![minimum("5000", vec![])], 5000.0, f64::MAX),
        (Primitive::Int16, vec![maximum("-3", vec![])], f64::MIN, -3.0),
        (Primitive::Double, vec![minimum("0.2", vec![]), maximum("0.8", vec![])], 0.2, 0.8),
        (Primitive::Double, vec![minimum("2.5", vec![]), maximum("4.5", vec![])], 2.5, 4.5),
    ] {
        for value in values(primitive(primitive_type), annotations.clone()) {
            let number = value.as_f64().unwrap();
            assert!((low..=high).contains(&number), "{primitive_type:?} {number}");
        }
    }
    let tens = vec![minimum("15", vec![]), maximum("45", vec![]), validation("MultipleOf", constant("10"), Vec::new())];
    let found: BTreeSet<String> = values(primitive(Primitive::Int32), tens).iter().map(Value::to_string).collect();
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["20", "30", "40"]);
}

#[test]
fn texts_keep_to_patterns_and_allowed_values_and_collections_to_their_sizes() {
    let string = || primitive(Primitive::String);
    let pattern = validation("Pattern", Expression::String("^[A-Z]{2}[0-9]{3}$".to_owned()), Vec::new());
    for value in values(string(), vec![pattern]) {
        let text = value.as_str().unwrap();
        assert!(
            text.len() == 5 && text[..2].chars().all(|c| c.is_ascii_uppercase()) && text[2..].parse::<u16>().is_ok(),
            "{text}"
        );
    }
    let member = |text: &str| Expression::Record {
        ty: None,
        properties: vec![PropertyValue {
            name: "Value".to_owned(),
            value: Some(Expression::String(text.to_owned())),
            annotations: Vec::new(),
            origin: Origin::default(),
        }],
        annotations: Vec::new(),
    };
    let allowed = validation("AllowedValues", Expression::Collection(vec![member("red"), member("blue")]), Vec::new());
    let found: BTreeSet<String> = values(string(), vec![allowed]).iter().map(Value::to_string).collect();
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["\"blue\"", "\"red\""]);
    let many = TypeRef::collection(Type::Primitive(Primitive::Int32));
    let sizes = vec![validation("MinItems", constant("2"), Vec::new()), validation("MaxItems", constant("3"), Vec::new())];
    assert!(values(many, sizes).iter().all(|value| (2..=3).contains(&value.as_array().unwrap().len())));
}

/// What a string property holds in the example of a type.
fn text(ty: &str, name: &str, max: Option<&str>) -> String {
    let mut model = Model::default();
    let mut string = primitive(Primitive::String);
    string.facets = max.map(|max| Box::new(Facets { max_length: Some(max.to_owned()), ..Facets::default() }));
    let id = model.add_struct(structure(ty, vec![property(name, string)], &[]));
    object(&model, id)[name].as_str().unwrap().to_owned()
}

#[test]
fn strings_look_like_what_their_names_promise() {
    let lines = [
        ("user", "userPrincipalName"),
        ("user", "mailNickname"),
        ("user", "proxyAddress"),
        ("user", "mobilePhone"),
        ("user", "onPremisesSecurityIdentifier"),
        ("user", "usageLocation"),
        ("user", "preferredLanguage"),
        ("user", "jobTitle"),
        ("emailAddress", "address"),
        ("emailAddress", "name"),
        ("physicalAddress", "street"),
        ("physicalAddress", "countryOrRegion"),
        ("physicalAddress", "countryLetterCode"),
        ("physicalAddress", "postalCode"),
        ("dateTimeTimeZone", "dateTime"),
        ("dateTimeTimeZone", "timeZone"),
        ("device", "ipAddress"),
        ("device", "ipv6Address"),
        ("device", "macAddress"),
        ("device", "osVersion"),
        ("device", "serialNumber"),
        ("file", "webUrl"),
        ("file", "sha1Thumbprint"),
        ("file", "fileName"),
        ("file", "mimeType"),
        ("publicError", "code"),
        ("workbookRange", "address"),
        ("thing", "oddity"),
    ];
    let found: Vec<String> = lines.iter().map(|(ty, name)| format!("{ty}/{name}: {}", text(ty, name, None))).collect();
    expect_test::expect![[r#"
        user/userPrincipalName: hugo.garcia@contoso.com
        user/mailNickname: hugo.garcia
        user/proxyAddress: SMTP:hugo.garcia@contoso.com
        user/mobilePhone: +1 425 555 0133
        user/onPremisesSecurityIdentifier: S-1-5-21-621904691-545954319-472336583-1001
        user/usageLocation: NO
        user/preferredLanguage: nb-NO
        user/jobTitle: Engineer
        emailAddress/address: hugo.garcia@contoso.com
        emailAddress/name: Hugo Garcia
        physicalAddress/street: Storgata 12
        physicalAddress/countryOrRegion: Norway
        physicalAddress/countryLetterCode: NO
        physicalAddress/postalCode: 0150
        dateTimeTimeZone/dateTime: 2024-11-27T00:30:00
        dateTimeTimeZone/timeZone: W. Europe Standard Time
        device/ipAddress: 192.0.2.136
        device/ipv6Address: 2001:db8::95dc
        device/macAddress: 00-00-5E-00-53-E8
        device/osVersion: 7.6.4
        device/serialNumber: SNECEA00C3
        file/webUrl: https://example.com/web-url/1
        file/sha1Thumbprint: DEF239DF16E0445A0232A6ECCF7A30E9DFB1385B
        file/fileName: standard-sales.docx
        file/mimeType: application/json
        publicError/code: itemNotFound
        workbookRange/address: Sheet2!A1:A9
        thing/oddity: Oddity 1"#]]
    .assert_eq(&found.join("\n"));
}

#[test]
fn short_strings_keep_their_form() {
    assert!(text("user", "mail", Some("12")).contains('@'));
    assert!(text("file", "webUrl", Some("25")).starts_with("https://"));
    for max in ["1", "7", "40"] {
        for name in ["mail", "webUrl", "id", "displayName", "mobilePhone", "description", "version", "preferredLanguage"] {
            let value = text("user", name, Some(max));
            assert!(value.chars().count() <= max.parse().unwrap() && !value.is_empty(), "{name} {max} {value}");
        }
    }
}

/// Of several Booleans in an example, inside complex values too, not all are the same, and who is capable has registered all the same.
#[test]
fn examples_show_both_truths() {
    for number in 0..200 {
        let mut model = Model::default();
        let boolean = |name: String| property(&name, primitive(Primitive::Boolean));
        let inner = model.add_struct(structure("inner", vec![boolean(format!("is{number}"))], &[]));
        let alone = vec![boolean(format!("has{number}")), property("inner", TypeRef::new(Type::Struct(inner)))];
        let outer = model.add_struct(structure("outer", alone, &[]));
        let row = object(&model, outer);
        assert_ne!(row[&format!("has{number}")], row["inner"][&format!("is{number}")], "{number}");
        let pair = vec![boolean(format!("is{number}Registered")), boolean(format!("is{number}Capable"))];
        let pair = model.add_struct(structure("pair", pair, &[]));
        let row = object(&model, pair);
        assert_eq!(row[&format!("is{number}Registered")], true);
        assert_eq!(row[&format!("is{number}Capable")], false);
    }
}

/// Created, then modified, then last seen, then gone; and a start before its end, where both are complex values.
#[test]
fn what_happens_first_comes_first() {
    let mut model = Model::default();
    let stamp = |name: &str| property(name, primitive(Primitive::DateTimeOffset));
    let moment = model.add_struct(structure("dateTimeTimeZone", vec![property("dateTime", primitive(Primitive::String))], &[]));
    let mut properties =
        vec![stamp("lastSeenDateTime"), stamp("expirationDateTime"), stamp("modifiedDateTime"), stamp("createdDateTime")];
    properties.extend([stamp("birthday"), stamp("hireDate")]);
    properties.extend(["end", "start"].map(|name| property(name, TypeRef::new(Type::Struct(moment)))));
    let id = model.add_struct(structure("thing", properties, &[]));
    let life = ["birthday", "hireDate", "createdDateTime", "modifiedDateTime", "lastSeenDateTime", "expirationDateTime"];
    for index in 0..500 {
        let row = example(&model, id, index);
        let stamps: Vec<&str> = life.iter().map(|name| row[*name].as_str().unwrap()).collect();
        assert!(stamps.is_sorted(), "{stamps:?}");
        assert!(row["start"]["dateTime"].as_str().unwrap() <= row["end"]["dateTime"].as_str().unwrap());
    }
}
