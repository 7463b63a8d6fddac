//! What a client tells `tracing`: enough to find out what happened, and nothing about anyone.
//! Subscribers are a matter of the whole process, so that this has one of its own.

#![cfg(feature = "tracing")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "shared with the tests of the client")]
#[path = "client/model.rs"]
mod model;
#[allow(dead_code, reason = "shared with the tests of the client")]
#[path = "client/script.rs"]
mod script;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use edmund::{Secret, StaticToken};
use expect_test::expect;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::model::{Person, TestService as _};
use crate::script::{Answer, Script};

/// Writes down everything it is told.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>, Arc<AtomicU64>, Arc<Mutex<HashMap<u64, &'static str>>>);

#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Notes {
    fn note(&self, text: String) {
        self.0.lock().unwrap().push(text);
    }

    fn all(&self) -> String {
        self.0.lock().unwrap().join("\n")
    }
}

impl Subscriber for Notes {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("edmund")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let id = self.1.fetch_add(1, Ordering::Relaxed) + 1;
        let mut fields = Fields::default();
        span.record(&mut fields);
        self.2.lock().unwrap().insert(id, span.metadata().name());
        self.note(format!("span {}{}", span.metadata().name(), fields.0));
        Id::from_u64(id)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        self.note(format!("  {}:{}", self.2.lock().unwrap()[&span.into_u64()], fields.0));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        self.note(format!("event{}", fields.0));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test(start_paused = true)]
async fn spans_and_events_of_a_request_that_is_sent_again() {
    let notes = Notes::default();
    let _listening = tracing::subscriber::set_default(notes.clone());
    let script = Script::new([
        Answer::Full(429, "retry-after: 2", r#"{"error":{"code":"x","message":"slow down, canary"}}"#.to_owned()),
        Answer::Broken(edmund::transport::Sent::Maybe),
        Answer::Full(200, "sunset: Sat, 31 Dec 2026 23:59:59 GMT", r#"{"value":[{"id":"1"}]}"#.to_owned()),
    ]);
    let client = script.builder().credential(StaticToken::new(Secret::new("canary-token"))).build().unwrap();
    let people = client.people().id("ada@contoso.test").ancestors().follow::<crate::model::Many<Person>>().list();
    people.filter(Person::DISPLAY_NAME.eq("Ada Lovelace")).header("X-Private", "private").try_collect().await.unwrap();
    // The jitter of the waits is not for a test.
    let shown: Vec<String> = notes.all().lines().filter(|line| !line.contains("message=retry")).map(str::to_owned).collect();
    let told = shown.join("\n");
    for secret in ["canary", "ada", "Ada", "Lovelace", "filter", "private", "contoso"] {
        assert!(!notes.all().contains(secret), "{secret}: {}", notes.all());
    }
    assert_eq!(notes.all().matches("message=retry").count(), 2, "{}", notes.all());
    expect![[r#"
        span odata.request otel.kind="internal" http.request.method="GET" url.template="/people/{key}/test.ancestors()"
        span http.attempt otel.kind="client" http.request.method="GET" http.request.resend_count=0 url.template="/people/{key}/test.ancestors()" server.address="service.test" server.port=443
          http.attempt: http.response.status_code=429
          http.attempt: error.type="429"
        event message=throttled url.template="/people/{key}/test.ancestors()" wait_ms=2000
        span http.attempt otel.kind="client" http.request.method="GET" http.request.resend_count=1 url.template="/people/{key}/test.ancestors()" server.address="service.test" server.port=443
          http.attempt: error.type="reset"
        span http.attempt otel.kind="client" http.request.method="GET" http.request.resend_count=2 url.template="/people/{key}/test.ancestors()" server.address="service.test" server.port=443
          http.attempt: http.response.status_code=200
        event message=sunset request="GET /people/{key}/test.ancestors()" sunset="Sat, 31 Dec 2026 23:59:59 GMT""#]]
    .assert_eq(&told);
}
