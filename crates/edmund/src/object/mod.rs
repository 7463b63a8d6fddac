//! What a model is made of: a table of fields, and everything that can be done with it.
//!
//! A type says which fields it has ([`Object`]); decoding, encoding, copying, comparing and printing are written once, here, and work for
//! every type through that table. Generated code only declares, so a type costs a user's build almost nothing until it is used.

mod compare;
mod copy;
mod debug;
mod decode;
mod encode;
mod entity;
mod error;
mod extra;
mod field;
mod flags;
mod found;
mod info;
mod intake;
pub mod kind;
mod list;
mod merge;
mod nav;
mod nulls;
mod open_enum;
mod path;
mod primitive;
mod required;
mod scalar;
mod slot;

mod value;

#[doc(hidden)]
pub mod derived;

pub use self::encode::Numbers;
pub use self::entity::{Complex, Entity, Expansion, Projection, Variants};
pub use self::error::DecodeError;
pub use self::extra::Extra;
pub use self::field::FieldValue;
pub use self::flags::Flags;
pub use self::info::{Fixed, Info};
pub(crate) use self::merge::merge;
pub use self::nav::{Nav, Navs};
pub(crate) use self::nulls::is_absent;
pub use self::open_enum::{Members, OpenEnum};
pub use self::primitive::Primitive;
pub use self::scalar::Scalar;
pub use self::slot::{Object, ObjectList, ObjectSlot, ScalarList, ScalarSlot, Slot, SlotRef, UntypedSlot};
pub use self::value::{Decode, Json, decode_value, encode_value};
pub(crate) use self::value::{encode_object, encode_slot, encode_value_as};
