//! A place in a collection that outlives the process: what checkpoints and delta tokens consist of.

use http::Uri;

use crate::client::{Call, Client, Link};
use crate::error::PolicyViolation;

/// The headers that decide what an answer holds: a place found with others is another place.
const SHAPING: [&str; 5] = ["accept", "accept-language", "consistencylevel", "odata-maxversion", "prefer"];

/// A link, and what it belongs to. It holds no token and no header.
#[derive(edmund::Complex)]
#[odata(name = "edmund.bookmark")]
pub(crate) struct Bookmark {
    /// The base URL of the client.
    pub(crate) service: Option<String>,
    /// The request that the link goes on from, as a hash of its URL and of the headers that shape the answer.
    pub(crate) request: Option<String>,
    /// The link, absolute.
    pub(crate) link: Option<String>,
    /// There is nothing to go on with, and so no link. Said by itself, so that a link that was lost is no end.
    pub(crate) complete: Option<bool>,
    /// Pages before it.
    pub(crate) pages: Option<i64>,
    /// Items before it.
    pub(crate) items: Option<i64>,
}

impl Bookmark {
    /// A place behind so many pages and items of what `first` asks for.
    pub(crate) fn new(client: &Client, request: &str, link: Option<&Uri>, pages: u64, items: u64) -> Self {
        Self {
            service: Some(client.base_url().to_owned()),
            request: Some(request.to_owned()),
            link: link.map(Uri::to_string),
            complete: link.is_none().then_some(true),
            pages: i64::try_from(pages).ok(),
            items: i64::try_from(items).ok(),
        }
    }

    /// The link, if it belongs to this client and this request, and still leads where the client's token may go.
    pub(crate) fn open(&self, client: &Client, request: &str) -> Result<Option<Uri>, PolicyViolation> {
        let refuse = |reason: &str| PolicyViolation::Bookmark { reason: reason.to_owned() };
        if self.service.as_deref() != Some(client.base_url()) {
            return Err(refuse("it was made with another base URL"));
        }
        if self.request.as_deref() != Some(request) {
            return Err(refuse("it was made for a request with other options or headers"));
        }
        let Some(link) = &self.link else {
            return if self.complete == Some(true) { Ok(None) } else { Err(refuse("it has no link")) };
        };
        let url: Uri = link.parse().map_err(|_| refuse("its link is not a URL"))?;
        match client.trust().admit(Link::Checkpoint, &url) {
            Ok(_) => Ok(Some(url)),
            Err(_) => Err(refuse("its link leads to another origin")),
        }
    }
}

/// What tells requests apart: a hash that is the same in every process and on every machine.
pub(crate) fn fingerprint(call: &Call) -> String {
    let mut hash = Fnv::new();
    hash.add(call.method.as_str());
    hash.add(&call.url.to_string());
    for name in SHAPING {
        for value in call.headers.get_all(name) {
            hash.add(name);
            hash.add(&String::from_utf8_lossy(value.as_bytes()));
        }
    }
    format!("{:016x}", hash.0)
}

/// The hash of Fowler, Noll and Vo (FNV-1a, 64 bits): the standard library promises no hash that stays the same.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, text: &str) {
        for byte in text.bytes().chain([0]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
