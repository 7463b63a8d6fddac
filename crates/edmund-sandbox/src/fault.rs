//! Faults on a schedule that the seed fixes.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::hash;

/// After so many faults in a row one request is answered, whatever the rates say: a client that retries always arrives.
const MAX_IN_A_ROW: u32 = 3;
/// Requests remembered at a time; beyond it the memory starts over, which changes the schedule but never the promise above.
const MAX_REMEMBERED: usize = 1 << 20;

/// How often what goes wrong. Each rate is a share of all attempts, from 0 to 1; the rates of one plan add up.
#[derive(Clone, Debug, PartialEq)]
pub struct Faults {
    /// `429 Too Many Requests` with `Retry-After`; the request is not carried out.
    pub throttle: f64,
    /// The connection closes: half of the time before the request is carried out, half of the time in the middle of the answer.
    pub reset: f64,
    /// A gateway's `502 Bad Gateway` with an HTML page; the request is not carried out.
    pub html: f64,
    /// A complete HTTP response whose JSON stops in the middle; the request is carried out.
    pub truncate: f64,
    /// What `Retry-After` of a 429 says, in seconds; fractions are written as decimals, zero as `0`.
    pub retry_after: Duration,
}

impl Default for Faults {
    /// No faults; a throttled client is told to wait one second.
    fn default() -> Self {
        Faults { throttle: 0.0, reset: 0.0, html: 0.0, truncate: 0.0, retry_after: Duration::from_secs(1) }
    }
}

impl Faults {
    /// The value of the `Retry-After` header.
    pub(crate) fn retry_after_header(&self) -> String {
        self.retry_after.as_secs_f64().to_string()
    }
}

/// One fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Fault {
    /// Answered with 429.
    Throttle,
    /// Closed without an answer, before anything was done.
    ResetBefore,
    /// Closed in the middle of the answer.
    ResetWithin,
    /// Answered with an HTML page and 502.
    Html,
    /// Answered with JSON that stops in the middle.
    Truncate,
}

/// Decides attempt by attempt; the same seed and the same requests give the same faults.
#[derive(Debug)]
pub(crate) struct Schedule {
    faults: Faults,
    seed: u64,
    attempts: Mutex<HashMap<u64, Attempts>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Attempts {
    count: u64,
    in_a_row: u32,
}

impl Schedule {
    pub(crate) fn new(faults: Faults, seed: u64) -> Self {
        Schedule { faults, seed, attempts: Mutex::default() }
    }

    pub(crate) fn faults(&self) -> &Faults {
        &self.faults
    }

    /// What happens to this attempt at `method target`; `None` lets it through.
    pub(crate) fn next(&self, method: &str, target: &str) -> Option<Fault> {
        let request = hash::text(hash::text(self.seed, method), target);
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        if attempts.len() >= MAX_REMEMBERED {
            attempts.clear();
        }
        let attempt = attempts.entry(request).or_default();
        attempt.count += 1;
        let fault = self.draw(hash::mix(request ^ attempt.count)).filter(|_| attempt.in_a_row < MAX_IN_A_ROW);
        attempt.in_a_row = if fault.is_some() { attempt.in_a_row + 1 } else { 0 };
        fault
    }

    fn draw(&self, chance: u64) -> Option<Fault> {
        let mut rest = hash::unit(chance);
        let half = self.faults.reset / 2.0;
        let rates = [
            (self.faults.throttle, Fault::Throttle),
            (half, Fault::ResetBefore),
            (half, Fault::ResetWithin),
            (self.faults.html, Fault::Html),
            (self.faults.truncate, Fault::Truncate),
        ];
        rates.into_iter().find_map(|(rate, fault)| {
            rest -= rate;
            (rest < 0.0).then_some(fault)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schedule_keeps_its_rates_and_repeats_itself() {
        let run = || {
            let schedule = Schedule::new(Faults { throttle: 0.1, reset: 0.05, ..Faults::default() }, 7);
            (0..10_000).map(|page| schedule.next("GET", &format!("/users?$skiptoken={page}"))).collect::<Vec<_>>()
        };
        let faults = run();
        assert_eq!(faults, run());
        let count = |wanted: Fault| faults.iter().filter(|fault| **fault == Some(wanted)).count();
        assert!((900..1100).contains(&count(Fault::Throttle)), "{}", count(Fault::Throttle));
        assert!((180..320).contains(&count(Fault::ResetBefore)), "{}", count(Fault::ResetBefore));
        assert!((180..320).contains(&count(Fault::ResetWithin)), "{}", count(Fault::ResetWithin));
    }

    #[test]
    fn who_repeats_a_request_arrives() {
        let schedule = Schedule::new(Faults { throttle: 1.0, ..Faults::default() }, 1);
        let seen: Vec<_> = (0..8).map(|_| schedule.next("GET", "/a").is_some()).collect();
        assert_eq!(seen, [true, true, true, false, true, true, true, false]);
    }

    #[test]
    fn retry_after_is_written_as_clients_see_it() {
        let header = |millis| Faults { retry_after: Duration::from_millis(millis), ..Faults::default() }.retry_after_header();
        assert_eq!([header(0), header(2000), header(250)], ["0", "2", "0.25"]);
    }
}
