//! Workloads: the parts of a service that count requests by themselves. What one request is told holds for its whole workload.

mod lane;
mod limits;
mod pattern;
#[cfg(test)]
mod tests;
mod window;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

pub(crate) use self::lane::Ending;
use self::lane::{Entry, Lane};
use self::limits::{Each, Workload};
pub use self::limits::{Limits, LimitsError};
use self::pattern::segments;
use self::window::Window;
use crate::clock::Clock;

/// Lanes that are remembered before idle ones are forgotten.
const REMEMBERED: usize = 1024;

/// The lanes of a client, one for each workload that it has asked for something.
#[derive(Debug)]
pub(crate) struct Workloads {
    limits: Option<Limits>,
    lanes: Mutex<HashMap<String, Arc<Shared>>>,
}

#[derive(Debug, Default)]
struct Shared {
    lane: Mutex<Lane>,
    /// Who waits, waits in line: the first one holds this.
    line: tokio::sync::Mutex<()>,
    /// A request has ended.
    ended: Notify,
}

impl Workloads {
    pub(crate) fn new(limits: Option<Limits>) -> Self {
        Self { limits, lanes: Mutex::default() }
    }

    /// The way in for a request by its method, its path template and its path.
    pub(crate) fn gate<'a>(&self, clock: &'a dyn Clock, method: &str, template: &str, path: &str) -> Gate<'a> {
        let workload = self.limits.as_ref().and_then(|limits| find(limits, method, template));
        let name = match workload {
            Some((workload, depth)) => lane_name(workload, depth, template, path),
            // Without documented limits the first segment tells workloads apart, as well as anyone can from outside.
            None => segments(template).next().unwrap_or_default().to_owned(),
        };
        let mut lanes = lock(&self.lanes);
        let shared = match lanes.get(&name) {
            Some(shared) => Arc::clone(shared),
            None => {
                if lanes.len() >= REMEMBERED {
                    let now = clock.elapsed();
                    lanes.retain(|_, shared| Arc::strong_count(shared) > 1 || !lock(&shared.lane).is_idle(now));
                }
                let shared = Arc::new(Shared { lane: Mutex::new(self.lane(workload)), ..Shared::default() });
                lanes.insert(name, Arc::clone(&shared));
                shared
            }
        };
        Gate { shared, clock }
    }

    fn lane(&self, workload: Option<(&Workload, usize)>) -> Lane {
        if self.limits.is_none() {
            return Lane::default();
        }
        let workload = workload.map(|(workload, _)| workload);
        let limits = workload.map(|workload| workload.limits.as_slice()).unwrap_or_default();
        let windows = limits.iter().map(|limit| Window::new(limit.requests, limit.length)).collect();
        Lane::paced(windows, workload.and_then(|workload| workload.concurrent))
    }
}

/// The workload with the longest matching path, the first of equals, and how long that path is.
fn find<'a>(limits: &'a Limits, method: &str, template: &str) -> Option<(&'a Workload, usize)> {
    let depths = limits.workloads.iter().filter_map(|workload| {
        let depth = workload.paths.iter().filter_map(|path| path.matches(method, template)).max()?;
        Some((workload, depth))
    });
    depths.reduce(|best, next| if next.1 > best.1 { next } else { best })
}

fn lane_name(workload: &Workload, depth: usize, template: &str, path: &str) -> String {
    match workload.each {
        Each::Workload => workload.name.clone(),
        Each::Request => format!("{} {template}", workload.name),
        Each::Key => {
            let key: Vec<&str> = segments(path).take(depth).collect();
            format!("{} {}", workload.name, key.join("/"))
        }
    }
}

/// The way into one workload.
#[derive(Clone)]
pub(crate) struct Gate<'a> {
    shared: Arc<Shared>,
    clock: &'a dyn Clock,
}

impl<'a> Gate<'a> {
    /// Waits until a request may go out. The error is how long the service has asked everyone to wait, where that is more than `patience`.
    pub(crate) async fn enter(&self, patience: Duration) -> Result<Pass<'a>, Duration> {
        let _first = self.shared.line.lock().await;
        loop {
            let now = self.clock.elapsed();
            let entry = lock(&self.shared.lane).enter(now);
            match entry {
                Entry::Open => return Ok(Pass { gate: self.clone(), entered: now, ending: Ending::Other }),
                Entry::Closed(until) => {
                    let wait = until.saturating_sub(now);
                    if wait > patience {
                        return Err(wait);
                    }
                    self.clock.sleep(wait).await;
                }
                Entry::Paced(until) => self.clock.sleep(until.saturating_sub(now)).await,
                Entry::Full => self.shared.ended.notified().await,
            }
        }
    }

    /// Lets no request in for a while.
    pub(crate) fn close(&self, wait: Duration) {
        lock(&self.shared.lane).close(self.clock.elapsed().saturating_add(wait));
    }
}

/// One running request. Dropping it says that it has ended.
pub(crate) struct Pass<'a> {
    gate: Gate<'a>,
    entered: Duration,
    ending: Ending,
}

impl Pass<'_> {
    /// The request has ended so.
    pub(crate) fn end(mut self, ending: Ending) {
        self.ending = ending;
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        lock(&self.gate.shared.lane).leave(self.entered, self.gate.clock.elapsed(), self.ending);
        self.gate.shared.ended.notify_one();
    }
}

/// What was behind a poisoned lock is still whole: nothing is left half done while it is held.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
