//! Links.

use std::collections::{HashMap, HashSet};

use edmund_model::{Finding, Severity};

use super::Context;
use crate::page::{Link, Page, PageKind};

/// Where published pages find the description of permissions.
const PERMISSIONS: &str = "/graph/permissions-reference";

pub(super) fn check(context: &mut Context<'_>) {
    let files = Files::new(context.pages);
    for page in context.pages {
        let anchors = anchors(page);
        for link in &page.links {
            boilerplate(context, link);
            anchor(context, page, &anchors, link);
            target(context, &files, page, link);
        }
    }
    orphans(context, &files);
}

/// GD400, GD403: the link to the description of permissions has one spelling.
fn boilerplate(context: &mut Context<'_>, link: &Link) {
    let target = &link.target.value;
    let path = target.split('#').next().unwrap_or(target);
    let folded = path.to_lowercase().replace(['_', ' '], "-").replace("%20", "-").replace("--", "-");
    // Other products have pages of the same name.
    let ours = folded.starts_with("/graph/") || folded.starts_with("/concepts/");
    if !ours || !folded.trim_end_matches(".md").ends_with("/permissions-reference") || path == PERMISSIONS {
        return;
    }
    let fix = |finding: Finding| {
        finding.with_note(format!("6,995 published pages link to `{PERMISSIONS}`")).with_fix(
            format!("write `{PERMISSIONS}`"),
            link.target.origin,
            PERMISSIONS,
        )
    };
    context.report(if folded.starts_with("/graph/") {
        fix(Finding::warning("GD403", link.target.origin, format!("link to the permissions is spelt `{target}`")))
    } else {
        fix(Finding::error("GD400", link.target.origin, format!("link target `{target}` does not exist")))
    });
}

/// GD402: an anchor of the page itself exists.
fn anchor(context: &mut Context<'_>, page: &Page, anchors: &HashSet<String>, link: &Link) {
    let Some(anchor) = link.target.value.strip_prefix('#').filter(|anchor| !anchor.is_empty() && !anchor.starts_with("tab/"))
    else {
        return;
    };
    if page.kind != PageKind::Concept && !anchors.contains(&anchor.to_lowercase()) {
        let finding = Finding::warning("GD402", link.target.origin, format!("page has no heading for `#{anchor}`"));
        context.report(match edmund_model::nearest(anchor, anchors.iter().map(String::as_str)) {
            Some(near) => finding.with_help(format!("did you mean `#{near}`?")),
            None => finding.with_help("link to a heading of the page"),
        });
    }
}

fn anchors(page: &Page) -> HashSet<String> {
    let titles = page.headings.iter().map(|heading| &heading.text.plain).chain(page.title.as_ref().map(|title| &title.value));
    let slug = |title: &String| {
        let kept =
            title.to_lowercase().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')).collect::<String>();
        kept.trim().replace(' ', "-")
    };
    titles.map(slug).collect()
}

/// A folder of which so many pages are there for each that is not is a whole one: what is missing from it is a mistake. With fewer, it may
/// be a type with some of its operations.
const CERTAIN: usize = 10;

/// The given files, and the folders that are given completely enough to say that a file is missing from them.
struct Files<'a> {
    exact: HashMap<String, &'a Page>,
    folded: HashMap<String, String>,
    /// With whether that is certain.
    complete: HashMap<String, bool>,
}

impl<'a> Files<'a> {
    fn new(pages: &'a [Page]) -> Self {
        let exact: HashMap<String, &Page> = pages.iter().map(|page| (normal(&page.path), page)).collect();
        let folded: HashMap<String, String> = exact.keys().map(|path| (path.to_lowercase(), path.clone())).collect();
        let mut targets: HashMap<String, (HashSet<String>, HashSet<String>)> = HashMap::new();
        for page in pages {
            for link in page.links.iter().filter(|link| is_page(link)) {
                let path = resolve(&page.path, &link.target.value);
                let (found, missing) = targets.entry(folder(&path).to_owned()).or_default();
                if folded.contains_key(&path.to_lowercase()) {
                    found.insert(path)
                } else {
                    missing.insert(path)
                };
            }
        }
        // A sample of a large set has nearly all its links leading out; a whole set has a few wrong ones.
        let complete = targets.into_iter().filter(|(_, (found, missing))| found.len() >= 2 && found.len() >= missing.len());
        let certain = |found: usize, missing: usize| found >= CERTAIN * missing;
        let complete = complete.map(|(folder, (found, missing))| (folder, certain(found.len(), missing.len())));
        Files { complete: complete.collect(), exact, folded }
    }
}

/// Whether a link leads to another page of the set: relative, with the extension of pages, no include.
fn is_page(link: &Link) -> bool {
    let target = link.target.value.split(['#', '?']).next().unwrap_or("");
    target.ends_with(".md") && !target.starts_with('/') && !target.contains("://") && !target.contains("includes/")
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// GD400, GD401: links between pages lead to pages, in the case of their file names.
fn target(context: &mut Context<'_>, files: &Files<'_>, page: &Page, link: &Link) {
    if link.target.value.contains('\\') && link.target.value.ends_with(".md") {
        let wanted = link.target.value.replace('\\', "/");
        context.report(Finding::error("GD400", link.target.origin, "back-slashes in a link").with_fix(
            "write slashes",
            link.target.origin,
            wanted,
        ));
        return;
    }
    if !is_page(link) {
        return;
    }
    let path = resolve(&page.path, &link.target.value);
    if files.exact.contains_key(&path) {
        return;
    }
    if let Some(real) = files.folded.get(&path.to_lowercase()) {
        let (_, name) = real.rsplit_once('/').unwrap_or(("", real));
        let written = link.target.value.replace(crate::catalog::file_name(&link.target.value), name);
        context.report(
            Finding::warning("GD401", link.target.origin, "link differs from the file name in case")
                .with_label(format!("the file is `{name}`"))
                .with_fix(format!("write `{written}`"), link.target.origin, written),
        );
        return;
    }
    let Some(certain) = files.complete.get(folder(&path)) else { return };
    let severity = if *certain { Severity::Error } else { Severity::Warning };
    let message = format!("link target `{}` is not among the pages", link.target.value);
    let finding = Finding::new("GD400", severity, link.target.origin, message);
    let near =
        edmund_model::nearest(&path, files.exact.keys().map(String::as_str).filter(|other| folder(other) == folder(&path)));
    context.report(match near {
        Some(near) => finding.with_help(format!("did you mean `{}`?", crate::catalog::file_name(near))),
        None => finding.with_help("correct the link, or write the page"),
    });
}

/// GD404: every page of an operation is linked from the page of a type.
fn orphans(context: &mut Context<'_>, files: &Files<'_>) {
    let resources: Vec<_> = context.pages.iter().filter(|page| page.kind == PageKind::Resource).collect();
    let linked: HashSet<String> = resources
        .iter()
        .flat_map(|page| {
            page.links.iter().filter(|link| is_page(link)).map(|link| resolve(&page.path, &link.target.value).to_lowercase())
        })
        .collect();
    for page in context.pages.iter().filter(|page| page.kind == PageKind::Operation) {
        let path = normal(&page.path);
        if files.complete.contains_key(folder(&path)) && !resources.is_empty() && !linked.contains(&path.to_lowercase()) {
            context.findings.push(
                Finding::info("GD404", super::whole(page), "no page of a type links to this operation")
                    .with_help("add a row to the `Methods` table of its type"),
            );
        }
    }
}

/// A path without `.` and `..`, with slashes.
pub(crate) fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let path = path.replace('\\', "/");
    for part in path.split('/') {
        match part {
            "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Where a relative link of a page leads.
pub(crate) fn resolve(page: &str, target: &str) -> String {
    let target = target.split(['#', '?']).next().unwrap_or("");
    let page = page.replace('\\', "/");
    let folder = folder(&page);
    if folder.is_empty() { normal(target) } else { normal(&format!("{folder}/{target}")) }
}
