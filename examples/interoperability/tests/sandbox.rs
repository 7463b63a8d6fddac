//! The sandbox against odatapy's client, which others wrote: a session of reading, changing, batches and changes since.
//!
//! `cargo xtask ci` installs the client; where it is not installed, the test says so and ends.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use edmund_sandbox::Sandbox;

/// The Python that has the client.
fn python() -> Option<PathBuf> {
    let environment = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/interoperability");
    ["bin/python", "Scripts/python.exe"].iter().map(|path| environment.join(path)).find(|path| path.exists())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_of_others_completes_a_session() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some(python) = python() else {
        println!("skipped: odatapy is not installed; `cargo xtask ci` installs it");
        return;
    };
    let model = edmund_cli::Input::read(&[folder.join("schema/reports.csdl.xml")]).unwrap().model;
    let sandbox = Sandbox::builder(model).default_rows(0).page_size(4).start().await.unwrap();
    let mut session = std::process::Command::new(python);
    session.arg(folder.join("server/session.py")).arg(sandbox.base_url());
    let output = tokio::task::spawn_blocking(move || session.output().unwrap()).await.unwrap();
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!((said.as_ref(), errors.as_ref()), ("26 steps\n", ""));
}
