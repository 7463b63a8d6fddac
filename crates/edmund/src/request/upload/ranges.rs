//! Which bytes go next: decided without any input or output, so that every course of events can be tested.

#[cfg(test)]
mod tests;

use std::ops::Range;

use http::StatusCode;
use serde_json::{Map, Value};

use crate::error::UploadFailure;

/// Fragments are multiples of this, all but the last: 320 KiB, as Graph's services demand.
pub(super) const UNIT: u64 = 327_680;

/// The largest fragment: Graph's services take less than 60 MiB at once.
const MAX_FRAGMENT: u64 = (60 << 20) / UNIT * UNIT;

/// 5 MiB, which Graph recommends at least.
const DEFAULT_FRAGMENT: u64 = 16 * UNIT;

/// How often in a row the service may want what it was sent already.
const MAX_REPEATS: u32 = 5;

/// What to do next.
#[derive(Debug, PartialEq)]
pub(super) enum Step {
    /// Send these bytes.
    Send(Range<u64>),
    /// Ask the service what it still wants.
    Ask,
    /// The service has everything.
    Finish,
}

/// What came of the last step.
#[derive(Debug, PartialEq)]
pub(super) enum Heard {
    /// The service wants these, in its own order; none if it does not say.
    Wants(Option<Vec<Wanted>>),
    /// The service has everything.
    Everything,
    /// It has these bytes already, or wants others first (416).
    OtherRange,
    /// It does not know the session (404, 410).
    Nothing,
}

/// Bytes that a service still wants, to the end unless it says otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Wanted {
    pub(super) start: u64,
    /// The byte behind the last.
    pub(super) end: Option<u64>,
}

/// The way of the content through the fragments.
#[derive(Clone, Debug)]
pub(super) struct Ranges {
    length: u64,
    fragment: u64,
    next: u64,
    /// Where the gap ends that the service wants filled.
    gap_end: u64,
    /// The last fragment that was sent.
    sent: Option<Range<u64>>,
    ask: bool,
    finished: bool,
    repeats: u32,
}

impl Ranges {
    /// Content of `length` bytes, from the beginning.
    pub(super) fn new(length: u64) -> Self {
        let fragment = DEFAULT_FRAGMENT;
        Self { length, fragment, next: 0, gap_end: length, sent: None, ask: false, finished: false, repeats: 0 }
    }

    /// The same, in fragments of so many bytes: rounded to what services take.
    pub(super) fn with_fragment(self, bytes: u64) -> Self {
        Self { fragment: (bytes / UNIT * UNIT).clamp(UNIT, MAX_FRAGMENT), ..self }
    }

    /// Content of which the service may have something.
    pub(super) fn resumed(length: u64) -> Self {
        Self { ask: true, ..Self::new(length) }
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// The byte that goes next, as far as it is known.
    pub(super) fn position(&self) -> u64 {
        if self.finished { self.length } else { self.next }
    }

    pub(super) fn next(&mut self) -> Step {
        if self.finished {
            return Step::Finish;
        }
        if self.ask || self.next >= self.length {
            return Step::Ask;
        }
        let end = self.next.saturating_add(self.fragment).min(self.gap_end).min(self.length);
        self.sent = Some(self.next..end);
        Step::Send(self.next..end)
    }

    /// Takes what came of the last step.
    pub(super) fn on(&mut self, heard: Heard) -> Result<(), UploadFailure> {
        let asked = std::mem::take(&mut self.ask);
        let sent = self.sent.take();
        match heard {
            Heard::Everything => self.finished = true,
            Heard::Wants(Some(wanted)) => match wanted.iter().min_by_key(|wanted| wanted.start) {
                Some(first) => self.go_to(*first, sent.as_ref(), asked)?,
                // Nothing is wanted, yet the service does not say that it is done: it may still be putting things together.
                None => self.repeat(true)?,
            },
            Heard::Wants(None) => match sent {
                Some(sent) => self.go_to(Wanted { start: sent.end, end: None }, Some(&sent), false)?,
                None => self.repeat(true)?,
            },
            Heard::OtherRange => self.repeat(true)?,
            // The answer to the last fragment was lost, and with it the session is over.
            Heard::Nothing => return Err(UploadFailure::Lost { maybe_complete: self.is_last(sent.as_ref()) }),
        }
        Ok(())
    }

    /// Whether the service may have got the last byte with the last step: also when it was only asked, because then something before it was
    /// left unanswered.
    fn is_last(&self, sent: Option<&Range<u64>>) -> bool {
        sent.is_none_or(|sent| sent.end == self.length)
    }

    fn go_to(&mut self, wanted: Wanted, sent: Option<&Range<u64>>, asked: bool) -> Result<(), UploadFailure> {
        if wanted.start > self.length || wanted.end.is_some_and(|end| end <= wanted.start) {
            return Err(UploadFailure::OtherLength { wanted: wanted.start, length: self.length });
        }
        let is_further = sent.is_some_and(|sent| wanted.start > sent.start);
        self.next = wanted.start;
        self.gap_end = wanted.end.unwrap_or(self.length);
        if is_further {
            self.repeats = 0;
        } else if sent.is_some() || (asked && wanted.start >= self.length) {
            self.repeat(false)?;
        }
        Ok(())
    }

    /// Something came that brings the content no further.
    fn repeat(&mut self, ask: bool) -> Result<(), UploadFailure> {
        self.repeats += 1;
        self.ask = ask;
        if self.repeats > MAX_REPEATS { Err(UploadFailure::Stuck { at: self.next }) } else { Ok(()) }
    }
}

/// What an answer of a session says. Names are compared without regard to case, because Outlook writes them in another.
pub(super) fn heard(status: StatusCode, body: &[u8]) -> Heard {
    match status {
        StatusCode::RANGE_NOT_SATISFIABLE => return Heard::OtherRange,
        StatusCode::NOT_FOUND | StatusCode::GONE => return Heard::Nothing,
        _ => {}
    }
    let document: Option<Map<String, Value>> = serde_json::from_slice(body).ok();
    let ranges = document.and_then(|document| {
        document.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("nextExpectedRanges")).map(|(_, ranges)| ranges)
    });
    match (status, ranges) {
        (_, Some(Value::Array(ranges))) if !ranges.is_empty() => {
            Heard::Wants(Some(ranges.iter().filter_map(Value::as_str).filter_map(wanted).collect()))
        }
        (_, Some(Value::String(range))) => Heard::Wants(Some(wanted(&range).into_iter().collect())),
        (StatusCode::ACCEPTED, _) => Heard::Wants(None),
        (_, Some(_)) => Heard::Wants(Some(Vec::new())),
        _ => Heard::Everything,
    }
}

/// `0-99`, `100-`, or only `100`.
fn wanted(text: &str) -> Option<Wanted> {
    let (start, end) = text.trim().split_once('-').unwrap_or((text.trim(), ""));
    let end = end.trim();
    let last: Option<u64> = if end.is_empty() { None } else { Some(end.parse().ok()?) };
    Some(Wanted { start: start.trim().parse().ok()?, end: last.map(|last| last.saturating_add(1)) })
}
