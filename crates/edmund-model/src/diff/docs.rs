//! Descriptions and deprecation.

use super::ChangeKind;
use super::comparison::{Comparison, Origins, Place};
use crate::Docs;

impl Comparison<'_> {
    /// What changed in an element's documentation.
    pub(super) fn docs(&mut self, place: &Place, old: &Docs, new: &Docs, origins: Origins) {
        if (&old.summary, &old.details) != (&new.summary, &new.details) {
            let empty = |docs: &Docs| docs.summary.is_none() && docs.details.is_none();
            let message = match (empty(old), empty(new)) {
                (true, _) => "the description is new",
                (_, true) => "the description is gone",
                _ => "the description changed",
            };
            self.record(ChangeKind::DescriptionChanged, place, origins, message);
        }
        match (&old.deprecation, &new.deprecation) {
            (None, Some(deprecation)) => {
                let removal = deprecation.removal.as_ref().map(|date| format!(", to be removed on {date}")).unwrap_or_default();
                let reason = deprecation.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
                self.record(ChangeKind::Deprecated, place, origins, format!("is now deprecated{removal}{reason}"));
            }
            (Some(_), None) => self.record(ChangeKind::Undeprecated, place, origins, "is no longer deprecated"),
            (Some(old), Some(new)) if old != new => {
                self.record(ChangeKind::DeprecationChanged, place, origins, "the terms of the deprecation changed");
            }
            _ => {}
        }
    }
}
