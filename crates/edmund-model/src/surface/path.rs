//! Paths with their placeholders.

use std::collections::HashSet;
use std::fmt;

use crate::{Model, Operation, OperationId, OperationKind, Primitive, QualifiedName, StructId, Type, TypeRef};

/// A path from the service root. Its placeholders are unique.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path {
    /// The segments, in order.
    pub segments: Vec<Segment>,
}

/// One segment of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// An entity set, singleton or import.
    Root(String),
    /// A navigation property.
    Navigation(String),
    /// The key of one item of the collection before it.
    Key {
        /// The item's type.
        ty: StructId,
        /// Its parts: one, or several of a composite key.
        slots: Vec<KeySlot>,
    },
    /// Narrows to a derived type.
    Cast(QualifiedName),
    /// Calls a bound operation.
    Call {
        /// The operation.
        operation: OperationId,
        /// Its name as the path has it: qualified only where the simple name also names a property.
        name: String,
        /// What a function takes in the path; empty for actions.
        arguments: Vec<Argument>,
    },
    /// The reference to an entity instead of the entity: `$ref`.
    Reference,
    /// A property that holds a complex value, on the way to what is inside.
    Property(String),
    /// A property of type `Edm.Stream`, which has an address of its own.
    Stream(String),
    /// The bytes of a media entity: `$value`.
    Media,
}

/// A part of a key in a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySlot {
    /// The key property, or its alias.
    pub name: String,
    /// The name of the placeholder, without braces.
    pub placeholder: String,
    /// Whether its literal stands in single quotes, where keys stand in parentheses.
    pub quoted: bool,
    /// What the placeholder is called where it is the first of its name.
    pub(super) wanted: String,
}

/// An argument of a function in a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The parameter.
    pub name: String,
    /// The name of the placeholder, without braces.
    pub placeholder: String,
    /// Whether its literal stands in single quotes.
    pub quoted: bool,
    /// What the placeholder is called where it is the first of its name.
    pub(super) wanted: String,
}

impl Path {
    /// The path with one segment more.
    pub(super) fn with(&self, segment: Segment) -> Path {
        let mut path = self.clone();
        path.segments.push(segment);
        path.make_unique();
        path
    }

    /// This path, followed by segments of another.
    pub(super) fn join(&self, segments: &[Segment]) -> Path {
        let mut path = self.clone();
        path.segments.extend_from_slice(segments);
        path.make_unique();
        path
    }

    // `/folders/{folderId}/childFolders/{folderId}` would give two values one name.
    fn make_unique(&mut self) {
        let mut used: HashSet<String> = HashSet::new();
        for (wanted, placeholder) in self.segments.iter_mut().flat_map(placeholders) {
            placeholder.clone_from(wanted);
            let mut number = 2;
            while !used.insert(placeholder.clone()) {
                *placeholder = format!("{wanted}{number}");
                number += 1;
            }
        }
    }
}

fn placeholders(segment: &mut Segment) -> Vec<(&String, &mut String)> {
    match segment {
        Segment::Key { slots, .. } => slots.iter_mut().map(|slot| (&slot.wanted, &mut slot.placeholder)).collect(),
        Segment::Call { arguments, .. } => arguments.iter_mut().map(|it| (&it.wanted, &mut it.placeholder)).collect(),
        _ => Vec::new(),
    }
}

/// The path as documentation prints it, with a leading slash and `{placeholders}`.
///
/// A single key is a segment of its own, which is what Microsoft Graph documents (OData URL Conventions 4.01, section 4.3.6); a composite key
/// stands in parentheses, because segments could not tell its parts apart.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for segment in &self.segments {
            match segment {
                Segment::Root(name) | Segment::Navigation(name) | Segment::Property(name) | Segment::Stream(name) => {
                    write!(f, "/{name}")?
                }
                Segment::Key { slots, .. } => write_key(f, slots)?,
                Segment::Cast(name) => write!(f, "/{name}")?,
                Segment::Call { name, arguments, .. } => {
                    write!(f, "/{name}")?;
                    if !arguments.is_empty() {
                        write_list(f, arguments.iter().map(|it| (&it.name, &it.placeholder, it.quoted)))?;
                    }
                }
                Segment::Reference => write!(f, "/$ref")?,
                Segment::Media => write!(f, "/$value")?,
            }
        }
        Ok(())
    }
}

fn write_key(f: &mut fmt::Formatter<'_>, slots: &[KeySlot]) -> fmt::Result {
    match slots {
        [slot] => write!(f, "/{{{}}}", slot.placeholder),
        _ => write_list(f, slots.iter().map(|it| (&it.name, &it.placeholder, it.quoted))),
    }
}

fn write_list<'a>(f: &mut fmt::Formatter<'_>, items: impl Iterator<Item = (&'a String, &'a String, bool)>) -> fmt::Result {
    f.write_str("(")?;
    for (index, (name, placeholder, quoted)) in items.enumerate() {
        let comma = if index == 0 { "" } else { "," };
        let quote = if quoted { "'" } else { "" };
        write!(f, "{comma}{name}={quote}{{{placeholder}}}{quote}")?;
    }
    f.write_str(")")
}

/// The key segment of an item; `None` for a type without a key, whose items cannot be addressed.
pub fn key(model: &Model, ty: StructId) -> Option<Segment> {
    let parts = model.key(ty);
    let simple = lower_first(&model.structure(ty).name.name);
    let slot = |part: &crate::KeyPart| {
        let name = part.alias.clone().unwrap_or_else(|| part.path.clone());
        let last = name.rsplit('/').next().unwrap_or(&name).to_owned();
        let property =
            model.lineage(ty).flat_map(|id| &model.structure(id).properties).find(|property| property.name == part.path);
        // `id` says nothing about whose it is; `userName` does.
        let placeholder = if last.eq_ignore_ascii_case("id") { format!("{simple}Id") } else { last };
        KeySlot {
            name,
            wanted: placeholder.clone(),
            placeholder,
            quoted: property.is_none_or(|property| is_quoted(model, &property.ty)),
        }
    };
    (!parts.is_empty()).then(|| Segment::Key { ty, slots: parts.iter().map(slot).collect() })
}

/// The segment that calls an operation; `taken` says whether a property of the same name stands in its way.
pub(super) fn call(model: &Model, id: OperationId, operation: &Operation, taken: bool) -> Segment {
    let name = if taken { operation.name.to_string() } else { operation.name.name.clone() };
    Segment::Call { operation: id, name, arguments: arguments(model, operation) }
}

/// What a function takes in the path.
pub(super) fn arguments(model: &Model, operation: &Operation) -> Vec<Argument> {
    if operation.kind == OperationKind::Action {
        return Vec::new();
    }
    let argument = |parameter: &crate::Parameter| Argument {
        name: parameter.name.clone(),
        wanted: parameter.name.clone(),
        placeholder: parameter.name.clone(),
        quoted: is_quoted(model, &parameter.ty),
    };
    operation.arguments().iter().map(argument).collect()
}

/// Whether literals of the type stand in single quotes in a URL (OData ABNF 4.01: strings and enumeration values).
fn is_quoted(model: &Model, ty: &TypeRef) -> bool {
    let primitive = match ty.ty {
        Type::Primitive(primitive) => primitive,
        Type::Definition(id) => model.definition(id).underlying,
        Type::Enum(_) => return !ty.collection,
        Type::Struct(_) | Type::Unknown => return false,
    };
    primitive == Primitive::String && !ty.collection
}

/// `credentialUserRegistrationDetails` of `CredentialUserRegistrationDetails`.
fn lower_first(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}
