//! Whatever a server answers: a value or an error, and an end. The first bytes are the status, the second line is a header, the rest is the body.

#![no_main]

use std::collections::BTreeMap;

use edmund::request::{Media, Request as _};
use edmund::transport::{Body, BoxFuture, Transport, TransportError};
use edmund::{Address, Client, StaticToken, Untyped};
use libfuzzer_sys::fuzz_target;

/// Headers that a client reads.
const READ: [&str; 9] = [
    "retry-after",
    "location",
    "www-authenticate",
    "content-encoding",
    "content-type",
    "date",
    "request-id",
    "odata-entityid",
    "asyncresult",
];

struct Answer {
    status: u16,
    header: (&'static str, Vec<u8>),
    body: Vec<u8>,
}

impl Transport for Answer {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let mut response = http::Response::new(Body::from(bytes::Bytes::from(self.body.clone())));
        if let Ok(status) = http::StatusCode::from_u16(self.status) {
            *response.status_mut() = status;
        }
        if let Ok(value) = http::HeaderValue::from_bytes(&self.header.1) {
            response.headers_mut().insert(self.header.0, value);
        }
        Box::pin(std::future::ready(Ok(response)))
    }
}

fuzz_target!(|data: &[u8]| {
    let [high, low, header, rest @ ..] = data else { return };
    let (value, body) = match rest.iter().position(|byte| *byte == b'\n') {
        Some(end) => (&rest[..end], &rest[end + 1..]),
        None => (&[][..], rest),
    };
    let answer = Answer {
        status: 200 + u16::from_be_bytes([*high, *low]) % 400,
        header: (READ[usize::from(*header) % READ.len()], value.to_vec()),
        body: body.to_vec(),
    };
    let builder = Client::builder().base_url("https://service.test").credential(StaticToken::new("a token"));
    let client = builder.transport(answer).build().expect("the base URL is one");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.expect("a runtime starts").block_on(async {
        let function = || Address::root(&client).function("f");
        let _ = function().returning::<Untyped>().await;
        let _ = function().returning::<Vec<Untyped>>().stream().try_collect().await;
        if let Ok(rows) = function().returning::<Media>().await.map(|media| media.rows::<BTreeMap<String, String>>()) {
            rows.into_iter().flatten().for_each(drop);
        }
        let _ = Address::root(&client).action("a").returning::<Option<Untyped>>().await;
        let mut batch = client.batch();
        let handle = batch.add(function().returning::<Vec<Untyped>>());
        let _ = batch.send().await.take(handle);
        if let Ok(mut poller) = function().returning::<Untyped>().respond_async().await {
            let _ = poller.wait(std::time::Duration::from_secs(60)).await;
        }
        if let Ok(upload) = client.upload("https://upload.test/session", bytes::Bytes::from_static(b"content")) {
            let _ = upload.finish().await;
        }
    });
});
