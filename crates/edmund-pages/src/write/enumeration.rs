//! The page of an enumeration.

use edmund_model::{Enum, EnumId, Member};

use super::PageFile;
use super::book::Book;
use super::markdown::{Folder, inline, paragraph, plain};
use super::sentence::{described, full_stop, summary};

/// The page of an enumeration.
pub(super) fn page(book: &Book<'_>, id: EnumId) -> PageFile {
    let item = book.model.enumeration(id);
    let title = format!("{} enum type", plain(&item.name.name));
    let known = summary(&item.docs).map(full_stop);
    let description = known.as_deref().map_or_else(|| default_description(item), |text| plain(text).replace('`', ""));
    let mut document = book.document(&title, &description, "enumPageType", &item.name.namespace);
    document.line(&known.map_or_else(|| default_description(item), |text| paragraph(&text)));
    if item.is_flags {
        document.line("This is a flags enumeration: members can be combined, separated by commas.");
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

fn default_description(item: &Enum) -> String {
    format!("Members of the {} enumeration.", inline(&item.name.name))
}

fn row(member: &Member) -> [String; 3] {
    let text = described(&member.docs).map(|text| full_stop(inline(&text)));
    let text = text.unwrap_or_else(|| match member.name.as_str() {
        "unknownFutureValue" => "Marker of an enumeration that may grow. Do not send it.".to_owned(),
        _ => "Not documented.".to_owned(),
    });
    [inline(&member.name), member.value.to_string(), text]
}
