//! Findings as a SARIF 2.1.0 log (OASIS Static Analysis Results Interchange Format).

use std::collections::BTreeMap;

use edmund_model::{Finding, Fix, Origin, Severity, Sources};
use serde_json::{Value, json};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The whole log: one run with one result for each finding.
pub(crate) fn log(findings: &[Finding], sources: &Sources) -> Value {
    let mut rules = BTreeMap::new();
    for finding in findings {
        let next = rules.len();
        rules.entry(finding.code).or_insert(next);
    }
    let mut by_index: Vec<_> = rules.iter().map(|(code, index)| (*index, *code)).collect();
    by_index.sort_unstable();
    let results: Vec<_> = findings.iter().map(|finding| result(finding, rules[finding.code], sources)).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "edmund",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": by_index.into_iter().map(|(_, code)| json!({ "id": code })).collect::<Vec<_>>(),
            } },
            // Columns in our positions count Unicode characters, not UTF-16 units.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
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
