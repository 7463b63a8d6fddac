//! An entry as its author writes it.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer, StrDeserializer};
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::Origin;

/// One fix-up: which elements, why, and what to change. See the [module documentation](super) for targets and rules.
///
/// An entry has at least one action. Several apply in the order of the fields below; `drop` stands alone.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What to change: one target or several, each of which must match.
    pub target: OneOrMany<String>,
    /// Why the schema is wrong, for the next reader. Not empty.
    pub reason: String,
    /// Only elements of this kind.
    pub kind: Option<ElementKind>,
    /// Only properties, navigation properties, parameters, results, entity sets and singletons of this type: `Collection(ns.T)`.
    pub of_type: Option<String>,

    /// Whether a navigation property's targets live inside the entity.
    pub contains: Option<bool>,
    /// Whether a property, navigation property, parameter, result or singleton may be null; of a collection, whether its items may.
    pub nullable: Option<bool>,
    /// Whether a parameter may be left out.
    pub optional: Option<bool>,
    /// Whether only derived types have instances.
    #[serde(rename = "abstract")]
    pub is_abstract: Option<bool>,
    /// Whether values of the type may have undeclared properties.
    pub open: Option<bool>,
    /// Whether the entity is a media stream.
    pub stream: Option<bool>,
    /// Whether a value of the enumeration is a set of members.
    pub flags: Option<bool>,
    /// Whether paths may go on behind a call of the function.
    pub composable: Option<bool>,
    /// The type of a property, navigation property, parameter, result, entity set or singleton: `Collection(ns.T)`.
    pub retype: Option<String>,
    /// The base type; empty for none.
    pub base: Option<String>,
    /// The key's properties; an empty list for none.
    pub key: Option<Vec<String>>,
    /// The value of an enumeration member.
    pub value: Option<i64>,
    /// Annotations to set.
    pub annotate: Option<OneOrMany<Annotate>>,

    /// Properties to add to a type.
    pub add_property: Option<OneOrMany<NewProperty>>,
    /// Navigation properties to add to a type.
    pub add_navigation: Option<OneOrMany<NewNavigation>>,
    /// Members to add to an enumeration.
    pub add_member: Option<OneOrMany<NewMember>>,
    /// Parameters to add to an action or function, behind the others.
    pub add_parameter: Option<OneOrMany<NewParameter>>,
    /// Entity sets to add to a container.
    pub add_entity_set: Option<OneOrMany<NewSource>>,
    /// Singletons to add to a container.
    pub add_singleton: Option<OneOrMany<NewSource>>,
    /// Entity types to add to a namespace.
    pub add_entity_type: Option<OneOrMany<NewType>>,
    /// Complex types to add to a namespace.
    pub add_complex_type: Option<OneOrMany<NewType>>,
    /// Actions to add to a namespace.
    pub add_action: Option<OneOrMany<NewOperation>>,
    /// Functions to add to a namespace.
    pub add_function: Option<OneOrMany<NewOperation>>,

    /// The new simple name. What refers to the element by name (keys, partners, bindings, constraints) follows.
    pub rename: Option<String>,
    /// `true`: the element goes.
    pub drop: Option<bool>,

    /// Where the entry stands; whoever reads the file sets it. Findings, and elements that the entry adds, point there.
    #[serde(skip)]
    pub origin: Origin,
}

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the variants are the specification's own names")]
pub enum ElementKind {
    Schema,
    EntityType,
    ComplexType,
    EnumType,
    TypeDefinition,
    Term,
    Property,
    Navigation,
    EnumMember,
    Action,
    Function,
    Parameter,
    ReturnType,
    Container,
    EntitySet,
    Singleton,
    Import,
    /// Annotations on a path of several elements.
    Path,
}

impl ElementKind {
    /// In words, for messages.
    pub const fn name(self) -> &'static str {
        match self {
            ElementKind::Schema => "schema",
            ElementKind::EntityType => "entity type",
            ElementKind::ComplexType => "complex type",
            ElementKind::EnumType => "enumeration type",
            ElementKind::TypeDefinition => "type definition",
            ElementKind::Term => "term",
            ElementKind::Property => "property",
            ElementKind::Navigation => "navigation property",
            ElementKind::EnumMember => "enumeration member",
            ElementKind::Action => "action",
            ElementKind::Function => "function",
            ElementKind::Parameter => "parameter",
            ElementKind::ReturnType => "return type",
            ElementKind::Container => "container",
            ElementKind::EntitySet => "entity set",
            ElementKind::Singleton => "singleton",
            ElementKind::Import => "import",
            ElementKind::Path => "path",
        }
    }
}

/// An annotation to set.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Annotate {
    /// The term, with its namespace.
    pub term: String,
    /// Tells apart several annotations with the same term.
    pub qualifier: Option<String>,
    /// The value: Booleans, numbers, text, lists and tables stand for themselves. A table with one of the keys `$EnumMember`, `$Path`,
    /// `$PropertyPath`, `$NavigationPropertyPath`, `$AnnotationPath`, `$ModelElementPath`, `$AnyPropertyPath`, `$Null` is that kind of
    /// expression, with `$Constant` (`Date`, `Guid`, ...) and `$Value` a constant; `$Type` beside other keys is a record's type. Absent,
    /// the term's default value.
    pub value: Option<serde_json::Value>,
    /// What becomes of an annotation that is there with the same term and qualifier.
    #[serde(default)]
    pub mode: Mode,
}

/// What a new annotation does to one of the same term and qualifier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Members of a record are set one by one, in records within it too, and the others stay; any other value is replaced.
    #[default]
    Merge,
    /// The old value goes.
    Replace,
    /// Both stay.
    Add,
}

/// A property to add.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewProperty {
    /// Its name.
    pub name: String,
    /// Its type: `Edm.String`, `Collection(ns.T)`.
    #[serde(rename = "type")]
    pub ty: String,
    /// Whether it, or of a collection its items, may be null.
    #[serde(default = "yes")]
    pub nullable: bool,
    /// The default value.
    pub default: Option<String>,
}

/// A navigation property to add.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewNavigation {
    /// Its name.
    pub name: String,
    /// Its type: `ns.T`, `Collection(ns.T)`.
    #[serde(rename = "type")]
    pub ty: String,
    /// Whether a single one may be absent.
    #[serde(default = "yes")]
    pub nullable: bool,
    /// Whether its targets live inside the entity.
    #[serde(default)]
    pub contains: bool,
}

/// An enumeration member to add.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewMember {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: i64,
}

/// A parameter to add.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewParameter {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: String,
    /// Whether it, or of a collection its items, may be null.
    #[serde(default = "yes")]
    pub nullable: bool,
    /// Whether a caller may leave it out.
    #[serde(default)]
    pub optional: bool,
}

/// The result of an operation to add.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewReturn {
    /// Its type.
    #[serde(rename = "type")]
    pub ty: String,
    /// Whether it, or of a collection its items, may be null.
    #[serde(default = "yes")]
    pub nullable: bool,
}

/// An action or function to add.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewOperation {
    /// Its simple name.
    pub name: String,
    /// Whether the first parameter is what it is called on.
    #[serde(default)]
    pub bound: bool,
    /// Whether paths may go on behind a call.
    #[serde(default)]
    pub composable: bool,
    /// Its parameters, the binding parameter first.
    #[serde(default)]
    pub parameters: Vec<NewParameter>,
    /// Its result.
    pub returns: Option<NewReturn>,
}

/// An entity set or singleton to add.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSource {
    /// Its name.
    pub name: String,
    /// Its entity type.
    #[serde(rename = "type")]
    pub ty: String,
}

/// An entity type or complex type to add, without members; further entries add those.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewType {
    /// Its simple name.
    pub name: String,
    /// Its base type.
    pub base: Option<String>,
    /// Whether only derived types have instances.
    #[serde(default, rename = "abstract")]
    pub is_abstract: bool,
    /// Whether values may have undeclared properties.
    #[serde(default)]
    pub open: bool,
}

fn yes() -> bool {
    true
}

/// One value, or a list of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T> std::ops::Deref for OneOrMany<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

// By hand rather than as an untagged enumeration, whose errors do not say what is wrong.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrManyVisitor(PhantomData))
    }
}

struct OneOrManyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrManyVisitor<T> {
    type Value = OneOrMany<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one value or a list of them")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        T::deserialize(StrDeserializer::new(text)).map(|one| OneOrMany(vec![one]))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|one| OneOrMany(vec![one]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, sequence: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(sequence)).map(OneOrMany)
    }
}
