//! The names of everything that is generated, for whoever keeps them.

use std::collections::BTreeMap;

use edmund_model::{Operation, Type};

use super::{declared, members, services, variants};
use crate::context::Context;

/// The Rust names by the names on the wire. Only what a type declares itself is listed with it.
pub(crate) fn given(context: &Context<'_>) -> BTreeMap<String, String> {
    let model = context.model;
    let mut names = BTreeMap::new();
    for (ty, name, _) in declared(model).filter(|(ty, ..)| context.is_generated(*ty)) {
        let Some((module, ident)) = context.names.of(ty) else { continue };
        names.insert(name.to_string(), format!("{}::{ident}", context.names.module(module)));
        match ty {
            Type::Struct(id) => {
                let own = model.structure(id);
                let is_own = |wire: &str| {
                    own.properties.iter().any(|property| property.name == wire)
                        || own.navigations.iter().any(|navigation| navigation.name == wire)
                };
                let members = members(model, id, &mut Vec::new());
                let members = members.into_iter().filter(|member| is_own(member.kind.name()));
                names.extend(members.map(|member| (format!("{name}/{}", member.kind.name()), member.ident)));
            }
            Type::Enum(id) => {
                let variants = variants(model.enumeration(id), &mut Vec::new()).members;
                names.extend(variants.into_iter().map(|(ident, member)| (format!("{name}/{}", member.name), ident)));
            }
            Type::Definition(_) | Type::Primitive(_) | Type::Unknown => {}
        }
    }
    for ((ty, collection), calls) in context.calls.iter().filter(|((ty, _), _)| context.is_generated(Type::Struct(*ty))) {
        let name = &model.structure(*ty).name;
        let bound = if *collection { format!("Collection({name})") } else { name.to_string() };
        for call in calls.iter().filter(|call| context.is_wanted(call.operation)) {
            let operation = model.operation(call.operation);
            names.insert(format!("{bound}/{}", signature(operation)), call.ident.clone());
        }
    }
    for service in services(model, &mut Vec::new()) {
        let container = &service.container.name;
        names.extend(service.sources.iter().map(|(ident, source)| (format!("{container}/{}", source.name), ident.clone())));
        names.extend(service.imports.iter().map(|(ident, import, id)| {
            (format!("{container}/{} {}", import.name, signature(model.operation(*id))), ident.clone())
        }));
    }
    names
}

/// The operation with the names of its arguments, which tell overloads apart.
fn signature(operation: &Operation) -> String {
    let arguments: Vec<&str> = operation.arguments().iter().map(|parameter| parameter.name.as_str()).collect();
    format!("{}({})", operation.name, arguments.join(","))
}
