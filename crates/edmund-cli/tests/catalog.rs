//! References are followed to where `edmund.toml` says that the documents lie.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

fn document(references: &str, namespace: &str, content: &str) -> String {
    format!(
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">{references}<edmx:DataServices>
<Schema Namespace="{namespace}" xmlns="http://docs.oasis-open.org/odata/ns/edm">{content}</Schema>
</edmx:DataServices></edmx:Edmx>"#
    )
}

fn reference(address: &str, namespace: &str) -> String {
    format!(r#"<edmx:Reference Uri="{address}"><edmx:Include Namespace="{namespace}"/></edmx:Reference>"#)
}

/// What a command prints about the schema, and its exit code.
fn edmund(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_edmund")).current_dir(folder).args(arguments).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn documents_that_refer_to_each_other_are_read_once() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    std::fs::create_dir(folder.path().join("common")).unwrap();
    let person = r#"<ComplexType Name="Person"><Property Name="At" Type="places.Place"/></ComplexType>"#;
    let place = r#"<ComplexType Name="Place"><Property Name="Of" Type="people.Person"/></ComplexType>"#;
    write("people.xml", &document(&reference("https://example.org/v1/places.xml", "places"), "people", person));
    write("common/places.xml", &document(&reference("https://example.org/people", "people"), "places", place));

    let types = |arguments: &[&str]| {
        let (_, text) = edmund(folder.path(), arguments);
        let model: serde_json::Value = serde_json::from_str(&text).unwrap();
        let names = model["types"].as_array().unwrap().iter().map(|ty| ty["name"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    assert_eq!(types(&["model", "people.xml"]), ["people.Person"]);

    write(
        "edmund.toml",
        "schema = [\"people.xml\"]\n[catalog]\n\"https://example.org/v1/\" = \"common\"\n\"https://example.org/people\" = \"people.xml\"\n",
    );
    assert_eq!(types(&["model", "people.xml"]), ["people.Person", "places.Place"]);
    assert_eq!(types(&["model"]), ["people.Person", "places.Place"]);
    assert_eq!(edmund(folder.path(), &["check"]).0, Some(0));

    write(
        "people.xml",
        &document(&reference("https://example.org/v1/places.xml", "places"), "people", &person.replace("Place\"", "Plaice\"")),
    );
    let (code, text) = edmund(folder.path(), &["check", "--format", "json"]);
    assert_eq!(code, Some(1));
    assert!(text.contains("did you mean `places.Place`"), "{text}");

    std::fs::remove_file(folder.path().join("common/places.xml")).unwrap();
    let (code, text) = edmund(folder.path(), &["check", "--format", "json"]);
    assert_eq!(code, Some(1));
    assert!(text.contains("missing-file") && text.contains("common/places.xml"), "{text}");
}
