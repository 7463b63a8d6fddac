//! Setting a sandbox up.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::SystemTime;

use edmund_model::{Model, nearest};
use serde_json::Value;

use crate::fault::Schedule;
use crate::server::Handle;
use crate::service::{Invocation, Service, Settings};
use crate::store::{Sizes, names};
use crate::{Faults, Refusal};

/// The way in: [`Sandbox::builder`].
#[derive(Debug)]
pub struct Sandbox;

impl Sandbox {
    /// Starts to set up a service that behaves as the model says.
    pub fn builder(model: Model) -> Builder {
        Builder {
            model,
            settings: Settings {
                seed: 1,
                sizes: Sizes::new(BTreeMap::new(), 5),
                page_size: 100,
                max_page_size: 999,
                tracked_changes: 100_000,
                handlers: HashMap::new(),
                prefix: String::new(),
                clock: SystemTime::now,
            },
            rows: BTreeMap::new(),
            default_rows: 5,
            faults: Faults::default(),
            port: 0,
        }
    }
}

/// Why a sandbox cannot start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A number of rows is given for what the model does not have.
    #[error("the model has no entity set, navigation property or type `{name}`{}", hint(.nearest))]
    UnknownRows {
        /// The name.
        name: String,
        /// The name that was probably meant.
        nearest: Option<String>,
    },
    /// Page sizes have to be at least 1.
    #[error("a page has to hold at least one item")]
    PageSize,
    /// Rates of faults have to be between 0 and 1 and must not add up to more than 1.
    #[error("rates of faults are shares between 0 and 1 that add up to 1 at most")]
    FaultRate,
    /// Nothing can listen on the loopback port.
    #[error("cannot listen on 127.0.0.1:{port}")]
    Listen {
        /// The port; 0 is any free one.
        port: u16,
        /// The cause.
        source: std::io::Error,
    },
}

fn hint(nearest: &Option<String>) -> String {
    nearest.as_ref().map_or(String::new(), |name| format!("; did you mean `{name}`?"))
}

/// The settings of a sandbox. All have defaults.
#[derive(Clone)]
pub struct Builder {
    model: Model,
    settings: Settings,
    rows: BTreeMap<String, usize>,
    default_rows: usize,
    faults: Faults,
    port: u16,
}

impl std::fmt::Debug for Builder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Builder")
            .field("rows", &self.rows)
            .field("faults", &self.faults)
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}

impl Builder {
    /// Decides all rows, keys and faults. 1 unless given.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.seed = seed;
        self
    }

    /// How many rows a collection starts with: by its path without keys (`users/messages`), its name (`messages`) or the type of its entities.
    #[must_use]
    pub fn rows(mut self, name: impl AsRef<str>, count: usize) -> Self {
        self.rows.insert(name.as_ref().trim_matches('/').to_owned(), count);
        self
    }

    /// How many rows all other collections start with. 5 unless given.
    #[must_use]
    pub fn default_rows(mut self, count: usize) -> Self {
        self.default_rows = count;
        self
    }

    /// How many items a page holds when the client does not say. 100 unless given.
    #[must_use]
    pub fn page_size(mut self, items: usize) -> Self {
        self.settings.page_size = items;
        self
    }

    /// How many items a page holds at most, whatever the client prefers. 999 unless given.
    #[must_use]
    pub fn max_page_size(mut self, items: usize) -> Self {
        self.settings.max_page_size = items;
        self
    }

    /// How many changes the service remembers for change tracking: links from before them are answered 410, as services do. 100,000 unless given.
    #[must_use]
    pub fn tracked_changes(mut self, count: usize) -> Self {
        self.settings.tracked_changes = count;
        self
    }

    /// What goes wrong, and how often. Faults happen between [`Service`] and the wire.
    #[must_use]
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// The loopback port; 0, the default, is any free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The path of the service root, such as `/v1.0`. Empty unless given.
    #[must_use]
    pub fn prefix(mut self, path: &str) -> Self {
        let path = path.trim_matches('/');
        self.settings.prefix = if path.is_empty() { String::new() } else { format!("/{path}") };
        self
    }

    /// The clock behind `now()` and the dates of error answers: the system's unless given.
    #[must_use]
    pub fn clock(mut self, clock: fn() -> SystemTime) -> Self {
        self.settings.clock = clock;
        self
    }

    /// Registers code that computes what a function or action returns, by its qualified name. Without it, a call returns a value that the schema allows.
    /// The code of an action without return type returns [`Value::Null`].
    #[must_use]
    pub fn function<F>(mut self, name: &str, code: F) -> Self
    where
        F: Fn(&mut Invocation<'_, '_>) -> Result<Value, Refusal> + Send + Sync + 'static,
    {
        self.settings.handlers.insert(name.to_owned(), Arc::new(code));
        self
    }

    /// The service without socket and faults.
    ///
    /// # Errors
    /// A setting that contradicts the model or itself.
    pub fn service(mut self) -> Result<Service, Error> {
        if self.settings.page_size == 0 || self.settings.max_page_size == 0 {
            return Err(Error::PageSize);
        }
        let sizes = Sizes::new(self.rows, self.default_rows);
        let stranger = sizes.strangers(&self.model).next().map(str::to_owned);
        if let Some(name) = stranger {
            let nearest = nearest(name.rsplit('/').next().unwrap_or(&name), names(&self.model)).map(str::to_owned);
            return Err(Error::UnknownRows { name, nearest });
        }
        self.settings.sizes = sizes;
        Ok(Service::new(self.model, self.settings))
    }

    /// Starts the service on loopback, on a thread of its own, and returns when it listens.
    ///
    /// # Errors
    /// A setting that contradicts the model or itself, or a port that is taken.
    pub async fn start(self) -> Result<Handle, Error> {
        let (port, faults, seed) = (self.port, self.faults.clone(), self.settings.seed);
        let rates = [faults.throttle, faults.reset, faults.html, faults.truncate];
        if !rates.iter().all(|rate| (0.0..=1.0).contains(rate)) || rates.iter().sum::<f64>() > 1.0 + f64::EPSILON {
            return Err(Error::FaultRate);
        }
        let service = self.service()?;
        Handle::start(service, Schedule::new(faults, seed), port).map_err(|source| Error::Listen { port, source })
    }
}
