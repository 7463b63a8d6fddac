//! Writing fixed forms: into a buffer on the stack first, because formatting each part by itself takes several times as long.

/// A short text of ASCII characters.
pub(super) struct Print {
    bytes: [u8; Self::CAPACITY],
    length: usize,
}

impl Print {
    /// As long as a `DateTimeOffset` can be: a sign, nine digits of a year, and 38 characters after them.
    const CAPACITY: usize = 48;

    pub(super) fn new() -> Self {
        Self { bytes: [0; Self::CAPACITY], length: 0 }
    }

    /// Adds a character. What does not fit is left out; every form of ours does.
    pub(super) fn byte(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.length) {
            *place = byte;
            self.length += 1;
        }
    }

    /// Adds a number below 100 as two digits.
    pub(super) fn pair(&mut self, value: u8) {
        self.byte(b'0' + value / 10 % 10);
        self.byte(b'0' + value % 10);
    }

    /// Adds a number, with zeros before it up to `width` digits.
    pub(super) fn number(&mut self, value: u64, width: usize) {
        let digits = usize::try_from(value.checked_ilog10().unwrap_or(0)).unwrap_or(0) + 1;
        let mut rest = value;
        let end = (self.length + digits.max(width)).min(Self::CAPACITY);
        for place in self.bytes[self.length..end].iter_mut().rev() {
            *place = b'0' + u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
        }
        self.length = end;
    }

    pub(super) fn as_str(&self) -> &str {
        core::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}
