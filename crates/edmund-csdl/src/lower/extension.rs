//! Containers that extend others.

use std::collections::HashSet;

use edmund_model::{Container, Model, NavigationSource, OperationImport, QualifiedName};

/// How many containers may extend each other in a line. Real ones are two; the limit keeps copies of copies in bounds.
const LONGEST_LINE: usize = 32;

/// Gives each container the members of those it extends (CSDL 4.01, section 13.1). A name that the container has itself stays its own.
pub(super) fn merge(model: &mut Model) {
    let lines: Vec<Vec<usize>> = (0..model.containers.len()).map(|at| line(model, at)).collect();
    let merged: Vec<_> = model.containers.iter().zip(&lines).map(|(container, line)| members(model, container, line)).collect();
    for (container, (sources, imports)) in model.containers.iter_mut().zip(merged) {
        container.sources.splice(0..0, sources);
        container.imports.splice(0..0, imports);
    }
}

/// The containers that one extends, nearest first.
pub(crate) fn line(model: &Model, start: usize) -> Vec<usize> {
    let extended = |at: usize| {
        let name = model.containers[at].extends.as_deref().and_then(QualifiedName::parse)?;
        model.containers.iter().position(|container| container.name == name)
    };
    let mut line = Vec::new();
    let mut next = extended(start);
    while let Some(at) = next.filter(|at| *at != start && !line.contains(at) && line.len() < LONGEST_LINE) {
        line.push(at);
        next = extended(at);
    }
    line
}

/// What a container takes over, from the farthest on.
fn members(model: &Model, container: &Container, line: &[usize]) -> (Vec<NavigationSource>, Vec<OperationImport>) {
    let own = container.sources.iter().map(|it| &it.name).chain(container.imports.iter().map(|it| &it.name));
    let mut taken: HashSet<&String> = own.collect();
    let mut sources = Vec::new();
    let mut imports = Vec::new();
    for other in line.iter().map(|at| &model.containers[*at]) {
        sources.push(other.sources.iter().filter(|it| taken.insert(&it.name)).cloned().collect::<Vec<_>>());
        imports.push(other.imports.iter().filter(|it| taken.insert(&it.name)).cloned().collect::<Vec<_>>());
    }
    (sources.into_iter().rev().flatten().collect(), imports.into_iter().rev().flatten().collect())
}

/// The names of what a container of a finished model has taken over, which is not written again.
pub(crate) fn taken_over(model: &Model, container: &Container) -> HashSet<String> {
    let at = model.containers.iter().position(|other| std::ptr::eq(other, container));
    let line = at.map(|at| line(model, at)).unwrap_or_default();
    let others: Vec<&Container> = line.iter().map(|at| &model.containers[*at]).collect();
    let sources = others.iter().flat_map(|other| other.sources.iter().map(|it| (it.name.as_str(), it.origin)));
    let imports = others.iter().flat_map(|other| other.imports.iter().map(|it| (it.name.as_str(), it.origin)));
    let places: HashSet<_> = sources.chain(imports).collect();
    let own = container.sources.iter().map(|it| (it.name.as_str(), it.origin));
    let own = own.chain(container.imports.iter().map(|it| (it.name.as_str(), it.origin)));
    own.filter(|member| places.contains(member)).map(|(name, _)| name.to_owned()).collect()
}
