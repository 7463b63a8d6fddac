//! What the caller decides.

/// Which types are generated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Selection {
    /// Every type of the model.
    #[default]
    All,
    /// These types, their bases and what their structural properties need. Navigation properties pull nothing: those that lead to a type outside the
    /// selection are left out, and what a service sends for them stays in `extra`.
    ///
    /// A name is qualified (`microsoft.graph.user`), or simple and then means every type of that name.
    Types(Vec<String>),
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Which types.
    pub selection: Selection,
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
            requests: Requests::Included,
            crate_name: None,
            runtime: None,
            command: "edmund gen".to_owned(),
        }
    }
}
