//! The methods of a declaring trait: a receiver, parameters, a return type and an attribute, and no body.

use proc_macro2::Ident;
use syn::{Attribute, FnArg, ItemTrait, Pat, ReturnType, TraitItem, TraitItemFn, Type};

use crate::attribute::{Odata, Text};
use crate::errors::Errors;
use crate::name;

/// A parameter and its name on the wire.
pub(crate) struct Parameter {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) wire: String,
}

/// A method of a declaring trait.
pub(crate) struct Method {
    pub(crate) ident: Ident,
    pub(crate) odata: Odata,
    /// The attributes that are not ours, such as documentation.
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) parameters: Vec<Parameter>,
    /// `None` for a method that returns nothing.
    pub(crate) output: Option<Type>,
}

/// Reads the methods of a declaring trait. `allowed` are the keys that `#[odata(..)]` may have on them.
pub(crate) fn methods(item: ItemTrait, allowed: &[&str], errors: &mut Errors) -> Vec<Method> {
    if !item.generics.params.is_empty() {
        errors.at(&item.generics, "a declaring trait cannot be generic");
    }
    let mut methods = Vec::new();
    for item in item.items {
        match item {
            TraitItem::Fn(function) => methods.extend(method(function, allowed, errors)),
            other => errors.at(other, "only methods can be declared here"),
        }
    }
    methods
}

fn method(function: TraitItemFn, allowed: &[&str], errors: &mut Errors) -> Option<Method> {
    if let Some(body) = &function.default {
        errors.at(body, "the body is written by the macro: end the declaration with `;`");
    }
    let signature = function.sig;
    if !signature.generics.params.is_empty() || signature.asyncness.is_some() {
        errors.at(&signature.ident, "a declared method is neither generic nor async");
        return None;
    }
    let odata = Odata::read(&function.attrs, allowed, errors);
    let mut inputs = signature.inputs.into_iter();
    match inputs.next() {
        Some(FnArg::Receiver(receiver)) if quote::quote!(#receiver).to_string() == "& self" => {}
        _ => errors.at(&signature.ident, "a declared method takes `&self`"),
    }
    Some(Method {
        ident: signature.ident,
        odata,
        attributes: function.attrs.into_iter().filter(|attribute| !attribute.path().is_ident("odata")).collect(),
        parameters: inputs.filter_map(|input| parameter(input, errors)).collect(),
        output: match signature.output {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some(*ty),
        },
    })
}

fn parameter(input: FnArg, errors: &mut Errors) -> Option<Parameter> {
    let FnArg::Typed(input) = input else { return None };
    let odata = Odata::read(&input.attrs, &["name"], errors);
    let Pat::Ident(pattern) = *input.pat else {
        errors.at(&input.pat, "a parameter is a name and a type");
        return None;
    };
    let wire = odata.name.map_or_else(|| name::wire(&pattern.ident), |Text { value, .. }| value);
    Some(Parameter { ident: pattern.ident, ty: *input.ty, wire })
}
