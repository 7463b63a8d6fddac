//! The description of a type that decoding and encoding work from.

use crate::Object;

/// What the runtime knows of a type: its qualified name and the wire names of its fields, by slot index.
///
/// The derives write it as a literal; the fields are open only for that.
#[derive(Debug)]
pub struct Info {
    #[doc(hidden)]
    pub name: &'static str,
    /// The names of older versions that the type stands for.
    #[doc(hidden)]
    pub versions: &'static [&'static str],
    #[doc(hidden)]
    pub fields: &'static [&'static str],
    /// Two bytes (big-endian) per field: the field indices by the length of their names, then in byte order. Empty: not sorted, search all.
    #[doc(hidden)]
    pub sorted: &'static [u8],
    /// The wire names of the key.
    #[doc(hidden)]
    pub key: &'static [&'static str],
    /// The indices of fields that must be present, ascending.
    #[doc(hidden)]
    pub required: &'static [u16],
    /// The indices of fields that a client may not set, ascending.
    #[doc(hidden)]
    pub fixed: &'static [(u16, Fixed)],
    /// Whether collections of the type answer some queries only with `ConsistencyLevel: eventual`, as Microsoft Graph's directory does.
    #[doc(hidden)]
    pub advanced: bool,
    /// Whether the slot after the last field is the type's [`Extra`](crate::Extra).
    #[doc(hidden)]
    pub extra: bool,
}

/// Why a client may not set a property (`Org.OData.Core.V1.Computed`, `.Immutable`, `.Permissions`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixed {
    /// Only the service gives it a value.
    Computed,
    /// It keeps the value it was created with.
    Immutable,
}

impl Info {
    /// Stands for a type that has no table.
    pub(super) const NONE: Self = Self {
        name: "",
        versions: &[],
        fields: &[],
        sorted: &[],
        key: &[],
        required: &[],
        fixed: &[],
        advanced: false,
        extra: false,
    };

    /// What the runtime knows of `T`.
    pub fn of<T: Object + Default>() -> &'static Self {
        T::default().info()
    }

    /// The qualified name of the type, such as `microsoft.graph.user`.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether a value of the type called `name` can be read as this type: it is this type, or an older version of it.
    pub fn stands_for(&self, name: &str) -> bool {
        self.name == name || self.versions.contains(&name)
    }

    /// The name of the type without its namespace.
    pub fn simple_name(&self) -> &'static str {
        self.name.rsplit('.').next().unwrap_or(self.name)
    }

    /// The wire names of the fields; the index of a name is the index of its slot.
    pub const fn fields(&self) -> &'static [&'static str] {
        self.fields
    }

    /// The wire names of the key properties, in the order of the schema. Empty for a type without a key.
    pub const fn key(&self) -> &'static [&'static str] {
        self.key
    }

    /// Why a client may not set the field with this index; `None` if it may.
    pub fn fixed(&self, index: usize) -> Option<Fixed> {
        self.fixed.iter().find(|(fixed, _)| usize::from(*fixed) == index).map(|(_, why)| *why)
    }

    /// The slot that holds undeclared members, if the type keeps them.
    pub fn extra_index(&self) -> Option<usize> {
        self.extra.then_some(self.fields.len())
    }

    /// The index of the field called `name` on the wire. Names are case-sensitive.
    pub fn index_of(&self, name: &str) -> Option<usize> {
        if self.sorted.len() != self.fields.len() * 2 {
            return self.fields.iter().position(|field| *field == name);
        }
        let (mut low, mut high) = (0, self.fields.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let index = self.sorted_at(middle)?;
            let field = self.fields.get(index)?;
            match field.len().cmp(&name.len()).then_with(|| field.as_bytes().cmp(name.as_bytes())) {
                core::cmp::Ordering::Equal => return Some(index),
                core::cmp::Ordering::Less => low = middle + 1,
                core::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// As [`index_of`](Self::index_of), trying first the fields from `expected` on: services write members in schema order and leave out
    /// some.
    #[inline]
    pub(crate) fn index_near(&self, name: &str, expected: usize) -> Option<usize> {
        const NEAR: usize = 4;
        let near = self.fields.get(expected..).unwrap_or_default().iter().take(NEAR);
        match near.enumerate().find(|(_, field)| **field == name) {
            Some((distance, _)) => Some(expected + distance),
            None => self.index_of(name),
        }
    }

    fn sorted_at(&self, position: usize) -> Option<usize> {
        let high = *self.sorted.get(position * 2)?;
        let low = *self.sorted.get(position * 2 + 1)?;
        Some(usize::from(u16::from_be_bytes([high, low])))
    }
}
