//! Answers that a client does not want to wait for.

use expect_test::expect;

use super::{check, send, stocked};

#[test]
fn an_answer_is_put_off_and_collected_once() {
    let service = stocked();
    let accepted = send(&service, "GET /books/a?$select=title\nprefer: respond-async");
    let location = accepted.lines().find_map(|line| line.strip_prefix("location: ")).unwrap().to_owned();
    assert!(accepted.starts_with("202 Accepted"), "{accepted}");
    let collected = send(&service, &format!("GET {location}"));
    let told: Vec<&str> = collected.lines().filter(|line| !line.starts_with("request-id")).collect();
    expect![[r#"
        200 OK
        HTTP/1.1 200 OK
        odata-version: 4.0
        content-type: application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8
        etag: W/"2fd9ef9178d29085"

        {"@odata.context":"/$metadata#books(title)/$entity","title":"Alpha"}"#]]
    .assert_eq(&told.join("\n").replace('\r', ""));
    assert!(send(&service, &format!("GET {location}")).starts_with("404"));
    check(
        &service,
        &["PUT /$async/none\n\n{}"],
        expect![[r#"
        > PUT /$async/none
        404 Not Found
        {"error":{"code":"ResourceNotFound","message":"no answer waits here: it was collected, or its request was never made"
    "#]],
    );
}
