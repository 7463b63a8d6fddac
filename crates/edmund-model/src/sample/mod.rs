//! Sample values: valid for the schema, plausible for a reader, and the same on every machine.
//!
//! Documentation shows one canonical value of a type ([`object`]); a sandbox serves a whole table of rows ([`row`], or a [`Plan`] made once
//! for many rows). Nothing is drawn at random: every value is a hash of the seed, the type, the property and the row, so the same row is the
//! same wherever and whenever it is asked for, and a million rows need no memory.
//!
//! What holds of every value:
//! - keys differ from row to row, as far as their type has room (a `Boolean` key has two values);
//! - enumeration values are declared members and never `unknownFutureValue`, the sentinel that a service must reject;
//! - timestamps are RFC 3339 in UTC, and within one row born <= created <= started <= modified <= last <= ended; durations are positive;
//! - strings follow their names (user principal names, phone numbers, URLs, countries, ...), and one row speaks of one person and one place;
//! - values keep to `MaxLength`, to the validation vocabulary (`Minimum`, `Maximum`, `Exclusive`, `MultipleOf`, `AllowedValues`, `MinItems`,
//!   `MaxItems`, and `Pattern` where it is simple), and to ranges and lengths that documentation names;
//! - of Booleans both values occur, in an example too, and `isXCapable` holds only where `isXRegistered` and `isXEnabled` hold;
//! - a value of an abstract type is one of its first concrete derived type and says so in `@odata.type`.

mod choice;
mod field;
mod hash;
mod locality;
mod number;
mod pattern;
mod person;
mod plan;
mod text;
mod time;
mod truth;
mod validation;
mod vocabulary;
mod words;

pub use plan::Plan;

use serde_json::{Map, Value};

use crate::{Model, Parameter, StructId, TypeRef};

/// What makes two tables of the same type differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Seed(pub u64);

/// Whether values serve as the one example of a page or as rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Variety {
    /// Nothing is null, collections hold one item, enumeration values say something.
    Canonical,
    /// Whatever the type allows.
    Rows,
}

/// The canonical value of a type, for documentation: every property that JSON can carry, single-item collections, nothing null unless
/// a type contains itself.
pub fn object(model: &Model, id: StructId) -> Map<String, Value> {
    Plan::canonical(model, id).row(0)
}

/// The `index`-th canonical value of a type; values of different indices have different keys.
pub fn example(model: &Model, id: StructId, index: u64) -> Map<String, Value> {
    Plan::canonical(model, id).row(index)
}

/// One row of a seeded table. Make a [`Plan`] instead when many rows are wanted.
pub fn row(model: &Model, id: StructId, seed: Seed, index: u64) -> Map<String, Value> {
    Plan::new(model, id, seed).row(index)
}

/// A value of a parameter or result. The name decides what a string looks like.
pub fn value(model: &Model, ty: &TypeRef, name: &str, seed: Seed, index: u64) -> Value {
    plan::single(model, ty, name, seed, Variety::Rows, index)
}

/// The canonical value of a result, for documentation: never null where the type has values, collections with one item.
pub fn argument(model: &Model, ty: &TypeRef, name: &str) -> Value {
    plan::single(model, ty, name, Seed::default(), Variety::Canonical, 0)
}

/// The canonical values of an action's parameters, for documentation: an object with a member for each.
pub fn parameters(model: &Model, parameters: &[Parameter]) -> Map<String, Value> {
    plan::of_parameters(model, parameters)
}

/// The canonical value of a parameter, for documentation: as [`argument`], and within what its annotations and its description ask for.
pub fn parameter(model: &Model, parameter: &Parameter) -> Value {
    plan::of_parameter(model, parameter, Seed::default(), Variety::Canonical, 0)
}

#[cfg(test)]
mod tests;
