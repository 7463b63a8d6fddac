//! `cargo xtask`: this workspace's commands. Schema work is done by `edmund-cli`; here stands only what belongs to this workspace.

mod bench;
mod ci;
mod peer;
mod shell;
mod tests;
#[cfg(test)]
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use edmund_cli::Outcome;

/// The commands of the Edmund workspace.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generate crates/graph-reports from schema/.
    Codegen {
        /// Write nothing; fail when a file is stale or an orphan.
        #[arg(long)]
        check: bool,
    },
    /// Check schema/.
    Check,
    /// Write docs/reference from schema/.
    Docs {
        /// Write nothing; fail when a page is stale or an orphan.
        #[arg(long)]
        check: bool,
    },
    /// Regenerate, then run the main job end to end against the sandbox.
    Demo,
    /// Run all tests.
    Test,
    /// Run the measurements behind the figures in the documentation.
    Bench(bench::Arguments),
    /// Run everything that must hold before a change lands.
    Ci,
}

fn main() -> ExitCode {
    edmund_cli::exit_code(run(Cli::parse().command))
}

fn run(command: Command) -> anyhow::Result<Outcome> {
    std::env::set_current_dir(shell::root())?;
    match command {
        Command::Codegen { check } => edmund_cli::run_from(flagged("gen", check)),
        Command::Check => edmund_cli::run_from(["check"]),
        Command::Docs { check } => edmund_cli::run_from(flagged("docs", check)),
        Command::Demo => demo(),
        Command::Test => tests::run(),
        Command::Bench(arguments) => bench::run(&arguments).map(|()| Outcome::Clean),
        Command::Ci => ci::run(),
    }
}

fn flagged(command: &str, check: bool) -> Vec<&str> {
    if check { vec![command, "--check"] } else { vec![command] }
}

/// The example is a process of its own because it is built from the code that was generated a moment before.
fn demo() -> anyhow::Result<Outcome> {
    if edmund_cli::run_from(["gen"])? == Outcome::Errors {
        return Ok(Outcome::Errors);
    }
    shell::cargo(&["run", "--quiet", "--package", "graph-reports", "--example", "mfa_report"])
}
