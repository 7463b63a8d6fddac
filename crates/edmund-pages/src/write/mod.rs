//! Pages from a model: one per request of its surface, one per type and enumeration.
//!
//! The format is that of Microsoft Graph's reference, so that readers and tools of that reference find what they expect, and [`crate::check`] finds
//! nothing wrong with what is written here. Pages are a pure function of model and options: same input, same bytes.
//!
//! Nothing is invented. Where the model is silent a page has a sentence of [`crate::stock`], which is not taken for documentation when the page is
//! read; examples are made by `edmund_model::sample` from the same model that
//! checks them.

mod body;
mod book;
mod description;
mod enumeration;
mod example;
mod json;
mod markdown;
mod names;
mod operation;
mod resource;
mod sentence;
mod url;

use edmund_model::Model;

/// What pages say that no schema knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageOptions {
    /// The service's root URL, with the version segment. One that ends in `/beta` gives pages the beta disclaimer.
    pub base_url: String,
    /// Front matter `author`: who answers for the pages.
    pub author: String,
    /// Front matter `ms.prod`: the product area.
    pub product: String,
    /// Front matter `ms.localizationpriority`.
    pub localization_priority: String,
    /// The namespace whose types have file names without a namespace; that of the first entity container when absent.
    pub default_namespace: Option<String>,
    /// Where the words "see Permissions" lead.
    pub permissions_link: String,
}

impl Default for PageOptions {
    fn default() -> Self {
        PageOptions {
            base_url: "https://graph.microsoft.com/v1.0".to_owned(),
            author: "edmund".to_owned(),
            product: "reference".to_owned(),
            localization_priority: "medium".to_owned(),
            default_namespace: None,
            permissions_link: "/graph/permissions-reference".to_owned(),
        }
    }
}

/// A page that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFile {
    /// Where it belongs, relative to the folder of the pages, with `/` between segments: `api/user-get.md`.
    pub path: String,
    /// The Markdown.
    pub text: String,
}

/// Writes the pages of a model, sorted by path.
pub fn write(model: &Model, options: &PageOptions) -> Vec<PageFile> {
    let book = book::Book::new(model, options);
    let operations = (0..book.surface.entries.len()).map(|index| operation::page(&book, index));
    let types = book.types().map(|(id, _)| resource::page(&book, id));
    let enums = book.enums().map(|(id, _)| enumeration::page(&book, id));
    let mut pages: Vec<PageFile> = operations.chain(types).chain(enums).chain(book.includes()).collect();
    pages.sort_by(|left, right| left.path.cmp(&right.path));
    pages
}
