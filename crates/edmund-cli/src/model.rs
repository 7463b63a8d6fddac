//! `edmund model`.

use std::path::PathBuf;

use clap::Args;

use crate::report;
use crate::{Input, Outcome, check};

/// The arguments of `edmund model`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Files and folders; the `schema` of `edmund.toml` when none is given.
    paths: Vec<PathBuf>,
    /// Print how many elements of each kind there are instead of the model.
    #[arg(long)]
    counts: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let input = Input::read(&check::schema_paths(&arguments.paths)?)?;
    let value =
        if arguments.counts { edmund_csdl::counts(&input.documents, &input.model) } else { edmund_model::dump(&input.model) };
    println!("{}", serde_json::to_string_pretty(&value)?);
    if input.has_errors() {
        report::complain(&input.findings, &input.sources)?;
        return Ok(Outcome::Errors);
    }
    Ok(Outcome::Clean)
}
