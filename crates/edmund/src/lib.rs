//! A typed client for Microsoft Graph and every OData v4 service.
//!
//! This crate is the runtime that generated models and request builders stand on; it knows no service of its own.

// Expansions of our own derives name the crate by its path, also inside it.
extern crate self as edmund;

// The data half: what generated types are made of.
mod edm;
mod object;

// The request half: what is sent and how.
mod address;
mod client;
mod credential;
mod error;
mod property;
pub mod query;
pub mod request;
pub mod transport;

pub use edmund_derive::{Complex, Entity, OpenEnum, operations, service};
pub use object::*;
pub use edm::*;
