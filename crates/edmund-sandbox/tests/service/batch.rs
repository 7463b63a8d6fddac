//! Several requests in one.

use edmund_sandbox::Service;
use expect_test::expect;
use serde_json::Value;

use super::{builder, check, library, stocked};

/// What a batch is answered with: one line for each answer.
fn answers(service: &Service, body: &str, headers: &[(&str, &str)]) -> String {
    let mut request = http::Request::post("/$batch").header("host", "sandbox").header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = service.handle(&request.body(body.to_owned().into()).unwrap());
    let document: Value = serde_json::from_slice(response.body()).unwrap();
    let line = |part: &Value| {
        let body = &part["body"];
        let said = body["error"]["message"].as_str().map_or_else(|| body.to_string(), str::to_owned);
        format!("{} {} {said}\n", part["id"], part["status"])
    };
    document["responses"].as_array().unwrap().iter().map(line).collect()
}

#[test]
fn requests_are_carried_out_in_their_order_and_answered_by_id() {
    let body = r#"{"requests":[
        {"id":"new","method":"POST","url":"/books","headers":{"content-type":"application/json"},"body":{"isbn":"z","title":"Zeta","status":"lost","pages":1}},
        {"id":"read","method":"get","url":"books/z?$select=title","dependsOn":["NEW"]},
        {"id":"count","method":"GET","url":"http://sandbox/books/$count"},
        {"id":"bad","method":"PATCH","url":"/books/z","headers":{"Content-Type":"application/json"},"body":{"pages":"many"}},
        {"id":"after","method":"DELETE","url":"/books/z","dependsOn":["bad"]},
        {"id":"last","method":"DELETE","url":"/books/z"}
    ]}"#;
    let service = stocked();
    expect![[r#"
        "new" 201 {"@odata.context":"http://sandbox/$metadata#books/$entity","added":null,"features":null,"isbn":"z","origin":null,"pages":1,"price":null,"published":null,"shelfMark":null,"status":"lost","tags":[],"title":"Zeta"}
        "read" 200 {"@odata.context":"http://sandbox/$metadata#books(title)/$entity","title":"Zeta"}
        "count" 200 "5"
        "bad" 400 `pages`: expected a value of Edm.Int32, found "many"
        "after" 424 not carried out, because the request `bad` failed
        "last" 204 null
    "#]].assert_eq(&answers(&service, body, &[("prefer", "return=minimal, odata.continue-on-error")]));
    expect![[r#"
        "1" 404 `books` has no item with the key `z`
    "#]]
    .assert_eq(&answers(&service, r#"{"requests":[{"id":"1","method":"GET","url":"/books/z"}]}"#, &[]));
}

#[test]
fn without_the_preference_the_first_failure_ends_it() {
    let body = r#"{"requests":[{"id":"1","method":"GET","url":"/books/none"},{"id":"2","method":"GET","url":"/books"}]}"#;
    expect![[r#"
        "1" 404 `books` has no item with the key `none`
    "#]]
    .assert_eq(&answers(&library(), body, &[]));
}

#[test]
fn paths_are_taken_from_the_root_or_from_the_host() {
    let service = builder().prefix("/odata/v4").service().unwrap();
    let body = r#"{"requests":[
        {"id":"1","method":"GET","url":"/books/$count"},
        {"id":"2","method":"GET","url":"/odata/v4/books/$count"},
        {"id":"3","method":"GET","url":"books/$count"},
        {"id":"4","method":"GET","url":"http://sandbox/odata/v4/books/$count"}
    ]}"#;
    let request = http::Request::post("/odata/v4/$batch").header("host", "sandbox").header("content-type", "application/json");
    let response = service.handle(&request.body(body.into()).unwrap());
    let document: Value = serde_json::from_slice(response.body()).unwrap();
    let bodies: Vec<&Value> = document["responses"].as_array().unwrap().iter().map(|part| &part["body"]).collect();
    assert_eq!(bodies, ["0", "0", "0", "0"]);
}

#[test]
fn a_batch_that_is_none_is_refused_as_a_whole() {
    let get = r#"{"id":"a","method":"GET","url":"/books"}"#;
    let many = vec![get; 21].join(",");
    let bodies = [
        "{}".to_owned(),
        format!(r#"{{"requests":[{many}]}}"#),
        format!(r#"{{"requests":[{get},{}]}}"#, get.replace("\"a\"", "\"A\"")),
        r#"{"requests":[{"id":"1","method":"GET","url":"/books","dependsOn":["2"]}]}"#.to_owned(),
        r#"{"requests":[{"id":"1","method":"GET","url":"https://elsewhere/books"}]}"#.to_owned(),
        r#"{"requests":[{"id":"1","method":"POST","url":"/$batch"}]}"#.to_owned(),
        r#"{"requests":[{"id":"1","method":"POST","url":"/books","body":{}}]}"#.to_owned(),
        r#"{"requests":[{"id":"1","method":"GET","url":"/books","atomicityGroup":"g"}]}"#.to_owned(),
        r#"{"requests":[{"id":1,"method":"GET","url":"/books"}]}"#.to_owned(),
    ];
    let requests: Vec<String> = bodies.iter().map(|body| format!("POST /$batch\n\n{body}")).collect();
    let mut requests: Vec<&str> = requests.iter().map(String::as_str).collect();
    requests.push("GET /$batch");
    requests.push("POST /books/$batch\n\n{}");
    check(
        &library(),
        &requests,
        expect![[r#"
        > POST /$batch
        400 Bad Request
        {"error":{"code":"BadRequest","message":"a batch is an object with the array `requests`"

        > POST /$batch
        400 Bad Request
        {"error":{"code":"BadRequest","message":"a batch has at most 20 requests, not 21"

        > POST /$batch
        400 Bad Request
        {"error":{"code":"BadRequest","message":"requests[1]: the id `A` is taken"

        > POST /$batch
        400 Bad Request
        {"error":{"code":"BadRequest","message":"requests[0]: it depends on `2`, which is not the id of an earlier request"

        > POST /$batch
        400 Bad Request
        {"error":{"code":"BadRequest","message":"requests[0]: `https://elsewhere/books` is not below /"

        > POST /$batch
        400 Bad Request
        {"error":{"code":"BadRequest","message":"requests[0]: a batch cannot stand in a batch"

        > POST /$batch
        400 Bad Request
        {"error":{"code":"BadRequest","message":"requests[0]: a `body` needs the header `Content-Type`"

        > POST /$batch
        400 Bad Request
        {"error":{"code":"BadRequest","message":"requests[0]: the sandbox carries out no atomicity groups"

        > POST /$batch
        400 Bad Request
        {"error":{"code":"BadRequest","message":"requests[0]: `id` has to be a text"

        > GET /$batch
        405 Method Not Allowed
        allow: POST
        {"error":{"code":"MethodNotAllowed","message":"GET does not apply to $batch"

        > POST /books/$batch
        404 Not Found
        {"error":{"code":"ResourceNotFound","message":"`$batch` can only stand at the root of the service"
    "#]],
    );
}
