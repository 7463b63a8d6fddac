//! Whatever a service does on the way: every item exactly once, or an error.

use proptest::prelude::*;

use super::*;
use crate::client::{Insecure, Origin};

/// How a service writes the link to the next page.
#[derive(Clone, Copy, Debug)]
enum Link {
    Absolute,
    Relative,
    Query,
    Encoded,
    Empty,
    Foreign,
    Back,
}

/// What happens to one request.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// The page comes, or what was asked for before comes once more: both the same to the course, which is told of complete pages only.
    Page,
    /// No answer, or half of one: the client asks again.
    Lost,
    /// The link has expired.
    Expired,
}

fn link() -> impl Strategy<Value = Link> {
    prop_oneof![
        8 => Just(Link::Absolute), 4 => Just(Link::Relative), 4 => Just(Link::Query), 4 => Just(Link::Encoded),
        1 => Just(Link::Empty), 1 => Just(Link::Foreign), 1 => Just(Link::Back)
    ]
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![6 => Just(Event::Page), 3 => Just(Event::Lost), 1 => Just(Event::Expired)]
}

/// A collection in pages: how many items each has, and how it links to the next.
#[derive(Debug)]
struct Service {
    pages: Vec<(usize, Link)>,
}

impl Service {
    /// The items of the page that a URL asks for, and the link to the next. Refuses a link that it did not write.
    fn page(&self, url: &Uri) -> (Vec<usize>, Option<String>) {
        let query = url.query().unwrap_or_default().replace("%24", "$");
        let number: usize = query.strip_prefix("$skiptoken=t%27").map_or(0, |token| token.parse().expect("its own token"));
        assert_eq!(url.path(), "/v1/people");
        let before: usize = self.pages[..number].iter().map(|(items, _)| items).sum();
        let next = number + 1;
        let link = (next < self.pages.len()).then(|| match self.pages[number].1 {
            Link::Absolute => format!("https://service.test/v1/people?$skiptoken=t%27{next}"),
            Link::Relative => format!("people?$skiptoken=t%27{next}"),
            Link::Query => format!("?$skiptoken=t%27{next}"),
            Link::Encoded => format!("/v1/people?%24skiptoken=t%27{next}"),
            Link::Empty => String::new(),
            Link::Foreign => format!("https://other.test/v1/people?$skiptoken=t%27{next}"),
            Link::Back => "https://service.test/v1/people".to_owned(),
        });
        ((before..before + self.pages[number].0).collect(), link)
    }

    /// Items up to the first page without a link to the next.
    fn reachable(&self) -> usize {
        let last = self.pages.iter().position(|(_, link)| matches!(link, Link::Empty)).unwrap_or(self.pages.len());
        self.pages.iter().take(last + 1).map(|(items, _)| items).sum()
    }
}

fn trust() -> Arc<Trust> {
    let origin = Origin::of(&start()).expect("an origin");
    Arc::new(Trust::new(origin, Vec::new(), Insecure::Refused))
}

fn start() -> Uri {
    Uri::from_static("https://service.test/v1/people")
}

/// Drives the course as a client does; what it gave, and why it ended if not for being complete.
fn read(service: &Service, mut course: Course, events: &[Event], given: &mut Vec<usize>) -> Result<(), String> {
    let mut events = events.iter().copied().chain(std::iter::repeat(Event::Page));
    while let Some(at) = course.at().cloned() {
        match events.next().expect("it never ends") {
            Event::Lost => {}
            Event::Expired if course.expire() => {}
            Event::Expired => return Err("expired".to_owned()),
            Event::Page => {
                let (items, next) = service.page(&at);
                let page = Arrival { url: &at, context: None, next: next.as_deref(), items: items.len() };
                course.arrive(&page).map_err(|stop| format!("{stop:?}"))?;
                let fresh: Vec<usize> = items.into_iter().filter(|item| course.is_straight() || !given.contains(item)).collect();
                course.count_fresh(fresh.len());
                given.extend(fresh);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn every_item_exactly_once_or_an_error(
        pages in proptest::collection::vec((0_usize..4, link()), 1..12),
        events in proptest::collection::vec(event(), 0..40),
        anew in proptest::bool::ANY,
    ) {
        let service = Service { pages };
        let mut course = Course::new(trust(), start());
        if anew {
            course.allow_beginning_anew();
        }
        let mut given = Vec::new();
        let end = read(&service, course, &events, &mut given);
        // Never twice, never out of order, never a gap.
        prop_assert_eq!(&given, &(0..given.len()).collect::<Vec<_>>());
        match end {
            Ok(()) => prop_assert_eq!(given.len(), service.reachable()),
            Err(reason) => prop_assert!(
                reason == "expired" || reason.starts_with("Policy(ForeignLink") || reason.starts_with("Loop"),
                "{reason}"
            ),
        }
    }

    /// Stopped after any page, and gone on with in another process.
    #[test]
    fn what_is_resumed_joins_what_was_read(
        pages in proptest::collection::vec((0_usize..4, Just(Link::Relative)), 1..12),
        stops in proptest::collection::vec(1_usize..4, 0..12),
    ) {
        let service = Service { pages };
        let mut given = Vec::new();
        let mut at = Some(start());
        let mut stops = stops.into_iter();
        let (mut before_pages, mut before_items) = (0, 0);
        while at.is_some() {
            let mut course = Course::resumed(trust(), at, before_pages, before_items);
            let stop = stops.next().unwrap_or(usize::MAX);
            let mut read = 0;
            while let Some(url) = course.at().cloned().filter(|_| read < stop) {
                let (items, next) = service.page(&url);
                let page = Arrival { url: &url, context: None, next: next.as_deref(), items: items.len() };
                prop_assert_eq!(course.arrive(&page), Ok(()));
                given.extend(items);
                read += 1;
            }
            prop_assert!(!course.expire(), "what another process read is not known here");
            (before_pages, before_items) = (course.pages(), course.items());
            at = course.at().cloned();
        }
        prop_assert_eq!(&given, &(0..service.reachable()).collect::<Vec<_>>());
        prop_assert_eq!(before_items, given.len() as u64);
        prop_assert_eq!(before_pages, service.pages.len() as u64);
    }
}

#[test]
fn links_that_never_live_long_enough_end() {
    let service = Service { pages: vec![(2, Link::Relative), (2, Link::Relative), (2, Link::Relative)] };
    let mut course = Course::new(trust(), start());
    course.allow_beginning_anew();
    let mut given = Vec::new();
    // The second page is never reached.
    let events = [Event::Page, Event::Expired, Event::Page, Event::Expired];
    assert_eq!(read(&service, course, &events, &mut given), Err("expired".to_owned()));
    assert_eq!(given, [0, 1]);
}
