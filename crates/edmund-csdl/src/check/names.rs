//! Names that must differ.

use std::collections::HashMap;

use edmund_model::{Finding, Origin, QualifiedName, StructId};

use super::{Checker, members};

pub(super) fn check(checker: &mut Checker<'_>) {
    schema_elements(checker);
    for id in checker.model.struct_ids() {
        properties(checker, id);
    }
    enum_members(checker);
    parameters(checker);
}

/// Types, terms, containers and operations share the names of a namespace; operations among themselves may be overloads
/// (CSDL 4.01, section 5). Graph has an operation called like a type, which is a nuisance but works.
fn schema_elements(checker: &mut Checker<'_>) {
    let model = checker.model;
    let mut seen: HashMap<&QualifiedName, Origin> = HashMap::new();
    let types = (model.structs.iter().map(|item| (&item.name, item.origin)))
        .chain(model.enums.iter().map(|item| (&item.name, item.origin)))
        .chain(model.definitions.iter().map(|item| (&item.name, item.origin)));
    seen.extend(types);
    let others = (model.terms.iter().map(|item| (&item.name, item.origin)))
        .chain(model.containers.iter().map(|item| (&item.name, item.origin)));
    for (name, origin) in others {
        if let Some(first) = seen.insert(name, origin) {
            let finding = duplicate(checker, name, origin, first);
            checker.report(finding);
        }
    }
    let mut reported = std::collections::HashSet::new();
    for operation in &model.operations {
        if let Some(first) = seen.get(&operation.name).copied().filter(|_| reported.insert(&operation.name)) {
            let mut finding = duplicate(checker, &operation.name, operation.origin, first);
            finding.severity = edmund_model::Severity::Warning;
            checker.report(finding);
        }
    }
}

fn duplicate(checker: &Checker<'_>, name: &QualifiedName, origin: Origin, first: Origin) -> Finding {
    Finding::error("duplicate-schema-element", checker.place(origin, "Name"), format!("`{name}` is declared twice"))
        .with_other(checker.place(first, "Name"), "declared here first")
        .with_help("rename one of them")
}

/// A type has each property once, inherited ones included (CSDL 4.01, sections 6.1 and 7).
fn properties(checker: &mut Checker<'_>, id: StructId) {
    let model = checker.model;
    let item = model.structure(id);
    let mut own = HashMap::new();
    for member in members(model, id) {
        let name = member.name();
        // CSDL allows a property that is called like its type, but in some languages it cannot be generated: such a member is a constructor.
        if name == item.name.name {
            let message = format!("the property `{name}` is called like the type that has it");
            let place = checker.place(member.origin(), "Name");
            checker.report(Finding::warning("property-named-like-type", place, message));
        }
        if let Some(first) = own.insert(name, member.origin()) {
            let message = format!("`{}` has two properties `{name}`", item.name);
            twice(checker, "duplicate-property", message, member.origin(), first);
        } else if let Some(inherited) = item.base.and_then(|base| checker.member(base, name)) {
            let message = format!("`{}` declares the property `{name}` that it inherits", item.name);
            let finding = Finding::error("property-redeclared", checker.place(member.origin(), "Name"), message);
            let other = checker.place(inherited.origin(), "Name");
            checker.report(finding.with_other(other, "inherited from here").with_help("remove it, or rename it"));
        }
    }
}

/// CSDL 4.01, section 10.3.
fn enum_members(checker: &mut Checker<'_>) {
    for item in &checker.model.enums {
        let mut seen = HashMap::new();
        for member in &item.members {
            if let Some(first) = seen.insert(member.name.as_str(), member.origin) {
                let message = format!("`{}` has two members `{}`", item.name, member.name);
                twice(checker, "duplicate-enum-member", message, member.origin, first);
            }
        }
    }
}

/// CSDL 4.01, section 12.9.
fn parameters(checker: &mut Checker<'_>) {
    for item in &checker.model.operations {
        let mut seen = HashMap::new();
        for parameter in &item.parameters {
            if let Some(first) = seen.insert(parameter.name.as_str(), parameter.origin) {
                let message = format!("`{}` has two parameters `{}`", item.name, parameter.name);
                twice(checker, "duplicate-parameter", message, parameter.origin, first);
            }
        }
    }
}

fn twice(checker: &mut Checker<'_>, code: &'static str, message: String, second: Origin, first: Origin) {
    let finding =
        Finding::error(code, checker.place(second, "Name"), message).with_other(checker.place(first, "Name"), "the first");
    checker.report(finding.with_help("remove or rename one of them"));
}
