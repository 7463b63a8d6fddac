//! `#[service]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ItemTrait;

use crate::errors::Errors;
use crate::signature::{Method, methods};

/// Expands the attribute: the trait as written, and its implementation for the client.
pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    if !arguments.is_empty() {
        errors.at(&arguments, "`service` takes no arguments");
    }
    let Some(item) = errors.take(syn::parse2::<ItemTrait>(item)) else { return errors.into_tokens() };
    let ItemTrait { attrs, vis, ident, .. } = item.clone();
    let methods = methods(item, &["entity_set", "singleton"], &mut errors);
    let declarations: Vec<TokenStream> = methods.iter().map(|method| declaration(method, &mut errors)).collect();
    let bodies = methods.iter().map(body);
    let errors = errors.into_tokens();
    quote! {
        #errors
        #(#attrs)*
        #vis trait #ident {
            #(#declarations)*
        }
        #[automatically_derived]
        impl #ident for ::edmund::Client {
            #(#bodies)*
        }
    }
}

fn declaration(method: &Method, errors: &mut Errors) -> TokenStream {
    let Method { ident, attributes, parameters, output, odata } = method;
    let returned = output.iter();
    if odata.entity_set.is_some() == odata.singleton.is_some() && !odata.refused {
        errors.at(ident, "say what this is: `#[odata(entity_set = \"name\")]` or `#[odata(singleton = \"name\")]`");
    }
    if let Some(parameter) = parameters.first() {
        errors.at(&parameter.ident, "an entity set or singleton takes no parameters");
    }
    if output.is_none() {
        errors.at(ident, "an entity set returns `Many<Type>`, a singleton `One<Type>`");
    }
    quote! {
        #(#attributes)*
        fn #ident(&self) #(-> #returned)*;
    }
}

fn body(method: &Method) -> TokenStream {
    let Method { ident, output, odata, .. } = method;
    let Some(output) = output else { return quote!(fn #ident(&self) {}) };
    let segment = odata.entity_set.as_ref().or(odata.singleton.as_ref()).map_or("", |segment| segment.value.as_str());
    quote! {
        #[inline]
        fn #ident(&self) -> #output {
            ::core::convert::From::from(::edmund::Address::root(self).property(#segment))
        }
    }
}
