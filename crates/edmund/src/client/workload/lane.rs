//! One workload's state: when its next request may go out. No input, no output, no clock of its own.

use std::time::Duration;

use super::window::{Room, Window};

/// How many requests run at once until the service has shown what it bears.
const START: u32 = 4;

/// No service is asked for more at once.
const MOST: u32 = 16;

/// After so many successes one more request may run at once.
const SUCCESSES: u32 = 50;

/// Whether a request may go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Open,
    /// The service asked for patience until then.
    Closed(Duration),
    /// A documented limit allows the next request then.
    Paced(Duration),
    /// As many requests as allowed are running.
    Full,
}

/// How a request ended, as far as a workload cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Succeeded,
    /// The service asked for patience.
    Throttled,
    /// Anything else, being dropped included.
    Other,
}

/// What is known of one workload.
#[derive(Debug, Default)]
pub(super) struct Lane {
    /// A service that asked for patience gets it until then.
    closed_until: Duration,
    windows: Vec<Window>,
    concurrency: Option<Concurrency>,
    running: u32,
}

/// More at once while the service bears it, half as many when it does not.
#[derive(Debug)]
struct Concurrency {
    limit: u32,
    most: u32,
    successes: u32,
    /// Requests that began before this say nothing about what came after.
    halved: Duration,
}

impl Lane {
    /// Paced by windows, and by what the service bears, `most` at once at the most.
    pub(super) fn paced(windows: Vec<Window>, most: Option<u32>) -> Self {
        let most = most.unwrap_or(MOST).max(1);
        let concurrency = Concurrency { limit: START.min(most), most, successes: 0, halved: Duration::ZERO };
        Self { windows, concurrency: Some(concurrency), ..Self::default() }
    }

    /// Whether a request may go out at `now`. If so, it counts as running until [`leave`](Self::leave).
    pub(super) fn enter(&mut self, now: Duration) -> Entry {
        if now < self.closed_until {
            return Entry::Closed(self.closed_until);
        }
        if self.concurrency.as_ref().is_some_and(|concurrency| self.running >= concurrency.limit) {
            return Entry::Full;
        }
        let mut paced = None;
        for window in &mut self.windows {
            match window.room(now) {
                Room::Now => {}
                Room::At(time) => paced = paced.max(Some(time)),
                Room::AfterAnswer => return Entry::Full,
            }
        }
        if let Some(time) = paced {
            return Entry::Paced(time);
        }
        self.running += 1;
        self.windows.iter_mut().for_each(Window::enter);
        Entry::Open
    }

    /// A request that went out at `entered` has ended.
    pub(super) fn leave(&mut self, entered: Duration, now: Duration, ending: Ending) {
        self.running = self.running.saturating_sub(1);
        for window in &mut self.windows {
            window.leave(now);
        }
        if let Some(concurrency) = &mut self.concurrency {
            concurrency.learn(entered, now, ending);
        }
    }

    /// No request goes out before `until`.
    pub(super) fn close(&mut self, until: Duration) {
        self.closed_until = self.closed_until.max(until);
    }

    /// Whether forgetting the lane would change nothing but what was learnt of its concurrency.
    pub(super) fn is_idle(&mut self, now: Duration) -> bool {
        self.running == 0 && self.closed_until <= now && self.windows.iter_mut().all(|window| window.is_idle(now))
    }
}

impl Concurrency {
    fn learn(&mut self, entered: Duration, now: Duration, ending: Ending) {
        match ending {
            Ending::Succeeded => {
                self.successes += 1;
                if self.successes >= SUCCESSES {
                    self.successes = 0;
                    self.limit = (self.limit + 1).min(self.most);
                }
            }
            // Of requests that were refused together, the first one has already halved it.
            Ending::Throttled if entered >= self.halved => {
                self.limit = (self.limit / 2).max(1);
                self.successes = 0;
                self.halved = now;
            }
            Ending::Throttled | Ending::Other => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn at_once(lane: &mut Lane, now: Duration) -> u32 {
        let mut count = 0;
        while lane.enter(now) == Entry::Open {
            count += 1;
        }
        count
    }

    fn end(lane: &mut Lane, count: u32, entered: Duration, now: Duration, ending: Ending) {
        (0..count).for_each(|_| lane.leave(entered, now, ending));
    }

    #[test]
    fn concurrency_grows_with_success_and_is_halved_once_by_a_burst() {
        let mut lane = Lane::paced(Vec::new(), None);
        assert_eq!(at_once(&mut lane, SECOND), 4);
        end(&mut lane, 4, SECOND, SECOND, Ending::Succeeded);
        for _ in 0..50 * 20 {
            assert_eq!(lane.enter(SECOND), Entry::Open);
            lane.leave(SECOND, SECOND, Ending::Succeeded);
        }
        assert_eq!(at_once(&mut lane, SECOND), 16);
        end(&mut lane, 16, SECOND, 2 * SECOND, Ending::Throttled);
        assert_eq!(at_once(&mut lane, 2 * SECOND), 8);
        end(&mut lane, 8, 2 * SECOND, 3 * SECOND, Ending::Throttled);
        assert_eq!(at_once(&mut lane, 3 * SECOND), 4);
        end(&mut lane, 4, 3 * SECOND, 4 * SECOND, Ending::Other);
        assert_eq!(at_once(&mut lane, 4 * SECOND), 4);
    }

    #[test]
    fn a_closed_lane_opens_by_itself() {
        let mut lane = Lane::default();
        lane.close(5 * SECOND);
        lane.close(3 * SECOND);
        assert_eq!(lane.enter(4 * SECOND), Entry::Closed(5 * SECOND));
        assert!(!lane.is_idle(4 * SECOND));
        assert_eq!(lane.enter(5 * SECOND), Entry::Open);
    }

    #[test]
    fn the_strictest_limit_counts() {
        let windows = vec![Window::new(2, SECOND), Window::new(3, 60 * SECOND)];
        let mut lane = Lane::paced(windows, Some(1));
        assert_eq!(lane.enter(Duration::ZERO), Entry::Open);
        assert_eq!(lane.enter(Duration::ZERO), Entry::Full);
        lane.leave(Duration::ZERO, Duration::ZERO, Ending::Succeeded);
        assert_eq!(lane.enter(Duration::ZERO), Entry::Open);
        lane.leave(Duration::ZERO, Duration::ZERO, Ending::Succeeded);
        assert_eq!(lane.enter(Duration::ZERO), Entry::Paced(SECOND));
        assert_eq!(lane.enter(SECOND), Entry::Open);
        lane.leave(SECOND, SECOND, Ending::Succeeded);
        assert_eq!(lane.enter(SECOND), Entry::Paced(60 * SECOND));
    }
}
