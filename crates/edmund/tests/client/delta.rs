//! Changes since the last time, in every form in which services write them.

use edmund::request::{Change, DeltaStore, DeltaToken, EntityKey};
use edmund::{Error, Object as _, PolicyViolation};
use expect_test::expect;

use crate::model::{Person, TestService as _};
use crate::script::{Answer, Script, json};

/// A page of changes, the last of its round.
fn round(items: &str, next: u32) -> Answer {
    json(
        200,
        format!(r#"{{"value":[{items}],"@odata.deltaLink":"https://service.test/v1/people/test.delta()?$deltatoken={next}"}}"#),
    )
}

/// What a store holds: each entity as JSON, and its friends.
fn show(store: &DeltaStore<Person>) -> String {
    let lines = store.iter().map(|(key, person)| {
        let friends: Vec<&str> = store.links(key, "friends").map(EntityKey::as_str).collect();
        format!("{key}: {} {friends:?}", serde_json::to_string(person).unwrap())
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn rounds_follow_each_other() {
    let script = Script::new([
        // A delta link on a page that is not the last ends nothing.
        json(
            200,
            r#"{"@odata.context":"https://service.test/v1/$metadata#people","value":[{"id":"1","displayName":"Ada","age":36},{"id":"2","@removed":{"reason":"deleted"}}],
                "@odata.deltaLink":"people?early","@odata.nextLink":"people/test.delta()?$skiptoken=2"}"#,
        ),
        json(
            200,
            r#"{"value":[{"id":"3","displayName":"Cy","tags":["a"]}],"@deltaLink":"/v1/people/test.delta()?%24deltatoken=1"}"#,
        ),
        round(
            r#"{"id":"1","age":null},{"id":"3","@removed":{"reason":"changed"}},{"id":"4"},{"id":"1","displayName":"Ada L."}"#,
            2,
        ),
        round("", 3),
    ]);
    let people = script.client().people();
    let mut changes = people.delta().changes().header("ConsistencyLevel", "eventual").stream();
    let mut store = DeltaStore::<Person>::new();
    while let Some(change) = changes.try_next().await.unwrap() {
        assert!(changes.token().is_none(), "the round is not over");
        store.apply(change).unwrap();
    }
    let token = serde_json::to_string(&changes.token()).unwrap();
    expect![[r#"{"service":"https://service.test/v1","request":"1b36a51e48f320a4","link":"https://service.test/v1/people/test.delta()?%24deltatoken=1","pages":2,"items":3}"#]].assert_eq(&token);
    expect![[r#"
        1: {"id":"1","displayName":"Ada","age":36} []
        3: {"id":"3","displayName":"Cy","tags":["a"]} []"#]]
    .assert_eq(&show(&store));

    let token: DeltaToken = serde_json::from_str(&token).unwrap();
    assert_eq!(format!("{token:?}"), "DeltaToken(***)");
    let mut store = DeltaStore::restore(store.iter().map(|(_, person)| person.clone()), Some(token)).unwrap();
    let delta = people.delta().changes().header("ConsistencyLevel", "eventual");
    assert_eq!(delta.clone().sync(&mut store).await.unwrap().changes, 4);
    let after = show(&store);
    expect![[r#"
        1: {"id":"1","displayName":"Ada L.","age":null} []
        4: {"id":"4"} []"#]]
    .assert_eq(&after);
    assert_eq!(delta.sync(&mut store).await.unwrap().changes, 0);
    assert_eq!(show(&store), after);
    expect![[r#"
        GET https://service.test/v1/people/test.delta()
          consistencylevel: eventual
          prefer: include-unknown-enum-members
        GET https://service.test/v1/people/test.delta()?$skiptoken=2
          consistencylevel: eventual
          prefer: include-unknown-enum-members
        GET https://service.test/v1/people/test.delta()?%24deltatoken=1
          consistencylevel: eventual
          prefer: include-unknown-enum-members
        GET https://service.test/v1/people/test.delta()?$deltatoken=2
          consistencylevel: eventual
          prefer: include-unknown-enum-members"#]]
    .assert_eq(&script.log());
}

#[tokio::test]
async fn removals_in_three_forms() {
    let items = [
        r#"{"id":"1","@removed":{"reason":"changed"}}"#,
        r#"{"@removed":{"reason":"deleted"},"@id":"https://service.test/v1/people('2')"}"#,
        r#"{"@odata.removed":{"reason":"lost"},"@odata.id":"people/3"}"#,
        r##"{"@odata.context":"https://service.test/v1/$metadata#people/$deletedEntity","id":"people('4')","reason":"deleted"}"##,
        r##"{"@context":"#people/$deletedEntity","id":"https://service.test/v1/people('O''Hara')"}"##,
        r#"{"id":"6","@removed":{}}"#,
        // Nothing but an entity that mentions a word.
        r#"{"id":"7","displayName":"removed"}"#,
        r#"{"id":"8","removed":true}"#,
    ];
    let script = Script::new([round(&items.join(","), 1)]);
    let mut changes = script.client().people().list().changes().stream();
    let mut shown = Vec::new();
    while let Some(change) = changes.try_next().await.unwrap() {
        shown.push(format!("{change:?}"));
    }
    expect![[r#"
        Removed(Removed { key: EntityKey(1), reason: Changed })
        Removed(Removed { key: EntityKey(2), reason: Deleted })
        Removed(Removed { key: EntityKey(3), reason: Other("lost") })
        Removed(Removed { key: EntityKey(4), reason: Deleted })
        Removed(Removed { key: EntityKey(O'Hara), reason: Other("") })
        Removed(Removed { key: EntityKey(6), reason: Other("") })
        Upsert(person { id: "7", displayName: "removed" })
        Upsert(person { id: "8", extra: {"removed": Bool(true)} })"#]]
    .assert_eq(&shown.join("\n"));
}

#[tokio::test]
async fn relationships_in_both_forms() {
    let items = [
        r##"{"id":"1","friends@delta":[{"@odata.type":"#test.person","id":"2"},{"id":"3"},{"@id":"people('4')"}]}"##,
        r#"{"id":"1","friends@delta":[{"id":"3","@removed":{"reason":"deleted"}}]}"#,
        r##"{"@odata.context":"#people/$link","source":"people('1')","relationship":"friends","target":"people('5')"}"##,
        r##"{"@odata.context":"#people/$deletedLink","source":"people('1')","relationship":"friends","target":"people('2')"}"##,
        r##"{"@odata.context":"#people/$link","source":"people('6')","relationship":"friends","target":"people('1')"}"##,
    ];
    let script = Script::new([round(&items.join(","), 1), round(r#"{"id":"6","@removed":{}}"#, 2)]);
    let delta = script.client().people().delta().changes();
    let mut store = DeltaStore::new();
    delta.clone().sync(&mut store).await.unwrap();
    expect![[r#"1: {"id":"1"} ["4", "5"]"#]].assert_eq(&show(&store));
    assert_eq!(store.links(&EntityKey::from("6"), "friends").count(), 1);
    delta.sync(&mut store).await.unwrap();
    assert_eq!(store.links(&EntityKey::from("6"), "friends").count(), 0);
}

#[tokio::test]
async fn what_was_left_out_is_not_what_came_as_null() {
    let script = Script::new([round(r#"{"id":"1","age":null,"tags":["a",null]}"#, 1)]);
    let mut changes = script.client().people().delta().changes().stream();
    let Some(Change::Upsert(person)) = changes.try_next().await.unwrap() else { panic!("a change of a person") };
    assert!(person.is_null(Person::AGE) && !person.is_null(Person::DISPLAY_NAME));

    // A merge keeps what it does not know, takes away what came as null, and knows afterwards what was null.
    let whole = r#"{"id":"1","displayName":"Ada","age":36,"tags":["a",null,"b"],"home":{"city":"Oslo"},"@odata.etag":"1","x":1}"#;
    let mut store = DeltaStore::restore([serde_json::from_str::<Person>(whole).unwrap()], None).unwrap();
    for change in [
        r#"{"id":"1","age":null,"@odata.etag":"2"}"#,
        r#"{"id":"1","tags":["c","d"],"home":{"visits":[1]},"friends@delta":[]}"#,
        r#"{"id":"1","displayName":null,"age":37}"#,
        r#"{"id":"1","displayName":null,"age":37}"#,
    ] {
        store.apply(Change::Upsert(serde_json::from_str(change).unwrap())).unwrap();
    }
    expect![[r#"1: {"@odata.etag":"2","id":"1","displayName":null,"age":37,"tags":["c","d"],"home":{"visits":[1]},"x":1} []"#]]
        .assert_eq(&show(&store));
}

#[tokio::test]
async fn when_the_token_is_too_old_everything_is_read_again() {
    let gone = |headers| Answer::Full(410, headers, r#"{"error":{"code":"resyncRequired","message":"m"}}"#.to_owned());
    let script = Script::new([
        round(r#"{"id":"1","age":1},{"id":"2"},{"id":"3"}"#, 1),
        gone("content-type: application/json\nlocation: https://service.test/v1/people/test.delta()?$deltatoken="),
        json(200, r#"{"value":[{"id":"1","displayName":"Ada"}],"@odata.nextLink":"?$skiptoken=2"}"#),
        round(r#"{"id":"4"},{"id":"1","age":2}"#, 2),
        gone("content-type: application/json"),
        gone("content-type: application/json"),
    ]);
    let delta = script.client().people().delta().changes();
    let mut store = DeltaStore::new();
    delta.clone().sync(&mut store).await.unwrap();
    let round = delta.clone().sync(&mut store).await.unwrap();
    assert!(round.resynchronised);
    expect![[r#"
        1: {"id":"1","displayName":"Ada","age":2} []
        4: {"id":"4"} []"#]]
    .assert_eq(&show(&store));
    // Once is enough: a service that always says so is not asked for ever.
    let error = delta.sync(&mut store).await.unwrap_err();
    assert!(matches!(error, Error::ResyncRequired { restart: None, .. }), "{error}");
    expect!["GET /people/test.delta(): the service no longer knows what has changed; everything has to be read again (GET /people/test.delta(): 410 Gone, resyncRequired: m)"].assert_eq(&error.to_string());
    expect![[r#"
        GET https://service.test/v1/people/test.delta()
          prefer: include-unknown-enum-members
        GET https://service.test/v1/people/test.delta()?$deltatoken=1
          prefer: include-unknown-enum-members
        GET https://service.test/v1/people/test.delta()?$deltatoken=
          prefer: include-unknown-enum-members
        GET https://service.test/v1/people/test.delta()?$skiptoken=2
          prefer: include-unknown-enum-members
        GET https://service.test/v1/people/test.delta()?$deltatoken=2
          prefer: include-unknown-enum-members
        GET https://service.test/v1/people/test.delta()
          prefer: include-unknown-enum-members"#]]
    .assert_eq(&script.log());
}

#[tokio::test]
async fn a_round_can_begin_with_now() {
    let script = Script::new([round("", 1), round(r#"{"id":"1"}"#, 2)]);
    let delta = script.client().people().delta().changes().select(Person::AGE);
    let mut store = DeltaStore::new();
    delta.clone().from_now().sync(&mut store).await.unwrap();
    assert!(store.is_empty());
    delta.sync(&mut store).await.unwrap();
    assert_eq!(store.len(), 1);
    expect![[r#"
        GET https://service.test/v1/people/test.delta()?$select=age&$deltatoken=latest
          prefer: include-unknown-enum-members
        GET https://service.test/v1/people/test.delta()?$deltatoken=1
          prefer: include-unknown-enum-members"#]]
    .assert_eq(&script.log());
}

#[tokio::test]
async fn rounds_that_are_not_complete_are_errors() {
    let last = |links: &str| json(200, format!(r#"{{"value":[{{"id":"1"}}]{links}}}"#));
    let mut shown = Vec::new();
    for answer in [
        last(""),
        last(r#","@odata.deltaLink":"""#),
        last(r#","@odata.deltaLink":"https://evil.test/v1/people?$deltatoken=1""#),
        last(r#","@odata.deltaLink":"https://""#),
        json(200, r#"{"value":[{"@removed":{"reason":"deleted"}}],"@odata.deltaLink":"d"}"#),
        json(200, r##"{"value":[{"@context":"#people/$link","source":"people(1)"}],"@odata.deltaLink":"d"}"##),
        json(200, r#"{"value":[{"age":1}],"@odata.deltaLink":"d"}"#),
    ] {
        let mut store = DeltaStore::<Person>::new();
        let script = Script::new([answer]);
        let error = script.client().people().list().changes().sync(&mut store).await.unwrap_err();
        assert!(store.token().is_none());
        assert!(!script.log().contains("evil"));
        shown.push(error.to_string());
    }
    expect![[r#"
        GET /people: the last page has no delta link: the service does not track changes of this collection
        GET /people: the last page has no delta link: the service does not track changes of this collection
        GET /people: the delta link leads to https://evil.test, not to the origin of this client
        GET /people: the delta link is not a usable URL: empty string
        GET /people: cannot read the answer (status 200, 68 bytes) at value/0: a removed entity has neither its key nor @id
        GET /people: cannot read the answer (status 200, 84 bytes) at value/0: a link has no source, relationship and target
        GET /people: the entity has neither @odata.id nor all of its key properties"#]]
    .assert_eq(&shown.join("\n"));

    // A token belongs to its request.
    let script = Script::new([round("", 1)]);
    let mut store = DeltaStore::new();
    let people = script.client().people();
    people.delta().changes().sync(&mut store).await.unwrap();
    let error = people.delta().changes().page_size(1).sync(&mut store).await.unwrap_err();
    assert!(matches!(error, Error::Policy { violation: PolicyViolation::Bookmark { .. }, .. }), "{error}");
}
