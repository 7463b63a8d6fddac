//! From pages to the model.
//!
//! First all names are declared, so that any page may refer to any other; then types get their members; then the requests are walked
//! through the model, and what the walk needs and no page declares (roots, navigation properties, operations) is added.

mod concurrency;
mod docs;
mod enums;
mod fields;
mod key;
mod names;
mod operation;
mod path;
mod permission;
mod queries;
mod request;
mod root;
mod types;

use std::collections::{HashMap, HashSet};

use edmund_model::{FileId, Finding, Model, Origin, Schema, StructId};

use crate::Docset;
use crate::check::link::normal;
use crate::page::{Page, PageKind};
use names::Names;

/// Adds to a model what a few pages know that are all in memory. Returns what could not be resolved.
///
/// Types, enumerations, navigation properties and requests are added where the model has none of the name; what the model has already
/// gets descriptions where it has none. A folder of pages alone is enough: roots and navigation properties follow from the documented
/// requests. The model stays well-formed whatever the pages say.
pub fn lower(pages: &[Page], model: &mut Model) -> Vec<Finding> {
    pages.iter().cloned().collect::<Docset>().lower(model)
}

pub(crate) fn lower_set(set: &Docset, model: &mut Model) -> Vec<Finding> {
    let names = Names::new(model);
    // Where a preview says it differently, the release counts; what only the preview has is added.
    let mut pages: Vec<&Page> = set.outlines.iter().collect();
    pages.sort_by_key(|page| page.version() == Some("beta"));
    let mut lowering = Lowering {
        pages: &pages,
        model,
        names,
        findings: Vec::new(),
        described: Vec::new(),
        facts: HashMap::new(),
        files: &set.files,
        included: included(&set.outlines),
        whole: None,
    };
    lowering.enums();
    lowering.types();
    lowering.fields();
    lowering.requests();
    lowering.findings
}

/// What requests say about a navigation property.
#[derive(Clone, Copy, Debug, Default)]
struct Facts {
    /// There is a request on `.../$ref`.
    reference: bool,
    /// There is a plain create.
    create: bool,
}

struct Lowering<'a> {
    pages: &'a [&'a Page],
    model: &'a mut Model,
    names: Names,
    findings: Vec<Finding>,
    /// Types with the page that describes them, and whether the model had them before.
    described: Vec<(StructId, &'a Page, Had)>,
    /// By type and position of the navigation property.
    facts: HashMap<(StructId, usize), Facts>,
    files: &'a HashSet<FileId>,
    /// Files that pages may include for their permission table, by their normal paths.
    included: HashMap<String, &'a Page>,
    /// Whether nearly all types that properties name are known; found out when it matters.
    whole: Option<bool>,
}

fn included(pages: &[Page]) -> HashMap<String, &Page> {
    let tables = pages.iter().filter(|page| page.kind == PageKind::Concept && !page.permissions.is_empty());
    tables.map(|page| (normal(&page.path), page)).collect()
}

/// Whether a type was in the model before the pages came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Had {
    /// It was: pages only add descriptions.
    Before,
    /// It was not: pages define it.
    No,
    /// It was not, and the table of a request is all there is.
    OnlyTable,
}

impl<'a> Lowering<'a> {
    /// The pages of operations.
    fn operations(&self) -> impl Iterator<Item = &'a Page> + use<'a> {
        self.pages.iter().copied().filter(|page| page.kind == PageKind::Operation)
    }
}

impl Lowering<'_> {
    /// Makes sure that a namespace is listed.
    fn schema(&mut self, namespace: &str, origin: Origin) {
        if !self.model.schemas.iter().any(|schema| schema.namespace == namespace) {
            self.model.schemas.push(Schema { namespace: namespace.to_owned(), alias: None, annotations: Vec::new(), origin });
        }
    }

    fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}
