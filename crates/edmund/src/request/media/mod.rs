//! Media: the streams behind media entities and stream properties.

#[cfg(feature = "csv")]
mod cells;
#[cfg(feature = "csv")]
mod rows;

use std::fmt;
use std::future::IntoFuture;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::{HeaderName, Method};

#[cfg(feature = "csv")]
pub use self::rows::{CsvError, Rows};
use super::draft::{changed, header_option};
use super::operation::{Replies, Returned};
use super::{Delete, Draft, Function, Request as _};
use crate::address::Address;
use crate::client::Reply;
use crate::error::Error;
use crate::transport::BoxFuture;

/// A media stream: the content of a media entity (`/$value`), or a property of type `Edm.Stream`.
///
/// ```
/// # edmund::request_types!();
/// # #[derive(edmund::Entity)]
/// # #[odata(name = "example.file", key(id))]
/// # pub struct File { pub id: Option<String>, pub content: Option<edmund::Stream> }
/// async fn copy(from: One<File>, to: One<File>) -> Result<(), edmund::Error> {
///     let media = from.stream(File::CONTENT).get().await?;
///     let content_type = media.content_type.as_deref().unwrap_or("application/octet-stream");
///     to.stream(File::CONTENT).put(media.body.clone(), content_type).await
/// }
/// ```
#[derive(Clone)]
pub struct MediaRequest {
    address: Address,
}

impl MediaRequest {
    /// The stream at this address.
    pub fn new(address: Address) -> Self {
        Self { address }
    }

    /// Where the stream is.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Reads the whole stream into memory, up to the client's limit on answers. A redirect to where the content lies is followed without
    /// the client's token.
    pub fn get(&self) -> GetMedia {
        GetMedia::new(self.address.clone())
    }

    /// Replaces the stream's content (PUT); `content_type` is its media type.
    pub fn put(&self, content: impl Into<Bytes>, content_type: &str) -> PutMedia {
        let mut draft = Draft::new(self.address.clone());
        draft.header(CONTENT_TYPE.as_str(), content_type);
        PutMedia { draft, content: content.into() }
    }

    /// Removes the stream's content (DELETE).
    pub fn delete(&self) -> Delete {
        Delete::new(self.address.clone())
    }
}

impl fmt::Debug for MediaRequest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "MediaRequest({})", self.address.template())
    }
}

/// A stream's content and what the service says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Media {
    /// The content.
    pub body: Bytes,
    /// Its media type, as the service wrote it.
    pub content_type: Option<String>,
    /// Its entity tag, for `If-Match`.
    pub etag: Option<String>,
}

impl Media {
    fn of(reply: Reply) -> Self {
        let text = |name: HeaderName| reply.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        Self { content_type: text(CONTENT_TYPE), etag: text(ETAG), body: reply.body }
    }
}

/// What an operation returns that the schema calls a stream, such as a usage report: the answer's body, as it is.
impl Returned for Media {
    fn accept() -> Option<&'static str> {
        Some("*/*")
    }

    fn read(replies: &Replies) -> Result<Self, Error> {
        Ok(Self::of(replies.first.clone()))
    }
}

impl Function<Media> {
    /// Reads the stream unless it still has this entity tag: `None` if it has not changed (304).
    ///
    /// # Errors
    /// As awaiting the call itself.
    pub async fn if_changed(self, etag: &str) -> Result<Option<Media>, Error> {
        changed(self.header(IF_NONE_MATCH.as_str(), etag).prepare()?.send().await)
    }
}

/// Reads a stream (GET). Await it.
#[derive(Clone)]
#[must_use = "nothing is sent before it is awaited"]
pub struct GetMedia {
    draft: Draft,
}

impl GetMedia {
    pub(super) fn new(address: Address) -> Self {
        Self { draft: Draft::new(address) }
    }

    header_option!();

    async fn send(mut self) -> Result<Media, Error> {
        self.draft.header_unless_set(ACCEPT, "*/*");
        let call = self.draft.call(Method::GET, None)?;
        self.draft.client().execute(&call).await.map(Media::of)
    }
}

impl IntoFuture for GetMedia {
    type Output = Result<Media, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for GetMedia {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "GetMedia({})", self.draft.name(&Method::GET))
    }
}

/// Replaces a stream's content (PUT). Await it.
#[derive(Clone)]
#[must_use = "nothing is sent before it is awaited"]
pub struct PutMedia {
    draft: Draft,
    content: Bytes,
}

impl PutMedia {
    header_option!();

    async fn send(self) -> Result<(), Error> {
        let call = self.draft.call(Method::PUT, Some(self.content))?;
        self.draft.client().execute(&call).await.map(drop)
    }
}

impl IntoFuture for PutMedia {
    type Output = Result<(), Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for PutMedia {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "PutMedia({})", self.draft.name(&Method::PUT))
    }
}
