//! Enumeration types.

use edmund_model::{EnumId, Finding, Type};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::context::Context;
use crate::emit::attributes::{deprecation, docs};
use crate::names::{is_implied, token, variants};
use crate::prose;

/// The declaration of an enumeration type: its members, and an open variant for those the schema does not know.
pub(crate) fn enumeration(context: &Context<'_>, id: EnumId, findings: &mut Vec<Finding>) -> Option<TokenStream> {
    let item = context.model.enumeration(id);
    let (_, ident) = context.names.of(Type::Enum(id))?;
    let ident = token(ident);
    let names = variants(item, findings);
    let kind = if item.is_flags { "The flags type" } else { "The enumeration type" };
    let docs = docs(&item.docs, Some(&format!("{kind} {}.", prose::code(&item.name))));
    let deprecation = deprecation(&item.docs);
    let name = item.name.to_string();
    let mut next = Some(0);
    let members = names.members.iter().map(|(ident, member)| {
        let expected = std::mem::replace(&mut next, member.value.checked_add(1));
        variant(ident, member, expected)
    });
    let open = token(&names.open);
    Some(quote! {
        #docs
        #deprecation
        #[derive(edmund::OpenEnum)]
        #[odata(name = #name)]
        pub enum #ident {
            #(#members)*
            #[doc = " A member that this version of the schema does not know."]
            #open(Box<str>),
        }
    })
}

/// A member, with its wire name and value where the derive could not tell them.
fn variant(ident: &str, member: &edmund_model::Member, expected: Option<i64>) -> TokenStream {
    let docs = docs(&member.docs, None);
    let deprecation = deprecation(&member.docs);
    let wire = &member.name;
    let name = (!is_implied(wire, ident)).then(|| quote!(name = #wire));
    let value = (expected != Some(member.value)).then(|| {
        let value = integer(member.value);
        quote!(value = #value)
    });
    let facts: Vec<_> = name.into_iter().chain(value).collect();
    let attribute = (!facts.is_empty()).then(|| quote!(#[odata(#(#facts),*)]));
    let ident = token(ident);
    quote!(#docs #deprecation #attribute #ident,)
}

fn integer(value: i64) -> TokenStream {
    let literal = Literal::u64_unsuffixed(value.unsigned_abs());
    if value < 0 { quote!(-#literal) } else { quote!(#literal) }
}
