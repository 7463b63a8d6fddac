//! Navigation properties: kept as they came, typed when asked.

use core::fmt;
use core::marker::PhantomData;

use serde_core::Deserialize as _;
use serde_json::Value;

use crate::DecodeError;
use crate::{FieldValue, Object, Slot, SlotRef, Variants, decode_value, encode_value, kind};

/// A single-valued navigation property. What `$expand` brought stays raw until it is asked for, so that a type costs a build nothing for the
/// types it leads to. One pointer wide.
pub struct Nav<T> {
    raw: Option<Box<Value>>,
    target: PhantomData<fn() -> T>,
}

/// A collection-valued navigation property, as [`Nav`] is for a single value.
pub struct Navs<T> {
    raw: Option<Box<Value>>,
    target: PhantomData<fn() -> T>,
}

impl<T> Nav<T> {
    /// What came, if the property was expanded. `null` says that there is no related entity.
    pub fn raw(&self) -> Option<&Value> {
        self.raw.as_deref()
    }

    /// The related entity as the variant of `V` whose type it has.
    ///
    /// # Errors
    /// What came is not what that type declares.
    pub fn variant<V: Variants<Of = T>>(&self) -> Result<Option<V>, DecodeError> {
        match self.raw() {
            None | Some(Value::Null) => Ok(None),
            Some(value) => Ok(Some(V::deserialize(value)?)),
        }
    }
}

impl<T: Object + Default + FieldValue<Kind = kind::Object>> Nav<T> {
    /// The related entity; `None` if the property was not expanded, or there is no related entity.
    ///
    /// # Errors
    /// What came is not a `T`.
    pub fn get(&self) -> Result<Option<T>, DecodeError> {
        match self.raw() {
            None | Some(Value::Null) => Ok(None),
            Some(value) => decode_value(value).map(Some),
        }
    }

    /// Puts an entity in, for a deep insert.
    ///
    /// # Errors
    /// The value cannot be written as JSON.
    pub fn set(&mut self, value: &T) -> Result<(), DecodeError> {
        self.raw = Some(Box::new(encode_value(value)?));
        Ok(())
    }
}

impl<T> Navs<T> {
    /// What came, if the property was expanded.
    pub fn raw(&self) -> Option<&Value> {
        self.raw.as_deref()
    }

    /// The related entities, each as the variant of `V` whose type it has.
    ///
    /// # Errors
    /// What came is not what those types declare.
    pub fn variants<V: Variants<Of = T>>(&self) -> Result<Option<Vec<V>>, DecodeError> {
        match self.raw() {
            None | Some(Value::Null) => Ok(None),
            Some(value) => Ok(Some(Vec::deserialize(value)?)),
        }
    }
}

impl<T: Object + Default + FieldValue<Kind = kind::Object>> Navs<T> {
    /// The related entities; `None` if the property was not expanded.
    ///
    /// # Errors
    /// What came is not a collection of `T`.
    pub fn get(&self) -> Result<Option<Vec<T>>, DecodeError> {
        match self.raw() {
            None | Some(Value::Null) => Ok(None),
            Some(value) => decode_value(value).map(Some),
        }
    }

    /// Puts entities in, for a deep insert.
    ///
    /// # Errors
    /// A value cannot be written as JSON.
    pub fn set(&mut self, values: &[T]) -> Result<(), DecodeError> {
        let items = values.iter().map(encode_value).collect::<Result<Vec<_>, _>>()?;
        self.raw = Some(Box::new(Value::Array(items)));
        Ok(())
    }
}

macro_rules! shared {
    ($type:ident) => {
        impl<T> $type<T> {
            /// Makes the property absent.
            pub fn clear(&mut self) {
                self.raw = None;
            }

            /// The slot of a field of this type.
            #[doc(hidden)]
            #[inline]
            pub fn slot(&mut self) -> Slot<'_> {
                Slot::Raw(&mut self.raw)
            }

            /// The slot of a field of this type, to be read.
            #[doc(hidden)]
            #[inline]
            pub fn slot_ref(&self) -> SlotRef<'_> {
                SlotRef::Raw(&self.raw)
            }
        }

        impl<T> Default for $type<T> {
            fn default() -> Self {
                Self { raw: None, target: PhantomData }
            }
        }

        impl<T> Clone for $type<T> {
            fn clone(&self) -> Self {
                Self { raw: self.raw.clone(), target: PhantomData }
            }
        }

        impl<T> PartialEq for $type<T> {
            fn eq(&self, other: &Self) -> bool {
                self.raw == other.raw
            }
        }

        impl<T> fmt::Debug for $type<T> {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.raw, formatter)
            }
        }
    };
}

shared!(Nav);
shared!(Navs);
