//! Tokens from an OAuth 2.0 token endpoint.

mod answer;
mod application;
mod authority;
#[cfg(feature = "certificate")]
mod certificate;
mod device;

pub use self::application::{ClientSecret, FederatedToken};
pub use self::authority::Authority;
#[cfg(feature = "certificate")]
pub use self::certificate::ClientCertificate;
pub use self::device::{DeviceCode, DevicePrompt};
