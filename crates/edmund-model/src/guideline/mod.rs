//! Lints that come from the Microsoft Graph REST API guidelines.
//!
//! They say how an API *should* be designed, not whether a schema is valid, so none runs unless it is asked for by name
//! (`G-naming/lower-camel`), by group (`G-naming`), or all at once (`G`). Those that guess from words are in a group of their own,
//! `G-heuristic`, which `G` leaves out. Every finding is a warning.
//!
//! Source: <https://github.com/microsoft/api-guidelines>, folder `graph`; each [`Rule`] names its page. What cannot be told from a
//! schema (brand names, HTTP verbs, the error model) has no rule.

mod deprecation;
mod enumeration;
mod heuristic;
mod naming;
mod rules;
mod structure;

pub use rules::RULES;

use crate::{Finding, Model, nearest};

/// One lint.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable id, `group/name`; the code of its findings.
    pub id: &'static str,
    /// The rule in words.
    pub title: &'static str,
    /// Why clients are better off with it.
    pub why: &'static str,
    /// The page of the guidelines it comes from.
    pub source: &'static str,
    pub(self) run: fn(&Model, &mut Report<'_>),
}

impl Rule {
    /// What stands before the slash.
    pub fn group(&self) -> &'static str {
        self.id.split('/').next().unwrap_or(self.id)
    }

    fn is_meant(&self, name: &str) -> bool {
        self.id == name || self.group() == name || (name == "G" && self.group() != "G-heuristic")
    }
}

/// A name that no rule and no group has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRule {
    /// The name.
    pub name: String,
    /// The one that was probably meant.
    pub similar: Option<&'static str>,
}

impl std::fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "there is no guideline rule or group `{}`", self.name)?;
        self.similar.map_or(Ok(()), |similar| write!(f, "; did you mean `{similar}`?"))
    }
}

impl std::error::Error for UnknownRule {}

/// The rules that names mean, each once, in the order of [`RULES`].
///
/// # Errors
/// When a name is neither a rule's nor a group's.
pub fn select<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Vec<&'static Rule>, UnknownRule> {
    let mut selected = vec![false; RULES.len()];
    for name in names {
        if !RULES.iter().any(|rule| rule.is_meant(name)) {
            let candidates = RULES.iter().flat_map(|rule| [rule.id, rule.group()]);
            return Err(UnknownRule { name: name.to_owned(), similar: nearest(name, candidates) });
        }
        for (rule, is_selected) in RULES.iter().zip(&mut selected) {
            *is_selected |= rule.is_meant(name);
        }
    }
    Ok(RULES.iter().zip(selected).filter(|(_, is_selected)| *is_selected).map(|(rule, _)| rule).collect())
}

/// Checks a model against rules. The findings are warnings, in the order of their places.
pub fn check(model: &Model, rules: &[&Rule]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in rules {
        (rule.run)(model, &mut Report { rule, findings: &mut findings });
    }
    findings.sort_by(|a, b| (a.origin, a.code, &a.message).cmp(&(b.origin, b.code, &b.message)));
    findings
}

/// Takes the findings of one rule.
struct Report<'a> {
    rule: &'a Rule,
    findings: &'a mut Vec<Finding>,
}

impl Report<'_> {
    /// A finding at a place: what is wrong, the kind of element, what to do.
    fn add(&mut self, origin: crate::Origin, label: &str, message: String, help: impl Into<String>) {
        let finding = Finding::warning(self.rule.id, origin, message).with_label(label).with_help(help);
        self.findings.push(finding.with_note(format!("{}: {}", self.rule.title, self.rule.why)));
    }
}
