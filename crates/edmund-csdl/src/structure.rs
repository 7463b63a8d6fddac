//! Rules about one document's elements among themselves, which need no other document.

use std::collections::{HashMap, HashSet};

use edmund_model::Finding;

use crate::grammar::is_expression_attribute;
use crate::{Document, Element, Format};

/// Applies all of them.
pub(crate) fn check(document: &Document, findings: &mut Vec<Finding>) {
    aliases(document, findings);
    for element in document.elements() {
        match element.name {
            "Reference" => findings.extend(reference(element)),
            "EntityType" => findings.extend(keys(element)),
            "EnumType" => findings.extend(members(element)),
            "NavigationProperty" => findings.extend(nullable_collection(element, document.format)),
            "Annotations" => findings.extend(annotations(element)),
            "Annotation" | "PropertyValue" | "LabeledElement" => findings.extend(expressions(element)),
            _ => {}
        }
    }
    containers(document, findings);
}

/// Aliases are unique within a document, and none is also a namespace in scope (CSDL 4.01, section 5.1).
fn aliases(document: &Document, findings: &mut Vec<Finding>) {
    let includes = document.references.iter().flat_map(|reference| reference.all("Include"));
    let scopes: Vec<&Element> = document.schemas.iter().chain(includes).collect();
    let namespaces: HashMap<&str, &Element> = scopes.iter().filter_map(|scope| Some((scope.get("Namespace")?, *scope))).collect();
    let mut seen: HashMap<&str, &Element> = HashMap::new();
    for scope in scopes {
        let (Some(alias), namespace) = (scope.get("Alias"), scope.get("Namespace")) else { continue };
        let place = scope.place("Alias");
        if let Some(first) = seen.get(alias).filter(|first| first.get("Namespace") != namespace) {
            let message = format!("the alias `{alias}` already stands for `{}`", first.get("Namespace").unwrap_or_default());
            let finding = Finding::error("duplicate-alias", place, message).with_other(first.place("Alias"), "first given here");
            findings.push(finding.with_help("give one of the namespaces another alias"));
        }
        seen.entry(alias).or_insert(scope);
        if let Some(other) = namespaces.get(alias) {
            let message = format!("the alias `{alias}` is also a namespace, so names that begin with it are ambiguous");
            let finding = Finding::new(
                "alias-equals-namespace",
                if namespace == Some(alias) { edmund_model::Severity::Warning } else { edmund_model::Severity::Error },
                place,
                message,
            );
            findings.push(finding.with_other(other.place("Namespace"), "the namespace"));
        }
    }
}

/// A reference includes a schema or annotations (CSDL XML 4.01, section 4.1).
fn reference(element: &Element) -> Option<Finding> {
    let empty = element.first("Include").is_none() && element.first("IncludeAnnotations").is_none();
    empty.then(|| {
        Finding::error("empty-reference", element.origin, "the reference includes nothing")
            .with_help("add <edmx:Include Namespace=\"…\" />, or remove the reference")
    })
}

/// An entity type has at most one key, of at least one property (CSDL 4.01, section 6.5).
fn keys(element: &Element) -> Option<Finding> {
    let mut keys = element.all("Key");
    let first = keys.next()?;
    if let Some(second) = keys.next() {
        let finding = Finding::error("multiple-keys", second.origin, "the entity type has more than one key");
        return Some(finding.with_other(first.origin, "the first key").with_help("put all key properties into one `Key`"));
    }
    first.first("PropertyRef").is_none().then(|| {
        Finding::error("empty-key", first.origin, "the key has no properties").with_help("add <PropertyRef Name=\"…\" />")
    })
}

/// An enumeration has at least one member (CSDL 4.01, section 10). Graph has two without.
fn members(element: &Element) -> Option<Finding> {
    element.first("Member").is_none().then(|| {
        let message = format!("the enumeration `{}` has no members", element.get("Name").unwrap_or_default());
        Finding::warning("enum-no-members", element.place("Name"), message)
    })
}

/// A collection-valued navigation property is never null, so it has no `Nullable` (CSDL XML 4.01, section 8.2).
fn nullable_collection(element: &Element, format: Format) -> Option<Finding> {
    let attribute = element.attribute("Nullable")?;
    element.get("Type")?.starts_with("Collection(").then(|| {
        let message = "a navigation property to a collection cannot say whether it may be null";
        let finding = Finding::warning("collection-navigation-nullable", attribute.whole, message);
        let finding = finding.with_help("remove `Nullable`");
        match format {
            Format::Xml => finding.with_fix("remove `Nullable`", attribute.whole, ""),
            // The comma that has to go with it is not ours to find.
            Format::Json => finding,
        }
    })
}

/// CSDL XML 4.01, section 5.2.
fn annotations(element: &Element) -> Option<Finding> {
    element
        .first("Annotation")
        .is_none()
        .then(|| Finding::warning("empty-annotations", element.origin, "the element holds no annotation").with_help("remove it"))
}

/// An annotation, a record's member and a labeled element have one value, as an attribute or as a child (CSDL XML 4.01, section 14.2).
fn expressions(element: &Element) -> Option<Finding> {
    let short = element.attributes.iter().filter(|attribute| is_expression_attribute(attribute.name));
    let long = element.children.iter().filter(|child| child.name != "Annotation");
    let mut places = short.map(|attribute| attribute.whole).chain(long.map(|child| child.origin));
    let (first, second) = (places.next()?, places.next()?);
    let finding =
        Finding::error("annotation-multiple-expressions", second, format!("`{}` has more than one value", element.name));
    Some(finding.with_other(first, "the first value").with_help("leave one of them; several belong into a `Collection`"))
}

/// A service has one entity container (CSDL 4.01, section 13). One that another extends is a part of that one.
fn containers(document: &Document, findings: &mut Vec<Finding>) {
    let of_schema = |schema| Element::all(schema, "EntityContainer").map(move |container| (names(schema, container), container));
    let all: Vec<_> = document.schemas.iter().flat_map(of_schema).collect();
    let extended: HashSet<&str> = all.iter().filter_map(|(_, container)| container.get("Extends")).collect();
    let mut own = all.iter().filter(|(names, _)| !names.iter().any(|name| extended.contains(name.as_str()))).map(|(_, it)| it);
    let Some(first) = own.next() else { return };
    for other in own {
        let message = "the document has more than one entity container; a service has one";
        let finding = Finding::error("multiple-containers", other.place("Name"), message);
        let help = "remove one of them, or let one extend the other with Extends";
        findings.push(finding.with_other(first.place("Name"), "the first container").with_help(help));
    }
}

/// The names that a document may call a member of one of its schemas: with the namespace, and with the alias.
fn names(schema: &Element, member: &Element) -> Vec<String> {
    let prefixes = [schema.get("Namespace"), schema.get("Alias")];
    let name = member.get("Name").unwrap_or_default();
    prefixes.into_iter().flatten().map(|prefix| format!("{prefix}.{name}")).collect()
}
