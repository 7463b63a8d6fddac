//! The blocking front, in programs without a runtime and in those with one.

#![cfg(feature = "blocking")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use edmund::blocking::{Each as _, Wait as _};
use edmund::{Address, Client};

/// Answers every request with one of two pages.
fn serve() -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            std::thread::spawn(move || {
                let mut buffer = [0; 4096];
                while let Ok(read @ 1..) = stream.read(&mut buffer) {
                    let is_second = String::from_utf8_lossy(&buffer[..read]).starts_with("GET /names()?page=2 ");
                    let body =
                        if is_second { r#"{"value":["c"]}"# } else { r#"{"value":["a","b"],"@odata.nextLink":"?page=2"}"# };
                    write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len()).unwrap();
                }
            });
        }
    });
    Client::builder().base_url(base).build().unwrap()
}

fn names(client: &Client) -> edmund::request::Function<Vec<String>> {
    Address::root(client).function("names").returning()
}

#[test]
fn requests_are_waited_for_from_any_number_of_threads() {
    let client = serve();
    assert_eq!(names(&client).wait().unwrap(), ["a", "b", "c"]);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let names: Vec<String> = names(&client).stream().each().collect::<Result<_, _>>().unwrap();
                assert_eq!(names, ["a", "b", "c"]);
            });
        }
    });
}

#[test]
fn inside_a_runtime_it_is_an_error_and_no_panic() {
    let client = serve();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let error = names(&client).wait().unwrap_err();
        assert_eq!(error.to_string(), "the blocking front was called inside an asynchronous runtime: await the request there");
        let mut each = names(&client).stream().each();
        assert!(each.next().unwrap().is_err());
        assert!(each.next().is_none());
        assert_eq!(names(&client).await.unwrap(), ["a", "b", "c"]);
    });
}

#[test]
fn a_batch_is_waited_for_as_a_whole() {
    let client = serve();
    let mut batch = client.batch();
    let handle = batch.add(names(&client));
    let mut results = edmund::blocking::block_on(batch.send()).unwrap();
    let error = results.take(handle).unwrap_err();
    assert!(error.to_string().contains("missing field `responses`"), "{error}");
}
