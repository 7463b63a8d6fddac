//! The built-in types of the `Edm` namespace.

use serde::{Serialize, Serializer};

macro_rules! primitives {
    ($($(#[$doc:meta])* $variant:ident,)*) => {
        /// A built-in type of the `Edm` namespace: primitive, abstract or path type (CSDL 4.01, section 3.3 and 3.4).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        #[allow(missing_docs, reason = "the variants are the specification's own names")]
        pub enum Primitive {
            $($(#[$doc])* $variant,)*
        }

        impl Primitive {
            /// All of them, in the order of the specification.
            pub const ALL: &'static [Primitive] = &[$(Primitive::$variant,)*];

            /// The name without `Edm.`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Primitive::$variant => stringify!($variant),)*
                }
            }
        }
    };
}

primitives! {
    Binary, Boolean, Byte, Date, DateTimeOffset, Decimal, Double, Duration, Guid, Int16, Int32, Int64, SByte, Single, Stream,
    String, TimeOfDay, Geography, GeographyPoint, GeographyLineString, GeographyPolygon, GeographyMultiPoint,
    GeographyMultiLineString, GeographyMultiPolygon, GeographyCollection, Geometry, GeometryPoint, GeometryLineString,
    GeometryPolygon, GeometryMultiPoint, GeometryMultiLineString, GeometryMultiPolygon, GeometryCollection,
    /// Any value at all.
    Untyped,
    /// Any primitive value.
    PrimitiveType,
    /// Any complex value.
    ComplexType,
    /// Any entity.
    EntityType,
    AnnotationPath, AnyPropertyPath, ModelElementPath, NavigationPropertyPath, PropertyPath,
}

impl Primitive {
    /// By its name without `Edm.`, in exactly the specification's case.
    pub fn from_name(name: &str) -> Option<Primitive> {
        Primitive::ALL.iter().copied().find(|primitive| primitive.name() == name)
    }

    /// Whether it is one of the geographic or geometric types.
    pub fn is_spatial(self) -> bool {
        self.name().starts_with("Geo")
    }
}

impl Serialize for Primitive {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("Edm.{}", self.name()))
    }
}
