//! Names of what a service offers at its root.

use edmund_model::{Container, Finding, Model, NavigationSource, OperationId, Origin};

use super::collision;
use super::identifier::{Role, Scope, identifier};

/// A container as a trait.
#[derive(Debug)]
pub(crate) struct Service<'a> {
    /// The trait's identifier.
    pub(crate) ident: String,
    /// The container.
    pub(crate) container: &'a Container,
    /// Its methods.
    pub(crate) entries: Vec<Entry<'a>>,
}

/// A method of a service.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    /// The method's identifier.
    pub(crate) ident: String,
    /// What it leads to.
    pub(crate) kind: EntryKind<'a>,
}

/// What an [`Entry`] leads to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum EntryKind<'a> {
    /// An entity set or a singleton.
    Source(&'a NavigationSource),
    /// One overload behind an action or function import, under the import's name.
    Import(&'a str, OperationId),
}

/// Names all containers of a model and their members.
pub(crate) fn services<'a>(model: &'a Model, findings: &mut Vec<Finding>) -> Vec<Service<'a>> {
    let mut scope = Scope::default();
    let mut services = Vec::new();
    for container in &model.containers {
        let ident = scope.give(identifier(&container.name.name, Role::Type), Role::Type, container.origin).name;
        services.push(Service { ident, container, entries: entries(model, container, findings) });
    }
    services
}

fn entries<'a>(model: &'a Model, container: &'a Container, findings: &mut Vec<Finding>) -> Vec<Entry<'a>> {
    let sources = container.sources.iter().map(|source| (source.name.as_str(), EntryKind::Source(source), source.origin, None));
    let imports = container.imports.iter().flat_map(|import| {
        let overloaded = import.operations.len() > 1;
        import.operations.iter().map(move |id| {
            (
                import.name.as_str(),
                EntryKind::Import(&import.name, *id),
                import.origin,
                overloaded.then(|| suffix(model, *id)).flatten(),
            )
        })
    });
    let mut scope = Scope::default();
    let mut entries = Vec::new();
    for (wire, kind, origin, suffix) in sources.chain(imports) {
        let given = scope.give(entry_name(wire, suffix), Role::Source, origin);
        report(wire, &given.name, given.first, origin, findings);
        entries.push(Entry { ident: given.name, kind });
    }
    entries
}

fn report(wire: &str, given: &str, first: Option<Origin>, origin: Origin, findings: &mut Vec<Finding>) {
    if let Some(first) = first {
        findings.push(collision(wire, given, origin, first));
    }
}

/// The overload rule of bound operations: alone or without arguments the plain name, else `_with_` and the sorted parameters.
fn suffix(model: &Model, id: OperationId) -> Option<String> {
    let mut parts: Vec<_> =
        model.operation(id).arguments().iter().map(|parameter| identifier(&parameter.name, Role::Parameter)).collect();
    parts.sort_unstable();
    let joined: Vec<_> = parts.iter().map(|part| part.trim_end_matches('_')).collect();
    (!joined.is_empty()).then(|| joined.join("_"))
}

fn entry_name(wire: &str, suffix: Option<String>) -> String {
    let name = identifier(wire, Role::Source);
    match suffix {
        Some(suffix) => format!("{}_with_{suffix}", name.trim_end_matches('_')),
        None => name,
    }
}
