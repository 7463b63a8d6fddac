//! Requests and answers as data: what is sent on the left, what comes back on the right, over a small model of our own.

#![allow(clippy::unwrap_used, reason = "the functions that tests share fail as tests do")]

mod aggregation;
mod asynchronous;
mod batch;
mod changes;
mod errors;
mod operations;
mod options;
mod queries;
mod reads;
mod references;
mod robustness;
mod streams;
mod writes;

use std::fmt::Write as _;
use std::time::SystemTime;

use edmund_model::{Model, Sources};
use edmund_sandbox::{Builder, Sandbox, Service};
use expect_test::Expect;
use http::Request;

const SCHEMA: &str = include_str!("library.csdl.xml");

fn model_of(text: &str) -> Model {
    let mut sources = Sources::default();
    let file = sources.add("library.csdl.xml", text);
    let (document, mut findings) = edmund_csdl::read(&sources, file);
    let (model, more) = edmund_csdl::lower(&[document]);
    findings.extend(more);
    assert!(findings.iter().all(|finding| finding.severity != edmund_model::Severity::Error), "{findings:#?}");
    model
}

fn builder() -> Builder {
    Sandbox::builder(model_of(SCHEMA)).seed(7).default_rows(0).clock(|| SystemTime::UNIX_EPOCH)
}

/// An empty library; tests fill it with what they need.
fn library() -> Service {
    builder().service().unwrap()
}

/// A library with four books, added by requests.
fn stocked() -> Service {
    let service = library();
    for body in [
        r#"{"isbn":"a","title":"Alpha","pages":100,"price":9.5,"status":"available","tags":["red","blue"],"published":"2020-01-31","added":"2024-01-01T10:00:00Z","origin":{"city":"Oslo","floor":2}}"#,
        r#"{"isbn":"b","title":"beta","pages":200,"price":19.25,"status":"lent","tags":[],"added":"2024-01-01T11:30:00+02:00","origin":{"city":"Bergen"}}"#,
        r#"{"isbn":"c","title":"Gamma & delta's","pages":300,"status":"lost","tags":["blue"],"features":"illustrated,signed"}"#,
        r##"{"@odata.type":"#library.audioBook","isbn":"d","title":"Delta","pages":0,"price":5,"status":"available","tags":["green"],"duration":"PT1H30M"}"##,
    ] {
        let answer = send(&service, &format!("POST /books\n\n{body}"));
        assert!(answer.starts_with("201"), "{answer}");
    }
    service
}

/// Sends a request written as method, target and headers, an empty line, and the body.
fn send(service: &Service, request: &str) -> String {
    let (head, body) = request.split_once("\n\n").unwrap_or((request, ""));
    let mut lines = head.lines().map(str::trim);
    let (method, target) = lines.next().and_then(|line| line.split_once(' ')).expect("a request line");
    let mut builder = Request::builder().method(method).uri(target.replace(' ', "%20")).header("host", "sandbox");
    let mut has_type = body.is_empty();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        has_type |= name.eq_ignore_ascii_case("content-type");
        builder = builder.header(name, value);
    }
    if !has_type {
        builder = builder.header("content-type", "application/json");
    }
    let request = builder.body(body.to_owned().into()).expect("a request");
    print(&service.handle(&request))
}

/// Status, headers that say something of this answer, and the body; JSON with one member a line.
fn print(response: &http::Response<bytes::Bytes>) -> String {
    let mut text = response.status().to_string();
    for (name, value) in response.headers() {
        if !["odata-version", "request-id", "content-type", "etag", "client-request-id"].contains(&name.as_str()) {
            let _ = write!(text, "\n{name}: {}", value.to_str().unwrap());
        }
    }
    let body = std::str::from_utf8(response.body()).unwrap();
    let body = body.split_once(r#","innerError":"#).map_or(body, |(start, _)| start).replace("http://sandbox/", "/");
    if !body.is_empty() {
        let _ = write!(text, "\n{}", body.replace("},{", "},\n {").replace("\"value\":[{", "\"value\":[\n {"));
    }
    text
}

/// The answers to several requests, one after another on the same service.
#[track_caller]
fn check(service: &Service, requests: &[&str], expected: Expect) {
    let answers = requests.iter().map(|request| {
        let line = request.lines().next().unwrap_or_default();
        format!("> {line}\n{}\n", send(service, request))
    });
    expected.assert_eq(&answers.collect::<Vec<_>>().join("\n"));
}
