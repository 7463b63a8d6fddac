//! The token and the caller's headers go to the client's own origin and nowhere else.

use edmund::request::Request as _;
use edmund::{Client, StaticToken};
use expect_test::expect;

use crate::model::{Person, TestService as _};
use crate::script::{Answer, Script, json};

fn redirect(status: u16, to: &'static str) -> Answer {
    Answer::Full(status, to, String::new())
}

#[tokio::test]
async fn redirects_are_followed_with_what_their_target_may_see() {
    let script = Script::new([
        redirect(302, "location: /v1/elsewhere?x=%27"),
        redirect(308, "location: https://files.test/report"),
        redirect(302, "location: https://service.test/v1/back"),
        json(200, r#"{"id":"1"}"#),
    ]);
    script.client().me().get().header("X-Private", "p").await.unwrap();
    expect![[r#"
        GET https://service.test/v1/me
          x-private: p
          prefer: include-unknown-enum-members
        GET https://service.test/v1/elsewhere?x=%27
          x-private: p
          prefer: include-unknown-enum-members
        GET https://files.test/report
          (no odata-maxversion)
          (no authorization)
        GET https://service.test/v1/back
          x-private: p
          prefer: include-unknown-enum-members"#]]
    .assert_eq(&script.log());
}

#[tokio::test]
async fn changes_are_redirected_within_the_service_only() {
    let script = Script::new([
        redirect(307, "location: /v2/people"),
        redirect(303, "location: /v2/people/1"),
        json(200, r#"{"id":"1"}"#),
        redirect(307, "location: https://files.test/people"),
        redirect(303, "location: https://files.test/people"),
        json(200, r#"{"id":"2"}"#),
    ]);
    let people = script.client().people();
    people.create(&Person::default()).await.unwrap();
    expect!["POST /people: the service redirects a request with a body to https://files.test, not to the origin of this client"]
        .assert_eq(&people.create(&Person::default()).await.unwrap_err().to_string());
    people.create(&Person::default()).await.unwrap();
    expect![[r#"
        POST https://service.test/v1/people
          odata-version: 4.0
          content-type: application/json
          {}
        POST https://service.test/v2/people
          odata-version: 4.0
          content-type: application/json
          {}
        GET https://service.test/v2/people/1
        POST https://service.test/v1/people
          odata-version: 4.0
          content-type: application/json
          {}
        POST https://service.test/v1/people
          odata-version: 4.0
          content-type: application/json
          {}
        GET https://files.test/people
          (no odata-maxversion)
          (no authorization)"#]]
    .assert_eq(&script.log());
}

#[tokio::test]
async fn redirects_that_are_not_followed() {
    let mut shown = Vec::new();
    for target in [
        "location: http://service.test/v1/me",
        "location: https://169.254.169.254/latest",
        "location: https://localhost/",
        "location: https://user:password@service.test/",
        "location: gopher://files.test/",
        "location: https://files.test:port/",
    ] {
        let script = Script::new([redirect(302, target)]);
        shown.push(script.client().me().get().await.unwrap_err().to_string());
        assert_eq!(script.log().lines().filter(|line| line.starts_with("GET")).count(), 1);
    }
    let endless = Script::new(std::iter::repeat_with(|| redirect(302, "location: /v1/me")).take(20));
    shown.push(endless.client().me().get().await.unwrap_err().to_string());
    expect![[r#"
        GET /me: refused to use http with http://service.test: use https, or allow it with ClientBuilder::allow_insecure_http
        GET /me: the service redirects to the private address https://169.254.169.254
        GET /me: the service redirects to the private address https://localhost
        GET /me: the target of a redirect is not a usable URL: it holds user information
        GET /me: the target of a redirect is not a usable URL: its scheme is neither https nor http
        GET /me: the target of a redirect is not a usable URL: its port is not a number below 65536
        GET /me: more than 5 redirects"#]]
    .assert_eq(&shown.join("\n"));
}

#[test]
fn base_urls() {
    let shown: Vec<String> = [
        "https://graph.microsoft.com/v1.0",
        "https://graph.microsoft.com/v1.0//",
        "https://host",
        "http://127.0.0.1:8080/v1",
        "http://localhost:8080",
        "http://[::1]",
        "http://example.com",
        "https://user@example.com",
        "https://example.com/v1?x=1",
        "https://example.com/v1#x",
        "example.com",
        "/v1",
        "ftp://example.com",
        "https://exa mple.com",
        "",
    ]
    .iter()
    .map(|url| match Client::builder().base_url(*url).transport(Script::default()).build() {
        Ok(client) => client.base_url().to_owned(),
        Err(error) => error.to_string(),
    })
    .collect();
    expect![[r#"
        https://graph.microsoft.com/v1.0
        https://graph.microsoft.com/v1.0
        https://host
        http://127.0.0.1:8080/v1
        http://localhost:8080
        http://[::1]
        the URL "http://example.com" is not encrypted: use https, or allow it with ClientBuilder::allow_insecure_http
        the base URL "https://user@example.com" cannot be used: it holds user information
        the base URL "https://example.com/v1?x=1" cannot be used: it holds a query or a fragment
        the base URL "https://example.com/v1#x" cannot be used: it holds a query or a fragment
        the base URL "example.com" cannot be used: it is not absolute
        the base URL "/v1" cannot be used: it is not absolute
        the base URL "ftp://example.com" cannot be used: its scheme is neither https nor http
        the base URL "https://exa mple.com" cannot be used: invalid uri character
        the base URL "" cannot be used: empty string"#]]
    .assert_eq(&shown.join("\n"));
    let error = Client::builder().credential(StaticToken::new("x")).build().unwrap_err();
    expect![[r#"no base URL: call ClientBuilder::base_url, for example with "https://graph.microsoft.com/v1.0""#]]
        .assert_eq(&error.to_string());
    assert!(Client::builder().base_url("http://example.com").allow_insecure_http().build().is_ok());
    assert!(Client::builder().base_url("https://example.com").header("a", "b\n").build().is_err());
}

/// Ways to lead a client elsewhere, and where to. The whole matrix of links and origins is beside the rule; here it is what arrives.
const ELSEWHERE: [&str; 11] = [
    "https://service.test/v1/x",
    "https://service.test:443/v1/x",
    "https://SERVICE.TEST/v1/x",
    "https://service.test:8443/v1/x",
    "http://service.test/v1/x",
    "https://files.service.test/v1/x",
    "https://service.test@evil.example/v1/x",
    "https://xn--srvice-bya.test/v1/x",
    "https://service.test./v1/x",
    "https://[2001:db8::1]/v1/x",
    "https://[::1]/v1/x",
];

/// What the script was asked for at `url`: nothing, everything, or a request without anything.
fn company(script: &Script) -> &'static str {
    let log = script.log();
    match log.split("\nGET ").nth(1) {
        None => "not sent",
        Some(request) if request.contains("(no authorization)") => {
            assert!(!log.split("\nGET ").nth(1).unwrap().contains("x-private"), "{log}");
            "bare"
        }
        Some(request) => {
            assert!(request.contains("x-private"), "{log}");
            "with token and headers"
        }
    }
}

#[tokio::test]
async fn what_arrives_where_a_link_leads() {
    let mut shown = Vec::new();
    for url in ELSEWHERE {
        let page = format!(r#"{{"value":[],"@odata.nextLink":"{url}"}}"#);
        let script = Script::new([json(200, page), json(200, r#"{"value":[]}"#)]);
        let _ = script.client().people().list().header("X-Private", "p").try_collect().await;
        let mut row = vec![format!("{url}: next link {}", company(&script))];
        for status in [301, 302, 303, 307, 308] {
            let location = format!("location: {url}").leak();
            let script = Script::new([redirect(status, location), json(200, "{}")]);
            let _ = script.client().me().get().header("X-Private", "p").await;
            row.push(format!("{status} {}", company(&script)));
        }
        shown.push(row.join(", "));
    }
    expect![[r#"
        https://service.test/v1/x: next link with token and headers, 301 with token and headers, 302 with token and headers, 303 with token and headers, 307 with token and headers, 308 with token and headers
        https://service.test:443/v1/x: next link with token and headers, 301 with token and headers, 302 with token and headers, 303 with token and headers, 307 with token and headers, 308 with token and headers
        https://SERVICE.TEST/v1/x: next link with token and headers, 301 with token and headers, 302 with token and headers, 303 with token and headers, 307 with token and headers, 308 with token and headers
        https://service.test:8443/v1/x: next link not sent, 301 not sent, 302 not sent, 303 not sent, 307 not sent, 308 not sent
        http://service.test/v1/x: next link not sent, 301 not sent, 302 not sent, 303 not sent, 307 not sent, 308 not sent
        https://files.service.test/v1/x: next link not sent, 301 bare, 302 bare, 303 bare, 307 bare, 308 bare
        https://service.test@evil.example/v1/x: next link not sent, 301 not sent, 302 not sent, 303 not sent, 307 not sent, 308 not sent
        https://xn--srvice-bya.test/v1/x: next link not sent, 301 bare, 302 bare, 303 bare, 307 bare, 308 bare
        https://service.test./v1/x: next link not sent, 301 bare, 302 bare, 303 bare, 307 bare, 308 bare
        https://[2001:db8::1]/v1/x: next link not sent, 301 bare, 302 bare, 303 bare, 307 bare, 308 bare
        https://[::1]/v1/x: next link not sent, 301 not sent, 302 not sent, 303 not sent, 307 not sent, 308 not sent"#]].assert_eq(&shown.join("\n"));
}

/// What the request of a log at `index` held, if there was one.
fn held(log: &str, index: usize) -> &'static str {
    let mut requests: Vec<String> = Vec::new();
    for line in log.lines() {
        match requests.last_mut().filter(|_| line.starts_with("  ")) {
            Some(request) => *request += line,
            None => requests.push(String::new()),
        }
    }
    match requests.get(index).map(|request| (request.contains("(no authorization)"), request.contains("x-private"))) {
        None => "not sent",
        Some((true, false)) => "bare",
        Some((false, true)) => "with token and headers",
        Some((false, false)) => "with token",
        Some((true, true)) => "with headers and no token",
    }
}

/// A script in which the first answer leads to the second; both are JSON.
fn leading(first: Answer, second: &str) -> Script {
    Script::new([first, json(200, second)])
}

async fn delta(url: &str) -> String {
    let script = leading(json(200, format!(r#"{{"value":[],"@odata.deltaLink":"{url}"}}"#)), r#"{"value":[]}"#);
    let list = || script.client().people().list().header("X-Private", "p").changes();
    let mut first = list().stream();
    while let Ok(Some(_)) = first.try_next().await {}
    if let Some(token) = first.into_token() {
        let _ = list().since(token).stream().try_next().await;
    }
    script.log()
}

async fn checkpoint(url: &str) -> String {
    let page = r#"{"value":[],"@odata.nextLink":"https://service.test/v1/people?page=2"}"#;
    let script = leading(json(200, page), r#"{"value":[]}"#);
    let list = || script.client().people().list().header("X-Private", "p");
    let page = list().pages().try_next().await.unwrap().unwrap();
    let saved = serde_json::to_string(page.checkpoint().unwrap()).unwrap();
    let forged = saved.replace("https://service.test/v1/people?page=2", url);
    assert_ne!(saved, forged);
    if let Ok(checkpoint) = serde_json::from_str(&forged) {
        let _ = list().resume(checkpoint).try_collect().await;
    }
    script.log()
}

async fn monitor(url: &str) -> String {
    let location = format!("location: {url}").leak();
    let script = leading(Answer::Full(202, location, String::new()), r#"{"id":"1"}"#);
    let create = script.client().people().create(&Person::default()).header("X-Private", "p");
    if let Ok(mut poller) = create.respond_async().await {
        let _ = poller.poll_once().await;
    }
    script.log()
}

async fn upload(url: &str) -> String {
    let script = leading(json(201, r#"{"id":"1"}"#), "{}");
    let client = script.builder().header("X-Private", "p").build().unwrap();
    if let Ok(upload) = client.upload(url, bytes::Bytes::from_static(b"content")) {
        let _ = upload.finish().await;
    }
    script.log()
}

/// Links of the other kinds: saved ones, and those that carry their own permission.
#[tokio::test]
async fn what_arrives_at_deltas_checkpoints_monitors_and_uploads() {
    let mut shown = Vec::new();
    for url in ELSEWHERE {
        shown.push(format!(
            "{url}: delta link {}, checkpoint {}, monitor {}, upload {}",
            held(&delta(url).await, 1),
            held(&checkpoint(url).await, 1),
            held(&monitor(url).await, 1),
            held(&upload(url).await, 0)
        ));
    }
    expect![[r#"
        https://service.test/v1/x: delta link with token and headers, checkpoint with token and headers, monitor with token and headers, upload bare
        https://service.test:443/v1/x: delta link with token and headers, checkpoint with token and headers, monitor with token and headers, upload bare
        https://SERVICE.TEST/v1/x: delta link with token and headers, checkpoint with token and headers, monitor with token and headers, upload bare
        https://service.test:8443/v1/x: delta link not sent, checkpoint not sent, monitor not sent, upload not sent
        http://service.test/v1/x: delta link not sent, checkpoint not sent, monitor not sent, upload not sent
        https://files.service.test/v1/x: delta link not sent, checkpoint not sent, monitor bare, upload bare
        https://service.test@evil.example/v1/x: delta link not sent, checkpoint not sent, monitor not sent, upload not sent
        https://xn--srvice-bya.test/v1/x: delta link not sent, checkpoint not sent, monitor bare, upload bare
        https://service.test./v1/x: delta link not sent, checkpoint not sent, monitor bare, upload bare
        https://[2001:db8::1]/v1/x: delta link not sent, checkpoint not sent, monitor bare, upload bare
        https://[::1]/v1/x: delta link not sent, checkpoint not sent, monitor not sent, upload not sent"#]].assert_eq(&shown.join("\n"));
}

#[tokio::test]
async fn a_trusted_origin_gets_what_the_service_gets() {
    let page = r#"{"value":[],"@odata.nextLink":"https://files.test/next"}"#;
    let script = Script::new([json(200, page), json(200, r#"{"value":[]}"#)]);
    let client = script.builder().trusted_origin("https://files.test").build().unwrap();
    client.people().list().header("X-Private", "p").try_collect().await.unwrap();
    assert_eq!(company(&script), "with token and headers");
    let error = Client::builder().base_url("https://service.test").trusted_origin("http://files.test").build().unwrap_err();
    expect![r#"the URL "http://files.test" is not encrypted: use https, or allow it with ClientBuilder::allow_insecure_http"#]
        .assert_eq(&error.to_string());
}

/// Redirects to `https://files.test`; remembers which requests may only go to public addresses.
#[derive(Clone, Default)]
struct Redirecting(std::sync::Arc<std::sync::Mutex<Vec<String>>>);

impl edmund::transport::Transport for Redirecting {
    fn send(
        &self,
        request: http::Request<edmund::transport::Body>,
    ) -> edmund::transport::BoxFuture<'_, Result<http::Response<edmund::transport::Body>, edmund::transport::TransportError>>
    {
        use edmund::transport::{Body, PublicOnly, Sent, TransportError, TransportErrorKind};

        let is_public_only = request.extensions().get::<PublicOnly>().is_some();
        self.0.lock().unwrap().push(format!("{} public only: {is_public_only}", request.uri()));
        let answer = match request.uri().host() {
            Some("files.test") => Err(TransportError::new(TransportErrorKind::PrivateAddress, Sent::NotSent)),
            _ => Ok(http::Response::builder()
                .status(302)
                .header("location", "https://files.test/x")
                .body(Body::default())
                .unwrap()),
        };
        Box::pin(std::future::ready(answer))
    }
}

#[tokio::test]
async fn names_of_foreign_hosts_must_not_lead_into_a_private_network() {
    let asked = Redirecting::default();
    let mut shown = Vec::new();
    for base in ["https://service.test", "https://10.0.0.1", "http://127.0.0.1:1"] {
        let client = Client::builder().base_url(base).transport(asked.clone()).retry(edmund::Retry::none()).build().unwrap();
        shown.push(client.me().get().await.unwrap_err().to_string());
    }
    assert_eq!(shown, ["GET /me: the service redirects to the private address https://files.test"; 3]);
    expect![[r#"
        https://service.test/me public only: false
        https://files.test/x public only: true
        https://10.0.0.1/me public only: false
        https://files.test/x public only: false
        http://127.0.0.1:1/me public only: false
        https://files.test/x public only: false"#]]
    .assert_eq(&asked.0.lock().unwrap().join("\n"));
}
