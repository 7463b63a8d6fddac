//! Entity containers: members, bindings, imports, extension.

use std::collections::HashMap;

use edmund_model::{Binding, Container, Finding, Navigation, NavigationSource, NavigationSourceKind, Origin, QualifiedName};

use super::paths::Reached;
use super::{Checker, Member};

pub(super) fn check(checker: &mut Checker<'_>) {
    let model = checker.model;
    let index = Index::new(model);
    for (at, container) in model.containers.iter().enumerate() {
        members(checker, container);
        extension(checker, &index, at, container);
        for source in &container.sources {
            bindings(checker, &index, at, source);
        }
        imports(checker, &index, at, container);
    }
}

/// Containers by name, and their sets and singletons by name.
struct Index<'a> {
    containers: HashMap<&'a QualifiedName, usize>,
    sources: HashMap<(usize, &'a str), &'a NavigationSource>,
    extended: Vec<Option<usize>>,
}

/// What a path to a set or singleton leads to.
enum Target<'a> {
    Source(&'a NavigationSource),
    Contained(&'a Navigation),
    Unknown,
    Missing,
}

impl<'a> Index<'a> {
    fn new(model: &'a edmund_model::Model) -> Self {
        let mut index = Index { containers: HashMap::new(), sources: HashMap::new(), extended: Vec::new() };
        for (at, container) in model.containers.iter().enumerate() {
            index.containers.entry(&container.name).or_insert(at);
            for source in &container.sources {
                index.sources.entry((at, &source.name)).or_insert(source);
            }
        }
        let extends = |container: &Container| {
            container.extends.as_deref().and_then(QualifiedName::parse).and_then(|name| index.containers.get(&name).copied())
        };
        index.extended = model.containers.iter().map(extends).collect();
        index
    }

    /// The container and those it extends, nearest first; a cycle ends the walk.
    fn lineage(&self, start: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(start), |at| self.extended[*at]).take(self.extended.len().saturating_add(1).min(100))
    }

    fn source(&self, container: usize, name: &'a str) -> Option<&'a NavigationSource> {
        self.lineage(container).find_map(|at| self.sources.get(&(at, name)).copied())
    }
}

/// The names in a container are unique (CSDL 4.01, section 13).
fn members(checker: &mut Checker<'_>, container: &Container) {
    let mut seen: HashMap<&str, Origin> = HashMap::new();
    let sources = container.sources.iter().map(|source| (source.name.as_str(), source.origin));
    let imports = container.imports.iter().map(|import| (import.name.as_str(), import.origin));
    for (name, origin) in sources.chain(imports) {
        if let Some(first) = seen.insert(name, origin) {
            let message = format!("the container has two members called `{name}`");
            let finding = Finding::error("duplicate-container-member", checker.place(origin, "Name"), message);
            let finding = finding.with_other(checker.place(first, "Name"), "the first");
            checker.report(finding.with_help("rename one of them"));
        }
    }
}

/// A container extends another one, never itself (CSDL 4.01, section 13.1).
fn extension(checker: &mut Checker<'_>, index: &Index<'_>, at: usize, container: &Container) {
    let Some(extends) = &container.extends else { return };
    let place = checker.place(container.origin, "Extends");
    if index.extended[at].is_none() {
        let namespace = extends.rsplit_once('.').map_or("", |(namespace, _)| namespace);
        if checker.has_namespace(namespace) || !checker.includes(container.origin.file, namespace) {
            let finding = Finding::error("unresolved-container", place, format!("there is no entity container `{extends}`"));
            checker.report(finding.with_help("name a container with its namespace, and include its schema"));
        }
    } else if index.lineage(at).skip(1).any(|other| other == at) && index.lineage(at).all(|other| at <= other) {
        let message = format!("the container `{}` extends itself", container.name);
        checker.report(Finding::error("cyclic-container", place, message).with_help("remove one `Extends`"));
    }
}

/// A binding leads from a navigation property of the set's type to a set or singleton (CSDL 4.01, section 13.4).
fn bindings<'a>(checker: &mut Checker<'a>, index: &Index<'a>, container: usize, source: &'a NavigationSource) {
    let mut seen: HashMap<&str, Origin> = HashMap::new();
    for binding in &source.bindings {
        let navigation = binding_path(checker, source, binding);
        let target = index.target(checker, container, &binding.target, binding.origin);
        binding_target(checker, binding, navigation, &target);
        if let Some(first) = seen.insert(binding.path.as_str(), binding.origin) {
            let message = format!("`{}` is bound twice", binding.path);
            let finding = Finding::warning("duplicate-binding", checker.place(binding.origin, "Path"), message);
            checker.report(finding.with_other(first, "the first binding"));
        }
    }
}

fn binding_path<'a>(checker: &mut Checker<'a>, source: &NavigationSource, binding: &'a Binding) -> Option<&'a Navigation> {
    let ty = source.ty?;
    let mut path = binding.path.as_str();
    // A cast behind the navigation property limits the binding to entities of that type (CSDL 4.01, section 13.4.1).
    if let Some((before, last)) = path.rsplit_once('/')
        && last.contains('.')
    {
        path = before;
    }
    match checker.follow(ty, path) {
        Reached::Member(Member::Navigation(navigation)) => Some(navigation),
        Reached::Unknown => None,
        _ => {
            let message =
                format!("`{}` does not lead to a navigation property of `{}`", binding.path, checker.model.structure(ty).name);
            let place = checker.place(binding.origin, "Path");
            let finding = Finding::warning("unresolved-binding-path", place, message);
            let names = checker.model.navigations(ty).into_iter().map(|navigation| navigation.name.as_str());
            let near = edmund_model::nearest(path, names).map(str::to_owned);
            checker.report(match near {
                Some(near) => finding.with_help(format!("did you mean `{near}`?")),
                None => {
                    finding.with_help("begin with a property of the type; a cast comes directly before the property it is for")
                }
            });
            None
        }
    }
}

impl<'a> Index<'a> {
    /// A set of the same container, one of a qualified container, or a contained navigation property behind either
    /// (CSDL 4.01, section 13.4.2).
    fn target(&self, checker: &Checker<'a>, container: usize, path: &'a str, origin: Origin) -> Target<'a> {
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        let (container, name, rest) = match QualifiedName::parse(first) {
            None => (container, first, rest),
            Some(qualified) => {
                let Some(at) = self.containers.get(&qualified) else {
                    let elsewhere =
                        !checker.has_namespace(&qualified.namespace) && checker.includes(origin.file, &qualified.namespace);
                    return if elsewhere { Target::Unknown } else { Target::Missing };
                };
                let (name, rest) = rest.split_once('/').unwrap_or((rest, ""));
                (*at, name, rest)
            }
        };
        let Some(source) = self.source(container, name) else {
            let complete =
                self.lineage(container).all(|at| checker.model.containers[at].extends.is_none() || self.extended[at].is_some());
            return if complete { Target::Missing } else { Target::Unknown };
        };
        match source.ty {
            _ if rest.is_empty() => Target::Source(source),
            None => Target::Unknown,
            Some(ty) => match checker.follow(ty, rest) {
                Reached::Member(Member::Navigation(navigation)) => Target::Contained(navigation),
                Reached::Unknown => Target::Unknown,
                _ => Target::Missing,
            },
        }
    }
}

fn binding_target(checker: &mut Checker<'_>, binding: &Binding, navigation: Option<&Navigation>, target: &Target<'_>) {
    let place = checker.place(binding.origin, "Target");
    let ty = match target {
        Target::Missing => {
            let message = format!("there is no entity set or singleton `{}`", binding.target);
            let finding = Finding::warning("unresolved-binding-target", place, message);
            return checker
                .report(finding.with_help("name a set of the container; a cast comes directly before the property it is for"));
        }
        Target::Unknown => return,
        Target::Source(source) => source.ty,
        Target::Contained(navigation) => navigation.target,
    };
    let Some(navigation) = navigation else { return };
    // A singleton is one entity, so a collection cannot live there (CSDL 4.01, section 13.4).
    if let (Target::Source(source), true) = (target, navigation.collection)
        && source.kind == NavigationSourceKind::Singleton
    {
        let message = format!("the collection `{}` is bound to the singleton `{}`", navigation.name, source.name);
        checker.report(Finding::warning("collection-binding-to-singleton", place, message).with_help("bind it to an entity set"));
    }
    if let (Some(wanted), Some(found)) = (navigation.target, ty)
        && !checker.model.is_a(wanted, found)
        && !checker.model.is_a(found, wanted)
    {
        let names = (&checker.model.structure(wanted).name, &checker.model.structure(found).name);
        let message = format!("`{}` leads to `{}`, but `{}` holds `{}`", navigation.name, names.0, binding.target, names.1);
        checker.report(Finding::warning("binding-type-mismatch", place, message));
    }
}

/// The entity set of an import is one of a container (CSDL 4.01, sections 13.5 and 13.6).
fn imports<'a>(checker: &mut Checker<'a>, index: &Index<'a>, container: usize, item: &'a Container) {
    for import in &item.imports {
        let Some(set) = import.entity_set.as_deref() else { continue };
        if matches!(index.target(checker, container, set, import.origin), Target::Missing) {
            let place = checker.place(import.origin, "EntitySet");
            let finding = Finding::error("unresolved-entity-set", place, format!("there is no entity set `{set}`"));
            checker.report(finding.with_help("name an entity set of the container"));
        }
    }
}
