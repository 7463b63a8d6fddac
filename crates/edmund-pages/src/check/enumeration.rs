//! Lists of enumeration members.

use edmund_model::{Finding, Severity, is_identifier};

use super::Context;
use crate::catalog::{Known, Shape};
use crate::page::{Field, Located, Page};

/// The member of an evolvable enumeration that stands for members to come.
pub(super) const SENTINEL: &str = "unknownFutureValue";

pub(super) fn check(context: &mut Context<'_>, page: &Page) {
    let body = page.body.iter().flat_map(|body| &body.fields);
    for field in page.resource.properties.iter().chain(body.clone()) {
        inline(context, page, field);
        shown(context, page, field);
    }
    for field in body {
        sentinel(context, field);
    }
    for section in &page.enums {
        for member in &section.members {
            identifier(context, &member.name);
        }
    }
}

/// GD211: values listed in a description are the members of the property's enumeration.
fn inline(context: &mut Context<'_>, page: &Page, field: &Field) {
    let Shape::Known(known) = context.catalog.shape(field, page) else { return };
    let Some(members) = context.catalog.members(known).filter(|_| !field.values.is_empty()) else { return };
    let mut strangers = false;
    for value in &field.values {
        if members.contains(&value.value.as_str()) {
            continue;
        }
        strangers = true;
        let same = members.iter().find(|member| member.eq_ignore_ascii_case(&value.value));
        let finding = Finding::warning("GD211", value.origin, format!("`{}` is not a member of the enumeration", value.value));
        context.report(match same {
            Some(member) => finding.with_fix(format!("write `{member}`"), value.origin, format!("`{member}`")),
            None => finding.with_help(format!("members are {}", quoted(&members))),
        });
    }
    let absent: Vec<&str> = members
        .iter()
        .copied()
        .filter(|member| !field.values.iter().any(|value| value.value.eq_ignore_ascii_case(member)))
        .collect();
    let Some(first) = field.values.first().filter(|_| !absent.is_empty() && !strangers) else { return };
    let severity = if absent == [SENTINEL] { Severity::Info } else { Severity::Warning };
    let mut finding = Finding::new("GD211", severity, first.origin, format!("the list leaves out {}", quoted(&absent)))
        .with_help("list all members, or link to the enumeration instead");
    if let Known::Enum(_, section) = known {
        finding = finding.with_other(section.name.origin, "the enumeration is defined here");
    }
    context.report(finding);
}

/// GD211: the JSON representation leaves the choice between the members of the property's enumeration, or those that its description lists.
fn shown(context: &mut Context<'_>, page: &Page, field: &Field) {
    let Some(first) = field.shown.first() else { return };
    let known = match context.catalog.shape(field, page) {
        Shape::Known(known) => Some(known),
        _ => None,
    };
    let listed = || field.values.iter().map(|value| value.value.as_str()).collect();
    let members: Vec<&str> = known.and_then(|known| context.catalog.members(known)).unwrap_or_else(listed);
    let there = match (known, field.values.first()) {
        (Some(Known::Enum(_, section)), _) => Some((section.name.origin, "the enumeration is defined here")),
        (_, Some(value)) => Some((value.origin, "the description lists its members here")),
        _ => None,
    };
    let elsewhere = |finding: Finding| match there {
        Some((origin, label)) => finding.with_other(origin, label),
        None => finding,
    };
    let strangers = field.shown.iter().filter(|value| !members.contains(&value.value.as_str()));
    let strangers: Vec<&Located<String>> = strangers.filter(|_| !members.is_empty()).collect();
    for value in &strangers {
        let finding = Finding::warning("GD211", value.origin, format!("`{}` is not a member of the enumeration", value.value));
        let same = members.iter().find(|member| member.eq_ignore_ascii_case(&value.value));
        context.report(elsewhere(match same {
            Some(member) => finding.with_fix(format!("write `{member}`"), value.origin, *member),
            None => finding.with_help(format!("members are {}", quoted(&members))),
        }));
    }
    let is_shown = |member: &str| field.shown.iter().any(|value| value.value == member);
    let absent: Vec<&str> = members.iter().copied().filter(|member| !is_shown(member)).collect();
    if strangers.is_empty() && !absent.is_empty() {
        let severity = if absent == [SENTINEL] { Severity::Info } else { Severity::Warning };
        let finding = Finding::new("GD211", severity, first.origin, format!("the choice leaves out {}", quoted(&absent)));
        context.report(elsewhere(finding.with_help("show all members, or `String`")));
    }
}

/// `a`, `b` and so on; long lists are cut.
pub(super) fn quoted(names: &[&str]) -> String {
    let shown: Vec<_> = names.iter().take(12).map(|name| format!("`{name}`")).collect();
    let rest = names.len().saturating_sub(12);
    if rest == 0 { shown.join(", ") } else { format!("{} and {rest} more", shown.join(", ")) }
}

/// GD212: the sentinel of an evolvable enumeration is nothing to send. Where the type is linked, the list only repeats the definition.
fn sentinel(context: &mut Context<'_>, field: &Field) {
    let linked = field.ty.as_ref().is_some_and(|ty| ty.link.is_some());
    if let Some(value) = field.values.iter().filter(|_| !linked).find(|value| value.value == SENTINEL) {
        context.report(
            Finding::info("GD212", value.origin, format!("`{SENTINEL}` is listed for a request"))
                .with_note("it stands for members that are added later; services may return it, clients never send it")
                .with_help("leave it out of what a request may contain"),
        );
    }
}

/// GD212: members are identifiers.
fn identifier(context: &mut Context<'_>, name: &Located<String>) {
    if !is_identifier(&name.value) {
        context.report(
            Finding::info("GD212", name.origin, format!("member `{}` is not an identifier", name.value))
                .with_help("name the member as the service's metadata has it"),
        );
    }
}
