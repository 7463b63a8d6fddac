//! Real schemas: everything in them is generated, and what is generated parses. They are found by `EDMUND_SHARED`.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use edmund_codegen::{Navigations, Options, Output, Selection, generate, generate_serde_baseline};
use edmund_model::{Model, Sources};
use expect_test::expect;

/// The folder with schemas, or `None` after saying that there is none.
fn corpus() -> Option<PathBuf> {
    let found = std::env::var_os("EDMUND_SHARED").map(|path| Path::new(&path).join("corpus/csdl"));
    if found.is_none() {
        println!("skipped: EDMUND_SHARED does not say where the real schemas are");
    }
    found
}

fn read(path: &Path) -> (Model, Sources) {
    let bytes = std::fs::read(path).unwrap();
    let mut sources = Sources::default();
    let file = sources.add(path.file_name().unwrap().to_string_lossy(), String::from_utf8_lossy(&bytes));
    let (document, _) = edmund_csdl::read(&sources, file);
    (edmund_csdl::lower(&[document]).0, sources)
}

fn graph() -> Option<(Model, Sources)> {
    corpus().map(|folder| read(&folder.join("graph/v1.0-Prod.csdl")))
}

/// How often each derive stands in a tree; every file parses.
fn count(output: &Output) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for file in output.files.iter().filter(|file| file.path.ends_with(".rs")) {
        syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        for derive in ["edmund::Entity)", "edmund::Complex)", "edmund::OpenEnum)", "edmund::operations("] {
            *counts.entry(derive.to_owned()).or_default() += file.text.matches(derive).count();
        }
        *counts.entry("bytes".to_owned()).or_default() += file.text.len();
    }
    counts.insert("files".to_owned(), output.files.len());
    counts
}

#[test]
fn all_of_graph_is_generated() {
    let Some((model, sources)) = graph() else { return };
    let output = generate(&model, &sources, &Options { crate_name: Some("graph-v1".to_owned()), ..Options::default() });
    let mut counts = count(&output);
    counts.remove("bytes");
    expect![[r#"
        {
            "edmund::Complex)": 1779,
            "edmund::Entity)": 1182,
            "edmund::OpenEnum)": 861,
            "edmund::operations(": 311,
            "files": 61,
        }
    "#]]
    .assert_debug_eq(&counts);
    let skipped: Vec<_> = output.skipped.iter().map(|skipped| format!("{}: {}", skipped.name, skipped.reason)).collect();
    expect![[r#"
        []
    "#]]
    .assert_debug_eq(&skipped);
    let findings: Vec<_> = output.findings.iter().map(|finding| finding.message.clone()).collect();
    expect![[r#"
        [
            "`remote_Control_Software` is called `RemoteControlSoftware2` in Rust: the plain name is taken",
        ]
    "#]]
    .assert_debug_eq(&findings);
    let baseline = generate_serde_baseline(&model, &sources, &Options::default(), Navigations::Untyped);
    assert_eq!(
        baseline.files.iter().map(|file| file.text.matches("serde::Deserialize").count()).sum::<usize>(),
        1_182 + 1_779 + 861
    );
}

#[test]
fn one_user_needs_twenty_eight_types() {
    let Some((model, sources)) = graph() else { return };
    let options = Options { selection: Selection::types(["microsoft.graph.user"]), ..Options::default() };
    let output = generate(&model, &sources, &options);
    let mut counts = count(&output);
    counts.remove("bytes");
    expect![[r#"
        {
            "edmund::Complex)": 20,
            "edmund::Entity)": 3,
            "edmund::OpenEnum)": 5,
            "edmund::operations(": 5,
            "files": 3,
        }
    "#]]
    .assert_debug_eq(&counts);
}

#[test]
fn every_schema_generates() {
    let Some(folder) = corpus() else { return };
    let mut seen = 0;
    for name in ["graph", "oasis", "odata2ts", "vocabularies", "negative"] {
        for entry in std::fs::read_dir(folder.join(name)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "xml" || extension == "csdl") {
                let (model, sources) = read(&path);
                let output = generate(&model, &sources, &Options::default());
                let counts = count(&output);
                let types = model.structs.len() + model.enums.len();
                let duplicates =
                    output.skipped.iter().filter(|skipped| skipped.reason == edmund_codegen::Reason::Duplicate).count();
                let generated = counts["edmund::Entity)"] + counts["edmund::Complex)"] + counts["edmund::OpenEnum)"];
                assert!(generated + duplicates >= types && generated <= types, "{}: {counts:?}", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "only {seen} schemas in {}", folder.display());
}
