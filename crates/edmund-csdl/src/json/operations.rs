//! Actions and functions (OData CSDL JSON 4.01, section 12).

use edmund_model::Finding;
use edmund_model::json::{Member, Value};

use super::object::{self, Object};
use super::{Reader, beginning, element};
use crate::document::{Attribute, Element};
use crate::grammar::{self, rules, values};

impl Reader {
    /// One overload. All of a name stand in the array that has the name.
    pub(super) fn overload(&mut self, member: &Member, value: &Value) -> Element {
        let rule = match value.get("$Kind") {
            Some(kind) if kind.as_str() == Some("Function") => &rules::FUNCTION,
            Some(kind) if kind.as_str() == Some("Action") => &rules::ACTION,
            Some(kind) => {
                let message = "an overload is an `Action` or a `Function`";
                self.findings.push(Finding::error("unexpected-element", kind.content(), message));
                &rules::ACTION
            }
            None => {
                self.missing(&format!("the overload of `{}`", member.key), "$Kind", beginning(value.origin));
                if value.get("$ReturnType").is_some() { &rules::FUNCTION } else { &rules::ACTION }
            }
        };
        let mut element = element(rule, beginning(value.origin));
        // All overloads have their name in common, so the place of one is its own beginning.
        element.attributes.push(object::implied("Name", &member.key, element.origin));
        let mut object = Object::new(value);
        element.attributes.extend(self.attributes(&object, rule, &["Kind", "Parameter", "ReturnType"]));
        for parameter in self.items("$Parameter", object.get("$Parameter")) {
            if self.is_object("$Parameter", parameter) {
                element.children.push(self.parameter(parameter));
            }
        }
        if let Some(returns) = object.members.iter().find(|member| member.key == "$ReturnType") {
            element.children.extend(self.return_type(returns));
        }
        element.children.extend(self.annotations(&mut object, ""));
        self.nothing_else(&object, rule.name);
        self.orphans(&mut object);
        element
    }

    fn parameter(&mut self, value: &Value) -> Element {
        let rule = &rules::PARAMETER;
        let mut element = element(rule, beginning(value.origin));
        let mut object = Object::new(value);
        if let Some(name) = object.get("$Name")
            && let Some(text) = self.text("$Name", name)
        {
            values::check(grammar::Value::Identifier, "Name", text, name.content(), &mut self.findings);
            element.attributes.push(Attribute { name: "Name", value: text.into(), whole: name.origin, origin: name.content() });
        }
        self.typed(&mut element, &object, rule, &["Name", "Type", "Collection"]);
        self.require(&element, rule);
        element.children = self.annotations(&mut object, "");
        self.nothing_else(&object, rule.name);
        self.orphans(&mut object);
        element
    }

    fn return_type(&mut self, member: &Member) -> Option<Element> {
        let rule = &rules::RETURN_TYPE;
        if !self.is_object("$ReturnType", &member.value) {
            return None;
        }
        let mut element = element(rule, member.key_origin);
        let mut object = Object::new(&member.value);
        self.typed(&mut element, &object, rule, &["Type", "Collection"]);
        element.children = self.annotations(&mut object, "");
        self.nothing_else(&object, rule.name);
        self.orphans(&mut object);
        Some(element)
    }
}
