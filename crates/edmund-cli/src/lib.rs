//! The `edmund` command: generate, check, compare, inspect, document and serve a schema.
//!
//! [`run`] is the whole command; `edmund`, `cargo edmund` and `cargo xtask` are thin calls into it. This crate is the only one that
//! touches files, network, clock and environment; everything it calls is a function from data to data.

mod catalog;
mod check;
mod config;
mod diff;
mod docs;
mod generate;
mod input;
mod lock;
mod model;
mod progress;
mod report;
mod serve;
mod tree;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use catalog::Catalog;
pub use config::{Config, Overlay};
pub use edmund_build::Input;
pub use tree::{Freshness, Tree};

/// Typed Rust clients, documentation and a sandbox from an OData v4 schema.
#[derive(Parser)]
#[command(name = "edmund", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generate Rust from a schema.
    Gen(generate::Arguments),
    /// Check schemas and documentation pages.
    Check(check::Arguments),
    /// Tell what changed between two schemas, and what of it breaks clients.
    Diff(diff::Arguments),
    /// Print the model of a schema as JSON.
    Model(model::Arguments),
    /// Write documentation pages for a schema.
    Docs(docs::Arguments),
    /// Serve a schema from memory, on loopback.
    Serve(serve::Arguments),
}

/// How a command ended, as an exit code says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing wrong, or warnings only.
    Clean,
    /// The input has errors, or generated files are not fresh.
    Errors,
}

/// Runs the command with the arguments of the process and turns what happened into an exit code: 0 clean or warnings, 1 errors in the
/// input or stale files, 2 could not run.
pub fn main() -> ExitCode {
    exit_code(run(Cli::parse()))
}

/// Runs one parsed command line.
///
/// # Errors
/// When it could not run at all: a bad configuration, an output folder that cannot be written. Errors in the input are an [`Outcome`].
pub fn run(cli: Cli) -> anyhow::Result<Outcome> {
    match cli.command {
        Command::Gen(arguments) => generate::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Model(arguments) => model::run(&arguments),
        Command::Docs(arguments) => docs::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
    }
}

/// Runs the command with arguments given as text, without the program's own name.
///
/// # Errors
/// As [`run`], and when the arguments cannot be parsed.
pub fn run_from<S: AsRef<str>>(arguments: impl IntoIterator<Item = S>) -> anyhow::Result<Outcome> {
    let arguments = arguments.into_iter().map(|argument| argument.as_ref().to_owned());
    run(Cli::try_parse_from(std::iter::once("edmund".to_owned()).chain(arguments))?)
}

/// The exit code of a result; an error is printed with its causes.
pub fn exit_code(result: anyhow::Result<Outcome>) -> ExitCode {
    match result {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Errors) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}
