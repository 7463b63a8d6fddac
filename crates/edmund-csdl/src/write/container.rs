//! Entity containers.

use edmund_model::{Container, NavigationSource, NavigationSourceKind, OperationImport, OperationKind};

use super::Writer;
use super::types::Attributes;
use crate::lower::extension::taken_over;

impl Writer<'_> {
    pub(super) fn containers(&mut self, namespace: &str) {
        for item in self.model.containers.iter().filter(|item| item.name.namespace == namespace) {
            self.container(item);
        }
    }

    fn container(&mut self, item: &Container) {
        let mut attributes = Attributes::named(&item.name.name);
        attributes.maybe("Extends", item.extends.as_deref());
        self.element("EntityContainer", &attributes.pairs(), |writer| {
            let others = taken_over(writer.model, item);
            item.sources.iter().filter(|it| !others.contains(&it.name)).for_each(|source| writer.source(source));
            item.imports.iter().filter(|it| !others.contains(&it.name)).for_each(|import| writer.import(import));
            writer.annotations(&item.annotations);
        });
    }

    fn source(&mut self, item: &NavigationSource) {
        let is_set = item.kind == NavigationSourceKind::EntitySet;
        let ty = item.ty.map_or_else(|| "Edm.EntityType".to_owned(), |id| self.model.structure(id).name.to_string());
        let mut attributes = Attributes::named(&item.name);
        attributes.push(if is_set { "EntityType" } else { "Type" }, ty);
        attributes.flag("Nullable", item.nullable && !is_set);
        if is_set && !item.in_service_document {
            attributes.push("IncludeInServiceDocument", "false");
        }
        self.element(if is_set { "EntitySet" } else { "Singleton" }, &attributes.pairs(), |writer| {
            for binding in &item.bindings {
                writer.xml.empty("NavigationPropertyBinding", &[("Path", &binding.path), ("Target", &binding.target)]);
            }
            writer.documented(&item.annotations, &item.docs);
        });
    }

    /// An import whose operation is not known cannot be written.
    fn import(&mut self, item: &OperationImport) {
        let Some(operation) = item.operations.first().map(|id| self.model.operation(*id)) else { return };
        let (name, reference) = match operation.kind {
            OperationKind::Action => ("ActionImport", "Action"),
            OperationKind::Function => ("FunctionImport", "Function"),
        };
        let mut attributes = Attributes::named(&item.name);
        attributes.push(reference, operation.name.to_string());
        attributes.maybe("EntitySet", item.entity_set.as_deref());
        attributes.flag("IncludeInServiceDocument", item.in_service_document);
        self.element(name, &attributes.pairs(), |writer| writer.annotations(&item.annotations));
    }
}
