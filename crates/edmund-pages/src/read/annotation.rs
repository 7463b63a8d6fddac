//! HTML comments that hold a JSON annotation.

use edmund_model::{Finding, Origin};

use crate::json;
use crate::markdown::trimmed;
use crate::message::Annotation;

/// Keys that occur in annotations, by what tools read from them.
const KEYS: &[&str] = &[
    "blockType",
    "name",
    "@odata.type",
    "@type",
    "isCollection",
    "truncated",
    "isEmpty",
    "sampleKeys",
    "scopes",
    "tags",
    "isComposable",
    "target",
    "idempotent",
    "opaqueUrl",
    "optionalProperties",
    "keyProperty",
    "baseType",
    "openType",
    "abstract",
    "isAbstract",
    "isMediaEntity",
    "@odata.annotations",
    "@type.aka",
    "@property.aka",
    "expectError",
    "id",
    "displayName",
    "requestUrls",
    "mergePermissions",
    "isBeta",
    "type",
    "title",
    "description",
    "keywords",
    "section",
    "tocPath",
    "tocBookmarks",
    "tocIndex",
    "namespace",
    "suppressions",
    "headingLevel",
    "nullableProperties",
    "readOnlyProperties",
    "originalExample",
    "@odata.context",
    "category",
    "nameSpace",
    "noRequestBody",
    "api",
    "ownerTeam",
    "fileName",
    "apiVersion",
    "comment",
    "anchor",
    "alertType",
];

/// Keys whose value is a Boolean.
const FLAGS: &[&str] =
    &["isCollection", "truncated", "isEmpty", "isComposable", "openType", "abstract", "isAbstract", "isMediaEntity"];

/// Reads a comment; `None` when it holds no annotation.
pub(super) fn read(text: &str, comment: Origin, inside: Origin, findings: &mut Vec<Finding>) -> Option<Annotation> {
    let place = trimmed(text, inside.file, inside.start as usize, inside.end as usize);
    let (start, end) = (place.start as usize, place.end as usize);
    if !text[start..end].starts_with('{') {
        return None;
    }
    let (value, issues) = json::parse(text, start, end, inside.file);
    let block =
        value.as_ref().and_then(|value| value.get("blockType").or_else(|| value.get("type"))).and_then(json::Value::as_str);
    if block.is_none() && !text[start..end].contains("\"blockType\"") {
        return None;
    }
    let value = value?;
    // A note behind the object is no part of it: tools that write permission tables look for theirs.
    let behind = |issue: &json::Issue| issue.kind == json::IssueKind::Comment && issue.origin.start >= value.origin.end;
    if let Some(issue) = issues.iter().find(|issue| !behind(issue)) {
        findings.push(not_strict(issue));
    }
    keys(&value, findings);
    let block = value.get("blockType").or_else(|| value.get("type")).and_then(json::Value::as_str).unwrap_or("").to_owned();
    Some(Annotation { origin: comment, block, value })
}

fn not_strict(issue: &json::Issue) -> Finding {
    let finding = Finding::warning("GD002", issue.origin, "annotation is not strict JSON").with_label(issue.kind.describe());
    match issue.replacement {
        Some("") => finding.with_fix("remove it", issue.origin, ""),
        Some(text) => finding.with_fix(format!("insert `{text}`"), issue.origin, text),
        None => finding.with_help("make the comment's content valid JSON"),
    }
}

fn keys(value: &json::Value, findings: &mut Vec<Finding>) {
    for member in value.members() {
        if FLAGS.contains(&member.key.as_str())
            && let json::Kind::String(text) = &member.value.kind
        {
            let finding = Finding::warning("GD003", member.value.origin, format!("`{}` is a string, not a Boolean", member.key));
            let lower = text.to_lowercase();
            findings.push(match lower.as_str() {
                "true" | "false" => finding.with_fix("remove the quotes", member.value.origin, lower),
                _ => finding.with_help("write `true` or `false`"),
            });
        } else if !KEYS.contains(&member.key.as_str()) {
            let finding = Finding::warning("GD003", member.key_origin, format!("unknown annotation key `{}`", member.key));
            findings.push(match edmund_model::nearest(&member.key, KEYS.iter().copied()) {
                Some(near) => finding.with_help(format!("did you mean `{near}`?")),
                None => finding.with_help("remove the key: nothing reads it"),
            });
        }
    }
}
