//! Names of what a service offers at its root.

use edmund_model::{Container, Finding, Model, NavigationSource, OperationId, OperationImport};

use super::collision;
use super::identifier::{Role, identifier};
use super::operations::overload_name;
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
    /// The identifier of the method for each overload of a function import, and for each action import.
    pub(crate) imports: Vec<(String, &'a OperationImport, OperationId)>,
}

/// Names the services of a model with their entity sets and singletons.
pub(crate) fn services<'a>(model: &'a Model, findings: &mut Vec<Finding>) -> Vec<Service<'a>> {
    let mut scope = Scope::default();
    let mut services = Vec::new();
    for container in model.services() {
        let ident = scope.give(identifier(&container.name.name, Role::Type), Role::Type, container.origin).name;
        let mut members = Scope::default();
        let sources = sources(&mut members, container, findings);
        let imports = imports(&mut members, model, container);
        services.push(Service { ident, container, sources, imports });
    }
    services
}

fn sources<'a>(scope: &mut Scope, container: &'a Container, findings: &mut Vec<Finding>) -> Vec<(String, &'a NavigationSource)> {
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

/// Imports come after the sources, so that these keep their names; what clashes gets a number.
fn imports<'a>(scope: &mut Scope, model: &Model, container: &'a Container) -> Vec<(String, &'a OperationImport, OperationId)> {
    let mut imports = Vec::new();
    for import in &container.imports {
        for id in &import.operations {
            let name = identifier(&import.name, Role::Source);
            let name = if import.operations.len() == 1 { name } else { overload_name(&name, model.operation(*id)) };
            imports.push((scope.give(name, Role::Source, import.origin).name, import, *id));
        }
    }
    imports
}
