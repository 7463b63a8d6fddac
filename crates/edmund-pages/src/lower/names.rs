//! Types by their names, in any case.

use std::collections::HashMap;

use edmund_model::{Model, QualifiedName, Type};

use crate::catalog::{file_name, is_tail, is_within, namespace};
use crate::page::{Link, Page};

/// The index of a growing model.
#[derive(Default)]
pub(super) struct Names {
    short: HashMap<String, Vec<(QualifiedName, Type)>>,
    /// The types that a page's file describes, by file name in lower case.
    files: HashMap<String, Vec<Type>>,
}

impl Names {
    pub(super) fn new(model: &Model) -> Self {
        let mut names = Names::default();
        let mut all: Vec<&QualifiedName> = model.type_names().collect();
        all.sort();
        for name in all {
            if let Some(ty) = model.find(name) {
                names.add(name.clone(), ty);
            }
        }
        names
    }

    pub(super) fn add(&mut self, name: QualifiedName, ty: Type) {
        self.short.entry(name.name.to_lowercase()).or_default().push((name, ty));
    }

    pub(super) fn add_file(&mut self, path: &str, ty: Type) {
        self.files.entry(file_name(path).to_lowercase()).or_default().push(ty);
    }

    /// A type of exactly this name, or of one that differs in case only.
    pub(super) fn same(&self, name: &QualifiedName) -> Option<Type> {
        let candidates = self.short.get(&name.name.to_lowercase())?;
        let exact = candidates.iter().find(|(other, _)| other == name);
        let folded = || candidates.iter().find(|(other, _)| other.namespace.eq_ignore_ascii_case(&name.namespace));
        exact.or_else(folded).map(|(_, ty)| *ty)
    }

    /// What a name means on a page: the page's namespace first, then the link, then anything of that name.
    pub(super) fn resolve(&self, name: &str, link: Option<&Link>, page: &Page) -> Option<Type> {
        let name = name.trim().trim_matches(['*', '`']).trim_start_matches('#');
        if let Some(found) = QualifiedName::parse(name).and_then(|name| self.same(&name)) {
            return Some(found);
        }
        let (tail, simple) = name.rsplit_once('.').unwrap_or(("", name));
        let candidates = self.short.get(&simple.to_lowercase());
        if let Some((_, found)) =
            candidates.into_iter().flatten().find(|(other, _)| !tail.is_empty() && is_tail(tail, &other.namespace))
        {
            return Some(*found);
        }
        let linked = link.and_then(|link| self.files.get(&link.file_of(&page.path)));
        let Some(candidates) = candidates.filter(|_| !name.contains('.') || name.starts_with("graph.")) else {
            // The link text may be another word than the heading of the section it leads to.
            let section = link.and_then(Link::section).filter(|section| !section.eq_ignore_ascii_case(simple));
            if let Some(found) = section.and_then(|section| self.resolve(section, link, page)) {
                return linked.is_some_and(|types| types.contains(&found)).then_some(found);
            }
            // Texts such as "chat message" name no type; a page that describes exactly one type does.
            let anchored = link.is_some_and(|link| link.target.value.starts_with('#') || link.section().is_some());
            let alone = |types: &&Vec<Type>| types.len() == 1 && !anchored;
            return linked.filter(alone).map(|types| types[0]);
        };
        let own = namespace(page);
        let best = candidates.iter().rev().max_by_key(|(other, ty)| {
            let in_file = linked.is_some_and(|types| types.contains(ty));
            (in_file, other.namespace.eq_ignore_ascii_case(&own), other.name == simple)
        });
        best.map(|(_, ty)| *ty)
    }

    /// What a name means on a page, in the page's namespace or one above it.
    pub(super) fn near(&self, name: &str, page: &Page) -> Option<Type> {
        if name.contains('.') {
            return self.resolve(name, None, page);
        }
        let own = namespace(page);
        let candidates = self.short.get(&name.to_lowercase())?.iter().filter(|(other, _)| is_within(&own, &other.namespace));
        candidates.max_by_key(|(other, _)| (other.namespace.len(), other.name == name)).map(|(_, ty)| *ty)
    }

    /// A type by its simple name alone.
    pub(super) fn simple(&self, name: &str) -> Option<Type> {
        self.short.get(&name.to_lowercase()).and_then(|found| found.first()).map(|(_, ty)| *ty)
    }

    /// All simple names, for "did you mean".
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.short.values().flatten().map(|(name, _)| name.name.as_str())
    }
}
