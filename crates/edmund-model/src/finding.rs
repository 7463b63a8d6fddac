//! What is wrong in the input, where, and what to do about it.

use serde::Serialize;

use crate::Origin;

/// How bad a finding is. Only errors make `check` fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Probably a mistake, but what is meant is clear.
    Warning,
    /// The input contradicts itself or cannot be used as it stands.
    Error,
}

/// A further place that a finding involves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub origin: Origin,
    /// What is there, in a few words.
    pub text: String,
}

/// One replacement of a [`Fix`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The range to replace.
    pub origin: Origin,
    /// The text to put there.
    pub replacement: String,
}

/// A change that repairs the finding and can be applied without a person looking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the fix does, in the imperative: "replace `user` with `User`".
    pub title: String,
    /// Its edits; they do not overlap.
    pub edits: Vec<Edit>,
}

/// One thing that is wrong in the input. One mistake is one finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable code: a rule id of `docs/rules.md` such as `unresolved-type`, or a page code such as `GD120`.
    pub code: &'static str,
    /// How bad it is by default.
    pub severity: Severity,
    /// What is wrong, in one sentence without a final stop.
    pub message: String,
    /// The place that has to change.
    pub origin: Origin,
    /// A few words at that place; may be empty.
    pub label: String,
    /// Other places involved, in any file.
    pub labels: Vec<Label>,
    /// Facts that explain the rule.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// The repair, where a machine may make it.
    pub fix: Option<Fix>,
}

impl Finding {
    /// A finding with nothing but a place and a message; the `with_` methods add the rest.
    pub fn new(code: &'static str, severity: Severity, origin: Origin, message: impl Into<String>) -> Self {
        Finding {
            code,
            severity,
            message: message.into(),
            origin,
            label: String::new(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// An error.
    pub fn error(code: &'static str, origin: Origin, message: impl Into<String>) -> Self {
        Finding::new(code, Severity::Error, origin, message)
    }

    /// A warning.
    pub fn warning(code: &'static str, origin: Origin, message: impl Into<String>) -> Self {
        Finding::new(code, Severity::Warning, origin, message)
    }

    /// An information.
    pub fn info(code: &'static str, origin: Origin, message: impl Into<String>) -> Self {
        Finding::new(code, Severity::Info, origin, message)
    }

    /// Says in a few words what stands at the finding's own place.
    #[must_use]
    pub fn with_label(mut self, text: impl Into<String>) -> Self {
        self.label = text.into();
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn with_other(mut self, origin: Origin, text: impl Into<String>) -> Self {
        self.labels.push(Label { origin, text: text.into() });
        self
    }

    /// Adds a fact that explains the rule.
    #[must_use]
    pub fn with_note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn with_help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Offers a fix that replaces one range.
    #[must_use]
    pub fn with_fix(mut self, title: impl Into<String>, origin: Origin, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { title: title.into(), edits: vec![Edit { origin, replacement: replacement.into() }] });
        self
    }
}
