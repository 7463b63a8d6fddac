//! `edmund.lock`: from what the generated code was made, and what everything in it is called.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use edmund_model::Sources;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

/// The name of the file, beside `edmund.toml`.
pub(crate) const FILE_NAME: &str = "edmund.lock";

/// The form of the file that this version writes.
const VERSION: u32 = 1;

/// What was generated last, or is to be generated now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lock {
    version: u32,
    /// The version of the generator.
    generator: String,
    #[serde(default, rename = "source")]
    sources: Vec<Source>,
    /// Rust names by the names on the wire.
    #[serde(default)]
    names: BTreeMap<String, String>,
}

/// A schema file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    path: String,
    sha256: String,
}

/// A name that differs from the one before.
pub(crate) struct Moved {
    wire: String,
    before: String,
    now: String,
}

impl std::fmt::Display for Moved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` is called `{}` and would be called `{}`", self.wire, self.before, self.now)
    }
}

impl Lock {
    /// What is generated now. Paths of sources are relative to `root`, the folder of `edmund.toml`.
    pub(crate) fn new(sources: &Sources, root: &Path, names: BTreeMap<String, String>) -> Self {
        let own = root.join(crate::config::FILE_NAME);
        let mut files: Vec<Source> = sources
            .iter()
            .filter(|(_, file)| Path::new(&file.path) != own)
            .map(|(_, file)| {
                let path = Path::new(&file.path).strip_prefix(root).unwrap_or(Path::new(&file.path));
                // Line ends are a matter of the checkout.
                let text = file.text().replace("\r\n", "\n");
                Source { path: path.to_string_lossy().replace('\\', "/"), sha256: hex(&Sha256::digest(text.as_bytes())) }
            })
            .collect();
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Self { version: VERSION, generator: env!("CARGO_PKG_VERSION").to_owned(), sources: files, names }
    }

    /// Reads the lock of a folder, where there is one.
    pub(crate) fn read(root: &Path) -> anyhow::Result<Option<Self>> {
        let path = path(root);
        if !path.exists() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let lock: Self = toml::from_str(&text)
            .with_context(|| format!("{} is not a valid lock: delete it to begin a new one", path.display()))?;
        anyhow::ensure!(
            lock.version <= VERSION,
            "{} was written by a newer version of Edmund ({}): update this one",
            path.display(),
            lock.generator
        );
        Ok(Some(lock))
    }

    /// The names that are another than before. New names, and those that are gone, are none.
    pub(crate) fn moved(&self, before: &Self) -> Vec<Moved> {
        let moved = before.names.iter().filter_map(|(wire, before)| {
            let now = self.names.get(wire).filter(|now| *now != before)?;
            Some(Moved { wire: wire.clone(), before: before.clone(), now: now.clone() })
        });
        moved.collect()
    }

    /// Writes the lock, if it is another than the one that is there.
    pub(crate) fn write(&self, root: &Path) -> anyhow::Result<()> {
        let (path, text) = (path(root), self.text());
        if std::fs::read_to_string(&path).is_ok_and(|there| there.replace("\r\n", "\n") == text) {
            return Ok(());
        }
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    }

    fn text(&self) -> String {
        let mut out = String::from("# Written by `edmund gen`: keep it with the generated code. It holds names in place.\n\n");
        // Writing to a string does not fail.
        let _ = writeln!(out, "version = {}\ngenerator = {}", self.version, string(&self.generator));
        for source in &self.sources {
            let _ = writeln!(out, "\n[[source]]\npath = {}\nsha256 = {}", string(&source.path), string(&source.sha256));
        }
        out.push_str("\n[names]\n");
        for (wire, name) in &self.names {
            let _ = writeln!(out, "{} = {}", string(wire), string(name));
        }
        out
    }
}

fn path(root: &Path) -> PathBuf {
    root.join(FILE_NAME)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A basic string of TOML.
fn string(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
