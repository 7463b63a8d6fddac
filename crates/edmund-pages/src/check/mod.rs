//! Judges what pages say: each alone, against each other, and against a model.
//!
//! One file per subject; each rule is headed by the rule in words. Codes and default severities are stable.

mod annotation;
mod body;
pub(crate) mod docset;
mod enumeration;
mod example;
mod front;
pub(crate) mod known;
pub(crate) mod link;
mod message;
mod metadata;
mod namespace;
pub(crate) mod permission;
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
use std::sync::OnceLock;

use edmund_model::{Finding, Model, Origin, Sources};

use crate::Docset;
use crate::catalog::Catalog;
use crate::page::{Link, Page, PageKind, version_of};

/// Judges a few pages that belong together and are all in memory; findings of [`read`](crate::read) are not repeated.
///
/// A page alone is a valid set: what could only be decided by looking at pages that are not there is not reported. `model` is what the
/// service's schema says; types that no page describes are looked up there.
pub fn check(pages: &[Page], sources: &Sources, model: Option<&Model>) -> Vec<Finding> {
    let set: Docset = pages.iter().cloned().collect();
    let checker = Checker::new(&set, model);
    let mut findings: Vec<Finding> = pages.iter().flat_map(|page| checker.check(page, sources)).collect();
    findings.sort_by_key(|finding| (finding.origin.file, finding.origin.start, finding.code));
    findings
}

/// Judges the pages of a set, one by one.
pub struct Checker<'a> {
    set: &'a Docset,
    catalog: Catalog<'a>,
    /// The folders whose pages are all there, with whether that is certain.
    folders: HashMap<&'a str, bool>,
    /// A path for the names of each file and its folder; few sets of pages are asked for it.
    by_name: OnceLock<HashMap<String, String>>,
    /// The namespaces whose types are all known.
    complete: known::Complete,
    /// The namespace that most pages share.
    usual: Option<docset::Usual<'a>>,
}

impl<'a> Checker<'a> {
    /// Gets ready to judge the pages of a set; `model` is what the service's schema says, and what the set was lowered into.
    pub fn new(set: &'a Docset, model: Option<&'a Model>) -> Self {
        let catalog = Catalog::new(set, model);
        let complete = set.mentions.complete(&catalog);
        Checker { set, catalog, folders: set.links.complete(), by_name: OnceLock::new(), complete, usual: set.namespaces.usual() }
    }

    /// The file that is meant by a path with a namespace in its file name: in the same folder, or in another one that is called so.
    fn named(&self, path: &str) -> Option<&str> {
        let meant = link::without_namespace(path)?;
        self.set.links.path(&meant).or_else(|| {
            let by_name = self.by_name.get_or_init(|| self.set.links.by_name());
            by_name.get(link::tail(&meant)).map(String::as_str)
        })
    }

    /// The page of the type that a link means.
    fn leads_to(&self, page: &Page, link: &Link) -> Option<&'a Page> {
        let path = link::resolve(&page.path, &link.target.value);
        let file = self.set.links.path(&path).or_else(|| self.named(&path))?;
        self.catalog.first_page(self.set.links.described(file)?, version_of(file))
    }

    /// Judges a page that was added to the set. Findings of [`read`](crate::read) are not repeated; what could only be decided by
    /// looking at pages that are not there is not reported. The findings are in the order of their places.
    pub fn check<'p>(&'p self, page: &'p Page, sources: &'p Sources) -> Vec<Finding> {
        let mut context = Context { sources, checker: self, set: self.set, catalog: &self.catalog, findings: Vec::new() };
        context.page(page);
        let mut findings = context.findings;
        findings.sort_by_key(|finding| (finding.origin.file, finding.origin.start, finding.code));
        findings.dedup();
        findings
    }
}

/// What every rule may look at, and where it reports.
pub(crate) struct Context<'a> {
    pub(crate) sources: &'a Sources,
    pub(crate) checker: &'a Checker<'a>,
    pub(crate) set: &'a Docset,
    pub(crate) catalog: &'a Catalog<'a>,
    pub(crate) findings: Vec<Finding>,
}

impl<'a> Context<'a> {
    fn page(&mut self, page: &'a Page) {
        docset::check(self, page);
        known::check(self, page);
        metadata::check(self, page);
        link::check(self, page);
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
