//! CSDL JSON (OData CSDL JSON 4.01): from the text to the elements that CSDL XML has.
//!
//! The JSON form says the same as the XML form with other words, so it becomes the same tree, and everything behind it is shared. Where
//! the defaults of the two differ, the default of JSON is written into the tree: a property that says nothing about `$Nullable` is not
//! nullable, one without `$Type` is a string, a decimal without `$Scale` has any. What a constant means depends on the type of its term;
//! that is settled when all documents are known.

mod container;
mod expressions;
mod object;
mod operations;
mod schema;
mod types;

use edmund_model::json::{self, Issue, IssueKind, Kind, Member, Value};
use edmund_model::{FileId, Finding, Origin, SourceFile};

use crate::document::{Document, Element, Format};
use crate::grammar::rules;
use object::Object;

/// How many mistakes of the text itself are worth telling; behind them stands one that the others follow from.
const MOST_ISSUES: usize = 20;

/// Takes a whole document over.
pub(crate) fn document(source: &SourceFile, file: FileId) -> (Document, Vec<Finding>) {
    let (value, issues) = json::parse(source.text(), 0, source.text().len(), file);
    let mut reader = Reader { findings: issues.iter().take(MOST_ISSUES).map(malformed).collect(), depth: 0, is_too_deep: false };
    let mut document = Document { file, format: Format::Json, ..Document::default() };
    // What is left of a text that breaks off would only give findings that follow from that.
    if issues.iter().all(|issue| issue.kind.is_recoverable())
        && let Some(value) = &value
    {
        reader.root(value, &mut document);
        crate::structure::check(&document, &mut reader.findings);
    }
    reader.findings.sort_by_key(|finding| (finding.origin, finding.code));
    (document, reader.findings)
}

/// A mistake in the text itself.
fn malformed(issue: &Issue) -> Finding {
    if issue.kind == IssueKind::TooDeep {
        let message = format!("objects and arrays are nested more than {} deep", json::MAX_DEPTH);
        return Finding::error("json-too-deep", issue.origin, message).with_help("no CSDL document needs such nesting");
    }
    let finding = Finding::error("json-malformed", issue.origin, issue.kind.describe());
    match (issue.kind, issue.replacement) {
        (IssueKind::Truncated, _) => finding.with_help("is the file cut off? fetch or save it again"),
        (IssueKind::Trailing, _) => finding.with_help("a document is one object; remove what stands behind it"),
        (_, Some("")) => finding.with_help("remove it").with_fix("remove it", issue.origin, ""),
        (_, Some(text)) => finding.with_help(format!("write `{text}`")).with_fix(format!("write `{text}`"), issue.origin, text),
        (_, None) => finding.with_help("write it as JSON: names and strings in double quotes, items with commas between them"),
    }
}

struct Reader {
    findings: Vec<Finding>,
    /// How many elements are around the one that is being read.
    depth: usize,
    /// Whether that has been too many somewhere; it is said once.
    is_too_deep: bool,
}

impl Reader {
    fn root(&mut self, value: &Value, document: &mut Document) {
        let root = value.members();
        let is_schema = |member: &Member| is_plain(&member.key) && matches!(member.value.kind, Kind::Object(_));
        if value.get("$Version").is_none() && !root.iter().any(is_schema) {
            let finding = Finding::error("unexpected-root", beginning(value.origin), "this is not a CSDL JSON document");
            self.findings.push(finding.with_help("expected an object with `$Version` and one member for each schema"));
            return;
        }
        let mut object = Object::new(value);
        for attribute in self.attributes(&object, &rules::EDMX, &["Reference", "EntityContainer"]) {
            document.version = Some(attribute.value.into());
        }
        if value.get("$Version").is_none() {
            self.missing("the document", "$Version", beginning(value.origin));
        }
        document.references = self.references(value);
        for member in root.iter().filter(|member| is_plain(&member.key)) {
            document.schemas.extend(self.schema(member));
        }
        self.orphans(&mut object);
        if document.schemas.is_empty() && !root.iter().any(is_schema) {
            let finding = Finding::error("no-schema", beginning(value.origin), "the document has no schema");
            self.findings.push(finding.with_help("add a member with the schema's namespace as its name"));
        }
        self.service_container(value, document);
    }

    /// `$EntityContainer` names a container of the document, with its namespace (CSDL JSON 4.01, section 4).
    fn service_container(&mut self, root: &Value, document: &Document) {
        let Some(value) = root.get("$EntityContainer") else { return };
        let Some(name) = self.text("$EntityContainer", value) else { return };
        let has = |schema: &Element| {
            let rest = [schema.get("Namespace"), schema.get("Alias")].into_iter().flatten();
            let simple = rest.filter_map(|prefix| name.strip_prefix(prefix)?.strip_prefix('.')).next();
            simple.is_some_and(|simple| schema.all("EntityContainer").any(|container| container.get("Name") == Some(simple)))
        };
        if !document.schemas.iter().any(has) {
            let message = format!("there is no entity container `{name}`");
            let finding = Finding::error("unresolved-container", value.content(), message);
            self.findings.push(finding.with_help("name the entity container of the document with its namespace"));
        }
    }

    /// Where the document finds what it does not say itself (CSDL JSON 4.01, section 4).
    fn references(&mut self, root: &Value) -> Vec<Element> {
        let Some(references) = root.get("$Reference") else { return Vec::new() };
        self.is_object("$Reference", references);
        references.members().iter().filter(|member| is_plain(&member.key)).map(|member| self.reference(member)).collect()
    }

    fn reference(&mut self, member: &Member) -> Element {
        let mut element = element(&rules::REFERENCE, member.key_origin);
        element.attributes.push(object::name("Uri", member));
        self.is_object(&member.key, &member.value);
        let mut object = Object::new(&member.value);
        self.attributes(&object, &rules::REFERENCE, &["Include", "IncludeAnnotations"]);
        for (name, rule) in [("$Include", &rules::INCLUDE), ("$IncludeAnnotations", &rules::INCLUDE_ANNOTATIONS)] {
            for item in self.items(name, member.value.get(name)) {
                element.children.push(self.include(item, rule));
            }
        }
        element.children.extend(self.annotations(&mut object, ""));
        self.orphans(&mut object);
        element
    }

    fn include(&mut self, item: &Value, rule: &'static crate::grammar::Rule) -> Element {
        let mut element = element(rule, beginning(item.origin));
        self.is_object(rule.name, item);
        let mut object = Object::new(item);
        element.attributes = self.attributes(&object, rule, &[]);
        self.require(&element, rule);
        element.children = self.annotations(&mut object, "");
        self.orphans(&mut object);
        element
    }
}

/// Whether a name is one that the schema's author gave, not one of the specification's and not an annotation.
fn is_plain(key: &str) -> bool {
    !key.starts_with('$') && !key.contains('@')
}

/// An element without anything in it.
fn element(rule: &'static crate::grammar::Rule, origin: Origin) -> Element {
    Element { name: rule.name, attributes: Vec::new(), children: Vec::new(), text: None, origin }
}

/// The bracket that opens an object or array: the whole would be too much to point at.
fn beginning(origin: Origin) -> Origin {
    Origin { end: origin.end.min(origin.start.saturating_add(1)), ..origin }
}
