//! From the model to tokens: one emitter for each shape of declaration.

mod attributes;
mod definition;
mod enumeration;
mod manifest;
mod operations;
mod permissions;
mod service;
mod structure;
mod types;

pub(crate) use attributes::inner_docs;
pub(crate) use definition::definition;
pub(crate) use enumeration::enumeration;
pub(crate) use manifest::{Dependency, manifest};
pub(crate) use operations::{OperationTraits, operation_trait, operation_traits};
pub(crate) use permissions::permissions;
pub(crate) use service::services;
pub(crate) use structure::structure;
pub(crate) use types::{Imports, primitive};
