//! A new entity is one new file under `schema/` and no Rust: what `docs/add-an-entity.md` shows, done to the letter.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

const PAGE: &str = include_str!("../../../docs/add-an-entity.md");

/// The content of the guide's fence that opens with this line.
fn fence<'a>(opening: &str, closing: &str) -> &'a str {
    let start = PAGE.find(&format!("\n{opening}\n")).expect("the guide has the fence") + opening.len() + 2;
    let end = PAGE[start..].find(&format!("\n{closing}\n")).expect("the fence ends") + start + 1;
    &PAGE[start..end]
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { _ = std::fs::copy(&path, &target).unwrap() }
    }
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}\n{text}");
}

#[test]
fn one_new_page_becomes_a_typed_call() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("new-entity");
    let _ = std::fs::remove_dir_all(&folder);
    copy(&workspace().join("schema"), &folder.join("schema"));
    std::fs::write(folder.join("schema/create-password-reset.md"), fence("````markdown", "````")).unwrap();

    let edmund = env!("CARGO_BIN_EXE_edmund");
    let check = Command::new(edmund).current_dir(&folder).args(["check", "schema"]).output().unwrap();
    let text = String::from_utf8(check.stdout).unwrap();
    assert!(text.contains("\n0 errors, 0 warnings, "), "{text}");

    let runtime = workspace().join("crates/edmund");
    let generated = ["gen", "--all", "--schema", "schema", "--crate", "graph-reports", "--out", "graph-reports", "--runtime"];
    run(Command::new(edmund).current_dir(&folder).args(generated).arg(&runtime));

    let crates = workspace().join("crates");
    let manifest = format!(
        "[package]\nname = \"user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         edmund = {{ path = {:?} }}\nedmund-cli = {{ path = {:?} }}\nedmund-sandbox = {{ path = {:?} }}\n\
         graph-reports = {{ path = \"graph-reports\" }}\ntokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n",
        crates.join("edmund"),
        crates.join("edmund-cli"),
        crates.join("edmund-sandbox"),
    );
    std::fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    std::fs::create_dir_all(folder.join("src")).unwrap();
    let main = format!("{}\n{MAIN}", fence("```rust,ignore", "```"));
    std::fs::write(folder.join("src/main.rs"), main).unwrap();
    // The workspace's own lock file has every dependency already resolved and downloaded.
    std::fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let target = folder.with_file_name("new-entity-target");
    run(Command::new(env!("CARGO")).current_dir(&folder).args(["run", "--quiet"]).env("CARGO_TARGET_DIR", target));
}

/// Starts the sandbox on the extended schema and calls what the guide shows.
const MAIN: &str = r#"
#[tokio::main]
async fn main() {
    let input = edmund_cli::Input::read(&["schema".into()]).unwrap();
    let sandbox = edmund_sandbox::Sandbox::builder(input.model).default_rows(0).start().await.unwrap();
    let graph = Client::builder().base_url(sandbox.base_url()).build().unwrap();
    assert_eq!(record(&graph).await.unwrap(), 1);
    assert_eq!(record(&graph).await.unwrap(), 2);
}
"#;
