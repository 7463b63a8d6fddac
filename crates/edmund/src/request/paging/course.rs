//! The way from page to page: decided without any input or output, so that every schedule of faults can be tested in no time.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use http::Uri;

use crate::client::{Link, Trust, next_page};
use crate::error::PolicyViolation;

/// Where the reading of a collection is.
#[derive(Debug)]
pub(super) struct Course {
    trust: Arc<Trust>,
    /// The page to ask for; none after the last.
    at: Option<Uri>,
    /// Where to begin anew; none if that was not asked for, or if items were read that only another process knows of.
    first: Option<Uri>,
    seen: HashSet<u64>,
    pages: u64,
    items: u64,
    /// Items since the reading began, or began anew, that had not been there before.
    fresh: u64,
    begun_anew: bool,
}

/// A page that has come.
pub(super) struct Arrival<'a> {
    /// Where it came from.
    pub(super) url: &'a Uri,
    /// Its context URL.
    pub(super) context: Option<&'a str>,
    /// Its next link.
    pub(super) next: Option<&'a str>,
    /// The number of its items.
    pub(super) items: usize,
}

/// Why there is no going on.
#[derive(Debug, PartialEq)]
pub(super) enum Stop {
    /// The next link must not be followed.
    Policy(PolicyViolation),
    /// The next link leads back: followed, it would never end.
    Loop {
        /// The page with the link, counted from 1.
        page: u64,
    },
}

impl Course {
    /// From the page at `first` on, which belongs to a service that `trust` knows.
    pub(super) fn new(trust: Arc<Trust>, first: Uri) -> Self {
        let seen = HashSet::from([fingerprint(&first)]);
        Self { trust, at: Some(first), first: None, seen, pages: 0, items: 0, fresh: 0, begun_anew: false }
    }

    /// From a place that another process came to; `at` is none if there is nothing left.
    pub(super) fn resumed(trust: Arc<Trust>, at: Option<Uri>, pages: u64, items: u64) -> Self {
        let seen = at.iter().map(fingerprint).collect();
        Self { trust, at, first: None, seen, pages, items, fresh: 0, begun_anew: false }
    }

    /// Begins anew when the link to a page has expired.
    pub(super) fn allow_beginning_anew(&mut self) {
        self.first = self.at.clone().filter(|_| self.pages == 0);
    }

    /// The page to ask for.
    pub(super) fn at(&self) -> Option<&Uri> {
        self.at.as_ref()
    }

    /// Pages read so far.
    pub(super) fn pages(&self) -> u64 {
        self.pages
    }

    /// Items read so far.
    pub(super) fn items(&self) -> u64 {
        self.items
    }

    /// Whether the page links still say which items were read: not after beginning anew.
    pub(super) fn is_straight(&self) -> bool {
        !self.begun_anew
    }

    /// Takes note of the page that was asked for.
    pub(super) fn arrive(&mut self, page: &Arrival<'_>) -> Result<(), Stop> {
        self.pages += 1;
        self.items += page.items as u64;
        self.at = match page.next.filter(|link| !link.is_empty()) {
            None => None,
            Some(link) => Some(self.resolve(page.url, page.context, link, Link::Next).map_err(Stop::Policy)?),
        };
        match &self.at {
            Some(url) if !self.seen.insert(fingerprint(url)) => Err(Stop::Loop { page: self.pages }),
            _ => Ok(()),
        }
    }

    /// Takes note of how many of the items that came had not been there before.
    pub(super) fn count_fresh(&mut self, items: usize) {
        self.fresh += items as u64;
    }

    /// The link to the page has expired. Whether the reading begins anew: only if it may, and if it came further than the last time it
    /// began, so that a service whose links never live long enough is not read for ever.
    pub(super) fn expire(&mut self) -> bool {
        let Some(first) = self.first.clone().filter(|first| self.fresh > 0 && self.at.as_ref() != Some(first)) else {
            return false;
        };
        self.seen = HashSet::from([fingerprint(&first)]);
        self.at = Some(first);
        self.fresh = 0;
        self.begun_anew = true;
        true
    }

    /// Where a link of the page from `page` leads, if the client's token may go there.
    pub(super) fn resolve(&self, page: &Uri, context: Option<&str>, link: &str, kind: Link) -> Result<Uri, PolicyViolation> {
        let invalid = |reason: String| PolicyViolation::InvalidUrl { what: kind.name(), reason };
        let url = next_page(page, context, link).map_err(invalid)?;
        self.trust.admit(kind, &url)?;
        Ok(url)
    }
}

/// 8 bytes per page instead of a link of some hundred: enough to notice a loop.
fn fingerprint(url: &Uri) -> u64 {
    let mut hasher = DefaultHasher::new();
    url.to_string().hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests;
