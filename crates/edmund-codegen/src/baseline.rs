//! The same types with serde's derives: what the figures of `docs/performance.md` compare with.

use edmund_model::{EnumId, Model, Primitive, Sources, StructId, Type, TypeRef};
use proc_macro2::TokenStream;
use quote::quote;

use crate::RUNTIME;
use crate::context::Context;
use crate::emit::{Dependency, Imports, primitive};
use crate::names::{MemberKind, members, token, variants};
use crate::options::Options;
use crate::output::Output;
use crate::root::{self, Extras};
use crate::tree::{self, Item};

/// How the fields of navigation properties are typed.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Navigations {
    /// As any JSON, as ours are before they are asked for.
    Untyped,
    /// As the types they lead to.
    Typed,
}

/// Writes the types of a model as plain structs and enumerations with the usual derives. For measurements only: the fields have the same
/// types as ours, dates and identifiers included, so that only the derives differ.
#[doc(hidden)]
pub fn generate_serde_baseline(model: &Model, sources: &Sources, options: &Options, navigations: Navigations) -> Output {
    let mut output = Output::default();
    let context = Context::new(model, sources, options, &mut output.findings);
    let modules = tree::modules(&context, &mut |imports, items, ty| {
        items.extend(context.names.of(ty).map(|(_, ident)| Item { name: ident.to_owned(), ty }));
        declaration(&context, imports, ty, navigations).unwrap_or_default()
    });
    output.files.push(root::root(&context, &modules, &Extras::default()));
    output.files.extend(modules.into_iter().flat_map(|module| module.files));
    let dependencies = [
        Dependency { name: "serde", version: "1", path: None, features: &["derive"] },
        Dependency { name: "edmund", version: RUNTIME, path: options.runtime.as_deref(), features: &[] },
    ];
    root::finish(&context, &dependencies, &[], &mut output.files);
    output
}

fn declaration(context: &Context<'_>, imports: &mut Imports, ty: Type, navigations: Navigations) -> Option<TokenStream> {
    let (_, ident) = context.names.of(ty)?;
    let ident = token(ident);
    match ty {
        Type::Struct(id) => {
            let fields = fields(context, imports, id, navigations);
            let derives = quote!(#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]);
            Some(quote!(#derives pub struct #ident { #(#fields)* }))
        }
        Type::Enum(id) => {
            let variants = enumeration(context, id);
            Some(quote! {
                #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
                pub enum #ident { #variants }
            })
        }
        Type::Definition(id) => {
            let underlying = primitive(context.model.definition(id).underlying);
            Some(quote!(pub type #ident = #underlying;))
        }
        Type::Primitive(_) | Type::Unknown => None,
    }
}

fn fields(context: &Context<'_>, imports: &mut Imports, id: StructId, navigations: Navigations) -> Vec<TokenStream> {
    let mut fields = Vec::new();
    for member in members(context.model, id, &mut Vec::new()) {
        let ty = match member.kind {
            MemberKind::Property(property) => field(context, imports, id, &property.ty),
            MemberKind::Navigation(navigation) => {
                let target = navigation.target.filter(|_| navigations == Navigations::Typed);
                let path = target.and_then(|target| imports.path(context, Type::Struct(target)));
                match path {
                    Some(path) if navigation.collection => quote!(Vec<#path>),
                    Some(path) => quote!(Box<#path>),
                    None => quote!(edmund::Untyped),
                }
            }
        };
        let wire = member.kind.name();
        let ident = token(&member.ident);
        fields.push(quote! {
            #[serde(rename = #wire, default, skip_serializing_if = "Option::is_none")]
            pub #ident: Option<#ty>,
        });
    }
    fields
}

fn field(context: &Context<'_>, imports: &mut Imports, owner: StructId, ty: &TypeRef) -> TokenStream {
    let value = value(context, imports, ty.ty);
    match ty.ty {
        _ if ty.collection => quote!(Vec<#value>),
        Type::Struct(inner) if context.is_boxed(owner, inner) => quote!(Box<#value>),
        _ => value,
    }
}

fn value(context: &Context<'_>, imports: &mut Imports, ty: Type) -> TokenStream {
    match ty {
        // A stream is no member of its own: the runtime's type is for field tables only.
        Type::Primitive(Primitive::Stream) => quote!(String),
        Type::Primitive(item) => primitive(item),
        // A set of flags is text: serde's derives know no such thing.
        Type::Enum(id) if context.model.enumeration(id).is_flags => quote!(String),
        Type::Struct(id) if context.is_any(id) => quote!(edmund::Untyped),
        _ => imports.path(context, ty).unwrap_or_else(|| quote!(edmund::Untyped)),
    }
}

fn enumeration(context: &Context<'_>, id: EnumId) -> TokenStream {
    let names = variants(context.model.enumeration(id), &mut Vec::new());
    let known = names.members.iter().map(|(ident, member)| {
        let wire = &member.name;
        let ident = token(ident);
        quote!(#[serde(rename = #wire)] #ident,)
    });
    let open = token(&names.open);
    quote!(#(#known)* #[serde(untagged)] #open(String),)
}
