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
#[cfg(feature = "blocking")]
pub mod blocking;
mod client;
mod clock;
mod credential;
mod error;
pub mod notification;
pub mod property;
pub mod query;
pub mod request;
pub mod transport;

pub use address::{ActionBuilder, Address, FunctionBuilder, Key};
pub use client::{Client, ClientBuilder, ConfigurationError, KeyStyle, Limits, LimitsError, Retry, RetryEvent, Statistics};
pub use clock::{Clock, SystemClock};
#[cfg(feature = "certificate")]
pub use credential::ClientCertificate;
pub use credential::{
    AccessToken, Authority, ClientSecret, CredentialError, DeviceCode, DevicePrompt, EnvironmentCredential, FederatedToken,
    Secret, StaticToken, TokenCache, TokenCredential, TokenRequest,
};
pub use edm::*;
pub use edmund_derive::{Complex, Entity, OpenEnum, Variants, operations, service};
pub use error::{
    BatchFailure, DecodeFailure, Error, ErrorDetail, GivenUp, Hints, PolicyViolation, ServiceError, ThrottleInfo, UploadFailure,
};
pub use object::*;
pub use property::{
    Aggregated, Apply, Expand, Filter, Item, Member, Navigation, Navigations, Operand, Order, Part, Property, Search, Selection,
    Term,
};
pub use request::Patch;
