//! Deprecations: revisions of the kind `Deprecated`.

use super::Report;
use crate::{Annotation, Expression, Model};

/// The least time between a deprecation and a removal, in months.
const MONTHS: i64 = 24;

/// The annotations of everything that can be deprecated.
fn annotations(model: &Model) -> impl Iterator<Item = &Annotation> {
    let structs = model.structs.iter().flat_map(|item| {
        let properties = item.properties.iter().flat_map(|property| &property.annotations);
        item.annotations.iter().chain(properties).chain(item.navigations.iter().flat_map(|it| &it.annotations))
    });
    let enums =
        model.enums.iter().flat_map(|item| item.annotations.iter().chain(item.members.iter().flat_map(|it| &it.annotations)));
    let operations = model.operations.iter().flat_map(|item| &item.annotations);
    let sources = model.containers.iter().flat_map(|container| &container.sources).flat_map(|source| &source.annotations);
    structs.chain(enums).chain(operations).chain(sources)
}

/// The records of all deprecations, with the annotation they stand in.
fn deprecations(model: &Model) -> impl Iterator<Item = (&Annotation, &Expression)> {
    let revisions = annotations(model).filter(|item| item.term.namespace == "Org.OData.Core.V1" && item.term.name == "Revisions");
    let records = revisions.flat_map(|item| item.value.iter().flat_map(Expression::items).map(move |record| (item, record)));
    records.filter(
        |(_, record)| matches!(record.member("Kind"), Some(Expression::EnumMember(kind)) if kind.ends_with("/Deprecated")),
    )
}

fn text<'a>(record: &'a Expression, member: &str) -> Option<&'a str> {
    match record.member(member)? {
        Expression::String(text) | Expression::Constant(_, text) => Some(text),
        _ => None,
    }
}

/// A deprecation says its date, version, description and removal date.
pub(super) fn members(model: &Model, report: &mut Report<'_>) {
    for (annotation, record) in deprecations(model) {
        let missing = ["Date", "Version", "Description", "RemovalDate"];
        let missing: Vec<_> = missing.into_iter().filter(|member| text(record, member).is_none()).collect();
        if !missing.is_empty() {
            let message = format!("the deprecation lacks `{}`", missing.join("`, `"));
            report.add(annotation.origin, "deprecation", message, "add what is missing");
        }
    }
}

/// A deprecation's version is a month and a category.
pub(super) fn version(model: &Model, report: &mut Report<'_>) {
    for (annotation, record) in deprecations(model) {
        let is_right = |version: &str| version.split_once('/').is_some_and(|(month, rest)| is_month(month) && !rest.is_empty());
        if let Some(version) = text(record, "Version").filter(|version| !is_right(version)) {
            let message = format!("the version `{version}` is not a month and a category");
            report.add(annotation.origin, "deprecation", message, "write it as `2022-03/Category`");
        }
    }
}

fn is_month(text: &str) -> bool {
    text.len() == "2022-03".len() && months(text).is_some()
}

/// The month that a date lies in, counted from the year 0.
fn months(date: &str) -> Option<i64> {
    let mut parts = date.split('-');
    let year: i64 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month: i64 = parts.next().filter(|month| month.len() == 2)?.parse().ok()?;
    (1..=12).contains(&month).then_some(year * 12 + month)
}

/// What is deprecated stays for at least 24 months.
pub(super) fn removal_date(model: &Model, report: &mut Report<'_>) {
    for (annotation, record) in deprecations(model) {
        let (Some(date), Some(removal)) = (text(record, "Date"), text(record, "RemovalDate")) else { continue };
        // Of two dates a whole number of months apart, the day decides.
        let day = |date: &str| date.rsplit('-').next().map(str::to_owned);
        let (Some(from), Some(to)) = (months(date), months(removal)) else { continue };
        if to - from < MONTHS || (to - from == MONTHS && day(removal) < day(date)) {
            let message = format!("deprecated on {date}, to be removed on {removal}");
            report.add(annotation.origin, "deprecation", message, format!("leave it in place for {MONTHS} months"));
        }
    }
}
