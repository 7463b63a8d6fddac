//! Request templates.

use std::collections::HashSet;

use edmund_model::{Finding, Origin, is_identifier};

use super::Context;
use crate::page::{Page, ParameterPlace};
use crate::template::{Segment, SegmentKind, Template, TemplateProblem, is_guid};

pub(super) fn check(context: &mut Context<'_>, page: &Page) {
    for template in &page.templates {
        if let Some(problem) = template.problem {
            context.report(unusable(context, template, problem));
        } else {
            form(context, template);
            placeholders(context, template);
        }
    }
    arguments(context, page);
}

/// GD110, GD112, GD115: a line is `METHOD /path`.
fn unusable(context: &Context<'_>, template: &Template, problem: TemplateProblem) -> Finding {
    let line = template.line;
    let text = context.text(line);
    match problem {
        TemplateProblem::NotARequest => Finding::error("GD110", line, "line is not a request")
            .with_help("write `METHOD /path`, one request a line, nothing else"),
        TemplateProblem::NoBlank => {
            let at = template.method.as_ref().map_or(line.start, |method| method.origin.end);
            let place = Origin { start: at, end: at, ..line };
            Finding::error("GD110", line, "no blank between method and path").with_fix("insert a blank", place, " ")
        }
        TemplateProblem::GeneratorText => Finding::error("GD112", line, "message of a failed generator instead of a path")
            .with_label(text.to_owned())
            .with_help("write the path of the request"),
        TemplateProblem::Unbalanced => Finding::error("GD115", line, "parentheses or braces do not match")
            .with_help("close what is open: `name(parameter='{value}')`"),
    }
}

/// GD111, GD116: a template is a path below the version, no more.
fn form(context: &mut Context<'_>, template: &Template) {
    if let Some(prefix) = template.prefix {
        context.report(
            Finding::warning("GD111", prefix, "template starts with a host, a version or `~`")
                .with_note("templates are relative to the service root, whatever the version")
                .with_fix("remove it", prefix, ""),
        );
    } else if !template.path.value.starts_with('/') && !template.path.value.is_empty() {
        let place = Origin { end: template.path.origin.start, ..template.path.origin };
        context.report(Finding::warning("GD111", template.path.origin, "path has no leading slash").with_fix(
            "insert a slash",
            place,
            "/",
        ));
    }
    if template.path.value.len() > 1 && template.path.value.ends_with('/') {
        let origin = Origin { start: template.path.origin.end - 1, ..template.path.origin };
        context.report(Finding::info("GD116", origin, "trailing slash").with_fix("remove it", origin, ""));
    }
    if let Some(query) = &template.query {
        let origin = Origin { start: query.origin.start.saturating_sub(1), ..query.origin };
        context.report(
            Finding::info("GD116", origin, "query string in a template")
                .with_help("describe query options in the section `Optional query parameters`"),
        );
    }
}

/// GD113, GD114: placeholders are `{name}`, each name once.
fn placeholders(context: &mut Context<'_>, template: &Template) {
    let mut seen = HashSet::new();
    for segment in &template.segments {
        let origin = Origin { start: segment.origin.start + 1, ..segment.origin };
        if segment.text == "{undefined}" {
            context.report(
                Finding::warning("GD113", origin, "placeholder without a name").with_help("name it after the type: `{userId}`"),
            );
        } else if segment.kind == SegmentKind::Key && segment.text.starts_with('{') && !seen.insert(segment.text.as_str()) {
            context.report(
                Finding::info("GD113", origin, format!("placeholder `{}` occurs twice", segment.text))
                    .with_help("name each after what it identifies: `/groups/{groupId}/members/{memberId}`"),
            );
        }
        if let Some(what) = odd_placeholder(segment) {
            context.report(
                Finding::warning("GD114", origin, format!("{what} instead of a placeholder")).with_help("write `{name}`"),
            );
        }
    }
}

fn odd_placeholder(segment: &Segment) -> Option<&'static str> {
    if segment.text.starts_with('<') || segment.text.starts_with("&lt;") {
        Some("angle brackets")
    } else if segment.text.starts_with("...") || segment.text.starts_with('\u{2026}') {
        Some("an ellipsis")
    } else if is_guid(&segment.text) {
        Some("a literal identifier")
    } else {
        None
    }
}

/// GD124: the arguments of a function are those of the parameter table.
fn arguments(context: &mut Context<'_>, page: &Page) {
    let listed: Vec<&str> = page
        .parameters
        .iter()
        .filter(|parameter| parameter.place == ParameterPlace::Path)
        .map(|parameter| parameter.field.name.value.as_str())
        .collect();
    let usable = || page.templates.iter().filter(|template| template.problem.is_none());
    let Some((segment, arguments)) = usable().find_map(call) else { return };
    // A key by name looks like a call. A page about a function calls it in every template; one that is reached by way of such a key may be
    // reached by another way as well.
    if !usable().all(|template| calls(template, segment)) {
        return;
    }
    if listed.is_empty() {
        let in_body = page.body.as_ref().is_some_and(|body| !body.fields.is_empty());
        if !in_body {
            context.report(
                Finding::warning("GD124", segment.origin, "parameters of the function are not described")
                    .with_help("add a section `## Function parameters` with a table `Parameter`, `Type`, `Description`"),
            );
        }
        return;
    }
    unused(context, page);
    for (name, _) in arguments {
        if !listed.iter().any(|listed| listed.eq_ignore_ascii_case(name)) {
            context.report(
                Finding::warning("GD124", segment.origin, format!("parameter `{name}` is not in the table"))
                    .with_help(format!("the table has: {}", listed.join(", "))),
            );
        }
    }
}

/// GD124: a row of the parameter table is an argument or a key in one of the requests.
fn unused(context: &mut Context<'_>, page: &Page) {
    let folded = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let names = |segment: &Segment| match &segment.kind {
        SegmentKind::Key => vec![folded(&segment.text)],
        SegmentKind::Call { arguments, .. } => arguments.iter().flat_map(|(name, value)| [folded(name), folded(value)]).collect(),
        _ => Vec::new(),
    };
    let known: Vec<String> = page.templates.iter().flat_map(|template| &template.segments).flat_map(names).collect();
    for parameter in page.parameters.iter().filter(|parameter| parameter.place == ParameterPlace::Path) {
        let name = &parameter.field.name;
        let folded = folded(&name.value);
        // What the key of an entity is called differs from page to page.
        let is_parameter = is_identifier(&name.value) && parameter.field.ty.is_some();
        if !is_parameter || folded.ends_with("id") || known.contains(&folded) {
            continue;
        }
        context.report(
            Finding::warning("GD124", name.origin, format!("no request has the parameter `{}`", name.value))
                .with_help("use the name that the request has, add the parameter to the request, or remove the row"),
        );
    }
}

/// The call with arguments that a template ends in. What a service has at its root are sets: a call there is a key by name.
fn call(template: &Template) -> Option<(&Segment, &[(String, String)])> {
    match last(template) {
        Some((1.., segment @ Segment { kind: SegmentKind::Call { arguments, .. }, .. })) if !arguments.is_empty() => {
            Some((segment, arguments.as_slice()))
        }
        _ => None,
    }
}

/// Whether a template ends in a function that another one calls, with or without arguments.
fn calls(template: &Template, call: &Segment) -> bool {
    last(template).is_some_and(|(_, segment)| called(segment).eq_ignore_ascii_case(called(call)))
}

/// What a segment is called, without arguments.
fn called(segment: &Segment) -> &str {
    match &segment.kind {
        SegmentKind::Call { name, .. } => name,
        _ => &segment.text,
    }
}

/// The last segment that is not about the form of the answer, with its index.
fn last(template: &Template) -> Option<(usize, &Segment)> {
    template.segments.iter().enumerate().rfind(|(_, segment)| segment.kind != SegmentKind::System)
}
