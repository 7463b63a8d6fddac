//! The types that generated code navigates by.

/// Declares `One<T>` and `Many<T>` in the crate of the generated code, where the derives may add methods to them.
///
/// `One<T>` is one entity and dereferences to [`EntityRequest<T>`](crate::request::EntityRequest); `Many<T>` is a collection, dereferences to
/// [`CollectionRequest<T>`](crate::request::CollectionRequest) and gives the `One<T>` of an item by its key. Both are made from an
/// [`Address`](crate::Address) and are cheap to clone.
#[macro_export]
macro_rules! request_types {
    () => {
        /// One entity: read it with `get`, change it with `update`, remove it with `delete`, or go on to what it is related to.
        pub struct One<T>($crate::request::EntityRequest<T>);

        /// A collection of entities: read it with `list`, add to it with `create`, or go on to one of its items with `id`.
        pub struct Many<T>($crate::request::CollectionRequest<T>);

        $crate::request_types!(@common One, EntityRequest);
        $crate::request_types!(@common Many, CollectionRequest);

        impl<T> $crate::request::Reference for &One<T> {
            fn url(
                &self,
                _: &$crate::Address,
            ) -> ::core::result::Result<::std::string::String, $crate::PolicyViolation> {
                self.address().url()
            }
        }

        impl<T> Many<T> {
            /// The item with this key.
            pub fn id(&self, key: impl ::core::convert::Into<$crate::Key>) -> One<T> {
                One::from(self.address().key(key))
            }

            /// The item whose alternate key has this value.
            pub fn by<V: $crate::FieldValue, O>(
                &self,
                property: $crate::Property<T, V, O>,
                value: impl ::core::convert::Into<V>,
            ) -> One<T> {
                One::from(self.address().key($crate::Key::of(property, value)))
            }
        }

        impl<T> One<T> {
            /// What lies at a path of names below this entity, as Graph's drives write it: `root:/Reports/2026.csv:`.
            pub fn named_path(&self, path: &str) -> Self {
                Self::from(self.address().named_path(path))
            }
        }
    };
    (@common $name:ident, $request:ident) => {
        impl<T> $name<T> {
            /// The same as values of the derived type `D`; of a collection, the items that are.
            pub fn cast<D: $crate::Entity>(&self) -> $name<D> {
                $name::from(self.address().cast($crate::Info::of::<D>().name()))
            }

            /// The same, read as values of `D` without telling the service: for a newer version of the type, or a type of one's own.
            pub fn with_type<D>(&self) -> $name<D> {
                $name::from(self.address().clone())
            }
        }

        impl<T> ::core::convert::From<$crate::Address> for $name<T> {
            fn from(address: $crate::Address) -> Self {
                Self($crate::request::$request::new(address))
            }
        }

        impl<T> ::core::ops::Deref for $name<T> {
            type Target = $crate::request::$request<T>;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl<T> ::core::clone::Clone for $name<T> {
            fn clone(&self) -> Self {
                Self(self.0.clone())
            }
        }

        impl<T> ::core::fmt::Debug for $name<T> {
            fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, out)
            }
        }
    };
}
