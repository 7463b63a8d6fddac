//! What the generator gives back.

use std::collections::BTreeMap;
use std::fmt;

use edmund_model::{Finding, Origin};

/// One generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path below the output folder, with `/` between segments.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// Why something that was asked for is not generated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// An earlier declaration has the same qualified name.
    Duplicate,
    /// The operation is bound to something that no request leads to: neither an entity, nor a complex value of a property, nor a collection of
    /// entities.
    NotCallable,
    /// The operation is not bound, and no container imports it.
    NotImported,
    /// It needs a type that is not selected; the name says which.
    NeedsType(String),
    /// It leads to a type that could not be resolved.
    Unresolved,
    /// Part of the key is not a property of the type itself, so the key is left out; the text is that part.
    KeyPath(String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Duplicate => f.write_str("declared again; the first declaration is used"),
            Reason::NotCallable => {
                f.write_str("bound to what no request leads to: neither entities nor a complex value of a property")
            }
            Reason::NotImported => f.write_str("not bound to a type and not imported by a container"),
            Reason::NeedsType(name) => write!(f, "needs `{name}`, which is not selected"),
            Reason::Unresolved => f.write_str("its type could not be resolved"),
            Reason::KeyPath(path) => write!(f, "the key part `{path}` is not a property of the type itself"),
        }
    }
}

/// Something that was asked for and is not generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its name on the wire.
    pub name: String,
    /// Why.
    pub reason: Reason,
    /// Where it is declared.
    pub origin: Origin,
}

/// The result of a run. The same input gives the same output, byte for byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// All files, sorted by path.
    pub files: Vec<File>,
    /// What was asked for and is not generated, in the order of the model.
    pub skipped: Vec<Skipped>,
    /// The Rust name of everything that is generated, by its name on the wire: of a type with its module, of a member behind the type that
    /// declares it and a slash, of an operation behind what it is bound to.
    pub names: BTreeMap<String, String>,
    /// What a person should know: an error for each selected name that does not exist, an information for each name that had to give way.
    pub findings: Vec<Finding>,
}
