//! Why a value could not be decoded or encoded.

/// A value that is not what its type says, or cannot be written.
///
/// The text names the place (`user/assignedLicenses[3]/skuId`), what was expected there and what was found.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct DecodeError(#[from] serde_json::Error);
