//! An export keeps to the limit that Graph documents for these reports, so that it is never refused.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use edmund::transport::{Body, BoxFuture, Transport, TransportError};
use edmund::{Client, Retry};
use graph_reports::GraphService as _;
use tokio::time::Instant;

const USERS: usize = 340_000;
const PAGE: usize = 999;

/// 5 requests in any 10 seconds; one more is refused and counts all the same, as with Graph.
const REQUESTS: usize = 5;
const WINDOW: Duration = Duration::from_secs(10);

/// The report of a tenant with 340,000 users.
#[derive(Clone, Default)]
struct Tenant(Arc<Mutex<Counts>>);

#[derive(Default)]
struct Counts {
    recent: VecDeque<Instant>,
    requests: usize,
    refused: usize,
}

impl Tenant {
    fn answer(&self, query: &str) -> http::Response<Body> {
        let mut counts = self.0.lock().unwrap();
        let now = Instant::now();
        counts.requests += 1;
        while counts.recent.front().is_some_and(|time| now - *time >= WINDOW) {
            counts.recent.pop_front();
        }
        counts.recent.push_back(now);
        if counts.recent.len() > REQUESTS {
            counts.refused += 1;
            return http::Response::builder().status(429).header("retry-after", "10").body(Body::default()).unwrap();
        }
        let first: usize = query.split("$skiptoken=").nth(1).map_or(0, |token| token.parse().unwrap());
        http::Response::new(page(first).into())
    }
}

fn page(first: usize) -> String {
    let last = (first + PAGE).min(USERS);
    let mut page = String::from("{\"value\":[");
    for user in first..last {
        let comma = if user > first { "," } else { "" };
        write!(page, "{comma}{{\"id\":\"{user}\"}}").unwrap();
    }
    page.push(']');
    if last < USERS {
        write!(page, ",\"@odata.nextLink\":\"?$skiptoken={last}\"").unwrap();
    }
    page.push('}');
    page
}

impl Transport for Tenant {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            // The answer takes its time, and not always the same.
            let pages = self.0.lock().unwrap().requests as u64;
            tokio::time::sleep(Duration::from_millis(pages * 37 % 400)).await;
            Ok(self.answer(request.uri().query().unwrap_or_default()))
        })
    }
}

async fn export(client: Client) -> usize {
    let users = client.reports().authentication_methods().user_registration_details();
    let mut stream = users.list().page_size(999).stream();
    let mut seen = 0;
    while let Some(user) = stream.try_next().await.unwrap() {
        assert_eq!(user.id.unwrap().parse(), Ok(seen));
        seen += 1;
    }
    seen
}

fn client(tenant: &Tenant) -> edmund::ClientBuilder {
    Client::builder().base_url("https://graph.microsoft.com/v1.0").transport(tenant.clone()).retry(Retry::bulk())
}

#[tokio::test(start_paused = true)]
async fn an_export_with_the_documented_limits_is_never_refused() {
    let tenant = Tenant::default();
    let start = Instant::now();
    assert_eq!(export(client(&tenant).limits(graph_reports::limits()).build().unwrap()).await, USERS);
    let counts = tenant.0.lock().unwrap();
    assert_eq!((counts.requests, counts.refused), (341, 0));
    // 68 full windows before the last request; what answers take comes on top.
    let elapsed = start.elapsed();
    println!("{} requests, {} refused, {elapsed:?} on the virtual clock", counts.requests, counts.refused);
    assert!((Duration::from_secs(680)..Duration::from_secs(710)).contains(&elapsed), "{elapsed:?}");
}

#[tokio::test(start_paused = true)]
async fn without_them_it_is_refused_and_complete_all_the_same() {
    let tenant = Tenant::default();
    assert_eq!(export(client(&tenant).build().unwrap()).await, USERS);
    assert!(tenant.0.lock().unwrap().refused > 0);
}

#[tokio::test(start_paused = true)]
async fn many_readers_share_the_limit() {
    let tenant = Tenant::default();
    let client = client(&tenant).limits(graph_reports::limits()).build().unwrap();
    let readers: Vec<_> = (0..64)
        .map(|_| {
            let users = client.reports().authentication_methods().user_registration_details();
            tokio::spawn(async move { users.list().first_page().await.unwrap().value.len() })
        })
        .collect();
    for reader in readers {
        assert_eq!(reader.await.unwrap(), PAGE);
    }
    assert_eq!(tenant.0.lock().unwrap().refused, 0);
}
