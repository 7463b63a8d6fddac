//! Requests for parts of entities and of collections: properties, streams, counts, casts, alternate keys and named paths.

use edmund::{Key, Numbers, Patch};
use expect_test::expect;

use crate::model::{Employee, Many, Mood, Person, Place, TestService as _};
use crate::script::{Script, json};

#[tokio::test]
async fn a_property_is_read_and_set_by_itself() {
    let script = Script::new([
        json(200, r#"{"@odata.context":"x","value":"Ada"}"#),
        json(204, ""),
        json(200, r#"{"value":["a","b"]}"#),
        json(200, r#"{"city":"Oslo"}"#),
        json(200, r#"{"value":null}"#),
        json(204, ""),
        json(204, ""),
        json(204, ""),
        json(204, ""),
        json(204, ""),
    ]);
    let ada = script.client().people().id("1");
    let name = ada.property(Person::DISPLAY_NAME);
    assert_eq!(name.get().await.unwrap().as_deref(), Some("Ada"));
    assert_eq!(name.get().await.unwrap(), None, "204 is null");
    assert_eq!(ada.property(Person::TAGS).get().await.unwrap(), Some(vec!["a".to_owned(), "b".to_owned()]));
    let home = ada.property(Person::HOME);
    assert_eq!(home.get().await.unwrap().unwrap().city.as_deref(), Some("Oslo"));
    assert_eq!(home.property(Place::CITY).get().await.unwrap(), None, "null in the member is null");
    name.set("Ada \"L\"").await.unwrap();
    ada.property(Person::TAGS).set(vec!["c".to_owned()]).await.unwrap();
    home.set(Place { city: Some("Rome".to_owned()), ..Place::default() }).await.unwrap();
    home.update(Patch::new().null(Place::CITY)).await.unwrap();
    name.set_null().if_match("W/\"1\"").await.unwrap();
    expect![[r#"
        GET https://service.test/v1/people/1/displayName
          prefer: include-unknown-enum-members
        GET https://service.test/v1/people/1/displayName
          prefer: include-unknown-enum-members
        GET https://service.test/v1/people/1/tags
          prefer: include-unknown-enum-members
        GET https://service.test/v1/people/1/home
          prefer: include-unknown-enum-members
        GET https://service.test/v1/people/1/home/city
          prefer: include-unknown-enum-members
        PUT https://service.test/v1/people/1/displayName
          odata-version: 4.0
          content-type: application/json
          {"value":"Ada \"L\""}
        PUT https://service.test/v1/people/1/tags
          odata-version: 4.0
          content-type: application/json
          {"value":["c"]}
        PUT https://service.test/v1/people/1/home
          odata-version: 4.0
          content-type: application/json
          {"city":"Rome"}
        PATCH https://service.test/v1/people/1/home
          odata-version: 4.0
          content-type: application/json
          {"city":null}
        DELETE https://service.test/v1/people/1/displayName
          if-match: W/"1""#]]
    .assert_eq(&script.log());
}

#[tokio::test]
async fn a_stream_is_read_and_put_as_it_is() {
    let script = Script::new([json(200, "not json"), json(204, ""), json(200, "plain"), json(204, "")]);
    let ada = script.client().people().id("1");
    let photo = ada.stream(Person::PHOTO);
    let media = photo.get().await.unwrap();
    assert_eq!(&media.body[..], b"not json");
    photo.put(media.body, "image/jpeg").await.unwrap();
    assert_eq!(&ada.property(Person::DISPLAY_NAME).raw_value().await.unwrap().body[..], b"plain");
    ada.media().delete().await.unwrap();
    expect![[r#"
        GET https://service.test/v1/people/1/photo
          accept: */*
          prefer: include-unknown-enum-members
        PUT https://service.test/v1/people/1/photo
          content-type: image/jpeg
          odata-version: 4.0
          not json
        GET https://service.test/v1/people/1/displayName/$value
          accept: */*
          prefer: include-unknown-enum-members
        DELETE https://service.test/v1/people/1/$value"#]]
    .assert_eq(&script.log());
}

#[tokio::test]
async fn the_items_are_counted_without_being_read() {
    let script = Script::new([json(200, "\u{feff}12"), json(200, "twelve")]);
    let people = script.client().people();
    let admins = people.count().filter(Person::IS_ADMIN.eq(true)).header("ConsistencyLevel", "eventual");
    assert_eq!(admins.await.unwrap(), 12);
    let error = people.count().await.unwrap_err().to_string();
    expect!["GET /people/$count: cannot read the answer (status 200, 6 bytes): expected the number of items as plain text"]
        .assert_eq(&error);
    expect![[r#"
        GET https://service.test/v1/people/$count?$filter=isAdmin%20eq%20true
          consistencylevel: eventual
          accept: text/plain
          prefer: include-unknown-enum-members
        GET https://service.test/v1/people/$count
          accept: text/plain
          prefer: include-unknown-enum-members"#]]
    .assert_eq(&script.log());
}

#[tokio::test]
async fn casts_and_alternate_keys_are_segments() {
    let client = Script::new([]).client();
    let people = client.people();
    let paths = [
        people.cast::<Employee>().address().path().to_owned(),
        people.id("1").cast::<Employee>().property(Employee::BADGE).address().path().to_owned(),
        people.id("1").with_type::<Employee>().address().path().to_owned(),
        people.by(Person::DISPLAY_NAME, "O'Br/ien").manager().address().path().to_owned(),
        people.id(Key::of(Person::DISPLAY_NAME, "a").and(Person::AGE, 7)).address().path().to_owned(),
        people.id(true).address().path().to_owned(),
        people.id("1").ancestors().follow::<Many<Person>>().id("2").address().path().to_owned(),
    ];
    expect![[r#"
        /people/test.employee
        /people/1/test.employee/badge
        /people/1
        /people(displayName='O''Br%2Fien')/manager
        /people(displayName='a',age=7)
        /people/true
        /people/1/test.ancestors()/2"#]]
    .assert_eq(&paths.join("\n"));
}

#[tokio::test]
async fn a_named_path_cannot_leave_its_place() {
    let client = Script::new([]).client();
    let root = client.me();
    let url = |path: &str| root.named_path(path).address().url();
    assert_eq!(url("/Reports/2026 (1).csv").unwrap(), "https://service.test/v1/me:/Reports/2026%20%281%29.csv");
    assert_eq!(url("").unwrap(), "https://service.test/v1/me");
    let content = root.named_path("a:b/c?d#e").stream(Person::PHOTO);
    assert_eq!(content.address().path(), "/me:/a%3Ab/c%3Fd%23e:/photo");
    assert_eq!(content.address().template(), "/me:/{path}:/photo");
    let below = root.named_path("a").named_path("b").manager();
    assert_eq!(below.address().path(), "/me:/a/b:/manager");
    for step in ["..", "a/../b", "."] {
        assert!(url(step).is_err(), "{step}");
    }
}

#[tokio::test]
async fn an_entity_is_replaced_only_as_it_was() {
    let script = Script::new([json(200, r#"{"id":"1","age":2}"#), json(204, "")]);
    let ada = script.client().people().id("1");
    let made = ada.replace(&Person { age: Some(2), ..Person::default() }).if_match("*").await.unwrap().unwrap();
    assert_eq!(made.age, Some(2));
    ada.delete().if_match("W/\"2\"").await.unwrap();
    expect![[r#"
        PUT https://service.test/v1/people/1
          if-match: *
          odata-version: 4.0
          content-type: application/json
          {"age":2}
        DELETE https://service.test/v1/people/1
          if-match: W/"2""#]]
    .assert_eq(&script.log());
}

#[tokio::test]
async fn wide_numbers_are_written_as_asked() {
    let script = Script::new([json(201, r#"{"badge":"9007199254740993"}"#), json(204, ""), json(204, ""), json(204, "")]);
    let client = script.builder().numbers(Numbers::AsText).build().unwrap();
    let employees = client.people().cast::<Employee>();
    let badge = 9_007_199_254_740_993;
    let made = employees.create(&Employee { badge: Some(badge), ..Employee::default() }).await.unwrap();
    assert_eq!(made.badge, Some(badge), "a string is read as well");
    employees.id("1").update(Patch::new().set(Employee::BADGE, badge)).await.unwrap();
    employees.id("1").property(Employee::BADGE).set(badge).await.unwrap();
    client.people().id("1").property(Person::AGE).set(7).await.unwrap();
    expect![[r#"
        POST https://service.test/v1/people/test.employee
          accept: application/json;odata.metadata=minimal;IEEE754Compatible=true
          odata-version: 4.0
          content-type: application/json;IEEE754Compatible=true
          {"badge":"9007199254740993"}
        PATCH https://service.test/v1/people/test.employee/1
          accept: application/json;odata.metadata=minimal;IEEE754Compatible=true
          odata-version: 4.0
          content-type: application/json;IEEE754Compatible=true
          {"badge":"9007199254740993"}
        PUT https://service.test/v1/people/test.employee/1/badge
          accept: application/json;odata.metadata=minimal;IEEE754Compatible=true
          odata-version: 4.0
          content-type: application/json;IEEE754Compatible=true
          {"value":"9007199254740993"}
        PUT https://service.test/v1/people/1/age
          accept: application/json;odata.metadata=minimal;IEEE754Compatible=true
          odata-version: 4.0
          content-type: application/json;IEEE754Compatible=true
          {"value":7}"#]]
    .assert_eq(&script.log());
}

#[tokio::test]
async fn the_placeholder_of_an_enumeration_is_not_sent() {
    let script = Script::new([json(204, "")]);
    let ada = script.client().people().id("1");
    let placeholder = Patch::new().set(Person::MOOD, Mood::Unrecognized("unknownFutureValue".into()));
    let error = ada.update(placeholder).await.unwrap_err().to_string();
    expect!["PATCH /people/{key}: the body holds the enumeration member unknownFutureValue, which stands for members that are not known yet and cannot be sent"].assert_eq(&error);
    ada.update(Patch::new().set(Person::DISPLAY_NAME, "not an unknownFutureValue").set_raw("unknownFutureValue", 1))
        .await
        .unwrap();
}

#[test]
fn a_patch_says_what_changed_and_nothing_else() {
    let text = r#"{"@odata.etag":"1","id":"1","displayName":"Ada","age":3,"mood":"good","tags":["a"],"home":{"city":"Oslo"},"manager":{"id":"2"}}"#;
    let before: Person = serde_json::from_str(text).unwrap();
    assert!(Patch::between(&before, &before.clone()).is_empty());
    let mut after = before.clone();
    after.id = Some("9".to_owned());
    after.display_name = None;
    after.mood = Some(Mood::Bad);
    after.tags = Some(vec!["a".to_owned(), "b".to_owned()]);
    after.home = Some(Place { city: Some("Rome".to_owned()), ..Place::default() });
    after.manager.clear();
    after.extra.insert("@odata.etag", "2");
    expect![[r#"{"displayName":null,"home":{"city":"Rome"},"mood":"bad","tags":["a","b"]}"#]]
        .assert_eq(&Patch::between(&before, &after).to_string());
}
