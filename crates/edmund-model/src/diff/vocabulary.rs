//! Terms that a schema declares.

use super::ChangeKind;
use super::comparison::{Comparison, Direction, Origins, Place};
use super::pairs::Pairs;
use crate::Term;

impl Comparison<'_> {
    /// All terms.
    pub(super) fn terms(&mut self) {
        let (old, new) = (self.old, self.new);
        let pairs = Pairs::new(&old.terms, &new.terms, |term| term.name.to_string());
        for (old, new) in &pairs.recased {
            let message = format!("the term is now called `{}`", new.name);
            self.record(ChangeKind::TermCasing, &Place::top(&old.name), Origins::both(old.origin, new.origin), message);
        }
        for (old, new) in pairs.both() {
            self.term(old, new);
        }
        for term in &pairs.removed {
            self.record(ChangeKind::TermRemoved, &Place::top(&term.name), Origins::old(term.origin), "the term is gone");
        }
        for term in &pairs.added {
            self.record(ChangeKind::TermAdded, &Place::top(&term.name), Origins::new(term.origin), "the term is new");
        }
    }

    fn term(&mut self, old: &Term, new: &Term) {
        let (place, origins) = (Place::top(&old.name), Origins::both(old.origin, new.origin));
        if self.same_type(&old.ty, &new.ty) {
            self.nullability(&place, (old.ty.nullable, new.ty.nullable), Direction::Response, origins);
            self.facets(&place, old.ty.facets.as_deref(), new.ty.facets.as_deref(), Direction::Response, origins);
        } else {
            let message = self.retyped(&old.ty, &new.ty);
            self.record(ChangeKind::TermRetyped, &place, origins, message);
        }
        if (&old.base, &old.default, &old.applies_to) != (&new.base, &new.default, &new.applies_to) {
            self.record(ChangeKind::TermChanged, &place, origins, "base term, default or applicability changed");
        }
        self.descriptions(&place, &old.annotations, &new.annotations, origins);
    }
}
