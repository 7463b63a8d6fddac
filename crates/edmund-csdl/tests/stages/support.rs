//! What the tests of single stages share.

use edmund_csdl::Document;
use edmund_model::{Finding, Model, Sources};

/// Everything that comes of one text.
pub(crate) struct Read {
    pub(crate) sources: Sources,
    pub(crate) documents: Vec<Document>,
    pub(crate) model: Model,
    pub(crate) findings: Vec<Finding>,
}

/// Reads documents that belong together.
pub(crate) fn read(texts: &[&str]) -> Read {
    let mut sources = Sources::default();
    let mut documents = Vec::new();
    let mut findings = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let form = if text.starts_with('{') { "json" } else { "xml" };
        let file = sources.add(format!("{}.{form}", index + 1), *text);
        let (document, found) = edmund_csdl::read(&sources, file);
        documents.push(document);
        findings.extend(found);
    }
    let (model, found) = edmund_csdl::lower(&documents);
    findings.extend(found);
    let is_listed = |code: &str| edmund_csdl::RULES.iter().flat_map(|group| group.rules).any(|rule| rule.id == code);
    findings.iter().for_each(|finding| assert!(is_listed(finding.code), "{} is not in the table of rules", finding.code));
    Read { sources, documents, model, findings }
}

/// A document around schemas.
pub(crate) fn document(references: &str, schemas: &str) -> String {
    format!(
        "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">{references}<edmx:DataServices>\n{schemas}\n\
         </edmx:DataServices></edmx:Edmx>"
    )
}

/// A document with one schema, `t.ns` with the alias `self`, whose content begins on line 3.
pub(crate) fn schema(content: &str) -> String {
    document(
        "",
        &format!(
            "<Schema Namespace=\"t.ns\" Alias=\"self\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\n{content}\n</Schema>"
        ),
    )
}

/// Findings as one line each: place, severity, code, message, the text at the place, other places, help.
pub(crate) fn report(read: &Read) -> String {
    let mut lines = String::new();
    for finding in &read.findings {
        let (path, position) = read.sources.locate(finding.origin);
        let text = read.sources.text(finding.origin);
        lines += &format!(
            "{path}:{}:{} {:?} {}: {} [{text}]\n",
            position.line, position.column, finding.severity, finding.code, finding.message
        );
        for label in &finding.labels {
            let (path, position) = read.sources.locate(label.origin);
            lines += &format!("    {path}:{}:{} {}\n", position.line, position.column, label.text);
        }
        lines.extend(finding.help.iter().map(|help| format!("    help: {help}\n")));
    }
    lines
}
