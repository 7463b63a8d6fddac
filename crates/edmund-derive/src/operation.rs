//! `#[operations]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{ItemTrait, Token, Type, bracketed};

use crate::errors::Errors;
use crate::field::optional;
use crate::name::nearest;
use crate::signature::{Method, Parameter, methods};

/// Expands the attribute: the declared methods become methods of each request type.
pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let targets = errors.take(targets(arguments)).unwrap_or_default();
    let Some(item) = errors.take(syn::parse2::<ItemTrait>(item)) else { return errors.into_tokens() };
    let visibility = item.vis.clone();
    let attributes = item.attrs.clone();
    let methods = methods(item, &["function", "action"], &mut errors);
    let calls: Vec<Call<'_>> = methods.iter().map(|method| Call::read(method, &mut errors)).collect();
    let implementations = targets.iter().map(|target| {
        let address = address(target);
        let bodies = calls.iter().map(|call| call.expand(&visibility, &address));
        quote! {
            #[automatically_derived]
            #(#attributes)*
            #[allow(missing_docs, dead_code, unreachable_pub, clippy::too_many_arguments, clippy::should_implement_trait, clippy::wrong_self_convention)]
            impl #target { #(#bodies)* }
        }
    });
    let errors = errors.into_tokens();
    quote!(#errors #(#implementations)*)
}

/// Reads `on = [One<User>, Many<User>]`.
fn targets(arguments: TokenStream) -> syn::Result<Vec<Type>> {
    let mut targets = Vec::new();
    let parser = syn::meta::parser(|meta| {
        if !meta.path.is_ident("on") {
            let written = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
            let hint = if nearest(&written, &["on"]).is_some() { "did you mean `on`?" } else { "expected `on`" };
            return Err(meta.error(format!("unknown key `{written}`: {hint}")));
        }
        let content;
        let value = meta.value()?;
        bracketed!(content in value);
        targets.extend(Punctuated::<Type, Token![,]>::parse_terminated(&content)?);
        Ok(())
    });
    parser.parse2(arguments)?;
    if targets.is_empty() {
        let message = "say what the operations are called on: `#[operations(on = [One<Type>])]`";
        return Err(syn::Error::new(proc_macro2::Span::call_site(), message));
    }
    Ok(targets)
}

/// How a method comes by its address. Through the request type by name where that is known: finding `address` as a method makes the compiler
/// look through every implementation of `One`, of which a large schema has a thousand.
fn address(target: &Type) -> TokenStream {
    match target {
        Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "One") => {
            quote!(::edmund::request::EntityRequest::address(self))
        }
        Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Many") => {
            quote!(::edmund::request::CollectionRequest::address(self))
        }
        _ => quote!(self.address()),
    }
}

/// A method, checked.
pub(crate) struct Call<'m> {
    method: &'m Method,
    /// `Function` or `Action`.
    kind: TokenStream,
    /// What is called on the address.
    call: TokenStream,
}

impl<'m> Call<'m> {
    pub(crate) fn read(method: &'m Method, errors: &mut Errors) -> Self {
        let Method { ident, parameters, output, odata, .. } = method;
        let (kind, call) = match (&odata.function, &odata.action) {
            (Some(function), None) => (quote!(Function), function_call(&function.value, parameters)),
            (None, Some(action)) => (quote!(Action), action_call(&action.value, parameters)),
            _ => {
                if !odata.refused {
                    let message = "say what this calls: `#[odata(function = \"namespace.name\")]` or `#[odata(action = \"namespace.name\")]`";
                    errors.at(ident, message);
                }
                (quote!(Function), quote!(function("")))
            }
        };
        if let (Some(function), None) = (&odata.function, output) {
            errors.at_span(function.span, "a function returns something: give a return type, or declare an action");
        }
        Self { method, kind, call }
    }

    fn expand(&self, visibility: &syn::Visibility, address: &TokenStream) -> TokenStream {
        let attributes = &self.method.attributes;
        let body = self.body(address);
        quote!(#(#attributes)* #[inline] #visibility #body)
    }

    /// The method with the request as its return type, and what makes that.
    pub(crate) fn body(&self, address: &TokenStream) -> TokenStream {
        let signature = self.signature();
        let call = &self.call;
        quote!(#signature { #address.#call.returning() })
    }

    /// The method as it is called.
    pub(crate) fn signature(&self) -> TokenStream {
        let Self { method: Method { ident, parameters, output, .. }, kind, .. } = self;
        let output = output.as_ref().map_or_else(|| quote!(()), |output| quote!(#output));
        let (names, types) = names_and_types(parameters);
        quote!(fn #ident(&self, #(#names: #types),*) -> ::edmund::request::#kind<#output>)
    }
}

fn names_and_types(parameters: &[Parameter]) -> (Vec<&syn::Ident>, Vec<&Type>) {
    parameters.iter().map(|parameter| (&parameter.ident, &parameter.ty)).unzip()
}

fn function_call(name: &str, parameters: &[Parameter]) -> TokenStream {
    let arguments = parameters.iter().map(|parameter| pass(parameter, &quote!(argument), &quote!(optional_argument)));
    quote!(function(#name) #(#arguments)*)
}

fn action_call(name: &str, parameters: &[Parameter]) -> TokenStream {
    let arguments = parameters.iter().map(|parameter| pass(parameter, &quote!(parameter), &quote!(optional_parameter)));
    quote!(action(#name) #(#arguments)*)
}

/// Hands one parameter over. What is borrowed, such as text, is made a value of its field type first.
fn pass(parameter: &Parameter, required: &TokenStream, or_left_out: &TokenStream) -> TokenStream {
    let Parameter { ident, ty, wire } = parameter;
    match (optional(ty), ty) {
        (Some(Type::Reference(_)), _) => quote!(.#or_left_out(#wire, #ident.map(::std::borrow::ToOwned::to_owned).as_ref())),
        (Some(_), _) => quote!(.#or_left_out(#wire, #ident.as_ref())),
        (None, Type::Reference(_)) => quote!(.#required(#wire, &::std::borrow::ToOwned::to_owned(#ident))),
        (None, _) => quote!(.#required(#wire, &#ident)),
    }
}
