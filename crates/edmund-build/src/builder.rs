//! The builder of build scripts.

use std::path::PathBuf;

use edmund_codegen::{Options, Requests, Selection, Wanted};
use edmund_model::{Finding, Severity, Sources};

use crate::input::expand;
use crate::{Input, InputError, single_file};

/// The file below `OUT_DIR` that is included.
const FILE_NAME: &str = "edmund.rs";

/// Generates Rust from schema files: see the [crate's documentation](crate).
///
/// Without [`types`](Self::types), [`paths`](Self::paths) and [`operations`](Self::operations) everything is generated.
#[derive(Clone, Debug, Default)]
#[must_use = "nothing is generated before `generate`"]
pub struct Builder {
    schema: Vec<PathBuf>,
    wanted: Wanted,
    requests: Requests,
    out: Option<PathBuf>,
}

/// Why nothing was generated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The schema cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The schema, or the selection, has errors: one line each, with file, line and column.
    #[error("{0}")]
    Schema(String),
    /// Not run by Cargo, and no output named.
    #[error("OUT_DIR is not set: call `Builder::out` outside of build scripts")]
    NoOutput,
    /// The file cannot be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl Builder {
    /// A builder without a schema.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a schema file, or a folder with such: CSDL in XML or JSON, and documentation pages.
    pub fn schema(mut self, path: impl Into<PathBuf>) -> Self {
        self.schema.push(path.into());
        self
    }

    /// Generates these types, by their qualified names, with what their properties need.
    pub fn types<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.wanted.types.extend(names.into_iter().map(Into::into));
        self
    }

    /// Generates what requests on these paths need, such as `/users/{id}/messages`.
    pub fn paths<N: Into<String>>(mut self, paths: impl IntoIterator<Item = N>) -> Self {
        self.wanted.paths.extend(paths.into_iter().map(Into::into));
        self
    }

    /// Generates only these operations, by their qualified names, with the types they need.
    pub fn operations<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.wanted.operations.get_or_insert_default().extend(names.into_iter().map(Into::into));
        self
    }

    /// Generates types only, without the service and its operations.
    pub fn without_requests(mut self) -> Self {
        self.requests = Requests::Omitted;
        self
    }

    /// Writes to this file instead of `edmund.rs` below `OUT_DIR`.
    pub fn out(mut self, path: impl Into<PathBuf>) -> Self {
        self.out = Some(path.into());
        self
    }

    /// Writes the file, and tells Cargo to run the build script again when a schema file changes.
    ///
    /// # Errors
    /// When the schema cannot be read or has errors, or the file cannot be written.
    pub fn generate(self) -> Result<(), BuildError> {
        let out = match (&self.out, std::env::var_os("OUT_DIR")) {
            (Some(out), _) => out.clone(),
            (None, Some(folder)) => PathBuf::from(folder).join(FILE_NAME),
            (None, None) => return Err(BuildError::NoOutput),
        };
        for path in self.schema.iter().chain(&expand(&self.schema)?) {
            println!("cargo::rerun-if-changed={}", path.display());
        }
        let text = self.text()?;
        std::fs::write(&out, text).map_err(|source| BuildError::Write { path: out, source })
    }

    /// The text that [`generate`](Self::generate) writes.
    ///
    /// # Errors
    /// When the schema cannot be read or has errors.
    pub fn text(&self) -> Result<String, BuildError> {
        let input = Input::read(&self.schema)?;
        refuse(input.errors(), &input.sources)?;
        for finding in input.page_errors() {
            println!("cargo::warning={}", line(finding, &input.sources));
        }
        let selection = match &self.wanted {
            wanted if *wanted == Wanted::default() => Selection::All,
            wanted => Selection::Only(wanted.clone()),
        };
        let options =
            Options { selection, requests: self.requests, command: "edmund_build::Builder".to_owned(), ..Options::default() };
        let output = edmund_codegen::generate(&input.model, &input.sources, &options);
        refuse(output.findings.iter().filter(|finding| finding.severity == Severity::Error), &input.sources)?;
        Ok(single_file(&output.files))
    }
}

/// Errors stop the build, all of them in one message.
fn refuse<'a>(errors: impl Iterator<Item = &'a Finding>, sources: &Sources) -> Result<(), BuildError> {
    let errors: Vec<String> = errors
        .map(|finding| {
            let help = finding.help.as_ref().map(|help| format!("\n  help: {help}")).unwrap_or_default();
            line(finding, sources) + &help
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(BuildError::Schema(errors.join("\n"))) }
}

fn line(finding: &Finding, sources: &Sources) -> String {
    let (path, position) = sources.locate(finding.origin);
    format!("{path}:{}:{}: error[{}]: {}", position.line, position.column, finding.code, finding.message)
}
