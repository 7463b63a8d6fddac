//! The service as a function from request to response: no socket, no thread, no fault.

mod apply;
mod asynchronous;
mod batch;
mod body;
mod call;
mod delta;
mod document;
mod exchange;
mod list;
mod options;
mod page;
mod read;
mod reference;
mod render;
mod reply;
mod stream;
mod write;

pub use call::Invocation;

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

use bytes::Bytes;
use edmund_model::Model;
use http::{Request, Response};
use serde_json::Value;

use crate::refusal::Stamp;
use crate::store::{Sizes, Store};
use crate::temporal::Instant;
use crate::{Refusal, hash, temporal};

/// Answers function and action calls; see [`crate::Builder::function`].
pub(crate) type Handler = Arc<dyn Fn(&mut Invocation<'_, '_>) -> Result<Value, Refusal> + Send + Sync>;

/// Bodies beyond this are refused with 413.
pub const MAX_BODY: usize = 8 << 20;
/// Request targets beyond this are refused with 414.
pub(crate) const MAX_TARGET: usize = 16 << 10;

/// What a service is set up with.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    pub(crate) sizes: Sizes,
    pub(crate) page_size: usize,
    pub(crate) max_page_size: usize,
    /// Changes that change tracking remembers.
    pub(crate) tracked_changes: usize,
    pub(crate) handlers: HashMap<String, Handler>,
    /// Path in front of the service root, without slash at the end: empty or `/v1.0`.
    pub(crate) prefix: String,
    pub(crate) clock: fn() -> SystemTime,
}

/// An OData service over a model, in memory.
///
/// [`Service::handle`] is the whole service: requests and responses as values of the `http` crate. [`crate::Handle`] is the same behind a socket,
/// with faults.
pub struct Service {
    model: Arc<Model>,
    settings: Settings,
    store: Mutex<Store>,
    orders: Mutex<list::Orders>,
    metadata: OnceLock<String>,
    waiting: asynchronous::Waiting,
    exchanges: AtomicU64,
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").field("seed", &self.settings.seed).finish_non_exhaustive()
    }
}

impl Service {
    pub(crate) fn new(model: Model, settings: Settings) -> Self {
        let model = Arc::new(model);
        let store = Store::new(model.clone(), settings.seed, settings.sizes.clone(), settings.tracked_changes);
        Service {
            model,
            settings,
            store: Mutex::new(store),
            orders: Mutex::default(),
            metadata: OnceLock::new(),
            waiting: asynchronous::Waiting::default(),
            exchanges: AtomicU64::new(0),
        }
    }

    /// The path of the service root without slash at the end.
    pub(crate) fn prefix(&self) -> &str {
        &self.settings.prefix
    }

    /// Answers one request. Links in the answer begin with what the `Host` header says. Never fails: what the service does not accept is an
    /// OData error response.
    pub fn handle(&self, request: &Request<Bytes>) -> Response<Bytes> {
        let now = (self.settings.clock)();
        let stamp = self.stamp(request, now);
        if let Some(response) = self.waiting.collect(self, request, &stamp) {
            return response;
        }
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        let reply = exchange::answer(self, &mut store, request, instant(now));
        let response = reply.into_response(&stamp, request.method() == http::Method::HEAD);
        self.waiting.put_off(self, request, response, &stamp)
    }

    /// The XML of `$metadata`, made when first asked for.
    fn metadata(&self) -> &str {
        self.metadata.get_or_init(|| edmund_csdl::write_xml(&self.model))
    }

    fn stamp(&self, request: &Request<Bytes>, now: SystemTime) -> Stamp {
        let number = self.exchanges.fetch_add(1, Ordering::Relaxed);
        let header = request.headers().get("client-request-id").and_then(|value| value.to_str().ok());
        Stamp {
            request_id: hash::guid(hash::mix(self.settings.seed ^ number)),
            client_request_id: header.map(str::to_owned),
            date: date_time(now),
        }
    }
}

fn instant(now: SystemTime) -> Instant {
    let since = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Instant { picos: i128::try_from(since.as_nanos()).unwrap_or_default().saturating_mul(1000), offset: 0 }
}

/// `2024-02-29T12:30:15`.
fn date_time(now: SystemTime) -> String {
    let (days, picos) = instant(now).local();
    let (year, month, day) = temporal::civil(days);
    let seconds = picos / temporal::SECOND;
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
