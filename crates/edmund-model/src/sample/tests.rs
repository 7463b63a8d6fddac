use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;
use crate::fixture::{enumeration, primitive, property, structure};
use crate::{Facets, Primitive, Struct, Type, TypeRef};

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
          "isMfaCapable": true,
          "isMfaRegistered": true,
          "lastUpdatedDateTime": "2025-01-18T01:17:21Z",
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
