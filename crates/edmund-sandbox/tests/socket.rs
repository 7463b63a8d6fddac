//! The service behind its socket, called by our own client: whatever goes wrong on the way, every row arrives exactly once.

#![allow(clippy::unwrap_used, reason = "the functions that tests share fail as tests do")]

use std::collections::HashSet;
use std::time::Duration;

use edmund::{Client, Error, Patch, Retry};
use edmund_model::{Model, Sources};
use edmund_sandbox::{Builder, Fault, Faults, Handle, Sandbox};

/// The part of the library that the tests call, as generated code would declare it.
mod library {
    edmund::request_types!();

    #[derive(edmund::Entity)]
    #[odata(name = "library.desk", key(id))]
    pub struct Desk {
        pub id: Option<String>,
        pub name: Option<String>,
        pub visits: edmund::Navs<Visit>,
        pub extra: edmund::Extra,
    }

    #[derive(edmund::Entity)]
    #[odata(name = "library.visit", key(id))]
    pub struct Visit {
        pub id: Option<String>,
        pub reason: Option<String>,
        pub is_urgent: Option<bool>,
        pub extra: edmund::Extra,
    }

    #[edmund::service]
    pub trait Library {
        #[odata(singleton = "desk")]
        fn desk(&self) -> One<Desk>;
    }
}

use library::{Library as _, Visit};

fn model() -> Model {
    let mut sources = Sources::default();
    let file = sources.add("library.csdl.xml", include_str!("service/library.csdl.xml"));
    let (document, _) = edmund_csdl::read(&sources, file);
    edmund_csdl::lower(&[document]).0
}

fn builder(rows: usize) -> Builder {
    Sandbox::builder(model()).seed(7).rows("desk/visits", rows)
}

fn client(handle: &Handle) -> Client {
    let mut retry = Retry::bulk();
    retry.answer_delay = Duration::from_millis(1);
    retry.connection_delay = Duration::from_millis(1);
    Client::builder().base_url(handle.base_url()).retry(retry).build().unwrap()
}

#[tokio::test]
async fn every_row_arrives_once_through_throttling_and_resets() {
    let faults = Faults { throttle: 0.10, reset: 0.05, html: 0.02, truncate: 0.0, retry_after: Duration::ZERO };
    let handle = builder(2_000).faults(faults).start().await.unwrap();
    let client = client(&handle);
    let mut visits = client.desk().visits().list().page_size(10).count().stream();
    let (mut ids, mut rows) = (HashSet::new(), 0);
    while let Some(visit) = visits.try_next().await.unwrap() {
        rows += 1;
        ids.insert(visit.id.unwrap());
    }
    assert_eq!((rows, ids.len(), visits.total()), (2_000, 2_000, Some(2_000)));
    let (seen, survived) = (handle.statistics(), client.statistics());
    assert_eq!(seen.requests, 200 + seen.faults());
    assert_eq!((survived.retries, survived.throttled), (seen.faults(), seen.throttled));
    assert!(seen.throttled > 5 && seen.reset > 2 && seen.garbled > 0, "{seen:?}");
    assert_eq!(handle.requests().iter().filter(|request| request.fault == Some(Fault::Html)).count() as u64, seen.garbled);
}

#[tokio::test]
async fn a_filter_of_the_client_means_the_same_to_the_service() {
    let handle = builder(500).start().await.unwrap();
    let client = client(&handle);
    let all = client.desk().visits().list().stream().try_collect().await.unwrap();
    let urgent =
        client.desk().visits().list().filter(Visit::IS_URGENT.eq(true)).select(Visit::ID).stream().try_collect().await.unwrap();
    let expected: Vec<_> = all.iter().filter(|visit| visit.is_urgent == Some(true)).map(|visit| visit.id.clone()).collect();
    assert!(!expected.is_empty() && expected.len() < all.len());
    assert_eq!(urgent.iter().map(|visit| visit.id.clone()).collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn a_life_of_an_entity() {
    let handle = builder(3).prefix("v1.0").start().await.unwrap();
    let client = client(&handle);
    let visits = client.desk().visits();
    let key = "a/b('c')?#%";
    let made =
        visits.create(&Visit { id: Some(key.into()), reason: Some("returns".into()), ..Default::default() }).await.unwrap();
    assert_eq!(made.id.as_deref(), Some(key));
    visits.add_ref(&made).await.unwrap();
    visits.id(key).update(Patch::new().set(Visit::IS_URGENT, true).null(Visit::REASON)).await.unwrap();
    let read = visits.id(key).get().await.unwrap();
    assert_eq!((read.is_urgent, read.reason), (Some(true), None));
    visits.remove_ref(key).await.unwrap();
    assert!(
        matches!(visits.id(key).get().await, Err(Error::Service(error)) if error.status == 404 && error.code == "ResourceNotFound")
    );
}

#[tokio::test]
async fn truncated_json_is_an_error_and_not_the_end() {
    let handle = builder(10).faults(Faults { truncate: 1.0, ..Faults::default() }).start().await.unwrap();
    let client = Client::builder().base_url(handle.base_url()).retry(Retry::none()).build().unwrap();
    let error = client.desk().visits().list().stream().try_next().await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error:?}");
}

#[tokio::test]
async fn settings_that_cannot_work_are_refused() {
    let message = |error: edmund_sandbox::Error| error.to_string();
    let rows = builder(1).rows("vists", 5).start().await.unwrap_err();
    assert_eq!(message(rows), "the model has no entity set, navigation property or type `vists`; did you mean `visits`?");
    assert_eq!(message(builder(1).page_size(0).start().await.unwrap_err()), "a page has to hold at least one item");
    let faults = Faults { throttle: 0.9, reset: 0.2, ..Faults::default() };
    assert!(message(builder(1).faults(faults).start().await.unwrap_err()).starts_with("rates of faults"));
    let handle = builder(1).start().await.unwrap();
    let port = handle.base_url().rsplit(':').next().unwrap().parse().unwrap();
    assert!(message(builder(1).port(port).start().await.unwrap_err()).starts_with("cannot listen on 127.0.0.1:"));
}
