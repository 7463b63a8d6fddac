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
        for text in [edmund_csdl::write_xml(&original.model), edmund_csdl::write_json(&original.model)] {
            let again = read(&name, text.as_bytes());
            if let Some(difference) = difference(&dump(&original.model), &dump(&again.model)) {
                panic!("{name} as {:?}: {difference}", again.documents[0].format);
            }
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
        for (code, places) in expected["where"].as_object().into_iter().flatten() {
            let found: Vec<String> =
                read.findings.iter().filter(|it| it.code == code).map(|it| surroundings(&read, it)).collect();
            for place in places.as_array().into_iter().flatten().filter_map(Value::as_str) {
                if !found.iter().any(|found| names(place).all(|name| found.contains(name))) {
                    wrong.push(format!("{name}: expected {code} at {place}, found {found:?}"));
                }
            }
        }
    }
    assert_eq!(wrong, [""; 0], "{} of {} differ", wrong.len(), expected.len());
}

/// The names in the oracle's description of a place: of the element, of those around it, of what it refers to.
fn names(place: &str) -> impl Iterator<Item = &str> {
    const WORDS: &[&str] =
        &["Schema", "Function", "Action", "Annotation", "BaseType", "Key", "None", "False", "Association", "x", "self", "Edm"];
    let place = place.split_once(".xml").map_or(place, |(_, place)| place);
    let names = place.split(|c: char| !c.is_alphanumeric() && c != '_');
    names.filter(|name| !name.is_empty() && !WORDS.contains(name) && !name.chars().all(|c| c.is_ascii_digit()))
}

/// What stands at a finding and around it: the text, the message, the other places, and at each place the tags from the schema down to the
/// element and of its children.
fn surroundings(read: &Read, finding: &Finding) -> String {
    let mut text = finding.message.clone();
    let labels = finding.labels.iter().map(|label| label.origin);
    for origin in std::iter::once(finding.origin).chain(labels) {
        text += read.sources.text(origin);
        let mut candidates = read.documents[0].schemas.as_slice();
        let mut children: &[edmund_csdl::Element] = &[];
        while let Some(element) = candidates.iter().rev().find(|element| element.origin.start <= origin.start) {
            text += read.sources.text(element.origin);
            candidates = &element.children;
            children = candidates;
        }
        text.extend(children.iter().map(|child| read.sources.text(child.origin)));
    }
    text
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
    ("graph/preprocess_test_input.xml", "annotation-not-applicable", 1, NO_SUCH_RULE),
    ("graph/preprocess_test_input.xml", "annotation-type-mismatch", 1, NO_SUCH_RULE),
    ("graph/preprocess_test_output.xml", "annotation-not-applicable", 10, NO_SUCH_RULE),
    ("graph/preprocess_test_output.xml", "annotation-type-mismatch", 6, NO_SUCH_RULE),
    ("oasis/miscellaneous.xml", "annotation-not-applicable", 1, NO_SUCH_RULE),
    ("oasis/miscellaneous.xml", "unresolved-annotation-target", 44, "one target occurs twice, and both places are wrong"),
];

const NO_SUCH_RULE: &str = "the independent checker does not look at values: restrictions on a property or schema, a property path for a navigation path";

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

/// Pairs of one schema in both forms, and why what is read from them may differ.
const PAIRS: &[(&str, &str, Option<&str>)] = &[
    ("oasis/TripPin.xml", "json/TripPin.json", None),
    ("oasis/Northwind.xml", "json/Northwind.json", None),
    ("oasis/csdl-16.1.xml", "json/csdl-16.1.json", None),
    ("oasis/csdl-16.2.xml", "json/csdl-16.2.json", None),
    ("oasis/special-characters.xml", "json/special-characters.json", None),
    ("vocabularies/Org.OData.Capabilities.V1.xml", "json/Org.OData.Capabilities.V1.json", Some(LINKS_TO_EACH_OTHER)),
    ("vocabularies/Org.OData.Core.V1.xml", "json/Org.OData.Core.V1.json", Some(LINKS_TO_EACH_OTHER)),
    ("vocabularies/Org.OData.Validation.V1.xml", "json/Org.OData.Validation.V1.json", Some(LINKS_TO_EACH_OTHER)),
    ("oasis/miscellaneous.xml", "json/miscellaneous.json", Some(TERMS_THAT_NOBODY_DECLARES)),
];

const LINKS_TO_EACH_OTHER: &str = "each form links to the other one, and XML has no line ends in attributes; compared without the links of the schema and with one blank for many";

const TERMS_THAT_NOBODY_DECLARES: &str =
    "most of its terms are declared nowhere, so what JSON writes as a string stays one; compared without the types of constants";

#[test]
fn both_forms_of_a_schema_give_one_model() {
    let Some(corpus) = corpus() else { return };
    let mut wrong = Vec::new();
    for (xml, json, exception) in PAIRS {
        let load = |name: &str| {
            let path = corpus.join(name);
            let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            dump(&read(name, &bytes).model)
        };
        let (mut left, mut right) = (load(xml), load(json));
        for side in [&mut left, &mut right] {
            match *exception {
                Some(LINKS_TO_EACH_OTHER) => {
                    without_links(side);
                    with_single_blanks(side);
                }
                Some(_) => {
                    loosen(side);
                    with_single_blanks(side);
                }
                None => {}
            }
        }
        wrong.extend(difference(&left, &right).map(|difference| format!("{json}: {difference}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn both_forms_of_a_schema_have_the_same_faults() {
    let Some(corpus) = corpus() else { return };
    for (xml, json, exception) in PAIRS {
        let load = |name: &str| {
            let path = corpus.join(name);
            let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            read(name, &bytes)
        };
        let (xml, other) = (load(xml), load(json));
        let (mut left, right) = (tally(&xml.findings), tally(&other.findings));
        if *exception == Some(TERMS_THAT_NOBODY_DECLARES) {
            // JSON names a target once where XML has two elements, and has a `null` of its own where XML has a default value called so.
            left.insert("unresolved-annotation-target", 43);
            left.insert("invalid-default-value", 2);
        }
        assert_eq!(left, right, "{json}");
    }
}

/// The first lines in which two dumps differ.
fn difference(left: &Value, right: &Value) -> Option<String> {
    let (left, right) = (format!("{left:#}"), format!("{right:#}"));
    let at = left.lines().zip(right.lines()).position(|(left, right)| left != right)?;
    let context = |text: &str| text.lines().skip(at.saturating_sub(12)).take(20).collect::<Vec<_>>().join("\n");
    Some(format!("line {at}\n{}\n-- against --\n{}", context(&left), context(&right)))
}

fn without_links(model: &mut Value) {
    for schema in model["schemas"].as_array_mut().into_iter().flatten() {
        if let Some(annotations) = schema["annotations"].as_array_mut() {
            annotations.retain(|annotation| annotation["term"] != "Org.OData.Core.V1.Links");
        }
    }
}

fn with_single_blanks(value: &mut Value) {
    match value {
        Value::String(text) => *text = text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Array(items) => items.iter_mut().for_each(with_single_blanks),
        Value::Object(members) => members.values_mut().for_each(with_single_blanks),
        _ => {}
    }
}

/// Takes from constants what JSON does not say of them.
fn loosen(value: &mut Value) {
    if let Value::Object(members) = value {
        if members.contains_key("term") {
            members.entry("value").or_insert(serde_json::json!({ "Bool": true }));
        }
        // The annotations that stand on expressions inside others are kept in neither form.
        for text in ["Path", "Constant"] {
            if let Some(Value::Array(pair)) = members.get(text)
                && (text == "Constant" || pair[0] != "Path")
            {
                let constant = pair[1].clone();
                members.remove(text);
                members.insert("String".to_owned(), constant);
            }
        }
        if let Some(Value::String(text)) = members.remove("EnumMember") {
            let names: Vec<&str> = text.split(' ').map(|name| name.rsplit('/').next().unwrap_or(name)).collect();
            members.insert("String".to_owned(), names.join(",").into());
        }
        if let Some(Value::String(text)) = members.get_mut("String") {
            // A path that is a string keeps its aliases.
            let segments =
                || text.split('/').map(|segment| segment.rsplit('.').next().unwrap_or(segment).trim_start_matches('@'));
            *text = text.parse::<f64>().map_or_else(|_| segments().collect::<Vec<_>>().join("/"), |number| number.to_string());
        }
        if let Some(Value::String(text)) = members.get_mut("default")
            && let Ok(number) = text.parse::<f64>()
        {
            *text = number.to_string();
        }
        members.retain(|name, value| name != "default" || value != "null");
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(loosen),
        Value::Object(members) => members.values_mut().for_each(loosen),
        _ => {}
    }
}
