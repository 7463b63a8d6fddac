//! The guide shows what the commands print: every `console` fence is run and compared. `UPDATE_EXPECT=1` rewrites the guide.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

/// Runs the commands of a page's `console` fences in the folder of examples, and gives the page with what they print.
fn rerun(page: &str, examples: &Path) -> String {
    let mut result = String::new();
    let mut console = false;
    for line in page.lines() {
        let command = line.strip_prefix("$ ").filter(|_| console);
        // What a command printed before is left out: it is printed anew.
        if !console || command.is_some() || line == "```" {
            result.push_str(line);
            result.push('\n');
        }
        match (command, line) {
            (Some(command), _) => result.push_str(&output(command, examples)),
            (None, "```console") => console = true,
            (None, "```") => console = false,
            _ => {}
        }
    }
    result
}

/// What a command prints: `edmund`, or `cat` for a file that it wrote.
fn output(command: &str, examples: &Path) -> String {
    if let Some(file) = command.strip_prefix("cat ") {
        return std::fs::read_to_string(examples.join(file)).unwrap();
    }
    let arguments = command.strip_prefix("edmund ").expect("the guide runs `edmund`").split_whitespace();
    let output = Command::new(env!("CARGO_BIN_EXE_edmund")).current_dir(examples).args(arguments).output().unwrap();
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

#[test]
fn the_guide_shows_what_the_commands_print() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide");
    let pages = std::fs::read_dir(&guide).unwrap().map(|entry| entry.unwrap().path());
    // A copy: what the commands write is not for the repository.
    let examples = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(guide.join("examples")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, examples.path().join(path.file_name().unwrap())).unwrap();
    }
    for path in pages.filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
        let page = std::fs::read_to_string(&path).unwrap();
        expect_test::expect_file![&path].assert_eq(&rerun(&page, examples.path()));
        assert!(!page.is_empty());
    }
}
