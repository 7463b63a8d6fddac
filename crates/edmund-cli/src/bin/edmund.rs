//! The `edmund` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    edmund_cli::main()
}
