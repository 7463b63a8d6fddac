//! Types, their members, and terms (OData CSDL JSON 4.01, sections 6 to 11 and 14.1).

use edmund_model::json::{Kind, Member, Value};
use edmund_model::{Finding, Origin, nearest};

use super::object::{self, Object, implied};
use super::{Reader, element};
use crate::document::{Attribute, Element};
use crate::grammar::{self, Rule, rules, values};

/// The type where nothing is said.
const STRING: Option<&str> = Some("Edm.String");

impl Reader {
    pub(super) fn structure(&mut self, member: &Member, rule: &'static Rule) -> Element {
        let mut element = self.named(member, rule);
        let mut object = Object::new(&member.value);
        let own: &[&str] = if rule.name == "EntityType" { &["Kind", "Key"] } else { &["Kind"] };
        element.attributes.extend(self.attributes(&object, rule, own));
        if let Some(key) = object.members.iter().find(|member| member.key == "$Key" && own.contains(&"Key")) {
            element.children.push(self.key(key));
        }
        for property in object.plain() {
            if self.is_object(&property.key, &property.value) {
                element.children.extend(self.property(property));
            }
        }
        element.children.extend(self.annotations(&mut object, ""));
        self.orphans(&mut object);
        element
    }

    /// Property names, and paths with the alias they get (CSDL JSON 4.01, section 6.5).
    fn key(&mut self, member: &Member) -> Element {
        let mut key = element(&rules::KEY, member.key_origin);
        for item in self.list("$Key", &member.value) {
            let mut part = element(&rules::PROPERTY_REF, item.content());
            match &item.kind {
                Kind::Object(pairs) => {
                    for pair in pairs.iter().take(1) {
                        part.origin = pair.key_origin;
                        part.attributes.extend(self.path("Name", pair));
                        let alias = object::name("Alias", pair);
                        self.identifier(&alias);
                        part.attributes.push(alias);
                    }
                    if pairs.len() != 1 {
                        self.unexpected_value("$Key", "an array of names and of objects with one alias and its path", item);
                    }
                }
                Kind::String(name) => {
                    let place = item.content();
                    part.attributes.push(Attribute {
                        name: "Name",
                        value: name.as_str().into(),
                        whole: item.origin,
                        origin: place,
                    });
                }
                _ => self.unexpected_value("$Key", "an array of names and of objects with one alias and its path", item),
            }
            if !part.attributes.is_empty() {
                key.children.push(part);
            }
        }
        key
    }

    /// A member's value as an attribute with a path.
    pub(super) fn path(&mut self, attribute: &'static str, member: &Member) -> Option<Attribute> {
        let text = self.text(&member.key, &member.value)?;
        let origin = member.value.content();
        Some(Attribute { name: attribute, value: text.into(), whole: member.value.origin, origin })
    }

    fn property(&mut self, member: &Member) -> Option<Element> {
        match member.value.get("$Kind") {
            None => Some(self.structural(member)),
            Some(kind) => match kind.as_str() {
                Some("Property") => Some(self.structural(member)),
                Some("NavigationProperty") => Some(self.navigation(member)),
                Some(other) => {
                    let message = format!("a property is no `{other}`");
                    let finding = Finding::warning("unexpected-element", kind.content(), message);
                    self.findings.push(match nearest(other, ["NavigationProperty", "Property"]) {
                        Some(near) => finding.with_help(format!("did you mean `{near}`?")),
                        None => finding.with_help("write `NavigationProperty`, or leave `$Kind` out"),
                    });
                    None
                }
                None => {
                    self.unexpected_value("$Kind", "a string", kind);
                    None
                }
            },
        }
    }

    fn structural(&mut self, member: &Member) -> Element {
        let mut element = self.named(member, &rules::PROPERTY);
        let mut object = Object::new(&member.value);
        self.typed(&mut element, &object, &rules::PROPERTY, &["Kind", "Type", "Collection"]);
        element.children = self.annotations(&mut object, "");
        self.orphans(&mut object);
        element
    }

    /// Type, facets and nullability of a property, parameter, result or term, with what JSON takes for granted.
    pub(super) fn typed(&mut self, element: &mut Element, object: &Object<'_>, rule: &'static Rule, own: &[&str]) {
        element.attributes.extend(self.type_attribute(object, "Type", STRING, element.origin));
        element.attributes.extend(self.attributes(object, rule, own));
        if object.get("$Nullable").is_none() && !object.is_true("$Collection") {
            element.attributes.push(implied("Nullable", "false", element.origin));
        }
        any_scale(element, object.text("$Type"), element.origin);
    }

    fn navigation(&mut self, member: &Member) -> Element {
        let rule = &rules::NAVIGATION_PROPERTY;
        let mut element = self.named(member, rule);
        let mut object = Object::new(&member.value);
        element.attributes.extend(self.type_attribute(&object, "Type", None, element.origin));
        let own = ["Kind", "Type", "Collection", "ReferentialConstraint", "OnDelete"];
        element.attributes.extend(self.attributes(&object, rule, &own));
        self.require(&element, rule);
        if object.get("$Nullable").is_none() && !object.is_true("$Collection") {
            element.attributes.push(implied("Nullable", "false", element.origin));
        }
        if let Some(constraints) = object.get("$ReferentialConstraint") {
            self.is_object("$ReferentialConstraint", constraints);
            element.children.extend(self.constraints(constraints));
        }
        if let Some(action) = object.members.iter().find(|member| member.key == "$OnDelete") {
            element.children.extend(self.on_delete(action, &mut object));
        }
        element.children.extend(self.annotations(&mut object, ""));
        self.orphans(&mut object);
        element
    }

    /// Dependent properties and the principal properties that they agree with (CSDL JSON 4.01, section 8.5).
    fn constraints(&mut self, value: &Value) -> Vec<Element> {
        let mut object = Object::new(value);
        let mut constraints = Vec::new();
        for pair in object.plain() {
            let mut constraint = element(&rules::REFERENTIAL_CONSTRAINT, pair.key_origin);
            constraint.attributes.push(object::name("Property", pair));
            constraint.attributes.extend(self.path("ReferencedProperty", pair));
            constraint.children = self.annotations(&mut object, &pair.key);
            constraints.push(constraint);
        }
        self.orphans(&mut object);
        constraints
    }

    fn on_delete(&mut self, member: &Member, object: &mut Object<'_>) -> Option<Element> {
        let mut element = element(&rules::ON_DELETE, member.key_origin);
        let action = self.path("Action", member)?;
        values::check(grammar::Value::OnDelete, "Action", &action.value, action.origin, &mut self.findings);
        element.attributes.push(action);
        element.children = self.annotations(object, &member.key);
        Some(element)
    }

    pub(super) fn enumeration(&mut self, member: &Member) -> Element {
        let mut element = self.named(member, &rules::ENUM_TYPE);
        let mut object = Object::new(&member.value);
        element.attributes.extend(self.attributes(&object, &rules::ENUM_TYPE, &["Kind"]));
        for pair in object.plain() {
            let mut item = self.named(pair, &rules::MEMBER);
            match &pair.value.kind {
                // Services that write 64-bit numbers as strings do so here too.
                Kind::Number(text) | Kind::String(text) => {
                    let (whole, origin) = (pair.value.origin, pair.value.content());
                    item.attributes.push(Attribute { name: "Value", value: text.as_str().into(), whole, origin });
                }
                _ => self.unexpected_value(&pair.key, "the number of an enumeration's member", &pair.value),
            }
            item.children = self.annotations(&mut object, &pair.key);
            element.children.push(item);
        }
        element.children.extend(self.annotations(&mut object, ""));
        self.orphans(&mut object);
        element
    }

    pub(super) fn type_definition(&mut self, member: &Member) -> Element {
        let mut element = self.named(member, &rules::TYPE_DEFINITION);
        let mut object = Object::new(&member.value);
        element.attributes.extend(self.attributes(&object, &rules::TYPE_DEFINITION, &["Kind"]));
        self.require(&element, &rules::TYPE_DEFINITION);
        any_scale(&mut element, object.text("$UnderlyingType"), member.key_origin);
        element.children = self.annotations(&mut object, "");
        self.nothing_else(&object, "TypeDefinition");
        self.orphans(&mut object);
        element
    }

    pub(super) fn term(&mut self, member: &Member) -> Element {
        let mut element = self.named(member, &rules::TERM);
        let mut object = Object::new(&member.value);
        self.typed(&mut element, &object, &rules::TERM, &["Kind", "Type", "Collection"]);
        element.children = self.annotations(&mut object, "");
        self.nothing_else(&object, "Term");
        self.orphans(&mut object);
        element
    }

    /// Members that the author named, where there cannot be any.
    pub(super) fn nothing_else(&mut self, object: &Object<'_>, what: &str) {
        for member in object.plain() {
            let message = format!("`{what}` has no place for a member `{}`", member.key);
            self.findings.push(Finding::warning("unexpected-element", member.name_origin(), message).with_help("remove it"));
        }
    }
}

/// A decimal without `$Scale` has any number of digits behind the point (CSDL JSON 4.01, section 7.2.4); in XML it has none.
fn any_scale(element: &mut Element, ty: Option<&str>, place: Origin) {
    if ty == Some("Edm.Decimal") && element.attribute("Scale").is_none() {
        element.attributes.push(implied("Scale", "variable", place));
    }
}
