//! What an identifier must not be called, by what it names.

use super::identifier::Role;

/// Keywords of the 2024 edition, strict and reserved.
pub(super) const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The standard prelude and what the generated tree declares: a type of such a name would hide it from everyone who imports the module.
const TYPES: &[&str] = &[
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "Many",
    "None",
    "Ok",
    "One",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Methods of the runtime's request builders and of the standard traits that every builder has.
const METHODS: &[&str] = &[
    "add_ref",
    "address",
    "as_ref",
    "borrow",
    "borrow_mut",
    "client",
    "clone",
    "clone_from",
    "clone_into",
    "count",
    "create",
    "delete",
    "deref",
    "eq",
    "fmt",
    "from",
    "get",
    "id",
    "into",
    "key",
    "list",
    "remove_ref",
    "set_ref",
    "to_owned",
    "to_string",
    "try_from",
    "try_into",
    "type_id",
    "update",
];

/// Methods of the runtime's client, which hide a trait's methods of the same name.
const CLIENT_METHODS: &[&str] = &[
    "as_ref",
    "base_url",
    "borrow",
    "borrow_mut",
    "builder",
    "clone",
    "clone_from",
    "clone_into",
    "credential",
    "fmt",
    "from",
    "into",
    "send",
    "statistics",
    "to_owned",
    "transport",
    "try_from",
    "try_into",
    "type_id",
];

/// Crates that generated code names by their path, and the modules that a large namespace is split into.
const MODULES: &[&str] = &["alloc", "core", "edmund", "lib", "main", "mod", "other", "permissions", "service", "std"];

/// Whether a name is taken by the language or by what stands beside it.
pub(super) fn is_reserved(name: &str, role: Role) -> bool {
    let listed = |list: &[&str]| list.binary_search(&name).is_ok();
    listed(KEYWORDS)
        || match role {
            Role::Type => listed(TYPES),
            Role::Field => name == "extra",
            Role::Navigation => name == "extra" || listed(METHODS),
            Role::Operation => listed(METHODS),
            Role::Source => listed(CLIENT_METHODS),
            // A split namespace has one module a letter.
            Role::Module => name.len() == 1 || listed(MODULES),
            Role::Variant | Role::Parameter => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        for list in [KEYWORDS, TYPES, METHODS, CLIENT_METHODS, MODULES] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }
}
