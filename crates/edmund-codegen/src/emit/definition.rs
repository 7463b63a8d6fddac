//! Type definitions.

use edmund_model::{DefinitionId, Type};
use proc_macro2::TokenStream;
use quote::quote;

use crate::context::Context;
use crate::emit::attributes::{deprecation, docs};
use crate::emit::types::primitive;
use crate::names::token;
use crate::prose;

/// An alias for the primitive type below a type definition.
pub(crate) fn definition(context: &Context<'_>, id: DefinitionId) -> Option<TokenStream> {
    let item = context.model.definition(id);
    let (_, ident) = context.names.of(Type::Definition(id))?;
    let ident = token(ident);
    let docs = docs(&item.docs, Some(&format!("The type definition {}.", prose::code(&item.name))));
    let deprecation = deprecation(&item.docs);
    let underlying = primitive(item.underlying);
    Some(quote!(#docs #deprecation pub type #ident = #underlying;))
}
