//! The fields of a struct, sorted by what they are.

use proc_macro2::{Ident, Span};
use syn::{Attribute, FieldsNamed, GenericArgument, PathArguments, Type, Visibility};

use crate::attribute::{Odata, Text};
use crate::errors::Errors;
use crate::name;
use crate::operators::{self, OPERATORS};

/// What a field is for.
pub(crate) enum Role {
    /// A property; `required` unless its type is an `Option`.
    Property { required: bool },
    /// A single-valued navigation property, with its target.
    Nav(Type),
    /// A collection-valued navigation property, with its target.
    Navs(Type),
}

/// Why a client may not set a property.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Fixed {
    /// Only the service gives it a value.
    Computed,
    /// It keeps the value it was created with.
    Immutable,
}

/// One field with a wire name.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) visibility: Visibility,
    pub(crate) ty: Type,
    pub(crate) docs: Vec<Attribute>,
    pub(crate) role: Role,
    pub(crate) wire: Text,
    /// Whether the wire name was given rather than made from the field's name.
    pub(crate) renamed: bool,
    /// Whether requests go on from the property, which holds a complex value.
    pub(crate) path: bool,
    /// Whether the field of a projection is a navigation property, with the projection of what it leads to.
    pub(crate) expand: bool,
    /// Whether a client may not set the property, or only on creation.
    pub(crate) fixed: Option<Fixed>,
    /// The operators that the service supports on the property, if not all; of each of [`OPERATORS`](crate::operators::OPERATORS) whether it is.
    pub(crate) operators: Option<[bool; OPERATORS.len()]>,
    /// The shape of the slot, where the spelling of the type says it: a slot that the compiler need not look for costs half as much.
    pub(crate) direct: Option<&'static str>,
}

/// The fields of a struct.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) fields: Vec<Field>,
    /// The field for what the schema does not declare.
    pub(crate) extra: Option<Ident>,
}

impl Table {
    /// Sorts the fields of a struct, and checks their names.
    pub(crate) fn read(fields: FieldsNamed, errors: &mut Errors) -> Self {
        let mut table = Self::default();
        for field in fields.named {
            table.add(field, errors);
        }
        table.check_names(errors);
        if table.fields.len() >= usize::from(u16::MAX) {
            errors.at_span(Span::call_site(), "a model has at most 65,534 fields");
        }
        table
    }

    fn add(&mut self, field: syn::Field, errors: &mut Errors) {
        let Some(ident) = field.ident else { return };
        if ident == "extra" && last_segment(&field.ty).is_some_and(|segment| segment.ident == "Extra") {
            self.extra = Some(ident);
            return;
        }
        let odata = Odata::read(&field.attrs, &["name", "path", "expand", "computed", "immutable", "operators"], errors);
        let path = odata.path.is_some();
        let expand = odata.expand.is_some();
        let renamed = odata.name.is_some();
        let fixed = match (odata.computed, odata.immutable) {
            (Some(()), _) => Some(Fixed::Computed),
            (None, immutable) => immutable.map(|()| Fixed::Immutable),
        };
        let operators = odata.operators.map(|names| operators::read(&names, errors));
        let wire = odata.name.unwrap_or_else(|| Text { value: name::wire(&ident), span: ident.span() });
        let docs = field.attrs.into_iter().filter(|attribute| attribute.path().is_ident("doc")).collect();
        let direct = direct(&field.ty);
        self.fields.push(Field {
            role: role(&field.ty),
            direct,
            ident,
            visibility: field.vis,
            ty: field.ty,
            docs,
            wire,
            renamed,
            path,
            expand,
            fixed,
            operators,
        });
    }

    fn check_names(&self, errors: &mut Errors) {
        let mut seen = std::collections::BTreeMap::new();
        for field in &self.fields {
            if let Some(first) = seen.insert(field.wire.value.as_str(), &field.ident) {
                errors.at_span(field.wire.span, format!("`{}` is the wire name of the field `{first}` too", field.wire.value));
            }
        }
    }

    /// The indices of the fields by the length of their wire names, and in byte order where that is equal; two bytes each. Most comparisons of
    /// a search are then of two numbers.
    pub(crate) fn sorted(&self) -> Vec<u8> {
        let mut order: Vec<usize> = (0..self.fields.len()).collect();
        order.sort_by_key(|index| (self.fields[*index].wire.value.len(), &self.fields[*index].wire.value));
        order.into_iter().flat_map(|index| u16::try_from(index).unwrap_or(u16::MAX).to_be_bytes()).collect()
    }

    /// The indices of the fields that a client may not set.
    pub(crate) fn fixed(&self) -> impl Iterator<Item = (u16, Fixed)> {
        (0..u16::MAX).zip(&self.fields).filter_map(|(index, field)| Some((index, field.fixed?)))
    }

    /// The indices of the fields that must be present.
    pub(crate) fn required(&self) -> impl Iterator<Item = u16> {
        let required = |field: &Field| matches!(field.role, Role::Property { required: true });
        (0..u16::MAX).zip(&self.fields).filter(move |(_, field)| required(field)).map(|(index, _)| index)
    }
}

fn role(ty: &Type) -> Role {
    let Some(segment) = last_segment(ty) else { return Role::Property { required: true } };
    match (segment.ident.to_string().as_str(), argument(segment)) {
        ("Nav", Some(target)) => Role::Nav(target.clone()),
        ("Navs", Some(target)) => Role::Navs(target.clone()),
        ("Option", Some(_)) => Role::Property { required: false },
        _ => Role::Property { required: true },
    }
}

/// The type of a property's values: without `Option`, and without the box that breaks a cycle.
pub(crate) fn value_type(ty: &Type) -> &Type {
    let inner = |ty, name: &str| last_segment(ty).filter(|segment| segment.ident == name).and_then(argument);
    let value = inner(ty, "Option").unwrap_or(ty);
    inner(value, "Box").unwrap_or(value)
}

/// The type of one value: as [`value_type`], and of a collection that of its items.
pub(crate) fn item_type(ty: &Type) -> &Type {
    items(ty).unwrap_or(value_type(ty))
}

/// Whether the values are many.
pub(crate) fn is_collection(ty: &Type) -> bool {
    items(ty).is_some()
}

fn items(ty: &Type) -> Option<&Type> {
    last_segment(value_type(ty)).filter(|segment| segment.ident == "Vec").and_then(argument)
}

/// What an `Option` holds; `None` if the type is no `Option`.
pub(crate) fn optional(ty: &Type) -> Option<&Type> {
    last_segment(ty).filter(|segment| segment.ident == "Option").and_then(argument)
}

fn last_segment(ty: &Type) -> Option<&syn::PathSegment> {
    match ty {
        Type::Path(path) => path.path.segments.last(),
        Type::Group(group) => last_segment(&group.elem),
        Type::Paren(paren) => last_segment(&paren.elem),
        _ => None,
    }
}

fn argument(segment: &syn::PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}

/// The shape of the slot of an optional property whose type is spelled as one of the commonest primitive types.
fn direct(ty: &Type) -> Option<&'static str> {
    let segment = last_segment(optional(ty)?)?;
    let name = segment.ident.to_string();
    match (name.as_str(), argument(segment)) {
        ("bool", None) => Some("Boolean"),
        ("i32", None) => Some("Int32"),
        ("i64", None) => Some("Int64"),
        ("f64", None) => Some("Double"),
        ("String", None) => Some("String"),
        ("DateTimeOffset" | "Date" | "Duration" | "TimeOfDay" | "Guid" | "Binary" | "u8" | "i16" | "f32", None) => Some("Scalar"),
        ("Vec", Some(item)) if last_segment(item)?.ident == "String" => Some("Strings"),
        _ => None,
    }
}
