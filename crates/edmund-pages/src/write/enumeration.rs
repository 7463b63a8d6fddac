//! The page of an enumeration.

use edmund_model::{Enum, EnumId, Member};

use super::book::Book;
use super::markdown::{Folder, inline, paragraph, plain};
use super::sentence::{full_stop, paragraphs, summary};
use super::{PageFile, description};
use crate::deprecation::{SUFFIX, Subject};
use crate::stock;

/// The page of an enumeration.
pub(super) fn page(book: &Book<'_>, id: EnumId) -> PageFile {
    let item = book.model.enumeration(id);
    let mark = if item.docs.deprecation.is_some() { SUFFIX } else { "" };
    let title = format!("{} enum type{mark}", plain(&item.name.name));
    let known = summary(&item.docs).map(full_stop);
    let lead = known.as_deref().map_or_else(|| default_lead(item), |text| plain(text).replace('`', ""));
    let mut document = book.document(&title, &lead, "enumPageType", &item.name.namespace);
    document.line(&known.map_or_else(|| default_lead(item), |text| paragraph(&text)));
    for paragraph in paragraphs(&item.docs) {
        document.line(&paragraph);
    }
    description::caution(&mut document, Subject::Enumeration, item.docs.deprecation.as_ref());
    if item.is_flags {
        document.line(stock::FLAGS);
    }
    document.section("Members");
    if item.members.is_empty() {
        document.line("None.");
    } else {
        let rows: Vec<_> = item.members.iter().map(row).collect();
        document.table(["Member", "Value", "Description"], &rows);
    }
    let stem = book.enum_stem(id);
    PageFile { path: format!("{}/{stem}.md", Folder::Resources.name()), text: document.finish() }
}

fn default_lead(item: &Enum) -> String {
    stock::ENUMERATION.with(&[&inline(&item.name.name)])
}

fn row(member: &Member) -> [String; 3] {
    let otherwise = if member.name == "unknownFutureValue" { stock::SENTINEL } else { stock::NOT_DOCUMENTED };
    let text = description::cell_or(&member.docs, otherwise);
    [description::name(&member.name, &member.docs), member.value.to_string(), text]
}
