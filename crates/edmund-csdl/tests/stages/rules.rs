//! Every rule fires on its example, at the place that the example marks, and nothing else does. The page of rules says the same as the table.

use std::collections::BTreeSet;
use std::fmt::Write;

use edmund_csdl::{RULES, Rule};
use edmund_model::Severity;
use expect_test::expect_file;

use crate::support::{document, read, schema};

/// Inputs that are too long for a page, or nothing.
fn generated(id: &str) -> Option<String> {
    Some(match id {
        "empty-file" => String::new(),
        "xml-too-deep" => "<a>".repeat(129),
        "json-too-deep" => "{\"a\":".repeat(129) + "«{»",
        "namespace-too-long" => document("", &with_namespace(&format!("<Schema Namespace=\"«{}»\"/>", "a.".repeat(256) + "a"))),
        _ => return None,
    })
}

/// Findings that follow from what an example shows: the rule, and what else may be said.
const ALSO: &[(&str, &str)] =
    &[("entityset-type-without-key", "entity-without-key"), ("contained-collection-without-key", "entity-without-key")];

fn with_namespace(schemas: &str) -> String {
    schemas.replace("<Schema ", "<Schema xmlns=\"http://docs.oasis-open.org/odata/ns/edm\" ")
}

/// The example as a whole document.
fn whole(example: &str) -> String {
    let bare = example.replace(['«', '»'], "");
    let is_document = ["{", "<edmx:Edmx", "<!", "<html", "<?"].iter().any(|start| bare.starts_with(start));
    match example.find("<Schema ") {
        _ if is_document => example.to_owned(),
        Some(at) => document(&example[..at], &with_namespace(&example[at..])),
        None => schema(example),
    }
}

#[test]
fn every_rule_fires_on_its_example() {
    let mut wrong = String::new();
    for rule in RULES.iter().flat_map(|group| group.rules) {
        let text = generated(rule.id).unwrap_or_else(|| whole(rule.example));
        wrong += &fault(rule, &text);
    }
    assert_eq!(wrong, "");
}

/// What is not as the rule says.
fn fault(rule: &Rule, marked: &str) -> String {
    let (before, rest) = marked.split_once('«').unwrap_or((marked, "»"));
    let (place, after) = rest.split_once('»').unwrap_or((rest, ""));
    let read = read(&[&format!("{before}{place}{after}")]);
    let start = before.len();
    let is_marked = marked.contains('«');
    let found = read.findings.iter().find(|finding| finding.code == rule.id);
    let fits = found.is_some_and(|finding| {
        let at = (finding.origin.start as usize, read.sources.text(finding.origin));
        finding.severity == rule.severity && (!is_marked || at == (start, place))
    });
    let others = read.findings.iter().map(|finding| finding.code).filter(|code| *code != rule.id);
    let others: BTreeSet<_> = others.filter(|code| !ALSO.contains(&(rule.id, code))).collect();
    if fits && others.is_empty() {
        return String::new();
    }
    format!(
        "{}: expected at {place:?}, found {:?} and {others:?}\n",
        rule.id,
        found.map(|it| (it.severity, read.sources.text(it.origin)))
    )
}

#[test]
fn rules_are_listed_once() {
    let ids: Vec<_> = RULES.iter().flat_map(|group| group.rules).map(|rule| rule.id).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len());
    for rule in RULES.iter().flat_map(|group| group.rules) {
        assert!(!rule.summary.is_empty() && !rule.source.is_empty(), "{}", rule.id);
        assert!(generated(rule.id).is_some() != rule.example.contains('«'), "{}", rule.id);
    }
}

#[test]
fn the_page_of_rules_is_that_of_the_table() {
    let mut page = String::from(
        "<!-- @generated from the table of rules by the tests of edmund-csdl; UPDATE_EXPECT=1 writes it anew. -->\n\n\
         # The rules for schemas\n\n\
         `edmund check` reads CSDL, XML and JSON alike, against these rules. An error makes it fail; a warning is probably a mistake, but what is meant\n\
         is clear; an information is worth knowing. `«…»` marks the place of the finding. Examples without a frame stand in a schema with the\n\
         alias `self`. Besides, a file that is neither UTF-8 nor UTF-16 is the error `invalid-encoding`.\n",
    );
    for group in RULES {
        write!(page, "\n## {}\n", group.title).expect("a string takes everything");
        group.rules.iter().for_each(|rule| page += &entry(rule));
    }
    expect_file![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules.md")].assert_eq(&page);
}

fn entry(rule: &Rule) -> String {
    let severity = match rule.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Info => "Information",
    };
    let mut text = format!("\n### {}\n\n{severity}. {} *Source: {}.*\n", rule.id, rule.summary, rule.source);
    if !rule.example.is_empty() {
        let language = if rule.example.starts_with('{') { "json" } else { "xml" };
        text += &format!("\n```{language}\n{}\n```\n", rule.example);
    }
    text
}
