//! Entity containers.

use edmund_model::{Container, NavigationSource, NavigationSourceKind, OperationImport, OperationKind};

use super::Writer;
use super::text::{Json, Object};
use crate::lower::extension::taken_over;

impl Writer<'_> {
    pub(super) fn containers(&self, object: &mut Object, namespace: &str) {
        for item in self.model.containers.iter().filter(|item| item.name.namespace == namespace) {
            object.push(&*item.name.name, self.container(item));
        }
    }

    fn container(&self, item: &Container) -> Object {
        let mut object = Object::kind("EntityContainer");
        object.maybe("$Extends", item.extends.as_deref());
        self.annotations(&mut object, "", &item.annotations);
        let others = taken_over(self.model, item);
        for source in item.sources.iter().filter(|it| !others.contains(&it.name)) {
            object.push(&*source.name, self.source(source));
        }
        for import in item.imports.iter().filter(|it| !others.contains(&it.name)) {
            self.import(&mut object, import);
        }
        object
    }

    fn source(&self, item: &NavigationSource) -> Object {
        let is_set = item.kind == NavigationSourceKind::EntitySet;
        let mut object = Object::default();
        object.flag("$Collection", is_set);
        object.push("$Type", item.ty.map_or_else(|| "Edm.EntityType".to_owned(), |id| self.model.structure(id).name.to_string()));
        object.flag("$Nullable", item.nullable && !is_set);
        if is_set && !item.in_service_document {
            object.push("$IncludeInServiceDocument", Json::Bool(false));
        }
        let mut bindings = Object::default();
        for binding in &item.bindings {
            bindings.push(&*binding.path, &*binding.target);
        }
        object.object("$NavigationPropertyBinding", bindings);
        self.documented(&mut object, "", &item.annotations, &item.docs);
        object
    }

    /// An import whose operation is not known cannot be written.
    fn import(&self, container: &mut Object, item: &OperationImport) {
        let Some(operation) = item.operations.first().map(|id| self.model.operation(*id)) else { return };
        let mut object = Object::default();
        object.push(if operation.kind == OperationKind::Action { "$Action" } else { "$Function" }, operation.name.to_string());
        object.maybe("$EntitySet", item.entity_set.as_deref());
        object.flag("$IncludeInServiceDocument", item.in_service_document);
        self.annotations(&mut object, "", &item.annotations);
        container.push(&*item.name, object);
    }
}
