//! Rust from an OData schema, in a build script.
//!
//! ```no_run
//! // build.rs
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     edmund_build::Builder::new().schema("schema/library.csdl.xml").types(["Library.Book"]).generate()?;
//!     Ok(())
//! }
//! ```
//!
//! ```text
//! // src/lib.rs
//! include!(concat!(env!("OUT_DIR"), "/edmund.rs"));
//! ```
//!
//! What is generated is what `edmund gen` writes, in one file. [`Input`] is the way from files on disk to a model, which the commands and the
//! macro of `edmund-inline` go as well.

mod builder;
mod input;
mod single;

pub use builder::{BuildError, Builder};
pub use edmund_codegen::{Selection, Wanted};
pub use input::{Completion, Input, InputError};
pub use single::single_file;
