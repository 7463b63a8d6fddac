//! The way through the pages of an answer: everything about it that does not depend on the items.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use http::header::{HeaderName, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_UNMODIFIED_SINCE};
use http::{Method, Uri};

use crate::client::{Call, Client, Origin, Reply, next_page};
use crate::error::{Error, PolicyViolation};

/// A call that leads from page to page.
pub(super) struct Walk {
    client: Client,
    next: Call,
    seen: HashSet<u64>,
    pages: u64,
}

impl Walk {
    pub(super) fn new(client: &Client, first: Call) -> Self {
        let seen = HashSet::from([fingerprint(&first.url)]);
        Self { client: client.clone(), next: first, seen, pages: 0 }
    }

    /// Asks for the page it is at.
    pub(super) async fn fetch(&self) -> Result<Reply, Error> {
        self.client.execute(&self.next).await
    }

    /// Turns to the page that `link`, found in `reply`, leads to.
    pub(super) fn turn(&mut self, reply: &Reply, context: Option<&str>, link: &str) -> Result<(), Error> {
        self.pages += 1;
        let request = self.next.request.clone();
        match self.check(reply, context, link) {
            Ok(url) => self.next.url = url,
            Err(violation) => return Err(Error::Policy { request, violation }),
        }
        // Further pages are read, whatever began it.
        self.next.method = Method::GET;
        self.next.body = None;
        // These are about the resource that the caller named, not about its pages.
        for name in
            [IF_MATCH, IF_NONE_MATCH, IF_MODIFIED_SINCE, IF_UNMODIFIED_SINCE, HeaderName::from_static("client-request-id")]
        {
            self.next.headers.remove(name);
        }
        if self.seen.insert(fingerprint(&self.next.url)) { Ok(()) } else { Err(Error::PagingLoop { request, page: self.pages }) }
    }

    fn check(&self, reply: &Reply, context: Option<&str>, link: &str) -> Result<Uri, PolicyViolation> {
        let invalid = |reason: String| PolicyViolation::InvalidUrl { what: "the next link", reason };
        let url = next_page(&reply.url, context, link).map_err(invalid)?;
        let origin = Origin::of(&url).map_err(|reason| invalid(reason.to_owned()))?;
        if self.client.owns(&url) { Ok(url) } else { Err(PolicyViolation::ForeignLink { origin: origin.to_string() }) }
    }
}

/// 8 bytes per page instead of a link of some hundred: enough to notice a loop.
fn fingerprint(url: &Uri) -> u64 {
    let mut hasher = DefaultHasher::new();
    url.to_string().hash(&mut hasher);
    hasher.finish()
}
