//! Bad input gives a finding with file, line, column and what to do, exit code 1, and leaves generated files as they were.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Output};

const GOOD: &[u8] = br#"<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>
    <Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="Book">
        <Key><PropertyRef Name="Id"/></Key>
        <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
        <Property Name="Title" Type="Edm.String"/>
      </EntityType>
      <EntityContainer Name="Shop"><EntitySet Name="Books" EntityType="shop.Book"/></EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>
"#;

fn edmund(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_edmund")).current_dir(folder).args(arguments).output().unwrap()
}

fn generate(folder: &Path) -> Output {
    edmund(folder, &["gen", "--all", "--schema", "shop.xml", "--out", "out"])
}

/// Generates from a good schema, spoils it, and expects the finding and the untouched output.
fn check(content: Option<Vec<u8>>, code: &str, line: u64, column: u64) {
    let folder = tempfile::tempdir().unwrap();
    let schema = folder.path().join("shop.xml");
    std::fs::write(&schema, GOOD).unwrap();
    assert!(generate(folder.path()).status.success());
    let before = snapshot(&folder.path().join("out"));
    assert!(!before.is_empty());

    match content {
        Some(bytes) => std::fs::write(&schema, bytes).unwrap(),
        None => std::fs::remove_file(&schema).unwrap(),
    }
    let output = generate(folder.path());
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains(&format!("error[{code}]")), "{text}");
    assert_eq!(snapshot(&folder.path().join("out")), before);

    let output = edmund(folder.path(), &["check", "--format", "json", "shop.xml"]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    let errors: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|finding: &serde_json::Value| finding["severity"] == "error")
        .collect();
    assert_eq!(errors.len(), 1, "one mistake, one finding: {text}");
    let finding = &errors[0];
    assert_eq!((finding["code"].as_str(), finding["file"].as_str()), (Some(code), Some("shop.xml")));
    assert_eq!((finding["line"].as_u64(), finding["column"].as_u64()), (Some(line), Some(column)), "{finding}");
    assert!(finding["help"].is_string() || finding["fix"].is_object(), "says what to do: {finding}");
}

fn snapshot(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push((path.clone(), std::fs::read(path).unwrap())) }
        }
    }
    files.sort();
    files
}

fn replaced(from: &str, to: &str) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(GOOD).unwrap();
    assert!(text.contains(from));
    Some(text.replacen(from, to, 1).into_bytes())
}

#[test]
fn a_missing_file() {
    check(None, "missing-file", 1, 1);
}

#[test]
fn an_empty_file() {
    check(Some(Vec::new()), "empty-file", 1, 1);
}

#[test]
fn a_truncated_file() {
    check(Some(GOOD[..GOOD.len() - 40].to_vec()), "xml-malformed", 11, 11);
}

#[test]
fn a_file_that_is_not_utf8() {
    check(Some([&GOOD[..100], b"\xff", &GOOD[100..]].concat()), "invalid-encoding", 2, 62);
}

#[test]
fn a_document_type_declaration() {
    check(replaced("<edmx:Edmx", "<!DOCTYPE x>\n<edmx:Edmx"), "xml-doctype", 2, 1);
}

#[test]
fn an_unknown_type() {
    check(replaced("shop.Book\"", "shop.Bok\""), "unresolved-type", 10, 72);
}

#[test]
fn a_folder_without_schema_could_not_run() {
    let folder = tempfile::tempdir().unwrap();
    let output = edmund(folder.path(), &["check", "."]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("no schema file"));
}

/// A page with a mistake counts as far as it is understood; the mistake is shown, and is an error of `check`.
#[test]
fn a_page_with_a_mistake() {
    let folder = tempfile::tempdir().unwrap();
    let table = "## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|title|String|Its title.|\n";
    let page = format!(
        "# book resource type\n\nNamespace: shop\n\nA book.\n\n{table}\n## JSON representation\n```json\n{{\"title\": \n## More\n"
    );
    std::fs::write(folder.path().join("book.md"), page).unwrap();
    let output = edmund(folder.path(), &["gen", "--all", "--schema", "book.md", "--out", "out"]);
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && text.contains("error[GD001]"), "{text}");
    let (path, made) = &snapshot(&folder.path().join("out"))[1];
    assert!(String::from_utf8_lossy(made).contains("pub title: Option<String>"), "{}", path.display());
    assert_eq!(edmund(folder.path(), &["check", "book.md"]).status.code(), Some(1));
}
