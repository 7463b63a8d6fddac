//! No answer takes more memory or time than it may.

use std::io::Write as _;
use std::time::Duration;

use edmund::transport::{Body, BoxFuture, Transport, TransportError};
use edmund::{Client, Retry};
use expect_test::expect;
use proptest::prelude::*;

use crate::model::{Person, TestService as _};
use crate::script::{Answer, Script, json};

/// Answers every request in the same way.
struct Fixed<F>(F);

impl<F: Fn() -> http::Response<Body> + Send + Sync + 'static> Transport for Fixed<F> {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(std::future::ready(Ok((self.0)())))
    }
}

fn client(answer: impl Fn() -> http::Response<Body> + Send + Sync + 'static) -> Client {
    Client::builder().base_url("https://service.test").retry(Retry::none()).transport(Fixed(answer)).build().unwrap()
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn compressed(bytes: Vec<u8>) -> Client {
    client(move || {
        let response = http::Response::builder().header("content-encoding", "GZIP").header("content-length", bytes.len());
        response.body(bytes::Bytes::from(bytes.clone()).into()).unwrap()
    })
}

#[tokio::test]
async fn compressed_answers_are_unpacked() {
    let page = format!(r#"{{"value":[{}]}}"#, vec![r#"{"id":"1","displayName":"Ada"}"#; 5000].join(","));
    let (first, second) = page.as_bytes().split_at(page.len() / 2);
    for packed in [gzip(page.as_bytes()), [gzip(first), gzip(second)].concat()] {
        let client = compressed(packed.clone());
        let people: Vec<Person> = client.people().list().try_collect().await.unwrap();
        assert_eq!(people.len(), 5000);
        assert_eq!(client.statistics().bytes_received, packed.len() as u64);
    }
    let person = compressed(gzip(br#"{"id":"1"}"#)).me().get().await.unwrap();
    assert_eq!(person.id.as_deref(), Some("1"));
}

#[tokio::test]
async fn compressed_answers_that_are_refused() {
    let bomb = gzip(&vec![b' '; 80 << 20]);
    let whole = gzip(br#"{"id":"1"}"#);
    let mut wrong_sum = whole.clone();
    let sum = wrong_sum.len() - 8;
    wrong_sum[sum] ^= 1;
    let mut shown = Vec::new();
    for packed in [bomb, whole[..whole.len() - 3].to_vec(), wrong_sum, b"{}".to_vec()] {
        shown.push(compressed(packed).me().get().await.unwrap_err().to_string());
    }
    let large = Client::builder().base_url("https://service.test").max_response_size(1000).retry(Retry::none());
    let packed = gzip(format!(r#"{{"id":"{}"}}"#, "x".repeat(2000)).as_bytes());
    let answer = move || {
        let response = http::Response::builder().header("content-encoding", "gzip");
        response.body(bytes::Bytes::from(packed.clone()).into()).unwrap()
    };
    shown.push(large.transport(Fixed(answer)).build().unwrap().me().get().await.unwrap_err().to_string());
    let other = client(|| http::Response::builder().header("content-encoding", "br").body("x".into()).unwrap());
    shown.push(other.me().get().await.unwrap_err().to_string());
    expect![[r#"
        GET /me: the answer unpacks to more than 200 times its size
        GET /me: connection closed inside the answer
        GET /me: connection closed inside the answer
        GET /me: connection closed inside the answer
        GET /me: the answer is larger than 1000 bytes
        GET /me: the answer is encoded as "br", which was not asked for"#]]
    .assert_eq(&shown.join("\n"));
}

#[tokio::test]
async fn an_encoding_that_is_no_compression_changes_nothing() {
    let client = client(|| http::Response::builder().header("content-encoding", "UTF-8").body("{}".into()).unwrap());
    client.me().get().await.unwrap();
}

#[tokio::test]
async fn headers_without_end_are_refused() {
    let many = client(|| {
        let fields = (0..101).map(|number| (format!("x-{number}"), "1"));
        fields.fold(http::Response::builder(), |response, (name, value)| response.header(name, value)).body("{}".into()).unwrap()
    });
    let large = client(|| http::Response::builder().header("x", "x".repeat(65 << 10)).body("{}".into()).unwrap());
    let message = "GET /me: the answer has more than 100 header fields, or more than 65536 bytes of them";
    assert_eq!(many.me().get().await.unwrap_err().to_string(), message);
    assert_eq!(large.me().get().await.unwrap_err().to_string(), message);
}

/// A body that begins and then never goes on.
struct Stalled(bool);

impl http_body::Body for Stalled {
    type Data = bytes::Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, TransportError>>> {
        if std::mem::replace(&mut self.0, true) {
            return std::task::Poll::Pending;
        }
        std::task::Poll::Ready(Some(Ok(http_body::Frame::data("{".into()))))
    }
}

#[tokio::test(start_paused = true)]
async fn silence_within_an_answer_ends_it() {
    let client = client(|| http::Response::new(Body::stream(Stalled(false))));
    let start = tokio::time::Instant::now();
    let error = client.me().get().await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::from_secs(20));
    expect!["GET /me: no answer in time"].assert_eq(&error.to_string());
}

#[tokio::test]
async fn deep_documents_are_refused_without_harm() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let script =
        Script::new([json(200, deep.clone()), json(200, format!(r#"{{"unknown":{deep}}}"#)), Answer::Full(500, "", deep)]);
    let client = script.builder().retry(Retry::none()).build().unwrap();
    for _ in 0..3 {
        client.me().get().await.unwrap_err();
    }
}

/// Headers that the client reads, and one that it does not.
const READ: [&str; 12] = [
    "retry-after",
    "retry-after-ms",
    "date",
    "location",
    "www-authenticate",
    "content-encoding",
    "content-type",
    "x-ms-throttle-scope",
    "request-id",
    "sunset",
    "etag",
    "x-other",
];

fn header_value() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,60}",
        Just("gzip".to_owned()),
        "[0-9.]{1,12}",
        "(https?:)?(//)?[a-z0-9.:@/?#%\\[\\]-]{0,30}",
        "Bearer (error|claims|realm)=\"[ -~]{0,30}\"(, claims=\"[A-Za-z0-9+/=]{0,20}\")?",
    ]
}

proptest! {
    /// Whatever status, headers and bytes come, in whatever pieces of time: a value or an error, and an end.
    #[test]
    fn no_answer_harms(
        status in 200_u16..600,
        headers in prop::collection::vec((0..READ.len(), header_value()), 0..6),
        body in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            "[\\[\\]{}:,\"a-e0-9@. ]{0,60}".prop_map(String::into_bytes),
            ".{0,80}".prop_map(|text| gzip(text.as_bytes())),
        ],
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let answer = move || {
                let mut response = http::Response::new(Body::from(bytes::Bytes::from(body.clone())));
                *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
                for (name, value) in &headers {
                    if let Ok(value) = value.parse() {
                        response.headers_mut().append(READ[*name], value);
                    }
                }
                response
            };
            let builder = Client::builder().base_url("https://service.test").credential(edmund::StaticToken::new("a token"));
            let client = builder.transport(Fixed(answer)).build().unwrap();
            let _ = client.me().get().await;
            let _ = client.people().list().try_collect().await;
            let _ = client.people().create(&Person::default()).await;
        });
    }
}
