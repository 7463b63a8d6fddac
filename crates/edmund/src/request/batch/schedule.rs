//! Which requests travel together, and which again: decided without any input or output, so that every course of events can be tested.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use http::StatusCode;

use crate::client::{Action, Attempts, Event, Whose};
use crate::error::GivenUp;
use crate::transport::{Sent, TransportErrorKind};

/// One request of a batch, as the schedule sees it.
#[derive(Debug)]
pub(super) struct Item<'a> {
    /// The item that has to succeed before it.
    pub(super) after: Option<usize>,
    /// Whether it does no more when it is carried out twice.
    pub(super) repeatable: bool,
    pub(super) attempts: Attempts<'a>,
    /// When it was first sent.
    started: Option<Duration>,
    end: Option<End>,
}

impl<'a> Item<'a> {
    pub(super) fn new(after: Option<usize>, repeatable: bool, attempts: Attempts<'a>) -> Self {
        Self { after, repeatable, attempts, started: None, end: None }
    }
}

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum End {
    /// Its answer has a status of success.
    Succeeded,
    /// Its last answer is what the caller gets.
    Answered,
    /// The same, although another attempt could have helped.
    GaveUp { attempts: u32, elapsed: Duration, reason: GivenUp },
    /// The service left it out of its answer.
    Missing,
    /// The request that had to succeed before it has failed.
    Withheld,
    /// Too many requests hang together to travel in one batch.
    TooLong,
}

/// What the service says of one item: the status, and how long it asks to wait.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Answered {
    pub(super) status: StatusCode,
    pub(super) retry_after: Option<Duration>,
}

/// What to do next.
#[derive(Debug, PartialEq)]
pub(super) enum Step {
    /// Send these items together; a later one may depend on an earlier one.
    Send(Vec<usize>),
    /// Wait: at least one item has to be left alone for so long.
    Wait(Duration),
    /// Every item has its end.
    Finish,
}

/// Requests on their way in batches.
#[derive(Debug)]
pub(super) struct Schedule<'a> {
    items: Vec<Item<'a>>,
    /// The most items in one batch.
    size: usize,
    /// Chains travel with other requests.
    mixed: bool,
    singles: VecDeque<usize>,
    /// Items that depend on each other, the first ones first.
    chains: VecDeque<Vec<usize>>,
    wait: Duration,
}

impl<'a> Schedule<'a> {
    pub(super) fn new(items: Vec<Item<'a>>, size: usize, mixed: bool) -> Self {
        let size = size.max(1);
        let (singles, chains) = (VecDeque::new(), VecDeque::new());
        let mut schedule = Self { items, size, mixed, singles, chains, wait: Duration::ZERO };
        let all: Vec<usize> = (0..schedule.items.len()).collect();
        for chain in schedule.hanging_together(&all) {
            if chain.len() > schedule.size {
                chain.iter().for_each(|index| schedule.items[*index].end = Some(End::TooLong));
            } else {
                schedule.enqueue(chain);
            }
        }
        schedule
    }

    /// What became of each item; none for those that are still to be sent.
    pub(super) fn ends(&self) -> impl Iterator<Item = Option<End>> {
        self.items.iter().map(|item| item.end)
    }

    /// The item of this parcel that another one of it depends on.
    pub(super) fn parent_within(&self, index: usize, parcel: &[usize]) -> Option<usize> {
        self.items[index].after.filter(|parent| parcel.contains(parent))
    }

    /// Whether all of these items may be sent twice.
    pub(super) fn is_repeatable(&self, parcel: &[usize]) -> bool {
        parcel.iter().all(|index| self.items[*index].repeatable)
    }

    /// What to do next, at `now`.
    pub(super) fn next(&mut self, now: Duration) -> Step {
        let wait = std::mem::take(&mut self.wait);
        if wait > Duration::ZERO {
            return Step::Wait(wait);
        }
        let mut parcel = Vec::new();
        while let Some(chain) = self.chains.front() {
            let fits = if self.mixed { parcel.len() + chain.len() <= self.size } else { parcel.is_empty() };
            if !fits {
                break;
            }
            parcel.extend(self.chains.pop_front().unwrap_or_default());
        }
        if parcel.is_empty() || self.mixed {
            let room = self.size.saturating_sub(parcel.len()).min(self.singles.len());
            parcel.extend(self.singles.drain(..room));
        }
        for index in &parcel {
            self.items[*index].started.get_or_insert(now);
        }
        if parcel.is_empty() { Step::Finish } else { Step::Send(parcel) }
    }

    /// Takes what came back for a parcel, at `now`; `random` gives numbers in `0.0..1.0`.
    ///
    /// What the service asks to be sent again goes into a later batch, after the longest wait that one of the items was told. An item that
    /// was not carried out because of one before it goes with that one, or fails with it.
    pub(super) fn arrive(
        &mut self,
        parcel: &[usize],
        answers: &BTreeMap<usize, Answered>,
        now: Duration,
        mut random: impl FnMut() -> f64,
    ) {
        // A service that stops at the first failure leaves out the rest: as long as each batch settles something, that is no failure of theirs.
        let settles = answers.values().any(|answer| is_final(answer.status));
        for index in parcel {
            let answer = answers.get(index).copied();
            if let Some(end) = self.verdict(*index, parcel, answer, settles, now, random()) {
                self.items[*index].end = Some(end);
            }
        }
        let open: Vec<usize> = parcel.iter().copied().filter(|index| self.items[*index].end.is_none()).collect();
        for chain in self.hanging_together(&open) {
            self.enqueue(chain);
        }
    }

    /// The end of an item, unless it is to be sent again.
    fn verdict(
        &mut self,
        index: usize,
        parcel: &[usize],
        answer: Option<Answered>,
        settles: bool,
        now: Duration,
        random: f64,
    ) -> Option<End> {
        // Parents come first, so that theirs is decided.
        match (self.parent_within(index, parcel).map(|parent| self.items[parent].end), answer) {
            (Some(Some(End::Succeeded)) | None, _) => {}
            // The parent goes again, and what was not carried out because of it goes along.
            (Some(None), Some(answer)) if answer.status != StatusCode::FAILED_DEPENDENCY => {}
            (Some(None), None) if !self.items[index].repeatable => return Some(End::Missing),
            (Some(None), _) => return None,
            (Some(Some(_)), None) => return Some(End::Withheld),
            (Some(Some(_)), Some(answer)) if answer.status.is_success() => {}
            (Some(Some(_)), Some(_)) => return Some(End::Answered),
        }
        if answer.is_none() && settles && self.items[index].repeatable {
            return None;
        }
        let item = &mut self.items[index];
        let elapsed = item.started.map_or(Duration::ZERO, |started| now.saturating_sub(started));
        match item.attempts.on(event(answer), elapsed, random) {
            Action::Repeat(wait) => {
                self.wait = self.wait.max(wait);
                None
            }
            Action::GiveUp(reason) => Some(End::GaveUp { attempts: item.attempts.number(), elapsed, reason }),
            Action::Deliver => Some(End::Succeeded),
            _ if answer.is_none() => Some(End::Missing),
            _ => Some(End::Answered),
        }
    }

    /// Groups of items that depend on each other, of those given, in their order.
    fn hanging_together(&self, items: &[usize]) -> Vec<Vec<usize>> {
        let mut group_of: BTreeMap<usize, usize> = BTreeMap::new();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for index in items {
            let parent = self.items[*index].after.and_then(|parent| group_of.get(&parent).copied());
            let group = parent.unwrap_or_else(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            group_of.insert(*index, group);
            groups[group].push(*index);
        }
        groups
    }

    fn enqueue(&mut self, chain: Vec<usize>) {
        match chain.as_slice() {
            [only] => self.singles.push_back(*only),
            _ => self.chains.push_back(chain),
        }
    }
}

/// Statuses that no further attempt changes.
fn is_final(status: StatusCode) -> bool {
    status.is_success() || (status.is_client_error() && !matches!(status.as_u16(), 408 | 424 | 429))
}

/// An answer as the retry policy sees it.
fn event(answer: Option<Answered>) -> Event {
    let lost = |sent| Event::Broken { kind: TransportErrorKind::BodyAborted, sent };
    match answer {
        None => lost(Sent::Maybe),
        Some(answer) if answer.status.is_success() => Event::Succeeded,
        // Nothing was carried out, and nothing before it has failed: some services answer a whole batch so.
        Some(Answered { status: StatusCode::FAILED_DEPENDENCY, .. }) => lost(Sent::NotSent),
        Some(Answered { status, retry_after }) => Event::Refused { status, retry_after, by: Whose::Service },
    }
}
