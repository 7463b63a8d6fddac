use expect_test::expect;

use crate::{builder, check, stocked};

#[test]
fn paths() {
    let requests = [
        "GET /book",
        "GET /books('nope')",
        "GET /books(5)",
        "GET /books(a='x')",
        "GET /books('a')/titel",
        "GET /books('a')/title/more",
        "GET /books('a')/chapters('I')",
        "GET /books('a')/chapters/I",
        "GET /people/x",
        "GET /people('1')",
        "GET /books('a')/author/displayName",
        "GET /books/$count/x",
        "GET /$batch",
        "GET /books/$nope",
        "GET /books(@p)",
        "GET /books('a')/origin/$value",
        "GET /books('a')/$value",
        "GET /books('a')/title/$count",
        "GET /%ff",
    ];
    check(&stocked(), &requests, expect![[]]);
}

#[test]
fn options_and_methods() {
    let requests = [
        "GET /books?$nope=1",
        "GET /books?$top=-1",
        "GET /books?$top=1&$top=2",
        "GET /books?$select=titel",
        "GET /books?$skiptoken=abc",
        "GET /books?$apply=groupby((title))",
        "GET /books?$format=atom",
        "GET /books?custom=1&$select=isbn&$top=1",
        "GET /books('a')?$filter=pages eq 1",
        "DELETE /books",
        "POST /books('a')",
        "PATCH /$metadata",
        "DELETE /desk",
        "OPTIONS /books",
        "GET /books\nAccept: text/html",
        "GET /books\nOData-MaxVersion: 3.0",
    ];
    check(&stocked(), &requests, expect![[]]);
}

#[test]
fn capabilities() {
    let service = builder().rows("archive", 1).service().unwrap();
    let requests = [
        "POST /archive\n\n{\"isbn\":\"x\",\"title\":\"T\"}",
        "GET /archive?$skip=1",
        "GET /archive?$filter=price gt 1",
        "GET /archive/$count",
    ];
    check(&service, &requests, expect![[]]);
}

#[test]
fn error_objects_carry_what_support_asks_for() {
    let request = http::Request::get("/nope").header("client-request-id", "c-1").body(bytes::Bytes::new()).unwrap();
    let response = stocked().handle(&request);
    let body: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(body["error"]["innerError"]["client-request-id"], "c-1");
    assert_eq!(body["error"]["innerError"]["request-id"], response.headers()["request-id"].to_str().unwrap());
    assert_eq!(body["error"]["innerError"]["date"], "1970-01-01T00:00:00");
    assert_eq!(response.headers()["client-request-id"], "c-1");
}
