//! Which operators a service supports on a property, as types: what it does not support does not compile.

use std::marker::PhantomData;

/// Nothing is said: every operator is allowed.
pub struct All(());

/// The operators that a documentation or a schema names, in this order: `eq`, `ne`, `ge` and `le`, `gt` and `lt`, `in`, `startswith`,
/// `endswith`, `contains`, `$orderby`. Each is the type of its name, or `()` where it is not supported: `Only<eq, ne>` has two operators.
#[allow(clippy::type_complexity, reason = "the type is a list")]
pub struct Only<Eq = (), Ne = (), Ge = (), Gt = (), In = (), StartsWith = (), EndsWith = (), Contains = (), OrderBy = ()>(
    PhantomData<fn() -> (Eq, Ne, Ge, Gt, In, StartsWith, EndsWith, Contains, OrderBy)>,
);

/// A property that a client cannot change, with what it can be asked for.
pub struct Fixed<O>(PhantomData<fn() -> O>);

#[diagnostic::do_not_recommend]
impl<Operator, O: Allows<Operator>> Allows<Operator> for Fixed<O> {}

/// A client can change a property.
#[diagnostic::on_unimplemented(
    message = "the service does not let a client change this property",
    label = "this property is computed, or keeps the value it was created with",
    note = "if the schema is wrong, `.unchecked()` lets you try: `patch.set(User::NAME.unchecked(), \"Ada\")`"
)]
pub trait Changeable {}

#[diagnostic::do_not_recommend]
impl Changeable for All {}

#[diagnostic::do_not_recommend]
impl<A, B, C, D, E, F, G, H, I> Changeable for Only<A, B, C, D, E, F, G, H, I> {}

/// The service supports an operator on a property.
#[diagnostic::on_unimplemented(
    message = "the service does not support `{Operator}` on this property",
    label = "not among the supported operators: `{Self}`",
    note = "if the service supports more than it says, `.unchecked()` before the operator allows all: `User::NAME.unchecked().eq(\"Ada\")`"
)]
pub trait Allows<Operator> {}

#[diagnostic::do_not_recommend]
impl<Operator> Allows<Operator> for All {}

/// One type for each operator, named as users know it, and where in [`Only`] it stands.
macro_rules! operators {
    ($($(#[$meta:meta])* $name:ident: [$($before:ident)*] [$($after:ident)*];)*) => {$(
        $(#[$meta])*
        #[allow(non_camel_case_types, reason = "error messages show the name")]
        pub struct $name(());

        #[diagnostic::do_not_recommend]
        impl<$($before,)* $($after),*> Allows<$name> for Only<$($before,)* $name, $($after),*> {}
    )*};
}

operators! {
    /// `eq`
    eq: [] [B C D E F G H I];
    /// `ne`
    ne: [A] [C D E F G H I];
    /// `ge` and `le`
    ge: [A B] [D E F G H I];
    /// `gt` and `lt`
    gt: [A B C] [E F G H I];
    /// `in`
    r#in: [A B C D] [F G H I];
    /// `startswith`
    startswith: [A B C D E] [G H I];
    /// `endswith`
    endswith: [A B C D E F] [H I];
    /// `contains`
    contains: [A B C D E F G] [I];
    /// `$orderby`
    orderby: [A B C D E F G H] [];
}
