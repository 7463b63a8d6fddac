//! Findings as a SARIF 2.1.0 log (OASIS Static Analysis Results Interchange Format).

use std::collections::BTreeMap;

use edmund_model::{Finding, Fix, Origin, Severity, Sources};
use serde_json::{Value, json};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// A log with one run, written result by result, as `serde_json` would print the whole.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// The codes of findings, in the order in which they came.
    rules: Vec<&'static str>,
    is_open: bool,
}

impl Log {
    /// The text of the next result, with what stands before it.
    pub(crate) fn next(&mut self, finding: &Finding, sources: &Sources) -> String {
        let rule = self.rules.iter().position(|code| *code == finding.code).unwrap_or_else(|| {
            self.rules.push(finding.code);
            self.rules.len() - 1
        });
        let before = if self.is_open { ",".to_owned() } else { format!("{}[", beginning()) };
        self.is_open = true;
        format!("{before}\n        {}", indented(&result(finding, rule, sources), 8))
    }

    /// The text behind the last result.
    pub(crate) fn end(&self) -> String {
        let before = if self.is_open { "\n      ]".to_owned() } else { format!("{}[]", beginning()) };
        let tool = json!({ "driver": {
            "name": "edmund",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": self.rules.iter().map(|code| json!({ "id": code })).collect::<Vec<_>>(),
        } });
        format!("{before},\n      \"tool\": {}\n    }}\n  ],\n  \"version\": \"2.1.0\"\n}}", indented(&tool, 6))
    }
}

/// The text before the list of results. Columns in our positions count Unicode characters, not UTF-16 units.
fn beginning() -> String {
    format!(
        "{{\n  \"$schema\": \"{SCHEMA}\",\n  \"runs\": [\n    {{\n      \"columnKind\": \"unicodeCodePoints\",\n      \"results\": "
    )
}

/// A value as text whose lines but the first are indented: strings of JSON have no line ends.
fn indented(value: &Value, by: usize) -> String {
    format!("{value:#}").replace('\n', &format!("\n{}", " ".repeat(by)))
}

fn result(finding: &Finding, rule: usize, sources: &Sources) -> Value {
    let mut text = finding.message.clone();
    for line in finding.notes.iter().chain(&finding.help) {
        text = format!("{text}\n{line}");
    }
    let related: Vec<_> = finding
        .labels
        .iter()
        .enumerate()
        .map(|(id, label)| {
            let mut location = location(label.origin, sources);
            location["id"] = json!(id);
            location["message"] = json!({ "text": label.text });
            location
        })
        .collect();
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": level(finding.severity),
        "message": { "text": text },
        "locations": [location(finding.origin, sources)],
    });
    if !related.is_empty() {
        result["relatedLocations"] = Value::Array(related);
    }
    if let Some(edits) = &finding.fix {
        result["fixes"] = json!([fix(edits, sources)]);
    }
    result
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn location(origin: Origin, sources: &Sources) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": artifact(origin, sources),
        "region": region(origin, sources),
    } })
}

fn artifact(origin: Origin, sources: &Sources) -> Value {
    json!({ "uri": uri(&sources.file(origin.file).path) })
}

fn region(origin: Origin, sources: &Sources) -> Value {
    let file = sources.file(origin.file);
    let (start, end) = (file.position(origin.start as usize), file.position(origin.end as usize));
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

/// Edits grouped by file, as SARIF wants them.
fn fix(fix: &Fix, sources: &Sources) -> Value {
    let mut changes: BTreeMap<_, Vec<Value>> = BTreeMap::new();
    for edit in &fix.edits {
        let replacement =
            json!({ "deletedRegion": region(edit.origin, sources), "insertedContent": { "text": edit.replacement } });
        changes.entry(edit.origin.file).or_default().push(replacement);
    }
    let changes: Vec<_> = changes
        .into_iter()
        .map(|(file, replacements)| {
            let origin = Origin { file, start: 0, end: 0 };
            json!({ "artifactLocation": artifact(origin, sources), "replacements": replacements })
        })
        .collect();
    json!({ "description": { "text": fix.title }, "artifactChanges": changes })
}

/// A path as a URI reference (RFC 3986): everything but unreserved characters and `/` is percent-encoded; an absolute path is a `file` URI.
fn uri(path: &str) -> String {
    let mut text = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}
