//! Microsoft Graph's authentication-method reports: who is registered for what, as typed requests.
//!
//! Everything below `generated` is written by `cargo xtask codegen` from `schema/`; what people wrote by hand stands beside it in
//! `*_ext.rs`. Bring [`GraphService`] into scope and start at the client:
//!
//! ```no_run
//! use edmund::{Client, StaticToken};
//! use graph_reports::{GraphService as _, UserRegistrationDetails};
//!
//! # async fn report() -> Result<(), edmund::Error> {
//! let graph = Client::builder().base_url("https://graph.microsoft.com/v1.0").credential(StaticToken::new("...")).build()?;
//! let users = graph.reports().authentication_methods().user_registration_details();
//! let mut gaps = users.list().filter(UserRegistrationDetails::IS_MFA_CAPABLE.eq(false)).page_size(999).stream();
//! while let Some(user) = gaps.try_next().await? {
//!     println!("{:?}", user.user_principal_name);
//! }
//! # Ok(())
//! # }
//! ```

mod cloud;
mod generated;
mod hints;
mod limits;
mod user_registration_details_ext;

pub use cloud::{Cloud, Version};
pub use generated::*;
pub use hints::hints;
pub use limits::limits;

/// The examples of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;

/// The chapters of the guide whose examples run against the sandbox.
#[cfg(doctest)]
mod guide {
    #[doc = include_str!("../../../docs/guide/when-the-service-says-no.md")]
    struct WhenTheServiceSaysNo;

    #[doc = include_str!("../../../docs/guide/reading-everything.md")]
    struct ReadingEverything;

    #[doc = include_str!("../../../docs/guide/batch-and-delta.md")]
    struct BatchAndDelta;

    #[doc = include_str!("../../../docs/guide/security.md")]
    struct Security;
}
