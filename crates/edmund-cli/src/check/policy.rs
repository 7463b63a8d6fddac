//! How `edmund.toml` rates findings: severity by code and path.

use edmund_model::{Finding, Severity, Sources};
use globset::{Glob, GlobMatcher};

use crate::config::{Check, Level, SeverityRule};

/// The ratings of the configuration, with their patterns.
pub(super) struct Policy<'a> {
    /// The outer option is whether there is a pattern, the inner one whether it is one.
    rules: Vec<(&'a SeverityRule, Option<Option<GlobMatcher>>)>,
}

impl<'a> Policy<'a> {
    pub(super) fn new(check: &'a Check) -> Self {
        Policy { rules: check.severity.iter().map(|entry| (entry, entry.path.as_deref().map(matcher))).collect() }
    }

    /// Rates findings as the configuration says; the last entry that matches counts.
    pub(super) fn rate(&self, findings: &mut Vec<Finding>, sources: &Sources) {
        findings.retain_mut(|finding| {
            let path = &sources.file(finding.origin.file).path;
            let matching = self.rules.iter().rfind(|(entry, glob)| {
                covers(&entry.code, finding.code)
                    && glob.as_ref().is_none_or(|glob| glob.as_ref().is_some_and(|glob| glob.is_match(path)))
            });
            match matching.map(|(entry, _)| entry.level) {
                Some(Level::Off) => return false,
                Some(Level::Info) => finding.severity = Severity::Info,
                Some(Level::Warning) => finding.severity = Severity::Warning,
                Some(Level::Error) => finding.severity = Severity::Error,
                None => {}
            }
            true
        });
    }
}

/// `None` for a pattern that is none: the configuration was checked when it was read, so it then matches nothing.
fn matcher(pattern: &str) -> Option<GlobMatcher> {
    Glob::new(pattern).ok().map(|glob| glob.compile_matcher())
}

/// Whether a code of the configuration means this one: exactly, or as a prefix when it ends in `*`.
fn covers(pattern: &str, code: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == code, |prefix| code.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use edmund_model::Origin;

    use super::*;

    #[test]
    fn the_last_matching_entry_rates() {
        let mut sources = Sources::default();
        let (old, new) = (sources.add("old/a.md", ""), sources.add("new/a.md", ""));
        let check: Check = toml::from_str(
            r#"
            [[severity]]
            code = "GD1*"
            level = "info"
            [[severity]]
            code = "GD120"
            path = "new/**"
            level = "error"
            [[severity]]
            code = "GD021"
            level = "off"
            "#,
        )
        .unwrap();
        let finding = |code, file| Finding::warning(code, Origin::new(file, 0, 0), "");
        let mut findings = vec![finding("GD120", old), finding("GD120", new), finding("GD021", new), finding("GD200", new)];
        Policy::new(&check).rate(&mut findings, &sources);
        let rated: Vec<_> = findings.iter().map(|finding| (finding.code, finding.severity)).collect();
        assert_eq!(rated, [("GD120", Severity::Info), ("GD120", Severity::Error), ("GD200", Severity::Warning)]);
    }
}
