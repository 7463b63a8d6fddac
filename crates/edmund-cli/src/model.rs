//! `edmund model`.

use clap::{Args, ValueEnum};

use crate::input::Schema;
use crate::{Input, Outcome, report};

/// The arguments of `edmund model`.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    schema: Schema,
    /// Print how many elements of each kind there are instead of the model.
    #[arg(long, conflicts_with = "write")]
    counts: bool,
    /// Print the schema as CSDL instead of the model.
    #[arg(long, value_enum)]
    write: Option<Csdl>,
}

/// The formats of CSDL.
#[derive(Clone, Copy, ValueEnum)]
enum Csdl {
    Xml,
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let input = arguments.schema.read()?;
    match arguments.write {
        Some(Csdl::Xml) => print!("{}", edmund_csdl::write_xml(&input.model)),
        Some(Csdl::Json) => println!("{}", edmund_csdl::write_json(&input.model)),
        None => println!("{}", json(arguments, &input)?),
    }
    if input.has_errors() {
        report::complain(&input.findings, &input.sources)?;
        return Ok(Outcome::Errors);
    }
    Ok(Outcome::Clean)
}

fn json(arguments: &Arguments, input: &Input) -> serde_json::Result<String> {
    let value =
        if arguments.counts { edmund_csdl::counts(&input.documents, &input.model) } else { edmund_model::dump(&input.model) };
    serde_json::to_string_pretty(&value)
}
