//! Annotations: those whose meaning for clients is known are judged by it, all others by the rule that none need be understood.

use super::ChangeKind;
use super::comparison::{Comparison, Origins, Place};
use super::pairs::Pairs;
use crate::{Access, Annotation, annotation};

const CORE: &str = "Org.OData.Core.V1";
const CAPABILITIES: &str = "Org.OData.Capabilities.V1";

/// What the model holds as facts of their own, or [`Access`] judges.
const COMPARED_ELSEWHERE: &[&str] = &["Description", "LongDescription", "Revisions", "Computed", "Immutable", "Permissions"];

/// The name of a term of the Core vocabulary.
fn core(annotation: &Annotation) -> Option<&str> {
    (annotation.term.namespace == CORE && annotation.qualifier.is_none()).then_some(annotation.term.name.as_str())
}

impl Comparison<'_> {
    /// What changed in an element's annotations. Descriptions, deprecations and optional parameters are facts of the model itself
    /// and are compared there.
    pub(super) fn annotations(&mut self, place: &Place, old: &[Annotation], new: &[Annotation], origins: Origins) {
        if old.is_empty() && new.is_empty() {
            return;
        }
        self.write_access(place, old, new, origins);
        let pairs = Pairs::new(old, new, |item| format!("{}#{}", item.term, item.qualifier.as_deref().unwrap_or_default()));
        for (old, new) in pairs.both() {
            if text(old) != text(new) {
                self.annotation(place, Some(old), Some(new));
            }
        }
        for annotation in &pairs.removed {
            self.annotation(place, Some(annotation), None);
        }
        for annotation in &pairs.added {
            self.annotation(place, None, Some(annotation));
        }
    }

    fn annotation(&mut self, place: &Place, old: Option<&Annotation>, new: Option<&Annotation>) {
        let Some(any) = old.or(new) else { return };
        let optionality = core(any) == Some("OptionalParameter") && (old.is_none() || new.is_none());
        if optionality || core(any).is_some_and(|name| COMPARED_ELSEWHERE.contains(&name)) {
            return;
        }
        let place = place.annotation(any);
        if any.term.namespace == CAPABILITIES && self.capability(&place, old, new) {
            return;
        }
        let origins = Origins { old: old.map(|old| old.origin), new: new.map(|new| new.origin) };
        let (kind, message) = match (old, new) {
            (None, _) => (ChangeKind::AnnotationAdded, "the annotation is new"),
            (_, None) => (ChangeKind::AnnotationRemoved, "the annotation is gone"),
            _ => (ChangeKind::AnnotationChanged, "the annotation's value changed"),
        };
        self.record(kind, &place, origins, message);
    }

    /// Descriptions of elements that have no documentation of their own in the model: schemas, containers, imports, results, terms.
    pub(super) fn descriptions(&mut self, place: &Place, old: &[Annotation], new: &[Annotation], origins: Origins) {
        let description = |annotations: &[Annotation]| {
            let text =
                |term: &str| annotation(annotations, term).and_then(|found| found.value.as_ref()?.as_str().map(str::to_owned));
            (text("Org.OData.Core.V1.Description"), text("Org.OData.Core.V1.LongDescription"))
        };
        if description(old) != description(new) {
            self.record(ChangeKind::DescriptionChanged, place, origins, "the description changed");
        }
        self.annotations(place, old, new, origins);
    }

    fn write_access(&mut self, place: &Place, old: &[Annotation], new: &[Annotation], origins: Origins) {
        let (before, after) = (Access::of(old), Access::of(new));
        match before.cmp(&after) {
            std::cmp::Ordering::Less => {
                self.record(
                    ChangeKind::WriteAccepted,
                    place,
                    origins,
                    format!("was {} and is now {}", before.text(), after.text()),
                );
            }
            std::cmp::Ordering::Greater => {
                self.record(
                    ChangeKind::WriteRefused,
                    place,
                    origins,
                    format!("was {} and is now {}", before.text(), after.text()),
                );
            }
            std::cmp::Ordering::Equal => {}
        }
    }
}

/// An annotation's value and its own annotations without where they stand, in a form that can be compared.
fn text(annotation: &Annotation) -> Option<String> {
    serde_json::to_string(&(&annotation.value, &annotation.annotations)).ok()
}
