//! `#[odata(operators(..))]`: what the service supports on a property in queries.

use proc_macro2::{Ident, TokenStream};
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
                let hint = nearest(&written, &OPERATORS).map_or(String::new(), |near| format!(": did you mean `{near}`?"));
                errors.at(name, format!("unknown operator `{written}`{hint}"));
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

fn expand(operators: [bool; OPERATORS.len()]) -> TokenStream {
    let each = operators.map(|is_supported| {
        if is_supported { quote!(::edmund::property::operators::Yes) } else { quote!(::edmund::property::operators::No) }
    });
    quote!(::edmund::property::operators::Only<#(#each),*>)
}
