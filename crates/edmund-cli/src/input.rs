//! Reading schema files from disk into one model.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use edmund_model::{FileId, Finding, Model, Origin, Severity, Sources};

use crate::catalog::Catalog;
use crate::config::{self, Config, Overlay};

/// Everything read from a set of paths.
#[derive(Debug, Default)]
pub struct Input {
    /// All files with their text.
    pub sources: Sources,
    /// The CSDL documents.
    pub documents: Vec<edmund_csdl::Document>,
    /// The documentation pages.
    pub pages: Vec<edmund_pages::Page>,
    /// The model that both lower into.
    pub model: Model,
    /// Everything wrong in the input, ordered by file and position.
    pub findings: Vec<Finding>,
}

/// Which schema a command works on.
#[derive(Args)]
pub(crate) struct Schema {
    /// Files and folders; the `schema` and `[[overlay]]` of `edmund.toml` when none is given.
    pub(crate) paths: Vec<PathBuf>,
    /// A TOML file with `[[overlay]]` entries: fix-ups of the schema.
    #[arg(long, value_name = "FILE", requires = "paths")]
    overlay: Option<PathBuf>,
}

impl Schema {
    /// Reads what the arguments name, or what the configuration of the current folder does.
    pub(crate) fn read(&self) -> anyhow::Result<Input> {
        let overlay = self.overlay.as_deref().map(Overlay::read).transpose()?;
        if !self.paths.is_empty() {
            return Input::read_with(&self.paths, overlay.as_ref(), &Config::find()?.unwrap_or_default().catalog);
        }
        let config = Config::read(config::FILE_NAME.as_ref()).context("without paths, `edmund.toml` says what the schema is")?;
        config.input()
    }
}

/// What a file is, by its name.
enum Kind {
    Csdl,
    Page,
}

impl Kind {
    fn of(path: &Path) -> Option<Kind> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        match name.rsplit('.').next()? {
            "xml" | "csdl" | "edmx" => Some(Kind::Csdl),
            // Other JSON files may stand beside a schema; named on the command line, any of them is read.
            "json" if name.ends_with(".csdl.json") => Some(Kind::Csdl),
            "md" => Some(Kind::Page),
            _ => None,
        }
    }
}

impl Input {
    /// Reads files, and every CSDL file and page below folders, in the order of their paths.
    ///
    /// A file that is missing or unreadable is a finding like any other, so that all of them are reported at once.
    ///
    /// # Errors
    /// When a folder cannot be listed, or when the paths name no schema at all.
    pub fn read(paths: &[PathBuf]) -> anyhow::Result<Input> {
        Input::read_with(paths, None, &Catalog::default())
    }

    /// As [`Input::read`], with the documents that the catalogue has for references, and fix-ups applied to the model.
    ///
    /// # Errors
    /// As [`Input::read`].
    pub fn read_with(paths: &[PathBuf], overlay: Option<&Overlay>, catalog: &Catalog) -> anyhow::Result<Input> {
        let files = expand(paths)?;
        anyhow::ensure!(!files.is_empty(), "no schema file (.xml, .csdl, .edmx, .csdl.json, .md) in {}", list(paths));
        let mut input = Input::default();
        for path in &files {
            input.read_file(path);
        }
        input.follow(catalog, files.into_iter().collect());
        input.lower(overlay);
        Ok(input)
    }

    /// Reads what documents refer to, and what those refer to; each file once, in whatever circle they stand.
    fn follow(&mut self, catalog: &Catalog, mut seen: BTreeSet<PathBuf>) {
        let mut next = 0;
        while let Some(document) = self.documents.get(next) {
            for path in catalog.files(document) {
                if seen.insert(path.clone()) {
                    self.read_file(&path);
                }
            }
            next += 1;
        }
    }

    fn read_file(&mut self, path: &Path) {
        let shown = shown(path);
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let file = self.sources.add(shown, "");
                self.findings.push(unreadable(file, &error));
                return;
            }
        };
        let (file, undecodable) = self.sources.add_bytes(shown, &bytes);
        if let Some(finding) = undecodable {
            self.findings.push(finding);
            return;
        }
        match Kind::of(path) {
            Some(Kind::Page) => {
                let (page, findings) = edmund_pages::read(&self.sources, file);
                self.pages.push(page);
                self.findings.extend(findings);
            }
            Some(Kind::Csdl) | None => {
                let (document, findings) = edmund_csdl::read(&self.sources, file);
                self.documents.push(document);
                self.findings.extend(findings);
            }
        }
    }

    fn lower(&mut self, overlay: Option<&Overlay>) {
        let (model, findings) = edmund_csdl::lower(&self.documents);
        self.model = model;
        self.findings.extend(findings);
        self.findings.extend(edmund_pages::lower(&self.pages, &self.sources, &mut self.model));
        if let Some(overlay) = overlay {
            let entries = overlay.entries(&mut self.sources);
            self.findings.extend(edmund_model::overlay::apply(&mut self.model, &entries));
        }
        self.findings.sort_by_key(|finding| (finding.origin.file, finding.origin.start, finding.code));
        self.findings.dedup();
    }

    /// Whether the input has an error, and so nothing should be made from it.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

fn unreadable(file: FileId, error: &std::io::Error) -> Finding {
    let (code, message) = match error.kind() {
        std::io::ErrorKind::NotFound => ("missing-file", "there is no such file".to_owned()),
        _ => ("unreadable-file", format!("the file cannot be read: {error}")),
    };
    Finding::error(code, Origin::new(file, 0, 0), message).with_help("check the path on the command line and in `edmund.toml`")
}

/// The files that paths stand for: a file for itself, a folder for the schema files below it.
fn expand(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut seen = BTreeSet::new();
    for path in paths {
        let found = if path.is_dir() { below(path)? } else { vec![path.clone()] };
        files.extend(found.into_iter().filter(|file| seen.insert(file.clone())));
    }
    Ok(files)
}

fn below(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?;
        for entry in entries {
            let path = entry.with_context(|| format!("cannot list {}", folder.display()))?.path();
            // Links to folders are not followed: they could lead in a circle.
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            } else if path.is_file() && Kind::of(&path).is_some() {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// A path as findings and generated files show it: with `/`, without a leading `./`.
fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}
