//! `Edm.Decimal`.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::str::FromStr;

use crate::edm::scan::Scan;
use crate::edm::text::{ParseEdmError, serde_value};
use crate::query::Literal;
use crate::{Primitive, Scalar};

/// A decimal number with all of its digits.
///
/// JSON has it as a number, whose digits are kept, or as a string; it is written as a number, unless it is `INF`, `-INF` or `NaN`.
/// Two values are equal if the numbers are: `1.10` equals `1.1`.
#[derive(Clone)]
pub struct Decimal(Box<str>);

/// What a number is apart from the way it is written: `0.digits × 10^exponent`, without zeros at the ends of the digits.
#[derive(PartialEq, Eq, Hash)]
enum Number {
    NegativeInfinity,
    Finite { negative: bool, digits: Vec<u8>, exponent: i64 },
    Infinity,
    NaN,
}

impl Decimal {
    /// The digits as they were read.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest binary number.
    pub fn to_f64(&self) -> f64 {
        match &*self.0 {
            "INF" => f64::INFINITY,
            "-INF" => f64::NEG_INFINITY,
            text => text.parse().unwrap_or(f64::NAN),
        }
    }

    fn number(&self) -> Number {
        match &*self.0 {
            "INF" => Number::Infinity,
            "-INF" => Number::NegativeInfinity,
            "NaN" => Number::NaN,
            text => finite(text),
        }
    }

    /// Whether JSON can have this text as a number: no plus sign, and no zero before other digits.
    fn is_json_number(&self) -> bool {
        let digits = self.0.strip_prefix('-').unwrap_or(&self.0).as_bytes();
        match digits {
            [b'0', b'0'..=b'9', ..] => false,
            [b'0'..=b'9', ..] => true,
            _ => false,
        }
    }
}

/// Takes the text of a finite number apart.
fn finite(text: &str) -> Number {
    let negative = text.starts_with('-');
    let text = text.trim_start_matches(['+', '-']);
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let whole = whole.trim_start_matches('0');
    let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    let leading = digits.iter().take_while(|digit| **digit == b'0').count();
    digits.drain(..leading);
    while digits.last() == Some(&b'0') {
        digits.pop();
    }
    if digits.is_empty() {
        return Number::Finite { negative: false, digits, exponent: 0 };
    }
    // An exponent beyond all reason is the largest there is: such numbers are equal if their digits are.
    let exponent = exponent.parse().unwrap_or(if exponent.starts_with('-') { i64::MIN } else { i64::MAX });
    let point = i64::try_from(whole.len()).unwrap_or(i64::MAX).saturating_sub(i64::try_from(leading).unwrap_or(i64::MAX));
    Number::Finite { negative, digits, exponent: point.saturating_add(exponent) }
}

/// Whether the text is a `decimalValue` of the OData ABNF (4.01).
fn is_decimal(text: &str) -> bool {
    if matches!(text, "INF" | "-INF" | "NaN") {
        return true;
    }
    let mut scan = Scan::new(text);
    let number = |scan: &mut Scan<'_>| {
        let _ = scan.eat(b'-') || scan.eat(b'+');
        !scan.digits().is_empty()
    };
    let mantissa = number(&mut scan) && (!scan.eat(b'.') || !scan.digits().is_empty());
    let exponent = !(scan.eat(b'e') || scan.eat(b'E')) || number(&mut scan);
    mantissa && exponent && scan.end().is_some()
}

impl FromStr for Decimal {
    type Err = ParseEdmError;

    fn from_str(text: &str) -> Result<Self, ParseEdmError> {
        let error = ParseEdmError::new("a Decimal", "expected digits, with or without a sign, a fraction and an exponent");
        is_decimal(text).then(|| Self(text.into())).ok_or(error)
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self(value.to_string().into())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Primitive for Decimal {
    const EXPECTED: &'static str = "a Decimal";
    const EXACT: bool = true;
    const WIDE: bool = true;

    fn read(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Number(text) | Scalar::Text(text) => text.parse().ok(),
            Scalar::Integer(value) => Some(Self(value.to_string().into())),
            Scalar::Unsigned(value) => Some(Self(value.to_string().into())),
            Scalar::Double(value) if value.is_finite() => Some(Self(value.to_string().into())),
            _ => None,
        }
    }

    fn write(&self) -> Scalar<'_> {
        if self.is_json_number() { Scalar::Number(&self.0) } else { Scalar::Text(&self.0) }
    }

    fn to_literal(&self) -> Literal {
        Literal::Decimal(self.0.to_string())
    }

    fn absent() -> Self {
        Self("0".into())
    }
}

serde_value!(Decimal);

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.number() == other.number()
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By number; `NaN` comes last and equals itself, so that the order is total.
impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.number().cmp(&other.number())
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        let rank = |number: &Self| match number {
            Number::NegativeInfinity => 0_u8,
            Number::Finite { negative: true, .. } => 1,
            Number::Finite { digits, .. } if digits.is_empty() => 2,
            Number::Finite { .. } => 3,
            Number::Infinity => 4,
            Number::NaN => 5,
        };
        let size = |number: &Self| match number {
            Number::Finite { digits, exponent, .. } => Some((*exponent, digits.clone())),
            _ => None,
        };
        let by_size = || if rank(self) == 1 { size(other).cmp(&size(self)) } else { size(self).cmp(&size(other)) };
        rank(self).cmp(&rank(other)).then_with(by_size)
    }
}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number().hash(state);
    }
}
