//! From words to identifiers that Rust accepts, and back to the wire name.

use proc_macro2::{Ident, Span};
use unicode_normalization::UnicodeNormalization;

use super::reserved::is_reserved;
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
pub(super) fn normal(text: String) -> String {
    if text.is_ascii() { text } else { text.nfkc().collect() }
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

    use super::super::reserved::KEYWORDS;
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
}
