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
        }
    };
    (@common $name:ident, $request:ident) => {
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
