//! Where documents that a schema refers to lie on this machine.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use edmund_csdl::Document;
use serde::Deserialize;

/// The `[catalog]` table: the address in `edmx:Reference`, or the beginning of addresses with a `/` at its end, and the file or folder it stands for.
/// No command fetches anything; what has no entry is not read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Catalog {
    entries: BTreeMap<String, PathBuf>,
    /// The folder that the paths are relative to.
    #[serde(skip)]
    root: PathBuf,
}

impl Catalog {
    /// The same entries, with paths relative to this folder.
    pub(crate) fn in_folder(self, root: &Path) -> Self {
        Self { root: root.to_owned(), ..self }
    }

    /// The files that a document's references lead to.
    pub(crate) fn files(&self, document: &Document) -> BTreeSet<PathBuf> {
        let addresses = document.references.iter().filter_map(|reference| reference.get("Uri"));
        addresses.filter_map(|address| self.file(address)).collect()
    }

    /// The file of an address: its own entry, or that of its longest beginning.
    fn file(&self, address: &str) -> Option<PathBuf> {
        let address = address.split(['#', '?']).next().unwrap_or(address);
        if let Some(path) = self.entries.get(address).filter(|_| !address.ends_with('/')) {
            return Some(self.root.join(path));
        }
        let folders = self.entries.iter().filter(|(start, _)| start.ends_with('/') && address.starts_with(start.as_str()));
        let (start, folder) = folders.max_by_key(|(start, _)| start.len())?;
        let rest = &address[start.len()..];
        // An address is not ours to trust: it does not lead out of the folder that it stands for.
        let is_inside = !rest.is_empty() && rest.split(['/', '\\']).all(|part| !part.is_empty() && part != "." && part != "..");
        is_inside.then(|| self.root.join(folder).join(rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stays_in_its_folder() {
        let entries = [("https://a/v1/", "vocabularies"), ("https://a/v1/x/", "other"), ("https://a/v1/one.xml", "1.xml")];
        let entries = entries.iter().map(|(address, path)| ((*address).to_owned(), PathBuf::from(path))).collect();
        let catalog = Catalog { entries, root: PathBuf::from("root") };
        let file = |address| catalog.file(address).map(|path| path.to_string_lossy().replace('\\', "/"));
        assert_eq!(file("https://a/v1/one.xml"), Some("root/1.xml".to_owned()));
        assert_eq!(file("https://a/v1/two.xml#here"), Some("root/vocabularies/two.xml".to_owned()));
        assert_eq!(file("https://a/v1/x/two.xml"), Some("root/other/two.xml".to_owned()));
        assert_eq!(file("https://a/v1/../../etc/passwd"), None);
        assert_eq!(file("https://a/v1//etc/passwd"), None);
        assert_eq!(file("https://a/v1/"), None);
        assert_eq!(file("https://b/"), None);
    }
}
