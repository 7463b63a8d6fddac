//! Pages that belong together, of which only that is kept which others need.
//!
//! A page is read, added and dropped. What stays is its outline, unless an earlier page says the same: so the memory that a set needs grows
//! with the types and the requests that it documents, not with its pages.

use std::collections::HashSet;

use edmund_model::{FileId, Finding, Method, Model, QualifiedName};

use crate::catalog::{enum_name, file_name, resource_name};
use crate::check::known::Mentions;
use crate::check::link::{Links, normal};
use crate::check::permission::{Documented, Scopes};
use crate::check::{docset::Examples, docset::Namespaces};
use crate::json;
use crate::message::Message;
use crate::page::{Page, PageKind};

/// Pages that belong together.
///
/// Pages are read and [added](Docset::add) one by one. The whole set then [lowers](Docset::lower) into a model, and a
/// [`Checker`](crate::Checker) judges each page, read once more, beside all the others:
///
/// ```
/// # use edmund_model::{Model, Sources};
/// let mut sources = Sources::default();
/// let files = [sources.add("car.md", "# car resource type"), sources.add("bus.md", "# bus resource type")];
///
/// let mut set = edmund_pages::Docset::default();
/// for file in files {
///     set.add(edmund_pages::read(&sources, file).0);
/// }
/// let mut model = Model::default();
/// let unresolved = set.lower(&mut model);
///
/// let checker = edmund_pages::Checker::new(&set, Some(&model));
/// for file in files {
///     let (page, form) = edmund_pages::read(&sources, file);
///     let findings = checker.check(&page, &sources);
/// }
/// ```
#[derive(Debug, Default)]
pub struct Docset {
    /// What lowering and the checks of other pages need of pages.
    pub(crate) outlines: Vec<Page>,
    subjects: HashSet<Subject>,
    pub(crate) files: HashSet<FileId>,
    pub(crate) links: Links,
    pub(crate) scopes: Scopes,
    pub(crate) documented: Documented,
    pub(crate) mentions: Mentions,
    pub(crate) examples: Examples,
    pub(crate) namespaces: Namespaces,
}

/// What an outline is kept for: something that a file of this name documents in a version. The name counts because links mean a type by it,
/// and because an operation and its overload may have one path.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Subject {
    version: Option<&'static str>,
    file: String,
    what: What,
}

#[derive(Debug, PartialEq, Eq, Hash)]
enum What {
    Type(QualifiedName),
    Request(Method, String),
    /// What has no request line is told by its title.
    Titled(String),
    /// A permission table that pages include by the path of its file.
    Table(String),
}

impl Docset {
    /// Adds a page. Of several of the same file name that document the same of a version, the first one stands.
    pub fn add(&mut self, page: Page) {
        self.files.insert(page.file);
        self.links.add(&page);
        self.scopes.add(&page);
        self.documented.add(&page);
        self.mentions.add(&page);
        self.examples.add(&page);
        self.namespaces.add(&page);
        let subjects = subjects(&page);
        let before = self.subjects.len();
        self.subjects.extend(subjects);
        if self.subjects.len() > before {
            self.outlines.push(outline(page));
        }
    }

    /// Adds to a model what the pages know, as [`lower`](crate::lower()) does.
    pub fn lower(&self, model: &mut Model) -> Vec<Finding> {
        crate::lower::lower_set(self, model)
    }

    /// Whether a file is one of the pages.
    pub fn contains(&self, file: FileId) -> bool {
        self.files.contains(&file)
    }

    /// The methods of the requests to a path that the page of a type has in its table of methods.
    pub(crate) fn listed(&self, owner: &Page, path: &str) -> Vec<Method> {
        let links = owner.resource.methods.iter().flat_map(|row| &row.name.links);
        let pages: HashSet<String> = links.map(|link| link.file_of(&owner.path)).collect();
        let documents = |method: Method| {
            pages.iter().any(|file| {
                let what = What::Request(method, path.to_owned());
                self.subjects.contains(&Subject { version: owner.version(), file: file.clone(), what })
            })
        };
        [Method::Get, Method::Post, Method::Patch, Method::Put, Method::Delete]
            .into_iter()
            .filter(|method| documents(*method))
            .collect()
    }

    /// Whether no page was added.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl Extend<Page> for Docset {
    fn extend<T: IntoIterator<Item = Page>>(&mut self, pages: T) {
        pages.into_iter().for_each(|page| self.add(page));
    }
}

impl FromIterator<Page> for Docset {
    fn from_iter<T: IntoIterator<Item = Page>>(pages: T) -> Self {
        let mut set = Docset::default();
        set.extend(pages);
        set
    }
}

/// What a page documents.
fn subjects(page: &Page) -> Vec<Subject> {
    let mut found: Vec<What> = resource_name(page).map(What::Type).into_iter().collect();
    found.extend(page.enums.iter().map(|section| What::Type(enum_name(page, section))));
    match page.kind {
        PageKind::Operation => {
            found.extend(page.requests().map(|(method, template)| What::Request(method, template.canonical_path())));
            if page.requests().next().is_none() {
                // The table of what is sent may be all that is known of a type.
                found.push(What::Titled(page.title.as_ref().map(|title| title.value.clone()).unwrap_or_default()));
            }
        }
        PageKind::Concept if !page.permissions.is_empty() => found.push(What::Table(normal(&page.path))),
        _ => {}
    }
    let (version, file) = (page.version(), file_name(&page.path).to_lowercase());
    found.into_iter().map(|what| Subject { version, file: file.clone(), what }).collect()
}

/// A page without what only its own checks look at.
fn outline(mut page: Page) -> Page {
    page.front = Default::default();
    page.headings = Vec::new();
    page.links = Vec::new();
    page.notes = Vec::new();
    page.headers.retain(|row| row.name.value.eq_ignore_ascii_case("if-match"));
    page.headers.shrink_to_fit();
    page.examples = Vec::new();
    for representation in &mut page.resource.representations {
        representation.json = None;
    }
    page.messages.iter_mut().for_each(slim);
    for row in page.permissions.iter_mut().flat_map(|table| &mut table.rows) {
        (row.label.value, row.cell.value) = Default::default();
    }
    page
}

/// Of an example, lowering asks what it is and which type it shows.
fn slim(message: &mut Message) {
    message.headers = Vec::new();
    if let Some(annotation) = &mut message.annotation {
        keep(&mut annotation.value, &["@odata.type", "@type", "isCollection"]);
    }
    if let Some(json) = message.body.as_mut().and_then(|body| body.json.as_mut()) {
        keep(json, &["@odata.type", "@odata.context", "id", "value"]);
        if let json::Kind::Object(members) = &mut json.kind {
            members.iter_mut().filter(|member| member.key == "value").for_each(|member| first(&mut member.value));
        }
    }
}

/// Of a list, the type of its first item is enough.
fn first(value: &mut json::Value) {
    match &mut value.kind {
        json::Kind::Array(items) => {
            items.truncate(1);
            items.shrink_to_fit();
            items.iter_mut().for_each(|item| keep(item, &["@odata.type"]));
        }
        _ => keep(value, &["@odata.type"]),
    }
}

/// Removes all but some members of an object, and everything else.
fn keep(json: &mut json::Value, keys: &[&str]) {
    if let json::Kind::Object(members) = &mut json.kind {
        members.retain(|member| keys.contains(&member.key.as_str()));
        members.shrink_to_fit();
    } else {
        json.kind = json::Kind::Null;
    }
}

#[cfg(test)]
mod tests {
    use edmund_model::Sources;

    use super::*;

    const TYPE: &str = "# car resource type\n\n## Properties\n\n|Property|Type|\n|:---|:---|\n|wheels|Int32|\n";
    const LIST: &str = "# List cars\n\n## HTTP request\n\n```http\nGET /cars\n```\n";

    /// A set of pages in folders, and how many outlines it has.
    fn outlines(pages: &[(&str, &str)]) -> usize {
        let mut sources = Sources::default();
        let read = |(path, text): &(&str, &str)| {
            let file = sources.add(*path, *text);
            crate::read(&sources, file).0
        };
        pages.iter().map(read).collect::<Docset>().outlines.len()
    }

    #[test]
    fn what_a_page_of_the_same_name_says_again_takes_no_memory() {
        let copies: Vec<String> = (0..50).map(|copy| format!("copy{copy}")).collect();
        let paths: Vec<[String; 2]> =
            copies.iter().map(|copy| [format!("{copy}/car.md"), format!("{copy}/car-list.md")]).collect();
        let pages: Vec<(&str, &str)> =
            paths.iter().flat_map(|[car, list]| [(car.as_str(), TYPE), (list.as_str(), LIST)]).collect();
        assert_eq!(outlines(&pages), 2);
    }

    #[test]
    fn another_version_another_file_and_another_request_count() {
        assert_eq!(outlines(&[("v1.0/car.md", TYPE), ("beta/car.md", TYPE)]), 2);
        assert_eq!(outlines(&[("car.md", TYPE), ("auto.md", TYPE)]), 2);
        assert_eq!(outlines(&[("a/cars.md", LIST), ("b/cars.md", &LIST.replace("GET", "POST"))]), 2);
    }
}
