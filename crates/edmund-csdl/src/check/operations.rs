//! Actions, functions and their overloads.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use edmund_model::{Finding, Operation, OperationKind, Origin, QualifiedName, Type, TypeRef};

use super::Checker;
use super::paths::Reached;

pub(super) fn check(checker: &mut Checker<'_>) {
    for operation in &checker.model.operations {
        results(checker, operation);
        parameters(checker, operation);
        entity_set_path(checker, operation);
    }
    actions(checker);
    functions(checker);
}

/// A function returns something (CSDL 4.01, section 12.3).
fn results(checker: &mut Checker<'_>, operation: &Operation) {
    if operation.kind == OperationKind::Function && operation.returns.is_none() {
        let message = format!("the function `{}` returns nothing", operation.name);
        let finding = Finding::error("function-without-return-type", checker.place(operation.origin, "Name"), message);
        checker.report(finding.with_help("add a `ReturnType`, or make it an action"));
    }
}

/// A bound operation has a first parameter that it is bound to (CSDL 4.01, section 12.5). A caller can only leave out parameters at the
/// end (Core vocabulary, term `OptionalParameter`).
fn parameters(checker: &mut Checker<'_>, operation: &Operation) {
    if operation.bound && operation.parameters.is_empty() {
        let message = format!("`{}` is bound but has no parameter to be bound to", operation.name);
        let finding = Finding::error("bound-operation-without-parameter", checker.place(operation.origin, "Name"), message);
        checker.report(finding.with_help("add the binding parameter, or remove `IsBound`"));
    }
    if operation.kind == OperationKind::Action {
        return;
    }
    let mut parameters = operation.parameters.iter().skip_while(|parameter| !parameter.optional);
    let optional = parameters.next();
    if let (Some(optional), Some(required)) = (optional, parameters.find(|parameter| !parameter.optional)) {
        let message = format!("`{}` is required but stands behind the optional `{}`", required.name, optional.name);
        let finding = Finding::warning("required-after-optional", checker.place(required.origin, "Name"), message);
        checker.report(finding.with_other(checker.place(optional.origin, "Name"), "optional").with_help("put it in front"));
    }
}

/// `EntitySetPath` leads from the binding parameter to the set of the entities that a bound operation returns (CSDL 4.01, section 12.6).
fn entity_set_path<'a>(checker: &mut Checker<'a>, operation: &'a Operation) {
    let Some(path) = operation.entity_set_path.as_deref() else { return };
    let place = checker.place(operation.origin, "EntitySetPath");
    let Some(binding) = operation.binding() else {
        if !operation.bound {
            let message = format!("`{}` is not bound, so it has nothing for `EntitySetPath` to start from", operation.name);
            checker.report(Finding::error("entitysetpath-on-unbound", place, message).with_help("remove `EntitySetPath`"));
        }
        return;
    };
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    if first != binding.name {
        let message = format!("the path begins with `{first}`, not with the binding parameter `{}`", binding.name);
        checker.report(
            Finding::error("entitysetpath-first-segment", place, message).with_help(format!("begin with `{}`", binding.name)),
        );
        return;
    }
    if let Type::Struct(id) = binding.ty.ty
        && let Reached::Missing(segment) = checker.follow(id, rest)
    {
        let finding = Finding::error("entitysetpath-unresolved", place, format!("nothing on the path is called `{segment}`"));
        checker.report(finding.with_help("name navigation properties of the binding parameter's type"));
    }
    if operation.returns.as_ref().is_some_and(|returns| !may_be_entity(checker, &returns.ty)) {
        let message = format!("`{}` has an `EntitySetPath` but does not return entities", operation.name);
        checker.report(Finding::error("entitysetpath-return-not-entity", place, message).with_help("remove `EntitySetPath`"));
    }
}

fn may_be_entity(checker: &Checker<'_>, ty: &TypeRef) -> bool {
    match ty.ty {
        Type::Struct(id) => checker.model.structure(id).kind == edmund_model::StructKind::Entity,
        Type::Primitive(primitive) => primitive == edmund_model::Primitive::EntityType,
        Type::Unknown => true,
        _ => false,
    }
}

/// What an overload is bound to; unresolved types are told apart from each other by nothing, so they are left out.
fn binding(operation: &Operation) -> Option<(Type, bool)> {
    operation.binding().map(|parameter| (parameter.ty.ty, parameter.ty.collection))
}

fn has_unknown(operation: &Operation) -> bool {
    operation.parameters.iter().any(|parameter| parameter.ty.ty == Type::Unknown)
}

/// Actions of one name differ in what they are bound to; there is one unbound at most (CSDL 4.01, section 12.2).
fn actions(checker: &mut Checker<'_>) {
    let model = checker.model;
    let mut seen: HashMap<_, Origin> = HashMap::new();
    for action in model.operations.iter().filter(|it| it.kind == OperationKind::Action && !has_unknown(it)) {
        let Some(first) = seen.insert((&action.name, action.bound, binding(action)), action.origin) else { continue };
        let message = format!("the action `{}` is declared twice for the same binding parameter", action.name);
        let finding = Finding::error("duplicate-action", checker.place(action.origin, "Name"), message);
        checker.report(
            finding
                .with_other(checker.place(first, "Name"), "the first")
                .with_help("actions cannot be told apart by other parameters"),
        );
    }
}

/// Functions of one name and binding parameter, in the order of the model.
type Overloads<'a> = Vec<&'a Operation>;

/// What overloads have in common.
type Group<'a> = (&'a QualifiedName, Option<(Type, bool)>);

fn functions(checker: &mut Checker<'_>) {
    let model = checker.model;
    let mut groups: BTreeMap<Group<'_>, Overloads<'_>> = BTreeMap::new();
    for function in model.operations.iter().filter(|it| it.kind == OperationKind::Function && !has_unknown(it)) {
        groups.entry((&function.name, binding(function))).or_default().push(function);
    }
    for overloads in groups.values().filter(|overloads| overloads.len() > 1) {
        same_parameters(checker, overloads);
        same_types(checker, overloads);
        same_results(checker, overloads);
    }
}

/// Overloads differ in the set of their parameters' names (CSDL 4.01, section 12.4).
fn same_parameters(checker: &mut Checker<'_>, overloads: &Overloads<'_>) {
    let mut seen: HashMap<BTreeSet<&str>, Origin> = HashMap::new();
    for function in overloads {
        let names = function.arguments().iter().map(|parameter| parameter.name.as_str()).collect();
        let Some(first) = seen.insert(names, function.origin) else { continue };
        let message = format!("the function `{}` is declared twice with the same parameter names", function.name);
        let finding = Finding::error("duplicate-function-overload", checker.place(function.origin, "Name"), message);
        checker.report(finding.with_other(checker.place(first, "Name"), "the first"));
    }
}

/// Overloads differ in the types of their parameters (CSDL 4.01, section 12.4). Clients that pass names can still tell them apart.
fn same_types(checker: &mut Checker<'_>, overloads: &Overloads<'_>) {
    let mut seen: HashMap<Vec<(Type, bool)>, &Operation> = HashMap::new();
    for function in overloads {
        let types = function.arguments().iter().map(|parameter| (parameter.ty.ty, parameter.ty.collection)).collect();
        let Some(first) = seen.insert(types, function) else { continue };
        if first.arguments().iter().map(|it| &it.name).eq(function.arguments().iter().map(|it| &it.name)) {
            continue;
        }
        let message = format!("two overloads of `{}` differ only in the names of their parameters", function.name);
        let finding = Finding::warning("ambiguous-function-overload", checker.place(function.origin, "Name"), message);
        checker.report(finding.with_other(checker.place(first.origin, "Name"), "the first"));
    }
}

/// Overloads of one function return the same (CSDL 4.01, section 12.4).
fn same_results(checker: &mut Checker<'_>, overloads: &Overloads<'_>) {
    let result = |function: &Operation| function.returns.as_ref().map(|returns| (returns.ty.ty, returns.ty.collection));
    let Some(first) = overloads.first() else { return };
    let differs = overloads.iter().find(|other| {
        matches!((result(first), result(other)), (Some(one), Some(two)) if one != two && one.0 != Type::Unknown && two.0 != Type::Unknown)
    });
    if let Some(other) = differs {
        let message = format!("the overloads of `{}` return different types", other.name);
        let finding = Finding::warning("function-overload-return-type", checker.place(other.origin, "Name"), message);
        checker.report(finding.with_other(checker.place(first.origin, "Name"), "the first"));
    }
}
