//! `cargo edmund`: the `edmund` command as a cargo subcommand.

use std::process::ExitCode;

fn main() -> ExitCode {
    // Cargo passes the subcommand's own name as the first argument.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let own = arguments.strip_prefix(&["edmund".to_owned()]).unwrap_or(&arguments);
    use clap::Parser as _;
    let cli = edmund_cli::Cli::parse_from(std::iter::once("cargo edmund").chain(own.iter().map(String::as_str)));
    edmund_cli::exit_code(edmund_cli::run(cli))
}
