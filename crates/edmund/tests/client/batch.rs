//! Several requests in one: what is sent, what is sent again, and what each request gets.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use edmund::request::{BatchPaths, Chains};
use edmund::transport::{Body, BoxFuture, Transport, TransportError};
use edmund::{Client, Error, Patch, Retry};
use expect_test::expect;
use http_body_util::BodyExt as _;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::model::{Person, TestService as _};
use crate::script::{Answer, Script, json as answer};

#[tokio::test]
async fn each_request_gets_its_answer_whatever_the_order() {
    let script = Script::new([
        answer(
            200,
            r#"{"responses":[
            {"id":"6","status":200,"headers":{"Content-Type":"text/plain"},"body":"7"},
            {"id":"2","status":"201","headers":{"location":"https://service.test/v1/people/b"},"body":{"id":"b","displayName":"Bob"}},
            {"id":"1","status":200,"body":{"id":"a","@odata.etag":"W/\"1\""}},
            {"id":"3","status":204},
            {"id":"4","status":404,"headers":{"x":"y"},"body":{"error":{"code":"NotFound","message":"nobody"}}},
            {"id":"5","status":200,"body":{"value":[{"id":"x"}],"@odata.nextLink":"https://service.test/v1/people?$skiptoken=1"}},
            {"id":"7","status":204},
            {"id":"8","status":200,"body":{"value":[{"id":"p"}],"@odata.nextLink":"https://service.test/v1/people/a/test.ancestors()?page=2"}}
        ]}"#,
        ),
        answer(200, r#"{"value":[{"id":"q"}]}"#),
        answer(200, r#"{"value":[{"id":"y"}]}"#),
    ]);
    let client = script.client();
    let mut batch = client.batch();
    let read = batch.add(client.people().id("a").get().header("x-extra", "1"));
    let created = batch.add(client.people().create(&Person { display_name: Some("Bob".into()), ..Person::default() }));
    let removed = batch.add(client.people().id("c d").delete().if_match("W/\"9\""));
    let missing = batch.add(client.people().id("nobody").get());
    let listed = batch.add(client.people().list().filter(Person::AGE.gt(1)));
    let counted = batch.add(client.people().count());
    let changed = batch.add(client.me().update(Patch::new().set(Person::AGE, 5)));
    let paged = batch.add(client.people().id("a").ancestors());
    let mut results = batch.send().await;

    assert_eq!(results.take(paged).unwrap().len(), 2, "all pages of a result belong to it");
    assert_eq!(results.take(read).unwrap().extra.etag(), Some("W/\"1\""));
    assert_eq!(results.take(created).unwrap().id.as_deref(), Some("b"));
    results.take(removed).unwrap();
    assert_eq!(results.take(counted).unwrap(), 7);
    assert!(results.take(changed).unwrap().is_none());
    let error = results.take(missing).unwrap_err();
    assert!(error.service().is_some_and(|error| error.is("NotFound")), "{error}");
    let page = results.take(listed).unwrap();
    let rest = client.people().list().filter(Person::AGE.gt(1)).resume(page.checkpoint().unwrap().clone()).try_collect().await;
    assert_eq!(rest.unwrap()[0].id.as_deref(), Some("y"));
    expect![[r#"
        POST https://service.test/v1/$batch
          accept: application/json
          prefer: odata.continue-on-error
          odata-version: 4.0
          content-type: application/json
          {"requests":[{"headers":{"prefer":"include-unknown-enum-members","x-extra":"1"},"id":"1","method":"GET","url":"/people/a"},{"headers":{"content-type":"application/json"},"id":"2","method":"POST","url":"/people","body":{"displayName":"Bob"}},{"headers":{"if-match":"W/\"9\""},"id":"3","method":"DELETE","url":"/people/c%20d"},{"headers":{"prefer":"include-unknown-enum-members"},"id":"4","method":"GET","url":"/people/nobody"},{"headers":{"prefer":"include-unknown-enum-members"},"id":"5","method":"GET","url":"/people?$filter=age%20gt%201"},{"headers":{"accept":"text/plain","prefer":"include-unknown-enum-members"},"id":"6","method":"GET","url":"/people/$count"},{"headers":{"content-type":"application/json"},"id":"7","method":"PATCH","url":"/me","body":{"age":5}},{"headers":{"prefer":"include-unknown-enum-members"},"id":"8","method":"GET","url":"/people/a/test.ancestors()"}]}
        GET https://service.test/v1/people/a/test.ancestors()?page=2
          prefer: include-unknown-enum-members
        GET https://service.test/v1/people?$skiptoken=1
          prefer: include-unknown-enum-members"#]].assert_eq(&script.log());
}

#[tokio::test]
async fn dependent_requests_say_so_and_paths_can_be_written_in_three_ways() {
    let created = || {
        answer(
            200,
            r#"{"responses":[{"id":"1","status":201,"body":{"id":"a"}},{"id":"2","status":204},{"id":"3","status":200,"body":{}}]}"#,
        )
    };
    let script = Script::new([created(), created(), created()]);
    let client = script.client();
    for paths in [BatchPaths::FromRoot, BatchPaths::FromHost, BatchPaths::Relative] {
        let mut batch = client.batch().paths(paths).chains(Chains::Together);
        let first = batch.add(client.people().create(&Person::default()));
        let second = batch.add_after(&first, client.people().add_ref("https://service.test/v1/people/z"));
        let third = batch.add(client.me().get());
        let mut results = batch.send().await;
        results.take(third).unwrap();
        results.take(second).unwrap();
        results.take(first).unwrap();
    }
    expect![[r#"
        POST https://service.test/v1/$batch
          accept: application/json
          prefer: odata.continue-on-error
          odata-version: 4.0
          content-type: application/json
          {"requests":[{"headers":{"content-type":"application/json"},"id":"1","method":"POST","url":"/people","body":{}},{"dependsOn":["1"],"headers":{"content-type":"application/json"},"id":"2","method":"POST","url":"/people/$ref","body":{"@odata.id":"https://service.test/v1/people/z"}},{"headers":{"prefer":"include-unknown-enum-members"},"id":"3","method":"GET","url":"/me"}]}
        POST https://service.test/v1/$batch
          accept: application/json
          prefer: odata.continue-on-error
          odata-version: 4.0
          content-type: application/json
          {"requests":[{"headers":{"content-type":"application/json"},"id":"1","method":"POST","url":"/v1/people","body":{}},{"dependsOn":["1"],"headers":{"content-type":"application/json"},"id":"2","method":"POST","url":"/v1/people/$ref","body":{"@odata.id":"https://service.test/v1/people/z"}},{"headers":{"prefer":"include-unknown-enum-members"},"id":"3","method":"GET","url":"/v1/me"}]}
        POST https://service.test/v1/$batch
          accept: application/json
          prefer: odata.continue-on-error
          odata-version: 4.0
          content-type: application/json
          {"requests":[{"headers":{"content-type":"application/json"},"id":"1","method":"POST","url":"people","body":{}},{"dependsOn":["1"],"headers":{"content-type":"application/json"},"id":"2","method":"POST","url":"people/$ref","body":{"@odata.id":"https://service.test/v1/people/z"}},{"headers":{"prefer":"include-unknown-enum-members"},"id":"3","method":"GET","url":"me"}]}"#]].assert_eq(&script.log());
}

#[tokio::test]
async fn a_list_goes_on_inside_a_batch() {
    let script = Script::new([
        answer(200, r#"{"value":[{"id":"a"}],"@odata.nextLink":"?page=2"}"#),
        answer(
            200,
            r#"{"responses":[{"id":"1","status":200,"body":{"value":[{"id":"b"},{"id":"c"}],"@odata.nextLink":"?page=3"}}]}"#,
        ),
        answer(200, r#"{"value":[]}"#),
    ]);
    let client = script.client();
    let list = || client.people().list();
    let first = list().first_page().await.unwrap();
    let mut batch = client.batch();
    let second = batch.add(list().resume(first.checkpoint().unwrap().clone()).limit(1));
    let page = batch.send().await.take(second).unwrap();
    assert_eq!((page.value.len(), page.checkpoint()), (1, None), "a page that was cut leads nowhere");
    let end = list().first_page().await.unwrap();
    let complete = client.batch().add(list().resume(end.checkpoint().unwrap().clone()));
    let error = client.batch().send().await.take(complete).unwrap_err();
    assert_eq!(error.to_string(), "GET /people: cannot go on from what was saved: there is nothing behind it");
    assert!(script.log().contains(r#""url":"/people?page=2""#), "{}", script.log());
}

#[tokio::test]
async fn after_a_batch_that_failed_no_other_is_sent_and_nothing_that_came_is_lost() {
    let ok = r#"{"responses":[{"id":"1","status":200,"body":{"id":"a"}},{"id":"2","status":200,"body":{"id":"b"}}]}"#;
    let script = Script::new([answer(200, ok), answer(403, r#"{"error":{"code":"Forbidden","message":"no"}}"#)]);
    let client = script.client();
    let mut batch = client.batch().size(2);
    let handles: Vec<_> = (0..6).map(|number| batch.add(client.people().id(number.to_string()).get())).collect();
    let mut results = batch.send().await;
    let shown: Vec<String> = handles
        .into_iter()
        .map(|handle| results.take(handle).map_or_else(|error| error.to_string(), |person| format!("{:?}", person.id)))
        .collect();
    expect![[r#"
        Some("a")
        Some("b")
        GET /people/{key}: the batch failed: POST /$batch: 403 Forbidden, Forbidden: no
        GET /people/{key}: the batch failed: POST /$batch: 403 Forbidden, Forbidden: no
        GET /people/{key}: the batch failed: POST /$batch: 403 Forbidden, Forbidden: no
        GET /people/{key}: the batch failed: POST /$batch: 403 Forbidden, Forbidden: no"#]]
    .assert_eq(&shown.join("\n"));
}

#[tokio::test]
async fn what_cannot_be_sent_or_is_lost_says_so() {
    let script = Script::new([Answer::Full(400, "request-id: r1", r#"{"error":{"code":"BadBatch","message":"no"}}"#.to_owned())]);
    let client = script.client();
    let other = Client::builder().base_url("https://elsewhere.test").transport(Script::new([])).build().unwrap();
    let mut first = client.batch();
    let empty_key = first.add(client.people().id("..").get());
    let foreign = first.add(other.me().get());
    let after = first.add_after(&empty_key, client.me().get());
    let lost = first.add(client.me().get());
    let mut second = client.batch();
    let unrelated = second.add_after(&lost, client.me().get());
    let mut results = first.send().await;
    let stranger = second.add(client.me().get());
    let shown = [
        results.take(empty_key).unwrap_err().to_string(),
        results.take(foreign).unwrap_err().to_string(),
        results.take(after).unwrap_err().to_string(),
        results.take(lost).unwrap_err().to_string(),
        results.take(stranger).unwrap_err().to_string(),
        second.send().await.take(unrelated).unwrap_err().to_string(),
    ];
    expect![[r#"
        GET /people/{key}: ".." cannot be a key: it is empty or would be read as a step in the path
        GET /me: the request goes to another service than the batch
        GET /me: not carried out, because the request before it failed
        GET /me: the batch failed: POST /$batch: 400 Bad Request, BadBatch: no (request-id r1)
        GET /me: the handle belongs to another batch
        GET /me: the handle belongs to another batch"#]]
    .assert_eq(&shown.join("\n"));
}

#[tokio::test]
async fn whatever_a_service_answers_ends_in_an_error() {
    for body in [
        "",
        "null",
        "[]",
        "{}",
        r#"{"responses":null}"#,
        r#"{"responses":{}}"#,
        r#"{"responses":[1]}"#,
        r#"{"responses":[{"id":"1","#,
        r#"{"responses":[]}"#,
        r#"{"responses":[{}]}"#,
        r#"{"responses":[{"id":"1"}]}"#,
        r#"{"responses":[{"id":"1","status":9999}]}"#,
        r#"{"responses":[{"id":null,"status":200}]}"#,
        r#"{"responses":[{"id":"1","status":200}]}"#,
        r#"{"responses":[{"id":"1","status":200,"headers":[],"body":[[[]]]}]}"#,
        r#"{"responses":[{"id":"1","status":200,"headers":{"\n":"x","y":"\u0000"},"body":"text"}]}"#,
        r#"{"error":{"code":"Failed","message":"all of it"}}"#,
        "<html>",
        "{\"responses\":[{\"id\":\"1\",\"status\":200,\"body\":{\"error\":{\"code\":\"a\",\"message\":\"b\"}}}]}",
    ] {
        let script = Script::new(std::iter::repeat_with(|| answer(200, body)).take(3));
        let mut retry = Retry::default();
        retry.max_attempts = 2;
        retry.connection_delay = Duration::ZERO;
        let client = script.builder().retry(retry).build().unwrap();
        let mut batch = client.batch();
        let read = batch.add(client.me().get());
        let error = batch.send().await.take(read).unwrap_err();
        assert!(!matches!(error, Error::Policy { .. }) && !error.maybe_applied(), "{body}: {error}");
    }
}

/// A service that refuses some requests of a batch and forgets others, by a fixed rule.
#[derive(Clone, Default)]
struct Moody {
    /// How often each path was asked for and carried out.
    answered: Arc<Mutex<HashMap<String, u32>>>,
    batches: Arc<Mutex<Vec<usize>>>,
    state: Arc<Mutex<u64>>,
}

impl Moody {
    /// A number below 100: xorshift, so that every run is the same.
    fn chance(&self) -> u64 {
        let mut state = self.state.lock().unwrap();
        let mut bits = *state ^ 0x9e37_79b9_7f4a_7c15;
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        *state = bits ^ 0x9e37_79b9_7f4a_7c15;
        bits % 100
    }

    fn answer(&self, request: &Value) -> Option<Value> {
        let id = &request["id"];
        match self.chance() {
            0..15 => Some(
                json!({"id": id, "status": 429, "headers": {"Retry-After": "1"}, "body": {"error": {"code": "Throttled", "message": ""}}}),
            ),
            15..17 => None,
            _ => {
                let url = request["url"].as_str().unwrap().to_owned();
                let name = url.rsplit('/').next().unwrap_or_default().to_owned();
                *self.answered.lock().unwrap().entry(url).or_default() += 1;
                Some(json!({"id": id, "status": 200, "headers": {"Content-Type": "application/json"}, "body": {"id": name}}))
            }
        }
    }
}

impl Transport for Moody {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let body: Value = serde_json::from_slice(&request.into_body().collect().await?.to_bytes()).unwrap();
            let requests = body["requests"].as_array().unwrap();
            self.batches.lock().unwrap().push(requests.len());
            let mut responses: Vec<Value> = requests.iter().filter_map(|request| self.answer(request)).collect();
            responses.reverse();
            Ok(http::Response::new(json!({ "responses": responses }).to_string().into()))
        })
    }
}

/// The figure of `docs/reliability.md`: 10,000 requests, 15 % of the answers inside batches are 429, 2 % are left out.
#[tokio::test(start_paused = true)]
async fn ten_thousand_requests_are_all_answered_with_few_batches() {
    let service = Moody::default();
    let client =
        Client::builder().base_url("https://service.test/v1").transport(service.clone()).retry(Retry::bulk()).build().unwrap();
    let mut batch = client.batch().parallel(3);
    let handles: Vec<_> = (0..10_000).map(|number| batch.add(client.people().id(format!("p{number}")).get())).collect();
    let mut results = batch.send().await;
    for (number, handle) in handles.into_iter().enumerate() {
        assert_eq!(results.take(handle).unwrap().id, Some(format!("p{number}")));
    }
    let answered = service.answered.lock().unwrap();
    assert!(answered.len() == 10_000 && answered.values().all(|times| *times == 1), "each is carried out once");
    let batches = service.batches.lock().unwrap();
    assert!(batches.iter().all(|size| *size <= 20));
    let ratio = batches.len() as f64 / (10_000.0 / 20.0);
    println!("{} batches for 10,000 requests: {ratio:.3} times the fewest possible", batches.len());
    assert!(ratio <= 1.25, "{ratio}");
}

/// A document that is nearly an answer to a batch of three.
fn nearly() -> impl Strategy<Value = String> {
    let id = prop::sample::select(vec![r#""1""#, r#""2""#, "3", "null", r#""x""#]);
    let status = prop::sample::select(vec!["200", "204", r#""404""#, "424", "429", "302", "0", "1e9", "{}"]);
    let headers = prop::sample::select(vec![
        "null",
        r#"{"Retry-After":"0"}"#,
        r#"{"content-type":"text/plain"}"#,
        r#"{"content-type":"image/png","location":"x"}"#,
        r#"{"location":"https://service.test/v1/elsewhere","a b":1}"#,
    ]);
    let body =
        prop::sample::select(vec!["null", r#"{"id":"a"}"#, r#""iVBORw0KGgo=""#, r#""é""#, "[]", r#"{"error":{"code":1}}"#, "7"]);
    let part = (id, status, headers, body)
        .prop_map(|(id, status, headers, body)| format!(r#"{{"id":{id},"status":{status},"headers":{headers},"body":{body}}}"#));
    let whole = prop::collection::vec(part, 0..5).prop_map(|parts| format!(r#"{{"responses":[{}]}}"#, parts.join(",")));
    (whole, any::<prop::sample::Index>(), any::<bool>()).prop_map(|(whole, cut, is_cut)| {
        let end = if is_cut { cut.index(whole.len()) } else { whole.len() };
        String::from_utf8_lossy(&whole.as_bytes()[..end]).into_owned()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_handle_has_a_result_whatever_comes(bodies in prop::collection::vec(nearly(), 20)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let client = Script::new(bodies.into_iter().map(|body| answer(200, body))).client();
            let mut batch = client.batch();
            let read = batch.add(client.people().id("a").get());
            let created = batch.add(client.people().create(&Person::default()));
            let counted = batch.add_after(&created, client.people().count());
            let mut results = batch.send().await;
            // An entity, or an error: none panics, and none is without a result.
            let _ = results.take(read);
            let _ = results.take(created);
            let _ = results.take(counted);
        });
    }
}
