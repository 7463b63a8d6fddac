//! All rules with what they mean: the page of rules is made from this table, and every example is tried.

mod annotations;
mod container;
mod document;
mod enums;
mod keys;
mod naming;
mod navigation;
mod operations;
mod types;

use edmund_model::Severity;

/// A rule that a schema is checked against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// Its code, which findings have.
    pub id: &'static str,
    /// How bad it is to break it, unless the summary says more.
    pub severity: Severity,
    /// The rule in words.
    pub summary: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// CSDL that breaks it: a whole document, its references and schemas, or the content of a schema with the alias `self`. The place of
    /// the finding stands between `«` and `»`. Empty where it would be too long, or would be nothing.
    pub example: &'static str,
}

/// Rules about one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// The subject.
    pub title: &'static str,
    /// Its rules.
    pub rules: &'static [Rule],
}

/// Every rule whose findings [`read`](crate::read) and [`lower`](crate::lower) give.
pub static RULES: &[Group] = &[
    Group { title: "Documents", rules: document::RULES },
    Group { title: "Names and values", rules: naming::RULES },
    Group { title: "Types and properties", rules: types::RULES },
    Group { title: "Keys", rules: keys::RULES },
    Group { title: "Enumerations", rules: enums::RULES },
    Group { title: "Navigation properties", rules: navigation::RULES },
    Group { title: "Operations", rules: operations::RULES },
    Group { title: "Entity containers", rules: container::RULES },
    Group { title: "Annotations", rules: annotations::RULES },
];

const fn rule(severity: Severity, id: &'static str, summary: &'static str, source: &'static str, example: &'static str) -> Rule {
    Rule { id, severity, summary, source, example }
}

const fn error(id: &'static str, summary: &'static str, source: &'static str, example: &'static str) -> Rule {
    rule(Severity::Error, id, summary, source, example)
}

const fn warning(id: &'static str, summary: &'static str, source: &'static str, example: &'static str) -> Rule {
    rule(Severity::Warning, id, summary, source, example)
}

const fn info(id: &'static str, summary: &'static str, source: &'static str, example: &'static str) -> Rule {
    rule(Severity::Info, id, summary, source, example)
}
