//! What every type that JSON writes as a string has in common.

/// A text that is not a value of the type it was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not {expected}: {rule}")]
pub struct ParseEdmError {
    expected: &'static str,
    rule: &'static str,
}

impl ParseEdmError {
    pub(super) const fn new(expected: &'static str, rule: &'static str) -> Self {
        Self { expected, rule }
    }
}

/// Gives a type with `Display` and `FromStr` its place among field values, and serde's traits.
macro_rules! text_value {
    ($type:ident, $expected:literal, $literal:ident, absent $absent:expr) => {
        impl $crate::Primitive for $type {
            const EXPECTED: &'static str = $expected;

            fn read(scalar: $crate::Scalar<'_>) -> Option<Self> {
                match scalar {
                    $crate::Scalar::Text(text) => text.parse().ok(),
                    _ => None,
                }
            }

            fn write(&self) -> $crate::Scalar<'_> {
                $crate::Scalar::Display(self)
            }

            fn to_literal(&self) -> $crate::query::Literal {
                $crate::query::Literal::$literal(self.to_string())
            }

            fn absent() -> Self {
                $absent
            }
        }

        $crate::edm::text::serde_value!($type);

        impl core::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                core::fmt::Display::fmt(self, formatter)
            }
        }
    };
}

/// Serde's traits for a primitive type, through its form as a scalar.
macro_rules! serde_value {
    ($type:ident) => {
        impl $crate::FieldValue for $type {
            type Kind = $crate::kind::Scalar;
        }

        impl serde_core::Serialize for $type {
            fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde_core::Serialize::serialize(&$crate::Primitive::write(self), serializer)
            }
        }

        impl<'de> serde_core::Deserialize<'de> for $type {
            fn deserialize<D: serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                serde_core::de::DeserializeSeed::deserialize($crate::Decode::new(), deserializer)
            }
        }
    };
}

pub(super) use {serde_value, text_value};
