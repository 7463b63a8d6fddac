//! Keys of entity types, and what cannot be without one.

use std::collections::HashMap;

use edmund_model::{Finding, KeyPart, NavigationSourceKind, Primitive, Property, Struct, StructId, StructKind, Type};

use super::paths::Reached;
use super::{Checker, Member};

pub(super) fn check(checker: &mut Checker<'_>) {
    let model = checker.model;
    for id in model.struct_ids() {
        let item = model.structure(id);
        if item.kind == StructKind::Entity {
            own_key(checker, id, item);
            without_key(checker, id, item);
        }
    }
    entity_sets(checker);
    contained_collections(checker);
}

fn own_key<'a>(checker: &mut Checker<'a>, id: StructId, item: &'a Struct) {
    redeclared(checker, item);
    let mut seen: HashMap<&str, _> = HashMap::new();
    for part in &item.key {
        key_part(checker, id, part);
        // Names in a key are unique (CSDL 4.01, section 6.5).
        let name = part.alias.as_deref().unwrap_or(&part.path);
        if let Some(first) = seen.insert(name, part.origin) {
            let finding = Finding::error("duplicate-key-property", part.origin, format!("the key has `{name}` twice"));
            checker.report(finding.with_other(first, "the first"));
        }
        // A path in a key has an alias, because its slashes cannot stand in URLs (CSDL 4.01, section 6.5).
        if part.path.contains('/') && part.alias.is_none() {
            let place = checker.place(part.origin, "Name");
            let finding = Finding::error("key-path-without-alias", place, format!("the key path `{}` has no alias", part.path));
            checker.report(finding.with_help("add an `Alias` to the `PropertyRef`"));
        }
    }
}

/// Only one type in a line of inheritance declares the key (CSDL 4.01, section 6.5).
fn redeclared(checker: &mut Checker<'_>, item: &Struct) {
    let model = checker.model;
    let (Some(part), Some(base)) = (item.key.first(), item.base) else { return };
    if let Some(inherited) = model.key(base).first() {
        let message = format!("`{}` declares a key although it inherits one", item.name);
        let finding = Finding::error("key-redeclared", part.origin, message).with_other(inherited.origin, "the inherited key");
        checker.report(finding.with_help("remove the key from one of the types"));
    }
}

/// A key property exists, cannot be null, and has a type whose values can be compared (CSDL 4.01, section 6.5).
fn key_part<'a>(checker: &mut Checker<'a>, id: StructId, part: &'a KeyPart) {
    let place = checker.place(part.origin, "Name");
    match checker.follow(id, &part.path) {
        Reached::Member(Member::Property(property)) => key_property(checker, part, property),
        Reached::Member(Member::Navigation(_)) | Reached::Type | Reached::Missing(_) => {
            let message = format!("`{}` has no property `{}` for its key", checker.model.structure(id).name, part.path);
            let names = checker.model.properties(id).into_iter().map(|property| property.name.as_str());
            let near = edmund_model::nearest(&part.path, names).map(str::to_owned);
            let finding = Finding::error("unresolved-key-property", place, message);
            checker.report(match near {
                Some(near) => {
                    finding.with_help(format!("did you mean `{near}`?")).with_fix(format!("write `{near}`"), place, near)
                }
                None => finding.with_help("declare the property, or name another"),
            });
        }
        Reached::Unknown => {}
    }
}

fn key_property(checker: &mut Checker<'_>, part: &KeyPart, property: &Property) {
    let place = checker.place(part.origin, "Name");
    let declared = checker.place(property.origin, "Type");
    let fitness = if property.ty.collection { Fitness::Never } else { fitness(checker, property.ty.ty) };
    if fitness != Fitness::Good {
        let name = checker.model.type_name(property.ty.ty);
        let message = format!("the key property `{}` has the type `{name}`, which a key cannot have", property.name);
        let finding = match fitness {
            Fitness::Inexact => Finding::warning("invalid-key-type", place, message),
            _ => Finding::error("invalid-key-type", place, message),
        };
        checker.report(finding.with_other(declared, "its type"));
    } else if property.ty.nullable {
        let finding = Finding::warning("nullable-key", place, format!("the key property `{}` may be null", property.name));
        let other = checker.place(property.origin, "Name");
        checker.report(finding.with_other(other, "declared here").with_help("write Nullable=\"false\" on the property"));
    }
}

/// How well a type suits a key.
#[derive(PartialEq)]
enum Fitness {
    Good,
    /// Its values can stand in a URL, though equal ones may be written in several ways. Services have such keys: Northwind has.
    Inexact,
    Never,
}

/// Keys have one of some primitive types, an enumeration, or a definition over one (CSDL 4.01, section 6.5).
fn fitness(checker: &Checker<'_>, ty: Type) -> Fitness {
    let primitive = match ty {
        Type::Enum(_) | Type::Unknown => return Fitness::Good,
        Type::Struct(_) => return Fitness::Never,
        Type::Definition(id) => checker.model.definition(id).underlying,
        Type::Primitive(primitive) => primitive,
    };
    match primitive {
        Primitive::Boolean
        | Primitive::Byte
        | Primitive::Date
        | Primitive::DateTimeOffset
        | Primitive::Decimal
        | Primitive::Duration
        | Primitive::Guid
        | Primitive::Int16
        | Primitive::Int32
        | Primitive::Int64
        | Primitive::SByte
        | Primitive::String
        | Primitive::TimeOfDay => Fitness::Good,
        Primitive::Single | Primitive::Double | Primitive::Binary => Fitness::Inexact,
        _ => Fitness::Never,
    }
}

/// A concrete entity type without key can only stand behind singletons and single-valued navigation (CSDL 4.01, section 6.5).
fn without_key(checker: &mut Checker<'_>, id: StructId, item: &Struct) {
    if !item.is_abstract && keyless(checker, id) {
        let finding = Finding::info(
            "entity-without-key",
            checker.place(item.origin, "Name"),
            format!("the entity type `{}` has no key", item.name),
        );
        checker.report(
            finding.with_note("it can stand behind a singleton or a single-valued navigation property, but not in a collection"),
        );
    }
}

/// A type whose key is empty has its finding; nothing more follows from that.
fn keyless(checker: &Checker<'_>, id: StructId) -> bool {
    let has_element = |id: StructId| {
        let element = checker.element(checker.model.structure(id).origin);
        element.is_some_and(|element| element.first("Key").is_some())
    };
    checker.model.key(id).is_empty() && checker.is_complete(id) && !checker.model.lineage(id).any(has_element)
}

/// CSDL 4.01, section 13.2.
fn entity_sets(checker: &mut Checker<'_>) {
    let model = checker.model;
    let sets = model.containers.iter().flat_map(|container| &container.sources);
    for set in sets.filter(|source| source.kind == NavigationSourceKind::EntitySet) {
        if let Some(id) = set.ty.filter(|id| keyless(checker, *id)) {
            let item = model.structure(id);
            let message = format!("the entity set `{}` holds `{}`, which has no key", set.name, item.name);
            let finding = Finding::error("entityset-type-without-key", checker.place(set.origin, "EntityType"), message);
            let other = checker.place(item.origin, "Name");
            checker.report(finding.with_other(other, "the type").with_help("give the type a key"));
        }
    }
}

/// The items of a contained collection are addressed by key (CSDL 4.01, section 8.4).
fn contained_collections(checker: &mut Checker<'_>) {
    let model = checker.model;
    let navigations = model.structs.iter().flat_map(|item| &item.navigations);
    for navigation in navigations.filter(|navigation| navigation.contains && navigation.collection) {
        if let Some(id) = navigation.target.filter(|id| keyless(checker, *id)) {
            let item = model.structure(id);
            let message = format!("`{}` contains a collection of `{}`, which has no key", navigation.name, item.name);
            let finding = Finding::error("contained-collection-without-key", checker.place(navigation.origin, "Type"), message);
            let other = checker.place(item.origin, "Name");
            checker.report(finding.with_other(other, "the type").with_help("give the type a key"));
        }
    }
}
