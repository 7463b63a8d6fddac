//! What a page says, with the place where it says it.
//!
//! Nothing here is resolved or judged: a [`Page`] is the page's own words, sorted. `check` judges, `lower` resolves.

use edmund_model::{FileId, Method, Origin, PermissionScheme};

use crate::json;
use crate::message::{Annotation, Example, Message};
use crate::template::Template;
use crate::type_cell::TypeSpelling;

/// A value and the place where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub origin: Origin,
}

impl<T> Located<T> {
    /// Puts a value at a place.
    pub fn new(value: T, origin: Origin) -> Self {
        Located { value, origin }
    }
}

/// A link of a page, inline or by reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The text a reader sees.
    pub text: String,
    /// Where it leads, as written.
    pub target: Located<String>,
    /// The whole link.
    pub origin: Origin,
}

impl Link {
    /// The enumeration whose section an anchor leads to: `x` of `#x-values` and of `enums.md#x-values`.
    pub(crate) fn section(&self) -> Option<&str> {
        let (_, anchor) = self.target.value.split_once('#')?;
        let name =
            ["-values", "-members", "-enum-type", "-enumeration", "-flags"].iter().find_map(|end| anchor.strip_suffix(end))?;
        (!name.is_empty()).then_some(name)
    }

    /// The file it leads to, in lower case: the page's own for an anchor alone.
    pub(crate) fn file_of(&self, page: &str) -> String {
        let target = if self.target.value.starts_with('#') { page } else { &self.target.value };
        crate::catalog::file_name(target).to_lowercase()
    }
}

/// Running text: a paragraph, a heading or a table cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// Where it stands, without blanks around it.
    pub origin: Origin,
    /// The text as read, without markup.
    pub plain: String,
    /// The same with back-ticks around code, where there is code.
    pub(crate) marked: Option<String>,
    /// Its code spans, with their back-ticks in the origin.
    pub codes: Vec<Located<String>>,
    /// Its links.
    pub links: Vec<Link>,
}

impl Text {
    /// The text as read, with back-ticks kept around code: what documentation comments use.
    pub fn prose(&self) -> &str {
        self.marked.as_ref().unwrap_or(&self.plain)
    }
}

/// The `key: value` lines between the two `---` lines at the top.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// Where the block stands; empty at the start of the file when there is none.
    pub origin: Origin,
    /// Whether there is one.
    pub present: bool,
    /// Keys and values, in order; quotes belong to the origin of a value, not to the value.
    pub entries: Vec<(Located<String>, Located<String>)>,
}

impl FrontMatter {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Located<String>> {
        self.entries.iter().find(|(name, _)| name.value == key).map(|(_, value)| value)
    }
}

/// What kind of page it is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// Documents requests.
    Operation,
    /// Documents an entity or complex type.
    Resource,
    /// Documents one enumeration or several.
    Enumeration,
    /// Anything else.
    Concept,
}

/// A section heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text.
    pub text: Text,
}

/// One row of a permission table.
#[derive(Clone, Debug, PartialEq)]
pub struct PermissionRow {
    /// Whom it is about; `None` when the label is none of the three.
    pub scheme: Option<PermissionScheme>,
    /// The label.
    pub label: Located<String>,
    /// The cell with the scopes.
    pub cell: Located<String>,
    /// The scopes, least privileged first when the table says so.
    pub scopes: Vec<Located<String>>,
    /// Whether the cell says that the scheme is not supported.
    pub unsupported: bool,
    /// Whether the cell says that the scopes are not documented.
    pub undocumented: bool,
}

/// A permission table. A table that lists several resources or cases is one of these for each.
#[derive(Clone, Debug, PartialEq)]
pub struct PermissionTable {
    /// The whole table.
    pub origin: Origin,
    /// The words of the header that state the order from most to least privileged, when they do.
    pub reversed: Option<Origin>,
    /// Its rows.
    pub rows: Vec<PermissionRow>,
    /// Whether rows are kinds of permission, with scopes; other tables are kept but not interpreted.
    pub regular: bool,
    /// The requests that it is about, as `METHOD /path`, where the annotation above it lists them.
    pub requests: Vec<Located<String>>,
    /// What it is about: the heading of its own that it stands below, such as `For a group`, and the resource or case; else empty.
    pub topic: String,
}

/// A file that a page includes.
#[derive(Clone, Debug, PartialEq)]
pub struct Include {
    /// Where it is included, and from where.
    pub link: Link,
    /// The requests whose permission table it is, as `METHOD /path`, where the annotation above it lists them.
    pub requests: Vec<Located<String>>,
    /// The heading of its own that it stands below, such as `For a group`; empty without one.
    pub topic: String,
}

/// Where a parameter is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterPlace {
    /// In the path or between the parentheses of a function.
    Path,
    /// As a query option.
    Query,
    /// In the body of an action.
    Body,
}

/// A row of a property, relationship or parameter table.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name.
    pub name: Located<String>,
    /// The type; `None` when the table has no such column or the cell is empty.
    pub ty: Option<TypeSpelling>,
    /// The description.
    pub description: Text,
    /// The description's whole cell, blanks included; `None` when the table has no such column.
    pub description_cell: Option<Origin>,
    /// Values listed in the description ("Possible values are: ...").
    pub values: Vec<Located<String>>,
    /// Values between which the JSON representation leaves the choice (`"a | b"`).
    pub shown: Vec<Located<String>>,
    /// Whether the name carries a deprecation mark.
    pub deprecated: bool,
    /// The row.
    pub origin: Origin,
}

impl Field {
    /// The values that it lists: in its description, else in the JSON representation.
    pub fn listed(&self) -> &[Located<String>] {
        if self.values.is_empty() { &self.shown } else { &self.values }
    }
}

/// A parameter of the path, the query or an action's body.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Where it is passed.
    pub place: ParameterPlace,
    /// Name, type and description.
    pub field: Field,
}

/// A row of the request header table.
#[derive(Clone, Debug, PartialEq)]
pub struct HeaderRow {
    /// The header's name.
    pub name: Located<String>,
    /// What the last column says.
    pub value: Located<String>,
}

/// The `Request body` section.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BodySection {
    /// The heading.
    pub heading: Origin,
    /// The paragraphs.
    pub prose: Vec<Text>,
    /// The rows of its table.
    pub fields: Vec<Field>,
    /// Whether the prose says that no body is sent.
    pub none: bool,
    /// Whether the first column is headed `Parameter`, as actions do it.
    pub is_parameters: bool,
}

/// The `Response` section.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResponseSection {
    /// The heading.
    pub heading: Origin,
    /// The paragraphs.
    pub prose: Vec<Text>,
    /// Status codes with their reason phrases, in the order they are mentioned.
    pub statuses: Vec<Located<(u16, String)>>,
    /// The type that the success answer carries.
    pub ty: Option<Link>,
    /// A primitive type that the success answer carries, such as `String`.
    pub primitive: Option<Located<String>>,
    /// Whether it says that a collection is returned.
    pub collection: bool,
    /// Whether it says that the success answer has no body.
    pub nothing: bool,
}

/// The `JSON representation` of a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Representation {
    /// The annotation above it.
    pub annotation: Annotation,
    /// The JSON, when it can be read.
    pub json: Option<json::Value>,
    /// The text inside the fence.
    pub origin: Origin,
}

/// A row of the `Methods` table.
#[derive(Clone, Debug, PartialEq)]
pub struct MethodRow {
    /// The first cell.
    pub name: Text,
    /// The return type cell.
    pub returns: Text,
}

/// What a resource page says about its type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resource {
    /// The name in the title, without `resource type`.
    pub name: Option<Located<String>>,
    /// The rows of `Properties`.
    pub properties: Vec<Field>,
    /// The rows of `Relationships`.
    pub relationships: Vec<Field>,
    /// The JSON representations; usually one.
    pub representations: Vec<Representation>,
    /// The rows of `Methods`.
    pub methods: Vec<MethodRow>,
    /// The base type named in the text ("Inherits from [x](x.md)").
    pub inherits: Option<Link>,
    /// Whether there is a `Properties` section.
    pub has_properties: bool,
    /// Whether the text or the annotation says that the type is abstract.
    pub is_abstract: bool,
}

/// A member of an enumeration table.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumMember {
    /// The name.
    pub name: Located<String>,
    /// The number, where the table has one.
    pub value: Option<i64>,
    /// The description.
    pub description: Text,
    /// Whether the name carries a deprecation mark.
    pub deprecated: bool,
}

/// An enumeration: an enum page or a `### x values` section.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumSection {
    /// The name.
    pub name: Located<String>,
    /// The prose above the table.
    pub docs: Option<String>,
    /// Whether the text says that members can be combined.
    pub is_flags: bool,
    /// The members.
    pub members: Vec<EnumMember>,
}

/// One documentation page.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The file.
    pub file: FileId,
    /// Its path as the user wrote it.
    pub path: String,
    /// The kind of page.
    pub kind: PageKind,
    /// The front matter.
    pub front: FrontMatter,
    /// The heading of level 1.
    pub title: Option<Located<String>>,
    /// The `Namespace:` line's value.
    pub namespace: Option<Located<String>>,
    /// The prose between title and first section.
    pub lead: Vec<Text>,
    /// Files it includes.
    pub includes: Vec<Include>,
    /// Where it says that its subject is deprecated.
    pub deprecated: Option<Located<String>>,
    /// All headings but the title.
    pub headings: Vec<Heading>,
    /// All links.
    pub links: Vec<Link>,
    /// Notes that announce truncated examples, with the flag "stands in a block quote".
    pub notes: Vec<(Text, bool)>,
    /// Permission tables.
    pub permissions: Vec<PermissionTable>,
    /// Request templates.
    pub templates: Vec<Template>,
    /// Path, query and function parameters.
    pub parameters: Vec<Parameter>,
    /// Request headers.
    pub headers: Vec<HeaderRow>,
    /// The `Request body` section.
    pub body: Option<BodySection>,
    /// The `Response` section.
    pub response: Option<ResponseSection>,
    /// HTTP messages, in order.
    pub messages: Vec<Message>,
    /// Pairs of request and response.
    pub examples: Vec<Example>,
    /// What it says about a type.
    pub resource: Resource,
    /// Enumerations.
    pub enums: Vec<EnumSection>,
}

impl Page {
    /// The request templates with their methods: the lines that could be read.
    pub fn requests(&self) -> impl Iterator<Item = (Method, &Template)> {
        self.templates.iter().filter_map(|template| Some((template.method.as_ref()?.value, template)))
    }

    /// The title without its deprecation mark.
    pub(crate) fn heading(&self) -> Option<&str> {
        let title = self.title.as_ref()?.value.trim();
        Some(title.strip_suffix(crate::deprecation::SUFFIX).unwrap_or(title).trim_end())
    }

    /// The version a page is about: from its path, or from the beta disclaimer. `None` when nothing says it.
    pub fn version(&self) -> Option<&'static str> {
        if self.includes.iter().any(|include| include.link.target.value.contains("beta-disclaimer")) {
            return Some("beta");
        }
        version_of(&self.path)
    }
}

/// The version that a path says a page is about.
pub(crate) fn version_of(path: &str) -> Option<&'static str> {
    path.split('/').rev().find_map(|segment| ["beta", "v1.0"].into_iter().find(|version| *version == segment))
}
