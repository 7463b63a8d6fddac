//! Pages against each other: names that must be unique, definitions that must agree.

use std::collections::HashMap;

use edmund_model::{Finding, Origin};

use super::enumeration::quoted;
use super::{Context, whole};
use crate::catalog::{enum_name, resource_name};
use crate::page::{EnumSection, Page};

pub(super) fn check(context: &mut Context<'_>, page: &Page) {
    example_names(context, page);
    types(context, page);
    for section in &page.enums {
        enums(context, page, section);
    }
    namespace(context, page);
}

/// Where the name of each example is used first, by version.
#[derive(Debug, Default)]
pub(crate) struct Examples(HashMap<Option<&'static str>, HashMap<String, Origin>>);

impl Examples {
    pub(crate) fn add(&mut self, page: &Page) {
        let seen = self.0.entry(page.version()).or_default();
        example_names_of(page, |name, origin| {
            if !seen.contains_key(name) {
                seen.insert(name.to_owned(), origin);
            }
        });
    }
}

fn example_names_of(page: &Page, mut each: impl FnMut(&str, Origin)) {
    for message in page.messages.iter().filter(|message| message.block() == Some("request")) {
        let name = message.annotation.as_ref().and_then(|annotation| annotation.value.get("name"));
        if let Some((name, text)) = name.and_then(|name| Some((name, name.as_str()?))).filter(|(_, text)| !text.is_empty()) {
            each(text, name.origin);
        }
    }
}

/// GD146: names of examples are unique in a version.
fn example_names(context: &mut Context<'_>, page: &Page) {
    let Some(seen) = context.set.examples.0.get(&page.version()) else { return };
    example_names_of(page, |name, origin| {
        if let Some(first) = seen.get(name).filter(|first| **first != origin) {
            context.findings.push(
                Finding::warning("GD146", origin, format!("example name `{name}` is taken"))
                    .with_other(*first, "first used here")
                    .with_help("give every example of a version a name of its own"),
            );
        }
    });
}

/// GD209: a type has one page.
fn types(context: &mut Context<'_>, page: &Page) {
    let Some(name) = resource_name(page) else { return };
    if let Some(first) = context.catalog.first_page(&name, page.version()).filter(|first| first.file != page.file) {
        context.findings.push(
            Finding::warning("GD209", whole(page), format!("type `{name}` is described twice"))
                .with_other(whole(first), "first here")
                .with_help("keep one page a type"),
        );
    }
}

/// GD210: an enumeration that is defined twice has the same members in both places.
fn enums(context: &mut Context<'_>, page: &Page, section: &EnumSection) {
    let name = enum_name(page, section);
    let Some(first) = context.catalog.first_section(&name, page.version()) else { return };
    if first.name.origin == section.name.origin {
        return;
    }
    let has = |section: &EnumSection, name: &str| section.members.iter().any(|member| member.name.value == name);
    let names = |section: &'_ EnumSection, other: &EnumSection| -> Vec<String> {
        let only = section.members.iter().filter(|member| !has(other, &member.name.value));
        only.map(|member| member.name.value.clone()).collect()
    };
    let (only, absent) = (names(section, first), names(first, section));
    if only.is_empty() && absent.is_empty() {
        return;
    }
    let mut finding =
        Finding::error("GD210", section.name.origin, format!("enumeration `{name}` is defined twice with different members"))
            .with_other(first.name.origin, "the other definition");
    let listed = |names: &[String]| quoted(&names.iter().map(String::as_str).collect::<Vec<_>>());
    if !only.is_empty() {
        finding = finding.with_note(format!("only here: {}", listed(&only)));
    }
    if !absent.is_empty() {
        finding = finding.with_note(format!("only there: {}", listed(&absent)));
    }
    context.findings.push(finding.with_help("keep one definition"));
}

/// How many pages are in each namespace.
#[derive(Debug, Default)]
pub(crate) struct Namespaces {
    counts: HashMap<String, usize>,
    pages: usize,
}

/// The namespace that most pages share.
pub(crate) struct Usual<'a> {
    name: &'a str,
    count: usize,
    pages: usize,
}

impl Namespaces {
    pub(crate) fn add(&mut self, page: &Page) {
        let Some(namespace) = &page.namespace else { return };
        self.pages += 1;
        match self.counts.get_mut(&namespace.value) {
            Some(count) => *count += 1,
            None => drop(self.counts.insert(namespace.value.clone(), 1)),
        }
    }

    /// The same namespace as so many more pages spell it that this spelling is a slip, and how many do.
    pub(super) fn respelt(&self, namespace: &str) -> Option<(&str, usize)> {
        let own = self.counts.get(namespace).copied().unwrap_or(1);
        let others = self.counts.iter().map(|(name, count)| (name.as_str(), *count));
        let slips =
            others.filter(|(name, count)| *name != namespace && name.eq_ignore_ascii_case(namespace) && *count >= 4 * own);
        slips.max_by_key(|(name, count)| (*count, std::cmp::Reverse(*name)))
    }

    /// `None` when there are too few pages to say, or no namespace has more than half of them.
    pub(super) fn usual(&self) -> Option<Usual<'_>> {
        let counts = self.counts.iter().map(|(name, count)| (name.as_str(), *count));
        let (name, count) = counts.max_by_key(|(name, count)| (*count, std::cmp::Reverse(*name)))?;
        (self.pages >= 5 && count * 2 > self.pages).then_some(Usual { name, count, pages: self.pages })
    }
}

/// GD033: a page's namespace lies under the one that the other pages share. Needs enough pages to know which that is.
fn namespace(context: &mut Context<'_>, page: &Page) {
    let (Some(namespace), Some(usual)) = (&page.namespace, &context.checker.usual) else { return };
    let value = namespace.value.as_str();
    let below = || value.to_lowercase().starts_with(&format!("{}.", usual.name.to_lowercase()));
    // A namespace that metadata declares is no slip of a page.
    let declared = || {
        let schemas = context.catalog.model.map_or(&[][..], |model| &model.schemas);
        schemas.iter().any(|schema| schema.namespace == value && !context.set.files.contains(&schema.origin.file))
    };
    if value == usual.name || below() || declared() {
        return;
    }
    context.findings.push(
        Finding::info("GD033", namespace.origin, format!("namespace `{value}` is not below `{}`", usual.name))
            .with_note(format!("{} of {} pages are in `{}`", usual.count, usual.pages, usual.name))
            .with_help("publish the type under the common namespace, if it is an alias"),
    );
}
