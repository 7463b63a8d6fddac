//! What time it is, and how to wait.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use crate::transport::BoxFuture;

/// The time a client lives in. Implement it to test what depends on time, or to wait in another way than tokio does.
pub trait Clock: Send + Sync + 'static {
    /// The time since some moment in the past; it never goes back.
    fn elapsed(&self) -> Duration;

    /// The calendar's time, by which tokens expire.
    fn now(&self) -> SystemTime;

    /// Waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

impl<T: Clock + ?Sized> Clock for std::sync::Arc<T> {
    fn elapsed(&self) -> Duration {
        (**self).elapsed()
    }

    fn now(&self) -> SystemTime {
        (**self).now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        (**self).sleep(duration)
    }
}

/// The time of this machine, as tokio keeps it: it can be paused in tests with `tokio::time::pause`.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    start: Instant,
    start_of_calendar: SystemTime,
}

impl SystemClock {
    /// A clock that starts now.
    pub fn new() -> Self {
        Self { start: Instant::now(), start_of_calendar: SystemTime::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// The later of the machine's time and what has passed on tokio's: the first goes on while the machine sleeps, the second in tests.
    fn now(&self) -> SystemTime {
        let passed = self.start_of_calendar.checked_add(self.start.elapsed());
        passed.map_or_else(SystemTime::now, |passed| passed.max(SystemTime::now()))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// What a future gives, unless it takes longer than `limit`. The clock is asked only if the future does not end at once.
pub(crate) async fn timeout<F: Future>(clock: &dyn Clock, limit: Duration, future: F) -> Option<F::Output> {
    let mut future = std::pin::pin!(future);
    let mut end: Option<BoxFuture<'static, ()>> = None;
    std::future::poll_fn(|context: &mut Context<'_>| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => {
            let end = end.get_or_insert_with(|| clock.sleep(limit));
            Pin::new(end).poll(context).map(|()| None)
        }
    })
    .await
}
