//! Pages against each other: names that must be unique, definitions that must agree.

use std::collections::{HashMap, HashSet};

use edmund_model::{FileId, Finding, Origin, QualifiedName};

use super::enumeration::quoted;
use super::{Context, whole};
use crate::catalog::{enum_name, resource_name};
use crate::page::{EnumSection, Page};

pub(super) fn check(context: &mut Context<'_>) {
    example_names(context);
    types(context);
    enums(context);
    namespace(context);
}

/// GD146: names of examples are unique in a version.
fn example_names(context: &mut Context<'_>) {
    let mut seen: HashMap<(Option<&str>, String), Origin> = HashMap::new();
    for page in context.pages {
        let requests = page.messages.iter().filter(|message| message.block() == Some("request"));
        for name in requests.filter_map(|message| message.annotation.as_ref()?.text("name")) {
            if name.value.is_empty() {
                continue;
            }
            let key = (page.version(), name.value.clone());
            if let Some(first) = seen.get(&key) {
                context.findings.push(
                    Finding::warning("GD146", name.origin, format!("example name `{}` is taken", name.value))
                        .with_other(*first, "first used here")
                        .with_help("give every example of a version a name of its own"),
                );
            } else {
                seen.insert(key, name.origin);
            }
        }
    }
}

/// GD209: a type has one page.
fn types(context: &mut Context<'_>) {
    let mut seen: HashMap<(Option<&str>, QualifiedName), &Page> = HashMap::new();
    for page in context.pages {
        let Some(name) = resource_name(page) else { continue };
        if let Some(first) = seen.get(&(page.version(), name.clone())) {
            context.findings.push(
                Finding::warning("GD209", whole(page), format!("type `{name}` is described twice"))
                    .with_other(whole(first), "first here")
                    .with_help("keep one page a type"),
            );
        } else {
            seen.insert((page.version(), name), page);
        }
    }
}

/// GD210: an enumeration that is defined twice has the same members in both places.
fn enums(context: &mut Context<'_>) {
    let mut seen: HashMap<(Option<&str>, QualifiedName), &EnumSection> = HashMap::new();
    for page in context.pages {
        for section in &page.enums {
            let key = (page.version(), enum_name(page, section));
            let Some(first) = seen.get(&key) else {
                seen.insert(key, section);
                continue;
            };
            let names =
                |section: &EnumSection| section.members.iter().map(|member| member.name.value.clone()).collect::<Vec<_>>();
            let (ours, theirs) = (names(section), names(first));
            let only: Vec<&str> = ours.iter().filter(|name| !theirs.contains(name)).map(String::as_str).collect();
            let absent: Vec<&str> = theirs.iter().filter(|name| !ours.contains(name)).map(String::as_str).collect();
            if only.is_empty() && absent.is_empty() {
                continue;
            }
            let mut finding = Finding::error(
                "GD210",
                section.name.origin,
                format!("enumeration `{}` is defined twice with different members", key.1),
            )
            .with_other(first.name.origin, "the other definition");
            if !only.is_empty() {
                finding = finding.with_note(format!("only here: {}", quoted(&only)));
            }
            if !absent.is_empty() {
                finding = finding.with_note(format!("only there: {}", quoted(&absent)));
            }
            context.findings.push(finding.with_help("keep one definition"));
        }
    }
}

/// GD033: a page's namespace lies under the one that the other pages share. Needs enough pages to know which that is.
fn namespace(context: &mut Context<'_>) {
    let named: Vec<_> = context.pages.iter().filter_map(|page| page.namespace.as_ref()).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for namespace in &named {
        *counts.entry(namespace.value.as_str()).or_default() += 1;
    }
    let Some((usual, count)) = counts.into_iter().max_by_key(|(name, count)| (*count, std::cmp::Reverse(*name))) else { return };
    if named.len() < 5 || count * 2 <= named.len() {
        return;
    }
    // A namespace that metadata declares is no slip of a page.
    let own: HashSet<FileId> = context.pages.iter().map(|page| page.file).collect();
    let schemas = context.catalog.model.map_or(&[][..], |model| &model.schemas);
    let declared = |value: &str| schemas.iter().any(|schema| schema.namespace == value && !own.contains(&schema.origin.file));
    let below = |value: &str| value.to_lowercase().starts_with(&format!("{}.", usual.to_lowercase()));
    let foreign = |value: &str| value != usual && !below(value) && !declared(value);
    for namespace in named.iter().filter(|namespace| foreign(&namespace.value)) {
        context.findings.push(
            Finding::info("GD033", namespace.origin, format!("namespace `{}` is not below `{usual}`", namespace.value))
                .with_note(format!("{count} of {} pages are in `{usual}`", named.len()))
                .with_help("publish the type under the common namespace, if it is an alias"),
        );
    }
}
