//! Base64 in both alphabets (RFC 4648, sections 4 and 5).

/// How bytes are written as text.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    /// `+` and `/` rather than `-` and `_`.
    pub(super) standard: bool,
    /// `=` up to a multiple of four characters.
    pub(super) padded: bool,
}

/// What OData writes (JSON Format 4.01, section 7.1): the alphabet for URLs, padded because services of version 4.0 may need it.
pub(super) const ODATA: Style = Style { standard: false, padded: true };

/// What JSON Web Tokens hold (RFC 7515, section 2).
#[cfg(feature = "certificate")]
pub(crate) const URL: Style = Style { standard: false, padded: false };

const DIGITS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Reads a text in either alphabet, padded or not. `None` if it is neither, mixes them, or has bits beyond the last byte.
pub(crate) fn decode(text: &str) -> Option<(Vec<u8>, Style)> {
    let body = text.trim_end_matches('=');
    let padding = text.len() - body.len();
    if padding > 0 && (padding > 2 || !text.len().is_multiple_of(4)) {
        return None;
    }
    let standard = body.bytes().any(|byte| matches!(byte, b'+' | b'/'));
    let mut bytes = Vec::with_capacity(body.len() / 4 * 3 + 2);
    for chunk in body.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for byte in chunk {
            bits = bits << 6 | u32::from(digit(*byte, standard)?);
        }
        let count = chunk.len() * 6 / 8;
        let spare = chunk.len() * 6 % 8;
        if chunk.len() == 1 || bits & ((1 << spare) - 1) != 0 {
            return None;
        }
        bytes.extend_from_slice(&(bits >> spare).to_be_bytes()[4 - count..]);
    }
    // Without a character that tells, the alphabet is the one that we write.
    let padded = padding > 0 || body.len().is_multiple_of(4);
    Some((bytes, Style { standard, padded }))
}

fn digit(byte: u8, standard: bool) -> Option<u8> {
    match (byte, standard) {
        (b'A'..=b'Z', _) => Some(byte - b'A'),
        (b'a'..=b'z', _) => Some(byte - b'a' + 26),
        (b'0'..=b'9', _) => Some(byte - b'0' + 52),
        (b'+', true) | (b'-', false) => Some(62),
        (b'/', true) | (b'_', false) => Some(63),
        _ => None,
    }
}

/// Writes bytes in that style.
pub(crate) fn encode(bytes: &[u8], style: Style, output: &mut dyn core::fmt::Write) -> core::fmt::Result {
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for position in 0..=chunk.len() {
            output.write_char(character((bits >> (18 - 6 * position)) & 63, style.standard))?;
        }
        if style.padded {
            output.write_str(&"=="[..3 - chunk.len()])?;
        }
    }
    Ok(())
}

fn character(digit: u32, standard: bool) -> char {
    let digit = usize::try_from(digit).unwrap_or(0);
    match (DIGITS.get(digit), digit, standard) {
        (Some(byte), _, _) => char::from(*byte),
        (None, 62, true) => '+',
        (None, 62, false) => '-',
        (None, _, true) => '/',
        (None, _, false) => '_',
    }
}

/// Bytes as a service reads them from a batch: the alphabet for URLs.
pub(crate) fn url(bytes: &[u8]) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = encode(bytes, ODATA, &mut text);
    text
}
