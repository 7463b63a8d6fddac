//! An in-memory OData v4 service that behaves as a schema says.
//!
//! A [`Sandbox`] turns any [`Model`](edmund_model::Model) into a running service: entity sets, singletons and navigation properties to any depth, keys in
//! parentheses and as segments, query options, paging, writes, references, functions and actions, with errors that say what is wrong and
//! where. Rows are made from a seed when they are read, so a table of a million rows costs nothing until requests change it.
//!
//! [`Service`] is the whole behaviour as a function from request to response. [`Handle`] is the same on a loopback port, with
//! [`Faults`] on a schedule that the seed fixes.

mod builder;
mod fault;
mod hash;
mod key;
mod path;
mod query;
mod refusal;
mod resolve;
mod rules;
mod server;
mod service;
mod store;
mod temporal;
mod value;

pub use builder::{Builder, Error, Sandbox};
pub use fault::{Fault, Faults};
pub use refusal::Refusal;
pub use server::{Handle, Served, Statistics};
pub use service::{Invocation, MAX_BODY, Service};
