//! Entity containers (OData CSDL JSON 4.01, section 13).

use edmund_model::json::{Member, Value};

use super::object::{self, Object};
use super::{Reader, element};
use crate::document::Element;
use crate::grammar::{Rule, rules};

impl Reader {
    pub(super) fn container(&mut self, member: &Member) -> Element {
        let mut element = self.named(member, &rules::ENTITY_CONTAINER);
        let mut object = Object::new(&member.value);
        element.attributes.extend(self.attributes(&object, &rules::ENTITY_CONTAINER, &["Kind"]));
        for child in object.plain() {
            if self.is_object(&child.key, &child.value) {
                element.children.push(self.container_member(child));
            }
        }
        element.children.extend(self.annotations(&mut object, ""));
        self.orphans(&mut object);
        element
    }

    /// What a member of a container is follows from what it has; no `$Kind` says it. Drafts of the specification had one.
    fn container_member(&mut self, member: &Member) -> Element {
        let mut object = Object::new(&member.value);
        let rule: &'static Rule = match () {
            () if object.get("$Action").is_some() => &rules::ACTION_IMPORT,
            () if object.get("$Function").is_some() => &rules::FUNCTION_IMPORT,
            () if object.is_true("$Collection") || object.text("$Kind") == Some("EntitySet") => &rules::ENTITY_SET,
            () => &rules::SINGLETON,
        };
        let mut element = self.named(member, rule);
        let mut own = vec!["Kind", "Collection", "NavigationPropertyBinding"];
        if let Some(attribute) = rule.attributes.iter().find(|attribute| ["EntityType", "Type"].contains(&attribute.name)) {
            own.push("Type");
            if let Some(value) = object.get("$Type")
                && let Some(text) = self.text("$Type", value)
            {
                let (whole, origin) = (value.origin, value.content());
                element.attributes.push(crate::Attribute { name: attribute.name, value: text.into(), whole, origin });
            }
        }
        element.attributes.extend(self.attributes(&object, rule, &own));
        self.require(&element, rule);
        if let Some(bindings) = object.get("$NavigationPropertyBinding") {
            self.is_object("$NavigationPropertyBinding", bindings);
            element.children.extend(self.bindings(bindings));
        }
        element.children.extend(self.annotations(&mut object, ""));
        self.nothing_else(&object, rule.name);
        self.orphans(&mut object);
        element
    }

    fn bindings(&mut self, value: &Value) -> Vec<Element> {
        let mut object = Object::new(value);
        let mut bindings = Vec::new();
        for pair in object.plain() {
            let mut binding = element(&rules::NAVIGATION_PROPERTY_BINDING, pair.key_origin);
            binding.attributes.push(object::name("Path", pair));
            binding.attributes.extend(self.path("Target", pair));
            binding.children = self.annotations(&mut object, &pair.key);
            bindings.push(binding);
        }
        self.orphans(&mut object);
        bindings
    }
}
