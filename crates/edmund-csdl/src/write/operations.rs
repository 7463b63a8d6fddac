//! Actions and functions.

use edmund_model::{Operation, OperationKind, Parameter, ReturnType};

use super::Writer;
use super::types::Attributes;

impl Writer<'_> {
    pub(super) fn operations(&mut self, namespace: &str) {
        for item in self.model.operations.iter().filter(|item| item.name.namespace == namespace) {
            self.operation(item);
        }
    }

    fn operation(&mut self, item: &Operation) {
        let mut attributes = Attributes::named(&item.name.name);
        attributes.flag("IsBound", item.bound);
        attributes.flag("IsComposable", item.composable && item.kind == OperationKind::Function);
        attributes.maybe("EntitySetPath", item.entity_set_path.as_deref());
        let name = if item.kind == OperationKind::Action { "Action" } else { "Function" };
        self.element(name, &attributes.pairs(), |writer| {
            item.parameters.iter().for_each(|parameter| writer.parameter(parameter));
            if let Some(returns) = &item.returns {
                writer.returns(returns);
            }
            writer.documented(&item.annotations, &item.docs);
        });
    }

    fn parameter(&mut self, item: &Parameter) {
        let mut attributes = Attributes::named(&item.name);
        self.typed(&mut attributes, &item.ty);
        self.element("Parameter", &attributes.pairs(), |writer| {
            writer.documented(&item.annotations, &item.docs);
            writer.optional(item);
        });
    }

    fn returns(&mut self, item: &ReturnType) {
        let mut attributes = Attributes::default();
        self.typed(&mut attributes, &item.ty);
        self.element("ReturnType", &attributes.pairs(), |writer| writer.annotations(&item.annotations));
    }
}
