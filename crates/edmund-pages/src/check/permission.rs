//! Permission tables.

use std::collections::HashMap;

use edmund_model::{FileId, Finding, Origin, PermissionScheme};

use super::Context;
use crate::page::{Located, Page, PermissionRow, PermissionTable};

pub(super) fn check(context: &mut Context<'_>, page: &Page) {
    for table in &page.permissions {
        placeholder(context, page, table);
        order(context, table);
        if table.regular {
            cells(context, table);
            separators(context, table);
            case(context, table);
            rows(context, table);
        }
    }
}

/// GD100: cells name scopes, not a task for someone.
fn placeholder(context: &mut Context<'_>, page: &Page, table: &PermissionTable) {
    for row in table.rows.iter().filter(|row| row.cell.value.contains("TODO")) {
        let mut finding = Finding::error("GD100", row.cell.origin, "placeholder instead of scopes")
            .with_label("nobody filled this in")
            .with_note("18 cells on 9 published pages still have this generator text")
            .with_help("name the scopes, or write `Not supported.`");
        if let Some((known, path)) = context.set.documented.of(page, row) {
            finding = finding.with_note(format!("`{path}` documents the same resource with {known}"));
        }
        context.report(finding);
    }
}

/// The scopes that pages name, by the path of their first request: what another page of a resource can lend to one whose cells are empty.
#[derive(Debug, Default)]
pub(crate) struct Documented(HashMap<String, Vec<Granted>>);

/// The scopes that a page names.
#[derive(Debug)]
struct Granted {
    file: FileId,
    path: String,
    scopes: Vec<(Option<PermissionScheme>, String)>,
}

/// A path has so many pages to be asked: one may be the page that asks.
const GRANTED: usize = 2;

impl Documented {
    pub(crate) fn add(&mut self, page: &Page) {
        let rows = page.permissions.iter().flat_map(|table| &table.rows).filter(|row| !row.scopes.is_empty());
        let names =
            |row: &PermissionRow| row.scopes.iter().map(|scope| format!("`{}`", scope.value)).collect::<Vec<_>>().join(", ");
        let mut rows = rows.peekable();
        let Some(path) = resource(page).filter(|_| rows.peek().is_some()) else { return };
        let found = self.0.entry(path).or_default();
        if found.len() < GRANTED {
            let scopes = rows.map(|row| (row.scheme, names(row))).collect();
            found.push(Granted { file: page.file, path: page.path.clone(), scopes });
        }
    }

    /// Scopes that another page names for the same resource and scheme, and the path of that page.
    fn of(&self, page: &Page, row: &PermissionRow) -> Option<(&str, &str)> {
        let other = self.0.get(&resource(page)?)?.iter().find(|other| other.file != page.file)?;
        let (_, scopes) = other.scopes.iter().find(|(scheme, _)| *scheme == row.scheme)?;
        Some((scopes, &other.path))
    }
}

/// The path of a page's first request, as one name of the resource that the page is about.
fn resource(page: &Page) -> Option<String> {
    page.templates.first().map(|template| template.canonical_path().trim_end_matches("/$ref").to_lowercase())
}

/// GD101: scopes are listed from least to most privileged.
fn order(context: &mut Context<'_>, table: &PermissionTable) {
    let Some(words) = table.reversed else { return };
    context.report(
        Finding::warning("GD101", words, "permissions are listed from most to least privileged")
            .with_note("readers take the first scope as the least privileged one")
            .with_help("order the scopes from least to most privileged; the fix changes the words only, so look at the cells too")
            .with_fix("write `from least to most privileged`", words, "from least to most privileged"),
    );
}

/// GD102, GD103: a cell names scopes or says why there are none.
fn cells(context: &mut Context<'_>, table: &PermissionTable) {
    for (index, row) in table.rows.iter().enumerate() {
        let answered = !row.scopes.is_empty() || row.unsupported || row.undocumented || row.cell.value.contains("TODO");
        if row.scheme.is_none() || answered {
            continue;
        }
        let sub_rows = table.rows.get(index + 1).is_some_and(|next| next.scheme.is_none());
        if row.cell.value.trim().is_empty() {
            if !sub_rows {
                context.report(
                    Finding::warning("GD102", row.label.origin, "permission cell is empty")
                        .with_label("no scopes for this row")
                        .with_help("name the scopes, or write `Not supported.`"),
                );
            }
        } else if !row.cell.value.contains("](") && !row.cell.value.contains(' ') {
            context.report(
                Finding::warning("GD103", row.cell.origin, format!("`{}` is not a scope", row.cell.value))
                    .with_help("write scopes as `Resource.Operation.Constraint`, separated by commas"),
            );
        }
    }
}

/// GD103: scopes are separated by commas. Words between them are left alone: they may say more than a list can.
fn separators(context: &mut Context<'_>, table: &PermissionTable) {
    for row in &table.rows {
        let (Some(first), Some(last)) = (row.scopes.first(), row.scopes.last()) else { continue };
        let between = |pair: &[Located<String>]| {
            let place = Origin { start: pair[0].origin.end, end: pair[1].origin.start, ..pair[0].origin };
            matches!(context.text(place).trim(), "" | ";" | "." | "/" | ",," | ", ," | ",;")
        };
        if !row.scopes.windows(2).any(between) {
            continue;
        }
        let whole = Origin { start: first.origin.start, end: last.origin.end, ..first.origin };
        let list = row.scopes.iter().map(|scope| scope.value.as_str()).collect::<Vec<_>>().join(", ");
        // What else stands between the first and the last would be lost.
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let finding = Finding::warning("GD103", whole, "scopes are not separated by commas").with_help(format!("write `{list}`"));
        let is_list = letters(context.text(whole)) == letters(&list);
        context.report(if is_list { finding.with_fix("separate the scopes by commas", whole, list) } else { finding });
    }
}

/// GD103: a scope is spelt as on the other pages; scopes are case-sensitive.
fn case(context: &mut Context<'_>, table: &PermissionTable) {
    for scope in table.rows.iter().flat_map(|row| &row.scopes) {
        let Some(usual) = context.set.scopes.usual(&scope.value) else { continue };
        let finding = Finding::warning("GD103", scope.origin, format!("`{}` is spelt `{usual}` on other pages", scope.value));
        let usual = usual.to_owned();
        context.report(finding.with_note("scopes are case-sensitive").with_fix(format!("write `{usual}`"), scope.origin, usual));
    }
}

/// How often each spelling of a scope occurs in a set of pages.
#[derive(Debug, Default)]
pub(crate) struct Scopes(HashMap<String, HashMap<String, usize>>);

/// A spelling is usual when it occurs so many times as often as another.
const USUAL: usize = 3;

impl Scopes {
    pub(crate) fn add(&mut self, page: &Page) {
        let rows = page.permissions.iter().flat_map(|table| &table.rows);
        for scope in rows.flat_map(|row| &row.scopes) {
            let spellings = self.0.entry(scope.value.to_lowercase()).or_default();
            match spellings.get_mut(&scope.value) {
                Some(count) => *count += 1,
                None => drop(spellings.insert(scope.value.clone(), 1)),
            }
        }
    }

    /// The usual spelling of a scope that is spelt otherwise.
    fn usual(&self, spelt: &str) -> Option<&str> {
        let spellings = self.0.get(&spelt.to_lowercase())?;
        let (usual, count) = spellings.iter().max_by_key(|(name, count)| (**count, name.as_str()))?;
        (usual != spelt && *count >= USUAL * spellings.get(spelt).copied().unwrap_or(0)).then_some(usual)
    }
}

/// GD104: the three rows are there and spelt as everywhere.
fn rows(context: &mut Context<'_>, table: &PermissionTable) {
    let labels = [
        (PermissionScheme::DelegatedWork, "Delegated (work or school account)"),
        (PermissionScheme::DelegatedPersonal, "Delegated (personal Microsoft account)"),
        (PermissionScheme::Application, "Application"),
    ];
    for row in &table.rows {
        let open = row.label.value.contains('(') && !row.label.value.contains(')');
        if let Some((_, label)) = labels.iter().find(|(scheme, _)| open && Some(*scheme) == row.scheme) {
            context.report(Finding::warning("GD104", row.label.origin, "row label has an open parenthesis").with_fix(
                format!("write `{label}`"),
                row.label.origin,
                *label,
            ));
        }
    }
    let known = table.rows.iter().filter(|row| row.scheme.is_some()).count();
    let absent = labels.iter().find(|(scheme, _)| !table.rows.iter().any(|row| row.scheme == Some(*scheme)));
    if let (Some((_, label)), true) = (absent, known > 0) {
        context.report(
            Finding::warning("GD104", table.rows[0].label.origin, format!("permission table has no row `{label}`"))
                .with_help("add the row; write `Not supported.` when no scope allows the call"),
        );
    }
}
