//! Change tracking: what is told of a collection after it was read once.

use edmund_sandbox::Service;
use expect_test::expect;

use crate::{builder, check, send, stocked};

/// The link of an answer by its name, as a request target.
fn link(answer: &str, name: &str) -> Option<String> {
    let (_, rest) = answer.split_once(&format!("\"@odata.{name}\":\"/"))?;
    Some(format!("/{}", rest.split_once('"')?.0))
}

/// Answers from a target to the last page: each without its links, and the delta link.
fn follow(service: &Service, target: &str) -> (String, String) {
    let (mut pages, mut next) = (String::new(), target.to_owned());
    loop {
        let answer = send(service, &format!("GET {next}"));
        pages +=
            answer.split(",\"@odata.nextLink").next().unwrap_or_default().split(",\"@odata.deltaLink").next().unwrap_or_default();
        pages += "\n";
        match (link(&answer, "nextLink"), link(&answer, "deltaLink")) {
            (Some(link), _) => next = link,
            (None, Some(delta)) => return (pages, delta),
            (None, None) => panic!("a page without a link: {answer}"),
        }
    }
}

#[test]
fn a_function_called_delta_tells_what_changed() {
    let service = stocked();
    let (first, delta) = follow(&service, "/books/delta?$select=isbn,pages");
    expect![[r##"
        200 OK
        {"@odata.context":"/$metadata#books(isbn,pages)","value":[
         {"isbn":"a","pages":100},
         {"isbn":"b","pages":200},
         {"isbn":"c","pages":300},
         {"@odata.type":"#library.audioBook","isbn":"d","pages":0}]
    "##]]
    .assert_eq(&first);

    send(&service, "PATCH /books('a')\n\n{\"pages\":101}");
    send(&service, "PATCH /books('a')\n\n{\"pages\":102}");
    send(&service, "DELETE /books('b')");
    send(&service, "POST /people\n\n{\"id\":1}");
    send(&service, "POST /books\n\n{\"isbn\":\"e\",\"title\":\"t\",\"pages\":5}");
    let (changes, delta) = follow(&service, &delta);
    expect![[r#"
        200 OK
        {"@odata.context":"/$metadata#books(isbn,pages)/$delta","value":[
         {"isbn":"a","pages":102},
         {"@removed":{"reason":"deleted"},"isbn":"b"},
         {"isbn":"e","pages":5}]
    "#]]
    .assert_eq(&changes);
    let (nothing, _) = follow(&service, &delta);
    expect![[r#"
        200 OK
        {"@odata.context":"/$metadata#books(isbn,pages)/$delta","value":[]
    "#]]
    .assert_eq(&nothing);
}

#[test]
fn a_preference_tracks_any_collection() {
    let service = stocked();
    let read = send(&service, "GET /books?$select=isbn&$filter=pages gt 150\nPrefer: odata.track-changes, maxpagesize=1");
    let delta = follow(&service, &link(&read, "nextLink").unwrap()).1;
    send(&service, "DELETE /books('b')");
    send(&service, "PATCH /books('c')\n\n{\"pages\":1}");
    send(&service, "PATCH /books('a')\n\n{\"pages\":500}");
    check(
        &service,
        &["GET /books?$top=1&$select=isbn\nPrefer: track-changes", &format!("GET {delta}\nPrefer: maxpagesize=2")],
        expect![[r#"
            > GET /books?$top=1&$select=isbn
            200 OK
            preference-applied: odata.track-changes
            {"@odata.context":"/$metadata#books(isbn)","value":[
             {"isbn":"a"}],"@odata.deltaLink":"/books?$top=1&$select=isbn&$deltatoken=7-0-1-13c9041660fef62e"}

            > GET /books?$select=isbn&$filter=pages%20gt%20150&$deltatoken=4-0-1-1c43a2297ea9e1b3
            200 OK
            preference-applied: odata.maxpagesize=2
            {"@odata.context":"/$metadata#books(isbn)/$delta","value":[
             {"@odata.context":"/$metadata#books/$deletedEntity","id":"/books('b')","reason":"deleted"},
             {"@odata.context":"/$metadata#books/$deletedEntity","id":"/books('c')","reason":"changed"}],"@odata.nextLink":"/books?$select=isbn&$filter=pages%20gt%20150&$skiptoken=6-0-1-3706b123c743b65a"}
        "#]],
    );
}

#[test]
fn links_are_refused_when_they_were_changed_and_gone_when_they_are_old() {
    let service = builder().tracked_changes(2).service().unwrap();
    let (_, delta) = follow(&service, "/books/delta?$deltatoken=latest");
    for isbn in ["a", "b", "c"] {
        let answer = send(&service, &format!("POST /books\n\n{{\"isbn\":\"{isbn}\",\"title\":\"t\"}}"));
        assert!(answer.starts_with("201"), "{answer}");
    }
    let changed = delta.replace("/books", "/people");
    check(
        &service,
        &[&format!("GET {delta}"), &format!("GET {changed}"), "GET /books?$deltatoken=1-0-0-1"],
        expect![[r#"
            > GET /books/delta?$deltatoken=0-0-1-9f27179e9fca1390
            410 Gone
            location: http://sandbox/books/delta
            {"error":{"code":"resyncRequired","message":"the changes since the link was made are no longer known: read everything again","target":"$deltatoken"

            > GET /people/delta?$deltatoken=0-0-1-9f27179e9fca1390
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`id`: expected a value of Edm.Int32, found \"delta\"","target":"id"

            > GET /books?$deltatoken=1-0-0-1
            400 Bad Request
            {"error":{"code":"BadRequest","message":"the token is not one of this service, or the link was changed: follow links as they are","target":"$skiptoken"
        "#]],
    );
}
