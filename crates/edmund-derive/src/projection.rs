//! `#[odata(of = Model)]`: a struct of the user's own with some properties of a model.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;

use crate::errors::Errors;
use crate::field::{Field, Role, is_collection, item_type};
use crate::name;
use crate::object::Model;

/// Checks what only holds for projections, and what only they may have.
pub(crate) fn check(model: &Model, errors: &mut Errors) {
    for field in &model.table.fields {
        let is_property = matches!(field.role, Role::Property { .. });
        if model.of.is_none() && field.expand {
            errors.at(&field.ident, "only a projection expands: a model's navigation property is a `Nav` or `Navs`");
        } else if model.of.is_some() && !is_property {
            errors.at(&field.ty, "in a projection, a navigation property is a projection of what it leads to: `#[odata(expand)] manager: Option<Boss>`");
        }
    }
}

/// The trait, whose list of names is made from the model's own constants: a property that the model lacks is an error here.
pub(crate) fn expand(model: &Model, of: &Path) -> TokenStream {
    let ident = &model.ident;
    let fields = || model.table.fields.iter().filter(|field| matches!(field.role, Role::Property { .. }));
    let selected = |field: &Field| {
        let constant = constant(field);
        quote_spanned!(constant.span()=> ::edmund::derived::selected(<#of>::#constant))
    };
    let expanded = |field: &Field| {
        let constant = constant(field);
        let target = item_type(&field.ty);
        let function = Ident::new(if is_collection(&field.ty) { "expanded_many" } else { "expanded" }, constant.span());
        quote_spanned!(constant.span()=> ::edmund::derived::#function::<#of, _, #target>(<#of>::#constant))
    };
    let names = fields().map(|field| {
        if field.expand {
            let expansion = expanded(field);
            quote!(#expansion.name)
        } else {
            selected(field)
        }
    });
    let select = fields().filter(|field| !field.expand).map(selected);
    let expand = fields().filter(|field| field.expand).map(expanded);
    quote! {
        #[automatically_derived]
        impl ::edmund::Projection for #ident {
            type Of = #of;
            const FIELDS: &'static [&'static ::core::primitive::str] = &[#(#names),*];
            const SELECT: &'static [&'static ::core::primitive::str] = &[#(#select),*];
            const EXPAND: &'static [::edmund::Expansion] = &[#(#expand),*];
        }
    }
}

/// The model's constant for a field's property: by the field's name, or by the wire name if one is given.
fn constant(field: &Field) -> Ident {
    if field.renamed { name::constant_of_wire(&field.wire.value, field.wire.span) } else { name::constant(&field.ident) }
}
