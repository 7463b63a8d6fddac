//! What each request sends, and how its answer is read.

use edmund::query::Literal;
use edmund::{Client, Key, KeyStyle, Patch, Search};
use expect_test::expect;

use crate::model::{Mood, Name, Person, Place, TestService as _};
use crate::script::{Answer, Script, json};

fn person(id: &str) -> Person {
    Person { id: Some(id.to_owned()), ..Person::default() }
}

#[tokio::test]
async fn a_list_sends_its_options() {
    let script = Script::new([json(200, r#"{"value":[{"id":"1"}]}"#)]);
    let filter = Person::IS_ADMIN
        .eq(false)
        .and(Person::DISPLAY_NAME.starts_with("O'Br + &").or(Person::TAGS.any(|tag| tag.eq("a/b"))))
        .and(!Person::MOOD.in_([Mood::Good, Mood::Unrecognized("odd".into())]))
        .and(Person::HOME.get(Place::CITY).to_lower().ne("paris"))
        .and(Person::PLACES.any(|place| place.get(Place::VISITS).all(|visit| visit.gt(3))));
    let page = script
        .client()
        .people()
        .list()
        .filter(filter)
        .filter(Person::AGE.is_not_null())
        .select((Person::ID, Person::DISPLAY_NAME))
        .select(Person::HOME.get(Place::CITY))
        .order_by(Person::AGE.desc())
        .order_by(Person::ID.asc())
        .top(10)
        .skip(20)
        .count()
        .page_size(5)
        .header("ConsistencyLevel", "eventual")
        .header("Prefer", "odata.include-annotations=\"*\"")
        .first_page()
        .await
        .unwrap();
    assert_eq!(page.value, [person("1")]);
    let log = script.log();
    expect![[r#"
        GET https://service.test/v1/people?$select=id,displayName,home/city&$filter=isAdmin%20eq%20false%20and%20(startswith(displayName,'O''Br%20%2B%20%26')%20or%20tags/any(x:x%20eq%20'a/b'))%20and%20not%20mood%20in%20(test.mood'good',test.mood'odd')%20and%20tolower(home/city)%20ne%20'paris'%20and%20places/any(x:x/visits/all(x1:x1%20gt%203))%20and%20age%20ne%20null&$orderby=age%20desc,id&$top=10&$skip=20&$count=true
          consistencylevel: eventual
          prefer: odata.maxpagesize=5, odata.include-annotations="*", include-unknown-enum-members"#]].assert_eq(&log);
    let query = log.lines().next().unwrap().split_once('?').unwrap().1;
    let options = edmund::query::Options::parse(query).unwrap();
    expect!["isAdmin eq false and (startswith(displayName,'O''Br + &') or tags/any(x:x eq 'a/b')) and not mood in (test.mood'good',test.mood'odd') and tolower(home/city) ne 'paris' and places/any(x:x/visits/all(x1:x1 gt 3)) and age ne null"].assert_eq(&options.filter.unwrap().to_string());
}

#[tokio::test]
async fn imported_operations_are_called_at_the_root() {
    let script = Script::new([json(200, r#"{"id":"1"}"#), json(200, r#"{"id":"2"}"#), json(204, "")]);
    let client = script.client();
    assert_eq!(client.nearest(33.5, None).await.unwrap(), person("1"));
    assert_eq!(client.nearest(-0.25, Some(vec![1, 2])).await.unwrap(), person("2"));
    client.reset("a/b?").await.unwrap();
    expect![[r#"
        GET https://service.test/v1/nearest(latitude=33.5)
          prefer: include-unknown-enum-members
        GET https://service.test/v1/nearest(latitude=-0.25,within=@within)?@within=%5B1,2%5D
          prefer: include-unknown-enum-members
        POST https://service.test/v1/reset
          odata-version: 4.0
          content-type: application/json
          {"Reason":"a/b?"}"#]]
    .assert_eq(&script.log());
}

#[tokio::test]
async fn what_is_bound_to_a_complex_value_is_called_behind_its_property() {
    let script = Script::new([json(204, "")]);
    script.client().people().id("a/b").home().leave().await.unwrap();
    expect!["POST https://service.test/v1/people/a%2Fb/home/test.leave"].assert_eq(&script.log());
}

#[tokio::test]
async fn a_projection_is_the_select_and_the_answer() {
    let script = Script::new([json(200, r#"{"value":[{"id":"1"},{"id":"2","displayName":"Ada"}]}"#), json(200, r#"{"id":"1"}"#)]);
    let names: Vec<Name> = script.client().people().list().project().try_collect().await.unwrap();
    assert_eq!(names.len(), 2);
    assert_eq!(names[1].display_name.as_deref(), Some("Ada"));
    let name = script.client().me().get().project::<Name>().await.unwrap();
    assert_eq!(name.id, "1");
    expect![[r#"
        GET https://service.test/v1/people?$select=id,displayName
          prefer: include-unknown-enum-members
        GET https://service.test/v1/me?$select=id,displayName
          prefer: include-unknown-enum-members"#]]
    .assert_eq(&script.log());
}

#[tokio::test]
async fn one_entity_is_read_changed_and_deleted() {
    let script = Script::new([
        json(200, r#"{"@odata.context":"x","id":"a/b","mood":"odd"}"#),
        Answer::Full(204, "", String::new()),
        json(200, r#"{"id":"a/b","age":7}"#),
        Answer::Full(204, "", String::new()),
    ]);
    let ada = script.client().people().id("a/b");
    assert_eq!(ada.get().select(Person::MOOD).await.unwrap().mood, Some(Mood::Unrecognized("odd".into())));
    let patch = || Patch::new().set(Person::DISPLAY_NAME, "Ada").set(Person::MOOD, Mood::Bad).null(Person::AGE);
    assert_eq!(ada.update(patch()).await.unwrap(), None);
    assert_eq!(ada.update(patch()).header("If-Match", "W/\"1\"").await.unwrap().unwrap().age, Some(7));
    ada.delete().await.unwrap();
    expect![[r#"
        GET https://service.test/v1/people/a%2Fb?$select=mood
          prefer: include-unknown-enum-members
        PATCH https://service.test/v1/people/a%2Fb
          odata-version: 4.0
          content-type: application/json
          {"age":null,"displayName":"Ada","mood":"bad"}
        PATCH https://service.test/v1/people/a%2Fb
          if-match: W/"1"
          odata-version: 4.0
          content-type: application/json
          {"age":null,"displayName":"Ada","mood":"bad"}
        DELETE https://service.test/v1/people/a%2Fb"#]]
    .assert_eq(&script.log());
}

#[tokio::test]
async fn creating_gives_what_the_service_made() {
    let script = Script::new([
        json(201, r#"{"id":"1","displayName":"Ada","created":"2024-02-29T12:00:00Z"}"#),
        Answer::Full(204, "OData-EntityId: https://service.test/v1/people/1", String::new()),
    ]);
    let people = script.client().people();
    let ada = Person { display_name: Some("Ada".to_owned()), mood: Some(Mood::Good), ..Person::default() };
    let made = people.create(&ada).await.unwrap();
    assert_eq!(made.created.unwrap().to_string(), "2024-02-29T12:00:00Z");
    let made = people.create(&ada).await.unwrap();
    assert_eq!(made.display_name.as_deref(), Some("Ada"));
    assert_eq!(made.extra.odata_id(), Some("https://service.test/v1/people/1"));
    expect![[r#"
        POST https://service.test/v1/people
          odata-version: 4.0
          content-type: application/json
          {"displayName":"Ada","mood":"good"}
        POST https://service.test/v1/people
          odata-version: 4.0
          content-type: application/json
          {"displayName":"Ada","mood":"good"}"#]]
    .assert_eq(&script.log());
}

#[tokio::test]
async fn references_are_added_set_and_removed() {
    let done = || Answer::Full(204, "", String::new());
    let script = Script::new(std::iter::repeat_with(done).take(6));
    let client = script.client();
    let ada = client.people().id("ada");
    let mut elsewhere = person("bob");
    elsewhere.extra.insert("@odata.id", "https://service.test/v1/staff/bob");
    ada.friends().add_ref(&person("bob")).await.unwrap();
    ada.friends().add_ref(&elsewhere).await.unwrap();
    ada.friends().add_ref("https://service.test/v1/people/bob").await.unwrap();
    ada.manager().set_ref(&client.people().id("eve")).header("X-Why", "because").await.unwrap();
    ada.manager().remove_ref().await.unwrap();
    ada.friends().remove_ref("bob").await.unwrap();
    expect![[r#"
        POST https://service.test/v1/people/ada/friends/$ref
          odata-version: 4.0
          content-type: application/json
          {"@odata.id":"https://service.test/v1/people/ada/friends/bob"}
        POST https://service.test/v1/people/ada/friends/$ref
          odata-version: 4.0
          content-type: application/json
          {"@odata.id":"https://service.test/v1/staff/bob"}
        POST https://service.test/v1/people/ada/friends/$ref
          odata-version: 4.0
          content-type: application/json
          {"@odata.id":"https://service.test/v1/people/bob"}
        PUT https://service.test/v1/people/ada/manager/$ref
          x-why: because
          odata-version: 4.0
          content-type: application/json
          {"@odata.id":"https://service.test/v1/people/eve"}
        DELETE https://service.test/v1/people/ada/manager/$ref
        DELETE https://service.test/v1/people/ada/friends/bob/$ref"#]]
    .assert_eq(&script.log());
    let error = ada.friends().add_ref(&Person::default()).await.unwrap_err();
    expect!["POST /people/{key}/friends/$ref: the entity has neither @odata.id nor all of its key properties"]
        .assert_eq(&error.to_string());
}

#[tokio::test]
async fn operations_encode_arguments_and_read_every_shape() {
    let script = Script::new([
        json(200, r#"{"@odata.context":"x","value":12.5}"#),
        json(200, r#"{"value":1}"#),
        json(200, r#"{"value":[{"id":"1"}],"@odata.nextLink":"https://service.test/v1/next?a"}"#),
        json(200, r#"{"value":[],"@nextLink":"/v1/next?b"}"#),
        json(200, r#"{"value":[{"id":"2"}]}"#),
        json(200, r#"{"@odata.context":"x","city":"Oslo"}"#),
        Answer::Full(204, "", String::new()),
    ]);
    let me = script.client().me();
    assert_eq!(me.distance("O'Hare/x".to_owned(), None).await.unwrap(), 12.5);
    assert_eq!(me.distance("b".to_owned(), Some(vec!["c&d".to_owned()])).await.unwrap(), 1.0);
    let ancestors = me.ancestors().header("X-Kept", "yes").await.unwrap();
    assert_eq!(ancestors, [person("1"), person("2")]);
    assert_eq!(me.current_home("2024-02-29".parse().unwrap()).await.unwrap().city.as_deref(), Some("Oslo"));
    let oslo = Place { city: Some("Oslo".to_owned()), ..Place::default() };
    me.move_to(oslo, None).await.unwrap();
    expect![[r#"
        GET https://service.test/v1/me/test.distance(to='O''Hare%2Fx')
          prefer: include-unknown-enum-members
        GET https://service.test/v1/me/test.distance(to='b',via=@via)?@via=%5B%22c%26d%22%5D
          prefer: include-unknown-enum-members
        GET https://service.test/v1/me/test.ancestors()
          x-kept: yes
          prefer: include-unknown-enum-members
        GET https://service.test/v1/next?a
          x-kept: yes
          prefer: include-unknown-enum-members
        GET https://service.test/v1/next?b
          x-kept: yes
          prefer: include-unknown-enum-members
        GET https://service.test/v1/me/test.home(on=2024-02-29)
          prefer: include-unknown-enum-members
        POST https://service.test/v1/me/test.move
          odata-version: 4.0
          content-type: application/json
          {"place":{"city":"Oslo"}}"#]]
    .assert_eq(&script.log());
}

#[test]
fn keys_stay_one_segment_in_both_styles() {
    let script = Script::new([]);
    let shown: Vec<String> = [KeyStyle::Segment, KeyStyle::Parentheses]
        .into_iter()
        .flat_map(|style| {
            let client: Client = script.builder().key_style(style).build().unwrap();
            let keys = [
                Key::from("a#EXT#@b.com"),
                Key::from("o'x/../$ref?a=b"),
                Key::from(-5),
                Key::from("01234567-89ab-cdef-0123-456789abcdef".parse::<edmund::Guid>().unwrap()),
                Key::named([("a", Literal::Integer(1)), ("b", Literal::String("x,y='".to_owned()))]),
                Key::from(".."),
                Key::from(""),
            ];
            keys.into_iter()
                .map(|key| {
                    let one = client.people().id(key).manager();
                    let address = one.address();
                    address.url().map_or_else(|error| error.to_string(), |url| format!("{url} {}", address.template()))
                })
                .collect::<Vec<_>>()
        })
        .collect();
    expect![[r#"
        https://service.test/v1/people/a%23EXT%23@b.com/manager /people/{key}/manager
        https://service.test/v1/people/o%27x%2F..%2F%24ref%3Fa%3Db/manager /people/{key}/manager
        https://service.test/v1/people/-5/manager /people/{key}/manager
        https://service.test/v1/people/01234567-89ab-cdef-0123-456789abcdef/manager /people/{key}/manager
        https://service.test/v1/people(a=1,b='x,y%3D''')/manager /people(a={a},b={b})/manager
        ".." cannot be a key: it is empty or would be read as a step in the path
        "" cannot be a key: it is empty or would be read as a step in the path
        https://service.test/v1/people('a%23EXT%23@b.com')/manager /people({key})/manager
        https://service.test/v1/people('o''x%2F..%2F%24ref%3Fa%3Db')/manager /people({key})/manager
        https://service.test/v1/people(-5)/manager /people({key})/manager
        https://service.test/v1/people(01234567-89ab-cdef-0123-456789abcdef)/manager /people({key})/manager
        https://service.test/v1/people(a=1,b='x,y%3D''')/manager /people(a={a},b={b})/manager
        https://service.test/v1/people('..')/manager /people({key})/manager
        https://service.test/v1/people('')/manager /people({key})/manager"#]]
    .assert_eq(&shown.join("\n"));
}

#[tokio::test]
async fn what_cannot_be_sent_is_not_sent() {
    let script = Script::new([]);
    let client = script.client();
    let mut shown = vec![
        client.people().id("..").delete().await.unwrap_err().to_string(),
        client.me().get().header("X-Bad", "a\r\nInjected: b").await.unwrap_err().to_string(),
        client.me().get().header("bad name", "x").await.unwrap_err().to_string(),
        client.people().id("").manager().get().await.unwrap_err().to_string(),
    ];
    let mut stream = client.people().list().header("é", "x").stream();
    shown.push(stream.try_next().await.unwrap_err().to_string());
    assert!(stream.try_next().await.unwrap().is_none());
    expect![[r#"
        DELETE /people/{key}: ".." cannot be a key: it is empty or would be read as a step in the path
        GET /me: "X-Bad" with this value is not a valid header
        GET /me: "bad name" with this value is not a valid header
        GET /people/{key}/manager: "" cannot be a key: it is empty or would be read as a step in the path
        GET /people: "é" with this value is not a valid header"#]]
    .assert_eq(&shown.join("\n"));
    assert_eq!(script.log(), "");
}

#[tokio::test]
async fn what_comes_along_is_expanded() {
    let script = Script::new([json(200, r#"{"value":[]}"#), json(200, r#"{"id":"1"}"#)]);
    let people = script.client().people();
    let friends = Person::FRIENDS
        .select((Person::ID, Person::HOME.get(Place::CITY)))
        .filter(Person::DISPLAY_NAME.eq("a;b)('c"))
        .order_by(Person::AGE.desc())
        .top(5)
        .skip(1)
        .count()
        .expand(Person::MANAGER);
    people.list().expand(Person::MANAGER).expand(friends).first_page().await.unwrap();
    people.id("1").get().expand(Person::MANAGER.select(Person::ID)).await.unwrap();
    expect![[r#"
        GET https://service.test/v1/people?$expand=manager,friends(%24select%3Did,home/city%3B%24filter%3DdisplayName%20eq%20'a%3Bb)(''c'%3B%24orderby%3Dage%20desc%3B%24top%3D5%3B%24skip%3D1%3B%24count%3Dtrue%3B%24expand%3Dmanager)
          prefer: include-unknown-enum-members
        GET https://service.test/v1/people/1?$expand=manager(%24select%3Did)
          prefer: include-unknown-enum-members"#]].assert_eq(&script.log());
    // No value changes what is expanded.
    let query = script.log().lines().next().unwrap().split_once('?').unwrap().1.to_owned();
    let options = edmund::query::Options::parse(&query).unwrap();
    expect!["manager,friends($select=id,home/city;$filter=displayName eq 'a;b)(''c';$orderby=age desc;$top=5;$skip=1;$count=true;$expand=manager)"].assert_eq(&options.expand.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
}

#[tokio::test]
async fn searches_are_quoted_and_advanced_queries_say_so_with_every_page() {
    let script = Script::new([
        json(200, r#"{"value":[{"id":"1"}],"@odata.nextLink":"https://service.test/v1/people?$skiptoken=x"}"#),
        json(200, r#"{"value":[{"id":"2"}]}"#),
    ]);
    let search = Search::property(Person::DISPLAY_NAME, "O\"Br & co\\").or(Search::phrase("a b")).and(!Search::phrase("c"));
    let found =
        script.client().people().list().search(search).advanced().option("api-version", "1 2").try_collect().await.unwrap();
    assert_eq!(found, [person("1"), person("2")]);
    expect![[r#"
        GET https://service.test/v1/people?$count=true&$search=(%22displayName:O%5C%22Br%20%26%20co%5C%5C%22%20OR%20%22a%20b%22)%20AND%20NOT%20%22c%22&api-version=1%202
          consistencylevel: eventual
          prefer: include-unknown-enum-members
        GET https://service.test/v1/people?$skiptoken=x
          consistencylevel: eventual
          prefer: include-unknown-enum-members"#]].assert_eq(&script.log());
}

#[derive(edmund::Entity)]
#[odata(of = Person)]
struct Team {
    id: String,
    #[odata(expand)]
    manager: Option<Name>,
    #[odata(expand)]
    friends: Vec<Friend>,
}

#[derive(edmund::Entity)]
#[odata(of = Person)]
struct Friend {
    age: Option<i32>,
    #[odata(expand)]
    manager: Option<Name>,
}

#[tokio::test]
async fn a_projection_expands_what_it_holds() {
    let script = Script::new([json(
        200,
        r#"{"value":[{"id":"1","manager":{"id":"2","displayName":"Ada"},"friends":[{"age":3,"manager":null}]}]}"#,
    )]);
    let teams = script.client().people().list().project::<Team>().try_collect().await.unwrap();
    assert_eq!(teams[0].manager.as_ref().unwrap().display_name.as_deref(), Some("Ada"));
    assert_eq!((teams[0].id.as_str(), teams[0].friends[0].age), ("1", Some(3)));
    expect![[r#"
        GET https://service.test/v1/people?$select=id&$expand=manager(%24select%3Did,displayName),friends(%24select%3Dage%3B%24expand%3Dmanager(%24select%3Did,displayName))
          prefer: include-unknown-enum-members"#]].assert_eq(&script.log());
}
