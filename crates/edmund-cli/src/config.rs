//! `edmund.toml`: what a workspace generates, from what, and where to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use edmund_codegen::{Options, Selection, Wanted};
use edmund_model::overlay::Entry;
use edmund_model::{FileId, Origin, Sources};
use serde::Deserialize;
use toml::Spanned;

use crate::catalog::Catalog;
use crate::{Input, input};

/// The name of the file that commands look for in the current folder.
pub(crate) const FILE_NAME: &str = "edmund.toml";

/// The content of `edmund.toml`. Paths are relative to the file's folder.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Files and folders with CSDL (`.xml`, `.csdl`, `.edmx`, `.csdl.json`) and pages (`.md`).
    pub schema: Vec<PathBuf>,
    /// What `edmund gen` writes.
    pub generate: Option<Generate>,
    /// What `edmund docs` writes.
    pub docs: Option<Docs>,
    /// How `edmund check` rates findings.
    #[serde(default)]
    pub check: Check,
    /// Where the documents of `edmx:Reference` lie.
    #[serde(default)]
    pub catalog: Catalog,
    /// Fix-ups of the schema, in the order they are applied.
    #[serde(default)]
    overlay: Vec<Spanned<Entry>>,
    /// The folder of the file; not part of it.
    #[serde(skip)]
    pub root: PathBuf,
    /// The file's own path and text, so that findings can point into it.
    #[serde(skip)]
    source: (String, String),
}

/// A file of its own with fix-ups, for `--overlay`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OverlayFile {
    overlay: Vec<Spanned<Entry>>,
}

/// Fix-ups of a schema, with the file they stand in.
#[derive(Clone, Debug)]
pub struct Overlay {
    path: String,
    text: String,
    entries: Vec<Spanned<Entry>>,
}

impl Overlay {
    /// Reads a file that holds nothing but `[[overlay]]` entries.
    ///
    /// # Errors
    /// When the file cannot be read or is not valid; the message has line and column.
    pub fn read(path: &Path) -> anyhow::Result<Overlay> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let file: OverlayFile = toml::from_str(&text).with_context(|| format!("{} is not a valid overlay", path.display()))?;
        Ok(Overlay { path: path.to_string_lossy().into_owned(), text, entries: file.overlay })
    }

    /// The entries, each with its place; the file is added to the sources.
    pub fn entries(&self, sources: &mut Sources) -> Vec<Entry> {
        let file: FileId = sources.add(self.path.clone(), self.text.clone());
        let place = |spanned: &Spanned<Entry>| {
            let span = spanned.span();
            Entry { origin: Origin::new(file, span.start, span.end), ..spanned.as_ref().clone() }
        };
        self.entries.iter().map(place).collect()
    }
}

/// The `[generate]` table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Generate {
    /// The folder for the module tree.
    pub out: PathBuf,
    /// Qualified names of the wanted types. Without these, paths, operations and features, everything is generated.
    pub types: Option<Vec<String>>,
    /// Paths of the wanted requests, as documentation prints them.
    pub paths: Option<Vec<String>>,
    /// The only operations that are wanted, by their qualified names.
    pub operations: Option<Vec<String>>,
    /// Parts that are behind a Cargo feature each, by its name.
    #[serde(default)]
    pub features: BTreeMap<String, Part>,
    /// Writes a whole crate of this name instead of a module tree.
    #[serde(rename = "crate")]
    pub crate_name: Option<String>,
    /// Where the crate finds the runtime: a path relative to the output folder. The registry when absent.
    pub runtime: Option<String>,
    /// The command that regenerates, as the generated files and messages name it.
    #[serde(default = "default_generate_command")]
    pub command: String,
}

/// The `[docs]` table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Docs {
    /// The folder for the pages.
    pub out: PathBuf,
    /// The service's root URL, with the version segment.
    pub base_url: Option<String>,
    /// Front matter: who answers for the pages.
    pub author: Option<String>,
    /// Front matter: the product area (`ms.prod`).
    pub product: Option<String>,
    /// The command that rewrites the pages, as messages name it.
    #[serde(default = "default_docs_command")]
    pub command: String,
}

/// The `[check]` table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Severities by code and path; the last entry that matches counts.
    #[serde(default)]
    pub severity: Vec<SeverityRule>,
    /// Guideline lints to ask for: rule ids or groups such as `G-naming`.
    #[serde(default)]
    pub lints: Vec<String>,
    /// A file with findings that are known, as `edmund check --write-baseline` writes it.
    pub baseline: Option<PathBuf>,
}

/// One `[[check.severity]]` entry.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeverityRule {
    /// A code, or a prefix of codes with `*` behind it.
    pub code: String,
    /// A glob of paths; all paths when absent.
    pub path: Option<String>,
    /// How such findings count.
    pub level: Level,
}

/// How a finding counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not reported.
    Off,
    /// Worth knowing.
    Info,
    /// Reported, but no failure.
    Warning,
    /// A failure.
    Error,
}

/// One entry of `[generate.features]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Qualified names of the wanted types.
    #[serde(default)]
    pub types: Vec<String>,
    /// Paths of the wanted requests, as documentation prints them.
    #[serde(default)]
    pub paths: Vec<String>,
    /// The only operations that are wanted, by their qualified names.
    pub operations: Option<Vec<String>>,
}

impl Generate {
    /// How it is generated.
    pub fn options(&self) -> Options {
        let wanted =
            |part: &Part| Wanted { types: part.types.clone(), paths: part.paths.clone(), operations: part.operations.clone() };
        Options {
            selection: self.selection(),
            features: self.features.iter().map(|(name, part)| (name.clone(), wanted(part))).collect(),
            crate_name: self.crate_name.clone(),
            runtime: self.runtime.clone(),
            command: self.command.clone(),
            ..Options::default()
        }
    }

    /// What is generated.
    fn selection(&self) -> Selection {
        let names_nothing = self.types.is_none() && self.paths.is_none() && self.operations.is_none();
        if names_nothing && self.features.is_empty() {
            return Selection::All;
        }
        Selection::Only(Wanted {
            types: self.types.clone().unwrap_or_default(),
            paths: self.paths.clone().unwrap_or_default(),
            operations: self.operations.clone(),
        })
    }
}

fn default_generate_command() -> String {
    "edmund gen".to_owned()
}

fn default_docs_command() -> String {
    "edmund docs".to_owned()
}

impl Config {
    /// Reads a configuration file.
    ///
    /// # Errors
    /// When the file cannot be read or is not a valid configuration; the message has line and column.
    pub fn read(path: &Path) -> anyhow::Result<Config> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut config: Config =
            toml::from_str(&text).with_context(|| format!("{} is not a valid configuration", path.display()))?;
        for glob in config.check.severity.iter().filter_map(|rule| rule.path.as_ref()) {
            globset::Glob::new(glob).with_context(|| format!("{}: `{glob}` is not a path pattern", path.display()))?;
        }
        for name in config.generate.iter().flat_map(|generate| generate.features.keys()) {
            let is_usable = name.starts_with(|c: char| c.is_alphanumeric() || c == '_')
                && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '.'));
            anyhow::ensure!(is_usable, "{}: `{name}` cannot be the name of a Cargo feature", path.display());
        }
        config.source = (path.to_string_lossy().into_owned(), text);
        config.catalog = config.catalog.in_folder(path.parent().unwrap_or(Path::new("")));
        config.root = path.parent().unwrap_or(Path::new("")).to_owned();
        Ok(config)
    }

    /// The configuration of the current folder, where there is one.
    ///
    /// # Errors
    /// As [`Config::read`], but not when the file is missing.
    pub fn find() -> anyhow::Result<Option<Config>> {
        let path = Path::new(FILE_NAME);
        if path.exists() { Config::read(path).map(Some) } else { Ok(None) }
    }

    /// Reads the schema and applies the fix-ups.
    ///
    /// # Errors
    /// As [`Input::read`].
    pub fn input(&self) -> anyhow::Result<Input> {
        input::read(&self.schema_paths(), Some(&self.overlay()), &self.catalog)
    }

    /// The fix-ups of the schema.
    pub fn overlay(&self) -> Overlay {
        let (path, text) = self.source.clone();
        Overlay { path, text, entries: self.overlay.clone() }
    }

    /// The schema paths, relative to the current folder.
    pub fn schema_paths(&self) -> Vec<PathBuf> {
        self.schema.iter().map(|path| self.root.join(path)).collect()
    }
}
