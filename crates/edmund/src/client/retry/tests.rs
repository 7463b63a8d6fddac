//! Every decision, as a table.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use expect_test::{Expect, expect};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use proptest::prelude::*;

use super::*;
use crate::error::GivenUp;
use crate::transport::{Sent, TransportErrorKind};

/// The methods of RFC 9110 and RFC 5789.
const METHODS: [Method; 9] = [
    Method::GET,
    Method::HEAD,
    Method::OPTIONS,
    Method::TRACE,
    Method::PUT,
    Method::DELETE,
    Method::PATCH,
    Method::POST,
    Method::CONNECT,
];

const STATUSES: [u16; 33] = [
    304, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 422, 423, 424, 428, 429, 431, 451,
    500, 501, 502, 503, 504, 505, 507, 509,
];

const KINDS: [TransportErrorKind; 7] = [
    TransportErrorKind::Connect,
    TransportErrorKind::Tls,
    TransportErrorKind::Timeout,
    TransportErrorKind::Reset,
    TransportErrorKind::Protocol,
    TransportErrorKind::BodyAborted,
    TransportErrorKind::Other,
];

/// 33 statuses, and 7 ways to break, each after nothing, something or all was sent.
fn outcomes() -> Vec<(String, Event)> {
    let refused = STATUSES.iter().map(|status| {
        let status = StatusCode::from_u16(*status).unwrap();
        (status.as_u16().to_string(), Event::Refused { status, retry_after: None, by: Whose::Service })
    });
    let broken = [Sent::NotSent, Sent::Maybe, Sent::Sent]
        .into_iter()
        .flat_map(|sent| KINDS.into_iter().map(move |kind| (format!("{kind:?}/{sent:?}"), Event::Broken { kind, sent })));
    refused.chain(broken).collect()
}

fn if_match(tag: Option<&'static str>) -> HeaderMap {
    tag.map(|tag| (http::header::IF_MATCH, HeaderValue::from_static(tag))).into_iter().collect()
}

/// What the first attempt leads to.
fn decide(retry: &Retry, repeatable: bool, event: Event) -> Action {
    Attempts::new(retry, &Quota::new(None), repeatable).on(event, Duration::ZERO, 0.5)
}

#[test]
fn the_whole_table() {
    let mut rows: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut cells = 0;
    for method in METHODS {
        for (condition, headers) in
            [("", if_match(None)), (" If-Match: tag", if_match(Some("W/\"1\""))), (" If-Match: *", if_match(Some("*")))]
        {
            for (wish, repeat) in [("", Repeat::ByMethod), (" (harmless)", Repeat::Harmless)] {
                let repeatable = is_repeatable(&method, &headers, repeat);
                let mut row = String::new();
                for (name, event) in outcomes() {
                    cells += 1;
                    match decide(&Retry::default(), repeatable, event) {
                        Action::Repeat(_) => write!(row, " {name}").unwrap(),
                        action => assert_eq!(action, Action::Fail, "{method} {name}"),
                    }
                }
                rows.entry(row).or_default().push(format!("{method}{condition}{wish}"));
            }
        }
    }
    let shown: Vec<String> =
        rows.iter().map(|(row, requests)| format!("{}\n   sent again after{row}", requests.join(", "))).collect();
    assert_eq!(cells, 9 * 54 * 3 * 2);
    expect![[r#"
        GET, GET (harmless), GET If-Match: tag, GET If-Match: tag (harmless), GET If-Match: *, GET If-Match: * (harmless), HEAD, HEAD (harmless), HEAD If-Match: tag, HEAD If-Match: tag (harmless), HEAD If-Match: *, HEAD If-Match: * (harmless), OPTIONS, OPTIONS (harmless), OPTIONS If-Match: tag, OPTIONS If-Match: tag (harmless), OPTIONS If-Match: *, OPTIONS If-Match: * (harmless), TRACE, TRACE (harmless), TRACE If-Match: tag, TRACE If-Match: tag (harmless), TRACE If-Match: *, TRACE If-Match: * (harmless), PUT, PUT (harmless), PUT If-Match: tag, PUT If-Match: tag (harmless), PUT If-Match: *, PUT If-Match: * (harmless), DELETE, DELETE (harmless), DELETE If-Match: tag, DELETE If-Match: tag (harmless), DELETE If-Match: *, DELETE If-Match: * (harmless), PATCH (harmless), PATCH If-Match: tag, PATCH If-Match: tag (harmless), PATCH If-Match: * (harmless), POST (harmless), POST If-Match: tag (harmless), POST If-Match: * (harmless), CONNECT (harmless), CONNECT If-Match: tag (harmless), CONNECT If-Match: * (harmless)
           sent again after 408 429 500 502 503 504 509 Connect/NotSent Tls/NotSent Timeout/NotSent Reset/NotSent Protocol/NotSent BodyAborted/NotSent Other/NotSent Connect/Maybe Tls/Maybe Timeout/Maybe Reset/Maybe Protocol/Maybe BodyAborted/Maybe Other/Maybe Connect/Sent Tls/Sent Timeout/Sent Reset/Sent Protocol/Sent BodyAborted/Sent Other/Sent
        PATCH, PATCH If-Match: *, POST, POST If-Match: tag, POST If-Match: *, CONNECT, CONNECT If-Match: tag, CONNECT If-Match: *
           sent again after 429 503 Connect/NotSent Tls/NotSent Timeout/NotSent Reset/NotSent Protocol/NotSent BodyAborted/NotSent Other/NotSent"#]].assert_eq(&shown.join("\n"));
}

fn check_waits(retry: &Retry, event: Event, random: f64, expected: Expect) {
    let quota = Quota::new(retry.quota);
    let mut attempts = Attempts::new(retry, &quota, true);
    let mut waits = Vec::new();
    let mut elapsed = Duration::ZERO;
    let end = loop {
        match attempts.on(event, elapsed, random) {
            Action::Repeat(wait) => {
                elapsed += wait;
                waits.push(format!("{wait:?}"));
            }
            end => break end,
        }
    };
    expected.assert_eq(&format!("{} {end:?}", waits.join(" ")));
}

fn told(seconds: u64) -> Event {
    Event::Refused { status: StatusCode::TOO_MANY_REQUESTS, retry_after: Some(Duration::from_secs(seconds)), by: Whose::Service }
}

const UNAVAILABLE: Event = Event::Refused { status: StatusCode::SERVICE_UNAVAILABLE, retry_after: None, by: Whose::Service };

const RESET: Event = Event::Broken { kind: TransportErrorKind::Reset, sent: Sent::Maybe };

const ABORTED: Event = Event::Broken { kind: TransportErrorKind::BodyAborted, sent: Sent::Sent };

/// Answers in between say nothing of the connection: its first break does not wait, whichever attempt it is.
#[test]
fn breaks_are_counted_and_not_attempts() {
    let (retry, quota) = (Retry::default(), Quota::new(None));
    let mut attempts = Attempts::new(&retry, &quota, true);
    let waits = [told(0), RESET, told(0), RESET].map(|event| attempts.on(event, Duration::ZERO, 1.0));
    let expected = [0, 0, 0, 200].map(|millis| Action::Repeat(Duration::from_millis(millis)));
    assert_eq!(waits, expected);
}

#[test]
fn how_long_is_waited() {
    check_waits(&Retry::default(), UNAVAILABLE, 1.0, expect!["1s 2s 4s 8s 16s 32s 60s GiveUp(Attempts)"]);
    check_waits(&Retry::default(), RESET, 1.0, expect!["0ns 200ms 400ms 800ms 1.6s 3.2s 6.4s GiveUp(Attempts)"]);
    check_waits(&Retry::default(), ABORTED, 1.0, expect!["0ns 0ns 200ms 400ms 800ms 1.6s 3.2s GiveUp(Attempts)"]);
    check_waits(&Retry::bulk(), told(100), 0.0, expect!["100s 100s 100s 100s 100s 100s 100s 100s 100s GiveUp(Attempts)"]);
    check_waits(&Retry::bulk(), told(100), 1.0, expect!["110s 110s 110s 110s 110s 110s 110s 110s 110s GiveUp(Attempts)"]);
    check_waits(&Retry::default(), told(0), 1.0, expect!["0ns 0ns 0ns 0ns 0ns 0ns 0ns GiveUp(Attempts)"]);
    check_waits(&Retry::bulk(), told(301), 0.0, expect![" GiveUp(Patience)"]);
    check_waits(&Retry::interactive(), told(61), 0.0, expect![" GiveUp(Budget)"]);
    check_waits(&Retry::none(), told(0), 0.0, expect![" GiveUp(Attempts)"]);
    let eager = Retry { max_attempts: u32::MAX, budget: Duration::from_secs(600), ..Retry::default() };
    check_waits(&eager, UNAVAILABLE, 1.0, expect!["1s 2s 4s 8s 16s 32s 60s 60s 60s 60s 60s 60s 60s 60s GiveUp(Budget)"]);
    let poor = Retry { quota: Some(12), ..Retry::default() };
    check_waits(&poor, UNAVAILABLE, 0.0, expect!["0ns 0ns GiveUp(Quota)"]);
    check_waits(&poor, Event::Broken { kind: TransportErrorKind::Timeout, sent: Sent::Maybe }, 0.0, expect!["0ns GiveUp(Quota)"]);
    check_waits(&poor, told(1), 0.0, expect!["1s 1s 1s 1s 1s 1s 1s GiveUp(Attempts)"]);
}

/// Retries come back from the quota when they succeed; an outage empties it for all calls together.
#[test]
fn the_quota_is_shared_and_filled_by_success() {
    let (retry, quota) = (Retry::default(), Quota::new(Some(500)));
    let now = Duration::ZERO;
    let call = || Attempts::new(&retry, &quota, true);
    for _ in 0..1000 {
        let mut attempts = call();
        assert!(matches!(attempts.on(UNAVAILABLE, now, 0.0), Action::Repeat(_)));
        assert_eq!(attempts.on(Event::Succeeded, now, 0.0), Action::Deliver);
    }
    let refused = (0..1000).find(|_| call().on(UNAVAILABLE, now, 0.0) == Action::GiveUp(GivenUp::Quota));
    assert_eq!(refused, Some(100));
    (0..5).for_each(|_| assert_eq!(call().on(Event::Succeeded, now, 0.0), Action::Deliver));
    assert!(matches!(call().on(UNAVAILABLE, now, 0.0), Action::Repeat(_)));
}

#[test]
fn a_token_is_renewed_once() {
    let unauthorized = Event::Refused { status: StatusCode::UNAUTHORIZED, retry_after: None, by: Whose::Service };
    let (retry, quota) = (Retry::none(), Quota::new(None));
    let mut attempts = Attempts::new(&retry, &quota, false).with_token();
    assert_eq!(attempts.on(unauthorized, Duration::ZERO, 0.0), Action::RenewToken);
    assert_eq!(attempts.on(unauthorized, Duration::ZERO, 0.0), Action::Fail);
    assert_eq!(attempts.number(), 1);
    let foreign = Event::Refused { status: StatusCode::UNAUTHORIZED, retry_after: None, by: Whose::Foreign };
    assert_eq!(Attempts::new(&retry, &quota, true).with_token().on(foreign, Duration::ZERO, 0.0), Action::Fail);
    assert_eq!(decide(&retry, false, unauthorized), Action::Fail, "without a token there is nothing to renew");
}

proptest! {
    /// Whatever happens: attempts and time stay within their limits, no wait is shorter than asked for, and it ends.
    #[test]
    fn limits_hold_for_every_schedule(
        schedule in prop::collection::vec((0_usize..54, prop::option::of(0_u64..400), 0_u64..20, 0.0_f64..1.0), 1..60),
        profile in 0_usize..4,
        repeatable: bool,
    ) {
        let retry = [Retry::default(), Retry::none(), Retry::interactive(), Retry::bulk()][profile].clone();
        let quota = Quota::new(retry.quota);
        let mut attempts = Attempts::new(&retry, &quota, repeatable).with_token();
        let (mut elapsed, mut sent, mut renewed) = (Duration::ZERO, 0, 0);
        let outcomes = outcomes();
        for (outcome, asked, duration, random) in schedule {
            let event = match outcomes[outcome].1 {
                Event::Refused { status, .. } => Event::Refused { status, retry_after: asked.map(Duration::from_secs), by: Whose::Service },
                event => event,
            };
            sent += 1;
            elapsed += Duration::from_secs(duration);
            match attempts.on(event, elapsed, random) {
                Action::Repeat(wait) => {
                    if let Event::Refused { retry_after: Some(told), .. } = event {
                        prop_assert!(told <= wait && wait <= told + told / 10 + Duration::from_millis(1));
                    }
                    elapsed += wait;
                    prop_assert!(elapsed <= retry.budget);
                }
                Action::RenewToken => renewed += 1,
                _ => break,
            }
        }
        prop_assert!(renewed <= 1);
        prop_assert!(sent <= retry.max_attempts + renewed);
    }

    /// Whatever a header says, reading it gives a wait or nothing.
    #[test]
    fn any_header_is_read(value in "[ -~]{0,40}", date in "[ -~]{0,40}") {
        for name in ["retry-after", "retry-after-ms", "x-ms-retry-after-ms"] {
            let headers = [(name, &value), ("date", &date)].map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
            retry_after(&HeaderMap::from_iter(headers), std::time::SystemTime::UNIX_EPOCH);
        }
    }
}
