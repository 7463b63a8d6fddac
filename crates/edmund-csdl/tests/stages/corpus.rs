//! The reader, the writer and the checks on a corpus of real schemas, where one is at hand: `EDMUND_SHARED` names the folder that holds it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use edmund_csdl::Document;
use edmund_model::{Finding, Model, Severity, Sources, dump};
use serde_json::{Map, Value};

/// The corpus folder. Without the environment variable a test has nothing to say; with it, everything must be there.
fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("EDMUND_SHARED");
    if shared.is_none() {
        println!("skipped: EDMUND_SHARED names no folder with the corpus");
    }
    shared.map(|shared| PathBuf::from(shared).join("corpus/csdl"))
}

fn json(path: &std::path::Path) -> Map<String, Value> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("the corpus' own files are JSON objects")
}

struct Read {
    sources: Sources,
    documents: Vec<Document>,
    model: Model,
    findings: Vec<Finding>,
}

fn read(name: &str, bytes: &[u8]) -> Read {
    let mut sources = Sources::default();
    let (file, finding) = sources.add_bytes(name, bytes);
    let (document, mut findings) = edmund_csdl::read(&sources, file);
    let documents = vec![document];
    let (model, more) = edmund_csdl::lower(&documents);
    findings.extend(finding);
    findings.extend(more);
    Read { sources, documents, model, findings }
}

fn all(corpus: &std::path::Path) -> Vec<(String, Value, Read)> {
    let counts = json(&corpus.join("counts.json"));
    let read = |(name, expected): (String, Value)| {
        let path = corpus.join(&name);
        let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let read = read(&name, &bytes);
        (name, expected, read)
    };
    counts.into_iter().map(read).collect()
}

#[test]
fn counts_are_those_of_the_corpus() {
    let Some(corpus) = corpus() else { return };
    for (name, mut expected, read) in all(&corpus) {
        let facts = expected.as_object_mut().expect("each file has an object of facts");
        ["sha256", "bytes", "refcheck"].iter().for_each(|key| drop(facts.remove(*key)));
        assert_eq!(edmund_csdl::counts(&read.documents, &read.model), expected, "{name}");
    }
}

#[test]
fn what_is_written_reads_as_the_same_model() {
    let Some(corpus) = corpus() else { return };
    for (name, _, mut original) in all(&corpus) {
        // An import of an operation that is not there cannot be written, and the finding has said so.
        original.model.containers.iter_mut().for_each(|container| container.imports.retain(|it| !it.operations.is_empty()));
        let text = edmund_csdl::write_xml(&original.model);
        let again = read(&name, text.as_bytes());
        let (left, right) = (dump(&original.model), dump(&again.model));
        if left != right {
            let (left, right) = (format!("{left:#}"), format!("{right:#}"));
            let differs = left.lines().zip(right.lines()).enumerate().find(|(_, (left, right))| left != right);
            panic!("{name}: {differs:?}");
        }
    }
}

/// The codes of findings with how often each occurs.
fn tally(findings: &[Finding]) -> BTreeMap<&'static str, u64> {
    let mut tally = BTreeMap::new();
    findings.iter().for_each(|finding| *tally.entry(finding.code).or_default() += 1);
    tally
}

#[test]
fn each_bad_input_gives_its_finding_and_no_other() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("negative");
    let mut wrong = Vec::new();
    let expected = json(&folder.join("expected.json"));
    for (name, expected) in &expected {
        let path = folder.join(format!("{name}.xml"));
        let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let read = read(name, &bytes);
        let codes: BTreeSet<&str> = read.findings.iter().map(|finding| finding.code).collect();
        let list =
            |key: &str| -> BTreeSet<&str> { expected[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect() };
        let (wanted, allowed) = (list("expect"), list("also"));
        let worst = read.findings.iter().map(|finding| finding.severity).max();
        let severity = match worst {
            None => "ok",
            Some(Severity::Info) => "info",
            Some(Severity::Warning) => "warning",
            Some(Severity::Error) => "error",
        };
        let fits = wanted.is_subset(&codes) && codes.is_subset(&wanted.union(&allowed).copied().collect());
        if !fits || severity != expected["severity"] {
            wrong.push(format!("{name}: expected {wanted:?}, found {severity} {codes:?}"));
        }
    }
    assert_eq!(wrong, [""; 0], "{} of {} differ", wrong.len(), expected.len());
}

/// Where our findings differ from those of the corpus' independent checker: file, code, ours, and why.
const DIFFERENCES: &[(&str, &str, usize, &str)] = &[
    ("graph/preprocess_test_input.xml", "entity-without-key", 2, KEY_OF_A_MISSING_BASE),
    ("graph/preprocess_test_input.xml", "entityset-type-without-key", 0, KEY_OF_A_MISSING_BASE),
    ("graph/preprocess_test_input.xml", "contained-collection-without-key", 0, KEY_OF_A_MISSING_BASE),
    ("graph/preprocess_test_input.xml", "entitysetpath-unresolved", 0, "the path may be inherited from a base that is missing"),
    ("graph/preprocess_test_output.xml", "entity-without-key", 2, KEY_OF_A_MISSING_BASE),
    ("graph/preprocess_test_output.xml", "entityset-type-without-key", 0, KEY_OF_A_MISSING_BASE),
    ("graph/preprocess_test_output.xml", "contained-collection-without-key", 0, KEY_OF_A_MISSING_BASE),
    ("graph/preprocess_test_output.xml", "entitysetpath-unresolved", 0, "the path may be inherited from a base that is missing"),
    ("oasis/miscellaneous.xml", "unresolved-annotation-target", 44, "one target occurs twice, and both places are wrong"),
];

const KEY_OF_A_MISSING_BASE: &str = "the type derives from one that is missing and has its finding; it may well have the key";

#[test]
fn findings_on_real_schemas_are_known() {
    let Some(corpus) = corpus() else { return };
    let mut wrong = Vec::new();
    for (name, expected, read) in all(&corpus) {
        let mut expected: BTreeMap<&str, u64> = expected["refcheck"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(code, count)| (code.as_str(), count.as_u64().unwrap_or(0)))
            .collect();
        for (_, code, count, _) in DIFFERENCES.iter().filter(|difference| difference.0 == name) {
            expected.insert(code, *count as u64);
        }
        expected.retain(|_, count| *count > 0);
        let found = tally(&read.findings);
        if found != expected {
            wrong.push(format!("{name}:\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn graph_has_no_errors() {
    let Some(corpus) = corpus() else { return };
    let bytes = std::fs::read(corpus.join("graph/v1.0-Prod.csdl")).expect("the corpus has Graph");
    let read = read("v1.0-Prod.csdl", &bytes);
    assert_eq!(read.findings.len(), 67);
    assert!(read.findings.iter().all(|finding| finding.severity < Severity::Error));
    // Places are those of attribute values, which is where a person has to look.
    let place = |code: &str| {
        let finding = read.findings.iter().find(|finding| finding.code == code).expect("the finding is there");
        read.sources.text(finding.origin).to_owned()
    };
    assert_eq!(place("property-named-like-type"), "list");
    assert_eq!(place("enum-no-members"), "auditLogRecordType");
}
