//! Calls of functions and actions.

use std::collections::HashMap;
use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;

use http::header::ACCEPT;
use http::{HeaderValue, Method, StatusCode};
use serde_core::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::draft::{header_option, repeat_option};
use super::paging::{Reading, Walk};
use super::{Delta, Draft, Items, Page, Pages, Prepared, Request, document};
use crate::address::Address;
use crate::client::{Call, Client, Reply};
use crate::error::{DecodeFailure, Error, ServiceError};
use crate::transport::BoxFuture;
use crate::{Decode, Entity, FieldValue, SlotRef};

/// A type that an operation may return.
///
/// Entities and complex values are the answer's document itself; primitive values and collections are its member `value`
/// (OData JSON 4.01, sections 11 and 18); `()` is no document at all.
pub trait Returned: Sized {
    /// Whether the answer may come in pages.
    #[doc(hidden)]
    fn is_paged() -> bool {
        false
    }

    /// What the answer may be, where it is not JSON.
    #[doc(hidden)]
    fn accept() -> Option<&'static str> {
        None
    }

    /// Reads the answer, or the answers if it came in pages.
    #[doc(hidden)]
    fn read(replies: &Replies) -> Result<Self, Error>;
}

/// The pages of an answer.
#[doc(hidden)]
#[derive(Debug)]
pub struct Replies {
    pub(super) first: Reply,
    more: Vec<Reply>,
}

impl Replies {
    /// An answer that is complete.
    pub(super) fn of(first: Reply) -> Self {
        Self { first, more: Vec::new() }
    }
}

impl Returned for () {
    fn read(replies: &Replies) -> Result<Self, Error> {
        match document::in_band_error(document::text(&replies.first)) {
            Some(error) => Err(ServiceError::from_object(&replies.first, &error).into()),
            None => Ok(()),
        }
    }
}

impl<T: FieldValue> Returned for T {
    fn is_paged() -> bool {
        matches!(shape::<T>(), Shape::Value)
    }

    fn read(replies: &Replies) -> Result<Self, Error> {
        let Replies { first, more } = replies;
        match shape::<T>() {
            Shape::Document => document::read_seed(first, Decode::new()),
            Shape::Value if more.is_empty() => read_value(first),
            Shape::Value => read_pages(first, more),
            Shape::Either => match value_member(first)? {
                Some(value) => decode_text(first, value.get()),
                None => document::read_seed(first, Decode::new()),
            },
        }
    }
}

/// A result that may be null, which services write as 204 (OData Protocol 4.01, 11.5.4).
impl<T: FieldValue> Returned for Option<T> {
    fn is_paged() -> bool {
        matches!(shape::<T>(), Shape::Value)
    }

    fn read(replies: &Replies) -> Result<Self, Error> {
        let first = &replies.first;
        if first.status == StatusCode::NO_CONTENT {
            return Ok(None);
        }
        let is_null = match shape::<T>() {
            Shape::Document => document::text(first).trim_ascii() == b"null",
            Shape::Value | Shape::Either => value_member(first)?.is_some_and(|value| value.get() == "null"),
        };
        if is_null { Ok(None) } else { T::read(replies).map(Some) }
    }
}

/// How a type stands in an answer.
enum Shape {
    /// As the document.
    Document,
    /// In the member `value`.
    Value,
    /// Only the answer tells: the type is not known to the schema.
    Either,
}

fn shape<T: FieldValue>() -> Shape {
    match T::slot_ref(&None) {
        SlotRef::Object(_) => Shape::Document,
        SlotRef::Untyped(_) => Shape::Either,
        _ => Shape::Value,
    }
}

/// The member `value` of a document that has no other members but annotations.
fn value_member(reply: &Reply) -> Result<Option<Box<RawValue>>, Error> {
    document::check(reply)?;
    let Ok(mut members) = serde_json::from_slice::<HashMap<String, Box<RawValue>>>(document::text(reply)) else {
        return Ok(None);
    };
    let annotated = members.keys().all(|name| name == "value" || name.contains('@'));
    Ok(if annotated { members.remove("value") } else { None })
}

fn read_value<T: FieldValue>(reply: &Reply) -> Result<T, Error> {
    document::check(reply)?;
    let mut members: HashMap<String, Box<RawValue>> =
        serde_json::from_slice(document::text(reply)).map_err(|error| DecodeFailure::json(reply, String::new(), &error))?;
    match members.remove("value") {
        Some(value) => decode_text(reply, value.get()),
        None => Err(DecodeFailure::new(reply, "expected an object with the member value").into()),
    }
}

/// The items of all pages, joined as text and decoded once.
fn read_pages<T: FieldValue>(first: &Reply, more: &[Reply]) -> Result<T, Error> {
    let mut items = Vec::new();
    for reply in std::iter::once(first).chain(more) {
        items.extend(Page::<Box<RawValue>>::read(reply)?.value);
    }
    let items: Vec<&str> = items.iter().map(|item| item.get()).collect();
    decode_text(first, &format!("[{}]", items.join(",")))
}

fn decode_text<T: FieldValue>(reply: &Reply, text: &str) -> Result<T, Error> {
    use serde_core::de::DeserializeSeed;

    let mut json = serde_json::Deserializer::from_str(text);
    Decode::new().deserialize(&mut json).map_err(|error| {
        let mut failure = DecodeFailure::json(reply, "value".to_owned(), &error);
        // The text is only a part of the body: a position in it would mislead.
        failure.position = None;
        failure.into()
    })
}

/// A call of a function (GET). Await it: all of the result, also if the service sends it in pages.
#[must_use = "nothing is sent before it is awaited"]
pub struct Function<R> {
    draft: Draft,
    marker: PhantomData<fn() -> R>,
}

impl<R> Function<R> {
    pub(crate) fn new(address: Address) -> Self {
        Self { draft: Draft::new(address), marker: PhantomData }
    }

    header_option!();

    /// Goes on from the result of a composable function, which is `Many<T>` or `One<T>` without being read first:
    /// `drive.recent().follow::<Many<DriveItem>>().list().top(5)`.
    pub fn follow<N: From<Address>>(&self) -> N {
        self.draft.address.clone().into()
    }

    /// Where the function is, with its arguments.
    pub fn address(&self) -> &Address {
        &self.draft.address
    }
}

impl<T: Entity + 'static> Function<Vec<T>> {
    /// What changes, for a function that tells of changes, such as Graph's `delta`: everything in the first round, and later what changed
    /// since.
    pub fn changes(self) -> Delta<T> {
        Delta::new(self.draft)
    }
}

impl<T: DeserializeOwned + Send + 'static> Function<Vec<T>> {
    /// The items one by one, holding one page at a time.
    pub fn stream(self) -> Items<T> {
        Items::new(Pages::new(self.draft.client(), self.draft.call(Method::GET, None), &Reading::default()))
    }
}

impl<R: Returned + 'static> IntoFuture for Function<R> {
    type Output = Result<R, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.prepare()?.send().await })
    }
}

impl<R: Returned + 'static> Request for Function<R> {
    type Output = R;

    fn prepare(self) -> Result<Prepared<R>, Error> {
        returning(&self.draft, Method::GET, None)
    }
}

/// A call of an action (POST). Await it: all of the result, also if the service sends it in pages.
#[must_use = "nothing is sent before it is awaited"]
pub struct Action<R> {
    draft: Draft,
    parameters: Map<String, Value>,
    marker: PhantomData<fn() -> R>,
}

impl<R> Action<R> {
    pub(crate) fn new(address: Address, parameters: Map<String, Value>) -> Self {
        Self { draft: Draft::new(address), parameters, marker: PhantomData }
    }

    header_option!();
    repeat_option!();
}

impl<R: Returned + 'static> IntoFuture for Action<R> {
    type Output = Result<R, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.prepare()?.send().await })
    }
}

impl<R: Returned + 'static> Request for Action<R> {
    type Output = R;

    fn prepare(self) -> Result<Prepared<R>, Error> {
        // An action without parameters may be called without a body (OData Protocol 4.01, 11.5.5.1).
        let body = (!self.parameters.is_empty()).then_some(self.parameters);
        returning(&self.draft, Method::POST, body)
    }
}

/// A call whose answer is read as an `R`.
pub(super) fn returning<R: Returned + 'static>(
    draft: &Draft,
    method: Method,
    body: Option<Map<String, Value>>,
) -> Result<Prepared<R>, Error> {
    let mut call = match body {
        Some(body) => draft.call_with_json(method, serde_json::to_vec(&body))?,
        None => draft.call(method, None)?,
    };
    if let Some(accept) = R::accept() {
        call.headers.entry(ACCEPT).or_insert(HeaderValue::from_static(accept));
    }
    Ok(Prepared { client: draft.client().clone(), call, paged: R::is_paged(), read: Box::new(R::read) })
}

/// Sends a call and reads all of its answer.
pub(super) async fn replies(client: &Client, call: Call, paged: bool) -> Result<Replies, Error> {
    let first = client.execute(&call).await?;
    if paged { following(client, call, first).await } else { Ok(Replies::of(first)) }
}

/// If an answer is a collection with a next link, reads the other pages: a result must not end silently with the first.
pub(super) async fn following(client: &Client, call: Call, first: Reply) -> Result<Replies, Error> {
    let mut walk = Walk::new(client, call);
    let mut replies = Replies::of(first);
    loop {
        let last = replies.more.last().unwrap_or(&replies.first);
        if !document::contains(&last.body, b"nextLink\"") {
            return Ok(replies);
        }
        let page = Page::<Box<RawValue>>::read(last)?;
        let Some(link) = page.next_link else { return Ok(replies) };
        walk.turn(last, page.context.as_deref(), Some(&link), page.value.len())?;
        replies.more.push(walk.fetch().await?);
    }
}

impl<R> fmt::Debug for Function<R> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Function({})", self.draft.name(&Method::GET))
    }
}

impl<R> fmt::Debug for Action<R> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Action({})", self.draft.name(&Method::POST))
    }
}
