//! The crate's stages from outside, in one program: it links once.

mod corpus;
mod findings;
mod hostile;
mod json;
mod model;
mod rules;
mod support;
