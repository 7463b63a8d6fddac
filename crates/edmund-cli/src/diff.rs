//! `edmund diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use edmund_model::diff::{Class, diff, render};

use crate::{Input, Outcome, report};

/// The arguments of `edmund diff`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The older schema: a file or a folder.
    old: PathBuf,
    /// The newer schema: a file or a folder.
    new: PathBuf,
    /// How to print changes.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// One change a line, with its place in both files.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
    /// A changelog, grouped by class and type.
    Markdown,
}

/// Exit code 1 means that something would break a client.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let old = Input::read(std::slice::from_ref(&arguments.old))?;
    let new = Input::read(std::slice::from_ref(&arguments.new))?;
    for input in [&old, &new] {
        if input.has_errors() {
            report::complain(&input.findings, &input.sources)?;
            anyhow::bail!("a schema with errors cannot be compared");
        }
    }
    let changes = diff(&old.model, &new.model);
    let files = render::Files { old: &old.sources, new: &new.sources };
    let text = match arguments.format {
        Format::Text => render::text(&changes, files),
        Format::Json => render::json(&changes, files),
        Format::Markdown => render::markdown(&changes),
    };
    print!("{text}");
    Ok(if render::count(&changes, Class::Breaking) > 0 { Outcome::Errors } else { Outcome::Clean })
}
