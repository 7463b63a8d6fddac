//! Findings as JSON lines.

use edmund_model::{Finding, Origin, Sources};
use serde_json::json;

/// The documented shape: code, severity, message, file, line, column, labels, notes, help, fix.
pub(crate) fn line(finding: &Finding, sources: &Sources) -> serde_json::Value {
    let place = |origin: Origin| {
        let (path, start) = sources.locate(origin);
        let end = sources.file(origin.file).position(origin.end as usize);
        (path.to_owned(), start, end)
    };
    let (file, start, end) = place(finding.origin);
    let labels: Vec<_> = finding
        .labels
        .iter()
        .map(|label| {
            let (file, start, end) = place(label.origin);
            json!({ "file": file, "line": start.line, "column": start.column, "endLine": end.line, "endColumn": end.column, "text": label.text })
        })
        .collect();
    let fix = finding.fix.as_ref().map(|fix| {
        let edits: Vec<_> = fix
            .edits
            .iter()
            .map(|edit| {
                let (file, start, end) = place(edit.origin);
                json!({ "file": file, "line": start.line, "column": start.column, "endLine": end.line, "endColumn": end.column,
                    "replacement": edit.replacement })
            })
            .collect();
        json!({ "title": fix.title, "edits": edits })
    });
    json!({
        "code": finding.code, "severity": finding.severity, "message": finding.message, "file": file,
        "line": start.line, "column": start.column, "endLine": end.line, "endColumn": end.column,
        "label": finding.label, "labels": labels, "notes": finding.notes, "help": finding.help, "fix": fix,
    })
}
