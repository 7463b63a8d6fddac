//! Entity containers with their sets, singletons and imports.

use std::collections::HashMap;

use edmund_model::{
    Binding, Container, Docs, Finding, NavigationSource, NavigationSourceKind, OperationId, OperationImport, OperationKind,
    QualifiedName,
};

use super::names::Scope;
use super::{Declaration, Lowering};
use crate::Element;

/// The overloads of a name.
type Overloads = HashMap<QualifiedName, Vec<OperationId>>;

impl Lowering<'_> {
    /// All containers, in the order of the documents.
    pub(super) fn containers(&mut self, declarations: &[Declaration<'_>]) {
        let mut overloads = Overloads::new();
        for id in self.model.operation_ids() {
            overloads.entry(self.model.operation(id).name.clone()).or_default().push(id);
        }
        for declaration in declarations.iter().filter(|declaration| declaration.element.name == "EntityContainer") {
            let container = self.container(declaration, &overloads);
            self.model.containers.push(container);
        }
    }

    fn container(&mut self, declaration: &Declaration<'_>, overloads: &Overloads) -> Container {
        let Declaration { scope, element, .. } = *declaration;
        let name = declaration.qualified();
        let mut sources: Vec<NavigationSource> = Vec::new();
        let mut imports: Vec<OperationImport> = Vec::new();
        for child in &element.children {
            match child.name {
                "EntitySet" => sources.extend(self.source(scope, child, NavigationSourceKind::EntitySet)),
                "Singleton" => sources.extend(self.source(scope, child, NavigationSourceKind::Singleton)),
                "ActionImport" => imports.extend(self.import(scope, child, OperationKind::Action, overloads)),
                "FunctionImport" => imports.extend(self.import(scope, child, OperationKind::Function, overloads)),
                _ => {}
            }
        }
        let own = format!("{name}/");
        for target in sources.iter_mut().flat_map(|source| &mut source.bindings).map(|binding| &mut binding.target) {
            unqualify(target, &own);
        }
        imports.iter_mut().filter_map(|import| import.entity_set.as_mut()).for_each(|set| unqualify(set, &own));
        Container {
            name,
            extends: element.get("Extends").map(|name| scope.expand(name)),
            sources,
            imports,
            annotations: self.annotations(scope, element),
            origin: element.origin,
        }
    }

    fn source(&mut self, scope: &Scope<'_>, element: &Element, kind: NavigationSourceKind) -> Option<NavigationSource> {
        let is_set = kind == NavigationSourceKind::EntitySet;
        Some(NavigationSource {
            name: element.get("Name")?.to_owned(),
            kind,
            ty: self.entity_type(scope, element, if is_set { "EntityType" } else { "Type" }),
            nullable: element.flag("Nullable", false),
            in_service_document: element.flag("IncludeInServiceDocument", true),
            bindings: element.all("NavigationPropertyBinding").filter_map(|it| binding(scope, it)).collect(),
            annotations: self.annotations(scope, element),
            docs: Docs::default(),
            origin: element.origin,
        })
    }

    fn import(
        &mut self,
        scope: &Scope<'_>,
        element: &Element,
        kind: OperationKind,
        overloads: &Overloads,
    ) -> Option<OperationImport> {
        let is_function = kind == OperationKind::Function;
        Some(OperationImport {
            name: element.get("Name")?.to_owned(),
            operations: self.imported(scope, element, kind, overloads),
            entity_set: element.get("EntitySet").map(|path| scope.expand(path)),
            in_service_document: element.flag("IncludeInServiceDocument", false) && is_function,
            annotations: self.annotations(scope, element),
            origin: element.origin,
        })
    }

    /// An import names unbound overloads of its kind (CSDL 4.01, sections 13.5 and 13.6).
    fn imported(&mut self, scope: &Scope<'_>, element: &Element, kind: OperationKind, overloads: &Overloads) -> Vec<OperationId> {
        let attribute = if kind == OperationKind::Action { "Action" } else { "Function" };
        let Some(name) = element.get(attribute) else { return Vec::new() };
        let of_kind: Vec<OperationId> = scope
            .qualified(name)
            .and_then(|name| overloads.get(&name))
            .map(|ids| ids.iter().copied().filter(|id| self.model.operation(*id).kind == kind).collect())
            .unwrap_or_default();
        let unbound: Vec<_> = of_kind.iter().copied().filter(|id| !self.model.operation(*id).bound).collect();
        let place = element.place(attribute);
        if of_kind.is_empty() {
            self.unresolved_operation(scope, name, attribute, place);
        } else if unbound.is_empty() {
            let message = format!("`{name}` is bound; only unbound operations can be imported");
            let other = self.model.operation(of_kind[0]).origin;
            let finding =
                Finding::error("import-of-bound-operation", place, message).with_other(other, "declared with IsBound here");
            self.findings.push(finding.with_help("remove the import, or make the operation unbound"));
        }
        unbound
    }

    fn unresolved_operation(&mut self, scope: &Scope<'_>, name: &str, attribute: &str, place: edmund_model::Origin) {
        let namespace = name.rsplit_once('.').map_or("", |(prefix, _)| scope.namespace(prefix));
        if self.namespaces.contains_key(namespace) || !scope.includes(namespace) {
            let message = format!("there is no {} `{name}`", attribute.to_lowercase());
            self.findings.push(Finding::error("unresolved-operation", place, message));
        }
    }
}

/// A set of the same container goes by its simple name (CSDL 4.01, section 13.4.2); with the container's name it is the same set.
fn unqualify(target: &mut String, own: &str) {
    if target.starts_with(own) {
        target.drain(..own.len());
    }
}

fn binding(scope: &Scope<'_>, element: &Element) -> Option<Binding> {
    let path = scope.expand(element.get("Path")?);
    Some(Binding { path, target: scope.expand(element.get("Target")?), origin: element.origin })
}
