//! How `edmund.toml` rates findings: severity by code and path.

use edmund_model::{Finding, Severity, Sources};
use globset::Glob;

use crate::config::{Check, Level};

/// Rates findings as the configuration says; the last entry that matches counts.
pub(super) fn apply(findings: Vec<Finding>, check: &Check, sources: &Sources) -> Vec<Finding> {
    let rules: Vec<_> = check.severity.iter().map(|entry| (entry, entry.path.as_deref().map(matcher))).collect();
    findings
        .into_iter()
        .filter_map(|mut finding| {
            let path = &sources.file(finding.origin.file).path;
            let matching = rules.iter().rfind(|(entry, glob)| {
                covers(&entry.code, finding.code)
                    && glob.as_ref().is_none_or(|glob| glob.as_ref().is_some_and(|glob| glob.is_match(path)))
            });
            match matching.map(|(entry, _)| entry.level) {
                Some(Level::Off) => return None,
                Some(Level::Info) => finding.severity = Severity::Info,
                Some(Level::Warning) => finding.severity = Severity::Warning,
                Some(Level::Error) => finding.severity = Severity::Error,
                None => {}
            }
            Some(finding)
        })
        .collect()
}

/// `None` for a pattern that is none: the configuration was checked when it was read, so it then matches nothing.
fn matcher(pattern: &str) -> Option<globset::GlobMatcher> {
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
        let findings = vec![finding("GD120", old), finding("GD120", new), finding("GD021", new), finding("GD200", new)];
        let rated: Vec<_> = apply(findings, &check, &sources).iter().map(|finding| (finding.code, finding.severity)).collect();
        assert_eq!(rated, [("GD120", Severity::Info), ("GD120", Severity::Error), ("GD200", Severity::Warning)]);
    }
}
