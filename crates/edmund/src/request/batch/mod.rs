//! Several requests in one (OData JSON Format 4.01, section 19).

mod answer;
mod build;
mod journey;
mod results;
mod schedule;
mod wire;

pub use self::build::{Batch, BatchPaths, Chains};
pub use self::results::{BatchResults, Handle};
