//! Who may send a request.

use edmund_model::Permissions;

use super::Lowering;
use super::types::singular;
use crate::check::link::resolve;
use crate::page::{Located, Page, PermissionTable};
use crate::template::{self, SegmentKind, Template};

impl Lowering<'_> {
    /// Who may send a request: by a table of the page itself, or in a file that it includes, which is how newer pages have it. Of several
    /// tables the one that is announced for the request counts, else the one whose heading is about what the path goes through, else the first.
    pub(super) fn permissions(&self, page: &Page, template: &Template) -> Permissions {
        let own = page.permissions.iter().map(|table| (&table.requests, &table.topic, std::slice::from_ref(table)));
        let included = page.includes.iter().filter_map(|include| {
            let found = self.included.get(&resolve(&page.path, &include.link.target.value))?;
            Some((&include.requests, &include.topic, &found.permissions[..]))
        });
        let tables = own.chain(included).map(|(requests, topic, tables)| (requests, topic, scopes_of(tables)));
        let mut tables: Vec<_> = tables.filter(|(_, _, scopes)| !scopes.0.is_empty()).collect();
        let is_meant = |request: &Located<String>| template::parse(&request.value, 0, request.origin.file).is_same(template);
        let announced = tables.iter().position(|(requests, _, _)| requests.iter().any(is_meant));
        let meant = announced.unwrap_or_else(|| by_topic(tables.iter().map(|(_, topic, _)| topic.as_str()), template));
        if tables.is_empty() { Permissions::default() } else { tables.swap_remove(meant).2 }
    }
}

/// Which of some headings fits a request best: the first one of those.
fn by_topic<'t>(topics: impl Iterator<Item = &'t str>, template: &Template) -> usize {
    let scores = topics.map(|topic| score(topic, template)).enumerate();
    scores.fold((0, 0), |best, (index, score)| if score > best.1 { (index, score) } else { best }).0
}

/// How much a heading is about what a path goes through, the last of it most: `Acting on self` about `/me`, `For a group` about `/groups/{id}`.
fn score(topic: &str, template: &Template) -> usize {
    let topic = topic.to_lowercase();
    let words: Vec<&str> = topic.split(|c: char| !c.is_alphanumeric()).collect();
    let has = |word: &str| words.contains(&word);
    let others = has("other") || has("others") || has("another");
    let own = has("self") || has("own") || topic.contains("signed-in") || topic.contains("signed in");
    let of_segment = |(index, text): (usize, &str)| match text.to_lowercase().as_str() {
        "me" if own => 2 * index + 2,
        "me" if has("user") && !others => 1,
        "users" if others => 2 * index + 2,
        "users" if own => 0,
        // A collection on the way is what the rest is about; a single thing may be in every heading.
        segment if singular(segment) != segment && (has(&singular(segment)) || has(segment)) => 2 * index + 2,
        _ => 0,
    };
    let names = template.segments.iter().filter(|segment| segment.kind == SegmentKind::Name).map(|segment| segment.text.as_str());
    names.enumerate().map(of_segment).max().unwrap_or_default()
}

/// The scopes of the first table that speaks about the request as a whole.
fn scopes_of(tables: &[PermissionTable]) -> Permissions {
    let mut found = Permissions::default();
    let Some(table) = tables.iter().find(|table| table.regular) else { return found };
    for row in &table.rows {
        let Some(scheme) = row.scheme else { continue };
        if row.scopes.is_empty() && !row.unsupported {
            continue;
        }
        found.0.entry(scheme).or_insert_with(|| scopes(table, row));
    }
    found
}

fn scopes(table: &PermissionTable, row: &crate::page::PermissionRow) -> Vec<String> {
    let mut scopes: Vec<String> = Vec::new();
    for scope in &row.scopes {
        if !scopes.contains(&scope.value) {
            scopes.push(scope.value.clone());
        }
    }
    if table.reversed.is_some() {
        scopes.reverse();
    }
    scopes
}
