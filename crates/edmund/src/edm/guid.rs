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
        let text: &[u8; 36] = text.as_bytes().try_into().ok()?;
        if [8, 13, 18, 23].iter().any(|position| text[*position] != b'-') {
            return None;
        }
        let mut guid = Self::from_bytes([0; 16]);
        for (byte, position) in guid.bytes.iter_mut().zip(PAIRS) {
            for digit in [text[position], text[position + 1]] {
                *byte = *byte << 4 | VALUES[usize::from(digit)].checked_sub(1)?;
                guid.upper = guid.upper << 1 | u32::from(digit.is_ascii_uppercase());
            }
        }
        Some(guid)
    }
}

/// Where the two digits of each byte begin.
const PAIRS: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

/// One more than the value of each hexadecimal digit, and 0 for what is none: a table, because services send many identifiers.
const VALUES: [u8; 256] = {
    let mut values = [0; 256];
    let mut value = 0;
    while value < 16 {
        let digit = b"0123456789abcdef"[value as usize];
        values[digit as usize] = value + 1;
        values[digit.to_ascii_uppercase() as usize] = value + 1;
        value += 1;
    }
    values
};

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
