//! Titles and first sentences.

use edmund_model::surface::{Entry, Segment};
use edmund_model::{Deprecation, Docs, Navigation, RequestKind, StructId};

use super::book::{Book, tracks_changes};
use super::markdown::{Folder, inline, paragraph, plain};
use super::names::{is_reference, subject, surrounding};
use crate::deprecation::SUFFIX;
use crate::stock::{self, Sentence};

/// Whether a sentence stands on the page or in front matter, where links and markup have no place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Markdown,
    Plain,
}

/// The title of an entry's page.
pub(super) fn title(book: &Book<'_>, entry: &Entry) -> String {
    let mark = if deprecation(book, entry).is_some() { SUFFIX } else { "" };
    bare_title(book, entry) + mark
}

/// That a request is deprecated: by itself, or because its operation or navigation property is.
pub(super) fn deprecation<'a>(book: &'a Book<'_>, entry: &'a Entry) -> Option<&'a Deprecation> {
    let of_operation = || entry.operation.and_then(|id| book.model.operation(id).docs.deprecation.as_ref());
    entry.docs.deprecation.as_ref().or_else(of_operation).or_else(|| navigation(book, entry)?.docs.deprecation.as_ref())
}

/// The navigation property that an entry is about.
fn navigation<'a>(book: &'a Book<'_>, entry: &Entry) -> Option<&'a Navigation> {
    let owner = entry.owner.filter(|_| entry.operation.is_none())?;
    let names = |it: &&Navigation| Some(it.name.as_str()) == entry.segment();
    book.model.navigations(owner).into_iter().find(names)
}

fn of_parent(book: &Book<'_>, entry: &Entry, word: &str) -> String {
    entry.owner.map(|owner| format!("{word}{}", book.model.structure(owner).name.name)).unwrap_or_default()
}

fn bare_title(book: &Book<'_>, entry: &Entry) -> String {
    let ty = subject(book.model, entry).map(|id| book.model.structure(id).name.name.as_str()).unwrap_or_default();
    let segment = entry.segment().unwrap_or(ty);
    match entry.kind {
        RequestKind::List => format!("List {segment}"),
        RequestKind::Get if is_reference(book.model, entry) => format!("Get {segment}"),
        RequestKind::Get => format!("Get {ty}"),
        RequestKind::Create => format!("Create {ty}"),
        RequestKind::CreateMedia => format!("Create {ty} from its content"),
        RequestKind::Update => format!("Update {ty}"),
        RequestKind::Delete => format!("Delete {ty}"),
        RequestKind::AddRef => format!("Add {segment}{}", of_parent(book, entry, " to ")),
        RequestKind::SetRef => format!("Assign {segment}"),
        RequestKind::RemoveRef if ty == segment => format!("Remove {ty}{}", of_parent(book, entry, " from ")),
        RequestKind::RemoveRef if leads_to_many(book, entry) => format!("Remove {ty} from {segment}"),
        RequestKind::RemoveRef => format!("Remove {segment}"),
        RequestKind::ReadStream => format!("Get {}", stream(entry).unwrap_or(&format!("{ty} content"))),
        RequestKind::WriteStream => format!("Update {}", stream(entry).unwrap_or(&format!("{ty} content"))),
        RequestKind::DeleteStream => format!("Delete {}", stream(entry).unwrap_or(&format!("{ty} content"))),
        _ => call_title(book, entry, ty),
    }
}

/// The stream property that a request is about; `None` for a media entity.
fn stream(entry: &Entry) -> Option<&str> {
    match entry.path.segments.last() {
        Some(Segment::Stream(name)) => Some(name),
        _ => None,
    }
}

fn call_title(book: &Book<'_>, entry: &Entry, ty: &str) -> String {
    let name = operation_name(book, entry);
    if ty.is_empty() { name } else { format!("{ty}: {name}") }
}

fn operation_name(book: &Book<'_>, entry: &Entry) -> String {
    let name = entry.operation.map(|id| book.model.operation(id).name.name.clone());
    let own = if entry.target.is_none() { entry.segment().map(str::to_owned) } else { None };
    own.or(name).unwrap_or_default()
}

/// What the request does: the words of the schema or of its pages, else a sentence of our own.
pub(super) fn lead(book: &Book<'_>, entry: &Entry, style: Style) -> String {
    match known(book, entry).and_then(summary) {
        Some(text) => full_stop(if style == Style::Markdown { paragraph(&text) } else { plain(&text).replace('`', "") }),
        None => own(book, entry, style),
    }
}

/// What the words of the schema or of its pages go on with behind the lead.
pub(super) fn details(book: &Book<'_>, entry: &Entry) -> Vec<String> {
    known(book, entry).map(paragraphs).unwrap_or_default()
}

/// The documentation of a request that says more than its title does.
fn known<'a>(book: &'a Book<'_>, entry: &'a Entry) -> Option<&'a Docs> {
    let operation = entry.operation.map(|id| &book.model.operation(id).docs);
    let title = bare_title(book, entry);
    let says_more = |docs: &&Docs| summary(docs).is_some_and(|text| !plain(&text).eq_ignore_ascii_case(&title));
    let mut known = std::iter::once(&entry.docs).chain(operation).filter(|docs| summary(docs).is_some());
    known.next().filter(says_more)
}

/// The paragraphs of documentation behind its summary.
pub(super) fn paragraphs(docs: &Docs) -> Vec<String> {
    let lead = summary(docs);
    let details = docs.details.as_deref().filter(|details| lead.as_deref() != Some(*details)).unwrap_or_default();
    let parts = details.split("\n\n").filter(|part| !part.trim().is_empty());
    parts.map(|part| paragraph(&full_stop(part.to_owned()))).collect()
}

/// Where a request goes: what it addresses, as a sentence names it.
enum Place {
    /// An entity set, or an entity in it.
    Set(String),
    /// A singleton.
    Singleton(String),
    /// A collection of an object, or an entity in it.
    Many { navigation: String, parent: String },
    /// The one object that a navigation property leads to.
    One { navigation: String, parent: String },
}

/// How the names in a sentence are written.
struct Speaker<'a> {
    book: &'a Book<'a>,
    style: Style,
}

impl Speaker<'_> {
    fn name(&self, id: StructId) -> String {
        match self.style {
            Style::Markdown => self.book.link(Folder::Api, id),
            Style::Plain => plain(&self.book.model.structure(id).name.name),
        }
    }

    fn bold(&self, text: &str) -> String {
        match self.style {
            Style::Markdown => format!("**{}**", inline(text)),
            Style::Plain => plain(text),
        }
    }

    /// The type with its article.
    fn some(&self, id: StructId) -> String {
        format!("{} {}", article(&self.book.model.structure(id).name.name), self.name(id))
    }

    fn place(&self, entry: &Entry) -> Place {
        let name = self.bold(entry.segment().unwrap_or_default());
        let many = entry.collection || entry.path.segments.iter().any(|segment| matches!(segment, Segment::Key { .. }));
        let is_root = !entry.path.segments.iter().any(|segment| matches!(segment, Segment::Navigation(_)));
        let Some(owner) = entry.owner.filter(|_| !is_root) else {
            return if many || entry.kind == RequestKind::Create { Place::Set(name) } else { Place::Singleton(name) };
        };
        let parent = self.some(owner);
        let many = leads_to_many(self.book, entry);
        if many { Place::Many { navigation: name, parent } } else { Place::One { navigation: name, parent } }
    }

    /// The sentence about all that is at a place.
    fn whole(&self, place: Place, named: &str, [root, of]: [Sentence; 2]) -> String {
        match place {
            Place::Set(root_name) | Place::Singleton(root_name) => root.with(&[named, &root_name]),
            Place::Many { navigation, parent } | Place::One { navigation, parent } => of.with(&[named, &navigation, &parent]),
        }
    }

    /// The sentence about an object at a place: in a set, a singleton, in a collection, or the one at the end of a navigation property.
    fn at(&self, place: Place, target: StructId, of: [Sentence; 4]) -> String {
        let [set, singleton, many, one] = of;
        let (item, name) = (self.some(target), self.name(target));
        match place {
            Place::Set(set_name) => set.with(&[&item, &set_name]),
            Place::Singleton(singleton_name) => singleton.with(&[&name, &singleton_name]),
            Place::Many { navigation, parent } => many.with(&[&item, &navigation, &parent]),
            Place::One { navigation, parent } => one.with(&[&navigation, &parent]),
        }
    }

    fn call(&self, entry: &Entry) -> String {
        let name = self.bold(&operation_name(self.book, entry));
        let [alone, on, on_many] = match entry.kind {
            RequestKind::Action => [stock::ACTION, stock::ACTION_ON, stock::ACTION_ON_MANY],
            _ => [stock::FUNCTION, stock::FUNCTION_ON, stock::FUNCTION_ON_MANY],
        };
        match subject(self.book.model, entry) {
            None => alone.with(&[&name]),
            Some(target) if entry.collection => on_many.with(&[&name, &self.name(target)]),
            Some(target) => on.with(&[&name, &self.some(target)]),
        }
    }

    fn changes(&self, entry: &Entry, target: StructId) -> String {
        match entry.segment() {
            Some(segment) => stock::CHANGES.with(&[&self.name(target), &self.bold(segment)]),
            None => stock::CHANGES_ANYWHERE.with(&[&self.name(target)]),
        }
    }

    fn content(&self, entry: &Entry, target: StructId) -> String {
        let verb = match entry.kind {
            RequestKind::ReadStream => "Get",
            RequestKind::WriteStream => "Replace",
            _ => "Remove",
        };
        let around = if stream(entry).is_some() { surrounding(entry) } else { Vec::new() };
        // That the content is what a property called `content` holds goes without saying.
        let named = stream(entry).filter(|name| !around.is_empty() || *name != "content");
        let properties: Vec<String> = around.into_iter().chain(named).map(|name| self.bold(name)).collect();
        stock::content(verb, &properties, &self.some(target))
    }

    fn reference(&self, entry: &Entry, target: StructId) -> String {
        let navigation = self.bold(entry.segment().unwrap_or_default());
        let parent = entry.owner.map(|owner| self.some(owner)).unwrap_or_default();
        let item = self.some(target);
        match entry.kind {
            RequestKind::AddRef => stock::ADD_REFERENCE.with(&[&item, &navigation, &parent]),
            RequestKind::SetRef => stock::SET_REFERENCE.with(&[&item, &navigation, &parent]),
            _ if leads_to_many(self.book, entry) => stock::REMOVE_REFERENCE.with(&[&item, &navigation, &parent]),
            _ => stock::REMOVE_ONE_REFERENCE.with(&[&navigation, &parent]),
        }
    }
}

/// Whether the navigation property that an entry is about leads to many.
fn leads_to_many(book: &Book<'_>, entry: &Entry) -> bool {
    navigation(book, entry).is_none_or(|navigation| navigation.collection)
}

/// A sentence of ours: what the request does, and where.
fn own(book: &Book<'_>, entry: &Entry, style: Style) -> String {
    let speaker = Speaker { book, style };
    if let Some(target) = subject(book.model, entry).filter(|_| tracks_changes(book.model, entry)) {
        return speaker.changes(entry, target);
    }
    let Some(target) = entry.target.filter(|_| entry.operation.is_none()) else { return speaker.call(entry) };
    let place = speaker.place(entry);
    match entry.kind {
        RequestKind::List => speaker.whole(place, &speaker.name(target), [stock::LIST, stock::LIST_OF]),
        RequestKind::Get => speaker.at(place, target, [stock::GET, stock::GET_ROOT, stock::GET_OF, stock::GET_ONE_OF]),
        RequestKind::Create => speaker.whole(place, &speaker.some(target), [stock::CREATE, stock::CREATE_OF]),
        RequestKind::CreateMedia => speaker.whole(place, &speaker.some(target), [stock::CREATE_MEDIA, stock::CREATE_MEDIA_OF]),
        RequestKind::Update => {
            speaker.at(place, target, [stock::UPDATE, stock::UPDATE_ROOT, stock::UPDATE_OF, stock::UPDATE_ONE_OF])
        }
        RequestKind::Delete => {
            speaker.at(place, target, [stock::DELETE, stock::DELETE_ROOT, stock::DELETE_OF, stock::DELETE_ONE_OF])
        }
        RequestKind::ReadStream | RequestKind::WriteStream | RequestKind::DeleteStream => speaker.content(entry, target),
        _ => speaker.reference(entry, target),
    }
}

/// The text of documentation: summary, else details.
pub(super) fn summary(docs: &Docs) -> Option<String> {
    let known = |text: &&String| !text.trim().is_empty();
    docs.summary.as_ref().filter(known).or(docs.details.as_ref().filter(known)).cloned()
}

/// All that documentation says, as one text.
pub(super) fn described(docs: &Docs) -> Option<String> {
    let details = docs.details.as_ref().filter(|details| Some(*details) != docs.summary.as_ref());
    let parts: Vec<&str> = docs.summary.iter().chain(details).map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    let parts: Vec<String> = parts.into_iter().map(|part| full_stop(part.to_owned())).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// `a` or `an`, by the first letter; acronyms are not told apart.
pub(super) fn article(name: &str) -> &'static str {
    let vowel = name.chars().next().is_some_and(|first| "aeioAEIO".contains(first));
    if vowel { "an" } else { "a" }
}

/// The text with a full stop where it ends in nothing of the kind.
pub(super) fn full_stop(text: String) -> String {
    let ends = text.trim_end().ends_with(['.', '!', '?', ':', ')']);
    if text.is_empty() || ends { text } else { format!("{text}.") }
}
