//! What all requests of a client together may spend on retries.

use std::sync::atomic::{AtomicU32, Ordering};

/// Tokens that retries take and successes give back; never more than at the beginning.
#[derive(Debug)]
pub(crate) struct Quota {
    full: Option<u32>,
    left: AtomicU32,
}

impl Quota {
    /// `None` never runs out.
    pub(crate) fn new(full: Option<u32>) -> Self {
        Self { full, left: AtomicU32::new(full.unwrap_or(0)) }
    }

    /// Takes `cost` tokens, or none when there are fewer.
    pub(super) fn take(&self, cost: u32) -> bool {
        let take = |left: u32| left.checked_sub(cost);
        self.full.is_none() || self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    pub(super) fn give(&self, tokens: u32) {
        if let Some(full) = self.full {
            let give = |left: u32| Some(left.saturating_add(tokens).min(full));
            // The update always has a value, so it cannot fail.
            let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, give);
        }
    }
}
