//! `#[derive(OpenEnum)]`.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use syn::{Data, DataEnum, DeriveInput, Fields, Variant};

use crate::attribute::{Odata, Text};
use crate::errors::Errors;
use crate::name;

/// A member known to the schema.
struct Member {
    ident: Ident,
    wire: Text,
    value: i64,
}

/// An enumeration, read and checked.
struct Enumeration {
    ident: Ident,
    name: String,
    members: Vec<Member>,
    /// The variant for members that the schema does not know.
    open: Ident,
}

/// Expands the derive.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::default();
    if !input.generics.params.is_empty() {
        errors.at(&input.generics, "an open enumeration cannot be generic");
        return errors.into_tokens();
    }
    let ident = input.ident.clone();
    let expansion = match Enumeration::read(input, &mut errors) {
        Some(enumeration) if errors.is_empty() => enumeration.expand(),
        _ => stub(&ident),
    };
    let errors = errors.into_tokens();
    quote!(#errors #expansion)
}

impl Enumeration {
    fn read(input: DeriveInput, errors: &mut Errors) -> Option<Self> {
        let odata = Odata::read(&input.attrs, &["name"], errors);
        let Data::Enum(data) = input.data else {
            errors.at(&input.ident, "an open enumeration is an enum");
            return None;
        };
        if odata.name.is_none() && !odata.refused {
            errors.at(&input.ident, "say which type this is: `#[odata(name = \"namespace.type\")]`");
        }
        let (members, open) = variants(data, &input.ident, errors)?;
        Some(Self { ident: input.ident, name: odata.name.map(|name| name.value).unwrap_or_default(), members, open })
    }

    fn expand(&self) -> TokenStream {
        let Self { ident, name, members, open } = self;
        let wires = members.iter().map(|member| &member.wire.value);
        let values = values(members);
        let arms = members.iter().enumerate().map(|(index, Member { ident, .. })| {
            let index = Literal::usize_unsuffixed(index);
            quote!(#index => Self::#ident,)
        });
        let known = (!members.is_empty()).then(|| quote!(_ => ::core::option::Option::None,));
        let delegations = delegations(ident);
        quote! {
            #[automatically_derived]
            impl ::edmund::OpenEnum for #ident {
                const MEMBERS: &'static ::edmund::Members =
                    &::edmund::Members { type_name: #name, names: &[#(#wires),*], values: &[#(#values),*] };

                #[inline]
                fn new(index: ::core::primitive::usize, unknown: ::std::boxed::Box<::core::primitive::str>) -> Self {
                    match index {
                        #(#arms)*
                        _ => Self::#open(unknown),
                    }
                }

                #[inline]
                fn unknown(&self) -> ::core::option::Option<&::core::primitive::str> {
                    match self {
                        Self::#open(name) => ::core::option::Option::Some(name),
                        #known
                    }
                }
            }
            #delegations
        }
    }
}

/// The values of the members; none if each is its member's position.
fn values(members: &[Member]) -> Vec<Literal> {
    if (0..).zip(members).all(|(position, member)| member.value == position) {
        return Vec::new();
    }
    members.iter().map(|member| Literal::i64_unsuffixed(member.value)).collect()
}

/// Sorts the variants into members and the open one.
fn variants(data: DataEnum, ident: &Ident, errors: &mut Errors) -> Option<(Vec<Member>, Ident)> {
    let mut members: Vec<Member> = Vec::new();
    let mut open: Option<Ident> = None;
    for variant in data.variants {
        match (&variant.fields, &open) {
            (Fields::Unit, _) => members.push(member(variant, members.last(), errors)),
            (Fields::Unnamed(fields), None) if fields.unnamed.len() == 1 => open = Some(variant.ident),
            (_, Some(first)) => {
                errors.at(&variant.ident, format!("only one variant has a field, for unknown members, and that is `{first}`"));
            }
            _ => errors.at(&variant.ident, "the variant for unknown members has one field: `Unrecognized(Box<str>)`"),
        }
    }
    check_names(&members, errors);
    if open.is_none() && errors.is_empty() {
        errors.at(ident, "an open enumeration needs a variant for unknown members: `Unrecognized(Box<str>)`");
    }
    open.map(|open| (members, open))
}

fn member(variant: Variant, before: Option<&Member>, errors: &mut Errors) -> Member {
    let odata = Odata::read(&variant.attrs, &["name", "value"], errors);
    if let Some((_, discriminant)) = &variant.discriminant {
        errors.at(discriminant, "a member's value stands in its attribute: `#[odata(value = 1)]`");
    }
    let next = before.map_or(Some(0), |before| before.value.checked_add(1));
    let value = odata.value.or(next).unwrap_or_else(|| {
        errors.at(&variant.ident, "the value before is the largest there is: give this member's `value`");
        0
    });
    let wire = odata.name.unwrap_or_else(|| Text { value: name::wire(&variant.ident), span: variant.ident.span() });
    Member { ident: variant.ident, wire, value }
}

fn check_names(members: &[Member], errors: &mut Errors) {
    let mut seen = std::collections::BTreeMap::new();
    for member in members {
        if let Some(first) = seen.insert(member.wire.value.as_str(), &member.ident) {
            errors.at_span(member.wire.span, format!("`{}` is the wire name of the variant `{first}` too", member.wire.value));
        }
    }
}

/// The standard traits, each one line that leads into the runtime.
fn delegations(ident: &Ident) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl ::edmund::FieldValue for #ident {
            type Kind = ::edmund::kind::Scalar;
        }
        #[automatically_derived]
        impl ::core::clone::Clone for #ident {
            #[inline]
            fn clone(&self) -> Self {
                ::edmund::derived::clone_enum(self)
            }
        }
        #[automatically_derived]
        impl ::core::fmt::Debug for #ident {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::edmund::derived::fmt_enum(self, formatter)
            }
        }
        #[automatically_derived]
        impl ::core::fmt::Display for #ident {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::edmund::derived::display_enum(self, formatter)
            }
        }
        #[automatically_derived]
        impl ::core::cmp::PartialEq for #ident {
            #[inline]
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                ::edmund::derived::eq_enum(self, other)
            }
        }
        #[automatically_derived]
        impl ::core::cmp::Eq for #ident {}
        #[automatically_derived]
        impl ::core::hash::Hash for #ident {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::edmund::derived::hash_enum(self, state)
            }
        }
        #[automatically_derived]
        impl ::edmund::derived::Serialize for #ident {
            fn serialize<S: ::edmund::derived::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                ::edmund::derived::serialize_enum(self, serializer)
            }
        }
        #[automatically_derived]
        impl<'de> ::edmund::derived::Deserialize<'de> for #ident {
            fn deserialize<D: ::edmund::derived::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                ::edmund::derived::deserialize_enum(deserializer)
            }
        }
    }
}

/// An expansion for what cannot be expanded: the type has all traits, so that its uses raise no errors of their own.
fn stub(ident: &Ident) -> TokenStream {
    let delegations = delegations(ident);
    quote! {
        #[automatically_derived]
        impl ::edmund::OpenEnum for #ident {
            const MEMBERS: &'static ::edmund::Members = &::edmund::Members { type_name: "", names: &[], values: &[] };

            fn new(_: ::core::primitive::usize, _: ::std::boxed::Box<::core::primitive::str>) -> Self {
                ::core::unreachable!()
            }
            fn unknown(&self) -> ::core::option::Option<&::core::primitive::str> {
                ::core::option::Option::None
            }
        }
        #delegations
    }
}
