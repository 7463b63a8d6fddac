//! Names of what a service offers at its root.

use edmund_model::{Container, Finding, Model, NavigationSource};

use super::collision;
use super::identifier::{Role, identifier};
use super::scope::Scope;

/// A container as a trait.
#[derive(Debug)]
pub(crate) struct Service<'a> {
    /// The trait's identifier.
    pub(crate) ident: String,
    /// The container.
    pub(crate) container: &'a Container,
    /// The identifier of the method for each entity set and singleton.
    pub(crate) sources: Vec<(String, &'a NavigationSource)>,
}

/// Names the services of a model with their entity sets and singletons.
pub(crate) fn services<'a>(model: &'a Model, findings: &mut Vec<Finding>) -> Vec<Service<'a>> {
    let mut scope = Scope::default();
    let mut services = Vec::new();
    for container in model.services() {
        let ident = scope.give(identifier(&container.name.name, Role::Type), Role::Type, container.origin).name;
        services.push(Service { ident, container, sources: sources(container, findings) });
    }
    services
}

fn sources<'a>(container: &'a Container, findings: &mut Vec<Finding>) -> Vec<(String, &'a NavigationSource)> {
    let mut scope = Scope::default();
    let mut sources = Vec::new();
    for source in &container.sources {
        let given = scope.give(identifier(&source.name, Role::Source), Role::Source, source.origin);
        if let Some(first) = given.first {
            findings.push(collision(&source.name, &given.name, source.origin, first));
        }
        sources.push((given.name, source));
    }
    sources
}
