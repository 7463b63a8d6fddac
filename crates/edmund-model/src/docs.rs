//! What people wrote about an element.

use serde::Serialize;

/// Documentation of an element, from `Org.OData.Core.V1` annotations or from a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Docs {
    /// The first sentences: what the element is.
    pub summary: Option<String>,
    /// More, where there is more.
    pub details: Option<String>,
    /// Set when the element should no longer be used.
    pub deprecation: Option<Deprecation>,
}

/// Why and until when an element may still be used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Deprecation {
    /// The reason and the replacement.
    pub reason: Option<String>,
    /// When it was announced (`2024-04-10`).
    pub date: Option<String>,
    /// The revision's version (`2024-04/PrivatePreview`).
    pub version: Option<String>,
    /// When it goes away.
    pub removal: Option<String>,
}
