//! Navigation properties as values: what a query brings along, or looks into.

use std::fmt;
use std::marker::PhantomData;

use super::term::{lambda, non_empty};
use super::{Expand, Filter, Item, Member, Selection, Term};
use crate::query::{Path, Quantifier};
use crate::{Info, Object};

/// Declares one kind of navigation property.
macro_rules! navigation {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        pub struct $name<T, U> {
            name: &'static str,
            marker: PhantomData<fn() -> (T, U)>,
        }

        impl<T, U> $name<T, U> {
            /// The navigation property called `name` in the schema. Called by generated code; the name is trusted to be an identifier.
            pub const fn new(name: &'static str) -> Self {
                Self { name, marker: PhantomData }
            }

            /// The name on the wire.
            pub const fn name(&self) -> &'static str {
                self.name
            }

            /// Only these properties of what comes along.
            pub fn select(self, properties: impl Selection<U>) -> Expand<T, U> {
                Expand::from(self).select(properties)
            }

            /// What the entities that come along bring along themselves.
            pub fn expand<W>(self, expand: impl Into<Expand<U, W>>) -> Expand<T, U> {
                Expand::from(self).expand(expand)
            }
        }

        impl<T, U> From<$name<T, U>> for Expand<T, U> {
            fn from(navigation: $name<T, U>) -> Self {
                Expand::new(navigation.name)
            }
        }

        impl<T, U> Clone for $name<T, U> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T, U> Copy for $name<T, U> {}

        impl<T, U> fmt::Debug for $name<T, U> {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, concat!(stringify!($name), "({})"), self.name)
            }
        }
    };
}

navigation! {
    /// A navigation property of `T` that leads to one `U`: `User::MANAGER`. A query expands it, or looks at a property behind it.
    ///
    /// ```
    /// # edmund::request_types!();
    /// # #[derive(edmund::Entity)]
    /// # #[odata(name = "example.user", key(id))]
    /// # pub struct User { pub id: Option<String>, pub display_name: Option<String>, pub manager: edmund::Nav<User> }
    /// let filter = User::MANAGER.get(User::DISPLAY_NAME).eq("Ada");
    /// assert_eq!(filter.to_string(), "manager/displayName eq 'Ada'");
    /// ```
    Navigation
}

navigation! {
    /// A navigation property of `T` that leads to many `U`: `User::REPORTS`. A query expands it, or tests what it leads to.
    ///
    /// ```
    /// # edmund::request_types!();
    /// # #[derive(edmund::Entity)]
    /// # #[odata(name = "example.user", key(id))]
    /// # pub struct User { pub id: Option<String>, pub display_name: Option<String>, pub manager: edmund::Nav<User>, pub reports: edmund::Navs<User> }
    /// let expand = User::REPORTS
    ///     .select((User::ID, User::DISPLAY_NAME))
    ///     .filter(User::DISPLAY_NAME.starts_with("A"))
    ///     .top(5)
    ///     .expand(User::MANAGER.select(User::ID));
    /// assert_eq!(
    ///     expand.to_string(),
    ///     "reports($select=id,displayName;$filter=startswith(displayName,'A');$top=5;$expand=manager($select=id))"
    /// );
    ///
    /// let filter = User::REPORTS.any(|user| user.get(User::DISPLAY_NAME).eq("Ada")).and(User::REPORTS.count().gt(2));
    /// assert_eq!(filter.to_string(), "reports/any(x:x/displayName eq 'Ada') and reports/$count gt 2");
    /// ```
    Navigations
}

impl<T, U> Member<T> for Navigation<T, U> {
    type Value = U;

    fn member_name(&self) -> &'static str {
        self.name
    }
}

impl<T, U> Member<T> for Navigations<T, U> {
    type Value = Vec<U>;

    fn member_name(&self) -> &'static str {
        self.name
    }
}

impl<T, U> Navigation<T, U> {
    /// A property of what it leads to, or where that leads in turn: `User::MANAGER.get(User::MANAGER).get(User::NAME)`.
    pub fn get<M: Member<U>>(self, member: M) -> Term<T, M::Value> {
        Term::new(Path::new(self.name).join(member.member_name()))
    }

    /// What it leads to, as one of a derived type: `Device::OWNER.cast::<User>().get(User::NAME)`.
    pub fn cast<W: Object + Default>(self) -> Term<T, W> {
        Term::new(Path::new(self.name).join(Info::of::<W>().name()))
    }
}

impl<T, U> Navigations<T, U> {
    /// Only what satisfies the condition comes along. Not every service can.
    pub fn filter(self, filter: impl Into<Filter<U>>) -> Expand<T, U> {
        Expand::from(self).filter(filter)
    }

    /// At least one of what it leads to satisfies the condition: `User::REPORTS.any(|user| user.get(User::CITY).eq("Paris"))`.
    pub fn any<F: Into<Filter<Item<U, T>>>>(self, condition: impl FnOnce(Term<Item<U, T>, U>) -> F) -> Filter<T> {
        lambda(Quantifier::Any, Path::new(self.name).into(), condition)
    }

    /// All of what it leads to satisfies the condition.
    pub fn all<F: Into<Filter<Item<U, T>>>>(self, condition: impl FnOnce(Term<Item<U, T>, U>) -> F) -> Filter<T> {
        lambda(Quantifier::All, Path::new(self.name).into(), condition)
    }

    /// Those of what it leads to that are of a derived type: `Group::MEMBERS.cast::<User>().any(..)`.
    pub fn cast<W: Object + Default>(self) -> Term<T, Vec<W>> {
        Term::new(Path::new(self.name).join(Info::of::<W>().name()))
    }

    /// It leads to something.
    pub fn is_not_empty(self) -> Filter<T> {
        non_empty(Path::new(self.name).into())
    }

    /// How many it leads to (`/$count`).
    pub fn count(self) -> Term<T, i64> {
        Term::new(Path::new(self.name).join("$count"))
    }
}
