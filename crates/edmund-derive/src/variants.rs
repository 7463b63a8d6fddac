//! `#[derive(Variants)]`: the derived types that a user cares about, as an enum.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Fields, Path, Type, Variant};

use crate::attribute::Odata;
use crate::errors::Errors;

/// A variant and the type it holds.
struct Choice {
    ident: Ident,
    ty: Type,
}

/// Expands the derive.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::default();
    let expansion = read(input, &mut errors).unwrap_or_default();
    let errors = errors.into_tokens();
    quote!(#errors #expansion)
}

fn read(input: DeriveInput, errors: &mut Errors) -> Option<TokenStream> {
    let ident = input.ident;
    let odata = Odata::read(&input.attrs, &["of"], errors);
    if !input.generics.params.is_empty() {
        errors.at(&input.generics, "an enum of variants cannot be generic");
        return None;
    }
    let Data::Enum(data) = input.data else {
        errors.at(&ident, "`Variants` is for an enum with one variant for each type");
        return None;
    };
    let Some(of) = odata.of else {
        if !odata.refused {
            errors.at(&ident, "say which type the others derive from: `#[odata(of = Model)]`");
        }
        return None;
    };
    let choices: Vec<Choice> = data.variants.into_iter().filter_map(|variant| choice(variant, errors)).collect();
    if !errors.is_empty() {
        return None;
    }
    let (mut rest, derived): (Vec<Choice>, Vec<Choice>) = choices.into_iter().partition(|choice| is(&choice.ty, &of));
    match (rest.pop(), rest.pop()) {
        (Some(rest), None) => Some(expand(&ident, &of, &derived, &rest)),
        (Some(second), Some(_)) => {
            errors.at(&second.ty, "only one variant holds the type of `of`: the one for all other types");
            None
        }
        (None, _) => {
            let base = quote!(#of).to_string();
            errors.at(&ident, format!("values of other types need a variant: `Other({base})`"));
            None
        }
    }
}

/// Whether the type is written as the path is.
fn is(ty: &Type, of: &Path) -> bool {
    matches!(ty, Type::Path(path) if path.qself.is_none() && quote!(#path).to_string() == quote!(#of).to_string())
}

fn choice(variant: Variant, errors: &mut Errors) -> Option<Choice> {
    match variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            fields.unnamed.into_iter().next().map(|field| Choice { ident: variant.ident, ty: field.ty })
        }
        _ => {
            errors.at(&variant.ident, "a variant has one field, the type it stands for: `User(User)`");
            None
        }
    }
}

fn expand(ident: &Ident, of: &Path, derived: &[Choice], rest: &Choice) -> TokenStream {
    let tests = derived
        .iter()
        .map(|Choice { ident, ty }| quote_spanned!(ty.span()=> if value.is::<#ty>() { return value.read().map(Self::#ident); }));
    let arms = derived
        .iter()
        .chain([rest])
        .map(|Choice { ident, .. }| quote!(Self::#ident(value) => ::edmund::derived::Serialize::serialize(value, serializer),));
    let rest = &rest.ident;
    quote! {
        #[automatically_derived]
        impl ::edmund::Variants for #ident {
            type Of = #of;
        }
        #[automatically_derived]
        impl<'de> ::edmund::derived::Deserialize<'de> for #ident {
            fn deserialize<D: ::edmund::derived::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let value = ::edmund::derived::Typed::new(deserializer)?;
                #(#tests)*
                value.read().map(Self::#rest)
            }
        }
        #[automatically_derived]
        impl ::edmund::derived::Serialize for #ident {
            fn serialize<S: ::edmund::derived::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self { #(#arms)* }
            }
        }
    }
}
