//! Nullability and facets, whose effect depends on the direction in which a value travels.

use super::ChangeKind;
use super::comparison::{Comparison, Direction, Origins, Place};
use crate::Facets;

/// How a limit changed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Limit {
    Same,
    Narrower,
    Wider,
}

impl Comparison<'_> {
    /// Whether null may be sent or answered.
    pub(super) fn nullability(&mut self, place: &Place, nullable: (bool, bool), direction: Direction, origins: Origins) {
        let (kind, message) = match (nullable, direction) {
            ((true, false), Direction::Response) => (ChangeKind::NullNotReturned, "is no longer nullable; it is only answered"),
            ((true, false), _) => (ChangeKind::NullRefused, "is no longer nullable"),
            ((false, true), Direction::Request) => (ChangeKind::NullAccepted, "is now nullable"),
            ((false, true), _) => (ChangeKind::NullReturned, "is now nullable"),
            _ => return,
        };
        self.record(kind, place, origins, message);
    }

    /// Length, precision, scale and the like.
    pub(super) fn facets(
        &mut self,
        place: &Place,
        old: Option<&Facets>,
        new: Option<&Facets>,
        direction: Direction,
        origins: Origins,
    ) {
        let none = Facets::default();
        let (old, new) = (old.unwrap_or(&none), new.unwrap_or(&none));
        let limits = [
            ("MaxLength", &old.max_length, &new.max_length, limit(&old.max_length, &new.max_length, None)),
            ("Precision", &old.precision, &new.precision, limit(&old.precision, &new.precision, None)),
            ("Scale", &old.scale, &new.scale, limit(&old.scale, &new.scale, Some("0"))),
            ("SRID", &old.srid, &new.srid, identity(&old.srid, &new.srid)),
        ];
        for (name, old, new, limit) in limits {
            let text = |facet: &Option<String>| facet.as_ref().map_or("nothing".to_owned(), |value| format!("`{value}`"));
            self.record_limit(place, limit, direction, origins, format!("{name} changed from {} to {}", text(old), text(new)));
        }
        let unicode = match (old.unicode.unwrap_or(true), new.unicode.unwrap_or(true)) {
            (true, false) => Limit::Narrower,
            (false, true) => Limit::Wider,
            _ => Limit::Same,
        };
        let message =
            if unicode == Limit::Wider { "may now hold characters beyond ASCII" } else { "holds only ASCII characters now" };
        self.record_limit(place, unicode, direction, origins, message.to_owned());
    }

    fn record_limit(&mut self, place: &Place, limit: Limit, direction: Direction, origins: Origins, message: String) {
        match limit {
            Limit::Same => {}
            // What is only answered may be limited as the service likes.
            Limit::Narrower if direction != Direction::Response => {
                self.record(ChangeKind::FacetsNarrowed, place, origins, message)
            }
            Limit::Narrower | Limit::Wider => self.record(ChangeKind::FacetsWidened, place, origins, message),
        }
    }
}

/// Compares limits that are numbers or words; what is no number (`max`, `variable`, `floating`) limits nothing. `default` is what
/// holds when nothing is written (CSDL 4.01, section 7.2: a scale is 0), and `None` that nothing is limited then.
fn limit(old: &Option<String>, new: &Option<String>, default: Option<&str>) -> Limit {
    let number =
        |facet: &Option<String>| facet.as_deref().or(default).and_then(|text| text.parse::<u64>().ok()).unwrap_or(u64::MAX);
    match number(old).cmp(&number(new)) {
        std::cmp::Ordering::Equal => Limit::Same,
        std::cmp::Ordering::Greater => Limit::Narrower,
        std::cmp::Ordering::Less => Limit::Wider,
    }
}

/// Another reference system is neither wider nor narrower: old values no longer fit.
fn identity(old: &Option<String>, new: &Option<String>) -> Limit {
    if old == new { Limit::Same } else { Limit::Narrower }
}
