//! Attempts as a caller sees them. The decisions themselves are tested beside their code.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use edmund::transport::Sent;
use edmund::{Error, Patch, Retry};
use expect_test::expect;
use tokio::time::Instant;

use crate::model::{Person, TestService as _};
use crate::script::{Answer, Script, json};

fn throttled() -> Answer {
    Answer::Full(429, "retry-after: 12", r#"{"error":{"code":"TooManyRequests","message":"slow down"}}"#.to_owned())
}

#[tokio::test(start_paused = true)]
async fn a_throttled_request_waits_and_goes_on() {
    let script = Script::new([throttled(), Answer::Broken(Sent::Maybe), json(200, r#"{"id":"1"}"#)]);
    let events = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&events);
    let observer = move |event: &edmund::RetryEvent<'_>| seen.lock().unwrap().push((event.attempt, event.error.to_string()));
    let client = script.builder().on_retry(observer).build().unwrap();
    let start = Instant::now();
    client.me().get().await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(12));
    expect![[r#"
        [
            (
                1,
                "GET /me: 429 Too Many Requests, TooManyRequests: slow down",
            ),
            (
                2,
                "GET /me: connection closed before the answer",
            ),
        ]
    "#]]
    .assert_debug_eq(&events.lock().unwrap());
    expect![[r#"
        Statistics {
            requests: 3,
            retries: 2,
            throttled: 1,
            broken: 1,
            bytes_received: 68,
        }
    "#]]
    .assert_debug_eq(&client.statistics());
}

#[tokio::test(start_paused = true)]
async fn a_change_is_not_sent_twice() {
    let changes = |script: &Script| script.client().people();
    let script = Script::new([Answer::Broken(Sent::Maybe), json(201, "{}")]);
    let error = changes(&script).create(&Person::default()).await.unwrap_err();
    assert!(error.maybe_applied());
    assert_eq!(script.left(), 1);

    let script = Script::new([json(500, "")]);
    let error = changes(&script).id("1").update(Patch::new().null(Person::AGE)).await.unwrap_err();
    assert!(error.maybe_applied());

    let script = Script::new([Answer::Broken(Sent::NotSent), throttled(), json(201, r#"{"id":"1"}"#)]);
    assert!(changes(&script).create(&Person::default()).await.is_ok());

    let script = Script::new([json(400, "")]);
    assert!(!changes(&script).create(&Person::default()).await.unwrap_err().maybe_applied());

    // The first attempt may have deleted it: "not found" is then no proof that nothing happened.
    let script = Script::new([Answer::Broken(Sent::Sent), json(404, "")]);
    assert!(changes(&script).id("1").delete().await.unwrap_err().maybe_applied());
}

#[tokio::test(start_paused = true)]
async fn giving_up_says_how_often_and_why() {
    let script = Script::new([throttled(), throttled(), throttled(), throttled()]);
    let client = script.builder().retry(Retry::interactive()).build().unwrap();
    let error = client.me().get().await.unwrap_err();
    let Error::Exhausted { attempts: 4, ref last, .. } = error else { panic!("{error}") };
    expect!["GET /me: 429 Too Many Requests, TooManyRequests: slow down"].assert_eq(&last.to_string());
    assert_eq!(error.service().unwrap().code, "TooManyRequests");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(12)));
}

#[tokio::test(start_paused = true)]
async fn more_patience_than_allowed_is_refused_at_once() {
    let script = Script::new([Answer::Full(503, "retry-after: 100000", String::new())]);
    let start = Instant::now();
    let error = script.client().me().get().await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(100_000)));
}

#[tokio::test(start_paused = true)]
async fn one_name_for_all_attempts_and_another_for_the_next_call() {
    let script = Script::new([throttled(), json(200, "{}"), json(200, "{}"), json(200, "{}")]);
    let names = Arc::new(Mutex::new(Vec::new()));
    let client = script.builder().transport(Named(script.clone(), Arc::clone(&names))).build().unwrap();
    client.me().get().await.unwrap();
    client.me().get().await.unwrap();
    client.me().get().header("client-request-id", "mine").await.unwrap();
    let names = names.lock().unwrap();
    assert_eq!(names[0], names[1]);
    assert_ne!(names[1], names[2]);
    assert_eq!(names[3], "mine");
    assert_eq!(names[0].len(), 36);
}

/// Remembers the names of requests, which the log leaves out.
struct Named(Script, Arc<Mutex<Vec<String>>>);

impl edmund::transport::Transport for Named {
    fn send(
        &self,
        request: http::Request<edmund::transport::Body>,
    ) -> edmund::transport::BoxFuture<'_, Result<http::Response<edmund::transport::Body>, edmund::transport::TransportError>>
    {
        self.1.lock().unwrap().push(request.headers()["client-request-id"].to_str().unwrap().to_owned());
        self.0.send(request)
    }
}

/// Never answers.
struct Silent;

impl edmund::transport::Transport for Silent {
    fn send(
        &self,
        _: http::Request<edmund::transport::Body>,
    ) -> edmund::transport::BoxFuture<'_, Result<http::Response<edmund::transport::Body>, edmund::transport::TransportError>>
    {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn silence_ends_with_an_error() {
    let client = Script::default().builder().transport(Silent).build().unwrap();
    let start = Instant::now();
    let error = client.people().create(&Person::default()).await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::from_secs(100));
    assert!(error.maybe_applied());
    expect!["POST /people: no answer in time"].assert_eq(&error.to_string());
}

#[tokio::test(start_paused = true)]
async fn one_is_told_and_all_wait() {
    let script = Script::new([throttled(), json(200, r#"{"value":[]}"#), json(200, "{}"), json(200, "{}")]);
    let client = script.client();
    let start = Instant::now();
    let sibling = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        client.me().get().await.unwrap();
        start.elapsed()
    };
    let stranger = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        client.people().list().try_collect().await.unwrap();
        start.elapsed()
    };
    let (first, sibling, stranger) = tokio::join!(client.me().get(), sibling, stranger);
    first.unwrap();
    assert!(sibling >= Duration::from_secs(12), "{sibling:?}");
    assert_eq!(stranger, Duration::from_secs(1), "another part of the service");
    assert_eq!(client.statistics().throttled, 1);
}

#[tokio::test(start_paused = true)]
async fn who_cannot_wait_is_told_so_at_once() {
    let script = Script::new([Answer::Full(429, "retry-after: 100", String::new()), json(200, "{}")]);
    let client = script.builder().retry(Retry::interactive()).build().unwrap();
    let start = Instant::now();
    client.me().get().await.unwrap_err();
    let error = client.me().get().await.unwrap_err();
    expect!["GET /me: not sent, because the service asks for 100.0s of patience with requests of this kind"]
        .assert_eq(&error.to_string());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(100)));
    assert_eq!(start.elapsed(), Duration::ZERO);
    tokio::time::sleep(Duration::from_secs(41)).await;
    client.me().get().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_change_is_sent_twice_when_the_caller_says_that_it_does_no_harm() {
    let script = Script::new([Answer::Broken(Sent::Maybe), json(502, ""), json(201, r#"{"id":"1"}"#)]);
    let created = script.client().people().create(&Person::default()).retry_non_idempotent().await;
    assert_eq!(created.unwrap().id.as_deref(), Some("1"));
    assert_eq!(script.log().matches("retry-attempt: ").count(), 2);

    let script = Script::new([Answer::Broken(Sent::Maybe), Answer::Broken(Sent::NotSent)]);
    let mut twice = Retry::default();
    twice.max_attempts = 2;
    let client = script.builder().retry(twice).build().unwrap();
    let error = client.people().id("1").delete().await.unwrap_err();
    assert!(error.maybe_applied(), "the last attempt did nothing, but the first one may have: {error}");
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_renewed_once_with_the_claims_asked_for() {
    let challenge = "www-authenticate: Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"";
    let script = Script::new([
        Answer::Full(401, challenge, String::new()),
        json(200, "{}"),
        json(401, ""),
        json(401, r#"{"error":{"code":"InvalidAuthenticationToken","message":"no"}}"#),
    ]);
    let asked = Arc::new(Mutex::new(Vec::new()));
    let client = script.builder().credential(Numbered(Arc::clone(&asked))).build().unwrap();
    client.people().create(&Person::default()).await.unwrap();
    let error = client.me().get().await.unwrap_err();
    assert_eq!(error.service().unwrap().code, "InvalidAuthenticationToken");
    expect![[r#"
        [
            "refused None, claims None",
            "refused Some(\"token 1\"), claims Some(\"{\\\"a\\\":1}\")",
            "refused None, claims None",
            "refused Some(\"token 3\"), claims None",
        ]
    "#]]
    .assert_debug_eq(&asked.lock().unwrap());
}

/// Gives another token every time, and remembers what it was asked.
struct Numbered(Arc<Mutex<Vec<String>>>);

impl edmund::TokenCredential for Numbered {
    fn token<'a>(
        &'a self,
        request: &'a edmund::TokenRequest,
    ) -> edmund::transport::BoxFuture<'a, Result<edmund::AccessToken, edmund::CredentialError>> {
        let mut asked = self.0.lock().unwrap();
        asked.push(format!("refused {:?}, claims {:?}", request.refused.as_ref().map(edmund::Secret::reveal), request.claims));
        let token = edmund::AccessToken::new(format!("token {}", asked.len()));
        Box::pin(async { Ok(token) })
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_foreign_host_says_is_not_said_by_the_service() {
    let script = Script::new([
        Answer::Full(302, "location: https://files.test/report", String::new()),
        json(401, ""),
        Answer::Full(302, "location: https://files.test/report", String::new()),
        Answer::Full(429, "retry-after: 100", String::new()),
        json(200, "{}"),
    ]);
    let asked = Arc::new(Mutex::new(Vec::new()));
    let client = script.builder().credential(Numbered(Arc::clone(&asked))).retry(Retry::interactive()).build().unwrap();
    client.me().get().await.unwrap_err();
    client.me().get().await.unwrap_err();
    assert!(client.me().get().await.is_ok(), "the workload is open");
    assert!(asked.lock().unwrap().iter().all(|asked| asked.starts_with("refused None")), "the token is still good");
}

/// A person who takes an hour to sign in.
struct Slow;

impl edmund::TokenCredential for Slow {
    fn token<'a>(
        &'a self,
        _: &'a edmund::TokenRequest,
    ) -> edmund::transport::BoxFuture<'a, Result<edmund::AccessToken, edmund::CredentialError>> {
        Box::pin(async {
            tokio::time::sleep(Duration::from_secs(3600)).await;
            Ok(edmund::AccessToken::new("token"))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn signing_in_may_take_longer_than_an_attempt() {
    let script = Script::new([throttled(), json(200, "{}")]);
    let client = script.builder().credential(Slow).retry(Retry::interactive()).build().unwrap();
    let start = Instant::now();
    client.me().get().await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(2 * 3600));
}

#[tokio::test(start_paused = true)]
async fn what_an_earlier_attempt_may_have_done_is_not_forgotten() {
    let script = Script::new([json(502, ""), Answer::Full(429, "retry-after: 100", String::new())]);
    let client = script.builder().retry(Retry::interactive()).build().unwrap();
    let people = client.people();
    let (change, throttled) = tokio::join!(people.id("1").delete(), people.id("2").get());
    assert_eq!(throttled.unwrap_err().retry_after(), Some(Duration::from_secs(100)));
    let error = change.unwrap_err();
    assert!(error.maybe_applied(), "{error}");
    assert!(matches!(error, Error::Exhausted { attempts: 1, reason: edmund::GivenUp::Patience, .. }), "{error}");
}
