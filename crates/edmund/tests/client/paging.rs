//! Collections over several pages: nothing lost, nothing twice, or an error.

use edmund::Error;
use edmund::request::Checkpoint;
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

/// Three pages of two people each.
fn three_pages() -> [Answer; 3] {
    let page = |first: u32, next: &str| {
        let link = if next.is_empty() { String::new() } else { format!(r#","@odata.nextLink":"people?page={next}""#) };
        json(200, format!(r#"{{"value":[{{"id":"{first}"}},{{"id":"{}"}}]{link}}}"#, first + 1))
    };
    [page(1, "2"), page(3, "3"), page(5, "")]
}

#[tokio::test]
async fn a_checkpoint_goes_on_in_another_process() {
    let [first, second, third] = three_pages();
    let script = Script::new([first, second]);
    let list = |script: &Script| script.client().people().list().page_size(2).header("ConsistencyLevel", "eventual");
    let mut pages = list(&script).read_ahead(0).pages();
    pages.try_next().await.unwrap().unwrap();
    let page = pages.try_next().await.unwrap().unwrap();
    let saved = serde_json::to_string(&page.checkpoint()).unwrap();
    expect![[r#"{"service":"https://service.test/v1","request":"e270afcba0c56f86","link":"https://service.test/v1/people?page=3","pages":2,"items":4}"#]].assert_eq(&saved);

    let checkpoint: Checkpoint = serde_json::from_str(&saved).unwrap();
    assert_eq!(format!("{checkpoint:?}"), "Checkpoint(2 pages, 4 items)");
    let script = Script::new([third]);
    let mut pages = list(&script).resume(checkpoint.clone()).pages();
    let page = pages.try_next().await.unwrap().unwrap();
    assert_eq!(ids(&page.value), "5 6");
    assert!(pages.try_next().await.unwrap().is_none());
    expect![[r#"
        GET https://service.test/v1/people?page=3
          consistencylevel: eventual
          prefer: odata.maxpagesize=2, include-unknown-enum-members"#]]
    .assert_eq(&script.log());

    // Behind the last page there is nothing, and nothing is asked.
    let last = page.checkpoint().unwrap().clone();
    assert_eq!((last.pages(), last.items(), last.is_complete()), (3, 6, true));
    assert!(list(&script).resume(last).try_collect().await.unwrap().is_empty());
    assert_eq!(script.log().lines().count(), 3);
}

#[tokio::test]
async fn checkpoints_that_are_not_gone_on_with() {
    let [first, ..] = three_pages();
    let script = Script::new([first]);
    let page = script.client().people().list().first_page().await.unwrap();
    let saved = serde_json::to_string(&page.checkpoint()).unwrap();
    let resumed = |text: String| script.client().people().list().resume(serde_json::from_str(&text).unwrap());
    let other_link = |link: &str| resumed(saved.replace("https://service.test/v1/people?page=2", link));
    let mut shown = Vec::new();
    for list in [
        resumed(saved.clone()).page_size(3),
        resumed(saved.clone()).top(3),
        other_link("https://evil.test/v1/people?page=2"),
        other_link("http://service.test/v1/people?page=2"),
        other_link("people?page=2"),
        other_link(""),
        resumed(saved.replace("\"link\"", "\"lost\"")),
        resumed(saved.replace("service.test", "evil.test")),
        resumed("{}".to_owned()),
    ] {
        shown.push(list.try_collect().await.unwrap_err().to_string());
    }
    assert_eq!(script.log().lines().count(), 2, "nothing is sent");
    expect![[r#"
        GET /people: cannot go on from what was saved: it was made for a request with other options or headers
        GET /people: cannot go on from what was saved: it was made for a request with other options or headers
        GET /people: cannot go on from what was saved: its link leads to another origin
        GET /people: cannot go on from what was saved: its link leads to another origin
        GET /people: cannot go on from what was saved: its link is not a URL
        GET /people: cannot go on from what was saved: its link is not a URL
        GET /people: cannot go on from what was saved: it has no link
        GET /people: cannot go on from what was saved: it was made with another base URL
        GET /people: cannot go on from what was saved: it was made with another base URL"#]]
    .assert_eq(&shown.join("\n"));
}

#[tokio::test]
async fn the_next_page_is_fetched_while_there_is_one() {
    let script = Script::new(three_pages());
    let mut pages = script.client().people().list().pages();
    pages.try_next().await.unwrap().unwrap();
    tokio::task::yield_now().await;
    assert_eq!(script.left(), 1, "one page ahead, and no more");

    let script = Script::new(three_pages());
    let mut pages = script.client().people().list().read_ahead(10).pages();
    pages.try_next().await.unwrap().unwrap();
    tokio::task::yield_now().await;
    assert_eq!(script.left(), 2, "the page is too large");
}

#[tokio::test]
async fn a_limit_stops_asking() {
    let script = Script::new(three_pages());
    let mut pages = script.client().people().list().limit(3).pages();
    let first = pages.try_next().await.unwrap().unwrap();
    let second = pages.try_next().await.unwrap().unwrap();
    assert_eq!((ids(&first.value), ids(&second.value)), ("1 2".to_owned(), "3".to_owned()));
    assert!(first.checkpoint().is_some() && second.checkpoint().is_none());
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!(script.left(), 1);
    assert!(!script.log().contains("$top"));

    assert!(script.client().people().list().limit(0).try_collect().await.unwrap().is_empty());
    assert_eq!(script.left(), 1);
}

#[tokio::test]
async fn too_many_items_for_memory_are_an_error() {
    let collect = async |max| Script::new(three_pages()).client().people().list().max_items(max).try_collect().await;
    assert_eq!(collect(6).await.unwrap().len(), 6);
    assert_eq!(
        collect(5).await.unwrap_err().to_string(),
        "GET /people: more than 5 items; read them with stream(), or allow more with max_items()"
    );
}

#[tokio::test]
async fn an_expired_page_link_begins_anew_where_asked() {
    let expired =
        |status, code: &str, message: &str| json(status, format!(r#"{{"error":{{"code":"{code}","message":"{message}"}}}}"#));
    let answers = || {
        let [first, second, third] = three_pages();
        [first, expired(400, "Directory_ExpiredPageToken", "The page token is expired."), first_again(), second, third]
    };
    fn first_again() -> Answer {
        // What came meanwhile comes too; what is gone is not missed.
        json(200, r#"{"value":[{"id":"0"},{"id":"2"}],"@odata.nextLink":"people?page=2"}"#)
    }
    let script = Script::new(answers());
    let mut pages = script.client().people().list().restart_expired().pages();
    let mut people = Vec::new();
    let mut checkpoints = 0;
    while let Some(page) = pages.try_next().await.unwrap() {
        checkpoints += usize::from(page.checkpoint().is_some());
        people.extend(page.value);
    }
    assert_eq!(ids(&people), "1 2 0 3 4 5 6");
    assert_eq!(checkpoints, 1);

    let error = Script::new(answers()).client().people().list().try_collect().await.unwrap_err();
    assert!(error.service().is_some_and(edmund::ServiceError::is_expired_link), "{error}");
    for (status, code, message, is_expired) in [
        (410, "", "", true),
        (400, "BadRequest", "The $skiptoken has expired.", true),
        (400, "BadRequest", "Invalid $skiptoken.", false),
        (400, "resyncRequired", "", true),
        (500, "resyncRequired", "", false),
    ] {
        let error = Script::new([expired(status, code, message)]).builder().retry(edmund::Retry::none()).build().unwrap();
        let error = error.people().list().first_page().await.unwrap_err();
        assert_eq!(error.service().is_some_and(edmund::ServiceError::is_expired_link), is_expired, "{error}");
    }
}

#[tokio::test]
async fn items_that_come_twice_are_given_once_where_asked() {
    let answers = || {
        [
            json(200, r#"{"value":[{"id":"1"},{"id":"2"}],"@odata.nextLink":"people?page=2"}"#),
            json(200, r#"{"value":[{"id":"2"},{"id":"3"}]}"#),
        ]
    };
    let people = |script: &Script| script.client().people().list();
    assert_eq!(ids(&people(&Script::new(answers())).try_collect().await.unwrap()), "1 2 2 3");
    assert_eq!(ids(&people(&Script::new(answers())).distinct().try_collect().await.unwrap()), "1 2 3");
    let keyless = Script::new([json(200, r#"{"value":[{"displayName":"Ada"}]}"#)]);
    let error = people(&keyless).distinct().try_collect().await.unwrap_err();
    assert!(matches!(error, Error::Policy { violation: edmund::PolicyViolation::NoReference, .. }), "{error}");
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
