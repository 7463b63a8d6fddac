//! Credentials against a token service that is not there.

#![allow(clippy::unwrap_used, reason = "the functions that tests share fail as tests do")]

mod cache;
mod canary;
#[cfg(feature = "certificate")]
mod certificate;
mod sign_in;
mod sts;
