//! Every body that a server can send gives a value or a typed error.

use edmund::{Error, Retry};
use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::model::{Person, TestService as _};
use crate::script::{Answer, Script, json};

/// Answers a request for a list; shows the error.
async fn check_list(body: String, expected: Expect) {
    let error = Script::new([json(200, body)]).client().people().list().try_collect().await.unwrap_err();
    expected.assert_eq(&error.to_string());
}

/// Answers one request for an entity and one for a list with the same thing; shows both errors.
async fn check(answer: impl Fn() -> Answer, expected: Expect) {
    let script = Script::new([answer(), answer()]);
    let client = script.builder().retry(Retry::none()).build().unwrap();
    let one = client.people().id("secret").get().await.unwrap_err();
    let many = client.people().list().try_collect().await.unwrap_err();
    expected.assert_eq(&format!("{one}\n{many}"));
}

#[tokio::test]
async fn bodies_that_are_no_document() {
    check(
        || Answer::Full(200, "content-type: text/html", "<html>Sign in</html>".to_owned()),
        expect![[r#"
            GET /people/{key}: cannot read the answer (status 200, text/html, 20 bytes), byte 0: expected value
            GET /people: cannot read the answer (status 200, text/html, 20 bytes), byte 0: expected an object with a collection in its member value, found text that is not JSON"#]],
    )
    .await;
    check(
        || json(200, ""),
        expect![[r#"
        GET /people/{key}: cannot read the answer (status 200, 0 bytes): expected a JSON document, found an empty body
        GET /people: cannot read the answer (status 200, 0 bytes): expected a JSON document, found an empty body"#]],
    )
    .await;
    check(
        || Answer::Full(204, "", String::new()),
        expect![[r#"
        GET /people/{key}: cannot read the answer (status 204, 0 bytes): expected a JSON document, found an empty body
        GET /people: cannot read the answer (status 204, 0 bytes): expected a JSON document, found an empty body"#]],
    )
    .await;
    check(|| json(200, "null"), expect![[r#"
        GET /people/{key}: cannot read the answer (status 200, 4 bytes): person: expected an object, found null
        GET /people: cannot read the answer (status 200, 4 bytes), byte 0: expected an object with a collection in its member value, found null"#]]).await;
    check(|| json(200, "[]"), expect![[r#"
        GET /people/{key}: cannot read the answer (status 200, 2 bytes), byte 1: person: expected an object, found an array
        GET /people: cannot read the answer (status 200, 2 bytes), byte 0: expected an object with a collection in its member value, found an array"#]]).await;
    check(
        || json(200, r#"{"value":[{"id":"1"},{"id":"#),
        expect![[r#"
        GET /people/{key}: cannot read the answer (status 200, 27 bytes), byte 26: EOF while parsing a value
        GET /people: cannot read the answer (status 200, 27 bytes) at value/1, byte 26: EOF while parsing a value"#]],
    )
    .await;
    check(
        || json(200, r#"{"value":[{"id":"1"}]} trailing"#),
        expect![[r#"
        GET /people/{key}: cannot read the answer (status 200, 31 bytes), byte 23: trailing characters
        GET /people: cannot read the answer (status 200, 31 bytes), byte 23: trailing characters"#]],
    )
    .await;
    check(
        || Answer::Full(200, "content-length: 500", r#"{"value":[]}"#.to_owned()),
        expect![[r#"
        GET /people/{key}: connection closed inside the answer
        GET /people: connection closed inside the answer"#]],
    )
    .await;
    check(
        || Answer::Aborted(r#"{"value":["#),
        expect![[r#"
        GET /people/{key}: connection closed inside the answer
        GET /people: connection closed inside the answer"#]],
    )
    .await;
    check(|| json(200, format!(r#"{{"value":{}1{}}}"#, "[".repeat(5000), "]".repeat(5000))), expect![[r#"
        GET /people/{key}: cannot read the answer (status 200, 10011 bytes), byte 135: recursion limit exceeded
        GET /people: cannot read the answer (status 200, 10011 bytes) at value/0, byte 10: person: expected an object, found an array"#]]).await;
}

#[tokio::test]
async fn values_of_the_wrong_type() {
    let script = Script::new([
        json(200, "{\n\"value\":[{\"id\":\"1\"},{\"id\":\"2\",\"home\":{\"visits\":[1,\"x\"]}}]}"),
        json(200, r#"{"value":{"id":"1"}}"#),
        json(200, r#"{"items":[]}"#),
        json(200, r#"{"value":[],"value":[]}"#),
    ]);
    let mut shown = Vec::new();
    for _ in 0..4 {
        shown.push(script.client().people().list().try_collect().await.unwrap_err().to_string());
    }
    expect![[r#"
        GET /people: cannot read the answer (status 200, 60 bytes) at value/1, byte 54: person/home/visits[1]: expected an Int32, found the string "x"
        GET /people: cannot read the answer (status 200, 20 bytes), byte 9: expected the items of a collection, found an object
        GET /people: cannot read the answer (status 200, 12 bytes): expected a collection, found an object without the member value
        GET /people: cannot read the answer (status 200, 23 bytes), byte 20: the member value stands twice"#]].assert_eq(&shown.join("\n"));
}

#[tokio::test]
async fn error_objects_are_errors_with_any_status() {
    let error = r#"{"error":{"code":"Forbidden","message":"no"}}"#;
    check(
        || json(403, error),
        expect![[r#"
        GET /people/{key}: 403 Forbidden, Forbidden: no
        GET /people: 403 Forbidden, Forbidden: no"#]],
    )
    .await;
    check(
        || json(200, error),
        expect![[r#"
        GET /people/{key}: 200 OK, Forbidden: no
        GET /people: 200 OK, Forbidden: no"#]],
    )
    .await;
    check_list(
        format!(r#"{{"@odata.context":"x","value":[{{"id":"1"}}],{}"#, &error[1..]),
        expect!["GET /people: 200 OK, Forbidden: no"],
    )
    .await;
    check_list(format!(r#"{{"value":[{{"id":"1"}},{error}]}}"#), expect!["GET /people: 200 OK, Forbidden: no"]).await;
    check(
        || Answer::Full(502, "content-type: text/html", "<h1>Bad Gateway</h1>".to_owned()),
        expect![[r#"
        GET /people/{key}: 502 Bad Gateway, without an OData error in the body
        GET /people: 502 Bad Gateway, without an OData error in the body"#]],
    )
    .await;
    check(
        || Answer::Full(404, "", String::new()),
        expect![[r#"
        GET /people/{key}: 404 Not Found, without an OData error in the body
        GET /people: 404 Not Found, without an OData error in the body"#]],
    )
    .await;
}

#[tokio::test]
async fn every_form_of_error_is_read() {
    let bodies = [
        r#"{"error":{"code":"A","message":"m","target":"t","details":[{"code":"D","message":"d"},5],"innererror":{"code":"I","innerError":{"code":"J","request-id":"r1"}}}}"#,
        r#"{"error":{"code":"","message":{"lang":"en","value":"localized"},"innerError":{"request-id":"r2","client-request-id":"c2","date":"2024"}}}"#,
        r#"{"error":{"code":501,"message":null}}"#,
        r#"{"error":"invalid_grant","error_description":"expired"}"#,
        r#"{"Message":"No HTTP resource was found"}"#,
        r#"{"error":null}"#,
        r#"{"error":{"code":"cut"#,
    ];
    let mut shown = Vec::new();
    for body in bodies {
        let script = Script::new([Answer::Full(400, "request-id: from-header\nretry-after: 7", body.to_owned())]);
        let error = script.client().me().delete().await.unwrap_err();
        let service = error.service().unwrap();
        shown.push(format!(
            "{error}\n  {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            service.codes(),
            service.target,
            service.details,
            service.request_id,
            service.client_request_id,
            service.date,
            service.retry_after,
            service.body_excerpt,
        ));
        assert_eq!(service.is("J"), body.contains('J'));
    }
    expect![[r#"
        DELETE /me: 400 Bad Request, A: m (request-id from-header)
          ["A", "I", "J"] Some("t") [ErrorDetail { code: "D", message: "d", target: None }] Some("from-header") None None Some(7s) None
        DELETE /me: 400 Bad Request: localized (request-id from-header)
          [] None [] Some("from-header") Some("c2") Some("2024") Some(7s) None
        DELETE /me: 400 Bad Request, 501 (request-id from-header)
          ["501"] None [] Some("from-header") None None Some(7s) None
        DELETE /me: 400 Bad Request, invalid_grant: expired (request-id from-header)
          ["invalid_grant"] None [] Some("from-header") None None Some(7s) None
        DELETE /me: 400 Bad Request: No HTTP resource was found (request-id from-header)
          [] None [] Some("from-header") None None Some(7s) None
        DELETE /me: 400 Bad Request, without an OData error in the body (request-id from-header)
          [] None [] Some("from-header") None None Some(7s) Some("{\"error\":null}")
        DELETE /me: 400 Bad Request, without an OData error in the body (request-id from-header)
          [] None [] Some("from-header") None None Some(7s) Some("{\"error\":{\"code\":\"cut")"#]].assert_eq(&shown.join("\n"));
}

#[tokio::test]
async fn a_property_called_error_is_no_error() {
    let script = Script::new([
        json(200, r#"{"error":{"code":"x"},"id":"1"}"#),
        json(200, r#"{"value":[{"id":"1","error":{"code":"x","message":"m"}}]}"#),
    ]);
    assert_eq!(script.client().me().get().await.unwrap().id.as_deref(), Some("1"));
    assert_eq!(script.client().people().list().try_collect().await.unwrap().len(), 1);
}

#[tokio::test]
async fn large_answers_are_refused() {
    let script = Script::new([json(200, r#"{"id":"1"}"#), json(200, r#"{"id":"12345678"}"#)]);
    let client = script.builder().max_response_size(10).build().unwrap();
    assert!(client.me().get().await.is_ok());
    expect!["GET /me: the answer is larger than 10 bytes"].assert_eq(&client.me().get().await.unwrap_err().to_string());
}

#[test]
fn secrets_are_not_shown() {
    let credential = edmund::StaticToken::new("canary");
    let token = edmund::AccessToken::new("canary");
    let client = Script::new([]).client();
    let shown = format!("{credential:?} {token:?} {} {client:?} {:?}", token.secret, client.me().get());
    assert!(!shown.contains("canary"), "{shown}");
}

proptest! {
    /// Any bytes, any status: a value or an error, never a panic.
    #[test]
    fn no_answer_panics(status in 200_u16..600, body in prop_oneof![any::<String>(), "[\\[\\]{}:,\"a-e0-9@. ]{0,60}", r#"\{"(value|error|@odata.nextLink)":(\[\]|\{\}|"x"|1|null),"(value|error|@nextLink)":(\[\{\}\]|\{"code":1\}|"http://x"|"")\}"#]) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let script = Script::new([json(status, body.clone()), json(status, body)]);
            let client = script.builder().retry(Retry::none()).build().unwrap();
            let _: Result<Person, Error> = client.me().get().await;
            let _: Result<Vec<Person>, Error> = client.people().list().try_collect().await;
        });
    }
}
