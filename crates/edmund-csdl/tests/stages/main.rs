//! The crate's stages from outside, in one program: it links once.

mod corpus;
mod findings;
mod hostile;
mod model;
mod support;
