//! What the derives make of a struct or an enum, from the outside.

mod decode;
mod encode;
mod edm;
mod enums;
mod hazards;
mod models;
mod projection;
mod values;
