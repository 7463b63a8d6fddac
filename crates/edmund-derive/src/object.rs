//! `#[derive(Entity)]` and `#[derive(Complex)]`.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Path};

use crate::attribute::{Odata, Text};
use crate::errors::Errors;
use crate::field::{Field, Fixed, Role, Table, value_type};
use crate::{name, operators, projection};

/// Which of the two derives it is.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Shape {
    Entity,
    Complex,
}

/// A struct, read and checked.
pub(crate) struct Model {
    pub(crate) shape: Shape,
    pub(crate) ident: Ident,
    pub(crate) name: String,
    pub(crate) table: Table,
    /// The wire names of the key.
    key: Vec<String>,
    /// The names of older versions that the type stands for.
    versions: Vec<String>,
    /// Whether some queries need the service's index, and have to say so.
    advanced: bool,
    /// The type whose properties these are, for a projection.
    pub(crate) of: Option<Path>,
}

/// Which of the two accessors an arm is for.
#[derive(Clone, Copy)]
enum Access {
    Read,
    Write,
}

impl Access {
    /// The slot of a field: said by the field's role, because each way that the compiler need not look for saves it time.
    fn field(self, field: &Field) -> TokenStream {
        let ident = &field.ident;
        // Errors about the type point at it; names are still looked up as in the rest of the expansion.
        let span = Span::call_site().located_at(field.ty.span());
        if let Some(shape) = field.direct {
            let shape = Ident::new(shape, span);
            return match self {
                Access::Write => quote_spanned!(span=> ::edmund::Slot::#shape(&mut self.#ident)),
                Access::Read => quote_spanned!(span=> ::edmund::SlotRef::#shape(&self.#ident)),
            };
        }
        match (&field.role, self) {
            (Role::Property { required: false }, Access::Write) => {
                quote_spanned!(span=> ::edmund::FieldValue::slot(&mut self.#ident))
            }
            (Role::Property { required: false }, Access::Read) => {
                quote_spanned!(span=> ::edmund::FieldValue::slot_ref(&self.#ident))
            }
            (Role::Property { required: true }, Access::Write) => {
                quote_spanned!(span=> ::edmund::FieldValue::required_slot(&mut self.#ident))
            }
            (Role::Property { required: true }, Access::Read) => {
                quote_spanned!(span=> ::edmund::FieldValue::required_slot_ref(&self.#ident))
            }
            (Role::Nav(_) | Role::Navs(_), Access::Write) => quote!(self.#ident.slot()),
            (Role::Nav(_) | Role::Navs(_), Access::Read) => quote!(self.#ident.slot_ref()),
        }
    }

    fn extra(self, ident: &Ident) -> TokenStream {
        match self {
            Access::Write => quote!(::edmund::Slot::Extra(&mut self.#ident)),
            Access::Read => quote!(::edmund::SlotRef::Extra(&self.#ident)),
        }
    }
}

/// Expands a derive. Errors come with the expansion that is still possible, so that one mistake gives one message.
pub(crate) fn derive(input: TokenStream, shape: Shape) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::default();
    let expansion = match Model::read(input, shape, &mut errors) {
        Ok(model) => model.expand(),
        Err(stub) => stub,
    };
    let errors = errors.into_tokens();
    quote!(#errors #expansion)
}

impl Model {
    /// Reads a struct. What is no struct, or generic, gives an expansion without fields instead.
    fn read(input: DeriveInput, shape: Shape, errors: &mut Errors) -> Result<Self, TokenStream> {
        let odata = Odata::read(&input.attrs, &["name", "base", "of", "key", "versions", "advanced"], errors);
        if !input.generics.params.is_empty() {
            errors.at(&input.generics, "a model cannot be generic");
            return Err(TokenStream::new());
        }
        let fields = match input.data {
            Data::Struct(data) => data.fields,
            Data::Enum(_) | Data::Union(_) => syn::Fields::Unit,
        };
        let syn::Fields::Named(fields) = fields else {
            errors.at(&input.ident, "a model is a struct with named fields");
            return Err(stub(&input.ident, shape));
        };
        let table = Table::read(fields, errors);
        let key = key(&odata, shape, &table, errors);
        let name = type_name(&odata, &input.ident, errors);
        let model = Self {
            shape,
            ident: input.ident,
            name,
            table,
            key,
            versions: odata.versions.unwrap_or_default(),
            advanced: odata.advanced.is_some(),
            of: odata.of,
        };
        projection::check(&model, errors);
        Ok(model)
    }

    fn expand(&self) -> TokenStream {
        let object = self.object();
        let traits = delegations(&self.ident);
        let default = self.default();
        let rest = match &self.of {
            Some(of) => projection::expand(self, of),
            None => {
                let shape = self.shape();
                let properties = self.properties();
                let navigations = self.navigations();
                quote!(#shape #properties #navigations)
            }
        };
        quote!(#object #default #traits #rest)
    }

    /// The field table.
    fn object(&self) -> TokenStream {
        let ident = &self.ident;
        let info = self.info();
        let writes = self.arms(Access::Write);
        let reads = self.arms(Access::Read);
        quote! {
            #[automatically_derived]
            impl ::edmund::Object for #ident {
                #[inline]
                fn slot(&mut self, index: ::core::primitive::usize) -> ::edmund::Slot<'_> {
                    match index { #writes _ => ::edmund::Slot::End }
                }
                #[inline]
                fn slot_ref(&self, index: ::core::primitive::usize) -> ::edmund::SlotRef<'_> {
                    match index { #reads _ => ::edmund::SlotRef::End(#info) }
                }
            }
        }
    }

    /// A reference to what the runtime knows of the type.
    fn info(&self) -> TokenStream {
        let Self { ident, name, key, versions, advanced, .. } = self;
        let required = self.table.required();
        let extra = self.table.extra.is_some();
        let fixed = self.table.fixed().map(|(index, fixed)| match fixed {
            Fixed::Computed => quote!((#index, ::edmund::Fixed::Computed)),
            Fixed::Immutable => quote!((#index, ::edmund::Fixed::Immutable)),
        });
        let fields = self.table.fields.iter().map(|field| &field.wire.value);
        let (fields, sorted) = match self.of {
            // The names come from the model, so their order is not known here.
            Some(_) => (quote!(<#ident as ::edmund::Projection>::FIELDS), Vec::new()),
            None => (quote!(&[#(#fields),*]), self.table.sorted()),
        };
        let sorted = Literal::byte_string(&sorted);
        let info = quote! {
            &::edmund::Info { name: #name, versions: &[#(#versions),*], fields: #fields, sorted: #sorted, key: &[#(#key),*], required: &[#(#required),*], fixed: &[#(#fixed),*], advanced: #advanced, extra: #extra }
        };
        match self.of {
            Some(_) => quote!({ const INFO: &::edmund::Info = #info; INFO }),
            None => info,
        }
    }

    /// One match arm for each field, and for the undeclared rest.
    fn arms(&self, access: Access) -> TokenStream {
        let fields = self.table.fields.iter().map(|field| access.field(field));
        let extra = self.table.extra.iter().map(|ident| access.extra(ident));
        let arm = |(index, slot)| {
            let index = Literal::usize_unsuffixed(index);
            quote!(#index => #slot,)
        };
        fields.chain(extra).enumerate().map(arm).collect()
    }

    fn default(&self) -> TokenStream {
        let ident = &self.ident;
        let fields = self.table.fields.iter().map(|field| {
            let ident = &field.ident;
            match field.role {
                Role::Property { required: false } => quote!(#ident: ::core::option::Option::None,),
                Role::Property { required: true } => quote!(#ident: ::edmund::FieldValue::absent(),),
                Role::Nav(_) | Role::Navs(_) => quote!(#ident: ::core::default::Default::default(),),
            }
        });
        let extra = self.table.extra.iter().map(|ident| quote!(#ident: ::core::default::Default::default(),));
        quote! {
            #[automatically_derived]
            impl ::core::default::Default for #ident {
                #[inline]
                fn default() -> Self {
                    Self { #(#fields)* #(#extra)* }
                }
            }
        }
    }

    /// The trait by which requests know the type.
    fn shape(&self) -> TokenStream {
        shape(&self.ident, self.shape)
    }

    /// A constant for each property, by which queries name it.
    fn properties(&self) -> TokenStream {
        if !cfg!(feature = "properties") {
            return TokenStream::new();
        }
        let ident = &self.ident;
        let constants = self.table.fields.iter().map(property);
        quote! {
            #[automatically_derived]
            #[allow(missing_docs, dead_code, unreachable_pub)]
            impl #ident { #(#constants)* }
        }
    }

    /// A request method for each navigation property, and for each property that requests go on from, on the caller's own `One`.
    fn navigations(&self) -> TokenStream {
        let ident = &self.ident;
        let is_entity = self.shape == Shape::Entity;
        let leads_on = self.table.fields.iter().filter(|field| is_entity || field.path);
        let methods: Vec<TokenStream> = leads_on.filter_map(navigation).collect();
        if methods.is_empty() {
            return TokenStream::new();
        }
        let one = Ident::new("One", Span::call_site());
        quote! {
            #[automatically_derived]
            #[allow(missing_docs, dead_code, unreachable_pub)]
            impl #one<#ident> { #(#methods)* }
        }
    }
}

fn property(field: &Field) -> TokenStream {
    let Field { visibility, docs, .. } = field;
    let constant = name::constant(&field.ident);
    let (kind, ty) = match &field.role {
        Role::Property { .. } => (quote!(Property), value_type(&field.ty)),
        Role::Nav(target) => (quote!(Navigation), target),
        Role::Navs(target) => (quote!(Navigations), target),
    };
    let wire = &field.wire.value;
    let operators = operators::of(field);
    let operators = operators.iter();
    quote! {
        #(#docs)*
        #visibility const #constant: ::edmund::#kind<Self, #ty #(, #operators)*> = ::edmund::#kind::new(#wire);
    }
}

fn navigation(field: &Field) -> Option<TokenStream> {
    let (request, target) = match &field.role {
        Role::Nav(target) => ("One", target),
        Role::Navs(target) => ("Many", target),
        Role::Property { .. } if field.path => ("One", value_type(&field.ty)),
        Role::Property { .. } => return None,
    };
    let Field { visibility, docs, ident, .. } = field;
    let request = Ident::new(request, Span::call_site());
    let wire = &field.wire.value;
    Some(quote! {
        #(#docs)*
        #[inline]
        #visibility fn #ident(&self) -> #request<#target> {
            ::core::convert::From::from(::edmund::request::EntityRequest::address(self).property(#wire))
        }
    })
}

/// The standard traits, each one line that leads into the runtime.
fn delegations(ident: &Ident) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl ::core::clone::Clone for #ident {
            #[inline]
            fn clone(&self) -> Self {
                ::edmund::derived::clone(self)
            }
        }
        #[automatically_derived]
        impl ::core::fmt::Debug for #ident {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::edmund::derived::fmt(self, formatter)
            }
        }
        #[automatically_derived]
        impl ::core::cmp::PartialEq for #ident {
            #[inline]
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                ::edmund::derived::eq(self, other)
            }
        }
        #[automatically_derived]
        impl ::edmund::derived::Serialize for #ident {
            fn serialize<S: ::edmund::derived::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                ::edmund::derived::serialize(self, serializer)
            }
        }
        #[automatically_derived]
        impl<'de> ::edmund::derived::Deserialize<'de> for #ident {
            fn deserialize<D: ::edmund::derived::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                ::edmund::derived::deserialize(deserializer)
            }
        }
    }
}

fn shape(ident: &Ident, shape: Shape) -> TokenStream {
    let path = match shape {
        Shape::Entity => quote!(::edmund::Entity),
        Shape::Complex => quote!(::edmund::Complex),
    };
    quote! {
        #[automatically_derived]
        impl #path for #ident {}
    }
}

/// An expansion for what cannot be expanded: the type has all traits and no fields, so that its uses raise no errors of their own.
fn stub(ident: &Ident, of: Shape) -> TokenStream {
    let traits = delegations(ident);
    let shape = shape(ident, of);
    quote! {
        #[automatically_derived]
        impl ::edmund::Object for #ident {
            fn slot(&mut self, _: ::core::primitive::usize) -> ::edmund::Slot<'_> {
                ::edmund::Slot::End
            }
            fn slot_ref(&self, _: ::core::primitive::usize) -> ::edmund::SlotRef<'_> {
                ::core::unreachable!()
            }
        }
        #[automatically_derived]
        impl ::core::default::Default for #ident {
            fn default() -> Self {
                ::core::unreachable!()
            }
        }
        #traits
        #shape
    }
}

/// The qualified name: given, or for a projection its own.
fn type_name(odata: &Odata, ident: &Ident, errors: &mut Errors) -> String {
    match (&odata.name, &odata.of) {
        (Some(Text { value, .. }), _) => value.clone(),
        (None, Some(_)) => ident.to_string(),
        (None, None) if odata.refused => String::new(),
        (None, None) => {
            errors.at(ident, "say which type this is: `#[odata(name = \"namespace.type\")]`, or `#[odata(of = Model)]` for some of a model's properties");
            String::new()
        }
    }
}

/// The wire names of the key's fields.
fn key(odata: &Odata, shape: Shape, table: &Table, errors: &mut Errors) -> Vec<String> {
    let Some(key) = &odata.key else { return Vec::new() };
    if shape == Shape::Complex {
        errors.at(key.first(), "a complex type has no key");
        return Vec::new();
    }
    let mut names = Vec::new();
    for ident in key {
        match table.fields.iter().find(|field| field.ident == *ident) {
            Some(field) => names.push(field.wire.value.clone()),
            None => errors.at(ident, missing(ident, table)),
        }
    }
    names
}

fn missing(ident: &Ident, table: &Table) -> String {
    let names: Vec<String> = table.fields.iter().map(|field| field.ident.to_string()).collect();
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    match name::nearest(&ident.to_string(), &known) {
        Some(near) => format!("no field `{ident}`: did you mean `{near}`?"),
        None => format!("no field `{ident}`"),
    }
}
