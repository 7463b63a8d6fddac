//! So many requests in so much time.

use std::collections::VecDeque;
use std::time::Duration;

/// Times closer together than this part of a window are remembered as one, the later one, so that large limits need little memory.
const SLICES: u32 = 64;

/// A sliding window: any stretch of its length holds at most its limit of requests.
///
/// A request counts from its start until the window has passed after its *answer*. The service counted it somewhere in between, so that no
/// delay on the way can make the service see more requests in one window than the limit.
#[derive(Debug)]
pub(super) struct Window {
    limit: u32,
    length: Duration,
    running: u32,
    /// Answered requests that still count, oldest first.
    answered: VecDeque<Slice>,
}

#[derive(Debug)]
struct Slice {
    first: Duration,
    last: Duration,
    count: u32,
}

/// When a window takes another request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    Now,
    /// At this time, if nothing else happens.
    At(Duration),
    /// When a running request has its answer.
    AfterAnswer,
}

impl Window {
    /// A limit of zero would never take a request: it counts as one.
    pub(super) fn new(limit: u32, length: Duration) -> Self {
        Self { limit: limit.max(1), length, running: 0, answered: VecDeque::new() }
    }

    pub(super) fn room(&mut self, now: Duration) -> Room {
        while self.answered.front().is_some_and(|slice| self.end(slice) <= now) {
            self.answered.pop_front();
        }
        if self.running >= self.limit {
            return Room::AfterAnswer;
        }
        let mut counted: u32 = self.running + self.answered.iter().map(|slice| slice.count).sum::<u32>();
        let mut room = Room::Now;
        for slice in &self.answered {
            if counted < self.limit {
                break;
            }
            counted -= slice.count;
            room = Room::At(self.end(slice));
        }
        room
    }

    pub(super) fn enter(&mut self) {
        self.running += 1;
    }

    pub(super) fn leave(&mut self, now: Duration) {
        self.running = self.running.saturating_sub(1);
        // Answers that are told out of turn count as the last one: the oldest has to stay in front.
        let now = self.answered.back().map_or(now, |slice| slice.last.max(now));
        match self.answered.back_mut() {
            Some(slice) if now.saturating_sub(slice.first) < self.length / SLICES => {
                slice.last = now;
                slice.count += 1;
            }
            _ => self.answered.push_back(Slice { first: now, last: now, count: 1 }),
        }
    }

    /// Whether nothing of the past still counts.
    pub(super) fn is_idle(&mut self, now: Duration) -> bool {
        self.room(now) == Room::Now && self.running == 0 && self.answered.is_empty()
    }

    fn end(&self, slice: &Slice) -> Duration {
        slice.last.saturating_add(self.length)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_burst_and_then_one_by_one_as_the_window_moves() {
        let mut window = Window::new(3, 10 * SECOND);
        for at in [0, 1, 4] {
            assert_eq!(window.room(at * SECOND), Room::Now);
            window.enter();
            window.leave(at * SECOND);
        }
        assert_eq!(window.room(5 * SECOND), Room::At(10 * SECOND));
        assert_eq!(window.room(10 * SECOND), Room::Now);
        window.enter();
        assert_eq!(window.room(10 * SECOND), Room::At(11 * SECOND));
        assert_eq!(window.room(11 * SECOND), Room::Now);
    }

    #[test]
    fn without_an_answer_the_window_does_not_move() {
        let mut window = Window::new(1, SECOND);
        window.enter();
        assert_eq!(window.room(100 * SECOND), Room::AfterAnswer);
        window.leave(100 * SECOND);
        assert_eq!(window.room(100 * SECOND), Room::At(101 * SECOND));
    }

    proptest! {
        /// Whatever requests take to arrive and to be answered, the service never sees more than the limit in any window.
        #[test]
        fn no_service_sees_more_than_the_limit(
            limit in 1_u32..20,
            delays in prop::collection::vec((0_u64..500, 0_u64..500, 0_u64..300), 1..200),
        ) {
            let length = Duration::from_millis(1000);
            let mut window = Window::new(limit, length);
            let mut now = Duration::ZERO;
            let mut running: Vec<Duration> = Vec::new();
            let mut seen: Vec<Duration> = Vec::new();
            for (way, answer, pause) in delays {
                now += Duration::from_millis(pause);
                loop {
                    running.retain(|end| if *end <= now { window.leave(*end); false } else { true });
                    match window.room(now) {
                        Room::Now => break,
                        Room::At(time) => now = time,
                        Room::AfterAnswer => now = running.iter().copied().min().unwrap(),
                    }
                }
                window.enter();
                let arrived = now + Duration::from_millis(way);
                seen.push(arrived);
                running.push(arrived + Duration::from_millis(answer));
            }
            seen.sort();
            for start in 0..seen.len() {
                let within = seen[start..].iter().take_while(|time| **time - seen[start] < length).count();
                prop_assert!(within <= limit as usize, "{within} of {limit}");
            }
        }
    }
}
