//! `cargo xtask test`: all tests of the workspace, with one summary at the end.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use anyhow::Context as _;
use edmund_cli::Outcome;

use crate::shell;

/// What the test binaries reported, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Totals {
    passed: u64,
    failed: u64,
    ignored: u64,
}

impl Totals {
    /// Adds what a line of the test harness says, such as `test result: ok. 3 passed; 0 failed; 1 ignored; ...`.
    fn add_line(&mut self, line: &str) {
        let Some(result) = line.trim_start().strip_prefix("test result: ") else { return };
        for part in result.split(['.', ';']) {
            let mut words = part.split_whitespace();
            let (Some(Ok(count)), Some(word)) = (words.next().map(str::parse::<u64>), words.next()) else { continue };
            match word {
                "passed" => self.passed += count,
                "failed" => self.failed += count,
                "ignored" => self.ignored += count,
                _ => {}
            }
        }
    }
}

/// Runs unit, integration and documentation tests of every crate.
pub(crate) fn run() -> anyhow::Result<Outcome> {
    if std::env::var_os("EDMUND_SHARED").is_none() {
        println!("EDMUND_SHARED is not set: tests on the large corpora say that they skip themselves");
    }
    let mut child = shell::cargo_command()
        .args(["test", "--workspace", "--all-features", "--no-fail-fast"])
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run cargo")?;
    let mut totals = Totals::default();
    let output = child.stdout.take().context("cargo has no standard output")?;
    for line in BufReader::new(output).lines() {
        let line = line.context("cannot read cargo's output")?;
        totals.add_line(&line);
        println!("{line}");
    }
    let status = child.wait().context("cannot wait for cargo")?;
    // A crate that does not compile reports no test at all.
    let failed = if status.success() { totals.failed } else { totals.failed.max(1) };
    println!("\n{} passed, {failed} failed, {} skipped", totals.passed, totals.ignored);
    Ok(if status.success() { Outcome::Clean } else { Outcome::Errors })
}

#[cfg(test)]
mod unit {
    use super::Totals;

    #[test]
    fn totals_add_up_over_binaries() {
        let mut totals = Totals::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test result: FAILED. 2 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.2s",
        ] {
            totals.add_line(line);
        }
        assert_eq!(totals, Totals { passed: 5, failed: 4, ignored: 1 });
    }
}
