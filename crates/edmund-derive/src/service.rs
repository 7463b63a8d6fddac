//! `#[service]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ItemTrait;

use crate::errors::Errors;
use crate::operation::Call;
use crate::signature::{Method, methods};

/// Expands the attribute: the trait as written, and its implementation for the client.
pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    if !arguments.is_empty() {
        errors.at(&arguments, "`service` takes no arguments");
    }
    let Some(item) = errors.take(syn::parse2::<ItemTrait>(item)) else { return errors.into_tokens() };
    let ItemTrait { attrs, vis, ident, .. } = item.clone();
    let methods = methods(item, &["entity_set", "singleton", "function", "action"], &mut errors);
    let members: Vec<Member<'_>> = methods.iter().map(|method| Member::read(method, &mut errors)).collect();
    let declarations = members.iter().map(Member::declaration);
    let bodies = members.iter().map(Member::body);
    let errors = errors.into_tokens();
    quote! {
        #errors
        #(#attrs)*
        #[allow(clippy::too_many_arguments, clippy::wrong_self_convention)]
        #vis trait #ident {
            #(#declarations)*
        }
        #[automatically_derived]
        impl #ident for ::edmund::Client {
            #(#bodies)*
        }
    }
}

/// What a service offers at its root.
enum Member<'m> {
    /// An entity set or a singleton.
    Source(&'m Method),
    /// A function or action import.
    Import(&'m Method, Call<'m>),
}

impl<'m> Member<'m> {
    fn read(method: &'m Method, errors: &mut Errors) -> Self {
        let odata = &method.odata;
        if odata.entity_set.is_none() && odata.singleton.is_none() && (odata.function.is_some() || odata.action.is_some()) {
            return Self::Import(method, Call::read(method, errors));
        }
        check_source(method, errors);
        Self::Source(method)
    }

    fn declaration(&self) -> TokenStream {
        match self {
            Self::Source(Method { ident, attributes, output, .. }) => {
                let returned = output.iter();
                quote!(#(#attributes)* fn #ident(&self) #(-> #returned)*;)
            }
            Self::Import(Method { attributes, .. }, call) => {
                let signature = call.signature();
                quote!(#(#attributes)* #signature;)
            }
        }
    }

    fn body(&self) -> TokenStream {
        let (body, method) = match self {
            Self::Source(method) => (source_body(method), method),
            Self::Import(method, call) => {
                let body = call.body(&quote!(::edmund::Address::root(self)));
                (quote!(#[inline] #body), method)
            }
        };
        // What is not compiled in the trait must not be in its implementation.
        let conditions = method.attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
        quote!(#(#conditions)* #body)
    }
}

fn check_source(method: &Method, errors: &mut Errors) {
    let Method { ident, parameters, output, odata, .. } = method;
    if odata.entity_set.is_some() == odata.singleton.is_some() && !odata.refused {
        errors.at(
            ident,
            "say what this is: `#[odata(entity_set = \"name\")]` or `#[odata(singleton = \"name\")]`, or for an import `function` or `action`",
        );
    }
    if let Some(parameter) = parameters.first() {
        errors.at(&parameter.ident, "an entity set or singleton takes no parameters");
    }
    if output.is_none() {
        errors.at(ident, "an entity set returns `Many<Type>`, a singleton `One<Type>`");
    }
}

fn source_body(method: &Method) -> TokenStream {
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
