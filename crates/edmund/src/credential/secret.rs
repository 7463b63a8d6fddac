//! Text that must not be seen.

use std::fmt;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

/// No secret that is worth its name has fewer bytes.
const SHORTEST: usize = 8;

/// Text that is never shown: `Debug` and `Display` print `***`, and its memory is overwritten when it is dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself. Keep it out of logs and errors.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The text without this secret, also where it stands as a form or a URL would write it. What is too short to be one is
    /// left: taking out every `x` would hide what the text says, and nothing else.
    pub(crate) fn conceal_in(&self, text: &str) -> String {
        if self.0.len() < SHORTEST {
            return text.to_owned();
        }
        let encoded = Zeroizing::new(utf8_percent_encode(&self.0, NON_ALPHANUMERIC).to_string());
        text.replace(self.0.as_str(), "***").replace(encoded.as_str(), "***")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(***)")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("***")
    }
}

impl<T: Into<String>> From<T> for Secret {
    fn from(text: T) -> Self {
        Self::new(text)
    }
}
