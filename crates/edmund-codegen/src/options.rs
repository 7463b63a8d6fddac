//! What the caller decides.

use std::collections::BTreeMap;

/// Which types are generated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Selection {
    /// Every type of the model.
    #[default]
    All,
    /// What is named, with its bases and what its structural properties need. Navigation properties pull nothing: those that lead to a type
    /// outside the selection are left out, and what a service sends for them stays in `extra`.
    Only(Wanted),
}

/// What a selection names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Types. A name is qualified (`microsoft.graph.user`), or simple and then means every type of that name.
    pub types: Vec<String>,
    /// Paths of requests, as documentation prints them (`/users/{id}/messages/{id}/attachments`): every type on the way, and the operation
    /// that the path ends with, if any.
    pub paths: Vec<String>,
    /// Operations, by their qualified or simple names, with all overloads and the types they need. When there are any, here or at the end of
    /// paths, no others are generated; `None` leaves that to the paths.
    pub operations: Option<Vec<String>>,
}

impl Selection {
    /// The types of these names, and all operations that need no others.
    pub fn types<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Self {
        Self::Only(Wanted { types: names.into_iter().map(Into::into).collect(), ..Wanted::default() })
    }
}

/// What is generated besides the types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Requests {
    /// The service and the operations that can be called.
    #[default]
    Included,
    /// Nothing.
    Omitted,
}

/// How a model becomes files.
///
/// With features, each type is behind the features that need it; see [`features`](Self::features).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Which types.
    pub selection: Selection,
    /// Parts of the selection that are behind a Cargo feature each, by its name: their types, with what those need, are compiled only when
    /// the feature is on. What [`selection`](Self::selection) names is always there.
    pub features: BTreeMap<String, Wanted>,
    /// What besides types.
    pub requests: Requests,
    /// Writes a whole crate of this name: `Cargo.toml` and `src/lib.rs`. Without it, a module tree whose root is `mod.rs`.
    pub crate_name: Option<String>,
    /// Where a whole crate finds the runtime: the path of the crate `edmund`. Without it, the registry.
    pub runtime: Option<String>,
    /// The command that regenerates, for the first line of every file.
    pub command: String,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            selection: Selection::All,
            features: BTreeMap::new(),
            requests: Requests::Included,
            crate_name: None,
            runtime: None,
            command: "edmund gen".to_owned(),
        }
    }
}
