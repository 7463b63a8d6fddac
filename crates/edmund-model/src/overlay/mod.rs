//! Fix-ups of a schema that one cannot edit, as data with a reason.
//!
//! Services publish schemas that say less, or other things, than the service does. An [`Entry`] names elements and what to change about
//! them; [`apply`] makes the changes in the model, before anything is generated from it. As TOML, one table an entry:
//!
//! ```toml
//! [[overlay]]
//! target = "microsoft.graph.user/manager"
//! reason = "the documentation has PUT /users/{id}/manager/$ref"
//! annotate = { term = "Org.OData.Capabilities.V1.NavigationRestrictions", value = { Referenceable = true } }
//!
//! [[overlay]]
//! target = ["microsoft.graph.plannerPlan/buckets", "microsoft.graph.plannerPlan/tasks"]
//! reason = "created below the plan, in all examples"
//! contains = true
//!
//! [[overlay]]
//! target = "microsoft.graph.delta(Collection(microsoft.graph.site), token)"
//! reason = "the service answers 400"
//! drop = true
//! ```
//!
//! # Targets
//!
//! | target | selects |
//! |---|---|
//! | `ns.Type`, `ns.Container`, `ns.Term` | a type, container or term |
//! | `ns.Type/member` | a property, navigation property or enumeration member |
//! | `ns.Container/name` | an entity set, singleton or import |
//! | `ns.operation` | all overloads of an action or function |
//! | `ns.operation(ns.T, Edm.String)` | the overload with these parameter types, the binding parameter's first |
//! | `ns.operation(*, token, top: Edm.Int32, ...)` | the overload with any first parameter, then one called `token`, then `top` of a type, then any more |
//! | `ns.action(ns.T)` | an action bound to `ns.T`, whatever its other parameters: there is only one (CSDL 4.01, section 12.2) |
//! | `ns.operation(...)/parameter`, `ns.operation(...)/$ReturnType` | a parameter, the result |
//! | any of these and `@ns.Term` or `@ns.Term#Qualifier` | an annotation on the element |
//! | `ns` with `kind = "schema"` or an `add_` action for schemas | a namespace |
//!
//! `*` stands for any text within one name: `ns.*/id`. With a pattern, elements the action does not apply to are passed over. Without
//! one, a target that finds elements of several kinds (a type and a function of one name) is an error until `kind` says which is meant.
//!
//! # Rules
//!
//! - Entries apply in order; each sees what those before it did.
//! - An entry that matches nothing is an error: a fix-up whose reason went away upstream must go away too. One that changes nothing,
//!   because the schema says so already, is a warning.
//! - Every entry has a reason.
//! - The model stays well-formed: what others refer to is not dropped, inheritance gets no cycle, names stay unique. An entry that
//!   would break this is an error and changes nothing.

mod add;
mod annotate;
mod apply;
mod change;
mod docs;
mod element;
mod entry;
mod expression;
mod remove;
mod rename;
mod selector;
mod types;

pub use apply::apply;
pub use entry::{
    Annotate, ElementKind, Entry, Mode, NewMember, NewNavigation, NewOperation, NewParameter, NewProperty, NewReturn, NewSource,
    NewType, OneOrMany,
};
