//! Collections over several pages: nothing lost, nothing twice, or an error.

use edmund::Error;
use edmund::transport::Sent;
use expect_test::expect;
use proptest::prelude::*;

use crate::model::{Person, TestService as _};
use crate::script::{Answer, Script, json};

fn ids(people: &[Person]) -> String {
    people.iter().map(|person| person.id.as_deref().unwrap_or("-")).collect::<Vec<_>>().join(" ")
}

#[tokio::test(start_paused = true)]
async fn links_are_followed_with_the_headers_of_the_first_request() {
    let script = Script::new([
        json(
            200,
            r#"{"@odata.count":4,"@odata.nextLink":"https://service.test/v1/people?$skiptoken=a%27b%2B&%24top=2","value":[{"id":"1"}]}"#,
        ),
        json(200, r#"{"value":[],"@odata.nextLink":"people?%24skiptoken=3"}"#),
        json(200, r#"{"@context":"$metadata#people","value":[{"id":"2"},{"id":"3"}],"@nextLink":"?$skiptoken=4","@count":"9"}"#),
        json(200, r#"{"value":[{"id":"4"}],"@odata.nextLink":"","@odata.deltaLink":"https://service.test/v1/delta"}"#),
    ]);
    let mut items = script
        .client()
        .people()
        .list()
        .count()
        .page_size(2)
        .header("ConsistencyLevel", "eventual")
        .header("If-None-Match", "\"1\"")
        .stream();
    let mut people = Vec::new();
    while let Some(person) = items.try_next().await.unwrap() {
        people.push(person);
    }
    assert_eq!(ids(&people), "1 2 3 4");
    assert_eq!(items.total(), Some(4));
    expect![[r#"
        GET https://service.test/v1/people?$count=true
          consistencylevel: eventual
          if-none-match: "1"
          prefer: odata.maxpagesize=2, include-unknown-enum-members
        GET https://service.test/v1/people?$skiptoken=a%27b%2B&%24top=2
          consistencylevel: eventual
          prefer: odata.maxpagesize=2, include-unknown-enum-members
        GET https://service.test/v1/people?%24skiptoken=3
          consistencylevel: eventual
          prefer: odata.maxpagesize=2, include-unknown-enum-members
        GET https://service.test/v1/people?$skiptoken=4
          consistencylevel: eventual
          prefer: odata.maxpagesize=2, include-unknown-enum-members"#]]
    .assert_eq(&script.log());
}

#[tokio::test]
async fn pages_show_what_the_service_wrote() {
    let script = Script::new([
        json(200, r#"{"@odata.context":"c","@odata.count":1,"value":[{"id":"1"}],"@odata.nextLink":"x?1","unknown":[{}]}"#),
        json(200, r#"{"value":[],"@odata.deltaLink":"d"}"#),
    ]);
    let mut pages = script.client().people().list().pages();
    let mut shown = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        shown.push(format!("{page:?}"));
    }
    expect![[r#"
        Page { value: [person { id: "1" }], count: Some(1), next_link: Some("x?1"), delta_link: None, context: Some("c") }
        Page { value: [], count: None, next_link: None, delta_link: Some("d"), context: None }"#]]
    .assert_eq(&shown.join("\n"));
}

/// Reads a list whose second page is reached by `link`; shows the items before the error, the error, and what follows it.
async fn check_link(link: &str) -> String {
    let page = || json(200, format!(r#"{{"value":[{{"id":"1"}}],"@odata.nextLink":{link:?}}}"#));
    let script = Script::new([page(), page(), page()]);
    let mut items = script.client().people().list().stream();
    let mut count = 0;
    let error = loop {
        match items.try_next().await {
            Ok(Some(_)) => count += 1,
            Ok(None) => return format!("{link}: {count} items"),
            Err(error) => break error,
        }
    };
    assert!(items.try_next().await.unwrap().is_none());
    assert!(!script.log().contains("evil"), "{}", script.log());
    format!("{link}: {count} items, {error}")
}

#[tokio::test]
async fn links_that_are_not_followed() {
    let mut shown = Vec::new();
    for link in [
        "https://evil.test/v1/people?2",
        "http://service.test/v1/people?evil",
        "https://service.test:8443/v1/evil",
        "https://service.test.evil.test/",
        "https://evil.service.test/",
        "https://evil@service.test/v1/people",
        "https://service.test@evil.test/v1",
        "https://service.test./v1/evil",
        "//evil.test/v1/people",
        "https://[::1]/evil",
        "ftp://service.test/evil",
        "javascript:evil",
        "https://",
        "https://SERVICE.test:443/v1/people?same",
        "/v1/people",
    ] {
        shown.push(check_link(link).await);
    }
    expect![[r#"
        https://evil.test/v1/people?2: 0 items, GET /people: the next link leads to https://evil.test, not to the origin of this client
        http://service.test/v1/people?evil: 0 items, GET /people: the next link leads to http://service.test, not to the origin of this client
        https://service.test:8443/v1/evil: 0 items, GET /people: the next link leads to https://service.test:8443, not to the origin of this client
        https://service.test.evil.test/: 0 items, GET /people: the next link leads to https://service.test.evil.test, not to the origin of this client
        https://evil.service.test/: 0 items, GET /people: the next link leads to https://evil.service.test, not to the origin of this client
        https://evil@service.test/v1/people: 0 items, GET /people: the next link is not a usable URL: it holds user information
        https://service.test@evil.test/v1: 0 items, GET /people: the next link is not a usable URL: it holds user information
        https://service.test./v1/evil: 0 items, GET /people: the next link leads to https://service.test., not to the origin of this client
        //evil.test/v1/people: 0 items, GET /people: the next link leads to https://evil.test, not to the origin of this client
        https://[::1]/evil: 0 items, GET /people: the next link leads to https://[::1], not to the origin of this client
        ftp://service.test/evil: 0 items, GET /people: the next link is not a usable URL: its scheme is neither https nor http
        javascript:evil: 0 items, GET /people: the next link is not a usable URL: it is not absolute
        https://: 0 items, GET /people: the next link is not a usable URL: empty string
        https://SERVICE.test:443/v1/people?same: 1 items, GET /people: page 2 links back to a page that was already read
        /v1/people: 0 items, GET /people: page 1 links back to a page that was already read"#]].assert_eq(&shown.join("\n"));
}

#[tokio::test(start_paused = true)]
async fn a_loop_over_several_pages_is_noticed() {
    let to = |page: u32| json(200, format!(r#"{{"value":[{{"id":"{page}"}}],"@odata.nextLink":"people?page={page}"}}"#));
    let script = Script::new([to(1), to(2), to(3), to(1)]);
    let error = script.client().people().list().try_collect().await.unwrap_err();
    assert!(matches!(error, Error::PagingLoop { page: 4, .. }), "{error}");
    assert_eq!(script.left(), 0);
}

/// What a service does with one request for a page.
#[derive(Clone, Copy, Debug)]
enum Fault {
    Throttled,
    Unavailable,
    Reset,
    CutOff,
}

impl Fault {
    fn answer(self) -> Answer {
        match self {
            Self::Throttled => Answer::Full(429, "retry-after: 3", String::new()),
            Self::Unavailable => Answer::Full(503, "", "<html>".to_owned()),
            Self::Reset => Answer::Broken(Sent::Maybe),
            Self::CutOff => Answer::Aborted(r#"{"value":[{"id":"lost"},"#),
        }
    }
}

fn faults() -> impl Strategy<Value = Vec<Fault>> {
    let fault = prop_oneof![Just(Fault::Throttled), Just(Fault::Unavailable), Just(Fault::Reset), Just(Fault::CutOff)];
    proptest::collection::vec(fault, 0..10)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever goes wrong on the way, the items come exactly once and in order, or there is an error.
    #[test]
    fn paging_through_faults(pages in proptest::collection::vec((0_usize..4, faults()), 1..8)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        let mut next = 0;
        let mut answers = Vec::new();
        for (number, (items, faults)) in pages.iter().enumerate() {
            answers.extend(faults.iter().map(|fault| fault.answer()));
            let items: Vec<String> = (next..next + items).map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
            next += items.len();
            let link = if number + 1 < pages.len() { format!(r#","@odata.nextLink":"people?page={number}""#) } else { String::new() };
            answers.push(json(200, format!(r#"{{"value":[{}]{link}}}"#, items.join(","))));
        }
        let retries: usize = pages.iter().map(|(_, faults)| faults.len()).sum();
        let script = Script::new(answers);
        let client = script.client();
        let result = runtime.block_on(client.people().list().try_collect());
        match result {
            Ok(people) => {
                let expected: Vec<String> = (0..next).map(|id| id.to_string()).collect();
                prop_assert_eq!(ids(&people), expected.join(" "));
                prop_assert_eq!(client.statistics().retries, retries as u64);
                prop_assert_eq!(script.left(), 0);
            }
            Err(Error::Exhausted { attempts, .. }) => prop_assert_eq!(attempts, 8),
            Err(error) => prop_assert!(false, "{error}"),
        }
    }
}
