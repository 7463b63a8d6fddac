//! Applies entries to a model.

use super::change::{Change, Outcome, changes};
use super::element::Element;
use super::entry::Entry;
use super::selector::Selector;
use super::{ElementKind, change, remove, types};
use crate::{Finding, Model};

/// Applies entries in order. Returns what is wrong with them:
///
/// | code | severity | when |
/// |---|---|---|
/// | `overlay-without-reason` | error | the reason is empty |
/// | `overlay-without-action` | error | nothing says what to change, or `drop` stands beside something else |
/// | `overlay-invalid-target` | error | the target cannot be read |
/// | `overlay-unmatched` | error | a target matches nothing: what it repaired is gone |
/// | `overlay-ambiguous` | error | a target matches elements of several kinds |
/// | `overlay-not-applicable` | error | what to change does not exist on this kind of element |
/// | `overlay-invalid-value` | error | a type, name or annotation value cannot be used, or the model would not stay well-formed |
/// | `overlay-without-effect` | warning | the schema says so already |
///
/// An entry with an error in one target still applies to the others.
pub fn apply(model: &mut Model, entries: &[Entry]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for entry in entries {
        if let Some(finding) = validate(entry) {
            findings.push(finding);
            continue;
        }
        for target in entry.target.iter() {
            findings.extend(target_of(model, entry, target));
        }
    }
    findings
}

/// What is wrong with an entry, whatever the model.
fn validate(entry: &Entry) -> Option<Finding> {
    let error = |code, message: &str, help: &str| Some(Finding::error(code, entry.origin, message).with_help(help));
    if entry.reason.trim().is_empty() {
        let help = "say in `reason` what is wrong with the schema and how you know";
        return error("overlay-without-reason", "the entry has no reason", help);
    }
    if entry.target.is_empty() {
        return error("overlay-invalid-target", "the entry has no target", "name in `target` what to change");
    }
    match (entry.drop, changes(entry).len()) {
        (Some(true), 1..) => {
            error("overlay-without-action", "`drop` stands beside other actions", "drop the element, or change it")
        }
        (Some(false), _) => error("overlay-without-action", "`drop = false` says nothing", "remove `drop`, or set it to `true`"),
        (None, 0) => {
            let help = "add an action such as `contains`, `annotate` or `drop`";
            error("overlay-without-action", "the entry says nothing to change", help)
        }
        _ => None,
    }
}

fn target_of(model: &mut Model, entry: &Entry, target: &str) -> Vec<Finding> {
    let selector = match Selector::parse(model, target) {
        Ok(selector) => selector,
        Err(message) => return vec![Finding::error("overlay-invalid-target", entry.origin, message)],
    };
    if selector.is_annotation() {
        return annotations(model, entry, &selector, target);
    }
    if entry.drop.is_some() {
        return match select(model, entry, &selector, target, |_| true) {
            Ok(elements) => {
                remove::elements(model, &elements).err().map(|message| invalid(entry, target, &message)).into_iter().collect()
            }
            Err(finding) => vec![*finding],
        };
    }
    let mut findings = Vec::new();
    let mut effect = false;
    for change in changes(entry) {
        // Selected anew for every change: one may have renamed or added what the next looks for.
        match select(model, entry, &selector, target, |kind| change.applies_to(kind)) {
            Ok(elements) => effect |= each(model, entry, &change, &elements, &mut findings),
            Err(finding) => findings.push(*finding),
        }
    }
    if !effect && findings.is_empty() {
        let message = format!("`{target}` is like that already");
        let help = "the schema no longer needs this entry; remove it";
        findings.push(Finding::warning("overlay-without-effect", entry.origin, message).with_help(help));
    }
    findings
}

/// Makes one change to all elements. Whether anything is different now.
fn each(model: &mut Model, entry: &Entry, change: &Change<'_>, elements: &[Element], findings: &mut Vec<Finding>) -> bool {
    let mut effect = false;
    for element in elements {
        match change::make(model, *element, change, entry.origin) {
            Ok(Outcome::Changed) => effect = true,
            Ok(Outcome::Same) => {}
            Err(message) => findings.push(invalid(entry, &element.path(model), &message)),
        }
    }
    effect
}

fn invalid(entry: &Entry, target: &str, message: &str) -> Finding {
    Finding::error("overlay-invalid-value", entry.origin, format!("`{target}`: {message}"))
}

/// The elements that a target means, for a change that applies to certain kinds.
fn select(
    model: &Model,
    entry: &Entry,
    selector: &Selector,
    target: &str,
    applies_to: impl Fn(ElementKind) -> bool,
) -> Result<Vec<Element>, Box<Finding>> {
    let wanted = |element: &Element| entry.kind.is_none_or(|kind| element.kind(model) == kind);
    let mut elements = selector.elements(model);
    // A namespace may have the name of a type, so it is only meant when it is asked for.
    let only_schemas = applies_to(ElementKind::Schema) && !applies_to(ElementKind::EntityType);
    if entry.kind == Some(ElementKind::Schema) || only_schemas {
        elements = selector.schemas(model);
    }
    elements.retain(wanted);
    if let Some(text) = &entry.of_type {
        let ty = types::resolve(model, text)
            .map_err(|message| Finding::error("overlay-invalid-value", entry.origin, format!("`of_type`: {message}")))?;
        elements.retain(|element| element.type_of(model) == Some(ty));
    }
    if elements.is_empty() {
        return Err(Box::new(unmatched(entry, target)));
    }
    let (fitting, other): (Vec<_>, Vec<_>) = elements.into_iter().partition(|element| applies_to(element.kind(model)));
    let Some(first) = fitting.first() else {
        let kind = other.first().map_or("element", |element| element.kind(model).name());
        let message = format!("`{target}` is a {kind}, to which this does not apply");
        return Err(Box::new(Finding::error("overlay-not-applicable", entry.origin, message)));
    };
    let another = fitting.iter().find(|element| element.kind(model) != first.kind(model));
    if let Some(another) = another.filter(|_| !selector.is_pattern()) {
        let (first, another) = (first.kind(model).name(), another.kind(model).name());
        let message = format!("`{target}` is the name of a {first} and of a {another}");
        let finding = Finding::error("overlay-ambiguous", entry.origin, message).with_help("say which with `kind`");
        return Err(Box::new(finding));
    }
    Ok(fitting)
}

fn unmatched(entry: &Entry, target: &str) -> Finding {
    Finding::error("overlay-unmatched", entry.origin, format!("`{target}` matches nothing"))
        .with_help("correct the target, or remove the entry if the schema has been repaired")
}

/// Drops annotations: all that an entry can do with an annotation as such.
fn annotations(model: &mut Model, entry: &Entry, selector: &Selector, target: &str) -> Vec<Finding> {
    if entry.drop.is_none() {
        let message = format!("`{target}` is an annotation, which can only be dropped");
        let help = "to change its value, use `annotate` on the element it stands on";
        return vec![Finding::error("overlay-not-applicable", entry.origin, message).with_help(help)];
    }
    let mut elements = selector.elements(model);
    if entry.kind == Some(ElementKind::Schema) {
        elements = selector.schemas(model);
    }
    elements.retain(|element| entry.kind.is_none_or(|kind| element.kind(model) == kind));
    let mut dropped = false;
    for element in elements {
        let list = element.annotations_mut(model);
        let doomed = selector.annotations(list);
        let terms: Vec<String> = doomed.iter().map(|position| list[*position].term.to_string()).collect();
        doomed.iter().rev().for_each(|position| drop(list.remove(*position)));
        terms.iter().for_each(|term| element.refresh(model, term));
        dropped |= !terms.is_empty();
    }
    if dropped { Vec::new() } else { vec![unmatched(entry, target)] }
}
