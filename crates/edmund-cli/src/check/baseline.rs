//! A list of findings that are known and not reported again.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use edmund_model::{Finding, Sources};
use serde::{Deserialize, Serialize};

/// Known findings. They are recognised by code, file and message, not by line, so that a change above one does not bring it back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Baseline {
    findings: Vec<Known>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Known {
    code: String,
    file: String,
    message: String,
    count: usize,
}

/// How often each finding was seen, or is known and may still be seen.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts(BTreeMap<(String, String, String), usize>);

impl Counts {
    pub(super) fn add(&mut self, findings: &[Finding], sources: &Sources) {
        for finding in findings {
            *self.0.entry(identity(finding, sources)).or_insert(0) += 1;
        }
    }

    /// Leaves out the findings that are known, each as often as it is.
    pub(super) fn leave_out(&mut self, findings: &mut Vec<Finding>, sources: &Sources) {
        findings.retain(|finding| match self.0.get_mut(&identity(finding, sources)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
    }

    pub(super) fn baseline(self) -> Baseline {
        let known = self.0.into_iter().map(|((code, file, message), count)| Known { code, file, message, count });
        Baseline { findings: known.collect() }
    }
}

impl Baseline {
    /// Reads a baseline file.
    pub(super) fn read(path: &Path) -> anyhow::Result<Baseline> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_str(&text)
            .with_context(|| format!("{} is not a baseline; write one with `--write-baseline`", path.display()))
    }

    /// Writes a baseline file, one finding a line, so that a diff shows what was added.
    pub(super) fn write(&self, path: &Path) -> anyhow::Result<()> {
        let lines = self.findings.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
        let text = format!("{{\"findings\":[\n{}\n]}}\n", lines.join(",\n"));
        std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
    }

    /// How often each finding is known.
    pub(super) fn counts(self) -> Counts {
        let known = self.findings.into_iter().map(|known| ((known.code, known.file, known.message), known.count));
        Counts(known.collect())
    }
}

fn identity(finding: &Finding, sources: &Sources) -> (String, String, String) {
    (finding.code.to_owned(), sources.file(finding.origin.file).path.clone(), finding.message.clone())
}

#[cfg(test)]
mod tests {
    use edmund_model::Origin;

    use super::*;

    #[test]
    fn known_findings_are_left_out_wherever_they_move_and_new_ones_stay() {
        let mut sources = Sources::default();
        let file = sources.add("a.xml", "line\nline\nline\n");
        let finding = |start, message: &str| Finding::warning("nullable-key", Origin::new(file, start, start), message);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("baseline.json");
        let mut seen = Counts::default();
        seen.add(&[finding(0, "one"), finding(5, "one")], &sources);
        seen.baseline().write(&path).unwrap();

        let mut now = vec![finding(2, "one"), finding(5, "two"), finding(7, "one"), finding(9, "one")];
        Baseline::read(&path).unwrap().counts().leave_out(&mut now, &sources);
        assert_eq!(now, [finding(5, "two"), finding(9, "one")]);
    }
}
