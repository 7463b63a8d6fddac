//! Tests of the naming rules and of expansions that the compiler cannot see, without a compiler.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use crate::name;

#[test]
fn wire_names() {
    for (field, wire) in [
        ("id", "id"),
        ("is_admin", "isAdmin"),
        ("user_principal_name", "userPrincipalName"),
        ("r#type", "type"),
        ("type_", "type"),
        ("self_", "self"),
        ("_3d", "3d"),
        ("v10_0", "v100"),
        ("a__b", "aB"),
        ("_private", "private"),
        ("UnknownFutureValue", "unknownFutureValue"),
        ("Self_", "self"),
        ("_5GHz", "5GHz"),
        ("Ärger", "ärger"),
        ("straße_ß", "straßeSS"),
    ] {
        assert_eq!(name::wire(&format_ident!("{field}")), wire, "{field}");
    }
}

#[test]
fn constants() {
    for (field, constant) in [("is_admin", "IS_ADMIN"), ("r#type", "TYPE"), ("type_", "TYPE_"), ("_3d", "_3D")] {
        assert_eq!(name::constant(&format_ident!("{field}")), constant);
    }
    for (wire, constant) in
        [("isAdmin", "IS_ADMIN"), ("bundleID", "BUNDLE_ID"), ("3d", "_3D"), ("@odata.type", "_ODATA_TYPE"), ("", "_")]
    {
        assert_eq!(name::constant_of_wire(wire, Span::call_site()), constant);
    }
}

#[test]
fn nearest_names() {
    let known = ["name", "base", "of", "key"];
    for (written, near) in [("nmae", Some("name")), ("names", Some("name")), ("on", Some("of")), ("colour", None), ("", None)] {
        assert_eq!(name::nearest(written, &known), near, "{written}");
    }
}

/// The names of the prelude stand at the end of absolute paths only: nothing is looked up in the user's scope but what the user wrote.
fn check_absolute(expansion: TokenStream) {
    let file: syn::File = syn::parse2(expansion).unwrap();
    for item in file.items {
        let syn::Item::Impl(item) = item else { panic!("only implementations are expected") };
        let text = quote!(#item).to_string();
        for name in ["Option", "String", "Vec", "Box", "Result", "Some", "None", "Ok", "Err", "Default", "Clone", "From"] {
            for (position, _) in text.match_indices(&format!(" {name} ")) {
                assert!(text[..position].ends_with("::"), "{name} in {text}");
            }
        }
    }
}

#[test]
fn expansions_use_no_name_of_the_users_scope() {
    let entity = quote! {
        #[odata(name = "a.b", key(id))]
        struct Model { id: A<B>, other: Nav<C>, more: Navs<D>, extra: Extra }
    };
    check_absolute(crate::object::derive(entity, crate::object::Shape::Entity));
    let complex = quote! {
        #[odata(name = "a.b")]
        struct Value { id: A<B>, text: T, extra: Extra }
    };
    check_absolute(crate::object::derive(complex, crate::object::Shape::Complex));
    let level = quote! {
        #[odata(name = "a.b")]
        enum Level { Low, Other(X) }
    };
    check_absolute(crate::enumeration::derive(level));
}

#[test]
fn names_with_odd_spans_stay_identifiers() {
    // What a schema calls a property may be no identifier at all; the constant for it must still be one.
    for wire in ["a b", "1", "-", "日本", "a.b", "\"", "r#x"] {
        let _: Ident = name::constant_of_wire(wire, Span::call_site());
    }
}
