//! `Edm.Guid`.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::str::FromStr;

use crate::edm::text::{ParseEdmError, text_value};

/// A 128-bit identifier. The case of its digits is no part of its value, but is written as it was read.
#[derive(Clone, Copy)]
pub struct Guid {
    bytes: [u8; 16],
    /// One bit for each digit, the first one highest: set where the digit was written in upper case.
    upper: u32,
}

impl Guid {
    /// The identifier of these bytes, in the order in which they are written.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self { bytes, upper: 0 }
    }

    /// The bytes, in the order in which they are written.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.bytes
    }

    fn parse(text: &str) -> Option<Self> {
        let mut guid = Self::from_bytes([0; 16]);
        let mut digits = 0_usize;
        if text.len() != 36 {
            return None;
        }
        for (position, byte) in text.bytes().enumerate() {
            if matches!(position, 8 | 13 | 18 | 23) {
                if byte != b'-' {
                    return None;
                }
                continue;
            }
            let value = char::from(byte).to_digit(16)?;
            guid.bytes[digits / 2] = guid.bytes[digits / 2] << 4 | u8::try_from(value).ok()?;
            guid.upper = guid.upper << 1 | u32::from(byte.is_ascii_uppercase());
            digits += 1;
        }
        Some(guid)
    }
}

impl FromStr for Guid {
    type Err = ParseEdmError;

    fn from_str(text: &str) -> Result<Self, ParseEdmError> {
        Self::parse(text).ok_or(ParseEdmError::new("a Guid", "expected 32 hexadecimal digits as 8-4-4-4-12"))
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [b'-'; 36];
        let mut position = 0;
        for digit in 0..32 {
            if matches!(position, 8 | 13 | 18 | 23) {
                position += 1;
            }
            let byte = self.bytes[digit / 2];
            let value = if digit % 2 == 0 { byte >> 4 } else { byte & 15 };
            let lower = b"0123456789abcdef"[usize::from(value)];
            let upper = self.upper >> (31 - digit) & 1 == 1;
            text[position] = if upper { lower.to_ascii_uppercase() } else { lower };
            position += 1;
        }
        formatter.pad(core::str::from_utf8(&text).unwrap_or_default())
    }
}

impl PartialEq for Guid {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Guid {}

impl PartialOrd for Guid {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Guid {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.bytes.cmp(&other.bytes)
    }
}

impl Hash for Guid {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes.hash(state);
    }
}

text_value!(Guid, "a Guid", Guid, absent Self::from_bytes([0; 16]));
