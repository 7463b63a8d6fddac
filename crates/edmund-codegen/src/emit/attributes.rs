//! Attributes that every declaration may have.

use edmund_model::surface::denied;
use edmund_model::{Annotation, Docs, RequestKind};
use proc_macro2::TokenStream;
use quote::quote;

use crate::names::is_implied;
use crate::prose;

/// Doc comments: what the schema says, then `fact`, a sentence of ours in Markdown.
pub(super) fn docs(docs: &Docs, fact: Option<&str>) -> TokenStream {
    let mut lines: Vec<String> = Vec::new();
    for text in [&docs.summary, &docs.details].into_iter().flatten() {
        append(&mut lines, prose::lines(text));
    }
    append(&mut lines, fact.map(|fact| vec![fact.to_owned()]).unwrap_or_default());
    doc_lines(&lines)
}

/// Doc comments of lines that are safe already.
pub(super) fn doc_lines(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// Doc comments of the enclosing file.
pub(crate) fn inner_docs(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#![doc = #lines])*)
}

fn append(lines: &mut Vec<String>, paragraph: Vec<String>) {
    if !lines.is_empty() && !paragraph.is_empty() {
        lines.push(String::new());
    }
    lines.extend(paragraph);
}

/// `#[deprecated]` for what should no longer be used.
pub(super) fn deprecation(docs: &Docs) -> Option<TokenStream> {
    let deprecation = docs.deprecation.as_ref()?;
    let mut facts = Vec::new();
    facts.extend(deprecation.date.as_ref().map(|date| format!("announced {date}")));
    facts.extend(deprecation.removal.as_ref().map(|date| format!("goes away {date}")));
    facts.extend(deprecation.version.as_ref().map(|version| format!("revision {version}")));
    let reason = deprecation.reason.as_deref().map(prose::one_line).unwrap_or_default();
    let note = match (reason.is_empty(), facts.is_empty()) {
        (true, true) => return Some(quote!(#[deprecated])),
        (true, false) => facts.join(", "),
        (false, true) => reason,
        (false, false) => format!("{reason} ({})", facts.join(", ")),
    };
    let note = prose::one_line(&note);
    Some(quote!(#[deprecated(note = #note)]))
}

/// `#[odata(..)]` of a field or a parameter: the wire name where the derive could not rebuild it, and what else is said.
pub(super) fn odata(wire: &str, ident: &str, facts: impl IntoIterator<Item = TokenStream>) -> Option<TokenStream> {
    let name = (!is_implied(wire, ident)).then(|| quote!(name = #wire));
    let facts: Vec<TokenStream> = name.into_iter().chain(facts).collect();
    (!facts.is_empty()).then(|| quote!(#[odata(#(#facts),*)]))
}

/// What the schema says that a client cannot do with a collection, or with one entity.
pub(super) fn denials(annotations: &[Annotation], collection: bool) -> Option<String> {
    use RequestKind::{Create, Delete, Get, List, Update};

    let requests: &[RequestKind] = if collection { &[List, Get, Create, Update, Delete] } else { &[Get, Update, Delete] };
    let names: Vec<&str> = denied(annotations, requests)
        .into_iter()
        .map(|kind| match kind {
            List => "`list`",
            Get => "`get`",
            Create => "`create`",
            Update => "`update`",
            _ => "`delete`",
        })
        .collect();
    (!names.is_empty()).then(|| format!("By the schema, the service refuses {}.", names.join(", ")))
}
