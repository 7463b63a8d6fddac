//! The server that `examples/interoperability` is tested against: odatapy, installed into an environment of its own below `target`.

use std::path::Path;
use std::process::{Command, Stdio};

use edmund_cli::Outcome;

use crate::shell;

/// Installs the server, by version and hash. A machine without Python, without pip or without a network has nothing to test against, which is
/// said and is no failure: the test skips itself.
pub(crate) fn install() -> anyhow::Result<Outcome> {
    let environment = shell::root().join("target/interoperability");
    let python = ["bin/python", "Scripts/python.exe"].map(|path| environment.join(path));
    if !python.iter().any(|path| path.exists()) && !succeeds(Command::new("python3").args(["-m", "venv"]).arg(&environment)) {
        return without(&environment, "no Python 3 with venv");
    }
    let Some(python) = python.iter().find(|path| path.exists()) else {
        return without(&environment, "the environment has no Python");
    };
    let requirements = shell::root().join("examples/interoperability/server/requirements.txt");
    let mut install = Command::new(python);
    install
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--requirement"])
        .arg(requirements);
    if succeeds(&mut install) {
        return Ok(Outcome::Clean);
    }
    without(&environment, "pip could not install odatapy")
}

/// Half an environment would make the test fail instead of skipping itself.
fn without(environment: &Path, reason: &str) -> anyhow::Result<Outcome> {
    if environment.exists() {
        std::fs::remove_dir_all(environment)?;
    }
    println!("skipped: {reason}");
    Ok(Outcome::Clean)
}

fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).status().is_ok_and(|status| status.success())
}
