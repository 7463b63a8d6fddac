//! The traits by which requests know a model.

use serde_core::Serialize;
use serde_core::de::DeserializeOwned;

use crate::object::encode::Encode;
use crate::query::{Expanded, Literal, Path, Selected};
use crate::{DecodeError, FieldValue, Info, Numbers, Object, SlotRef, kind};

/// An entity type: it has a key, and requests are made for it. Implemented by `#[derive(Entity)]`.
pub trait Entity:
    Object + FieldValue<Kind = kind::Object> + Default + Clone + Serialize + DeserializeOwned + Send + Sync
{
    /// The values of the key properties, by their wire names; `None` if one of them is absent or the type has no key.
    fn key_values(&self) -> Option<Vec<(&'static str, Literal)>> {
        let key = self.info().key();
        let values: Option<Vec<_>> = key.iter().map(|name| Some((*name, literal(self, name)?))).collect();
        values.filter(|values| !values.is_empty())
    }

    /// This value as an entity of a type derived from its own, with the members that only that type declares.
    ///
    /// `None` if `@odata.type` names another type than `T` and the versions it stands for. Without that annotation the value is taken to be a `T`.
    ///
    /// # Errors
    /// A member is not what `T` declares.
    fn as_<T: Entity>(&self) -> Result<Option<T>, DecodeError> {
        downcast(self)
    }
}

/// A complex type: a value without a key, inside entities and arguments. Implemented by `#[derive(Complex)]`.
pub trait Complex:
    Object + FieldValue<Kind = kind::Object> + Default + Clone + Serialize + DeserializeOwned + Send + Sync
{
    /// This value as one of a type derived from its own; see [`Entity::as_`].
    ///
    /// # Errors
    /// A member is not what `T` declares.
    fn as_<T: Complex>(&self) -> Result<Option<T>, DecodeError> {
        downcast(self)
    }
}

/// Some of the properties of a type, as a struct of the user's own: the struct is the `$select` and the response.
/// Implemented by the derives for a struct with `#[odata(of = ..)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a projection",
    note = "a projection is a struct with `#[odata(of = Model)]`"
)]
pub trait Projection: Object + Default + Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The type that the properties belong to.
    type Of;

    /// The wire names of all fields, by slot.
    #[doc(hidden)]
    const FIELDS: &'static [&'static str];

    /// The wire names of the properties, for `$select`.
    const SELECT: &'static [&'static str];

    /// The navigation properties, for `$expand`.
    const EXPAND: &'static [Expansion];
}

/// A navigation property of a projection, with what of its target is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expansion {
    /// Its wire name.
    #[doc(hidden)]
    pub name: &'static str,
    #[doc(hidden)]
    pub select: &'static [&'static str],
    #[doc(hidden)]
    pub expand: &'static [Expansion],
}

impl Expansion {
    /// The item of `$expand`.
    pub(crate) fn to_expanded(self) -> Expanded {
        let mut item = Expanded::new(Path::new(self.name));
        item.options.select = self.select.iter().map(|name| Selected::Path(Path::new(*name))).collect();
        item.options.expand = self.expand.iter().map(|expansion| expansion.to_expanded()).collect();
        item
    }
}

/// As `$expand` has it, not yet percent-encoded.
impl core::fmt::Display for Expansion {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.to_expanded().fmt(out)
    }
}

/// An enum of types derived from one, of which each value has one. Implemented by `#[derive(Variants)]`.
pub trait Variants: DeserializeOwned + Serialize {
    /// The type that the others derive from.
    type Of;
}

fn literal(object: &dyn Object, name: &str) -> Option<Literal> {
    use crate::Primitive;
    match object.slot_ref(object.info().index_of(name)?) {
        SlotRef::Boolean(value) => value.as_ref().map(Primitive::to_literal),
        SlotRef::Int32(value) => value.as_ref().map(Primitive::to_literal),
        SlotRef::Int64(value) => value.as_ref().map(Primitive::to_literal),
        SlotRef::Double(value) => value.as_ref().map(Primitive::to_literal),
        SlotRef::String(value) => value.as_ref().map(Primitive::to_literal),
        SlotRef::Scalar(field) => field.literal(),
        _ => None,
    }
}

fn downcast<T: Object + Default + DeserializeOwned>(object: &dyn Object) -> Result<Option<T>, DecodeError> {
    let info = Info::of::<T>();
    let other = match object.slot_ref(object.info().fields().len()) {
        SlotRef::Extra(extra) => extra.odata_type().is_some_and(|written| !info.stands_for(written)),
        _ => false,
    };
    if other {
        return Ok(None);
    }
    let value = serde_json::to_value(Encode { object, numbers: Numbers::AsNumbers })?;
    Ok(Some(serde_json::from_value(value)?))
}
