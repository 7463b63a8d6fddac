//! The primitive types of the Entity Data Model that Rust has no type for.
//!
//! Each reads strictly what the OData ABNF (4.01) allows and writes again, digit by digit, what it read; comparing is by value.

pub(crate) mod base64;
mod binary;
mod convert;
mod date;
mod date_time_offset;
mod decimal;
mod duration;
mod geo;
mod guid;
mod print;
mod scan;
mod stream;
mod text;
mod time_of_day;

pub use self::binary::Binary;
pub use self::convert::ConversionError;
pub use self::date::Date;
pub use self::date_time_offset::DateTimeOffset;
pub use self::decimal::Decimal;
pub use self::duration::Duration;
pub use self::geo::{Geography, Geometry, Position, Shape};
pub use self::guid::Guid;
pub use self::stream::Stream;
pub use self::text::ParseEdmError;
pub use self::time_of_day::TimeOfDay;

/// `Edm.Untyped`: a JSON value of any shape. Also stands for types that the schema leaves open, such as `Edm.PrimitiveType`.
pub type Untyped = serde_json::Value;
