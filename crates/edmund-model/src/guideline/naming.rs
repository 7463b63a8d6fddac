//! Names.

use super::Report;
use crate::{Model, Origin, Primitive, Property, QualifiedName, Struct, Type};

/// Every type with its name and place.
pub(super) fn types(model: &Model) -> impl Iterator<Item = (&QualifiedName, Origin)> {
    let structs = model.structs.iter().map(|item| (&item.name, item.origin));
    let enums = model.enums.iter().map(|item| (&item.name, item.origin));
    structs.chain(enums).chain(model.definitions.iter().map(|item| (&item.name, item.origin)))
}

/// Every structural property with its type.
pub(super) fn properties(model: &Model) -> impl Iterator<Item = (&Struct, &Property)> {
    model.structs.iter().flat_map(|item| item.properties.iter().map(move |property| (item, property)))
}

/// All names are in lower camel case.
pub(super) fn lower_camel(model: &Model, report: &mut Report<'_>) {
    let mut check = |label: &str, name: &str, origin| {
        if !is_lower_camel(name) {
            report.add(
                origin,
                label,
                format!("`{name}` is not in lower camel case"),
                format!("call it `{}`", to_lower_camel(name)),
            );
        }
    };
    types(model).for_each(|(name, origin)| check("type", &name.name, origin));
    properties(model).for_each(|(_, property)| check("property", &property.name, property.origin));
    for navigation in model.structs.iter().flat_map(|item| &item.navigations) {
        check("property", &navigation.name, navigation.origin);
    }
    for member in model.enums.iter().flat_map(|item| &item.members) {
        check("enumeration member", &member.name, member.origin);
    }
    for operation in &model.operations {
        check("operation", &operation.name.name, operation.origin);
        operation.parameters.iter().for_each(|parameter| check("parameter", &parameter.name, parameter.origin));
    }
    for source in model.containers.iter().flat_map(|container| &container.sources) {
        check("entity set or singleton", &source.name, source.origin);
    }
}

fn is_lower_camel(name: &str) -> bool {
    name.starts_with(|first: char| first.is_lowercase()) && name.chars().all(char::is_alphanumeric)
}

fn to_lower_camel(name: &str) -> String {
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first: String = words.next().map(lower_start).unwrap_or_default();
    first + &words.map(upper_first).collect::<String>()
}

/// `BaseName` -> `baseName`, `URL` -> `url`, `URLPath` -> `urlPath`.
fn lower_start(word: &str) -> String {
    let capitals = word.chars().take_while(|c| c.is_uppercase()).count();
    let ends_there = word.chars().nth(capitals).is_none_or(|c| !c.is_lowercase());
    let lower = if capitals > 1 && !ends_there { capitals - 1 } else { capitals };
    let head: String = word.chars().take(lower).flat_map(char::to_lowercase).collect();
    head + &word.chars().skip(lower).collect::<String>()
}

fn upper_first(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// Type names do not end in `Collection`, `Response` or `Request`.
pub(super) fn no_suffix(model: &Model, report: &mut Report<'_>) {
    for (name, origin) in types(model) {
        let suffix = ["Collection", "Response", "Request"].into_iter().find(|suffix| name.name.ends_with(suffix));
        if let Some(suffix) = suffix {
            report.add(origin, "type", format!("`{name}` ends in `{suffix}`"), "name it after what it holds");
        }
    }
}

/// Properties do not repeat the name of their type: the type's name and then another word.
pub(super) fn redundant_prefix(model: &Model, report: &mut Report<'_>) {
    for (owner, property) in properties(model) {
        let rest = property.name.strip_prefix(owner.name.name.as_str()).unwrap_or_default();
        if rest.starts_with(char::is_uppercase) {
            let message = format!("`{}` repeats the name of its type `{}`", property.name, owner.name);
            report.add(property.origin, "property", message, format!("call it `{}`", lower_start(rest)));
        }
    }
}

/// Points in time end in `DateTime`, dates in `Date`, times of day in `Time`; a name that is nothing else is as good.
pub(super) fn temporal_suffix(model: &Model, report: &mut Report<'_>) {
    for (_, property) in properties(model) {
        let (ty, suffix, whole) = match property.ty.ty {
            Type::Primitive(Primitive::DateTimeOffset) => ("DateTimeOffset", "DateTime", "dateTime"),
            Type::Primitive(Primitive::Date) => ("Date", "Date", "date"),
            Type::Primitive(Primitive::TimeOfDay) => ("TimeOfDay", "Time", "time"),
            _ => continue,
        };
        if !property.ty.collection && !property.name.ends_with(suffix) && property.name != whole {
            let message = format!("`{}` is of type `Edm.{ty}` and does not end in `{suffix}`", property.name);
            report.add(property.origin, "property", message, format!("end its name in `{suffix}`"));
        }
    }
}

/// An acronym at the start of a name is all in lower case: not one small letter and then two capitals.
pub(super) fn acronym_case(model: &Model, report: &mut Report<'_>) {
    let mut check = |label: &str, name: &str, origin| {
        let mut start = name.chars();
        let is_small = start.next().is_some_and(char::is_lowercase);
        if is_small && start.next().is_some_and(char::is_uppercase) && start.next().is_some_and(char::is_uppercase) {
            let help = format!("call it `{}`", lower_start(&upper_first(name)));
            report.add(origin, label, format!("`{name}` starts with an acronym in mixed case"), help);
        }
    };
    types(model).for_each(|(name, origin)| check("type", &name.name, origin));
    properties(model).for_each(|(_, property)| check("property", &property.name, property.origin));
    for navigation in model.structs.iter().flat_map(|item| &item.navigations) {
        check("property", &navigation.name, navigation.origin);
    }
}
