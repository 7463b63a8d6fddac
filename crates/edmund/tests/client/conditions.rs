//! Entity tags and preferences.

use edmund::Patch;
use expect_test::expect;

use crate::model::{Person, TestService as _};
use crate::script::{Answer, Script, json};

#[tokio::test]
async fn an_edit_reads_again_when_someone_else_was_faster() {
    let script = Script::new([
        json(200, r#"{"@odata.etag":"W/\"1\"","id":"a","age":1}"#),
        json(412, r#"{"error":{"code":"PreconditionFailed","message":"stale"}}"#),
        Answer::Full(200, "etag: W/\"2\"", r#"{"id":"a","age":5}"#.to_owned()),
        json(204, ""),
    ]);
    let person = script.client().people().id("a");
    let edited = person.edit(|person| Patch::new().set(Person::AGE, person.age.unwrap_or(0) + 1)).await.unwrap();
    assert!(edited.is_none());
    expect![[r#"
        GET https://service.test/v1/people/a
          prefer: include-unknown-enum-members
        PATCH https://service.test/v1/people/a
          if-match: W/"1"
          odata-version: 4.0
          content-type: application/json
          {"age":2}
        GET https://service.test/v1/people/a
          prefer: include-unknown-enum-members
        PATCH https://service.test/v1/people/a
          if-match: W/"2"
          odata-version: 4.0
          content-type: application/json
          {"age":6}"#]]
    .assert_eq(&script.log());
}

#[tokio::test]
async fn conditions_and_preferences_are_sent_and_understood() {
    let script = Script::new([
        Answer::Full(304, "etag: \"1\"", String::new()),
        json(200, r#"{"id":"a"}"#),
        json(428, r#"{"error":{"code":"428","message":"If-Match is missing"}}"#),
        json(412, r#"{"error":{"code":"412","message":"exists"}}"#),
        json(200, r#"{"id":"a"}"#),
        json(200, r#"{"id":"a"}"#),
    ]);
    let client = script.client();
    let person = client.people().id("a");
    assert!(person.get().if_changed("\"1\"").await.unwrap().is_none());
    assert!(person.get().if_changed("\"1\"").await.unwrap().is_some());
    let error = person.update(Patch::new().set(Person::AGE, 1)).return_minimal().await.unwrap_err();
    assert!(error.service().unwrap().needs_entity_tag() && !error.maybe_applied());
    let error = person.replace(&Person::default()).if_absent().return_representation().await.unwrap_err();
    assert!(error.service().unwrap().is_stale() && !error.maybe_applied());
    client.people().create(&Person::default()).return_representation().await.unwrap();
    let error = person.edit(|_| Patch::new()).await.unwrap_err();
    expect!["PATCH /people/{key}: the entity has no entity tag: the service cannot tell whether someone else has changed it"]
        .assert_eq(&error.to_string());
    expect![[r#"
        GET https://service.test/v1/people/a
          if-none-match: "1"
          prefer: include-unknown-enum-members
        GET https://service.test/v1/people/a
          if-none-match: "1"
          prefer: include-unknown-enum-members
        PATCH https://service.test/v1/people/a
          prefer: return=minimal
          odata-version: 4.0
          content-type: application/json
          {"age":1}
        PUT https://service.test/v1/people/a
          if-none-match: *
          prefer: return=representation
          odata-version: 4.0
          content-type: application/json
          {}
        POST https://service.test/v1/people
          prefer: return=representation
          odata-version: 4.0
          content-type: application/json
          {}
        GET https://service.test/v1/people/a
          prefer: include-unknown-enum-members"#]]
    .assert_eq(&script.log());
}
