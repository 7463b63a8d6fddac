//! Reading fixed forms from the start of a text. Each step gives `None` where the text is not of that form.

use crate::edm::print::Print;

/// What is left to be read.
pub(super) struct Scan<'a>(&'a [u8]);

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self(text.as_bytes())
    }

    /// Reads `byte`, if it comes next.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.0.first() == Some(&byte);
        if found {
            self.0 = &self.0[1..];
        }
        found
    }

    /// As [`eat`](Self::eat), where it must come.
    pub(super) fn expect(&mut self, byte: u8) -> Option<()> {
        self.eat(byte).then_some(())
    }

    /// Reads all digits that come next.
    pub(super) fn digits(&mut self) -> &'a [u8] {
        let count = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at(count);
        self.0 = rest;
        digits
    }

    /// Reads a number of exactly two digits up to `max`.
    pub(super) fn pair(&mut self, max: u8) -> Option<u8> {
        let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', rest @ ..] = self.0 else { return None };
        self.0 = rest;
        let value = (tens - b'0') * 10 + (ones - b'0');
        (value <= max).then_some(value)
    }

    /// Whether everything has been read.
    pub(super) fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

/// The number that digits stand for; `None` if it is too large.
pub(super) fn number(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0_u64, |value, digit| value.checked_mul(10)?.checked_add(u64::from(digit - b'0')))
}

/// The part of a second: up to twelve digits, kept so that trailing zeros are written again.
#[derive(Clone, Copy)]
pub(super) struct Fraction {
    /// The digits as a number.
    value: u64,
    /// How many digits there are; 0 for none, and then no dot either.
    digits: u8,
}

impl Fraction {
    pub(super) const NONE: Self = Self { value: 0, digits: 0 };

    /// A fraction of nanoseconds, without trailing zeros.
    pub(super) fn of_nanoseconds(nanoseconds: u32) -> Self {
        let mut fraction = Self { value: u64::from(nanoseconds), digits: 9 };
        while fraction.digits > 0 && fraction.value.is_multiple_of(10) {
            fraction.value /= 10;
            fraction.digits -= 1;
        }
        fraction
    }

    /// Reads a dot and digits, or nothing.
    pub(super) fn read(scan: &mut Scan<'_>) -> Option<Self> {
        if !scan.eat(b'.') {
            return Some(Self::NONE);
        }
        let digits = scan.digits();
        if digits.is_empty() || digits.len() > 12 {
            return None;
        }
        Some(Self { value: number(digits)?, digits: u8::try_from(digits.len()).ok()? })
    }

    pub(super) fn print(self, output: &mut Print) {
        if self.digits > 0 {
            output.byte(b'.');
            output.number(self.value, self.digits.into());
        }
    }

    /// The fraction in picoseconds, whatever number of digits it has.
    pub(super) fn picoseconds(self) -> u64 {
        self.value.saturating_mul(10_u64.saturating_pow(12_u32.saturating_sub(self.digits.into())))
    }
}
