//! A model as text, short enough to read in a golden.

use edmund_model::{Model, NavigationSourceKind, Operation, QualifiedName, Request, Struct, TypeRef};

fn type_text(model: &Model, ty: &TypeRef) -> String {
    let name = model.type_name(ty.ty);
    let name = if ty.collection { format!("Collection({name})") } else { name };
    if ty.nullable || ty.collection { name } else { format!("{name} not null") }
}

/// The types that `chosen` chooses, and all roots, operations and requests.
pub(crate) fn show(model: &Model, chosen: impl Fn(&QualifiedName) -> bool) -> String {
    let mut lines = Vec::new();
    for item in model.structs.iter().filter(|item| chosen(&item.name)) {
        structure(model, item, &mut lines);
    }
    for item in model.enums.iter().filter(|item| chosen(&item.name)) {
        let members: Vec<_> = item.members.iter().map(|member| format!("{}={}", member.name, member.value)).collect();
        let flags = if item.is_flags { "flags" } else { "enum" };
        lines.push(format!("{flags} {}: {}", item.name, members.join(" ")));
    }
    for container in &model.containers {
        for source in &container.sources {
            let kind = if source.kind == NavigationSourceKind::EntitySet { "set" } else { "singleton" };
            let ty = source.ty.map(|ty| model.structure(ty).name.to_string()).unwrap_or_default();
            lines.push(format!("{}: {kind} {} of {ty}", container.name, source.name));
        }
    }
    let own = |operation: &&Operation| operation.binding().is_some_and(|binding| binding.name == "bindingParameter");
    lines.extend(model.operations.iter().filter(own).map(|operation| operation_text(model, operation)));
    lines.extend(model.requests.iter().map(|request| request_text(model, request)));
    lines.join("\n")
}

fn structure(model: &Model, item: &Struct, lines: &mut Vec<String>) {
    let key: Vec<_> = item.key.iter().map(|part| part.path.as_str()).collect();
    let base = item.base.map_or(String::new(), |base| format!(" base={}", model.structure(base).name));
    lines.push(format!("{:?} {}{base} key({})", item.kind, item.name, key.join(" ")));
    lines.extend(item.properties.iter().map(|property| format!("  {}: {}", property.name, type_text(model, &property.ty))));
    lines.extend(item.navigations.iter().map(|navigation| {
        let target = navigation.target.map(|target| model.structure(target).name.to_string());
        let many = if navigation.collection { "*" } else { "" };
        format!("  -> {}{many}: {} contains={}", navigation.name, target.unwrap_or_default(), navigation.contains)
    }));
}

fn operation_text(model: &Model, operation: &Operation) -> String {
    let parameters =
        operation.parameters.iter().map(|parameter| format!("{}: {}", parameter.name, type_text(model, &parameter.ty)));
    let returns = operation.returns.as_ref().map_or("nothing".to_owned(), |returns| type_text(model, &returns.ty));
    format!("{:?} {}({}) -> {returns}", operation.kind, operation.name, parameters.collect::<Vec<_>>().join(", "))
}

fn request_text(model: &Model, request: &Request) -> String {
    let ty = |ty: &Option<TypeRef>| ty.as_ref().map_or("-".to_owned(), |ty| type_text(model, ty));
    let scopes = request.permissions.0.iter().map(|(scheme, scopes)| format!("{scheme:?}={}", scopes.join(",")));
    let scopes = scopes.collect::<Vec<_>>().join(" ");
    let (body, response) = (ty(&request.body), ty(&request.response));
    let method = request.method.as_str();
    format!("{:?} {method} {}\n  {body} -> {} {response} [{scopes}]", request.kind, request.template, request.status)
}
