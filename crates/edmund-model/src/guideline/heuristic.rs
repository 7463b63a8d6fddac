//! Rules that guess from words. They are wrong often enough to be off by default.

use super::Report;
use super::naming::properties;
use crate::{Model, Primitive, Type};

/// Last words that are plural, or have none, without ending in `s`; and phrases that name a relation instead of things.
const PLURAL: &[&str] = &[
    "children",
    "people",
    "men",
    "data",
    "metadata",
    "media",
    "criteria",
    "information",
    "history",
    "feedback",
    "staff",
    "of",
    "to",
    "on",
    "by",
];

/// First words of a name that reads as yes or no.
const VERBS: &[&str] = &[
    "is", "are", "was", "has", "have", "had", "can", "could", "should", "must", "may", "will", "would", "does", "do", "did",
    "allow", "allows", "enable", "enables", "disable", "disables", "require", "requires", "include", "includes", "ignore",
    "show", "hide", "use", "uses", "support", "supports", "block", "prevent", "needs",
];

/// The first or the last word of a lower camel case name, in lower case.
fn words(name: &str) -> (String, String) {
    let end = name.find(|c: char| !c.is_lowercase()).unwrap_or(name.len());
    let last = name.rfind(|c: char| c.is_uppercase() || c == '_').unwrap_or(0);
    (name[..end].to_lowercase(), name[last..].trim_start_matches('_').to_lowercase())
}

/// Collections have plural names.
pub(super) fn plural_collection(model: &Model, report: &mut Report<'_>) {
    let mut check = |name: &str, origin| {
        let (_, last) = words(name);
        if !last.ends_with('s') && !PLURAL.contains(&last.as_str()) {
            report.add(origin, "property", format!("the collection `{name}` has a singular name"), "use the plural");
        }
    };
    properties(model).filter(|(_, it)| it.ty.collection).for_each(|(_, property)| check(&property.name, property.origin));
    for navigation in model.structs.iter().flat_map(|item| &item.navigations).filter(|navigation| navigation.collection) {
        check(&navigation.name, navigation.origin);
    }
}

/// Names of Booleans start with a verb.
pub(super) fn boolean_prefix(model: &Model, report: &mut Report<'_>) {
    for (_, property) in properties(model) {
        let is_boolean = property.ty.ty == Type::Primitive(Primitive::Boolean) && !property.ty.collection;
        if is_boolean && !VERBS.contains(&words(&property.name).0.as_str()) {
            let message = format!("the Boolean `{}` does not start with a verb", property.name);
            report.add(property.origin, "property", message, "start it with `is`, where that sounds natural");
        }
    }
}
