//! The types that the tests decode and encode.

use edmund::{
    Binary, Complex, Date, DateTimeOffset, Decimal, Duration, Entity, Extra, Flags, Guid, Nav, Navs, OpenEnum, Stream, TimeOfDay,
    Untyped,
};

/// Any object of the directory.
#[derive(Entity)]
#[odata(name = "example.directoryObject", key(id))]
pub struct DirectoryObject {
    /// The identifier.
    pub id: Option<String>,
    /// The rest.
    pub extra: Extra,
}

/// A person.
#[derive(Entity)]
#[odata(name = "example.user", base = "example.directoryObject", key(id))]
pub struct User {
    /// The identifier.
    pub id: Option<String>,
    /// The name.
    pub display_name: Option<String>,
    /// Whether the account may be used.
    pub is_admin: Option<bool>,
    /// How many.
    pub age: Option<i32>,
    /// How many in all.
    pub quota: Option<i64>,
    /// A part of one.
    pub score: Option<f64>,
    #[odata(name = "bundleID")]
    #[allow(missing_docs)]
    pub bundle_id: Option<Guid>,
    /// Where mail goes.
    pub addresses: Option<Vec<Address>>,
    /// Where the person lives.
    pub home: Option<Address>,
    /// Other names.
    pub nicknames: Option<Vec<String>>,
    /// Marks.
    pub marks: Option<Vec<i32>>,
    /// The level.
    pub level: Option<Level>,
    /// All levels.
    pub levels: Option<Vec<Level>>,
    /// What is allowed.
    pub rights: Option<Flags<Rights>>,
    /// Anything.
    pub anything: Option<Untyped>,
    /// Anything, several times.
    pub things: Option<Vec<Untyped>>,
    /// The superior.
    pub manager: Nav<DirectoryObject>,
    /// The subordinates.
    pub direct_reports: Navs<DirectoryObject>,
    /// The rest.
    pub extra: Extra,
}

/// A place.
#[derive(Complex)]
#[odata(name = "example.address")]
pub struct Address {
    /// The town.
    pub city: Option<String>,
    /// The house.
    pub number: Option<i16>,
    /// Where mail is sent on to.
    pub next: Option<Box<Address>>,
}

/// Every primitive type without a type in Rust.
#[derive(Complex)]
#[odata(name = "example.primitives")]
#[allow(missing_docs)]
pub struct Primitives {
    pub byte: Option<u8>,
    pub signed_byte: Option<i8>,
    pub single: Option<f32>,
    pub double: Option<f64>,
    pub long: Option<i64>,
    pub binary: Option<Binary>,
    pub date: Option<Date>,
    pub instant: Option<DateTimeOffset>,
    pub decimal: Option<Decimal>,
    pub decimals: Option<Vec<Decimal>>,
    pub duration: Option<Duration>,
    pub guid: Option<Guid>,
    pub time: Option<TimeOfDay>,
    pub stream: Option<Stream>,
}

/// How far.
#[derive(OpenEnum)]
#[odata(name = "example.level")]
pub enum Level {
    /// Not far.
    Low,
    /// Far.
    High,
    /// None of the two.
    #[odata(value = 99)]
    UnknownFutureValue,
    /// After the sentinel.
    #[odata(name = "HIGHEST")]
    Highest,
    /// Unknown.
    Unrecognized(Box<str>),
}

/// What one may do.
#[derive(OpenEnum)]
#[odata(name = "example.rights")]
pub enum Rights {
    /// Nothing.
    None,
    /// Look.
    Read,
    /// Change.
    Write,
    /// Look and change.
    ReadWrite,
    /// Unknown.
    Unrecognized(Box<str>),
}

edmund::request_types!();
