//! Running cargo.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use edmund_cli::Outcome;

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_owned()
}

/// Cargo as it runs us, so that a toolchain override holds for what we start.
pub(crate) fn cargo_command() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs cargo with its output on ours.
pub(crate) fn cargo(arguments: &[&str]) -> anyhow::Result<Outcome> {
    cargo_with(arguments, &[])
}

/// Runs cargo with further environment variables.
pub(crate) fn cargo_with(arguments: &[&str], environment: &[(&str, &str)]) -> anyhow::Result<Outcome> {
    let status = cargo_command().args(arguments).envs(environment.iter().copied()).status().context("cannot run cargo")?;
    Ok(if status.success() { Outcome::Clean } else { Outcome::Errors })
}
