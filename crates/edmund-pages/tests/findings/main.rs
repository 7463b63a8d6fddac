//! Findings on small pages: one subject a test, places and codes in the golden.

mod cited;
mod each;
mod examples;
mod forms;
mod meaning;
mod pages;
mod sets;

use edmund_model::{Finding, Severity, Sources};
use edmund_pages::Page;
use expect_test::Expect;

/// Reads and judges pages given as path and text.
fn check(pages: &[(&str, &str)], expected: Expect) {
    let mut sources = Sources::default();
    let mut read = Vec::new();
    let mut findings = Vec::new();
    for (path, text) in pages {
        let file = sources.add(*path, *text);
        let (page, found) = edmund_pages::read(&sources, file);
        read.push(page);
        findings.extend(found);
    }
    findings.extend(edmund_pages::check(&read, &sources, None));
    findings.sort_by_key(|finding| (finding.origin.file, finding.origin.start, finding.code));
    let lines: Vec<_> = findings.iter().map(|finding| line(finding, &sources)).collect();
    expected.assert_eq(&lines.join("\n"));
}

fn line(finding: &Finding, sources: &Sources) -> String {
    let place = |origin| {
        let (path, position) = sources.locate(origin);
        format!("{path}:{}:{}", position.line, position.column)
    };
    let severity = match finding.severity {
        Severity::Error => 'E',
        Severity::Warning => 'W',
        Severity::Info => 'I',
    };
    let mut line = format!("{} {severity} {}: {}", place(finding.origin), finding.code, finding.message);
    for label in &finding.labels {
        line.push_str(&format!("\n    see {}: {}", place(label.origin), label.text));
    }
    if let Some(fix) = &finding.fix {
        for edit in &fix.edits {
            line.push_str(&format!("\n    fix {:?} -> {:?}", sources.text(edit.origin), edit.replacement));
        }
    }
    line
}

const FRONT: &str = "---\ntitle: \"T\"\ndescription: \"D\"\nauthor: \"a\"\nlocalization_priority: Normal\nms.prod: \"p\"\ndoc_type: apiPageType\n---\n\n# T\n\nNamespace: shop\n\n";

const TYPE: &str = "---\ntitle: \"book resource type\"\ndescription: \"D\"\nauthor: \"a\"\nlocalization_priority: Normal\nms.prod: \"p\"\n\
doc_type: resourcePageType\n---\n\n# book resource type\n\nNamespace: shop\n\nA book.\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n\
|count|Int32|How many.|\n|id|String|Identifies it.|\n|sold|Boolean|Whether it is gone.|\n|state|bookState|The state. Possible values are: `new`, `used`.|\n\n\
## JSON representation\n<!-- { \"blockType\": \"resource\", \"@odata.type\": \"shop.book\", \"keyProperty\": \"id\" } -->\n``` json\n\
{\"count\": 1, \"id\": \"String\", \"sold\": true, \"state\": \"String\"}\n```\n";

fn operation(rest: &str) -> String {
    format!(
        "{FRONT}## Permissions\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n|Delegated (work or school account)|Not supported.|\n|Delegated (personal Microsoft account)|Not supported.|\n|Application|Books.Read.All|\n\n{rest}"
    )
}

fn message(rest: &str) -> String {
    operation(&format!(
        "## HTTP request\n```http\nPOST /books\n```\n\n## Response\nReturns a `201 Created` response code and a [book](../resources/book.md).\n\n## Examples\n\n{rest}"
    ))
}

/// The findings of some codes, each with what to do.
fn codes(pages: &[(impl AsRef<str>, impl AsRef<str>)], codes: &[&str]) -> String {
    let mut sources = Sources::default();
    let mut read = Vec::new();
    let mut findings = Vec::new();
    for (path, text) in pages {
        let file = sources.add(path.as_ref(), text.as_ref());
        let (page, found) = edmund_pages::read(&sources, file);
        read.push(page);
        findings.extend(found);
    }
    findings.extend(edmund_pages::check(&read, &sources, None));
    let wanted = findings.iter().filter(|finding| codes.contains(&finding.code));
    let help = |finding: &Finding| finding.help.as_ref().map(|help| format!("  {help}\n")).unwrap_or_default();
    wanted.map(|finding| format!("{}\n{}", line(finding, &sources), help(finding))).collect()
}

/// Holds the findings of some codes against what they should be.
fn found(wanted: &[&str], pages: &[(&str, &str)], expected: Expect) {
    expected.assert_eq(&codes(pages, wanted));
}

/// One page alone, and what reading it found.
fn read(path: &str, text: &str) -> (Page, Vec<Finding>) {
    let mut sources = Sources::default();
    let file = sources.add(path, text);
    edmund_pages::read(&sources, file)
}
