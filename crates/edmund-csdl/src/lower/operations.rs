//! Actions and functions.

use edmund_model::{Docs, Operation, OperationKind, Parameter, ReturnType};

use super::names::Scope;
use super::{Declaration, Lowering};
use crate::Element;

impl Lowering<'_> {
    /// All overloads, in the order of the documents.
    pub(super) fn operations(&mut self, declarations: &[Declaration<'_>]) {
        for declaration in declarations {
            let kind = match declaration.element.name {
                "Action" => OperationKind::Action,
                "Function" => OperationKind::Function,
                _ => continue,
            };
            let operation = self.operation(declaration, kind);
            self.model.add_operation(operation);
        }
    }

    fn operation(&mut self, declaration: &Declaration<'_>, kind: OperationKind) -> Operation {
        let Declaration { scope, element, .. } = *declaration;
        let parameters = element.all("Parameter").filter_map(|parameter| self.parameter(scope, parameter)).collect();
        Operation {
            name: declaration.qualified(),
            kind,
            bound: element.flag("IsBound", false),
            composable: element.flag("IsComposable", false),
            entity_set_path: element.get("EntitySetPath").map(|path| scope.expand(path)),
            parameters,
            returns: element.first("ReturnType").map(|returns| self.return_type(scope, returns)),
            annotations: self.annotations(scope, element),
            docs: Docs::default(),
            origin: element.origin,
        }
    }

    fn parameter(&mut self, scope: &Scope<'_>, element: &Element) -> Option<Parameter> {
        let name = element.get("Name")?.to_owned();
        let ty = self.type_ref(scope, element);
        let annotations = self.annotations(scope, element);
        Some(Parameter { name, ty, optional: false, annotations, docs: Docs::default(), origin: element.origin })
    }

    fn return_type(&mut self, scope: &Scope<'_>, element: &Element) -> ReturnType {
        let ty = self.type_ref(scope, element);
        ReturnType { ty, annotations: self.annotations(scope, element), origin: element.origin }
    }
}
