//! A client that follows a course.

use http::Method;
use http::header::{HeaderName, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_UNMODIFIED_SINCE};
use serde_core::de::DeserializeOwned;

use super::bookmark::{Bookmark, fingerprint};
use super::course::{Arrival, Course, Stop};
use super::decoder::PageDecoder;
use super::{Checkpoint, Page};
use crate::client::{Call, Client, Link, Reply};
use crate::error::{Error, PolicyViolation, ServiceError};

/// A call that leads from page to page.
pub(in crate::request) struct Walk {
    client: Client,
    next: Call,
    course: Course,
    /// What bookmarks are bound to.
    request: String,
}

impl Walk {
    /// From the answer to `first`, or from a checkpoint on.
    pub(in crate::request) fn begin(client: &Client, first: Call, from: Option<&Checkpoint>) -> Result<Self, Error> {
        match from {
            Some(checkpoint) => {
                let request = fingerprint(&first);
                Self::resume_as(client, first, &checkpoint.0, request)
            }
            None => Ok(Self::new(client, first)),
        }
    }

    pub(in crate::request) fn new(client: &Client, first: Call) -> Self {
        let request = fingerprint(&first);
        Self::new_as(client, first, request)
    }

    /// As [`new`](Self::new), with what bookmarks are bound to.
    pub(in crate::request) fn new_as(client: &Client, first: Call, request: String) -> Self {
        let course = Course::new(client.trust(), first.url.clone());
        Self { client: client.clone(), request, next: first, course }
    }

    /// Goes on where a bookmark was set.
    pub(in crate::request) fn resume_as(
        client: &Client,
        mut first: Call,
        from: &Bookmark,
        request: String,
    ) -> Result<Self, Error> {
        let at = from.open(client, &request).map_err(|violation| policy(&first.request, violation))?;
        let count = |number: Option<i64>| number.and_then(|number| u64::try_from(number).ok()).unwrap_or(0);
        let course = Course::resumed(client.trust(), at.clone(), count(from.pages), count(from.items));
        if let Some(at) = at {
            turn(&mut first, at);
        }
        Ok(Self { client: client.clone(), request, next: first, course })
    }

    /// Begins anew when the link to a page has expired.
    pub(in crate::request) fn allow_beginning_anew(&mut self) {
        self.course.allow_beginning_anew();
    }

    /// The request for the page it is at.
    pub(in crate::request) fn call(&self) -> &Call {
        &self.next
    }

    /// Whether there is a page left to ask for.
    pub(in crate::request) fn goes_on(&self) -> bool {
        self.course.at().is_some()
    }

    /// Takes note of how many of the items that came had not been there before.
    pub(super) fn count_fresh(&mut self, items: usize) {
        self.course.count_fresh(items);
    }

    /// Asks for the page it is at.
    pub(in crate::request) async fn fetch(&self) -> Result<Reply, Error> {
        self.client.execute(&self.next).await
    }

    /// Reads the page it is at, while it comes in, and turns to the next; with it comes the length of its text in bytes.
    pub(super) async fn read<T: DeserializeOwned + Send>(&mut self) -> Result<(Page<T>, usize), Error> {
        let mut decoder = PageDecoder::new();
        let reply = loop {
            let error = match self.client.execute_into(&self.next, Some(&mut decoder)).await {
                Ok(reply) => break reply,
                Err(error) => error,
            };
            let has_expired = error.service().is_some_and(ServiceError::is_expired_link);
            if !has_expired || !self.course.expire() {
                return Err(error);
            }
            self.follow();
        };
        let length = decoder.length();
        let mut page = decoder.finish(&reply)?;
        self.turn(&reply, page.context.as_deref(), page.next_link.as_deref(), page.value.len())?;
        page.checkpoint = self.course.is_straight().then(|| Box::new(Checkpoint(self.bookmark(self.course.at()))));
        // Some services send the delta link with every page: only the last one ends a round.
        if let Some(link) = page.delta_link.as_deref().filter(|_| !self.goes_on()) {
            let place = self.course.resolve(&reply.url, page.context.as_deref(), link, Link::Delta);
            page.delta = Some(Box::new(place.map(|url| self.bookmark(Some(&url)))));
        }
        Ok((page, length))
    }

    /// Reads the page it is at. A next link that must not be followed is no error here: nobody follows it.
    pub(in crate::request) async fn read_one<T: DeserializeOwned + Send>(self) -> Result<Page<T>, Error> {
        let reply = self.fetch().await?;
        self.read_reply(&reply)
    }

    /// Reads the page it is at from its answer, which came in another way.
    pub(in crate::request) fn read_reply<T: DeserializeOwned>(mut self, reply: &Reply) -> Result<Page<T>, Error> {
        let mut page = Page::read(reply)?;
        if self.turn(reply, page.context.as_deref(), page.next_link.as_deref(), page.value.len()).is_ok() {
            page.checkpoint = Some(Box::new(Checkpoint(self.bookmark(self.course.at()))));
        }
        Ok(page)
    }

    /// Turns to the page that `link`, found in `reply`, leads to.
    pub(in crate::request) fn turn(
        &mut self,
        reply: &Reply,
        context: Option<&str>,
        link: Option<&str>,
        items: usize,
    ) -> Result<(), Error> {
        self.course.arrive(&Arrival { url: &reply.url, context, next: link, items }).map_err(|stop| {
            let request = self.next.request.clone();
            match stop {
                Stop::Policy(violation) => Error::Policy { request, violation },
                Stop::Loop { page } => Error::PagingLoop { request, page },
            }
        })?;
        self.follow();
        Ok(())
    }

    /// The next call is the one that the course says.
    fn follow(&mut self) {
        if let Some(url) = self.course.at() {
            turn(&mut self.next, url.clone());
        }
    }

    /// The place at a link of this walk.
    pub(in crate::request) fn bookmark(&self, link: Option<&http::Uri>) -> Bookmark {
        Bookmark::new(&self.client, &self.request, link, self.course.pages(), self.course.items())
    }
}

/// Makes a call one for a further page.
fn turn(call: &mut Call, url: http::Uri) {
    call.url = url;
    // Further pages are read, whatever began it.
    call.method = Method::GET;
    call.body = None;
    // These are about the resource that the caller named, not about its pages.
    for name in [IF_MATCH, IF_NONE_MATCH, IF_MODIFIED_SINCE, IF_UNMODIFIED_SINCE, HeaderName::from_static("client-request-id")] {
        call.headers.remove(name);
    }
}

fn policy(request: &str, violation: PolicyViolation) -> Error {
    Error::Policy { request: request.to_owned(), violation }
}
