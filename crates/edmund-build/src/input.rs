//! Reading schema files from disk into one model.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use edmund_csdl::Document;
use edmund_model::overlay::Entry;
use edmund_model::{FileId, Finding, Model, Origin, Severity, Sources};
use edmund_pages::{Checker, Docset};

/// Why a schema cannot be read at all. What is wrong inside files is a finding instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// A folder cannot be listed.
    #[error("cannot list {}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The paths name no schema.
    #[error("no schema file (.xml, .csdl, .edmx, .csdl.json, .md) in {paths}")]
    Empty {
        /// The paths, separated by commas.
        paths: String,
    },
}

/// What a schema is completed with, besides the files that are named.
pub trait Completion {
    /// The files that a document's references mean.
    fn files(&self, _document: &Document) -> Vec<PathBuf> {
        Vec::new()
    }

    /// The fix-ups of the schema, each with its place; their file is added to the sources.
    fn overlay(&self, _sources: &mut Sources) -> Vec<Entry> {
        Vec::new()
    }
}

/// A schema that is complete as it is.
impl Completion for () {}

/// Everything read from a set of paths.
#[derive(Debug, Default)]
pub struct Input {
    /// All files. The texts of pages are read again when they are asked for.
    pub sources: Sources,
    /// The CSDL documents.
    pub documents: Vec<edmund_csdl::Document>,
    /// The documentation pages: what they need of each other.
    pub pages: Docset,
    /// The model that both lower into.
    pub model: Model,
    /// What is wrong in the input as far as reading and lowering show it, ordered by file and position; [`Input::check`] tells the rest.
    pub findings: Vec<Finding>,
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
    pub fn read(paths: &[PathBuf]) -> Result<Input, InputError> {
        Input::read_with(paths, &())
    }

    /// As [`Input::read`], with the documents that references mean, and fix-ups applied to the model.
    ///
    /// # Errors
    /// As [`Input::read`].
    pub fn read_with(paths: &[PathBuf], completion: &dyn Completion) -> Result<Input, InputError> {
        let files = expand(paths)?;
        if files.is_empty() {
            return Err(InputError::Empty { paths: list(paths) });
        }
        let mut input = Input::default();
        for path in &files {
            input.read_file(path);
        }
        input.follow(completion, files.into_iter().collect());
        input.lower(completion);
        Ok(input)
    }

    /// Reads what documents refer to, and what those refer to; each file once, in whatever circle they stand.
    fn follow(&mut self, completion: &dyn Completion, mut seen: BTreeSet<PathBuf>) {
        let mut next = 0;
        while let Some(document) = self.documents.get(next) {
            for path in completion.files(document) {
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
                // What comes from a pipe comes once.
                if path.is_file() {
                    let path = path.to_owned();
                    self.sources.reread(file, move || std::fs::read(&path).ok());
                    self.sources.release(file);
                }
                self.pages.add(page);
                self.findings.extend(findings);
            }
            Some(Kind::Csdl) | None => {
                let (document, findings) = edmund_csdl::read(&self.sources, file);
                self.documents.push(document);
                self.findings.extend(findings);
            }
        }
    }

    fn lower(&mut self, completion: &dyn Completion) {
        let (model, findings) = edmund_csdl::lower(&self.documents);
        self.model = model;
        self.findings.extend(findings);
        self.findings.extend(self.pages.lower(&mut self.model));
        let entries = completion.overlay(&mut self.sources);
        if !entries.is_empty() {
            self.findings.extend(edmund_model::overlay::apply(&mut self.model, &entries));
        }
        self.findings.sort_by_key(order);
        self.findings.dedup();
    }

    /// Gives of each file, in order, everything that is wrong with it: what reading and lowering found, and what its page says beside
    /// the others and the model. Pages are read once more for that, one by one, so that memory does not grow with them.
    ///
    /// # Errors
    /// The first that `each` gives.
    pub fn check<E>(&mut self, mut each: impl FnMut(FileId, Vec<Finding>, &Sources) -> Result<(), E>) -> Result<(), E> {
        self.findings.sort_by_key(order);
        let checker = Checker::new(&self.pages, Some(&self.model));
        let mut rest = &self.findings[..];
        for file in self.sources.iter().map(|(file, _)| file).collect::<Vec<_>>() {
            let (own, others) = rest.split_at(rest.partition_point(|finding| finding.origin.file <= file));
            rest = others;
            let mut findings = own.to_vec();
            if self.pages.contains(file) && self.sources.file(file).is_lost() {
                findings.push(changed(file));
            } else if self.pages.contains(file) {
                let (page, _) = edmund_pages::read(&self.sources, file);
                findings.extend(checker.check(&page, &self.sources));
                findings.sort_by_key(order);
            }
            findings.dedup();
            let others: Vec<FileId> = findings.iter().flat_map(|found| &found.labels).map(|label| label.origin.file).collect();
            each(file, findings, &self.sources)?;
            for file in others.into_iter().chain([file]) {
                self.sources.release(file);
            }
        }
        Ok(())
    }

    /// The errors for which nothing should be made from the input.
    ///
    /// Those of documentation pages are not among them: a page counts as far as it is understood, and sets of thousands of pages have some
    /// with mistakes. [`Input::page_errors`] has them.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.all_errors().filter(|finding| !self.pages.contains(finding.origin.file))
    }

    /// The errors of documentation pages, as far as reading and lowering show them.
    pub fn page_errors(&self) -> impl Iterator<Item = &Finding> {
        self.all_errors().filter(|finding| self.pages.contains(finding.origin.file))
    }

    fn all_errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error)
    }

    /// Whether the input has an [error](Input::errors), and so nothing should be made from it.
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }
}

/// By file and place.
fn order(finding: &Finding) -> (FileId, u32, &'static str) {
    (finding.origin.file, finding.origin.start, finding.code)
}

fn unreadable(file: FileId, error: &std::io::Error) -> Finding {
    let (code, message) = match error.kind() {
        std::io::ErrorKind::NotFound => ("missing-file", "there is no such file".to_owned()),
        _ => ("unreadable-file", format!("the file cannot be read: {error}")),
    };
    Finding::error(code, Origin::new(file, 0, 0), message).with_help("check the path on the command line and in `edmund.toml`")
}

fn changed(file: FileId) -> Finding {
    Finding::error("changed-file", Origin::new(file, 0, 0), "the file changed while it was being checked")
        .with_help("check it again")
}

/// The files that paths stand for: a file for itself, a folder for the schema files below it.
pub(crate) fn expand(paths: &[PathBuf]) -> Result<Vec<PathBuf>, InputError> {
    let mut files = Vec::new();
    let mut seen = BTreeSet::new();
    for path in paths {
        let found = if path.is_dir() { below(path)? } else { vec![path.clone()] };
        files.extend(found.into_iter().filter(|file| seen.insert(file.clone())));
    }
    Ok(files)
}

fn below(folder: &Path) -> Result<Vec<PathBuf>, InputError> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let unlisted = |source| InputError::Folder { path: folder.clone(), source };
        let entries = std::fs::read_dir(&folder).map_err(unlisted)?;
        for entry in entries {
            let path = entry.map_err(unlisted)?.path();
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
