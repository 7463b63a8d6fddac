//! Derives and attribute macros of Edmund.
//!
//! A shell around [`expand`]: the entry points turn the compiler's tokens into `proc_macro2`'s and back. What the macros do, and their
//! examples, stand at their re-exports in the crate `edmund`.

mod attribute;
mod enumeration;
mod errors;
mod field;
mod name;
mod object;
mod operation;
mod projection;
mod service;
mod signature;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Declares an entity type: a struct with a field for each property.
///
/// ```ignore
/// #[derive(edmund::Entity)]
/// #[odata(name = "microsoft.graph.user", key(id))]
/// pub struct User {
///     pub id: Option<String>,
///     pub display_name: Option<String>,
///     pub manager: edmund::Nav<DirectoryObject>,
///     pub extra: edmund::Extra,
/// }
/// ```
///
/// On the struct: `name` is the qualified name, `base` the qualified name of the base type (for readers only: structs are flat), `key` lists
/// the fields of the key, `of` makes the struct a projection of another entity type (a struct of the user's own with some of its properties).
/// On a field: `name` is the wire name, where it is not the lower camel case of the field's name.
#[proc_macro_derive(Entity, attributes(odata))]
pub fn derive_entity(input: TokenStream) -> TokenStream {
    object::derive(input.into(), object::Shape::Entity).into()
}

/// Declares a complex type: as `Entity`, without a key and requests.
#[proc_macro_derive(Complex, attributes(odata))]
pub fn derive_complex(input: TokenStream) -> TokenStream {
    object::derive(input.into(), object::Shape::Complex).into()
}

/// Declares an enumeration type with one variant for each member, and last `Unrecognized(Box<str>)` for members that the schema does not know.
///
/// On a variant: `value` is the member's value, where it is not one more than the one before (from 0); `name` is the wire name, where it is
/// not the lower camel case of the variant's name.
#[proc_macro_derive(OpenEnum, attributes(odata))]
pub fn derive_open_enum(input: TokenStream) -> TokenStream {
    enumeration::derive(input.into()).into()
}

/// Declares what can be called on a type: a trait whose methods are functions and actions of the schema.
///
/// `on` lists the request types that get the methods: `#[operations(on = [One<User>, Many<User>])]`.
/// Each method has `#[odata(function = "ns.name")]` or `#[odata(action = "ns.name")]`, takes `&self` and the parameters, and returns what the
/// operation returns. A parameter that is an `Option` is left out when it is `None`.
#[proc_macro_attribute]
pub fn operations(arguments: TokenStream, item: TokenStream) -> TokenStream {
    operation::expand(arguments.into(), item.into()).into()
}

/// Declares the entity sets and singletons of a service: a trait implemented for `edmund::Client`.
///
/// Each method has `#[odata(entity_set = "users")]` or `#[odata(singleton = "reports")]`, takes `&self` and returns `Many<T>` or `One<T>`.
#[proc_macro_attribute]
pub fn service(arguments: TokenStream, item: TokenStream) -> TokenStream {
    service::expand(arguments.into(), item.into()).into()
}
