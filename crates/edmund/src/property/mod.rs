//! Properties as values: what typed queries are made of.

mod apply;
mod arithmetic;
mod expand;
mod filter;
mod navigation;
mod operations;
pub mod operators;
mod search;
mod term;

use std::fmt;
use std::marker::PhantomData;

pub use self::apply::{Aggregated, Apply};
pub use self::arithmetic::{Fractional, HasDate, HasTime, Minus, Number, Plus};
pub use self::expand::{Expand, Navigated, Part, Structural};
pub use self::filter::{Filter, Order, Selection};
pub use self::navigation::{Navigation, Navigations};
pub use self::search::Search;
pub use self::term::{Item, Operand, Term};

/// The property of `T` with a name and a type `V` (without `Option`): `UserRegistrationDetails::IS_ADMIN`.
///
/// `O` says which operators the service supports on it; [`operators::All`] where nothing is known.
///
/// A query takes only properties of the type that it is about, and compares them only with values of their type:
///
/// ```
/// # use edmund::Property;
/// # struct User;
/// # impl User { const NAME: Property<Self, String> = Property::new("displayName"); }
/// let filter = User::NAME.starts_with("O'Br").and(User::NAME.ne("O'Brien"));
/// assert_eq!(filter.to_string(), "startswith(displayName,'O''Br') and displayName ne 'O''Brien'");
/// ```
///
/// ```
/// # use edmund::Property;
/// # struct File;
/// # impl File {
/// #     const SIZE: Property<Self, i64> = Property::new("size");
/// #     const SCORE: Property<Self, f64> = Property::new("score");
/// # }
/// let filter = File::SIZE.gt(5).and(File::SCORE.le(0.5)).and(!File::SIZE.in_([7, 9]));
/// assert_eq!(filter.to_string(), "size gt 5 and score le 0.5 and not size in (7,9)");
/// ```
///
/// ```compile_fail,E0277
/// # use edmund::Property;
/// # struct User;
/// # impl User { const NAME: Property<Self, String> = Property::new("displayName"); }
/// User::NAME.eq(5);
/// ```
///
/// ```compile_fail,E0308
/// # use edmund::{Filter, Property};
/// # struct User;
/// # struct Group;
/// # impl Group { const NAME: Property<Self, String> = Property::new("displayName"); }
/// let filter: Filter<User> = Group::NAME.eq("Everyone");
/// ```
pub struct Property<T, V, O = operators::All> {
    name: &'static str,
    #[allow(clippy::type_complexity, reason = "the default of `O` counts")]
    marker: PhantomData<fn() -> (T, V, O)>,
}

impl<T, V, O> Property<T, V, O> {
    /// The property called `name` in the schema. Called by generated code; the name is trusted to be an identifier.
    pub const fn new(name: &'static str) -> Self {
        Self { name, marker: PhantomData }
    }

    /// The name on the wire.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The same property with every operator, for when the service supports more than it says.
    pub const fn unchecked(self) -> Property<T, V> {
        Property::new(self.name)
    }
}

/// A property or navigation property of `T`: what a path goes on with.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a property of `{T}`", label = "the path has reached `{T}` here")]
pub trait Member<T> {
    /// The type of what it leads to.
    type Value;

    /// The name on the wire.
    fn member_name(&self) -> &'static str;
}

impl<T, V, O> Member<T> for Property<T, V, O> {
    type Value = V;

    fn member_name(&self) -> &'static str {
        self.name
    }
}

impl<T, V, O> Clone for Property<T, V, O> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, V, O> Copy for Property<T, V, O> {}

impl<T, V, O> fmt::Debug for Property<T, V, O> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Property({})", self.name)
    }
}
