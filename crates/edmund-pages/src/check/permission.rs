//! Permission tables.

use edmund_model::{Finding, PermissionScheme};

use super::Context;
use crate::page::{Page, PermissionRow, PermissionTable};

pub(super) fn check(context: &mut Context<'_>, page: &Page) {
    for table in &page.permissions {
        placeholder(context, page, table);
        order(context, table);
        if table.regular {
            cells(context, table);
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
        if let Some((known, path)) = known_scopes(context, page, row) {
            finding = finding.with_note(format!("`{path}` documents the same resource with {known}"));
        }
        context.report(finding);
    }
}

/// Scopes that another page names for the same resource and scheme.
fn known_scopes<'a>(context: &Context<'a>, page: &Page, row: &PermissionRow) -> Option<(String, &'a str)> {
    let root =
        |page: &Page| page.templates.first().map(|template| template.canonical_path().trim_end_matches("/$ref").to_lowercase());
    let own = root(page)?;
    let other = context.pages.iter().find(|other| other.file != page.file && root(other).is_some_and(|path| path == own))?;
    let found = other
        .permissions
        .iter()
        .flat_map(|table| &table.rows)
        .find(|other| other.scheme == row.scheme && !other.scopes.is_empty())?;
    let names: Vec<_> = found.scopes.iter().map(|scope| format!("`{}`", scope.value)).collect();
    Some((names.join(", "), &other.path))
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
