//! Which schema a command works on.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use edmund_build::{Completion, Input};
use edmund_csdl::Document;
use edmund_model::Sources;
use edmund_model::overlay::Entry;

use crate::catalog::Catalog;
use crate::config::{self, Config, Overlay};

/// Which schema a command works on.
#[derive(Args)]
pub(crate) struct Schema {
    /// Files and folders; the `schema` and `[[overlay]]` of `edmund.toml` when none is given.
    pub(crate) paths: Vec<PathBuf>,
    /// The same, as `edmund gen` takes them.
    #[arg(long, num_args = 1.., value_name = "SCHEMA", conflicts_with = "paths")]
    schema: Vec<PathBuf>,
    /// A TOML file with `[[overlay]]` entries: fix-ups of the schema.
    #[arg(long, value_name = "FILE")]
    overlay: Option<PathBuf>,
}

impl Schema {
    /// Reads what the arguments name, or what the configuration of the current folder does.
    pub(crate) fn read(&self) -> anyhow::Result<Input> {
        let overlay = self.overlay.as_deref().map(Overlay::read).transpose()?;
        let paths = if self.schema.is_empty() { &self.paths } else { &self.schema };
        anyhow::ensure!(
            overlay.is_none() || !paths.is_empty(),
            "`--overlay` needs files: `edmund.toml` has its own `[[overlay]]`"
        );
        if !paths.is_empty() {
            return read(paths, overlay.as_ref(), &Config::find()?.unwrap_or_default().catalog);
        }
        let config = Config::read(config::FILE_NAME.as_ref()).context("without paths, `edmund.toml` says what the schema is")?;
        config.input()
    }
}

/// Reads files and folders, with the documents that the catalogue has for references, and with fix-ups.
pub(crate) fn read(paths: &[PathBuf], overlay: Option<&Overlay>, catalog: &Catalog) -> anyhow::Result<Input> {
    Ok(Input::read_with(paths, &Configured { overlay, catalog })?)
}

/// What `edmund.toml` and the command line add to a schema.
struct Configured<'a> {
    overlay: Option<&'a Overlay>,
    catalog: &'a Catalog,
}

impl Completion for Configured<'_> {
    fn files(&self, document: &Document) -> Vec<PathBuf> {
        self.catalog.files(document).into_iter().collect()
    }

    fn overlay(&self, sources: &mut Sources) -> Vec<Entry> {
        self.overlay.map(|overlay| overlay.entries(sources)).unwrap_or_default()
    }
}
