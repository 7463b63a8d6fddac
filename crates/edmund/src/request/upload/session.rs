//! A client that sends content through an upload session.

use std::fmt;
use std::ops::Range;

use bytes::Bytes;
use http::header::{CONTENT_RANGE, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION};
use http::{Method, StatusCode, Uri};
use serde_core::de::DeserializeOwned;

use super::content::Content;
use super::ranges::{Heard, Ranges, Step, heard};
use crate::client::{Call, Client, Link, Repeat, Reply};
use crate::error::{Error, PolicyViolation, UploadFailure};
use crate::request::document;
use crate::request::saved::saved_as;

/// What errors call the request.
const REQUEST: &str = "PUT (upload session)";

/// Content on its way through an upload session ([`Client::upload`]).
///
/// Fragments go one after another, each again by the client's [`Retry`](crate::Retry) policy; the client's token and headers stay at home,
/// because the URL of a session is its own permission. One fragment is in memory at a time.
///
/// ```
/// use edmund::request::{Reader, Uploaded};
///
/// # async fn upload(client: &edmund::Client, url: &str, file: std::io::Cursor<Vec<u8>>) -> Result<(), Box<dyn std::error::Error>> {
/// // `url` is the `uploadUrl` of what `createUploadSession` gave.
/// let mut upload = client.upload(url, Reader::new(file)?)?;
/// while let None = upload.advance().await? {
///     // Another process may go on: `client.resume_upload(&saved, content)`.
///     let saved = serde_json::to_string(&upload.save())?;
///     println!("{} of {} bytes", upload.position(), upload.length());
/// #   drop(saved);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before `advance` or `finish`"]
pub struct Upload<C> {
    client: Client,
    url: Uri,
    content: C,
    ranges: Ranges,
}

impl Client {
    /// Begins to send `content` to the URL of an upload session, which some action of the service gives (Graph: `createUploadSession`).
    ///
    /// # Errors
    /// [`PolicyViolation::InvalidUrl`]: the URL is none.
    pub fn upload<C: Content>(&self, url: &str, content: C) -> Result<Upload<C>, Error> {
        let ranges = Ranges::new(content.length());
        self.upload_from(url, content, ranges)
    }

    /// Goes on with an upload that this process or another has begun: asks the service first what it still wants.
    ///
    /// # Errors
    /// [`PolicyViolation::Bookmark`]: it was begun by a client of another service, the content has another length, or what was saved was
    /// damaged.
    pub fn resume_upload<C: Content>(&self, saved: &SavedUpload, content: C) -> Result<Upload<C>, Error> {
        let refuse = |reason: &str| Error::Policy {
            request: REQUEST.to_owned(),
            violation: PolicyViolation::Bookmark { reason: reason.to_owned() },
        };
        if saved.0.service.as_deref() != Some(self.base_url()) {
            return Err(refuse("it was made with another base URL"));
        }
        if saved.0.length.and_then(|length| u64::try_from(length).ok()) != Some(content.length()) {
            return Err(refuse("the content has another length"));
        }
        let ranges = Ranges::resumed(content.length());
        self.upload_from(saved.0.url.as_deref().unwrap_or_default(), content, ranges)
    }

    fn upload_from<C: Content>(&self, url: &str, content: C, ranges: Ranges) -> Result<Upload<C>, Error> {
        let url = url.parse().map_err(|error: http::uri::InvalidUri| Error::Policy {
            request: REQUEST.to_owned(),
            violation: PolicyViolation::InvalidUrl { what: "the URL for the upload", reason: error.to_string() },
        })?;
        Ok(Upload { client: self.clone(), url, content, ranges })
    }
}

impl<C: Content> Upload<C> {
    /// In fragments of so many bytes, rounded down to a multiple of 320 KiB below 60 MiB, which is what Graph's services take; 5 MiB unless
    /// said otherwise.
    pub fn fragment(mut self, bytes: u64) -> Self {
        self.ranges = self.ranges.with_fragment(bytes);
        self
    }

    /// How many bytes there are.
    pub fn length(&self) -> u64 {
        self.ranges.length()
    }

    /// How many bytes the service has from the beginning on, as far as is known.
    pub fn position(&self) -> u64 {
        self.ranges.position()
    }

    /// What another process needs to go on; see [`Client::resume_upload`].
    pub fn save(&self) -> SavedUpload {
        SavedUpload(Saved {
            service: Some(self.client.base_url().to_owned()),
            url: Some(self.url.to_string()),
            length: i64::try_from(self.ranges.length()).ok(),
        })
    }

    /// Sends one fragment, or asks what the service still wants; what it made of the content, when it has all of it.
    ///
    /// # Errors
    /// The fragment did not arrive, and may be sent again by calling this again; [`Error::Upload`] when the session cannot go on.
    pub async fn advance(&mut self) -> Result<Option<Uploaded>, Error> {
        let call = match self.ranges.next() {
            Step::Finish => return Ok(Some(Uploaded::default())),
            Step::Ask => self.call(Method::GET, HeaderMap::new(), None),
            Step::Send(range) => self.fragment_call(range).await?,
        };
        let (status, reply) = match self.client.execute(&call).await {
            Ok(reply) => (reply.status, Some(reply)),
            Err(error) => match error.service().map(|error| error.status) {
                Some(status @ (StatusCode::RANGE_NOT_SATISFIABLE | StatusCode::NOT_FOUND | StatusCode::GONE)) => (status, None),
                _ => return Err(error),
            },
        };
        let body = reply.as_ref().map(|reply| reply.body.clone()).unwrap_or_default();
        let heard = heard(status, &body);
        let is_complete = heard == Heard::Everything;
        self.ranges.on(heard).map_err(failure)?;
        Ok(reply.filter(|_| is_complete).map(|reply| Uploaded { reply: Some(reply) }))
    }

    /// Sends all of it.
    ///
    /// # Errors
    /// As [`advance`](Self::advance).
    pub async fn finish(mut self) -> Result<Uploaded, Error> {
        loop {
            if let Some(uploaded) = self.advance().await? {
                return Ok(uploaded);
            }
        }
    }

    /// Gives the session up: the service forgets what it has (DELETE).
    ///
    /// # Errors
    /// The service did not answer so; it forgets the session by itself in the end.
    pub async fn cancel(self) -> Result<(), Error> {
        let call = self.call(Method::DELETE, HeaderMap::new(), None);
        self.client.execute(&call).await.map(drop)
    }

    async fn fragment_call(&mut self, range: Range<u64>) -> Result<Call, Error> {
        let piece = self.content.read(range.clone()).await;
        let piece = piece.map_err(|error| failure(UploadFailure::Content { at: range.start, error }))?;
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
        let place = format!("bytes {}-{}/{}", range.start, range.end - 1, self.ranges.length());
        if let Ok(place) = HeaderValue::try_from(place) {
            headers.insert(CONTENT_RANGE, place);
        }
        Ok(self.call(Method::PUT, headers, Some(piece)))
    }

    fn call(&self, method: Method, headers: HeaderMap, body: Option<Bytes>) -> Call {
        let request = format!("{method} (upload session)");
        Call { method, url: self.url.clone(), headers, body, request, link: Link::Upload, repeat: Repeat::ByMethod }
    }
}

fn failure(failure: UploadFailure) -> Error {
    Error::Upload { request: REQUEST.to_owned(), failure }
}

/// What the service made of the content.
#[derive(Debug, Default)]
pub struct Uploaded {
    reply: Option<Reply>,
}

impl Uploaded {
    /// The item that was made, for services that send it.
    ///
    /// # Errors
    /// The service sent none, or another.
    pub fn read<T: DeserializeOwned>(&self) -> Result<Option<T>, Error> {
        match &self.reply {
            Some(reply) if !document::text(reply).trim_ascii().is_empty() => document::read(reply).map(Some),
            _ => Ok(None),
        }
    }

    /// Where the item is, for services that say so.
    pub fn location(&self) -> Option<&str> {
        self.reply.as_ref()?.headers.get(LOCATION)?.to_str().ok()
    }
}

/// An upload that outlives the process: save it with serde, and go on with [`Client::resume_upload`].
///
/// It holds the URL of the session, with which anyone may upload: keep it as confidential as a password.
#[derive(Clone, PartialEq)]
pub struct SavedUpload(Saved);

#[derive(edmund::Complex)]
#[odata(name = "edmund.upload")]
pub(crate) struct Saved {
    /// The base URL of the client.
    pub(crate) service: Option<String>,
    /// The URL of the session.
    pub(crate) url: Option<String>,
    /// How many bytes there are.
    pub(crate) length: Option<i64>,
}

saved_as!(SavedUpload, Saved);

/// Without the URL.
impl fmt::Debug for SavedUpload {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SavedUpload({} bytes)", self.0.length.unwrap_or_default())
    }
}

impl<C> fmt::Debug for Upload<C> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Upload({} of {} bytes)", self.ranges.position(), self.ranges.length())
    }
}
