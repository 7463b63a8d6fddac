//! Comments in the input that say a finding is known and wanted.
//!
//! `<!-- edmund-allow CODE, CODE: reason -->` holds for the line the comment ends on and the next line that is not blank;
//! `<!-- edmund-allow-file CODE: reason -->` for the whole file. A suppression that suppresses nothing is itself a finding.

use edmund_model::{FileId, Finding, Origin, SourceFile, Sources};

const OPEN: &str = "<!--";
const WORD: &str = "edmund-allow";

struct Suppression {
    /// Where the comment stands.
    origin: Origin,
    codes: Vec<String>,
    /// The bytes it holds for.
    from: usize,
    to: usize,
    used: bool,
}

/// Leaves out of the findings of a file what its comments allow, and reports comments that allow nothing.
pub(super) fn apply(findings: &mut Vec<Finding>, file: FileId, sources: &Sources) {
    let mut suppressions = read(file, sources.file(file));
    findings.retain(|finding| {
        let covering = suppressions.iter_mut().find(|suppression| suppression.covers(finding));
        covering.map(|suppression| suppression.used = true).is_none()
    });
    findings.extend(suppressions.iter().filter(|suppression| !suppression.used).map(|suppression| {
        Finding::warning("unused-suppression", suppression.origin, format!("nothing here has {}", suppression.codes.join(" or ")))
            .with_help("remove the comment")
    }));
}

impl Suppression {
    fn covers(&self, finding: &Finding) -> bool {
        let start = finding.origin.start as usize;
        (self.from..self.to).contains(&start) && self.codes.iter().any(|code| code == finding.code)
    }
}

fn read(id: FileId, file: &SourceFile) -> Vec<Suppression> {
    let text = file.text();
    let found = text.match_indices(OPEN).filter_map(|(start, _)| {
        let end = start + text[start..].find("-->")? + "-->".len();
        let content = text[start + OPEN.len()..end - "-->".len()].trim();
        let content = content.strip_prefix(WORD)?;
        let (whole, content) = content.strip_prefix("-file").map_or((false, content), |rest| (true, rest));
        let codes = content.split(':').next().unwrap_or_default().split([',', ' ']).filter(|code| !code.is_empty());
        let (from, to) = if whole { (0, text.len() + 1) } else { (start, next_line_end(text, end)) };
        let codes = codes.map(str::to_owned).collect();
        Some(Suppression { origin: Origin::new(id, start, end), codes, from, to, used: false })
    });
    found.collect()
}

/// The end of the first line behind `offset` that is not blank; of the line `offset` is on, when something else stands there.
fn next_line_end(text: &str, offset: usize) -> usize {
    let mut end = offset;
    for line in text[offset..].split_inclusive('\n') {
        end += line.len();
        if !line.trim().is_empty() {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_covers_the_next_line_or_the_file_and_must_be_of_use() {
        let mut sources = Sources::default();
        let text = "<!-- edmund-allow nullable-key: it is so -->\n\n<a/>\n<b/>\n<!-- edmund-allow enum-no-members -->\n<c/>\n";
        let file = sources.add("a.xml", text);
        let at = |needle: &str, code| Finding::warning(code, Origin::new(file, text.find(needle).unwrap(), text.len()), needle);
        let mut findings = vec![at("<a/>", "nullable-key"), at("<b/>", "nullable-key"), at("<a/>", "empty-key")];
        apply(&mut findings, file, &sources);
        let left: Vec<_> = findings.into_iter().map(|finding| (finding.code, finding.message)).collect();
        let expected =
            [("nullable-key", "<b/>"), ("empty-key", "<a/>"), ("unused-suppression", "nothing here has enum-no-members")];
        assert_eq!(left, expected.map(|(code, message)| (code, message.to_owned())));
    }
}
