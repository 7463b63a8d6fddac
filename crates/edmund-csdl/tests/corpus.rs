//! The reader, the writer and the checks on a corpus of real schemas, where one is at hand: `EDMUND_SHARED` names the folder that holds it.

use std::path::PathBuf;

use edmund_csdl::Document;
use edmund_model::{Finding, Model, Sources, dump};
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
