//! Derives and attribute macros of Edmund.
//!
//! A shell: the entry points turn the compiler's tokens into `proc_macro2`'s and back, and the modules are ordinary functions over those.
//! Used through the re-exports of the crate `edmund`, whose items the expansions name.

mod attribute;
mod enumeration;
mod errors;
mod field;
mod name;
mod object;
mod operation;
mod operators;
mod projection;
mod service;
mod signature;
mod variants;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Declares an entity type: a struct with a field for each property.
///
/// ```
/// use edmund::{Entity, Extra, Nav, Navs};
///
/// edmund::request_types!(); // `One` and `Many`, once in a crate that has navigation properties
///
/// #[derive(Entity)]
/// #[odata(name = "example.user", base = "example.entity", key(id))]
/// pub struct User {
///     /// The identifier.
///     pub id: Option<String>,
///     /// Whether the account may be used.
///     pub account_enabled: Option<bool>,
///     #[odata(name = "employeeID")]
///     pub employee_id: Option<i32>,
///     /// The superior: on the wire only when expanded, and read when asked for.
///     pub manager: Nav<User>,
///     pub direct_reports: Navs<User>,
///     /// Annotations and undeclared members.
///     pub extra: Extra,
/// }
///
/// let user: User = serde_json::from_str(r#"{"@odata.etag": "W/1", "id": "1", "employeeID": 7}"#)?;
/// assert_eq!((user.employee_id, user.extra.etag()), (Some(7), Some("W/1")));
/// assert_eq!(User::ACCOUNT_ENABLED.eq(true).to_string(), "accountEnabled eq true");
///
/// fn managers_manager(user: &One<User>) -> One<User> {
///     user.manager().manager()
/// }
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// On the struct, `#[odata(..)]` takes `name`, the qualified name; `base`, the qualified name of the base type (for readers: structs are
/// flat); `key(..)`, the fields of the key; and `of`, which makes the struct a projection (see below). On a field it takes `name`, the wire
/// name, where that is not the lower camel case of the field's name (`r#`, a trailing underscore, and a leading one before a digit are no
/// part of a name).
///
/// A field is an `Option` of a value, or a value, and then the member is required. Values are the primitive types of the runtime, types with
/// one of these derives, boxes of such, and `Vec`s. The field `extra` of type `Extra` keeps what is not declared; without it that is skipped.
///
/// # Projections
///
/// A struct of one's own with some properties of a model is at once the `$select` and the shape of the answer. A property that the model
/// lacks is an error at the field.
///
/// ```
/// # use edmund::{Entity, Projection};
/// # #[derive(Entity)]
/// # #[odata(name = "example.user", key(id))]
/// # pub struct User { pub id: Option<String>, pub display_name: Option<String> }
/// #[derive(Entity)]
/// #[odata(of = User)]
/// struct Row {
///     id: String,
///     display_name: Option<String>,
/// }
///
/// assert_eq!(Row::SELECT, ["id", "displayName"]);
/// assert!(serde_json::from_str::<Row>("{}").is_err());
/// ```
///
/// A navigation property is a projection of what it leads to, marked with `#[odata(expand)]`: it becomes `$expand`, with its own `$select`.
///
/// ```
/// # use edmund::{Entity, Nav, Navs};
/// # edmund::request_types!();
/// # #[derive(Entity)]
/// # #[odata(name = "example.user", key(id))]
/// # pub struct User { pub id: Option<String>, pub display_name: Option<String>, pub manager: Nav<User>, pub reports: Navs<User> }
/// #[derive(Entity)]
/// #[odata(of = User)]
/// struct Person {
///     display_name: Option<String>,
/// }
///
/// #[derive(Entity)]
/// #[odata(of = User)]
/// struct Team {
///     id: String,
///     #[odata(expand)]
///     manager: Option<Person>,
///     #[odata(expand)]
///     reports: Vec<Person>,
/// }
///
/// let team: Team = serde_json::from_str(r#"{"id":"1","manager":{"displayName":"Ada"},"reports":[{}]}"#)?;
/// assert_eq!(team.manager.unwrap().display_name.as_deref(), Some("Ada"));
/// # assert_eq!((team.id.as_str(), team.reports.len()), ("1", 1));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[proc_macro_derive(Entity, attributes(odata))]
pub fn derive_entity(input: TokenStream) -> TokenStream {
    object::derive(input.into(), object::Shape::Entity).into()
}

/// Declares a complex type: as `Entity`, without a key and requests.
///
/// ```
/// #[derive(edmund::Complex)]
/// #[odata(name = "example.address")]
/// pub struct Address {
///     pub city: Option<String>,
///     /// What is inside itself stands behind a box.
///     pub forwarded_to: Option<Box<Address>>,
/// }
///
/// let address: Address = serde_json::from_str(r#"{"city": "Lima", "forwardedTo": {"city": "Oslo"}}"#)?;
/// assert_eq!(address.forwarded_to.unwrap().city.as_deref(), Some("Oslo"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[proc_macro_derive(Complex, attributes(odata))]
pub fn derive_complex(input: TokenStream) -> TokenStream {
    object::derive(input.into(), object::Shape::Complex).into()
}

/// Declares an enumeration type with one variant for each member, and one with a field for members that the schema does not know.
///
/// ```
/// use edmund::OpenEnum;
///
/// #[derive(OpenEnum)]
/// #[odata(name = "example.importance")]
/// pub enum Importance {
///     Low,
///     #[odata(value = 5)]
///     High,
///     #[odata(name = "URGENT")]
///     Urgent,
///     Unrecognized(Box<str>),
/// }
///
/// assert_eq!(Importance::from_name("URGENT"), Importance::Urgent);
/// assert_eq!(Importance::Urgent.value(), Some(6));
/// assert_eq!(Importance::from_name("later").to_string(), "later");
/// ```
///
/// On a variant, `value` is the member's value, where it is not one more than the one before (from 0), and `name` the wire name, where it is
/// not the lower camel case of the variant's name.
#[proc_macro_derive(OpenEnum, attributes(odata))]
pub fn derive_open_enum(input: TokenStream) -> TokenStream {
    enumeration::derive(input.into()).into()
}

/// Makes an enum of the derived types that one cares about: one variant for each, and one that holds the base type, for all others.
///
/// What `@odata.type` names decides; a value without it, or of a type that no variant is for, becomes the base type with the members that
/// only the derived type declares in its `extra`. An enum of a few types costs a build only those.
///
/// ```
/// use edmund::{Entity, Extra, Variants};
///
/// # #[derive(Entity)]
/// # #[odata(name = "example.directoryObject", key(id))]
/// # pub struct DirectoryObject { pub id: Option<String>, pub extra: Extra }
/// # #[derive(Entity)]
/// # #[odata(name = "example.user", base = "example.directoryObject", key(id))]
/// # pub struct User { pub id: Option<String>, pub mail: Option<String>, pub extra: Extra }
/// #[derive(Variants)]
/// #[odata(of = DirectoryObject)]
/// enum Member {
///     User(User),
///     Other(DirectoryObject),
/// }
///
/// let members: Vec<Member> = serde_json::from_str(
///     r##"[{"mail": "ada@contoso.com", "@odata.type": "#example.user"}, {"@odata.type": "#example.device", "id": "2"}]"##,
/// )?;
/// assert!(matches!(&members[..], [Member::User(ada), Member::Other(_)] if ada.mail.as_deref() == Some("ada@contoso.com")));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Requests read into it with `list().variants::<Member>()` and `get().variants::<Member>()`.
#[proc_macro_derive(Variants, attributes(odata))]
pub fn derive_variants(input: TokenStream) -> TokenStream {
    variants::derive(input.into()).into()
}

/// Declares what can be called on a type, as a trait whose methods become methods of the request types in `on`.
///
/// ```
/// # edmund::request_types!();
/// # #[derive(edmund::Entity)]
/// # #[odata(name = "example.user", key(id))]
/// # pub struct User { pub id: Option<String> }
/// #[edmund::operations(on = [One<User>])]
/// pub trait UserOperations {
///     /// The groups that the user is in.
///     #[odata(function = "example.groups")]
///     fn groups(&self, transitive: bool, name: Option<&str>) -> Vec<String>;
///
///     #[odata(action = "example.revoke")]
///     fn revoke(&self, reason: &str);
/// }
///
/// async fn revoke_members(user: One<User>) -> Result<(), edmund::Error> {
///     if user.groups(true, None).await?.contains(&"guests".to_owned()) {
///         user.revoke("left").await?;
///     }
///     Ok(())
/// }
/// ```
///
/// A method has `#[odata(function = ..)]` or `#[odata(action = ..)]`, takes `&self` and the parameters, and returns what the operation
/// returns. A parameter that is an `Option` is left out when it is `None`; `#[odata(name = ..)]` gives its wire name. The trait itself is
/// only the declaration: nothing has to be imported to call its methods.
#[proc_macro_attribute]
pub fn operations(arguments: TokenStream, item: TokenStream) -> TokenStream {
    operation::expand(arguments.into(), item.into()).into()
}

/// Declares the entity sets and singletons of a service: a trait implemented for `edmund::Client`.
///
/// ```
/// # edmund::request_types!();
/// # #[derive(edmund::Entity)]
/// # #[odata(name = "example.user", key(id))]
/// # pub struct User { pub id: Option<String> }
/// #[edmund::service]
/// pub trait Service {
///     #[odata(entity_set = "users")]
///     fn users(&self) -> Many<User>;
///
///     #[odata(singleton = "me")]
///     fn me(&self) -> One<User>;
/// }
///
/// fn somebody(client: &edmund::Client) -> One<User> {
///     client.users().id("1")
/// }
/// ```
#[proc_macro_attribute]
pub fn service(arguments: TokenStream, item: TokenStream) -> TokenStream {
    service::expand(arguments.into(), item.into()).into()
}
