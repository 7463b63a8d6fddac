use std::sync::LazyLock;

use bytes::Bytes;
use edmund_sandbox::Service;
use proptest::prelude::*;

use crate::{builder, stocked};

static SERVICE: LazyLock<Service> = LazyLock::new(stocked);

/// Pieces that mean something to the parsers, so that odd combinations of them arise.
fn fragment() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "/",
            "books",
            "('a')",
            "(",
            ")",
            "'",
            "''",
            "%27",
            "%2F",
            "$count",
            "$ref",
            "$value",
            "chapters",
            "readers",
            "author",
            "people",
            "origin",
            "library.audioBook",
            "recommended",
            "lend",
            "a",
            "=",
            ",",
            "@p",
            "?",
            "&",
            "$filter=",
            "$orderby=",
            "$select=",
            "$expand=",
            "$skip=",
            "$top=",
            "$skiptoken=",
            "1-2-3",
            "pages",
            "title",
            " eq ",
            " and ",
            "not ",
            "null",
            "99999999999999999999",
            "any(x:x",
            "duration'P1D'",
            "-",
            "é",
            "[",
            "{",
            "1e400",
            "2024-01-01T00:00:00Z",
            "9999999-01-01",
            "cast(",
            "isof(",
            "in (",
            "$it",
            "*",
            ";",
            "::",
            "\"",
            "\\",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,3}",
    ]
}

fn target() -> impl Strategy<Value = String> {
    prop::collection::vec(fragment(), 0..14).prop_map(|parts| {
        let text = parts.concat();
        let encoded: String = text
            .chars()
            .map(|c| {
                if c.is_ascii_graphic() && !"<>\"{}|\\^`".contains(c) {
                    c.to_string()
                } else {
                    edmund::query::encode_segment(&c.to_string())
                }
            })
            .collect();
        format!("/{encoded}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_request_panics(method in prop::sample::select(vec!["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "TRACE"]), target in target(), body in prop::collection::vec(fragment(), 0..6)) {
        let Ok(request) = http::Request::builder().method(method).uri(&target).header("content-type", "application/json").body(Bytes::from(body.concat())) else {
            return Ok(());
        };
        let status = SERVICE.handle(&request).status();
        prop_assert_ne!(status.as_u16(), 500, "{} {}", method, target);
    }

    #[test]
    fn no_filter_panics(parts in prop::collection::vec(fragment(), 0..16)) {
        let filter = edmund::query::encode_query(&parts.concat());
        let request = http::Request::get(format!("/books?$filter={filter}&$orderby={filter}&@p=@p")).body(Bytes::new()).unwrap();
        prop_assert_ne!(SERVICE.handle(&request).status().as_u16(), 500);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_key_is_found_again(key in "\\PC{1,12}") {
        let service = builder().service().unwrap();
        let body = serde_json::json!({ "isbn": key, "title": "T" }).to_string();
        let request = http::Request::post("/books").header("content-type", "application/json").header("host", "sandbox").body(Bytes::from(body)).unwrap();
        let created = service.handle(&request);
        prop_assert_eq!(created.status().as_u16(), 201);
        let location = created.headers()["location"].to_str().unwrap().to_owned();
        let segment = format!("/books/{}/title", edmund::query::encode_segment(&key));
        for target in [location, segment] {
            let found = service.handle(&http::Request::get(&target).body(Bytes::new()).unwrap());
            prop_assert_eq!(found.status().as_u16(), 200, "{}", target);
        }
    }
}

#[test]
fn what_is_too_long_or_too_deep_is_refused() {
    let status = |request: http::Request<Bytes>| SERVICE.handle(&request).status().as_u16();
    let long = http::Request::get(format!("/books?x={}", "y".repeat(20_000))).body(Bytes::new()).unwrap();
    assert_eq!(status(long), 414);
    let large = http::Request::post("/books").body(Bytes::from(vec![b' '; edmund_sandbox::MAX_BODY + 1])).unwrap();
    assert_eq!(status(large), 413);
    let nested = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep = http::Request::post("/books").header("content-type", "application/json").body(Bytes::from(nested)).unwrap();
    assert_eq!(status(deep), 400);
    let parens = http::Request::get(format!("/books?$filter={}", "(".repeat(5_000))).body(Bytes::new()).unwrap();
    assert_eq!(status(parens), 400);
    let expand = http::Request::get(format!("/books?$expand={}", "chapters($expand=".repeat(500))).body(Bytes::new()).unwrap();
    assert_eq!(status(expand), 400);
}

/// Requests that would double their own work with every level.
#[test]
fn what_multiplies_is_refused() {
    let service = stocked();
    let aliases: String = (0..30).map(|level| format!("&@a{level}=@a{} or @a{}", level + 1, level + 1)).collect();
    let tags = vec!["x"; 2_000];
    let body = serde_json::json!({ "isbn": "many", "title": "T", "tags": tags }).to_string();
    assert!(crate::send(&service, &format!("POST /books\n\n{body}")).starts_with("201"));
    let lambdas = "tags/any(a:tags/any(b:tags/any(c:a eq 'y' and b eq c)))";
    let deep = "chapters($expand=".repeat(9) + "notes" + &")".repeat(9);
    for target in [format!("/books?$filter=@a0{aliases}"), format!("/books?$filter={lambdas}"), format!("/books?$expand={deep}")]
    {
        let answer = crate::send(&service, &format!("GET {target}"));
        assert!(answer.starts_with("400"), "{target}: {answer}");
    }
}
