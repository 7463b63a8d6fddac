//! What a page says, with the place where it says it.
//!
//! Nothing here is resolved or judged: a [`Page`] is the page's own words, sorted. `check` judges, `lower` resolves.

use edmund_model::{FileId, Method, Origin, PermissionScheme};

use crate::json;
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

/// Running text: a paragraph, a heading or a table cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// Where it stands, without blanks around it.
    pub origin: Origin,
    /// The text as read, without markup.
    pub plain: String,
    /// The same with back-ticks kept around code: what documentation comments use.
    pub prose: String,
    /// Its code spans, with their back-ticks in the origin.
    pub codes: Vec<Located<String>>,
    /// Its links.
    pub links: Vec<Link>,
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

/// A permission table.
#[derive(Clone, Debug, PartialEq)]
pub struct PermissionTable {
    /// The whole table.
    pub origin: Origin,
    /// The words of the header that state the order from most to least privileged, when they do.
    pub reversed: Option<Origin>,
    /// Its rows.
    pub rows: Vec<PermissionRow>,
    /// Whether the columns are `Permission type` and scopes; matrices by resource are kept but not interpreted.
    pub regular: bool,
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
    /// Whether the name carries a deprecation mark.
    pub deprecated: bool,
    /// The row.
    pub origin: Origin,
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
}

/// A JSON annotation in an HTML comment.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// The comment.
    pub origin: Origin,
    /// `blockType`, or the `type` of a page annotation.
    pub block: String,
    /// The object.
    pub value: json::Value,
}

impl Annotation {
    /// A member's text.
    pub fn text(&self, key: &str) -> Option<Located<String>> {
        let value = self.value.get(key)?;
        value.as_str().map(|text| Located::new(text.to_owned(), value.origin))
    }

    /// A member's Boolean, which may be written as a string.
    pub fn flag(&self, key: &str) -> bool {
        match self.value.get(key).map(|value| &value.kind) {
            Some(json::Kind::Bool(flag)) => *flag,
            Some(json::Kind::String(text)) => text.eq_ignore_ascii_case("true"),
            _ => false,
        }
    }

    /// The type it declares, without a leading `#` and without `Collection(..)`; the origin covers the whole string with its quotes.
    pub fn odata_type(&self) -> Option<Located<String>> {
        let found = self.text("@odata.type").or_else(|| self.text("@type"))?;
        let name = collection_item(&found.value).unwrap_or(&found.value).trim_start_matches('#');
        (!name.is_empty()).then(|| Located::new(name.to_owned(), found.origin))
    }

    /// Whether it declares a collection, by flag or by the type's spelling.
    pub fn is_collection(&self) -> bool {
        self.flag("isCollection")
            || self.text("@odata.type").or_else(|| self.text("@type")).is_some_and(|ty| collection_item(&ty.value).is_some())
    }
}

/// The `T` of `Collection(T)`, in any case.
pub(crate) fn collection_item(text: &str) -> Option<&str> {
    let head = text.get(..11)?;
    head.eq_ignore_ascii_case("collection(").then(|| text[11..].trim_end_matches(')').trim())
}

/// A header line of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The name as written.
    pub name: Located<String>,
    /// The value as written.
    pub value: Located<String>,
}

/// The first line of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum StartLine {
    /// A request.
    Request {
        /// The method as written.
        method: Located<String>,
        /// The URL as written.
        url: Located<String>,
    },
    /// A response.
    Response {
        /// The status code.
        status: Located<u16>,
        /// The reason phrase.
        reason: Located<String>,
    },
    /// No start line: a fence that holds only a body.
    None,
}

/// The body of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageBody {
    /// Its text, without line ends before and behind it.
    pub origin: Origin,
    /// The text as JSON; `None` when it is something else or cannot be read.
    pub json: Option<json::Value>,
    /// Bytes if lines end in LF.
    pub length_lf: usize,
    /// Bytes if lines end in CRLF.
    pub length_crlf: usize,
}

/// An HTTP message in a code fence.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The text inside the fence.
    pub origin: Origin,
    /// The first line.
    pub start: StartLine,
    /// The first line's place.
    pub line: Origin,
    /// The headers.
    pub headers: Vec<Header>,
    /// The body.
    pub body: Option<MessageBody>,
    /// The annotation above the fence.
    pub annotation: Option<Annotation>,
    /// Whether it stands among the examples (by section or annotation) rather than in running text.
    pub example: bool,
}

impl Message {
    /// Whether it is a request.
    pub fn is_request(&self) -> bool {
        matches!(self.start, StartLine::Request { .. })
    }

    /// Status and place, of a response.
    pub fn status(&self) -> Option<&Located<u16>> {
        match &self.start {
            StartLine::Response { status, .. } => Some(status),
            _ => None,
        }
    }

    /// A header by name, in any case.
    pub fn header(&self, name: &str) -> Option<&Header> {
        self.headers.iter().find(|header| header.name.value.eq_ignore_ascii_case(name))
    }

    /// The `blockType` of its annotation.
    pub fn block(&self) -> Option<&str> {
        self.annotation.as_ref().map(|annotation| annotation.block.as_str())
    }
}

/// A request and the response shown for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// Index of the request in [`Page::messages`].
    pub request: Option<usize>,
    /// Index of the response in [`Page::messages`].
    pub response: Option<usize>,
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
    pub includes: Vec<Link>,
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

    /// The version a page is about: from its path, or from the beta disclaimer. `None` when nothing says it.
    pub fn version(&self) -> Option<&'static str> {
        if self.includes.iter().any(|include| include.target.value.contains("beta-disclaimer")) {
            return Some("beta");
        }
        self.path.split('/').rev().find_map(|segment| ["beta", "v1.0"].into_iter().find(|version| *version == segment))
    }
}
