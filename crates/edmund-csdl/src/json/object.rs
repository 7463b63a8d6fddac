//! The members of an object, by what their names say: attributes begin with a dollar sign, annotations have an at sign.

use std::collections::HashMap;

use edmund_model::json::{Kind, Member, Value};
use edmund_model::{Finding, Origin, nearest};

use super::Reader;
use crate::document::{Attribute, Element};
use crate::grammar::{self, Rule, values};

/// An object's members with its annotations sorted.
pub(super) struct Object<'v> {
    pub(super) members: &'v [Member],
    /// Annotations by what they are on, which is what stands before the last at sign: nothing for the object itself, the name of a
    /// member, or another annotation. What has been used is taken out.
    annotations: HashMap<&'v str, Vec<&'v Member>>,
}

impl<'v> Object<'v> {
    pub(super) fn new(value: &'v Value) -> Self {
        let members = value.members();
        let mut annotations: HashMap<&str, Vec<&Member>> = HashMap::new();
        for member in members {
            if let Some(at) = member.key.rfind('@') {
                annotations.entry(&member.key[..at]).or_default().push(member);
            }
        }
        Object { members, annotations }
    }

    /// The annotations on a member, or on the object itself; each is given once.
    pub(super) fn take(&mut self, target: &str) -> Vec<&'v Member> {
        self.annotations.remove(target).unwrap_or_default()
    }

    /// The members that the schema's author named.
    pub(super) fn plain(&self) -> impl Iterator<Item = &'v Member> + use<'v> {
        self.members.iter().filter(|member| super::is_plain(&member.key))
    }

    /// The value of a member.
    pub(super) fn get(&self, key: &str) -> Option<&'v Value> {
        self.members.iter().find(|member| member.key == key).map(|member| &member.value)
    }

    /// The text of a member that is a string.
    pub(super) fn text(&self, key: &str) -> Option<&'v str> {
        self.get(key).and_then(Value::as_str)
    }

    /// Whether a member is `true`.
    pub(super) fn is_true(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| value.kind == Kind::Bool(true))
    }
}

/// A member's name as an attribute.
pub(super) fn name(attribute: &'static str, member: &Member) -> Attribute {
    Attribute { name: attribute, value: member.key.as_str().into(), whole: member.key_origin, origin: member.name_origin() }
}

/// An attribute that the text leaves out because it is what JSON takes for granted.
pub(super) fn implied(attribute: &'static str, value: &str, place: Origin) -> Attribute {
    Attribute { name: attribute, value: value.into(), whole: place, origin: place }
}

impl Reader {
    /// The attributes of an element. Those in `own` are read by the caller; others that the element does not have are findings.
    pub(super) fn attributes(&mut self, object: &Object<'_>, rule: &Rule, own: &[&str]) -> Vec<Attribute> {
        let mut attributes = Vec::new();
        for member in object.members.iter().filter(|member| !member.key.contains('@')) {
            let Some(name) = member.key.strip_prefix('$').filter(|name| !own.contains(name)) else { continue };
            match rule.attribute(name) {
                Some(known) => attributes.extend(self.attribute(known, member)),
                None => self.unknown_attribute(name, member, rule, own),
            }
        }
        attributes
    }

    fn attribute(&mut self, known: &grammar::Attribute, member: &Member) -> Option<Attribute> {
        let value = &member.value;
        let (text, place) = match (known.value, &value.kind) {
            _ if known.name == "DefaultValue" => (scalar(value)?, value.content()),
            (grammar::Value::Boolean, _) => return self.boolean(known.name, member),
            (grammar::Value::AppliesTo, Kind::Array(items)) => return Some(self.applies_to(known.name, member, items)),
            (
                grammar::Value::MaxLength | grammar::Value::Precision | grammar::Value::Scale | grammar::Value::Srid,
                Kind::Number(text),
            ) => (text.clone(), value.origin),
            _ => (self.text(&member.key, value)?.to_owned(), value.content()),
        };
        values::check(known.value, known.name, &text, place, &mut self.findings);
        Some(Attribute { name: known.name, value: text.into(), whole: member.whole(), origin: place })
    }

    /// Booleans are JSON's own, without quotes; with them what is meant is still clear.
    fn boolean(&mut self, name: &'static str, member: &Member) -> Option<Attribute> {
        let value = &member.value;
        let text = match &value.kind {
            Kind::Bool(true) => "true",
            Kind::Bool(false) => "false",
            Kind::String(text) if text.eq_ignore_ascii_case("true") => "true",
            Kind::String(text) if text.eq_ignore_ascii_case("false") => "false",
            _ => {
                let message = format!("`{}` is `true` or `false`, not {}", member.key, value.describe());
                let finding = Finding::error("invalid-boolean", value.origin, message);
                self.findings.push(finding.with_help("write `true` or `false`, without quotes"));
                return None;
            }
        };
        if let Kind::String(written) = &value.kind {
            let message = format!("`{}` is `true` or `false`, not {written:?}", member.key);
            let finding = Finding::error("invalid-boolean", value.origin, message).with_help(format!("write `{text}`"));
            self.findings.push(finding.with_fix(format!("write `{text}`"), value.origin, text));
        }
        Some(Attribute { name, value: text.into(), whole: member.whole(), origin: value.origin })
    }

    fn applies_to(&mut self, name: &'static str, member: &Member, items: &[Value]) -> Attribute {
        let kinds: Vec<&str> = items.iter().filter_map(|item| self.text(&member.key, item)).collect();
        for (kind, item) in kinds.iter().zip(items) {
            values::check(grammar::Value::AppliesTo, name, kind, item.content(), &mut self.findings);
        }
        Attribute { name, value: kinds.join(" ").into(), whole: member.whole(), origin: member.value.origin }
    }

    fn unknown_attribute(&mut self, name: &str, member: &Member, rule: &Rule, own: &[&str]) {
        let message = format!("`{}` has no member `${name}`", rule.name);
        let finding = Finding::warning("unknown-attribute", member.name_origin(), message);
        let known = rule.attributes.iter().map(|attribute| attribute.name).chain(own.iter().copied());
        self.findings.push(match nearest(name, known.filter(|known| *known != "Name")) {
            Some(near) => finding.with_help(format!("did you mean `${near}`?")),
            None => finding.with_help("remove it; names of your own do not begin with `$`"),
        });
    }

    /// The type attribute: of `$Type`, or of the default where there is one, and `$Collection`.
    pub(super) fn type_attribute(
        &mut self,
        object: &Object<'_>,
        attribute: &'static str,
        default: Option<&str>,
        place: Origin,
    ) -> Option<Attribute> {
        let collected = |item: &str| if object.is_true("$Collection") { format!("Collection({item})") } else { item.to_owned() };
        if let Some(value) = object.get("$Collection")
            && !matches!(value.kind, Kind::Bool(_))
        {
            let message = format!("`$Collection` is `true` or `false`, not {}", value.describe());
            self.findings.push(Finding::error("invalid-boolean", value.origin, message).with_help("write `true` or `false`"));
        }
        let Some(value) = object.get("$Type") else {
            return default.map(|default| implied(attribute, &collected(default), place));
        };
        let text = self.text("$Type", value)?;
        Some(Attribute { name: attribute, value: collected(text).into(), whole: value.origin, origin: value.content() })
    }

    /// The string that a member has to be.
    pub(super) fn text<'v>(&mut self, key: &str, value: &'v Value) -> Option<&'v str> {
        if value.as_str().is_none() {
            self.unexpected_value(key, "a string", value);
        }
        value.as_str()
    }

    /// The items of a member that has to be an array.
    pub(super) fn list<'v>(&mut self, key: &str, value: &'v Value) -> &'v [Value] {
        value.items().unwrap_or_else(|| {
            self.unexpected_value(key, "an array", value);
            &[]
        })
    }

    /// The items of a member that may be absent.
    pub(super) fn items<'v>(&mut self, key: &str, value: Option<&'v Value>) -> &'v [Value] {
        value.map_or(&[], |value| self.list(key, value))
    }

    /// Reports a member that has to be an object and is none.
    pub(super) fn is_object(&mut self, key: &str, value: &Value) -> bool {
        let is = matches!(value.kind, Kind::Object(_));
        if !is {
            self.unexpected_value(key, "an object", value);
        }
        is
    }

    pub(super) fn unexpected_value(&mut self, key: &str, wanted: &str, value: &Value) {
        let place = match value.kind {
            Kind::Object(_) | Kind::Array(_) => super::beginning(value.origin),
            _ => value.origin,
        };
        let message = format!("`{key}` is {}, not {}", wanted, value.describe());
        self.findings.push(Finding::error("json-unexpected-value", place, message).with_help(format!("write {wanted}")));
    }

    pub(super) fn missing(&mut self, what: &str, member: &str, place: Origin) {
        let message = format!("{what} needs a member `{member}`");
        self.findings.push(Finding::error("missing-attribute", place, message).with_help(format!("add `\"{member}\": …`")));
    }

    /// Reports the attributes that an element needs and does not have.
    pub(super) fn require(&mut self, element: &Element, rule: &Rule) {
        let missing =
            rule.attributes.iter().filter(|attribute| attribute.required && element.attribute(attribute.name).is_none());
        for attribute in missing {
            let member = if attribute.name == "EntityType" { "$Type".to_owned() } else { format!("${}", attribute.name) };
            self.missing(&format!("`{}`", rule.name), &member, element.origin);
        }
    }

    /// Annotations that are on nothing.
    pub(super) fn orphans(&mut self, object: &mut Object<'_>) {
        for (target, members) in object.annotations.drain() {
            for member in members {
                let message = match target {
                    "" => "an annotation has no place here".to_owned(),
                    target => format!("there is no `{target}` here for the annotation to be on"),
                };
                let finding = Finding::warning("unexpected-element", member.name_origin(), message);
                self.findings.push(finding.with_help("write the annotation beside what it is on"));
            }
        }
    }
}

/// A default value as text; `null` is what stands there without one.
fn scalar(value: &Value) -> Option<String> {
    match &value.kind {
        Kind::String(text) | Kind::Number(text) => Some(text.clone()),
        Kind::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}
