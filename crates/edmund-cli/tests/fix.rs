//! `edmund check --fix` over real pages (found by `EDMUND_SHARED`): what can be fixed is, and fixing again changes nothing.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// All files below a folder, by their paths in it.
fn files(folder: &Path, root: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, root, found);
        } else {
            found.insert(path.strip_prefix(root).unwrap().to_owned(), std::fs::read(&path).unwrap());
        }
    }
}

fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    files(folder, folder, &mut found);
    found
}

/// The findings with a fix, after fixing if that is asked for.
fn fixable(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_edmund"))
        .current_dir(folder)
        .args(["check", ".", "--format", "json"])
        .args(arguments)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let findings = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    findings.filter(|finding| finding["fix"].is_object()).map(|finding| finding.to_string()).collect()
}

#[test]
fn what_is_fixed_stays_fixed() {
    let Some(shared) = std::env::var_os("EDMUND_SHARED").map(PathBuf::from) else {
        println!("skipped: EDMUND_SHARED does not say where the pages are");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in snapshot(&shared.join("corpus/pages")) {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let before = fixable(folder.path(), &[]);
    assert!(before.len() > 20, "{}", before.len());
    assert_eq!(fixable(folder.path(), &["--fix"]), [""; 0]);
    let once = snapshot(folder.path());
    assert_eq!(fixable(folder.path(), &["--fix"]), [""; 0]);
    assert!(snapshot(folder.path()) == once, "fixing again changed something");
}
