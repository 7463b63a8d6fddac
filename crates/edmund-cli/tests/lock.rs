//! `edmund.lock`: names stay where they are until somebody says otherwise.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Output};

const CONFIG: &str = "schema = [\"shop.xml\"]\n[generate]\nout = \"out\"\n";

/// A type with these properties.
fn schema(properties: &[&str]) -> String {
    let properties: String = properties.iter().map(|name| format!("<Property Name=\"{name}\" Type=\"Edm.String\"/>")).collect();
    format!(
        "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"><edmx:DataServices>\
         <Schema Namespace=\"shop\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\
         <ComplexType Name=\"Book\">{properties}</ComplexType></Schema></edmx:DataServices></edmx:Edmx>"
    )
}

fn generate(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_edmund")).current_dir(folder).arg("gen").args(arguments).output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).replace('\\', "/")
}

/// A folder in which the properties were generated.
fn generated(properties: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("edmund.toml"), CONFIG).unwrap();
    std::fs::write(folder.path().join("shop.xml"), schema(properties)).unwrap();
    let output = generate(folder.path(), &[]);
    assert!(output.status.success(), "{}", text(&output));
    folder
}

#[test]
fn a_name_does_not_move_silently() {
    let folder = generated(&["foo_Bar"]);
    let read = || {
        let file = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        (file("out/shop.rs"), file("edmund.lock"))
    };
    let before = read();
    assert!(before.1.contains("\"shop.Book/foo_Bar\" = \"foo_bar\"\n"), "{}", before.1);
    // The new property comes first, and so would take the name.
    std::fs::write(folder.path().join("shop.xml"), schema(&["fooBar", "foo_Bar"])).unwrap();
    for arguments in [&[][..], &["--check"]] {
        let output = generate(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(1));
        let text = text(&output);
        assert!(
            text.contains("error[name-moved]: `shop.Book/foo_Bar` is called `foo_bar` and would be called `foo_bar_2`"),
            "{text}"
        );
        assert!(text.contains("--rename"), "{text}");
        assert_eq!(read(), before);
    }
    assert!(generate(folder.path(), &["--rename"]).status.success());
    let after = read();
    assert!(after.0.contains("pub foo_bar_2:") && after.1.contains("\"shop.Book/foo_Bar\" = \"foo_bar_2\"\n"), "{}", after.1);
    assert!(generate(folder.path(), &["--check"]).status.success());
}

#[test]
fn new_and_gone_names_are_no_moves() {
    let folder = generated(&["title"]);
    std::fs::write(folder.path().join("shop.xml"), schema(&["author"])).unwrap();
    let stale = generate(folder.path(), &["--check"]);
    assert_eq!(stale.status.code(), Some(1));
    assert!(text(&stale).contains("edmund.lock"), "{}", text(&stale));
    assert!(generate(folder.path(), &[]).status.success());
    assert!(generate(folder.path(), &["--check"]).status.success());
}

#[test]
fn line_ends_make_no_difference() {
    let folder = generated(&["title"]);
    let lock = folder.path().join("edmund.lock");
    let before = std::fs::read_to_string(&lock).unwrap();
    std::fs::write(&lock, before.replace('\n', "\r\n")).unwrap();
    let schema = folder.path().join("shop.xml");
    let text = std::fs::read_to_string(&schema).unwrap().replace("><", ">\n<");
    std::fs::write(&schema, &text).unwrap();
    assert!(generate(folder.path(), &[]).status.success());
    std::fs::write(&schema, text.replace('\n', "\r\n")).unwrap();
    assert!(generate(folder.path(), &["--check"]).status.success());
}

#[test]
fn a_lock_that_cannot_be_read_says_so() {
    let folder = generated(&["title"]);
    let lock = folder.path().join("edmund.lock");
    for (content, expected) in [
        ("version = \"x\"", "is not a valid lock: delete it to begin a new one"),
        ("version = 99\ngenerator = \"9.0.0\"\n", "was written by a newer version of Edmund (9.0.0): update this one"),
    ] {
        std::fs::write(&lock, content).unwrap();
        let output = generate(folder.path(), &[]);
        assert_eq!(output.status.code(), Some(2), "{}", text(&output));
        assert!(text(&output).contains(expected), "{}", text(&output));
        assert_eq!(std::fs::read_to_string(&lock).unwrap(), content, "it stays as it was");
    }
}
