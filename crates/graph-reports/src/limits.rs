//! What Microsoft Graph documents about how much it bears.

use edmund::Limits;

/// The limits of [Microsoft Graph's throttling guidance](https://learn.microsoft.com/graph/throttling-limits) for one application in one
/// tenant, from `limits.json` in this crate; give them to [`ClientBuilder::limits`](edmund::ClientBuilder::limits).
///
/// Requests whose cost depends on their options, as those for users and groups in resource units, are only counted as requests: there, the
/// client learns from the service's answers instead.
pub fn limits() -> Limits {
    Limits::parse(include_str!("../limits.json")).expect("the file is part of this crate, and a test reads it")
}
