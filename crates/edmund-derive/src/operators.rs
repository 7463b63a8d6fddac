//! `#[odata(operators(..))]`: what the service supports on a property in queries.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;

use crate::errors::Errors;
use crate::field::Field;
use crate::name::nearest;

/// The names of the operators, in the order of `edmund::property::operators::Only`.
pub(crate) const OPERATORS: [&str; 9] = ["eq", "ne", "ge", "gt", "in", "startswith", "endswith", "contains", "orderby"];

/// Which of the operators are named.
pub(crate) fn read(names: &[Ident], errors: &mut Errors) -> [bool; OPERATORS.len()] {
    let mut found = [false; OPERATORS.len()];
    for name in names {
        let written = name.unraw().to_string();
        match OPERATORS.iter().position(|operator| *operator == written) {
            Some(index) => found[index] = true,
            None => {
                let hint = match nearest(&written, &OPERATORS) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("it is one of {}", OPERATORS.join(", ")),
                };
                errors.at(name, format!("unknown operator `{written}`: {hint}"));
            }
        }
    }
    found
}

/// The type that says what a client can do with a property, if it is not everything.
pub(crate) fn of(field: &Field) -> Option<TokenStream> {
    let only = field.operators.map(expand);
    match field.fixed {
        Some(_) => {
            let only = only.unwrap_or_else(|| quote!(::edmund::property::operators::All));
            Some(quote!(::edmund::property::operators::Fixed<#only>))
        }
        None => only,
    }
}

/// What is not supported at the end of the list is its default.
fn expand(operators: [bool; OPERATORS.len()]) -> TokenStream {
    let length = operators.iter().rposition(|is_supported| *is_supported).map_or(0, |last| last + 1);
    let each = operators[..length].iter().zip(OPERATORS).map(|(is_supported, name)| {
        let name = Ident::new_raw(name, Span::call_site());
        if *is_supported { quote!(::edmund::property::operators::#name) } else { quote!(()) }
    });
    quote!(::edmund::property::operators::Only<#(#each),*>)
}
