use expect_test::expect;

use crate::{check, library, send, stocked};

#[test]
fn create() {
    let requests = [
        "POST /books\n\n{\"isbn\":\"o'x/ö\",\"title\":\"T\"}",
        "GET /books('o''x%2F%C3%B6')/title",
        "POST /people\n\n{\"displayName\":\"Ada\"}",
        "POST /people\nPrefer: return=minimal\n\n{\"displayName\":\"Bob\"}",
        "POST /people\n\n{\"id\":2}",
        "POST /desk/visits\n\n{}",
        "GET /people?$select=id,displayName",
    ];
    check(&library(), &requests, expect![[]]);
}

#[test]
fn bodies_are_checked() {
    let requests = [
        "POST /books\n\n{\"isbn\":\"x\"}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":null}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"titel\":\"T\"}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"pages\":\"5\"}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"pages\":3000000000}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"status\":\"unknownFutureValue\"}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"status\":\"Lent\"}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"tags\":\"red\"}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"tags\":[1]}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"published\":\"2023-02-29\"}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"origin\":{\"city\":\"12345678901\"}}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"origin\":{\"floor\":256}}",
        "POST /books\n\n{\"@odata.type\":\"#library.person\",\"isbn\":\"x\",\"title\":\"T\"}",
        "POST /books\n\n[1]",
        "POST /books\n\n{\"isbn\":",
        "POST /books\nContent-Type: text/plain\n\n{}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"author@odata.bind\":\"people(77)\"}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"author@odata.bind\":\"https://elsewhere.example/people(1)\"}",
        "GET /books/$count",
    ];
    check(&library(), &requests, expect![[]]);
}

#[test]
fn change_and_delete() {
    let requests = [
        "PATCH /books('a')\n\n{\"isbn\":\"z\",\"pages\":null,\"origin\":{\"floor\":3},\"shelfMark\":\"mine\"}",
        "GET /books('a')",
        "PATCH /books('a')\nPrefer: return=representation\n\n{\"title\":\"New\"}",
        "PATCH /books('a')\n\n{\"title\":null}",
        "PATCH /books('zz')\n\n{}",
        "PUT /books('b')\n\n{\"title\":\"Only\"}",
        "GET /books('b')",
        "PUT /books('a')/pages\n\n{\"value\":7}",
        "PATCH /books('a')/origin\n\n{\"city\":\"Rome\"}",
        "DELETE /books('a')/published",
        "PUT /books('a')/isbn\n\n{\"value\":\"q\"}",
        "GET /books('a')?$select=pages,origin,published",
        "DELETE /books('a')",
        "GET /books('a')",
        "DELETE /books('a')",
        "POST /books\n\n{\"isbn\":\"a\",\"title\":\"Again\"}",
    ];
    check(&stocked(), &requests, expect![[]]);
}

#[test]
fn deep_insert_and_single_contained() {
    let requests = [
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"chapters\":[{\"part\":\"I\",\"number\":1},{\"part\":\"I\",\"number\":2}],\"author\":{\"displayName\":\"New\"}}",
        "GET /books('x')/chapters",
        "GET /books('x')/author",
        "POST /books\n\n{\"isbn\":\"y\",\"title\":\"T\",\"chapters\":[{\"part\":\"I\",\"number\":1},{\"part\":\"I\",\"number\":1}]}",
        "GET /books('y')",
        "PATCH /books('x')\n\n{\"chapters\":[]}",
        "PATCH /books('x')\n\n{\"chapters\":[{}]}",
    ];
    check(&library(), &requests, expect![[]]);
}

#[test]
fn etags() {
    let service = stocked();
    let request = http::Request::get("/books('a')").body(bytes::Bytes::new()).unwrap();
    let etag = service.handle(&request).headers()["etag"].to_str().unwrap().to_owned();
    assert!(send(&service, &format!("GET /books('a')\nIf-None-Match: {etag}")).starts_with("304"));
    assert!(send(&service, &format!("PATCH /books('a')\nIf-Match: {etag}\n\n{{\"pages\":1}}")).starts_with("204"));
    assert!(send(&service, &format!("PATCH /books('a')\nIf-Match: {etag}\n\n{{\"pages\":2}}")).starts_with("412"));
    assert!(send(&service, "DELETE /books('a')\nIf-Match: *").starts_with("204"));
}
