//! Links.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use edmund_model::{Finding, QualifiedName, Severity, is_identifier};

use super::Context;
use crate::catalog::resource_name;
use crate::page::{Link, Page, PageKind};

/// Where published pages find the description of permissions.
const PERMISSIONS: &str = "/graph/permissions-reference";

pub(super) fn check(context: &mut Context<'_>, page: &Page) {
    let anchors = OnceCell::new();
    for link in &page.links {
        boilerplate(context, link);
        anchor(context, page, &anchors, link);
        target(context, page, link);
    }
    orphan(context, page);
}

/// GD400, GD403: the link to the description of permissions has one spelling.
fn boilerplate(context: &mut Context<'_>, link: &Link) {
    let target = &link.target.value;
    let path = target.split('#').next().unwrap_or(target);
    if !path.starts_with('/') || path == PERMISSIONS {
        return;
    }
    let folded = path.to_lowercase().replace(['_', ' '], "-").replace("%20", "-").replace("--", "-");
    // Other products have pages of the same name.
    let ours = folded.starts_with("/graph/") || folded.starts_with("/concepts/");
    if !ours || !folded.trim_end_matches(".md").ends_with("/permissions-reference") {
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
fn anchor(context: &mut Context<'_>, page: &Page, anchors: &OnceCell<HashSet<String>>, link: &Link) {
    let Some(anchor) = link.target.value.strip_prefix('#').filter(|anchor| !anchor.is_empty() && !anchor.starts_with("tab/"))
    else {
        return;
    };
    let anchors = anchors.get_or_init(|| self::anchors(page));
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

/// The files of a set, and where its links lead.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// By normal path: the type that a file describes, where it describes one.
    files: HashMap<String, Option<u32>>,
    /// The paths that are not all lower case, by how they would be.
    folded: HashMap<String, String>,
    /// The types that files describe, each once.
    types: Vec<QualifiedName>,
    numbers: HashMap<QualifiedName, u32>,
    folders: HashMap<String, Folder>,
    has_resources: bool,
}

/// What is linked in a folder.
#[derive(Debug, Default)]
struct Folder {
    /// The fingerprints of paths in lower case, and whether a page of a type links there. Links are many; that they are there is all that is asked.
    linked: HashMap<u64, bool>,
}

/// A path in lower case, as most are.
fn lower(path: &str) -> Cow<'_, str> {
    let is_lower = path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_lower { Cow::Borrowed(path) } else { Cow::Owned(path.to_lowercase()) }
}

fn fingerprint(path: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}

impl Links {
    pub(crate) fn add(&mut self, page: &Page) {
        let path = normal(&page.path);
        let described = resource_name(page).map(|name| self.number(name));
        if let Cow::Owned(folded) = lower(&path) {
            self.folded.insert(folded, path.clone());
        }
        self.files.insert(path, described);
        let is_resource = page.kind == PageKind::Resource;
        self.has_resources |= is_resource;
        for link in page.links.iter().filter(|link| is_page(link)) {
            let target = resolve(&page.path, &link.target.value);
            let path = fingerprint(&lower(&target));
            let name = folder(&target);
            if let Some(folder) = self.folders.get_mut(name) {
                *folder.linked.entry(path).or_default() |= is_resource;
            } else {
                self.folders.insert(name.to_owned(), Folder { linked: HashMap::from([(path, is_resource)]) });
            }
        }
    }

    fn number(&mut self, name: QualifiedName) -> u32 {
        if let Some(number) = self.numbers.get(&name) {
            return *number;
        }
        let number = self.types.len() as u32;
        self.types.push(name.clone());
        self.numbers.insert(name, number);
        number
    }

    /// The type that the file of a path describes.
    pub(super) fn described(&self, path: &str) -> Option<&QualifiedName> {
        self.types.get((*self.files.get(path)?)? as usize)
    }

    /// What a link to a path leads to, for a link that names a type. Of a page that is not given only the file name is known; it tells
    /// that another type is meant when the named type has a page.
    pub(super) fn leads_to<'a>(&'a self, path: &'a str, name: &str) -> Option<&'a str> {
        if let Some(described) = self.files.get(path) {
            return described.and_then(|number| self.types.get(number as usize)).map(|found| found.name.as_str());
        }
        let stem = crate::catalog::file_name(path).strip_suffix(".md")?;
        let other = !stem.to_lowercase().ends_with(&name.to_lowercase()) && is_identifier(stem);
        (other && self.types.iter().any(|known| known.name.eq_ignore_ascii_case(name))).then_some(stem)
    }

    /// The folders that are given completely enough to say that a file is missing from them, with whether that is certain.
    pub(super) fn complete(&self) -> HashMap<&str, bool> {
        let there: HashSet<u64> = self.files.keys().map(|path| fingerprint(&lower(path))).collect();
        // A sample of a large set has nearly all its links leading out; a whole set has a few wrong ones.
        let complete = self.folders.iter().filter_map(|(name, folder)| {
            let found = folder.linked.keys().filter(|path| there.contains(path)).count();
            let missing = folder.linked.len() - found;
            (found >= 2 && found >= missing).then_some((name.as_str(), found >= CERTAIN * missing))
        });
        complete.collect()
    }

    /// A path, if it is that of a file.
    pub(super) fn path(&self, path: &str) -> Option<&str> {
        self.files.get_key_value(path).map(|(path, _)| path.as_str())
    }

    /// A path for the names of each file and its folder.
    pub(super) fn by_name(&self) -> HashMap<String, String> {
        let mut paths: Vec<&String> = self.files.keys().collect();
        paths.sort_unstable();
        paths.into_iter().map(|path| (tail(path).to_owned(), path.clone())).collect()
    }

    /// The path as it is, of a file whose path is the same in lower case.
    fn in_any_case<'a>(&'a self, path: &'a str) -> Option<&'a str> {
        let folded = self.folded.get(path).map(String::as_str);
        folded.or_else(|| self.path(path))
    }

    /// Whether a page of a type links to a path.
    fn is_linked(&self, path: &str) -> bool {
        let folder = self.folders.get(folder(path));
        folder.is_some_and(|folder| folder.linked.get(&fingerprint(&lower(path))) == Some(&true))
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
fn target(context: &mut Context<'_>, page: &Page, link: &Link) {
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
    let links = &context.set.links;
    if links.files.contains_key(&path) {
        return;
    }
    if let Some(real) = links.in_any_case(&path.to_lowercase()) {
        let (_, name) = real.rsplit_once('/').unwrap_or(("", real));
        let written = link.target.value.replace(crate::catalog::file_name(&link.target.value), name);
        context.report(
            Finding::warning("GD401", link.target.origin, "link differs from the file name in case")
                .with_label(format!("the file is `{name}`"))
                .with_fix(format!("write `{written}`"), link.target.origin, written),
        );
        return;
    }
    let meant = context.checker.named(&path);
    let severity = match context.checker.folders.get(folder(&path)) {
        Some(false) if meant.is_none() => Severity::Warning,
        None if meant.is_none() => return,
        _ => Severity::Error,
    };
    let message = format!("link target `{}` is not among the pages", link.target.value);
    let finding = Finding::new("GD400", severity, link.target.origin, message);
    let beside = || links.files.keys().map(String::as_str).filter(|other| folder(other) == folder(&path));
    let near = meant.or_else(|| edmund_model::nearest(&path, beside()));
    context.report(match near {
        Some(near) => finding.with_help(format!("did you mean `{}`?", crate::catalog::file_name(near))),
        None => finding.with_help("correct the link, or write the page"),
    });
}

/// The path of a file without the namespace that its name begins with (`contoso.stock-item.md`): page generators name files so, published
/// pages do not.
pub(super) fn without_namespace(path: &str) -> Option<String> {
    let (namespace, rest) = crate::catalog::file_name(path).split_once('-')?;
    namespace.contains('.').then(|| format!("{}/{rest}", folder(path)))
}

/// The names of a file and of the folder that it is in.
pub(super) fn tail(path: &str) -> &str {
    let mut slashes = path.rmatch_indices('/').map(|(at, _)| at + 1);
    slashes.nth(1).map_or(path, |start| &path[start..])
}

/// GD404: every page of an operation is linked from the page of a type.
fn orphan(context: &mut Context<'_>, page: &Page) {
    let links = &context.set.links;
    let path = normal(&page.path);
    if page.kind != PageKind::Operation || !links.has_resources || links.is_linked(&path) {
        return;
    }
    if context.checker.folders.contains_key(folder(&path)) {
        context.report(
            Finding::info("GD404", super::whole(page), "no page of a type links to this operation")
                .with_help("add a row to the `Methods` table of its type"),
        );
    } else {
        unlisted(context, page);
    }
}

/// GD160: the page of the type that a request sends or answers with lists what the path of the request supports.
fn unlisted(context: &mut Context<'_>, page: &Page) {
    let answered = page.response.as_ref().and_then(|response| response.ty.as_ref());
    let Some(link) = answered.or_else(|| crate::read::body_type(page.body.as_ref()?)) else { return };
    let Some(owner) = context.checker.leads_to(page, link) else { return };
    for (method, template) in page.requests() {
        let path = template.canonical_path();
        let path = path.trim_end_matches("/$ref");
        let listed = context.set.listed(owner, path);
        if listed.is_empty() || listed.contains(&method) {
            continue;
        }
        let listed: Vec<String> = listed.iter().map(|method| format!("`{} {path}`", method.as_str())).collect();
        context.report(
            Finding::info("GD160", super::whole(page), "request cannot be confirmed")
                .with_note(format!("the page of its type lists {}", listed.join(", ")))
                .with_other(super::whole(owner), "the page of the type")
                .with_help("add a row to the `Methods` table there, if the service answers this request"),
        );
        return;
    }
}

/// A path without `.` and `..`, with slashes.
pub(crate) fn normal(path: &str) -> String {
    joined(path.split(['/', '\\']))
}

fn joined<'a>(written: impl Iterator<Item = &'a str>) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in written {
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
    let folder = page.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder);
    if folder.is_empty() {
        return normal(target);
    }
    joined(folder.split(['/', '\\']).chain(target.split(['/', '\\'])))
}
