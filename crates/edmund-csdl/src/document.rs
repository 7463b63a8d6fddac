//! A CSDL document as its file has it: elements, attributes and text, each with its place.
//!
//! A document in the JSON form has the same elements under the same names: CSDL JSON says in other words what CSDL XML says.

use edmund_model::{FileId, Origin};

/// The forms in which CSDL is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// CSDL XML.
    #[default]
    Xml,
    /// CSDL JSON, which came with OData 4.01.
    Json,
}

/// One CSDL document.
///
/// It holds the elements and attributes that CSDL defines. Foreign ones are left out, and so are those that stand where the
/// specification has no place for them; the latter are findings of [`crate::read`]. What CSDL JSON leaves out because it is the default
/// there, and not in XML, stands in the document all the same.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The file it was read from.
    pub file: FileId,
    /// The form it was written in.
    pub format: Format,
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
    /// Its attributes, in the order of the file.
    pub attributes: Vec<Attribute>,
    /// Child elements, in the order of the file.
    pub children: Vec<Element>,
    /// The text of elements that hold a constant or a path, unescaped.
    pub text: Option<Box<str>>,
    /// The start tag, or the name that CSDL JSON gives it.
    pub origin: Origin,
}

/// An attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// The name.
    pub name: &'static str,
    /// The value, unescaped.
    pub value: Box<str>,
    /// Name and value together.
    pub whole: Origin,
    /// The value between its quotes, as written.
    pub origin: Origin,
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
    /// All elements, each before those below it.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.references.iter().chain(&self.schemas).flat_map(Element::descendants)
    }
}
