//! A front for programs without an asynchronous runtime: what is awaited elsewhere is waited for here.
//!
//! ```
//! use edmund::blocking::{Each as _, Wait as _};
//!
//! # fn report(client: &edmund::Client) -> Result<(), edmund::Error> {
//! let address = edmund::Address::root(client).function("names");
//! let names: Vec<String> = address.returning::<Vec<String>>().wait()?;
//! for name in edmund::Address::root(client).function("names").returning::<Vec<String>>().stream().each() {
//!     println!("{}", name?);
//! }
//! # drop(names);
//! # Ok(())
//! # }
//! ```
//!
//! One thread of the process drives connections and time; any number of threads may wait.

use std::future::IntoFuture;
use std::pin::Pin;
use std::sync::OnceLock;

use futures_core::Stream;
use tokio::runtime::{Builder, Handle};

use crate::client::ConfigurationError;
use crate::error::Error;

/// Requests that are waited for.
pub trait Wait<T>: IntoFuture<Output = Result<T, Error>> {
    /// The result of the request.
    ///
    /// # Errors
    /// As when it is awaited; [`ConfigurationError::BlockingWithinRuntime`] if there is a runtime that it could be awaited on.
    fn wait(self) -> Result<T, Error>;
}

impl<T, R: IntoFuture<Output = Result<T, Error>>> Wait<T> for R {
    fn wait(self) -> Result<T, Error> {
        block_on(self.into_future())?
    }
}

/// Pages and items, one after another.
pub trait Each: Stream + Sized {
    /// An iterator over what the stream gives.
    fn each(self) -> Iter<Self>;
}

impl<T, S: Stream<Item = Result<T, Error>> + Unpin> Each for S {
    fn each(self) -> Iter<Self> {
        Iter { stream: self, has_ended: false }
    }
}

/// An iterator that waits for what a stream gives. It ends with the stream, or after an error of the front itself.
#[derive(Debug)]
pub struct Iter<S> {
    stream: S,
    has_ended: bool,
}

impl<T, S: Stream<Item = Result<T, Error>> + Unpin> Iterator for Iter<S> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_ended {
            return None;
        }
        let stream = &mut self.stream;
        let next = block_on(std::future::poll_fn(|context| Pin::new(&mut *stream).poll_next(context)));
        self.has_ended = !matches!(next, Ok(Some(_)));
        next.unwrap_or_else(|error| Some(Err(error)))
    }
}

/// What a future gives that is no request by itself, such as that of [`Batch::send`](crate::request::Batch::send).
///
/// # Errors
/// [`ConfigurationError::BlockingWithinRuntime`] if there is a runtime that it could be awaited on.
pub fn block_on<F: Future>(future: F) -> Result<F::Output, Error> {
    if Handle::try_current().is_ok() {
        return Err(ConfigurationError::BlockingWithinRuntime.into());
    }
    Ok(runtime()?.block_on(future))
}

/// The runtime of the process, on a thread of its own: connections are looked after also while nobody waits.
fn runtime() -> Result<&'static Handle, ConfigurationError> {
    static RUNTIME: OnceLock<Result<Handle, String>> = OnceLock::new();
    let handle = RUNTIME.get_or_init(|| {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
        let handle = runtime.handle().clone();
        let drive = move || runtime.block_on(std::future::pending::<()>());
        std::thread::Builder::new().name("edmund".to_owned()).spawn(drive).map_err(|error| error.to_string())?;
        Ok(handle)
    });
    handle.as_ref().map_err(|reason| ConfigurationError::NoRuntime { reason: reason.clone() })
}
