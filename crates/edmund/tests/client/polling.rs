//! Operations that a service carries out in its own time.

use std::time::Duration;

use edmund::Error;
use edmund::request::{Request as _, SavedOperation};
use expect_test::expect;

use crate::model::{Person, TestService as _};
use crate::script::{Answer, Script, json};

const HOUR: Duration = Duration::from_secs(3600);

fn accepted(headers: &'static str) -> Answer {
    Answer::Full(202, headers, String::new())
}

#[tokio::test(start_paused = true)]
async fn the_state_is_looked_at_without_a_token_elsewhere_and_the_result_where_the_service_says() {
    let script = Script::new([
        accepted("location: https://monitor.test/ops/1?secret=s"),
        json(202, r#"{"status":"inProgress","percentageComplete":12.5}"#),
        Answer::Full(202, "retry-after: 7", r#"{"status":"somethingNew"}"#.to_owned()),
        json(202, r#"{"status":"completed","resourceLocation":"/people/b"}"#),
        json(200, r#"{"id":"b"}"#),
    ]);
    let client = script.client();
    let mut made = client.people().create(&Person::default()).header("prefer", "return=minimal").respond_async().await.unwrap();
    assert_eq!(made.next_look(), Duration::from_secs(1));
    assert_eq!(made.poll_once().await.unwrap().percent, Some(12.5));
    let start = tokio::time::Instant::now();
    assert_eq!(made.wait(HOUR).await.unwrap().id.as_deref(), Some("b"));
    assert_eq!(start.elapsed(), Duration::from_secs(2 + 7));
    assert!(made.state().is_complete);
    expect![[r#"
        POST https://service.test/v1/people
          prefer: return=minimal, respond-async
          odata-version: 4.0
          content-type: application/json
          {}
        GET https://monitor.test/ops/1?secret=s
          (no odata-maxversion)
          (no authorization)
        GET https://monitor.test/ops/1?secret=s
          (no odata-maxversion)
          (no authorization)
        GET https://monitor.test/ops/1?secret=s
          (no odata-maxversion)
          (no authorization)
        GET https://service.test/v1/people/b
          prefer: return=minimal"#]]
    .assert_eq(&script.log());
}

#[tokio::test(start_paused = true)]
async fn another_process_goes_on_and_patience_ends() {
    let script = Script::new([
        accepted("operation-location: ops/7\nlocation: https://service.test/v1/people/a"),
        json(200, r#"{"status":"notStarted"}"#),
        Answer::Full(
            200,
            "content-type: application/http",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"id\":\"a\"}".to_owned(),
        ),
    ]);
    let client = script.client();
    let begun = client.people().create(&Person::default()).respond_async().await.unwrap();
    let saved = serde_json::to_string(&begun.save()).unwrap();
    expect![[r#"{"service":"https://service.test/v1","request":"POST /people","monitor":"https://service.test/v1/ops/7"}"#]]
        .assert_eq(&saved);
    let saved: SavedOperation = serde_json::from_str(&saved).unwrap();
    let mut resumed = client.resume_operation::<Person>(&saved).unwrap();
    let error = resumed.wait(Duration::ZERO).await.unwrap_err();
    assert!(matches!(error, Error::Unfinished { .. }), "{error}");
    expect!["POST /people: not finished after 0.0ns (notStarted)"].assert_eq(&error.to_string());
    assert_eq!(resumed.wait(HOUR).await.unwrap().id.as_deref(), Some("a"));
    let error = edmund::Client::builder().base_url("https://elsewhere.test").build().unwrap().resume_operation::<Person>(&saved);
    expect!["POST /people: cannot go on from what was saved: it was made with another base URL"]
        .assert_eq(&error.unwrap_err().to_string());
}

#[tokio::test(start_paused = true)]
async fn failures_are_errors_and_answers_at_once_are_none() {
    let script = Script::new([
        accepted("location: /v1/ops/1"),
        json(200, r#"{"status":"failed","error":{"code":"nameAlreadyExists","message":"taken"}}"#),
        accepted("location: /v1/ops/2"),
        json(200, r#"{"status":"cancelled"}"#),
        accepted("location: /v1/ops/3"),
        Answer::Full(200, "content-type: application/http", "HTTP/1.1 409 Conflict\r\n\r\n".to_owned()),
        accepted("location: https://10.0.0.1/ops"),
        json(201, r#"{"id":"z"}"#),
        accepted("location: /v1/ops/4"),
        Answer::Full(204, "", String::new()),
    ]);
    let client = script.client();
    let mut errors = Vec::new();
    for _ in 0..4 {
        let mut made = client.people().create(&Person::default()).respond_async().await.unwrap();
        errors.push(made.wait(HOUR).await.unwrap_err().to_string());
    }
    expect![[r#"
        POST /people: 200 OK, nameAlreadyExists: taken
        POST /people: 200 OK, cancelled
        POST /people: 409 Conflict, without an OData error in the body
        GET (state of POST /people): the service redirects to the private address https://10.0.0.1"#]]
    .assert_eq(&errors.join("\n"));
    let mut made = client.people().create(&Person::default()).respond_async().await.unwrap();
    assert!(made.state().is_complete);
    assert_eq!(made.wait(Duration::ZERO).await.unwrap().id.as_deref(), Some("z"));
    client.people().create(&Person::default()).respond_async().await.unwrap().cancel().await.unwrap();
    assert_eq!(script.left(), 0);
}
