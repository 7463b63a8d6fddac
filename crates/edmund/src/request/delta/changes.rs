//! The changes of one round.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http::Uri;

use super::change::Incoming;
use super::{Change, DeltaToken};
use crate::Entity;
use crate::client::{Call, Client, resolve};
use crate::error::{Error, PolicyViolation, ServiceError};
use crate::request::Pages;
use crate::request::paging::{Bookmark, Reading, Walk, fingerprint};

/// The changes of one round, over all pages: [`try_next`](Self::try_next), or any combinator for [`Stream`].
///
/// In the order of the service; an entity may come several times, and the last one counts. After the last change there is the
/// [`token`](Self::token) of the next round. Nothing is fetched ahead.
pub struct Changes<T> {
    pages: Pages<Incoming<T>>,
    page: std::vec::IntoIter<Incoming<T>>,
    token: Option<DeltaToken>,
    /// A round without a delta link is not complete.
    is_over: bool,
    client: Client,
    /// Where the round began: an answer's `Location` is relative to it.
    url: Option<Uri>,
    request: String,
    fingerprint: String,
}

impl<T: Entity + 'static> Changes<T> {
    pub(super) fn new(client: &Client, calls: Result<(Call, Call), Error>, since: Option<&Bookmark>) -> Self {
        let reading = Reading { read_ahead: 0, ..Reading::default() };
        let (mut url, mut request, mut bound) = (None, String::new(), String::new());
        let walk = calls.and_then(|(binding, first)| {
            bound = fingerprint(&binding);
            request.clone_from(&first.request);
            url = Some(first.url.clone());
            match since {
                Some(token) => Walk::resume_as(client, first, token, bound.clone()),
                None => Ok(Walk::new_as(client, first, bound.clone())),
            }
        });
        Self {
            pages: Pages::of_walk(walk, request.clone(), &reading),
            page: Vec::new().into_iter(),
            token: None,
            is_over: false,
            client: client.clone(),
            url,
            request,
            fingerprint: bound,
        }
    }

    /// The next change; `None` after the last.
    ///
    /// # Errors
    /// Whatever kept the next page from coming. [`Error::ResyncRequired`]: the service does not know any more what changed, and everything
    /// has to be read again. [`PolicyViolation::NoDeltaLink`]: the service does not track changes.
    pub async fn try_next(&mut self) -> Result<Option<Change<T>>, Error> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    /// Where the next round begins, once the last change of this one was given.
    pub fn token(&self) -> Option<&DeltaToken> {
        self.token.as_ref().filter(|_| self.is_over)
    }

    /// As [`token`](Self::token).
    pub fn into_token(self) -> Option<DeltaToken> {
        self.token.filter(|_| self.is_over)
    }

    /// What the end of the pages means.
    fn end(&mut self) -> Option<Result<Change<T>, Error>> {
        if self.is_over || self.token.is_some() {
            self.is_over = true;
            return None;
        }
        self.is_over = true;
        Some(Err(Error::Policy { request: self.request.clone(), violation: PolicyViolation::NoDeltaLink }))
    }

    fn explain(&mut self, error: Error) -> Error {
        self.is_over = true;
        match error.service().filter(|error| error.is_expired_link()) {
            Some(service) => Error::ResyncRequired {
                request: self.request.clone(),
                restart: self.restart(service).map(Box::new),
                error: Box::new(service.clone()),
            },
            None => error,
        }
    }

    /// Where the service says to begin anew, if the token may go there.
    fn restart(&self, error: &ServiceError) -> Option<DeltaToken> {
        let url = resolve(self.url.as_ref()?, error.location.as_deref()?).ok().filter(|url| self.client.owns(url))?;
        Some(DeltaToken(Bookmark::new(&self.client, &self.fingerprint, Some(&url), 0, 0)))
    }
}

impl<T: Entity + 'static> Stream for Changes<T> {
    type Item = Result<Change<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(Incoming(change)) = self.page.next() {
                return Poll::Ready(Some(Ok(change)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => {
                    if let Some(place) = page.delta {
                        match *place {
                            Ok(bookmark) => self.token = Some(DeltaToken(bookmark)),
                            Err(violation) => {
                                self.is_over = true;
                                return Poll::Ready(Some(Err(Error::Policy { request: self.request.clone(), violation })));
                            }
                        }
                    }
                    self.page = page.value.into_iter();
                }
                Some(Err(error)) => {
                    let error = self.explain(error);
                    return Poll::Ready(Some(Err(error)));
                }
                None => return Poll::Ready(self.end()),
            }
        }
    }
}

// Nothing in it is ever pinned.
impl<T> Unpin for Changes<T> {}

impl<T> fmt::Debug for Changes<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Changes({})", self.request)
    }
}
