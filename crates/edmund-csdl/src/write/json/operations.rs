//! Actions and functions.

use std::collections::HashMap;

use edmund_model::{Operation, OperationKind, Parameter};

use super::Writer;
use super::text::{Json, Object};

impl Writer<'_> {
    /// All overloads of a name stand together, where the first of them stood.
    pub(super) fn operations(&self, object: &mut Object, namespace: &str) {
        let mut names: HashMap<&str, usize> = HashMap::new();
        let mut groups: Vec<(&str, Vec<Json>)> = Vec::new();
        for item in self.model.operations.iter().filter(|item| item.name.namespace == namespace) {
            let at = *names.entry(&item.name.name).or_insert(groups.len());
            if at == groups.len() {
                groups.push((&item.name.name, Vec::new()));
            }
            groups[at].1.push(self.operation(item).into());
        }
        for (name, overloads) in groups {
            object.push(name, Json::Array(overloads));
        }
    }

    fn operation(&self, item: &Operation) -> Object {
        let mut object = Object::kind(if item.kind == OperationKind::Action { "Action" } else { "Function" });
        object.flag("$IsBound", item.bound);
        object.flag("$IsComposable", item.composable && item.kind == OperationKind::Function);
        object.maybe("$EntitySetPath", item.entity_set_path.as_deref());
        if !item.parameters.is_empty() {
            object.push("$Parameter", Json::Array(item.parameters.iter().map(|it| self.parameter(it).into()).collect()));
        }
        if let Some(returns) = &item.returns {
            let mut result = Object::default();
            self.typed(&mut result, &returns.ty);
            self.annotations(&mut result, "", &returns.annotations);
            object.push("$ReturnType", result);
        }
        self.documented(&mut object, "", &item.annotations, &item.docs);
        object
    }

    fn parameter(&self, item: &Parameter) -> Object {
        let mut object = Object::default();
        object.push("$Name", &*item.name);
        self.typed(&mut object, &item.ty);
        self.documented(&mut object, "", &item.annotations, &item.docs);
        self.annotations(&mut object, "", super::super::docs::optionality(item).as_slice());
        object
    }
}
