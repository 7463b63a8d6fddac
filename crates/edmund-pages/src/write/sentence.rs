//! Titles and first sentences.

use edmund_model::surface::{Entry, Segment};
use edmund_model::{Docs, RequestKind, StructId};

use super::book::{Book, tracks_changes};
use super::markdown::{Folder, inline, paragraph, plain};
use super::names::{is_reference, surrounding};

/// Whether a sentence stands on the page or in front matter, where links and markup have no place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Markdown,
    Plain,
}

/// The title of an entry's page.
pub(super) fn title(book: &Book<'_>, entry: &Entry) -> String {
    let ty = entry.target.map(|id| book.model.structure(id).name.name.as_str()).unwrap_or_default();
    let segment = entry.segment().unwrap_or(ty);
    match entry.kind {
        RequestKind::List => format!("List {segment}"),
        RequestKind::Get if is_reference(book.model, entry) => format!("Get {segment}"),
        RequestKind::Get => format!("Get {ty}"),
        RequestKind::Create => format!("Create {ty}"),
        RequestKind::CreateMedia => format!("Create {ty} from its content"),
        RequestKind::Update => format!("Update {ty}"),
        RequestKind::Delete => format!("Delete {ty}"),
        RequestKind::AddRef => format!("Add {segment}"),
        RequestKind::SetRef => format!("Assign {segment}"),
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
    let operation = entry.operation.map(|id| &book.model.operation(id).docs);
    let known = summary(&entry.docs).or_else(|| operation.and_then(summary));
    let title = title(book, entry);
    if let Some(text) = known.filter(|text| !plain(text).eq_ignore_ascii_case(&title)) {
        return full_stop(if style == Style::Markdown { paragraph(&text) } else { plain(&text).replace('`', "") });
    }
    own(book, entry, style)
}

fn own(book: &Book<'_>, entry: &Entry, style: Style) -> String {
    let name = |id: StructId| match style {
        Style::Markdown => book.link(Folder::Api, id),
        Style::Plain => plain(&book.model.structure(id).name.name),
    };
    let bold = |text: &str| match style {
        Style::Markdown => format!("**{}**", inline(text)),
        Style::Plain => plain(text),
    };
    let simple = |id: StructId| book.model.structure(id).name.name.as_str();
    let some = |id: StructId| format!("{} {}", article(simple(id)), name(id));
    if let Some(target) = entry.target.filter(|_| tracks_changes(book.model, entry)) {
        return format!("Get the {} objects that were added, changed or removed since the last request.", name(target));
    }
    let segment = bold(entry.segment().unwrap_or_default());
    let parent = entry.owner.map(|owner| format!(" of {}", some(owner))).unwrap_or_default();
    let Some(target) = entry.target.filter(|_| entry.operation.is_none()) else {
        let kind = if entry.kind == RequestKind::Action { "action" } else { "function" };
        return format!("Call the {} {kind}.", bold(&operation_name(book, entry)));
    };
    let item = some(target);
    match entry.kind {
        RequestKind::List if entry.owner.is_some() => format!("Get the {} objects in the {segment}{parent}.", name(target)),
        RequestKind::List => format!("Get a list of the {} objects in {segment}.", name(target)),
        RequestKind::Get => format!("Read the properties of {item} object."),
        RequestKind::Create => format!("Create {item} object."),
        RequestKind::CreateMedia => format!("Create {item} object by sending its content."),
        RequestKind::Update => format!("Update the properties of {item} object."),
        RequestKind::Delete => format!("Delete {item} object."),
        RequestKind::AddRef => format!("Add {item} to the {segment}{parent} by reference."),
        RequestKind::SetRef => format!("Make the {segment}{parent} refer to {item}."),
        RequestKind::ReadStream | RequestKind::WriteStream | RequestKind::DeleteStream => {
            let verb = match entry.kind {
                RequestKind::ReadStream => "Get",
                RequestKind::WriteStream => "Replace",
                _ => "Remove",
            };
            let what = stream(entry).map(|name| format!(" of the {}", bold(name))).unwrap_or_default();
            let inside: String = surrounding(entry).into_iter().rev().map(|name| format!(" in the {}", bold(name))).collect();
            format!("{verb} the content{what}{inside} of {item}.")
        }
        _ => format!("Remove {item} from the {segment}{parent}. Only the reference is removed, not the object."),
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
    let deprecated = docs.deprecation.as_ref().map(|it| match &it.reason {
        Some(reason) if !reason.trim().is_empty() => format!("Deprecated: {}", full_stop(reason.trim().to_owned())),
        _ => "Deprecated.".to_owned(),
    });
    let parts: Vec<String> = parts.into_iter().map(|part| full_stop(part.to_owned())).chain(deprecated).collect();
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
