//! From words to identifiers that Rust accepts, and back to the wire name.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use edmund_model::Origin;
use proc_macro2::{Ident, Span};
use unicode_normalization::UnicodeNormalization;

use super::words;

/// What an identifier names: decides its case and what it must not be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A type or a trait.
    Type,
    /// A member of an enumeration.
    Variant,
    /// A structural property.
    Field,
    /// A navigation property: a field and a method of the request builder.
    Navigation,
    /// A method that calls an operation.
    Operation,
    /// A method of the service trait.
    Source,
    /// A parameter of an operation.
    Parameter,
    /// A module.
    Module,
}

/// Keywords of the 2024 edition, strict and reserved.
const KEYWORDS: &[&str] = &[
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
const MODULES: &[&str] = &["alloc", "core", "edmund", "lib", "main", "mod", "other", "service", "std"];

/// The identifier a wire name gets when nothing else has it.
pub(crate) fn identifier(wire: &str, role: Role) -> String {
    let words = words::split(&normal(wire.to_owned()));
    let cased = match role {
        Role::Type | Role::Variant => words::upper_camel(&words),
        _ => words::snake(&words),
    };
    let mut name = legal(cased, role);
    if is_reserved(&name, role) {
        name.push('_');
    }
    name
}

/// Drops what an identifier cannot have.
fn legal(cased: String, role: Role) -> String {
    let mut name = normal(cased);
    name.retain(unicode_ident::is_xid_continue);
    match name.chars().next() {
        None => name.push_str(if matches!(role, Role::Type | Role::Variant) { "Unnamed" } else { "unnamed" }),
        Some(first) if !unicode_ident::is_xid_start(first) => name.insert(0, '_'),
        Some(_) => {}
    }
    // A lone underscore is a pattern, not a name.
    if name.chars().all(|c| c == '_') { format!("{name}0") } else { name }
}

/// Normalisation form KC: rustc compares identifiers in form C, and warns of characters that stand for others, such as ligatures.
fn normal(text: String) -> String {
    if text.is_ascii() { text } else { text.nfkc().collect() }
}

fn is_reserved(name: &str, role: Role) -> bool {
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

/// The wire name that the derives rebuild from an identifier, if that is what `wire` is.
///
/// The rule is that of the derives: a trailing underscore is dropped, every other underscore makes the next letter a capital, and the first
/// letter is small. It is left to plain ASCII names; everything else stands in the source.
pub(crate) fn is_implied(wire: &str, identifier: &str) -> bool {
    let plain = identifier.is_ascii() && !identifier.starts_with('_') && !identifier.contains("__");
    plain && implied(identifier) == wire
}

fn implied(identifier: &str) -> String {
    let mut words = identifier.split('_');
    let first = words::uncapitalised(words.next().unwrap_or_default());
    words.fold(first, |name, word| name + &words::capitalised(word))
}

/// Identifiers of one scope, each given once.
///
/// The rule for a collision: the first keeps the name, the next get the smallest number from 2 that is free (`foo`, `foo_2`;
/// `Foo`, `Foo2`). Names of members and modules count as equal when they differ only in case: members also become constants, and
/// modules become files.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    taken: HashMap<String, Origin>,
    next: HashMap<String, u32>,
}

/// A name that a [`Scope`] gave.
#[derive(Debug)]
pub(crate) struct Given {
    /// The name.
    pub(crate) name: String,
    /// Who has the name that was asked for, when that was somebody else.
    pub(crate) first: Option<Origin>,
}

impl Scope {
    /// Gives `name`, numbered where it is taken.
    pub(crate) fn give(&mut self, name: String, role: Role, origin: Origin) -> Given {
        let key = fold(&name, role);
        let Some(first) = self.taken.get(&key).copied() else {
            self.taken.insert(key, origin);
            return Given { name, first: None };
        };
        let mut number = self.next.get(&key).copied().unwrap_or(2);
        loop {
            let candidate = numbered(&name, number, role);
            number += 1;
            if self.take(&candidate, role, origin) {
                self.next.insert(key, number);
                return Given { name: candidate, first: Some(first) };
            }
        }
    }

    /// Takes exactly this name, if it is free.
    pub(crate) fn take(&mut self, name: &str, role: Role, origin: Origin) -> bool {
        match self.taken.entry(fold(name, role)) {
            Entry::Occupied(_) => false,
            Entry::Vacant(entry) => {
                entry.insert(origin);
                true
            }
        }
    }

    /// Who has a name.
    pub(crate) fn holder(&self, name: &str, role: Role) -> Option<Origin> {
        self.taken.get(&fold(name, role)).copied()
    }
}

/// A name with a number behind it, in the role's case.
pub(crate) fn numbered(name: &str, number: u32, role: Role) -> String {
    let stem = name.trim_end_matches('_');
    let separator = match role {
        Role::Type | Role::Variant if !stem.ends_with(|c: char| c.is_ascii_digit()) => "",
        _ => "_",
    };
    format!("{stem}{separator}{number}")
}

fn fold(name: &str, role: Role) -> String {
    match role {
        // Files of modules meet on disks that ignore case; constants of fields are in upper case.
        Role::Field | Role::Navigation | Role::Module => normal(name.trim_end_matches('_').to_uppercase()),
        _ => name.to_owned(),
    }
}

/// The part of a split module that a type belongs to: its initial, or `other`.
pub(crate) fn part(identifier: &str) -> String {
    match identifier.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => first.to_ascii_lowercase().to_string(),
        _ => "other".to_owned(),
    }
}

/// The token of an identifier made here, or of another that is known to be legal.
pub(crate) fn token(identifier: &str) -> Ident {
    Ident::new(identifier, Span::call_site())
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    /// Wire name, identifier, and `=` where the derives rebuild the one from the other.
    fn check(role: Role, names: &[&str], expected: Expect) {
        let lines = names.iter().map(|wire| {
            let name = identifier(wire, role);
            syn::parse_str::<Ident>(&name).expect("an identifier");
            format!("{wire} -> {name}{}\n", if is_implied(wire, &name) { " =" } else { "" })
        });
        expected.assert_eq(&lines.collect::<String>());
    }

    #[test]
    fn fields() {
        check(
            Role::Field,
            &[
                "isMfaCapable",
                "type",
                "self",
                "Self",
                "super",
                "gen",
                "extra",
                "id",
                "ID",
                "v10_0",
                "sp800_53",
                "oAuth2",
                "_",
                "_id",
                "1st",
                "x",
                "straße",
            ],
            expect![[r#"
                isMfaCapable -> is_mfa_capable =
                type -> type_ =
                self -> self_ =
                Self -> self_
                super -> super_ =
                gen -> gen_ =
                extra -> extra_ =
                id -> id =
                ID -> id
                v10_0 -> v10_0
                sp800_53 -> sp800_53
                oAuth2 -> o_auth2 =
                _ -> unnamed
                _id -> id
                1st -> _1st
                x -> x =
                straße -> straße
            "#]],
        );
    }

    #[test]
    fn navigations_and_operations_keep_clear_of_verbs() {
        check(
            Role::Navigation,
            &["list", "delete", "manager", "extra", "clone", "search"],
            expect![[r#"
            list -> list_ =
            delete -> delete_ =
            manager -> manager =
            extra -> extra_ =
            clone -> clone_ =
            search -> search =
        "#]],
        );
        check(
            Role::Operation,
            &["create", "delta", "match", "addRef", "get"],
            expect![[r#"
            create -> create_ =
            delta -> delta =
            match -> match_ =
            addRef -> add_ref_ =
            get -> get_ =
        "#]],
        );
        check(
            Role::Source,
            &["users", "me", "clone", "Default"],
            expect![[r#"
            users -> users =
            me -> me =
            clone -> clone_ =
            Default -> default
        "#]],
        );
    }

    #[test]
    fn types_and_variants() {
        check(
            Role::Type,
            &["user", "Option", "string", "iosVppApp", "One", "Self", "1st", "___", "e\u{301}tat"],
            expect![[r#"
                user -> User =
                Option -> Option_
                string -> String_ =
                iosVppApp -> IosVppApp =
                One -> One_
                Self -> Self_
                1st -> _1st
                ___ -> Unnamed
                état -> État
            "#]],
        );
        check(
            Role::Variant,
            &["unknownFutureValue", "None", "self", "v10_0", "iOS", "Email", "\"; evil"],
            expect![[r#"
                unknownFutureValue -> UnknownFutureValue =
                None -> None
                self -> Self_ =
                v10_0 -> V10_0
                iOS -> IOs
                Email -> Email
                "; evil -> Evil
            "#]],
        );
        check(
            Role::Module,
            &["microsoft.graph.callRecords", "Microsoft.AAD.Reporting", "type", "std", "a", "a-b c"],
            expect![[r#"
                microsoft.graph.callRecords -> microsoft_graph_call_records
                Microsoft.AAD.Reporting -> microsoft_aad_reporting
                type -> type_ =
                std -> std_ =
                a -> a_ =
                a-b c -> a_b_c
            "#]],
        );
    }

    #[test]
    fn every_character_makes_a_legal_identifier() {
        let is_legal = |name: &str| {
            let mut characters = name.chars();
            let start = characters.next().is_some_and(|first| first == '_' || unicode_ident::is_xid_start(first));
            start && name != "_" && characters.all(unicode_ident::is_xid_continue) && KEYWORDS.binary_search(&name).is_err()
        };
        for c in '\0'..='\u{1ffff}' {
            for name in [identifier(&format!("a{c}"), Role::Field), identifier(&c.to_string(), Role::Type)] {
                assert!(is_legal(&name), "{c:?} {name}");
            }
        }
    }

    #[test]
    fn a_scope_numbers_what_is_taken() {
        let mut scope = Scope::default();
        let mut give = |name: &str, role| scope.give(name.to_owned(), role, Origin::default()).name;
        assert_eq!(["foo", "foo", "foo_2", "foo_"].map(|name| give(name, Role::Field)), ["foo", "foo_2", "foo_2_2", "foo_3"]);
        assert_eq!(["Foo", "Foo", "V1", "V1"].map(|name| give(name, Role::Type)), ["Foo", "Foo2", "V1", "V1_2"]);
    }

    #[test]
    fn lists_are_sorted() {
        for list in [KEYWORDS, TYPES, METHODS, CLIENT_METHODS, MODULES] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }
}
