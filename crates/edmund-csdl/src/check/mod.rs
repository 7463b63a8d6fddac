//! Rules about a whole schema, split by what they are about.
//!
//! A rule says nothing about what a name that was not resolved would have to say: that has its finding already.

mod annotations;
mod container;
mod facets;
mod keys;
mod names;
mod navigation;
mod operations;
mod paths;
mod structure;
mod targets;
mod values;

use std::collections::{BTreeMap, HashMap, HashSet};

use edmund_model::{FileId, Finding, Model, Navigation, Origin, Property, StructId};

use crate::Element;
use crate::lower::Scope;

/// Applies all rules to a model and the documents it was made from, each with its aliases.
pub(crate) fn check(scopes: &[Scope<'_>], model: &Model) -> Vec<Finding> {
    let mut checker = Checker::new(scopes, model);
    names::check(&mut checker);
    structure::check(&mut checker);
    keys::check(&mut checker);
    facets::check(&mut checker);
    navigation::check(&mut checker);
    operations::check(&mut checker);
    container::check(&mut checker);
    annotations::check(&mut checker);
    values::check(&mut checker);
    checker.findings
}

/// What the rules need to know, computed once.
struct Checker<'a> {
    model: &'a Model,
    scopes: BTreeMap<FileId, &'a Scope<'a>>,
    /// Namespaces that have a schema in the model.
    namespaces: HashSet<&'a str>,
    members: HashMap<(StructId, &'a str), Member<'a>>,
    /// Types whose bases are not all known.
    incomplete: Vec<bool>,
    findings: Vec<Finding>,
}

/// A property of either kind.
#[derive(Clone, Copy)]
enum Member<'a> {
    Property(&'a Property),
    Navigation(&'a Navigation),
}

impl<'a> Member<'a> {
    fn name(self) -> &'a str {
        match self {
            Member::Property(property) => &property.name,
            Member::Navigation(navigation) => &navigation.name,
        }
    }

    fn origin(self) -> Origin {
        match self {
            Member::Property(property) => property.origin,
            Member::Navigation(navigation) => navigation.origin,
        }
    }
}

impl<'a> Checker<'a> {
    fn new(scopes: &'a [Scope<'a>], model: &'a Model) -> Self {
        let mut checker = Checker {
            model,
            scopes: scopes.iter().map(|scope| (scope.document.file, scope)).collect(),
            namespaces: model.schemas.iter().map(|schema| schema.namespace.as_str()).collect(),
            members: HashMap::with_capacity(model.structs.len() * 4),
            incomplete: Vec::new(),
            findings: Vec::new(),
        };
        for id in model.struct_ids() {
            for member in members(model, id) {
                checker.members.entry((id, member.name())).or_insert(member);
            }
        }
        checker.incomplete = checker.incomplete_types();
        checker
    }

    /// A type is incomplete when it, or a type above it, names a base that was not resolved.
    fn incomplete_types(&self) -> Vec<bool> {
        let mut known: Vec<Option<bool>> = vec![None; self.model.structs.len()];
        for id in self.model.struct_ids() {
            let pending: Vec<_> = self.model.lineage(id).take_while(|id| known[id.index()].is_none()).collect();
            for id in pending.into_iter().rev() {
                let item = self.model.structure(id);
                let incomplete = match item.base {
                    Some(base) => known[base.index()] == Some(true),
                    None => self.element(item.origin).is_some_and(|element| element.attribute("BaseType").is_some()),
                };
                known[id.index()] = Some(incomplete);
            }
        }
        known.into_iter().map(|incomplete| incomplete == Some(true)).collect()
    }

    fn is_complete(&self, id: StructId) -> bool {
        !self.incomplete.get(id.index()).copied().unwrap_or(true)
    }

    /// The element an origin stands for.
    fn element(&self, origin: Origin) -> Option<&'a Element> {
        self.scopes.get(&origin.file)?.element_at(origin)
    }

    /// The place of an attribute of the element at `origin`.
    fn place(&self, origin: Origin, attribute: &str) -> Origin {
        self.element(origin).map_or(origin, |element| element.place(attribute))
    }

    /// The member of a name that a type declares or inherits.
    fn member(&self, id: StructId, name: &'a str) -> Option<Member<'a>> {
        self.model.lineage(id).find_map(|id| self.members.get(&(id, name)).copied())
    }

    /// Whether a namespace has a schema in the model.
    fn has_namespace(&self, namespace: &str) -> bool {
        self.namespaces.contains(namespace)
    }

    /// Whether the document of a place includes a namespace, from a document that need not be here.
    fn includes(&self, file: FileId, namespace: &str) -> bool {
        self.scopes.get(&file).is_some_and(|scope| scope.includes(namespace))
    }

    fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

/// The members that a type declares.
fn members(model: &Model, id: StructId) -> impl Iterator<Item = Member<'_>> {
    let item = model.structure(id);
    item.properties.iter().map(Member::Property).chain(item.navigations.iter().map(Member::Navigation))
}
