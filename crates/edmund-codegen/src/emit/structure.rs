//! Entity and complex types.

use edmund_model::{Access, Navigation, Property, StructId, StructKind, Type, supported_operators};
use proc_macro2::TokenStream;
use quote::quote;

use crate::context::Context;
use crate::emit::attributes::{denials, deprecation, docs, odata};
use crate::emit::types::{self, Imports};
use crate::names::{Member, MemberKind, members, token};
use crate::output::{Output, Reason, Skipped};
use crate::prose;

/// The declaration of an entity or complex type.
pub(crate) fn structure(context: &Context<'_>, imports: &mut Imports, id: StructId, output: &mut Output) -> Option<TokenStream> {
    let item = context.model.structure(id);
    let (_, ident) = context.names.of(Type::Struct(id))?;
    let ident = token(ident);
    let members = members(context.model, id, &mut output.findings);
    let docs = docs(&item.docs, Some(&fact(context, id)));
    let deprecation = deprecation(&item.docs);
    let derive = match item.kind {
        StructKind::Entity => quote!(#[derive(edmund::Entity)]),
        StructKind::Complex => quote!(#[derive(edmund::Complex)]),
    };
    let name = item.name.to_string();
    let base = base(context, id).map(|base| quote!(, base = #base));
    let versions = versions(context, id);
    let key = key(context, id, &members, output);
    let advanced = context.advanced.contains(&id).then(|| quote!(, advanced));
    let fields = members.iter().filter_map(|member| field(context, imports, id, member));
    Some(quote! {
        #docs
        #deprecation
        #derive
        #[odata(name = #name #base #versions #key #advanced)]
        pub struct #ident {
            #(#fields)*
            #[doc = " Annotations and members that the schema does not declare."]
            pub extra: edmund::Extra,
        }
    })
}

/// The name of the nearest base that is written.
fn base(context: &Context<'_>, id: StructId) -> Option<String> {
    let mut bases = context.model.lineage(id).skip(1);
    let base = bases.find(|base| !context.versions.is_older(Type::Struct(*base)))?;
    Some(context.model.structure(base).name.to_string())
}

/// The names of the older versions that the type stands for.
fn versions(context: &Context<'_>, id: StructId) -> Option<TokenStream> {
    let names: Vec<_> = context.versions.older(id).iter().map(|older| context.model.structure(*older).name.to_string()).collect();
    (!names.is_empty()).then(|| quote!(, versions(#(#names),*)))
}

fn fact(context: &Context<'_>, id: StructId) -> String {
    let item = context.model.structure(id);
    let kind = match (item.kind, item.is_abstract) {
        (StructKind::Entity, false) => "entity type",
        (StructKind::Entity, true) => "abstract entity type",
        (StructKind::Complex, false) => "complex type",
        (StructKind::Complex, true) => "abstract complex type",
    };
    let any = if context.is_any(id) { " It declares no members; properties of this type are `edmund::Untyped`." } else { "" };
    format!("The {kind} {}.{any}", prose::code(&item.name))
}

/// The key as identifiers of fields. A key with a part below another type is left out, and said to be.
fn key(context: &Context<'_>, id: StructId, members: &[Member<'_>], output: &mut Output) -> Option<TokenStream> {
    let item = context.model.structure(id);
    if item.kind == StructKind::Complex {
        return None;
    }
    let mut idents = Vec::new();
    for part in context.model.key(id) {
        let found =
            members.iter().find(|member| matches!(member.kind, MemberKind::Property(property) if property.name == part.path));
        let Some(member) = found else {
            let reason = Reason::KeyPath(part.path.clone());
            output.skipped.push(Skipped { name: format!("key of {}", item.name), reason, origin: part.origin });
            return None;
        };
        idents.push(token(&member.ident));
    }
    (!idents.is_empty()).then(|| quote!(, key(#(#idents),*)))
}

/// A field. Navigations to types outside the selection have none.
fn field(context: &Context<'_>, imports: &mut Imports, owner: StructId, member: &Member<'_>) -> Option<TokenStream> {
    let (ty, denials, facts, target) = match member.kind {
        MemberKind::Property(property) => {
            (types::field(context, imports, owner, &property.ty), None, facts(context, imports, owner, property), None)
        }
        MemberKind::Navigation(navigation) => {
            let denials = denials(&navigation.annotations, navigation.collection);
            (self::navigation(context, imports, owner, navigation)?, denials, Vec::new(), navigation.target.map(Type::Struct))
        }
    };
    let docs = docs(member.kind.docs(), denials.as_deref());
    let deprecation = deprecation(member.kind.docs());
    let odata = odata(member.kind.name(), &member.ident, facts);
    let ident = token(&member.ident);
    let condition = context.features.condition(context.features.gate(Type::Struct(owner)), target);
    Some(quote!(#condition #docs #deprecation #odata pub #ident: #ty,))
}

/// What the attribute of a property says besides its name: whether requests go on from it, who may set it, which operators there are for it.
fn facts(context: &Context<'_>, imports: &mut Imports, owner: StructId, property: &Property) -> Vec<TokenStream> {
    let mut facts = Vec::new();
    if context.leads_on(property) {
        imports.target(false, quote!());
        facts.push(quote!(path));
    }
    match Access::of(&property.annotations) {
        Access::None | Access::Read => facts.push(quote!(computed)),
        Access::Create => facts.push(quote!(immutable)),
        Access::Write => {}
    }
    let of_type = &context.model.structure(owner).annotations;
    if let Some(operators) = supported_operators(of_type, &property.annotations, &property.name) {
        let operators = operators.into_iter().map(|operator| proc_macro2::Ident::new(operator, proc_macro2::Span::call_site()));
        facts.push(quote!(operators(#(#operators),*)));
    }
    facts
}

fn navigation(context: &Context<'_>, imports: &mut Imports, owner: StructId, navigation: &Navigation) -> Option<TokenStream> {
    let Some(target) = navigation.target else { return Some(quote!(Option<edmund::Untyped>)) };
    let path = imports.path(context, Type::Struct(target))?;
    // The derive writes these names: `One` of the owner has a method that leads to `One` or `Many` of the target.
    if context.model.structure(owner).kind == StructKind::Entity {
        imports.target(false, quote!());
        imports.target(navigation.collection, quote!());
    }
    Some(if navigation.collection { quote!(edmund::Navs<#path>) } else { quote!(edmund::Nav<#path>) })
}
