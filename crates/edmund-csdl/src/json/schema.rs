//! Schemas and what is declared in them (OData CSDL JSON 4.01, section 5).

use edmund_model::json::{Kind, Member, Value};
use edmund_model::{Finding, nearest};

use super::object::{self, Object};
use super::{Reader, element};
use crate::document::{Attribute, Element};
use crate::grammar::{self, Rule, rules, values};

/// The kinds of declaration that are objects.
static DECLARATIONS: &[&Rule] = &[
    &rules::ENTITY_TYPE,
    &rules::COMPLEX_TYPE,
    &rules::ENUM_TYPE,
    &rules::TYPE_DEFINITION,
    &rules::TERM,
    &rules::ENTITY_CONTAINER,
    &rules::ACTION,
    &rules::FUNCTION,
];

impl Reader {
    pub(super) fn schema(&mut self, member: &Member) -> Option<Element> {
        if !self.is_object(&member.key, &member.value) {
            return None;
        }
        let mut schema = element(&rules::SCHEMA, member.key_origin);
        let namespace = object::name("Namespace", member);
        values::check(grammar::Value::OwnNamespace, "Namespace", &namespace.value, namespace.origin, &mut self.findings);
        schema.attributes.push(namespace);
        let mut object = Object::new(&member.value);
        schema.attributes.extend(self.attributes(&object, &rules::SCHEMA, &["Annotations"]));
        for child in object.members {
            match child.key.as_str() {
                "$Annotations" => schema.children.extend(self.external(&child.value)),
                key if super::is_plain(key) => self.declarations(child, &mut schema.children),
                _ => {}
            }
        }
        schema.children.extend(self.annotations(&mut object, ""));
        self.orphans(&mut object);
        Some(schema)
    }

    /// Annotations that stand apart, by their targets (CSDL JSON 4.01, section 5.2).
    fn external(&mut self, value: &Value) -> Vec<Element> {
        self.is_object("$Annotations", value);
        let target = |member: &Member| {
            let mut element = element(&rules::ANNOTATIONS, member.key_origin);
            element.attributes.push(object::name("Target", member));
            self.is_object(&member.key, &member.value);
            let mut object = Object::new(&member.value);
            element.children = self.annotations(&mut object, "");
            self.attributes(&object, &rules::ANNOTATIONS, &[]);
            self.orphans(&mut object);
            element
        };
        value.members().iter().map(target).collect()
    }

    /// What a member of a schema declares: one thing, or the overloads of an operation.
    fn declarations(&mut self, member: &Member, children: &mut Vec<Element>) {
        match &member.value.kind {
            Kind::Object(_) => {
                let rule = self.kind(member);
                children.extend(rule.map(|rule| self.declaration(member, rule)));
            }
            Kind::Array(overloads) => {
                self.identifier(&object::name("Name", member));
                for overload in overloads {
                    if self.is_object(&member.key, overload) {
                        children.push(self.overload(member, overload));
                    }
                }
            }
            _ => self.unexpected_value(&member.key, "an object or an array of overloads", &member.value),
        }
    }

    fn declaration(&mut self, member: &Member, rule: &'static Rule) -> Element {
        match rule.name {
            "EntityType" | "ComplexType" => self.structure(member, rule),
            "EnumType" => self.enumeration(member),
            "TypeDefinition" => self.type_definition(member),
            "Term" => self.term(member),
            "EntityContainer" => self.container(member),
            _ => {
                self.identifier(&object::name("Name", member));
                self.unexpected_value(&member.key, "an array of overloads", &member.value);
                self.overload(member, &member.value)
            }
        }
    }

    /// The rule that `$Kind` names. Where it is missing, the other members say well enough what is meant.
    fn kind(&mut self, member: &Member) -> Option<&'static Rule> {
        let Some(value) = member.value.get("$Kind") else {
            self.missing(&format!("`{}`", member.key), "$Kind", member.name_origin());
            let has = |key: &str| member.value.get(key).is_some();
            return Some(match () {
                () if has("$Key") || has("$HasStream") => &rules::ENTITY_TYPE,
                () if has("$UnderlyingType") => &rules::TYPE_DEFINITION,
                () => &rules::COMPLEX_TYPE,
            });
        };
        let kind = self.text("$Kind", value)?;
        let rule = DECLARATIONS.iter().copied().find(|rule| rule.name == kind);
        if rule.is_none() {
            let message = format!("`Schema` has no place for an element `{kind}`");
            let finding = Finding::warning("unexpected-element", value.content(), message);
            self.findings.push(match nearest(kind, DECLARATIONS.iter().map(|rule| rule.name)) {
                Some(near) => {
                    let fix = format!("write `{near}`");
                    finding.with_help(format!("did you mean `{near}`?")).with_fix(fix, value.content(), near)
                }
                None => finding,
            });
        }
        rule
    }

    /// An element whose name is the member's.
    pub(super) fn named(&mut self, member: &Member, rule: &'static Rule) -> Element {
        let mut element = element(rule, member.key_origin);
        let name = object::name("Name", member);
        self.identifier(&name);
        element.attributes.push(name);
        element
    }

    /// Reports a name that is none.
    pub(super) fn identifier(&mut self, name: &Attribute) {
        values::check(grammar::Value::Identifier, name.name, &name.value, name.origin, &mut self.findings);
    }
}
