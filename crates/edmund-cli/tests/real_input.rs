//! The commands on real input: all of Microsoft Graph, and the page this project started from. Found through `EDMUND_SHARED`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder with real input, or a line that says why the test is skipped.
fn shared() -> Option<PathBuf> {
    let shared = std::env::var_os("EDMUND_SHARED").map(PathBuf::from);
    if shared.is_none() {
        println!("skipped: EDMUND_SHARED is not set, so there is no real input to read");
    }
    shared
}

fn graph(shared: &Path) -> String {
    shared.join("corpus/csdl/graph/v1.0-Prod.csdl").to_str().unwrap().to_owned()
}

fn edmund(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_edmund")).args(arguments).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn counts_of_all_of_graph_are_as_others_counted_them() {
    let Some(shared) = shared() else { return };
    let (code, text) = edmund(&["model", "--counts", &graph(&shared)]);
    assert_eq!(code, Some(0));
    let ours: serde_json::Value = serde_json::from_str(&text).unwrap();
    let oracle = std::fs::read_to_string(shared.join("corpus/csdl/counts.json")).unwrap();
    let oracle: serde_json::Value = serde_json::from_str(&oracle).unwrap();
    let expected = oracle["graph/v1.0-Prod.csdl"].as_object().unwrap();
    for (name, value) in expected {
        // How the file was counted, not what is in it.
        if !["sha256", "bytes", "refcheck"].contains(&name.as_str()) {
            assert_eq!(&ours[name], value, "{name}");
        }
    }
}

#[test]
fn the_seed_page_gives_its_findings_with_line_and_column() {
    let Some(shared) = shared() else { return };
    let page = shared.join("seed/create-credentialuserregistrationdetails.md");
    let (code, text) = edmund(&["check", "--format", "json", page.to_str().unwrap()]);
    assert_eq!(code, Some(1), "the page has errors");
    let found: Vec<_> = text
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|finding| {
            (finding["code"].as_str().unwrap().to_owned(), finding["line"].as_u64().unwrap(), finding["column"].as_u64().unwrap())
        })
        .collect();
    // The request against its example, the body and the status of a `$ref`, both placeholder scopes, both placeholder members.
    for expected in
        [("GD120", 31, 48), ("GD121", 31, 48), ("GD100", 21, 37), ("GD100", 23, 14), ("GD303", 79, 5), ("GD303", 107, 5)]
    {
        assert!(
            found.iter().any(|(code, line, column)| (code.as_str(), *line, *column) == expected),
            "{expected:?} in {found:?}"
        );
    }
}

#[test]
fn all_of_graph_generates_and_compiles() {
    let Some(shared) = shared() else { return };
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("graph-v1");
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../edmund").canonicalize().unwrap();
    let arguments = ["gen", "--all", "--schema", &graph(&shared), "--crate", "graph-v1", "--out", out.to_str().unwrap()];
    let (code, text) = edmund(&[&arguments[..], &["--runtime", runtime.to_str().unwrap()]].concat());
    assert_eq!(code, Some(0), "{text}");

    let manifest = out.join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(&manifest, text + "\n[workspace]\n").unwrap();
    let status = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--manifest-path", manifest.to_str().unwrap()])
        .env("CARGO_TARGET_DIR", out.with_file_name("graph-v1-target"))
        .status()
        .unwrap();
    assert!(status.success());
}
