//! What outlives the process: types that are saved as what they hold.

/// Saves `$outer` with serde as its only field, an `$inner`.
macro_rules! saved_as {
    ($outer:ident, $inner:ident) => {
        impl serde_core::Serialize for $outer {
            fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl<'de> serde_core::Deserialize<'de> for $outer {
            fn deserialize<D: serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <$inner as serde_core::Deserialize>::deserialize(deserializer).map(Self)
            }
        }
    };
}

pub(super) use saved_as;
