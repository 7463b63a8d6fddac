//! `Edm.Binary`.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::str::FromStr;

use crate::edm::base64::{self, Style};
use crate::edm::text::{ParseEdmError, text_value};

/// Bytes. Read from base64 in either alphabet, padded or not, and written as they were read; bytes from elsewhere are written as base64url.
#[derive(Clone)]
pub struct Binary {
    bytes: Vec<u8>,
    style: Style,
}

impl Binary {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, without a copy.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl From<Vec<u8>> for Binary {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes, style: base64::ODATA }
    }
}

impl From<&[u8]> for Binary {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl AsRef<[u8]> for Binary {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl FromStr for Binary {
    type Err = ParseEdmError;

    fn from_str(text: &str) -> Result<Self, ParseEdmError> {
        let decoded = base64::decode(text).map(|(bytes, style)| Self { bytes, style });
        decoded.ok_or(ParseEdmError::new("a Binary", "expected base64 or base64url"))
    }
}

impl fmt::Display for Binary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        base64::encode(&self.bytes, self.style, formatter)
    }
}

impl PartialEq for Binary {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Binary {}

impl Hash for Binary {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes.hash(state);
    }
}

text_value!(Binary, "a Binary", Binary, absent Vec::new().into());
