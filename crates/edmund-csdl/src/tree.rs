//! From the parser's nodes to our own elements, with everything that the grammar has to say on the way.

use edmund_model::{FileId, Finding, Origin, nearest};
use roxmltree::Node;

use crate::document::{Attribute, Document, Element};
use crate::grammar::{self, EDM_NAMESPACE, EDMX_NAMESPACE, Rule, values};
use crate::scan;

/// The prefix of the XML namespaces that OData V1 to V3 used.
const OLD_NAMESPACES: &str = "http://schemas.microsoft.com/ado/";

/// Takes a whole document over.
pub(crate) fn document(xml: &roxmltree::Document<'_>, file: FileId) -> (Document, Vec<Finding>) {
    let mut reader = Reader { file, text: xml.input_text(), findings: Vec::new() };
    let document = reader.document(xml.root_element());
    crate::structure::check(&document, &mut reader.findings);
    reader.findings.sort_by_key(|finding| (finding.origin, finding.code));
    (document, reader.findings)
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn document(&mut self, root: Node<'_, '_>) -> Document {
        let mut document = Document { file: self.file, ..Document::default() };
        let name = root.tag_name();
        if name.name() != "Edmx" || name.namespace() != Some(EDMX_NAMESPACE) {
            self.findings.push(self.unexpected_root(root));
            return document;
        }
        let attributes = self.attributes(root, &grammar::EDMX);
        document.version = attributes.iter().find(|attribute| attribute.name == "Version").map(|it| it.value.to_string());
        let mut services = 0;
        for child in root.children() {
            match self.child_rule(child, &grammar::EDMX) {
                Some(rule) if rule.name == grammar::REFERENCE.name => document.references.push(self.element(child, rule)),
                Some(_) => {
                    services += 1;
                    self.data_services(child, &mut document);
                }
                None => {}
            }
        }
        if services != 1 {
            let message = format!("expected one `edmx:DataServices` element, found {services}");
            self.findings.push(Finding::error("dataservices-count", self.start_tag(root), message));
        }
        document
    }

    fn unexpected_root(&self, root: Node<'_, '_>) -> Finding {
        let name = root.tag_name();
        let finding = |message: String| Finding::error("unexpected-root", self.start_tag(root), message);
        if name.namespace().is_some_and(|namespace| namespace.starts_with(OLD_NAMESPACES)) {
            return finding("this is metadata of OData V2 or V3, which is not supported".to_owned())
                .with_help("fetch the `$metadata` of the service's V4 endpoint");
        }
        finding(format!("the root element is `{}`, expected `edmx:Edmx`", name.name())).with_help(format!(
            "wrap the schemas in <edmx:Edmx Version=\"4.0\" xmlns:edmx=\"{EDMX_NAMESPACE}\"><edmx:DataServices>…"
        ))
    }

    fn data_services(&mut self, node: Node<'_, '_>, document: &mut Document) {
        let before = (document.schemas.len(), self.findings.len());
        self.attributes(node, &grammar::DATA_SERVICES);
        for child in node.children() {
            if let Some(rule) = self.child_rule(child, &grammar::DATA_SERVICES) {
                document.schemas.push(self.element(child, rule));
            } else if child.tag_name().name() == "Schema" {
                self.findings.push(self.foreign_schema(child));
            }
        }
        if before == (document.schemas.len(), self.findings.len()) {
            let finding = Finding::error("no-schema", self.start_tag(node), "the document has no schema");
            self.findings.push(finding.with_help(format!("add a <Schema Namespace=\"…\" xmlns=\"{EDM_NAMESPACE}\"> element")));
        }
    }

    /// A `Schema` of another XML namespace is nearly always one of V3, or one whose `xmlns` was forgotten.
    fn foreign_schema(&self, node: Node<'_, '_>) -> Finding {
        let finding = |message: &str| Finding::error("unexpected-element", self.start_tag(node), message);
        match node.tag_name().namespace() {
            Some(namespace) if namespace.starts_with(OLD_NAMESPACES) => {
                finding("this is a schema of OData V2 or V3, which is not supported")
                    .with_help("fetch the `$metadata` of the service's V4 endpoint")
            }
            _ => finding("the `Schema` element is not in the XML namespace of CSDL")
                .with_help(format!("write xmlns=\"{EDM_NAMESPACE}\" on it")),
        }
    }

    /// The rule for a child, or nothing where the child is text, a comment, foreign or misplaced.
    fn child_rule(&mut self, child: Node<'_, '_>, parent: &Rule) -> Option<&'static Rule> {
        if child.is_text() {
            self.stray_text(child, parent);
            return None;
        }
        let name = child.tag_name();
        let namespace = name.namespace().filter(|it| [EDM_NAMESPACE, EDMX_NAMESPACE].contains(it))?;
        let rule = parent.child(name.name(), namespace);
        if rule.is_none() {
            self.findings.push(self.unexpected(child, parent));
        }
        rule
    }

    fn stray_text(&mut self, node: Node<'_, '_>, parent: &Rule) {
        let text = node.text().unwrap_or_default().trim();
        if parent.text.is_some() || text.is_empty() {
            return;
        }
        let range = node.range();
        let lead = self.text.get(range.clone()).map_or(0, |raw| raw.len() - raw.trim_start().len());
        let start = range.start + lead;
        let end = self.text.get(start..range.end).and_then(|raw| raw.find('\n')).map_or(range.end, |length| start + length);
        let message = format!("`{}` cannot hold text", parent.name);
        self.findings.push(Finding::warning("unexpected-element", Origin::new(self.file, start, end), message));
    }

    fn unexpected(&self, node: Node<'_, '_>, parent: &Rule) -> Finding {
        let name = node.tag_name().name();
        let message = format!("`{}` has no place for an element `{name}`", parent.name);
        let finding = Finding::warning("unexpected-element", self.start_tag(node), message);
        match name {
            "Association" | "AssociationSet" | "Using" | "ValueTerm" | "ValueAnnotation" | "TypeAnnotation" | "Documentation" => {
                finding.with_note("the element is from OData V3 or earlier")
            }
            _ => match nearest(name, parent.children.iter().map(|rule| rule.name)) {
                Some(near) if near == name => finding,
                Some(near) => finding.with_help(format!("did you mean `{near}`?")),
                None => finding,
            },
        }
    }

    fn element(&mut self, node: Node<'_, '_>, rule: &'static Rule) -> Element {
        let origin = self.start_tag(node);
        let attributes = self.attributes(node, rule);
        self.missing(&attributes, rule, origin);
        let mut children = Vec::new();
        for child in node.children() {
            if let Some(rule) = self.child_rule(child, rule) {
                children.push(self.element(child, rule));
            }
        }
        children.shrink_to_fit();
        let text = rule.text.map(|value| {
            let text: String = node.children().filter_map(|child| if child.is_text() { child.text() } else { None }).collect();
            let place = node.first_child().map_or(origin, |child| Origin::new(self.file, child.range().start, child.range().end));
            values::check(value, rule.name, &text, place, &mut self.findings);
            text.into_boxed_str()
        });
        Element { name: rule.name, attributes, children, text, origin }
    }

    fn attributes(&mut self, node: Node<'_, '_>, rule: &Rule) -> Vec<Attribute> {
        let mut attributes = Vec::with_capacity(node.attributes().len());
        for attribute in node.attributes().filter(|attribute| attribute.namespace().is_none()) {
            let place = attribute.range_value();
            let place = Origin::new(self.file, place.start, place.end);
            match rule.attribute(attribute.name()) {
                Some(known) => {
                    values::check(known.value, known.name, attribute.value(), place, &mut self.findings);
                    let whole = Origin::new(self.file, attribute.range().start, attribute.range().end);
                    attributes.push(Attribute { name: known.name, value: attribute.value().into(), whole, origin: place });
                }
                None => self.unknown_attribute(attribute.name(), attribute.range(), rule),
            }
        }
        attributes
    }

    fn unknown_attribute(&mut self, name: &str, range: std::ops::Range<usize>, rule: &Rule) {
        let message = format!("`{}` has no attribute `{name}`", rule.name);
        let origin = Origin::new(self.file, range.start, range.start + name.len());
        let finding = Finding::warning("unknown-attribute", origin, message);
        self.findings.push(match nearest(name, rule.attributes.iter().map(|attribute| attribute.name)) {
            Some(near) => finding.with_help(format!("did you mean `{near}`?")),
            None => finding.with_help("remove it, or give it a namespace of your own"),
        });
    }

    fn missing(&mut self, attributes: &[Attribute], rule: &Rule, origin: Origin) {
        for required in rule.attributes.iter().filter(|attribute| attribute.required) {
            if !attributes.iter().any(|attribute| attribute.name == required.name) {
                let message = format!("`{}` needs an attribute `{}`", rule.name, required.name);
                self.findings.push(Finding::error("missing-attribute", origin, message));
            }
        }
    }

    /// The start tag of an element; the parser only knows where the whole element is.
    fn start_tag(&self, node: Node<'_, '_>) -> Origin {
        let start = node.range().start;
        let after = node.attributes().next_back().map_or(start, |attribute| attribute.range().end);
        let end = scan::tag_end(self.text, after).map_or(after, |(end, _)| end);
        Origin::new(self.file, start, end)
    }
}
