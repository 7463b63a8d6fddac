//! Invariants of the workspace that no type can hold: who depends on whom, and who may touch the outside world.

use std::path::{Path, PathBuf};

/// Which of our crates each crate may use; the order is the one of ARCHITECTURE.md.
const MAY_USE: &[(&str, &[&str])] = &[
    ("edmund-model", &[]),
    ("edmund-csdl", &["edmund-model"]),
    ("edmund-pages", &["edmund", "edmund-model"]),
    ("edmund-codegen", &["edmund-model"]),
    ("edmund-build", &["edmund-model", "edmund-csdl", "edmund-pages", "edmund-codegen"]),
    ("edmund-inline", &["edmund-build"]),
    ("edmund-derive", &[]),
    ("edmund", &["edmund-derive"]),
    ("edmund-sandbox", &["edmund", "edmund-csdl", "edmund-model"]),
    ("graph-reports", &["edmund"]),
];

/// The crates that are functions from data to data.
const PURE: &[&str] = &["edmund-model", "edmund-csdl", "edmund-pages", "edmund-codegen", "edmund-derive"];

/// How code reaches files, network, clock and environment.
const OUTSIDE: &[&str] = &["std::fs", "std::net", "std::env", "std::process", "Instant::now", "SystemTime::now"];

fn crates() -> PathBuf {
    crate::shell::root().join("crates")
}

/// Code lines of a crate's library, without comments and unit tests.
fn code_lines(krate: &str) -> Vec<(PathBuf, String)> {
    let mut lines = Vec::new();
    for path in sources(&crates().join(krate).join("src")) {
        let text = std::fs::read_to_string(&path).expect("a source file is readable");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let is_code = |line: &&str| !line.trim_start().starts_with("//");
        lines.extend(code.lines().filter(is_code).map(|line| (path.clone(), line.to_owned())));
    }
    assert!(!lines.is_empty(), "{krate} has source");
    lines
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a crate has a src folder") {
        let path = entry.expect("an entry is readable").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
    files
}

#[test]
fn crates_depend_on_each_other_as_the_architecture_says() {
    for (krate, allowed) in MAY_USE {
        let manifest = std::fs::read_to_string(crates().join(krate).join("Cargo.toml")).expect("a crate has a manifest");
        let own = manifest.split("[dev-dependencies]").next().unwrap_or_default();
        let dependencies = own.split("[dependencies]").nth(1).unwrap_or_default();
        for line in dependencies.lines().filter(|line| line.starts_with("edmund")) {
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            assert!(allowed.contains(&name), "{krate} must not use {name}");
        }
    }
}

#[test]
fn only_commands_touch_the_outside_world() {
    for krate in PURE {
        for (path, line) in code_lines(krate) {
            for word in OUTSIDE {
                assert!(!line.contains(word), "{}: {line}", path.display());
            }
        }
    }
}

#[test]
fn the_runtime_knows_no_service() {
    for (path, line) in code_lines("edmund") {
        assert!(!line.contains("microsoft.graph"), "{}: {line}", path.display());
    }
}
