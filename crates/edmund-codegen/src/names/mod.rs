//! The one place where names are decided: nothing else in this crate changes the case of a name or makes one up.
//!
//! Names are given over the whole model, in the order of its declarations, and only then is anything left out: what a type is called
//! does not depend on what else was selected.

mod given;
mod identifier;
mod members;
mod operations;
mod reserved;
mod scope;
mod services;
mod types;
mod words;

pub(crate) use given::given;
pub(crate) use identifier::{Role, identifier, is_implied, part, token};
pub(crate) use members::{Member, MemberKind, members, variants};
pub(crate) use operations::{Call, Calls, Reach, calls, parameters};
pub(crate) use services::{Service, services};
pub(crate) use types::{Names, declared};

use edmund_model::{Finding, Origin};

/// A name that another declaration took first.
pub(crate) fn collision(wire: &str, given: &str, origin: Origin, first: Origin) -> Finding {
    Finding::info("name-collision", origin, format!("`{wire}` is called `{given}` in Rust: the plain name is taken"))
        .with_label("named second")
        .with_other(first, "has the plain name")
}
