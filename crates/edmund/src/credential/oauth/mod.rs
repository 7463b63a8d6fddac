//! Tokens from an OAuth 2.0 token endpoint.

mod answer;
mod application;
mod authority;
mod device;

pub use self::application::{ClientSecret, FederatedToken};
pub use self::authority::Authority;
pub use self::device::{DeviceCode, DevicePrompt};
