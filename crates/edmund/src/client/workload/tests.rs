//! Who waits for whom, on a virtual clock.

use std::time::Duration;

use super::*;
use crate::clock::SystemClock;

const PATIENCE: Duration = Duration::from_secs(1000);

fn workloads(json: &str) -> (Workloads, SystemClock) {
    (Workloads::new(Some(Limits::parse(json).expect("limits"))), SystemClock::new())
}

/// Sends one request and has its answer at once; when that was.
async fn send(workloads: &Workloads, clock: &SystemClock, method: &str, template: &str, path: &str) -> u64 {
    let pass = workloads.gate(clock, method, template, path).enter(PATIENCE).await.expect("nobody asks for patience");
    pass.end(Ending::Succeeded);
    clock.elapsed().as_secs()
}

#[tokio::test(start_paused = true)]
async fn limits_count_for_what_they_say() {
    let (workloads, clock) = workloads(
        r#"{"workloads": [
            {"name": "reports", "paths": ["/reports"], "limits": [{"requests": 1, "seconds": 10}]},
            {"name": "usage", "paths": ["/reports/get*"], "each": "request", "limits": [{"requests": 1, "seconds": 20}]},
            {"name": "mail", "paths": ["/users/*/messages"], "each": "key", "limits": [{"requests": 1, "seconds": 30}]},
            {"name": "writes", "paths": ["POST /users"], "limits": [{"requests": 1, "seconds": 40}]}
        ]}"#,
    );
    let mut times = Vec::new();
    for (method, template, path) in [
        // One workload, whatever is asked of it.
        ("GET", "/reports/a", "/reports/a"),
        ("GET", "/reports/b/{key}", "/reports/b/1"),
        // A longer path counts, and each request by itself.
        ("GET", "/reports/getX(p={p})", "/reports/getX(p='1')"),
        ("GET", "/reports/getY(p={p})", "/reports/getY(p='1')"),
        ("GET", "/reports/getX(p={p})", "/reports/getX(p='2')"),
        // Each mailbox by itself.
        ("GET", "/users/{key}/messages", "/users/ada/messages"),
        ("GET", "/users/{key}/messages", "/users/bob/messages"),
        ("GET", "/users/{key}/messages/{key}", "/users/ada/messages/1"),
        // One method, and everything else without a limit.
        ("POST", "/users", "/users"),
        ("GET", "/users", "/users"),
        ("GET", "/users", "/users"),
        ("POST", "/users", "/users"),
    ] {
        times.push(send(&workloads, &clock, method, template, path).await);
    }
    assert_eq!(times, [0, 10, 10, 10, 30, 30, 30, 60, 60, 60, 60, 100]);
}

#[tokio::test(start_paused = true)]
async fn who_comes_first_goes_first_and_who_goes_away_holds_nobody_up() {
    let (workloads, clock) =
        workloads(r#"{"workloads": [{"name": "a", "paths": ["/"], "limits": [{"requests": 1, "seconds": 10}]}]}"#);
    let gate = workloads.gate(&clock, "GET", "/a", "/a");
    gate.enter(PATIENCE).await.expect("open").end(Ending::Succeeded);
    let order = std::sync::Mutex::new(Vec::new());
    let wait = async |name: &'static str| {
        let pass = gate.enter(PATIENCE).await.expect("open");
        order.lock().expect("no panic").push((name, clock.elapsed().as_secs()));
        pass.end(Ending::Succeeded);
    };
    let impatient = async {
        assert!(tokio::time::timeout(Duration::from_secs(5), wait("impatient")).await.is_err());
    };
    tokio::join!(impatient, wait("first"), wait("second"));
    assert_eq!(*order.lock().expect("no panic"), [("first", 10), ("second", 20)]);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_dropped_has_ended() {
    let (workloads, clock) = workloads(r#"{"workloads": [{"name": "a", "paths": ["/"], "concurrent": 1}]}"#);
    let gate = workloads.gate(&clock, "GET", "/a", "/a");
    let running = gate.enter(PATIENCE).await.expect("open");
    let waiting = async {
        drop(gate.enter(PATIENCE).await.expect("open"));
        clock.elapsed()
    };
    let dropping = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        drop(running);
    };
    let (at, ()) = tokio::join!(waiting, dropping);
    assert_eq!(at, Duration::from_secs(3));
}

#[tokio::test(start_paused = true)]
async fn idle_lanes_are_forgotten_and_busy_ones_are_not() {
    let (workloads, clock) = workloads(
        r#"{"workloads": [{"name": "mail", "paths": ["/users/*"], "each": "key", "limits": [{"requests": 1, "seconds": 10}]}]}"#,
    );
    for user in 0..5000 {
        send(&workloads, &clock, "GET", "/users/{key}", &format!("/users/{user}")).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let remembered = lock(&workloads.lanes).len();
    assert!((100..=REMEMBERED).contains(&remembered), "{remembered}");
    // The last one was a tenth of a second ago.
    let before = clock.elapsed();
    send(&workloads, &clock, "GET", "/users/{key}", "/users/4999").await;
    assert_eq!(clock.elapsed() - before, Duration::from_millis(9900));
}
