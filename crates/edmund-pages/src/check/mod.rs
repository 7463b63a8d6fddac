//! Judges what pages say: each alone, against each other, and against a model.
//!
//! One file per subject; each rule is headed by the rule in words. Codes and default severities are stable.

mod annotation;
mod body;
mod docset;
mod enumeration;
mod example;
mod front;
mod known;
pub(crate) mod link;
mod message;
mod metadata;
mod namespace;
mod permission;
mod property;
#[cfg(feature = "queries")]
mod query;
mod reference;
mod resource;
mod scalar;
mod section;
mod spelling;
mod template;
mod value;

use std::collections::HashMap;

use edmund_model::{Finding, Model, Origin, Sources};

use crate::catalog::Catalog;
use crate::page::{Page, PageKind};

/// Judges pages that belong together; findings of [`read`](crate::read) are not repeated.
///
/// A page alone is a valid set: what could only be decided by looking at pages that are not there is not reported. `model` is what the
/// service's schema says; types that no page describes are looked up there.
pub fn check(pages: &[Page], sources: &Sources, model: Option<&Model>) -> Vec<Finding> {
    let catalog = Catalog::new(pages, model);
    let paths = pages.iter().map(|page| (link::normal(&page.path), page)).collect();
    let mut context =
        Context { sources, catalog: &catalog, pages, paths, scopes: permission::Scopes::of(pages), findings: Vec::new() };
    for page in pages {
        context.page(page);
    }
    docset::check(&mut context);
    known::check(&mut context);
    metadata::check(&mut context);
    link::check(&mut context);
    let mut findings = context.findings;
    findings.sort_by_key(|finding| (finding.origin.file, finding.origin.start, finding.code));
    findings.dedup();
    findings
}

/// What every rule may look at, and where it reports.
pub(crate) struct Context<'a> {
    pub(crate) sources: &'a Sources,
    pub(crate) catalog: &'a Catalog<'a>,
    pub(crate) pages: &'a [Page],
    /// The pages by their normal paths.
    pub(crate) paths: HashMap<String, &'a Page>,
    /// How scopes are spelt.
    pub(crate) scopes: permission::Scopes,
    pub(crate) findings: Vec<Finding>,
}

impl<'a> Context<'a> {
    fn page(&mut self, page: &'a Page) {
        if page.kind == PageKind::Concept {
            return;
        }
        front::check(self, page);
        namespace::check(self, page);
        section::check(self, page);
        permission::check(self, page);
        template::check(self, page);
        example::check(self, page);
        #[cfg(feature = "queries")]
        query::check(self, page);
        reference::check(self, page);
        body::check(self, page);
        message::check(self, page);
        annotation::check(self, page);
        spelling::check(self, page);
        resource::check(self, page);
        enumeration::check(self, page);
        value::check(self, page);
    }

    /// Reports.
    pub(crate) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// The source text of a place.
    pub(crate) fn text(&self, origin: Origin) -> &'a str {
        self.sources.text(origin)
    }
}

/// Where a finding about a whole page points: its title, else its first bytes.
pub(crate) fn whole(page: &Page) -> Origin {
    page.title.as_ref().map_or(Origin::new(page.file, 0, 0), |title| title.origin)
}
