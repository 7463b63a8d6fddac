//! What the derives make of a struct or an enum, from the outside.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(unreachable_pub, reason = "the models are written as generated ones are")]

mod decode;
mod edm;
mod encode;
mod enums;
mod hazards;
mod models;
mod projection;
mod values;
