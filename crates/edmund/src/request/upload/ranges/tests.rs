use expect_test::expect;
use proptest::prelude::*;

use super::*;

#[test]
fn every_form_in_which_services_say_what_they_want() {
    let answers = [
        (202, r#"{"expirationDateTime":"2026-01-01","nextExpectedRanges":["26-"]}"#),
        (202, r#"{"nextExpectedRanges":["12345-55232","77829-99375"]}"#),
        (200, r#"{"ExpirationDateTime":"2026-01-01","NextExpectedRanges":"2097152"}"#),
        (200, r#"{"NextExpectedRanges":["2097152"]}"#),
        (202, ""),
        (202, "{}"),
        (200, r#"{"nextExpectedRanges":[]}"#),
        (201, r#"{"id":"1"}"#),
        (201, ""),
        (416, r#"{"error":{}}"#),
        (404, ""),
        (202, r#"{"nextExpectedRanges":["x-","-5",7]}"#),
        (202, r#"{"nextExpectedRanges":["99999999999999999999-"]}"#),
    ];
    let shown: Vec<String> = answers
        .iter()
        .map(|(status, body)| format!("{:?}", heard(StatusCode::from_u16(*status).unwrap(), body.as_bytes())))
        .collect();
    expect![[r#"
        Wants(Some([Wanted { start: 26, end: None }]))
        Wants(Some([Wanted { start: 12345, end: Some(55233) }, Wanted { start: 77829, end: Some(99376) }]))
        Wants(Some([Wanted { start: 2097152, end: None }]))
        Wants(Some([Wanted { start: 2097152, end: None }]))
        Wants(None)
        Wants(None)
        Wants(Some([]))
        Everything
        Everything
        OtherRange
        Nothing
        Wants(Some([]))
        Wants(Some([]))"#]]
    .assert_eq(&shown.join("\n"));
}

#[test]
fn fragments_are_multiples_of_what_services_take() {
    let first = |bytes| Ranges::new(1 << 40).with_fragment(bytes).next();
    assert_eq!(Ranges::new(1 << 40).next(), Step::Send(0..5_242_880));
    assert_eq!(first(0), Step::Send(0..UNIT));
    assert_eq!(first(1_000_000), Step::Send(0..3 * UNIT));
    assert_eq!(first(u64::MAX), Step::Send(0..192 * UNIT));
    assert_eq!(Ranges::new(7).next(), Step::Send(0..7));
    assert_eq!(Ranges::resumed(7).next(), Step::Ask);
}

#[test]
fn a_session_that_goes_round_in_circles_ends() {
    let mut ranges = Ranges::new(10);
    let again = || Heard::Wants(Some(vec![Wanted { start: 0, end: None }]));
    let error = (0..100).find_map(|_| {
        ranges.next();
        ranges.on(again()).err()
    });
    assert_eq!(error.unwrap().to_string(), "the service keeps asking for what it was sent, at byte 0");
    let mut ranges = Ranges::new(10);
    ranges.next();
    let beyond = ranges.on(Heard::Wants(Some(vec![Wanted { start: 11, end: None }])));
    assert_eq!(beyond.unwrap_err().to_string(), "the service wants byte 11, and there are 10: it was promised other content");
    let mut ranges = Ranges::new(10);
    ranges.next();
    assert!(matches!(ranges.on(Heard::Nothing), Err(UploadFailure::Lost { maybe_complete: true })));
}

/// A service that keeps what it got, unit by unit.
struct Server {
    has: Vec<bool>,
    length: u64,
}

impl Server {
    fn units(&self, range: &Range<u64>) -> Range<usize> {
        let unit = |byte: u64| usize::try_from(byte.div_ceil(UNIT)).unwrap();
        unit(range.start)..unit(range.end)
    }

    fn says(&self) -> Heard {
        let edge = |index: usize| (u64::try_from(index).unwrap() * UNIT).min(self.length);
        let missing = |index: &usize| !self.has[*index];
        let Some(start) = (0..self.has.len()).find(missing) else { return Heard::Everything };
        let end = (start..self.has.len()).find(|index| self.has[*index]);
        Heard::Wants(Some(vec![Wanted { start: edge(start), end: end.map(edge) }]))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Whatever is lost on the way there or back, in the end the service has every byte, or there is an error.
    #[test]
    fn fragments_cover_the_content(
        length in 0..40 * UNIT, fragment in 0..5 * UNIT, resumed in any::<bool>(), fates in prop::collection::vec(0..8_u8, 1..60),
        before in prop::collection::vec(any::<bool>(), 40),
    ) {
        let count = usize::try_from(length.div_ceil(UNIT)).unwrap();
        let has = (0..count).map(|index| resumed && before[index]).collect();
        let mut server = Server { has, length };
        let start = if resumed { Ranges::resumed(length) } else { Ranges::new(length) };
        let mut ranges = start.with_fragment(fragment);
        let mut fates = fates.into_iter().cycle();
        for step in 0..2000 {
            prop_assert!(step < 1999, "it does not end");
            let heard = match ranges.next() {
                Step::Finish => {
                    prop_assert!(server.has.iter().all(|has| *has));
                    break;
                }
                Step::Ask => server.says(),
                Step::Send(range) => {
                    prop_assert!(range.start < range.end && range.end <= length);
                    prop_assert!(range.end == length || (range.end - range.start) % UNIT == 0, "{range:?}");
                    let units = server.units(&range);
                    let already = server.has[units.clone()].iter().any(|has| *has);
                    match fates.next().unwrap() {
                        // Got there, and the answer was lost: the same bytes again are refused.
                        0 => { server.has[units].fill(true); if server.says() == Heard::Everything { Heard::Everything } else { Heard::OtherRange } }
                        // Some of it got there.
                        1 if !units.is_empty() => { server.has[units.start] = true; server.says() }
                        2 if !already => { server.has[units].fill(true); match server.says() { Heard::Everything => Heard::Everything, _ => Heard::Wants(None) } }
                        _ => { server.has[units].fill(true); server.says() }
                    }
                }
            };
            if ranges.on(heard).is_err() {
                break;
            }
        }
    }
}
