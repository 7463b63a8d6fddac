//! Single requests: what the client costs above its transport.

use std::path::Path;

use crate::shell;

/// Many small requests to a server on this machine, in one optimised process.
pub(super) fn run(bench: &Path) -> anyhow::Result<()> {
    let target = bench.join("target").to_string_lossy().into_owned();
    println!();
    let ran =
        shell::cargo(&["run", "--quiet", "--release", "--package", "edmund", "--example", "overhead", "--target-dir", &target])?;
    anyhow::ensure!(ran == edmund_cli::Outcome::Clean, "the example failed");
    Ok(())
}
