//! What an error says beyond what went wrong: what helps, and what support asks for.

use expect_test::expect;

use crate::model::TestService as _;
use crate::script::{Answer, Script, json};

#[tokio::test]
async fn what_helps_is_said_with_the_error() {
    let hints = edmund::Hints::new()
        .code("Request_UnsupportedQuery", "an advanced query: add count() and the header ConsistencyLevel: eventual")
        .code("Inner", "the inner code says more")
        .permission("GET /people/{id}", "People.Read.All")
        .denied_by("Authorization_RequestDenied");
    let error =
        |code: &str, inner: &str| format!(r#"{{"error":{{"code":"{code}","message":"m","innerError":{{"code":"{inner}"}}}}}}"#);
    let script = Script::new([
        json(400, error("Request_UnsupportedQuery", "")),
        json(400, error("Request_UnsupportedQuery", "Inner")),
        json(403, error("Authorization_RequestDenied", "")),
        json(403, ""),
        json(401, error("Authorization_RequestDenied", "")),
        json(404, error("NotFound", "")),
    ]);
    let client = script.builder().hints(hints).build().unwrap();
    let mut shown = Vec::new();
    for _ in 0..6 {
        shown.push(client.people().id("1").get().await.unwrap_err().to_string());
    }
    expect![[r#"
        GET /people/{key}: 400 Bad Request, Request_UnsupportedQuery: m; an advanced query: add count() and the header ConsistencyLevel: eventual
        GET /people/{key}: 400 Bad Request, Request_UnsupportedQuery: m; the inner code says more
        GET /people/{key}: 403 Forbidden, Authorization_RequestDenied: m; the least permission for this request is People.Read.All
        GET /people/{key}: 403 Forbidden, without an OData error in the body; the least permission for this request is People.Read.All
        GET /people/{key}: 401 Unauthorized, Authorization_RequestDenied: m; the least permission for this request is People.Read.All
        GET /people/{key}: 404 Not Found, NotFound: m"#]].assert_eq(&shown.join("\n"));
}

#[tokio::test]
async fn what_support_and_limits_need_is_in_the_error() {
    let headers = "request-id: 1\nx-ms-ags-diagnostic: {\"ServerInfo\":{}}\nx-ms-throttle-scope: Tenant_Application/ReadWrite/a/b\n\
                   x-ms-throttle-limit-percentage: 0.9\nx-ms-resource-unit: 5\nretry-after: 400";
    let script = Script::new([Answer::Full(429, headers, String::new())]);
    let error = script.client().me().get().await.unwrap_err();
    let service = error.service().unwrap();
    assert_eq!(service.diagnostic.as_deref(), Some("{\"ServerInfo\":{}}"));
    expect![[r#"
        Some(
            ThrottleInfo {
                scope: Some(
                    "Tenant_Application/ReadWrite/a/b",
                ),
                information: None,
                limit_percentage: Some(
                    "0.9",
                ),
                resource_unit: Some(
                    "5",
                ),
            },
        )
    "#]]
    .assert_debug_eq(&service.throttle);
}
