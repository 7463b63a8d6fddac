//! Example requests against the request templates.

use std::borrow::Cow;

use edmund_model::{Finding, Method, Origin, Severity};

use super::Context;
use super::reference::is_reference_body;
use crate::message::{Message, StartLine};
use crate::page::{Located, Page};
use crate::template::{self, Segment, SegmentKind, Template};

pub(super) fn check(context: &mut Context<'_>, page: &Page) {
    let examples: Vec<_> = page.messages.iter().filter(|message| message.example).filter_map(Example::of).collect();
    for example in &examples {
        version(context, page, example);
        blanks(context, example);
    }
    matches(context, page, &examples);
}

struct Example<'a> {
    message: &'a Message,
    method: &'a Located<String>,
    url: &'a Located<String>,
    target: Template,
}

impl<'a> Example<'a> {
    fn of(message: &'a Message) -> Option<Self> {
        let StartLine::Request { method, url } = &message.start else { return None };
        let opaque = message.annotation.as_ref().is_some_and(|annotation| annotation.flag("opaqueUrl"));
        let target = template::url(&url.value, url.origin.start as usize, url.origin.file);
        (!opaque).then_some(Example { message, method, url, target })
    }

    /// The host, of an absolute URL.
    fn host(&self) -> Option<&str> {
        let (_, rest) = self.url.value.split_once("://")?;
        rest.split('/').next()
    }
}

/// How an example misses a template; the nearer miss comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Miss {
    /// Only `$ref`, `$value` or `$count` at the end differs.
    Suffix,
    /// Only the method differs.
    Method,
    /// The same below another root, such as `/me`.
    Root,
    /// Something else.
    Path,
}

/// GD120: each example request is one of the documented requests.
fn matches(context: &mut Context<'_>, page: &Page, examples: &[Example<'_>]) {
    let usable = page.templates.iter().all(|template| template.problem.is_none());
    if page.templates.is_empty() || !usable {
        return;
    }
    let misses: Vec<_> =
        examples.iter().filter(|example| comparable(page, example)).map(|example| (example, nearest(page, example))).collect();
    let any_match = misses.iter().any(|(_, miss)| miss.is_none_or(|(miss, _)| miss == Miss::Root));
    for (example, miss) in &misses {
        if let Some((miss, template)) = miss {
            let finding = mismatch(example, *miss, template, any_match);
            context.report(finding);
        }
    }
}

/// Hosts other than the service's are upload or download addresses; a template that never mentions them says nothing about them.
fn comparable(page: &Page, example: &Example<'_>) -> bool {
    let Some(first) = example.target.segments.first() else { return false };
    // A batch is a request of its own that carries others.
    if first.text == "$batch" || example.target.path.value.contains("**") {
        return false;
    }
    let Some(host) = example.host() else { return true };
    host.starts_with("graph.microsoft")
        || page.templates.iter().any(|template| {
            let first = template.segments.first();
            first.is_some_and(|first| example.target.segments.iter().any(|segment| same_name(&segment.text, &first.text)))
        })
}

/// The template an example comes nearest to, unless it matches one.
fn nearest<'a>(page: &'a Page, example: &Example<'_>) -> Option<(Miss, &'a Template)> {
    let misses = page.templates.iter().map(|template| (miss(template, example), template));
    let mut best: Option<(Miss, &Template)> = None;
    for (miss, template) in misses {
        let miss = miss?;
        if best.is_none_or(|(nearest, _)| miss < nearest) {
            best = Some((miss, template));
        }
    }
    best
}

/// How an example misses a template; `None` when it matches.
fn miss(template: &Template, example: &Example<'_>) -> Option<Miss> {
    let method = template.method.as_ref().map(|method| method.value) == Method::parse(&example.method.value);
    let ours = &template.segments;
    let theirs =
        service_path(&example.target.segments, ours, example.host().is_some_and(|host| !host.starts_with("graph.microsoft")));
    let (our_stem, our_suffix) = stem(ours);
    let (their_stem, their_suffix) = stem(theirs);
    let path = fits(ours, theirs);
    match (method, path) {
        (true, true) => None,
        (false, true) => Some(Miss::Method),
        (true, false) if our_suffix != their_suffix && fits(our_stem, their_stem) => Some(Miss::Suffix),
        (true, false) if same_below_root(ours, theirs) => Some(Miss::Root),
        _ => Some(Miss::Path),
    }
}

/// On an unknown host the service root is unknown too: skip what stands before the first segment of the template.
fn service_path<'a>(theirs: &'a [Segment], ours: &[Segment], skip: bool) -> &'a [Segment] {
    let first = ours.first().filter(|first| skip && first.kind == SegmentKind::Name);
    let start = first.and_then(|first| theirs.iter().position(|segment| same_name(&segment.text, &first.text)));
    &theirs[start.unwrap_or(0)..]
}

/// A path without `$ref`, `$value` or `$count` at its end, and that.
fn stem(segments: &[Segment]) -> (&[Segment], Option<&str>) {
    match segments.split_last() {
        Some((last, rest)) if last.kind == SegmentKind::System => (rest, Some(last.text.as_str())),
        _ => (segments, None),
    }
}

fn fits(ours: &[Segment], theirs: &[Segment]) -> bool {
    if ours.iter().any(|segment| segment.kind == SegmentKind::Free) {
        return true;
    }
    let theirs = keyed(ours, theirs);
    let theirs: Vec<&Segment> = theirs.iter().collect();
    let plain: Vec<&Segment> = theirs.iter().copied().filter(|segment| segment.kind != SegmentKind::Qualified).collect();
    let ours_plain: Vec<&Segment> = ours.iter().filter(|segment| segment.kind != SegmentKind::Qualified).collect();
    let ours: Vec<&Segment> = ours.iter().collect();
    all_fit(&ours, &theirs) || all_fit(&ours_plain, &plain)
}

/// A path in which keys by name, `books(isbn='1')`, stand where the other path has plain ones, `books/{id}`.
fn keyed<'a>(ours: &[Segment], theirs: &'a [Segment]) -> Cow<'a, [Segment]> {
    if !theirs.iter().any(|segment| matches!(segment.kind, SegmentKind::Call { .. })) {
        return Cow::Borrowed(theirs);
    }
    let mut found: Vec<Segment> = Vec::with_capacity(theirs.len() + 1);
    for segment in theirs {
        let at = found.len();
        let has_key = ours.get(at + 1).is_some_and(|next| next.kind == SegmentKind::Key);
        match &segment.kind {
            SegmentKind::Call { name, .. }
                if has_key && ours[at].kind == SegmentKind::Name && same_name(&ours[at].text, name) =>
            {
                found.push(Segment { text: name.clone(), kind: SegmentKind::Name, origin: segment.origin });
                found.push(Segment { kind: SegmentKind::Key, ..segment.clone() });
            }
            _ => found.push(segment.clone()),
        }
    }
    Cow::Owned(found)
}

fn all_fit(ours: &[&Segment], theirs: &[&Segment]) -> bool {
    ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(our, their)| segment_fits(our, their))
}

fn segment_fits(ours: &Segment, theirs: &Segment) -> bool {
    match (&ours.kind, &theirs.kind) {
        (SegmentKind::Free, _) | (_, SegmentKind::Free) => true,
        (SegmentKind::Key, SegmentKind::System) => false,
        (SegmentKind::Key, _) => true,
        (SegmentKind::Call { name, .. }, SegmentKind::Call { name: other, .. }) => same_operation(name, other),
        (SegmentKind::Call { name, arguments }, _) => arguments.is_empty() && same_operation(name, &theirs.text),
        (_, SegmentKind::Call { name, .. }) => same_operation(name, &ours.text),
        _ => same_name(&ours.text, &theirs.text) || same_operation(&ours.text, &theirs.text),
    }
}

/// Published pages are careless about case and servers do not mind, so case is no contradiction.
fn same_name(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// An operation may be written with or without its namespace.
fn same_operation(one: &str, other: &str) -> bool {
    let simple = |name: &str| name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
    simple(one) == simple(other)
}

/// What a path starts from, besides the service root.
#[derive(Clone, Copy, PartialEq)]
enum Root {
    /// `/me` or `/users/{id}`.
    User,
    /// `/drive`, `/drives/{id}`, or the drive of a user, group or site.
    Drive,
    /// The user, group or site of which all drives are meant.
    Owner,
}

/// The root of a path, and how many segments it has.
fn root(segments: &[Segment]) -> Option<(Root, usize)> {
    let name = |index: usize| segments.get(index).map(|segment| segment.text.to_ascii_lowercase());
    let (owner, is_user) = match name(0)?.as_str() {
        "me" => (1, true),
        "users" if segments.len() > 1 => (2, true),
        "groups" | "sites" => (2, false),
        _ => (0, false),
    };
    match name(owner).as_deref() {
        Some("drive") => Some((Root::Drive, owner + 1)),
        Some("drives") if segments.len() > owner + 1 => Some((Root::Drive, owner + 2)),
        Some("drives") if owner > 0 => Some((Root::Owner, owner)),
        _ => is_user.then_some((Root::User, owner)),
    }
}

/// What stands behind an item of a drive: `items/{id}`, or `root`, the item that is always there.
fn behind_item(segments: &[Segment]) -> Option<&[Segment]> {
    let first = segments.first()?;
    if first.text.eq_ignore_ascii_case("root") {
        return segments.get(1..);
    }
    first.text.eq_ignore_ascii_case("items").then(|| segments.get(2..)).flatten()
}

/// `/me/x` and `/users/{id}/x` are the same operation with different roots, so are the ways to a drive, and so are a path and the same one
/// behind another.
fn same_below_root(ours: &[Segment], theirs: &[Segment]) -> bool {
    let roots = root(ours).zip(root(theirs));
    let same = roots.is_some_and(|((one, skip), (two, other))| {
        let (ours, theirs) = (&ours[skip..], &theirs[other..]);
        let of_items =
            || one == Root::Drive && behind_item(ours).zip(behind_item(theirs)).is_some_and(|(ours, theirs)| fits(ours, theirs));
        one == two && (fits(ours, theirs) || of_items())
    });
    same || goes_on(ours, theirs)
}

/// Some templates start at what an item has, `/workbook/tables`, or at a placeholder for it; examples start at the item's own root. A
/// collection and a key alone are too little to tell.
fn goes_on(ours: &[Segment], theirs: &[Segment]) -> bool {
    let Some(before) = theirs.len().checked_sub(ours.len()).filter(|before| *before > 0) else { return false };
    let enough = match ours.first().map(|first| (&first.kind, first.text.as_str())) {
        Some((SegmentKind::Name, name)) if !name.eq_ignore_ascii_case("workbook") => 3,
        Some((SegmentKind::Name | SegmentKind::Key, _)) => 2,
        _ => return false,
    };
    ours.len() >= enough && fits(ours, &theirs[before..])
}

fn mismatch(example: &Example<'_>, miss: Miss, template: &Template, others_match: bool) -> Finding {
    let request = format!("{} {}", example.method.value, example.target.path.value);
    let severity = match miss {
        Miss::Root => Severity::Info,
        Miss::Path | Miss::Method if others_match => Severity::Warning,
        _ => Severity::Error,
    };
    let message = "example request does not match any documented request";
    match miss {
        Miss::Suffix => suffix(example, template, severity, message),
        Miss::Method => {
            let method = template.method.as_ref().map_or("", |method| method.value.as_str());
            Finding::new("GD120", severity, example.method.origin, message)
                .with_label(format!("the example uses `{}`", example.method.value))
                .with_other(template.line, format!("the documented method is `{method}`"))
                .with_help("use the same method in both places")
        }
        Miss::Root | Miss::Path => Finding::new("GD120", severity, example.url.origin, message)
            .with_label(format!("`{request}`"))
            .with_other(template.line, "the nearest documented request")
            .with_help("document this request too, or change the example"),
    }
}

/// Only the end differs. What the body is says which of the two places is wrong.
fn suffix(example: &Example<'_>, template: &Template, severity: Severity, message: &str) -> Finding {
    let reference = example.message.body.as_ref().is_some_and(is_reference_body);
    let end = Origin { start: example.target.path.origin.end, end: example.target.path.origin.end, ..example.target.path.origin };
    match template.suffix() {
        Some(suffix) if !reference => Finding::new("GD120", severity, suffix.origin, message)
            .with_label(format!("the template ends in `/{}`", suffix.text))
            .with_other(example.message.line, format!("the example has no `/{}`", suffix.text))
            .with_note("12 published pages have a template and an example that differ only in such an ending")
            .with_help(format!("remove `/{0}` from the template, or use `/{0}` in the example", suffix.text)),
        Some(suffix) => Finding::new("GD120", severity, example.url.origin, message)
            .with_label(format!("`/{}` is missing", suffix.text))
            .with_other(suffix.origin, format!("the template ends in `/{}`", suffix.text))
            .with_fix(format!("append `/{}`", suffix.text), end, format!("/{}", suffix.text)),
        None => Finding::new("GD120", severity, example.url.origin, message)
            .with_label("the example's ending is not documented")
            .with_other(template.line, "the template ends without it")
            .with_help("document the request with this ending, or remove it from the example"),
    }
}

/// GD122: examples use the version that the page is about.
fn version(context: &mut Context<'_>, page: &Page, example: &Example<'_>) {
    let Some(prefix) = example.target.prefix else { return };
    let text = context.text(prefix);
    let Some((at, found)) = ["beta", "v1.0"]
        .into_iter()
        .find_map(|version| text.ends_with(&format!("/{version}")).then(|| (prefix.end as usize - version.len(), version)))
    else {
        return;
    };
    let origin = Origin::new(prefix.file, at, prefix.end as usize);
    match page.version() {
        Some(version) if version == found => {}
        Some(version) => {
            context.report(
                Finding::warning("GD122", origin, format!("example uses version `{found}`, the page is about `{version}`"))
                    .with_fix(format!("write `{version}`"), origin, version),
            )
        }
        None if found == "beta" => context.report(
            Finding::warning("GD122", origin, "example uses `beta`, but the page does not say that it is about `beta`")
                .with_note("pages of the beta version include the beta disclaimer")
                .with_help("add `[!INCLUDE [beta-disclaimer](../../includes/beta-disclaimer.md)]`, or use `v1.0`"),
        ),
        None => {}
    }
}

/// GD135: a URL has no raw blanks.
fn blanks(context: &mut Context<'_>, example: &Example<'_>) {
    let mut depth = 0_usize;
    let mut first = None;
    for (index, byte) in example.url.value.bytes().enumerate() {
        match byte {
            b'{' | b'<' => depth += 1,
            b'}' | b'>' => depth = depth.saturating_sub(1),
            b' ' if depth == 0 => {
                first = Some(index);
                break;
            }
            _ => {}
        }
    }
    let Some(first) = first else { return };
    let start = example.url.origin.start as usize + first;
    let place = Origin::new(example.url.origin.file, start, start + 1);
    context.report(
        Finding::warning("GD135", place, "raw blank in a URL")
            .with_note("a blank ends the URL in a request line (RFC 9112, section 3)")
            .with_fix("write `%20` for every blank", example.url.origin, encoded(&example.url.value)),
    );
}

fn encoded(url: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::with_capacity(url.len() + 8);
    for character in url.chars() {
        match character {
            '{' | '<' => depth += 1,
            '}' | '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if character == ' ' && depth == 0 { out.push_str("%20") } else { out.push(character) }
    }
    out
}
