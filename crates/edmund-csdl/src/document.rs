//! A CSDL document as its file has it: elements, attributes and text, each with its place.

use edmund_model::{FileId, Origin};

/// One CSDL XML document.
///
/// It holds the elements and attributes that the `edm` and `edmx` namespaces define. Foreign ones are left out, and so are those that
/// stand where the specification has no place for them; the latter are findings of [`crate::read`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The file it was read from.
    pub file: FileId,
    /// `Version` of the `edmx:Edmx` element.
    pub version: Option<String>,
    /// The `edmx:Reference` elements.
    pub references: Vec<Element>,
    /// The `Schema` elements.
    pub schemas: Vec<Element>,
}

/// An element with everything below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// The name without prefix.
    pub name: &'static str,
    /// Attributes without namespace, in the order of the file.
    pub attributes: Vec<Attribute>,
    /// Child elements, in the order of the file.
    pub children: Vec<Element>,
    /// The text of elements that hold a constant or a path, unescaped.
    pub text: Option<Box<str>>,
    /// The start tag.
    pub origin: Origin,
}

/// An attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// The name.
    pub name: &'static str,
    /// The value, unescaped.
    pub value: Box<str>,
    /// First byte of the name.
    start: u32,
    /// The value between its quotes, as written.
    pub origin: Origin,
}

impl Attribute {
    pub(crate) fn new(name: &'static str, value: &str, start: usize, origin: Origin) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        Attribute { name, value: value.into(), start, origin }
    }

    /// Name, equals sign and quoted value.
    pub fn whole(&self) -> Origin {
        Origin { start: self.start, end: self.origin.end.saturating_add(1), ..self.origin }
    }
}

impl Element {
    /// The attribute of a name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attribute(name).map(|attribute| &*attribute.value)
    }

    /// Whether a Boolean attribute is true; in any case of letters, because a wrong one has been reported and its meaning is clear.
    pub fn flag(&self, name: &str, default: bool) -> bool {
        self.get(name).map_or(default, |value| if default { !is_false(value) } else { is_true(value) })
    }

    /// The place to point at when an attribute's value is wrong: the value, or the start tag when the attribute is absent.
    pub fn place(&self, attribute: &str) -> Origin {
        self.attribute(attribute).map_or(self.origin, |attribute| attribute.origin)
    }

    /// The children of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first child of a name.
    pub fn first(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// This element and all below it.
    pub fn descendants(&self) -> impl Iterator<Item = &Element> {
        let mut rest = vec![self];
        std::iter::from_fn(move || {
            let next = rest.pop()?;
            rest.extend(next.children.iter().rev());
            Some(next)
        })
    }
}

fn is_true(value: &str) -> bool {
    value == "1" || value.eq_ignore_ascii_case("true")
}

fn is_false(value: &str) -> bool {
    value == "0" || value.eq_ignore_ascii_case("false")
}

impl Document {
    /// The element whose start tag is at `origin`.
    pub fn element_at(&self, origin: Origin) -> Option<&Element> {
        if origin.file != self.file {
            return None;
        }
        let mut candidates = self.schemas.as_slice();
        loop {
            let after = candidates.partition_point(|element| element.origin.start <= origin.start);
            let element = candidates.get(after.checked_sub(1)?)?;
            if element.origin.start == origin.start {
                return Some(element);
            }
            candidates = &element.children;
        }
    }
}
