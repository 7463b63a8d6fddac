use expect_test::expect;
use proptest::prelude::*;

use super::*;
use crate::Retry;
use crate::client::Quota;

fn items<'a>(retry: &'a Retry, quota: &'a Quota, shape: &[(Option<usize>, bool)]) -> Vec<Item<'a>> {
    let item =
        |(after, repeatable): &(Option<usize>, bool)| Item::new(*after, *repeatable, Attempts::new(retry, quota, *repeatable));
    shape.iter().map(item).collect()
}

fn status(code: u16) -> Answered {
    Answered { status: StatusCode::from_u16(code).unwrap(), retry_after: None }
}

fn told(code: u16, seconds: u64) -> Answered {
    Answered { retry_after: Some(Duration::from_secs(seconds)), ..status(code) }
}

/// Steps and ends, with the answers of a script: one line a batch, one answer an item, none for a missing one.
fn play(shape: &[(Option<usize>, bool)], mixed: bool, script: &[&[Option<Answered>]]) -> String {
    let (retry, quota) = (Retry { max_attempts: 3, ..Retry::default() }, Quota::new(None));
    let mut schedule = Schedule::new(items(&retry, &quota, shape), 3, mixed);
    let mut script = script.iter();
    let mut now = Duration::ZERO;
    let mut log = String::new();
    loop {
        let step = schedule.next(now);
        log += &format!("{step:?}\n");
        match step {
            Step::Finish => break,
            Step::Wait(wait) => now += wait,
            Step::Send(parcel) => {
                let answers = script.next().copied().unwrap_or_default().iter().zip(&parcel);
                let answers = answers.filter_map(|(answer, index)| Some((*index, (*answer)?))).collect();
                schedule.arrive(&parcel, &answers, now, || 0.0);
            }
        }
    }
    log + &format!("{:?}", schedule.ends().map(|end| end.unwrap()).collect::<Vec<_>>())
}

const GET: (Option<usize>, bool) = (None, true);
const POST: (Option<usize>, bool) = (None, false);

#[test]
fn the_longest_wait_counts_and_the_rest_goes_on() {
    let script: &[&[_]] = &[&[Some(status(200)), Some(told(429, 2)), Some(told(503, 7))], &[Some(status(200)); 3]];
    expect![[r#"
        Send([0, 1, 2])
        Wait(7s)
        Send([3, 1, 2])
        Finish
        [Succeeded, Succeeded, Succeeded, Succeeded]"#]]
    .assert_eq(&play(&[GET, GET, GET, GET], false, script));
}

#[test]
fn chains_travel_by_themselves_and_again_together() {
    let shape = [GET, POST, (Some(1), false), (Some(2), false)];
    let again: &[&[_]] = &[
        &[Some(status(201)), Some(told(429, 1)), Some(status(424))],
        &[Some(status(201)), Some(status(204))],
        &[Some(status(200))],
    ];
    let failed: &[&[_]] = &[&[Some(status(400)), Some(status(424)), None], &[Some(status(200))]];
    expect![[r#"
        Send([1, 2, 3])
        Wait(1s)
        Send([2, 3])
        Send([0])
        Finish
        [Succeeded, Succeeded, Succeeded, Succeeded]"#]]
    .assert_eq(&play(&shape, false, again));
    expect![[r#"
        Send([1, 2, 3])
        Send([0])
        Finish
        [Succeeded, Answered, Answered, Withheld]"#]]
    .assert_eq(&play(&shape, false, failed));
    let together: &[&[_]] = &[&[Some(status(200)); 3], &[Some(status(200)); 3]];
    expect![[r#"
        Send([1, 2, 0])
        Finish
        [Succeeded, Succeeded, Succeeded]"#]]
    .assert_eq(&play(&[GET, POST, (Some(1), false)], true, together));
    expect![[r#"
        Finish
        [TooLong, TooLong, TooLong, TooLong]"#]]
    .assert_eq(&play(&[POST, (Some(0), false), (Some(1), false), (Some(1), false)], false, &[]));
}

#[test]
fn missing_answers_are_asked_for_again_only_where_that_does_no_harm() {
    // A service that stops at the first failure: what it left out is no failure of its own.
    let stopped: &[&[_]] = &[&[Some(status(404)), None, None], &[Some(status(404)), None], &[Some(status(200))]];
    expect![[r#"
        Send([0, 1, 2])
        Send([1, 2])
        Send([2])
        Finish
        [Answered, Answered, Succeeded]"#]]
    .assert_eq(&play(&[GET, GET, GET], false, stopped));
    expect![[r#"
        Send([0, 1])
        Send([0])
        Send([0])
        Finish
        [GaveUp { attempts: 3, elapsed: 0ns, reason: Attempts }, Missing]"#]]
    .assert_eq(&play(&[GET, POST], false, &[]));
    // All of it refused as depending on something: nothing was carried out.
    let refused: &[&[_]] = &[&[Some(status(424)), Some(status(424))], &[Some(status(201)), Some(status(201))]];
    expect![[r#"
        Send([0, 1])
        Send([0, 1])
        Finish
        [Succeeded, Succeeded]"#]]
    .assert_eq(&play(&[POST, POST], false, refused));
}

/// Shapes in which a parent comes before its children.
fn shapes() -> impl Strategy<Value = Vec<(Option<usize>, bool)>> {
    let one = (any::<prop::sample::Index>(), 0..3_u8, any::<bool>());
    prop::collection::vec(one, 0..60).prop_map(|seeds| {
        let parent = |number: usize, index: prop::sample::Index, kind: u8| (number > 0 && kind == 0).then(|| index.index(number));
        seeds
            .into_iter()
            .enumerate()
            .map(|(number, (index, kind, repeatable))| (parent(number, index, kind), repeatable))
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Whatever a service answers: every item has one end, no batch is too large, nothing goes before what it depends on has succeeded, and
    /// what may have been carried out and must not be twice is not sent again.
    #[test]
    fn every_course_of_events_keeps_the_rules(
        shape in shapes(), size in 1..8_usize, mixed in any::<bool>(), answers in prop::collection::vec(0..12_u8, 1..200),
    ) {
        let (retry, quota) = (Retry { budget: Duration::MAX, ..Retry::default() }, Quota::new(Some(500)));
        let mut schedule = Schedule::new(items(&retry, &quota, &shape), size, mixed);
        let mut answers = answers.iter().cycle();
        let mut now = Duration::ZERO;
        let mut in_doubt = vec![false; shape.len()];
        let mut batches = 0;
        loop {
            match schedule.next(now) {
                Step::Finish => break,
                Step::Wait(wait) => now += wait,
                Step::Send(parcel) => {
                    batches += 1;
                    prop_assert!(batches < 10_000, "it does not end");
                    prop_assert!(!parcel.is_empty() && parcel.len() <= size);
                    let mut replies = BTreeMap::new();
                    for (place, index) in parcel.iter().enumerate() {
                        prop_assert!(schedule.items[*index].end.is_none(), "{index} has its end");
                        prop_assert!(!in_doubt[*index], "{index} may have been carried out");
                        if let Some(parent) = shape[*index].0 {
                            let before = parcel[..place].contains(&parent);
                            prop_assert!(before || schedule.items[parent].end == Some(End::Succeeded), "{index} before {parent}");
                        }
                        let code = [200, 200, 200, 201, 400, 404, 424, 429, 503, 500, 504, 0][usize::from(*answers.next().unwrap())];
                        let may_have = code == 0 || code == 500 || code == 504;
                        in_doubt[*index] = may_have && !shape[*index].1;
                        if code != 0 {
                            replies.insert(*index, told(code, 1));
                        }
                    }
                    schedule.arrive(&parcel, &replies, now, || 0.5);
                }
            }
        }
        prop_assert!(schedule.ends().all(|end| end.is_some()));
    }
}
