//! Annotations and their expressions (OData CSDL JSON 4.01, section 14).

use edmund_model::json::{Issue, IssueKind, Kind, Member, Value};
use edmund_model::{Finding, Origin, nearest};

use super::object::{Object, implied};
use super::{Reader, beginning, element};
use crate::document::{Attribute, Element};
use crate::grammar::{self, Rule, expressions as rules, values};
use crate::scan::MAX_DEPTH;

/// Operators and `$If`, with the element they become; each has a list of operands.
static LISTS: &[(&str, &Rule)] = &[
    ("$And", &rules::AND),
    ("$Or", &rules::OR),
    ("$Eq", &rules::EQ),
    ("$Ne", &rules::NE),
    ("$Gt", &rules::GT),
    ("$Ge", &rules::GE),
    ("$Lt", &rules::LT),
    ("$Le", &rules::LE),
    ("$Has", &rules::HAS),
    ("$In", &rules::IN),
    ("$Add", &rules::ADD),
    ("$Sub", &rules::SUB),
    ("$Mul", &rules::MUL),
    ("$Div", &rules::DIV),
    ("$DivBy", &rules::DIV_BY),
    ("$Mod", &rules::MOD),
    ("$If", &rules::IF),
    ("$Apply", &rules::APPLY),
];

/// Expressions with one operand.
static SINGLES: &[(&str, &Rule)] = &[
    ("$Not", &rules::NOT),
    ("$Neg", &rules::NEG),
    ("$UrlRef", &rules::URL_REF),
    ("$Cast", &rules::CAST),
    ("$IsOf", &rules::IS_OF),
    ("$LabeledElement", &rules::LABELED_ELEMENT),
];

/// Expressions that are one text.
static TEXTS: &[(&str, &Rule)] = &[("$Path", &rules::PATH), ("$LabeledElementReference", &rules::LABELED_ELEMENT_REFERENCE)];

/// Control information that a record may have; its own names for it changed from 4.0 to 4.01.
const TYPE_CONTROLS: &[&str] = &["@type", "@odata.type"];

impl Reader {
    /// The annotations on the object itself, or on one of its members.
    pub(super) fn annotations(&mut self, object: &mut Object<'_>, target: &str) -> Vec<Element> {
        let members = object.take(target);
        let mut annotations = Vec::with_capacity(members.len());
        for member in members.into_iter().filter(|member| !TYPE_CONTROLS.contains(&member.key.as_str())) {
            annotations.extend(self.annotation(object, member));
        }
        annotations
    }

    fn annotation(&mut self, object: &mut Object<'_>, member: &Member) -> Option<Element> {
        if self.is_too_deep(member.key_origin) {
            return None;
        }
        self.depth += 1;
        let mut annotation = element(&rules::ANNOTATION, member.key_origin);
        let start = member.key.rfind('@').map_or(0, |at| at + 1);
        let text = &member.key[start..];
        let (term, qualifier) = text.split_once('#').map_or((text, None), |(term, qualifier)| (term, Some(qualifier)));
        annotation.attributes.push(part("Term", member, start, term));
        if let Some(qualifier) = qualifier {
            let attribute = part("Qualifier", member, start + term.len() + 1, qualifier);
            values::check(grammar::Value::Qualifier, "Qualifier", qualifier, attribute.origin, &mut self.findings);
            annotation.attributes.push(attribute);
        }
        annotation.children.extend(self.expression(&member.value));
        annotation.children.extend(self.annotations(object, &member.key));
        self.depth -= 1;
        Some(annotation)
    }

    /// Elements are as limited in depth as those of XML: names can nest annotations deeper than the text nests objects.
    fn is_too_deep(&mut self, place: Origin) -> bool {
        let is_too_deep = self.depth >= MAX_DEPTH;
        if is_too_deep && !self.is_too_deep {
            self.is_too_deep = true;
            self.findings.push(super::malformed(&Issue { kind: IssueKind::TooDeep, origin: place, replacement: None }));
        }
        is_too_deep
    }

    fn expression(&mut self, value: &Value) -> Option<Element> {
        let origin = value.origin;
        if self.is_too_deep(beginning(origin)) {
            return None;
        }
        Some(match &value.kind {
            Kind::Null => element(&rules::NULL, origin),
            Kind::Bool(value) => leaf(&rules::BOOL, if *value { "true" } else { "false" }, origin),
            Kind::Number(text) => {
                let is_integer = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
                leaf(if is_integer { &rules::INT } else { &rules::DECIMAL }, text, origin)
            }
            Kind::String(text) => leaf(&rules::STRING, text, origin),
            Kind::Array(items) => {
                let mut collection = element(&rules::COLLECTION, beginning(origin));
                collection.children = self.expressions(items);
                collection
            }
            Kind::Object(_) => self.object_expression(value),
        })
    }

    fn expressions(&mut self, items: &[Value]) -> Vec<Element> {
        self.depth += 1;
        let expressions = items.iter().filter_map(|item| self.expression(item)).collect();
        self.depth -= 1;
        expressions
    }

    /// An object is a dynamic expression when one of its members says which, else a record.
    fn object_expression(&mut self, value: &Value) -> Element {
        let mut object = Object::new(value);
        let find = |table: &'static [(&'static str, &'static Rule)]| {
            table.iter().find_map(|(key, rule)| Some((*key, *rule, object.get(key)?)))
        };
        if let Some((key, rule, operands)) = find(LISTS) {
            let operands = self.list(key, operands);
            let children = self.expressions(operands);
            return self.dynamic(&mut object, value, key, rule, children);
        }
        if let Some((key, rule, operand)) = find(SINGLES) {
            // One operand may as well stand in an array.
            let operand =
                operand.items().filter(|items| items.len() == 1 && key != "$LabeledElement").map_or(operand, |it| &it[0]);
            let children = self.expressions(std::slice::from_ref(operand));
            return self.dynamic(&mut object, value, key, rule, children);
        }
        if let Some((key, rule, text)) = find(TEXTS) {
            let text = self.text(key, text).unwrap_or_default();
            let mut leaf = leaf(rule, text, beginning(value.origin));
            leaf.children = self.annotations(&mut object, "");
            self.expression_members(&object, key, rule, &[]);
            return leaf;
        }
        if object.get("$Null").is_some() {
            return self.dynamic(&mut object, value, "$Null", &rules::NULL, Vec::new());
        }
        self.record(&mut object, value)
    }

    fn dynamic(
        &mut self,
        object: &mut Object<'_>,
        value: &Value,
        key: &'static str,
        rule: &'static Rule,
        children: Vec<Element>,
    ) -> Element {
        let mut element = element(rule, beginning(value.origin));
        let has_type = rule.attribute("Type").is_some();
        if has_type {
            element.attributes.extend(self.type_attribute(object, "Type", Some("Edm.String"), element.origin));
        }
        element.attributes.extend(self.expression_members(
            object,
            key,
            rule,
            if has_type { &["Type", "Collection"] } else { &[] },
        ));
        self.require(&element, rule);
        element.children = children;
        element.children.extend(self.annotations(object, ""));
        self.orphans(object);
        element
    }

    /// The attributes of an expression, without those that are expressions themselves in XML.
    fn expression_members(&mut self, object: &Object<'_>, key: &str, rule: &'static Rule, own: &[&str]) -> Vec<Attribute> {
        let mut own = own.to_vec();
        own.extend(key.strip_prefix('$'));
        let attributes = self.attributes(object, rule, &own);
        attributes.into_iter().filter(|attribute| !grammar::is_expression_attribute(attribute.name)).collect()
    }

    /// Name-value pairs (CSDL JSON 4.01, section 14.4.12).
    fn record(&mut self, object: &mut Object<'_>, value: &Value) -> Element {
        let mut record = element(&rules::RECORD, beginning(value.origin));
        if let Some(control) = object.members.iter().find(|member| TYPE_CONTROLS.contains(&member.key.as_str()))
            && let Some(text) = self.text(&control.key, &control.value)
        {
            // A URL with the name as its fragment; the name alone, with or without number sign, is common.
            let name = text.rsplit_once('#').map_or(text, |(_, name)| name);
            record.attributes.push(implied("Type", name, control.value.content()));
        }
        for member in object.members.iter().filter(|member| member.key.starts_with('$') && !member.key.contains('@')) {
            self.unknown_expression(member);
        }
        for member in object.plain() {
            let mut property = element(&rules::PROPERTY_VALUE, member.key_origin);
            property.attributes.push(super::object::name("Property", member));
            self.depth += 1;
            property.children.extend(self.expression(&member.value));
            property.children.extend(self.annotations(object, &member.key));
            self.depth -= 1;
            record.children.push(property);
        }
        record.children.extend(self.annotations(object, ""));
        self.orphans(object);
        record
    }

    fn unknown_expression(&mut self, member: &Member) {
        let message = format!("there is no expression `{}`", member.key);
        let finding = Finding::warning("unexpected-element", member.name_origin(), message);
        let known = LISTS.iter().chain(SINGLES).chain(TEXTS).map(|(key, _)| *key);
        self.findings.push(match nearest(&member.key, known.filter(|known| known[1..] != member.key)) {
            Some(near) => finding.with_help(format!("did you mean `{near}`?")),
            None => finding.with_help("members of records do not begin with `$`"),
        });
    }
}

/// An expression that is one text.
fn leaf(rule: &'static Rule, text: &str, origin: Origin) -> Element {
    Element { text: Some(text.into()), ..element(rule, origin) }
}

/// A part of a name as an attribute; its place is known when the name is written without escapes.
fn part(attribute: &'static str, member: &Member, start: usize, text: &str) -> Attribute {
    let inner = member.name_origin();
    let is_plain = (inner.end - inner.start) as usize == member.key.len();
    let origin = if is_plain {
        let start = inner.start as usize + start;
        Origin::new(inner.file, start, start + text.len())
    } else {
        inner
    };
    Attribute { name: attribute, value: text.into(), whole: member.key_origin, origin }
}
