//! `#[odata(of = Model)]`: a struct of the user's own with some properties of a model.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;

use crate::errors::Errors;
use crate::field::{Field, Role};
use crate::name;
use crate::object::Model;

/// Checks what only holds for projections.
pub(crate) fn check(model: &Model, errors: &mut Errors) {
    if model.of.is_none() {
        return;
    }
    for field in model.table.fields.iter().filter(|field| !matches!(field.role, Role::Property { .. })) {
        errors.at(&field.ty, "a navigation property cannot be part of a projection");
    }
}

/// The trait, whose list of names is made from the model's own property constants: a property that the model lacks is an error here.
pub(crate) fn expand(model: &Model, of: &Path) -> TokenStream {
    let ident = &model.ident;
    let names = model.table.fields.iter().filter(|field| matches!(field.role, Role::Property { .. })).map(|field| {
        let constant = constant(field);
        quote_spanned!(constant.span()=> ::edmund::derived::selected(<#of>::#constant))
    });
    quote! {
        #[automatically_derived]
        impl ::edmund::Projection for #ident {
            type Of = #of;
            const SELECT: &'static [&'static ::core::primitive::str] = &[#(#names),*];
        }
    }
}

/// The model's constant for a field's property: by the field's name, or by the wire name if one is given.
fn constant(field: &Field) -> Ident {
    if field.renamed { name::constant_of_wire(&field.wire.value, field.wire.span) } else { name::constant(&field.ident) }
}
