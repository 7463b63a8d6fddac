//! Types of the model as Rust types.

use std::collections::BTreeSet;

use edmund_model::{Primitive, StructId, Type, TypeRef};
use proc_macro2::TokenStream;
use quote::quote;

use crate::context::Context;
use crate::names::{part, token};

/// What the declarations of one file need from outside it.
#[derive(Debug, Default)]
pub(crate) struct Imports {
    /// The module the file belongs to; `None` for a file beside the modules.
    home: Option<usize>,
    /// The part of the module that the file is, where the module is split.
    part: Option<String>,
    /// Other modules.
    modules: BTreeSet<usize>,
    /// `One`, of the root.
    one: bool,
    /// `Many`, of the root.
    many: bool,
    /// Types in other parts of the module.
    siblings: bool,
}

impl Imports {
    /// For a file of a module.
    pub(crate) fn of(home: usize, part: Option<String>) -> Self {
        Imports { home: Some(home), part, ..Imports::default() }
    }

    /// The path of a generated type.
    pub(crate) fn path(&mut self, context: &Context<'_>, ty: Type) -> Option<TokenStream> {
        let (module, ident) = context.names.of(ty).filter(|_| context.is_generated(ty))?;
        let is_elsewhere = self.part.as_ref().is_some_and(|own| *own != part(ident));
        let ident = token(ident);
        if self.home == Some(module) {
            self.siblings |= is_elsewhere;
            return Some(quote!(#ident));
        }
        self.modules.insert(module);
        let module = token(context.names.module(module));
        Some(quote!(#module::#ident))
    }

    /// `One<T>` or `Many<T>`.
    pub(super) fn target(&mut self, collection: bool, ty: TokenStream) -> TokenStream {
        if collection {
            self.many = true;
            quote!(Many<#ty>)
        } else {
            self.one = true;
            quote!(One<#ty>)
        }
    }

    /// Takes over what a part of the file needs.
    pub(crate) fn merge(&mut self, other: &Imports) {
        self.modules.extend(&other.modules);
        self.one |= other.one;
        self.many |= other.many;
    }

    /// Whether the file needs anything from outside it.
    pub(crate) fn is_needed(&self) -> bool {
        self.one || self.many || self.siblings || !self.modules.is_empty()
    }

    /// The imports, for a file directly below the root.
    pub(crate) fn uses(&self, context: &Context<'_>) -> Option<TokenStream> {
        let roots =
            [(self.many, "Many"), (self.one, "One")].into_iter().filter(|(needed, _)| *needed).map(|(_, name)| token(name));
        let modules = self.modules.iter().map(|module| token(context.names.module(*module)));
        let names: Vec<_> = roots.chain(modules).collect();
        match names.as_slice() {
            [] => None,
            [name] => Some(quote!(use super::#name;)),
            names => Some(quote!(use super::{#(#names),*};)),
        }
    }
}

/// One value of a type.
pub(super) fn value(context: &Context<'_>, imports: &mut Imports, ty: Type) -> TokenStream {
    match ty {
        Type::Primitive(primitive) => self::primitive(primitive),
        Type::Struct(id) if context.is_any(id) => quote!(edmund::Untyped),
        Type::Enum(id) if context.model.enumeration(id).is_flags => match imports.path(context, ty) {
            Some(path) => quote!(edmund::Flags<#path>),
            None => quote!(edmund::Untyped),
        },
        _ => imports.path(context, ty).unwrap_or_else(|| quote!(edmund::Untyped)),
    }
}

/// A value or a list of values.
pub(super) fn whole(context: &Context<'_>, imports: &mut Imports, ty: &TypeRef) -> TokenStream {
    let value = value(context, imports, ty.ty);
    if ty.collection { quote!(Vec<#value>) } else { value }
}

/// The type of a field of `owner`: every property is optional, and a value inside a cycle is boxed.
pub(super) fn field(context: &Context<'_>, imports: &mut Imports, owner: StructId, ty: &TypeRef) -> TokenStream {
    let whole = whole(context, imports, ty);
    match ty.ty {
        Type::Struct(inner) if !ty.collection && !context.is_any(inner) && context.is_boxed(owner, inner) => {
            quote!(Option<Box<#whole>>)
        }
        _ => quote!(Option<#whole>),
    }
}

/// The type of an argument: like the value, but text is borrowed.
pub(super) fn argument(context: &Context<'_>, imports: &mut Imports, ty: &TypeRef) -> TokenStream {
    let is_text = !ty.collection && context.primitive(ty.ty).is_some_and(is_string);
    if is_text { quote!(&str) } else { whole(context, imports, ty) }
}

fn is_string(primitive: Primitive) -> bool {
    use Primitive::*;
    matches!(primitive, String | AnnotationPath | AnyPropertyPath | ModelElementPath | NavigationPropertyPath | PropertyPath)
}

/// The Rust type of a built-in type.
pub(crate) fn primitive(primitive: Primitive) -> TokenStream {
    match primitive {
        Primitive::Binary => quote!(edmund::Binary),
        Primitive::Boolean => quote!(bool),
        Primitive::Byte => quote!(u8),
        Primitive::Date => quote!(edmund::Date),
        Primitive::DateTimeOffset => quote!(edmund::DateTimeOffset),
        Primitive::Decimal => quote!(edmund::Decimal),
        Primitive::Double => quote!(f64),
        Primitive::Duration => quote!(edmund::Duration),
        Primitive::Guid => quote!(edmund::Guid),
        Primitive::Int16 => quote!(i16),
        Primitive::Int32 => quote!(i32),
        Primitive::Int64 => quote!(i64),
        Primitive::SByte => quote!(i8),
        Primitive::Single => quote!(f32),
        Primitive::Stream => quote!(edmund::Stream),
        Primitive::TimeOfDay => quote!(edmund::TimeOfDay),
        text if is_string(text) => quote!(String),
        geographic if geographic.is_spatial() && geographic.name().starts_with("Geography") => quote!(edmund::Geography),
        geometric if geometric.is_spatial() => quote!(edmund::Geometry),
        // The abstract types hold anything.
        _ => quote!(edmund::Untyped),
    }
}
